import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { type Arithmetic, float64 } from "../lib/arithmetic/mod.ts";
import type { Arbitrary } from "../lib/fast_check/mod.ts";
import type { Claim, ClaimKind, Variant } from "./claim.ts";
import {
  confirm,
  type Effort,
  FULL_EFFORT,
  FURTHER_EFFORT,
  GLANCE,
  LIGHT_EFFORT,
  saysTheSame,
  sayTheSame,
} from "./confirm.ts";
import { judge } from "./judgement.ts";
import { Observer } from "./observer.ts";
import { sourceFor } from "./random.ts";
import type { Relation } from "./relation.ts";
import { generateSpecimen } from "./specimen.ts";

const arithmetic = float64 as Arithmetic<unknown>;
const single = { ...float64, name: "float32", unitRoundoff: 2 ** -24 } as Arithmetic<unknown>;

function relation(lhs: number, rhs = 2, parts: Partial<Relation> = {}): Relation {
  return { label: "it", lhs, sense: "<=", rhs, ...parts };
}

/** Where an instance is observed. */
interface Asked {
  readonly x: number;
  readonly arithmetic: Arithmetic<unknown>;
  readonly refinement: number;
  /** How many observations came before. */
  readonly index: number;
}

const EFFORT: Effort = { perturbations: 3, runs: 4 };

const doubles = fc.record({ x: fc.double({ min: 1, max: 2, noNaN: true }) }) as Arbitrary<unknown>;
const integers = fc.record({ x: fc.integer({ min: 3, max: 3 }) }) as Arbitrary<unknown>;

/** What comes of confirming a violation by a claim that observes this. */
function confirmed(
  observe: (asked: Asked) => readonly Relation[],
  { instances = doubles, kind = "universal", holds, second, twin }: {
    readonly instances?: Arbitrary<unknown>;
    readonly kind?: ClaimKind;
    readonly holds?: (index: number) => boolean;
    readonly second?: Arithmetic<unknown>;
    readonly twin?: readonly number[];
  } = {},
) {
  const asked: Asked[] = [];
  let admitted = 0;
  const claim = {
    id: "mine/claim",
    kind,
    instances,
    hypotheses: holds === undefined
      ? []
      : [{ name: "holds", statement: "", holds: () => holds(admitted++) }],
    observe: ({ x }: { x: number }, arithmetic: Arithmetic<unknown>, refinement: number) => {
      asked.push({ x, arithmetic, refinement, index: asked.length });
      return observe(asked.at(-1)!);
    },
    variants: { corrected: { statement: "", relations: (observed: unknown) => observed } },
  } as unknown as Claim;
  const source = sourceFor("confirm");
  const specimen = generateSpecimen(claim, { draws: [], biasFactor: undefined }, source);
  let run = 0;
  const confirmation = confirm(specimen, {
    observer: new Observer(claim),
    variant: "corrected",
    label: "it",
    arithmetic,
    ...(second === undefined ? {} : { secondArithmetic: second }),
    ...(twin === undefined ? {} : {
      twin: {
        claim: {
          ...claim,
          observe: () => [relation(twin[run++ % twin.length]!)],
        },
        arithmetic,
        run: (_, body) => body(),
      },
    }),
    seed: 1,
    effort: EFFORT,
  });
  return { ...confirmation, asked };
}

const isBeside = ({ refinement, index }: Asked) => index > 0 && refinement === 0;

Deno.test("more is done for what a refutation rests on than for what passes by", () => {
  const efforts = [FULL_EFFORT, FURTHER_EFFORT, LIGHT_EFFORT, GLANCE];
  assertEquals(efforts.map(({ perturbations, runs }) => [perturbations, runs]), [
    [20, 40],
    [20, 20],
    [4, 6],
    [1, 4],
  ]);
});

Deno.test("a violation is confirmed that all of this supports", () => {
  const { asked, rounding, ...rest } = confirmed(() => [relation(3)]);
  assertEquals(rest, {
    label: "it",
    perturbations: { wanted: 3, tried: 3, violated: 3 },
    tightened: "violated",
    secondArithmetic: "not run",
    confirmed: true,
    reason: null,
  });
  assertEquals([rounding!.method, rounding!.runs, rounding!.mean], ["nearby instances", 9, 1]);
  // The specimen, tightened, beside it, and nine for the noise.
  assertEquals(asked.map(({ refinement }) => refinement), [0, 1, ...Array<number>(12).fill(0)]);
  const [specimen, tightened, ...beside] = asked.map(({ x }) => x);
  assertEquals(specimen, tightened);
  for (const x of beside.slice(0, 3)) {
    assert(x !== specimen && Math.abs(x! / specimen! - 1) < 1e-10);
  }
  assertEquals(confirmed(() => [relation(3)]).asked, asked);
});

Deno.test("with a twin, runs with random rounding take the place of nearby instances", () => {
  const runs = confirmed(() => [relation(3)], { twin: [3] });
  assertEquals([runs.confirmed, runs.rounding!.method, runs.rounding!.runs, runs.asked.length], [
    true,
    "random rounding",
    4,
    5,
  ]);
  const noisy = confirmed(() => [relation(3)], { twin: [9, -4] });
  assertEquals([noisy.confirmed, noisy.reason], [
    false,
    "rounding may explain it: in 4 runs with random rounding it is violated in 2, by 5.0e-1 ± " +
    "9.2e+0, the left side has 0 reliable digits",
  ]);
});

Deno.test("what is not violated when it is observed again is not", () => {
  const none = {
    label: "it",
    rounding: null,
    perturbations: { wanted: 3, tried: 0, violated: 0 },
    tightened: "not run",
    secondArithmetic: "not run",
    confirmed: false,
    reason: "observed again, it is not violated",
  } as const;
  for (const relations of [[relation(1)], [relation(3, 2, { label: "other" })]]) {
    const { asked, ...rest } = confirmed(() => relations);
    assertEquals([rest, asked.length], [none, 1]);
  }
  const { asked, ...rest } = confirmed(() => [relation(3)], { holds: () => false });
  assertEquals([rest, asked.length], [none, 0]);
});

Deno.test("an overflow needs a finite violation beside it", () => {
  const overflow = confirmed(() => [relation(Infinity)]);
  assertEquals([overflow.confirmed, overflow.reason, overflow.asked.length], [
    false,
    "it is violated by an overflow only",
    1,
  ]);
  assertEquals(confirmed(() => [relation(Infinity), relation(3)]).confirmed, true);
});

Deno.test("what tightened methods keep is not confirmed", () => {
  const kept = confirmed(({ refinement }) => [relation(refinement === 0 ? 3 : 1)]);
  assertEquals([kept.confirmed, kept.tightened, kept.reason, kept.asked.length], [
    false,
    "kept",
    "with tightened numerical methods it is kept",
    2,
  ]);
});

Deno.test("instances beside it must show it, as many as are wanted", () => {
  const first = confirmed((asked) => [relation(isBeside(asked) ? 1 : 3)]);
  assertEquals([first.reason, first.perturbations, first.tightened], [
    "the first instance beside it does not violate it",
    { wanted: 3, tried: 1, violated: 0 },
    "violated",
  ]);
  const third = confirmed(({ index }) => [relation(index === 4 ? 1 : 3)]);
  assertEquals([third.reason, third.perturbations, third.rounding], [
    "of 3 instances beside it the last does not violate it",
    { wanted: 3, tried: 3, violated: 2 },
    null,
  ]);
  // Nothing of it is continuous: the tolerance has to do.
  const whole = confirmed(() => [relation(3)], { instances: integers });
  assertEquals([whole.confirmed, whole.perturbations, whole.rounding, whole.asked.length], [
    true,
    { wanted: 0, tried: 0, violated: 0 },
    null,
    3,
  ]);
  // Those that break a hypothesis are drawn again, twenty for each that is wanted.
  const some = confirmed(() => [relation(3)], { holds: (index) => index < 2 || index % 9 === 0 });
  assertEquals([some.perturbations, some.reason?.slice(0, 13)], [
    { wanted: 3, tried: 3, violated: 3 },
    "rounding may ",
  ]);
  const few = confirmed(() => [relation(3)], { holds: (index) => index < 1 || index === 30 });
  assertEquals([few.confirmed, few.reason], [
    false,
    "only 1 of 3 instances beside it could be had",
  ]);
});

Deno.test("a checker that fails beside the instance supports nothing", () => {
  const { confirmed: isConfirmed, reason, tightened } = confirmed((asked) => {
    if (isBeside(asked)) throw new RangeError("a bug");
    return [relation(3)];
  });
  assertEquals([isConfirmed, tightened], [false, "violated"]);
  assert(reason!.startsWith("the checker fails beside the instance: RangeError: a bug"), reason!);
});

Deno.test("the second arithmetic contradicts only what is far above its resolution", () => {
  const inSecond = (relations: readonly Relation[] | "throws", first = 3) => {
    const observe = ({ arithmetic }: Asked) => {
      if (arithmetic.name === "float64") return [relation(first)];
      if (relations === "throws") throw new RangeError("out of range");
      return relations;
    };
    const { secondArithmetic, confirmed: isConfirmed, reason } = confirmed(observe, {
      second: single,
    });
    return [secondArithmetic, isConfirmed, reason];
  };
  const confirmedAs = (second: string) => [second, true, null];
  assertEquals(inSecond([relation(4)]), confirmedAs("violated"));
  assertEquals(inSecond([relation(1)]), [
    "contradicts",
    false,
    "the second arithmetic contradicts it",
  ]);
  // Its margin is below eight of the second's tolerances, nothing is resolved, or nothing is said.
  const tolerance = 256 * 2 ** -24 * 2;
  assertEquals(inSecond([relation(1)], 2 + 7.9 * tolerance), confirmedAs("unresolved"));
  assertEquals(inSecond([relation(1)], 2 + 8.1 * tolerance)[0], "contradicts");
  assertEquals(inSecond([relation(1, 1, { scale: 1e20 })]), confirmedAs("unresolved"));
  assertEquals(inSecond([relation(1, 2, { label: "other" })]), confirmedAs("unresolved"));
  assertEquals(inSecond("throws"), confirmedAs("unresolved"));
  // The same numbers, without computing in it, are no evidence.
  assertEquals(inSecond([relation(3)]), confirmedAs("not run"));
  const used = confirmed(({ arithmetic }) => [relation(arithmetic.norm(arithmetic.vector([3])))], {
    second: single,
  });
  assertEquals(used.secondArithmetic, "violated");
});

Deno.test("for a local claim the second arithmetic's silence says nothing", () => {
  const near = (lhs: number) =>
    [1, 0.5, 0.25].map((radius) => relation(lhs, 2, { neighbourhood: { radius } }));
  const local = confirmed(({ arithmetic: { name } }) => near(name === "float64" ? 3 : 1), {
    kind: "local",
    second: single,
  });
  assertEquals([local.secondArithmetic, local.confirmed], ["unresolved", true]);
});

Deno.test("judgements say the same if all of their numbers are the same, to the last bit", () => {
  const variant = { relations: (relations: unknown) => relations } as unknown as Variant;
  const of = (...relations: readonly Relation[]) =>
    judge("universal", variant, relations, null, 2 ** -53);
  const other = relation(1, 2, { label: "other" });
  const one = of(relation(0), relation(1), other);
  const same: readonly (readonly [ReturnType<typeof of>, boolean])[] = [
    [of(relation(0), relation(1), other), true],
    [of(relation(0), other, relation(1, 2, { scale: 9 })), true],
    [of(relation(-0), relation(1), other), false],
    [of(relation(0), relation(1 + 2 ** -52), other), false],
    [of(relation(0), relation(1, 2 + 2 ** -51), other), false],
    [of(relation(0), other), false],
    [of(relation(0), relation(1), relation(1), other), false],
    [of(relation(0), relation(1)), false],
    [of(relation(0), relation(1), { ...other, label: "third" }), false],
    [of(relation(0), relation(1), { ...other, lhs: 1.5 }), false],
  ];
  for (const [judgement, expected] of same) {
    assertEquals([sayTheSame(one, judgement), sayTheSame(judgement, one)], [expected, expected]);
  }
  assertEquals(saysTheSame(one.get("it")!, one.get("it")!), true);
  assertEquals(saysTheSame(one.get("it")!, one.get("other")!), false);
});
