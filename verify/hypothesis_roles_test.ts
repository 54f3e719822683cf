import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { type Arithmetic, float64 } from "../lib/arithmetic/mod.ts";
import type { Arbitrary } from "../lib/fast_check/mod.ts";
import type { Claim, Hypothesis } from "./claim.ts";
import { hypothesisRole, roleKnownFromSearch } from "./hypothesis_roles.ts";
import type { ClaimTwin } from "./rounding_noise.ts";

const arithmetic = float64 as Arithmetic<unknown>;

interface Instance {
  readonly x: number;
  readonly y: number;
}

const numbers = fc.record({
  x: fc.integer({ min: 0, max: 9 }),
  y: fc.integer({ min: 0, max: 9 }),
}) as Arbitrary<unknown>;

function hypothesis(name: keyof Instance, parts: Partial<Hypothesis> = {}): Hypothesis {
  return { name, statement: "", holds: (instance) => (instance as Instance)[name] > 4, ...parts };
}

const x = hypothesis("x");
const y = hypothesis("y");

/** A claim that x > 4 and y > 4 imply that something is below 5. */
function claimOf(
  left: (instance: Instance) => number,
  parts: Readonly<Record<string, unknown>> = {},
): Claim {
  return {
    id: "mine/claim",
    kind: "universal",
    hypotheses: [x, y],
    instances: numbers,
    observe: (instance: Instance, _: unknown, refinement: number) =>
      refinement === 0 ? left(instance) : NaN,
    variants: {
      corrected: {
        statement: "",
        relations: (lhs: number) => [{ label: "it", lhs, sense: "<=", rhs: 5 }],
      },
    },
    ...parts,
  } as unknown as Claim;
}

/** The role of the hypothesis x, and the instances that were observed. */
async function role(
  claim: Claim,
  { twin, numbers = arithmetic, seed = 1 }: {
    readonly twin?: ClaimTwin;
    readonly numbers?: Arithmetic<unknown>;
    readonly seed?: number;
  } = {},
) {
  const observed: Instance[] = [];
  const found = await hypothesisRole(claim, "x", {
    seed,
    variant: "corrected",
    arithmetic: numbers,
    twin: () => Promise.resolve(twin),
    onObserve: (instance) => void observed.push(instance as Instance),
  });
  return { ...found, observed };
}

Deno.test("a hypothesis is not needed if nothing breaks where it alone is broken", async () => {
  const { observed, ...rest } = await role(claimOf(({ y }) => y > 4 ? 1 : 9));
  assertEquals(rest, {
    role: "not needed in this search",
    tried: 30,
    counterexample: null,
    reason: null,
  });
  assertEquals(observed.length, 30);
  assert(observed.every(({ x, y }) => x <= 4 && y > 4));
  // A claim that does not say what it costs is an ordinary one.
  const costing = async (cost: number) => (await role(claimOf(() => 1, { cost }))).observed;
  assertEquals([await costing(1), await costing(0.01)], [observed, observed]);
  const again = await role(claimOf(() => 1));
  assertEquals(again.observed, observed);
  assert(
    JSON.stringify((await role(claimOf(() => 1), { seed: 2 })).observed) !==
      JSON.stringify(observed),
  );
});

Deno.test("a hypothesis is needed if the claim breaks, by the shortest of some instances", async () => {
  const wide = fc.record({ x: fc.integer({ min: -9999, max: 4 }), y: fc.constant(9) });
  const claim = claimOf(() => 9, { instances: wide });
  const { observed, role: found, tried, counterexample, reason } = await role(claim);
  assertEquals([found, tried, reason, observed.length], ["needed", 5, null, 5]);
  const sizes = observed.map((instance) => JSON.stringify(instance).length);
  assertEquals(JSON.stringify(counterexample).length, Math.min(...sizes));
  assertEquals(
    observed.find((one) => JSON.stringify(one).length === Math.min(...sizes)),
    counterexample,
  );
  // A late one is looked into at the end.
  const seen: unknown[] = [];
  const late = await role(claimOf((instance) => {
    seen.push(instance);
    return seen.length === 29 ? 9 : 1;
  }));
  assertEquals([late.role, late.tried, late.counterexample], ["needed", 30, seen[28]]);
  // After the first, four further ones are looked at.
  let count = 0;
  const third = await role(claimOf(() => ++count === 3 ? 9 : 1));
  assertEquals([third.role, third.tried], ["needed", 7]);
});

Deno.test("a costly claim is tried on fewer instances, of fewer draws", async () => {
  const triedAt = async (cost: number) => (await role(claimOf(() => 1, { cost }))).tried;
  assertEquals([await triedAt(0.1), await triedAt(2), await triedAt(3), await triedAt(100)], [
    30,
    30,
    20,
    10,
  ]);
  /** How many instances are drawn where the hypothesis is broken alone from this one on. */
  const drawn = async (cost: number, from = Infinity) => {
    let count = 0;
    const counted = { ...x, holds: () => count++ < from };
    const claim = claimOf(() => 1, {
      cost,
      hypotheses: [counted],
      instances: fc.constant({ x: 1, y: 1 }),
    });
    return [(await role(claim)).role, count];
  };
  assertEquals(await drawn(1), ["not testable alone", 400]);
  assertEquals(await drawn(2), ["not testable alone", 200]);
  assertEquals(await drawn(5), ["not testable alone", 80]);
  assertEquals(await drawn(100), ["not testable alone", 80]);
  // Once one is found, drawing goes on.
  const once = async (cost: number) => {
    let count = 0;
    const claim = claimOf(() => 1, {
      cost,
      hypotheses: [{ ...x, holds: () => ++count !== 50 }],
      instances: fc.constant({ x: 1, y: 1 }),
    });
    return [(await role(claim)).tried, count];
  };
  assertEquals([await once(1), await once(2), await once(5), await once(100)], [
    [1, 400],
    [1, 200],
    [1, 160],
    [1, 160],
  ]);
});

Deno.test("instances come from where the hypothesis says that it is broken, if it says so", async () => {
  const without = fc.constant({ x: 2, y: 7 });
  const claim = claimOf(() => 9, { hypotheses: [hypothesis("x", { without }), y] });
  const { observed, role: found } = await role(claim);
  assertEquals([found, observed.length, observed[0]], ["needed", 5, { x: 2, y: 7 }]);
  // Of these too only those count that break it, and no other.
  for (const instance of [{ x: 7, y: 7 }, { x: 2, y: 2 }]) {
    const hypotheses = [hypothesis("x", { without: fc.constant(instance) }), y];
    const none = await role(claimOf(() => 9, { hypotheses }));
    assertEquals([none.role, none.tried, none.observed.length], ["not testable alone", 0, 0]);
  }
});

Deno.test("a hypothesis on the run is broken along it", async () => {
  const { holds: _, ...rest } = x;
  const along = { ...rest, holdsAlong: (lhs: unknown) => (lhs as number) < 7 };
  const claim = claimOf(({ x }) => x, { hypotheses: [along, y] });
  const { role: found, counterexample, observed } = await role(claim);
  assertEquals(found, "needed");
  assert((counterexample as Instance).x >= 7);
  assert(observed.length > 5 && observed.every(({ y }) => y > 4));
  // Others on the run must hold.
  const other = { name: "other", statement: "", holdsAlong: () => false };
  const none = await role(claimOf(() => 9, { hypotheses: [x, other] }));
  assertEquals([none.role, none.tried], ["not testable alone", 0]);
});

Deno.test("only what the variant assumes counts", async () => {
  const foreign = { ...y, assumedBy: ["printed"] } as Hypothesis;
  const { observed } = await role(claimOf(() => 1, { hypotheses: [x, foreign] }));
  assert(observed.some(({ y }) => y <= 4));
  const own = { ...y, assumedBy: ["corrected"] } as Hypothesis;
  const { observed: fewer } = await role(claimOf(() => 1, { hypotheses: [x, own] }));
  assert(fewer.every(({ y }) => y > 4));
});

Deno.test("a checker that fails everywhere cannot tell, one that fails somewhere may", async () => {
  const failing = (isFine: (count: number) => boolean) => {
    let count = 0;
    return claimOf(() => {
      if (isFine(count++)) return 1;
      throw new RangeError(`failure ${count}`);
    });
  };
  const never = await role(failing(() => false));
  assertEquals([never.role, never.tried, never.counterexample], ["could not be told", 0, null]);
  assert(
    never.reason!.startsWith("the checker fails where it is dropped: RangeError: failure 1"),
    never.reason!,
  );
  const mostly = await role(failing((count) => count % 9 === 8));
  assertEquals([mostly.role, mostly.reason], ["not needed in this search", null]);
  assert(mostly.tried > 3 && mostly.tried < 30);
});

Deno.test("a violation must stand out of random rounding, where that can be had", async () => {
  const asked: number[] = [];
  const twinOf = (values: readonly number[]): ClaimTwin => ({
    claim: claimOf(() => values[asked.length % values.length]!),
    arithmetic,
    run: (run, body) => {
      const result = body();
      asked.push(run.probability);
      return result;
    },
  });
  const claim = claimOf(() => 9);
  const real = await role(claim, { twin: twinOf([9]) });
  assertEquals([real.role, real.tried, asked.length], ["needed", 5, 8]);
  const noise = await role(claim, { twin: twinOf([99, -90]) });
  assertEquals([noise.role, noise.tried], ["not needed in this search", 30]);
  // Of thirty instances each is run eight times, and none again.
  assertEquals(asked.length, 8 + 8 * 30);
  // It rounds float64 only.
  const single = { ...float64, name: "float32" } as Arithmetic<unknown>;
  assertEquals((await role(claim, { twin: twinOf([99, -90]), numbers: single })).role, "needed");
  // What the twin throws leaves it open.
  const broken: ClaimTwin = {
    ...twinOf([9]),
    run: () => {
      throw new Error("stop");
    },
  };
  assertEquals((await role(claim, { twin: broken })).role, "not needed in this search");
});

Deno.test("what a search knows already is not searched again", () => {
  const claim = claimOf(() => 1);
  const known = (parts: Partial<Hypothesis>, sampled: number, discarded: number, cost?: number) =>
    roleKnownFromSearch(
      cost === undefined ? claim : { ...claim, cost },
      { ...x, ...parts },
      "corrected",
      sampled,
      discarded,
    );
  const untestable = {
    role: "not testable alone",
    tried: 0,
    counterexample: null,
    reason: null,
  } as const;
  assertEquals([known({}, 400, 0), known({}, 399, 0), known({}, 400, 1)], [untestable, null, null]);
  assertEquals([known({}, 200, 0, 2), known({}, 199, 0, 2)], [untestable, null]);
  assertEquals([known({}, 80, 0, 99), known({}, 79, 0, 99)], [untestable, null]);
  assertEquals(known({ without: fc.constant(1) }, 400, 0), null);
  assertEquals(known({ assumedBy: ["corrected"] }, 400, 0), untestable);
  // A variant that does not assume it holds on what breaks it.
  assertEquals(known({ assumedBy: ["printed"] }, 9, 7), {
    role: "not needed in this search",
    tried: 7,
    counterexample: null,
    reason: null,
  });
});
