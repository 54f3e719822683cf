import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import fc from "fast-check";
import { type Claim, defineClaim } from "./claim.ts";
import { judge } from "./judgement.ts";
import { randomFor, sourceFor } from "./random.ts";
import type { Relation } from "./relation.ts";
import { generateSpecimen } from "./specimen.ts";
import { score, Targets } from "./targeting.ts";

const u = 2 ** -53;

/** The judgement of some relations. */
function judgementOf(...relations: readonly Partial<Relation>[]) {
  const whole = relations.map((relation) => ({
    label: "a",
    lhs: 0,
    sense: "<=" as const,
    rhs: 0,
    ...relation,
  }));
  return judge("universal", { statement: "s", relations: () => whole }, 0, 0, u);
}

const scoreOf = (relation: Partial<Relation>) => score(judgementOf(relation).get("a")!);

Deno.test("the score of an inequality is its excess relative to the larger side", () => {
  for (
    const [relation, expected] of [
      [{ lhs: 1, rhs: 4 }, -0.75],
      [{ lhs: 4, rhs: 4 }, 0],
      [{ lhs: 8, rhs: 4 }, 0.5],
      [{ lhs: 8, rhs: 4, sense: ">=" }, -0.5],
      [{ lhs: -8, rhs: 4 }, -1.5],
      [{ lhs: 3, rhs: -4 }, 1.75],
      // The size of what is compared counts where the sides do not show it.
      [{ lhs: 1, rhs: 0, size: 10 }, 0.1],
      [{ lhs: -1, rhs: 0, size: 10 }, -0.1],
      // Nothing against nothing says nothing.
      [{ lhs: 0, rhs: 0 }, -1],
      [{ lhs: 0, rhs: 0, size: 1 }, 0],
      // What the relation states itself counts first.
      [{ lhs: 1, rhs: 4, ratio: 0.9 }, -0.1],
      [{ lhs: 1, rhs: 4, ratio: 1.5 }, 0.5],
      // A run that leaves the numbers.
      [{ lhs: Infinity, rhs: 4 }, 0],
    ] as const
  ) assertAlmostEquals(scoreOf(relation), expected, 1e-12, JSON.stringify(relation));
});

Deno.test("what is not resolved scores one less than what is, and never as a violation", () => {
  for (
    const [relation, expected] of [
      [{ lhs: 1, rhs: 4, scale: 1e13 }, -2],
      [{ lhs: 5, rhs: 4, scale: 1e20 }, -2],
      [{ lhs: 1, rhs: 4, uncertainty: 3 }, -2],
      [{ lhs: 1, rhs: 4, uncertainty: 3, ratio: 0.9 }, -1.1],
      [{ lhs: 1, rhs: 4, uncertainty: 3, ratio: 3 }, -1],
    ] as const
  ) assertAlmostEquals(scoreOf(relation), expected, 1e-12, JSON.stringify(relation));
});

Deno.test("the score of an identity is the logarithm of its error in tolerances", () => {
  const equal = { sense: "=" as const };
  assertAlmostEquals(scoreOf({ ...equal, lhs: 2, rhs: 1 }), -Math.log10(256 * u * 2), 1e-9);
  assertAlmostEquals(
    scoreOf({ ...equal, lhs: 1 + 2 ** -40, rhs: 1 }),
    Math.log10(2 ** -40 / (256 * u)),
    1e-9,
  );
  assertEquals(scoreOf({ ...equal, lhs: 1, rhs: 1 }), -30);
  // An error far below its tolerance is as good as none.
  assertEquals(scoreOf({ ...equal, lhs: 1e-45, rhs: 0, size: 1e30, scale: 1 }), -30);
});

/** A claim about two numbers with two labels. */
const claim: Claim = defineClaim<{ x: number; y: number }, number>({
  id: "test/targets",
  title: "t",
  locus: "l",
  kind: "universal",
  hypotheses: [],
  instances: fc.record({ x: fc.nat(1000), y: fc.nat(1000) }),
  observe: ({ x }) => x,
  variants: { printed: { statement: "s", relations: () => [] } },
});

function specimenOf(run: number) {
  return generateSpecimen(
    claim,
    { draws: [], biasFactor: undefined },
    sourceFor("targets", run),
  );
}

/** The instances that are proposed, one after the other, and scored by a function of each. */
function climb(
  targets: Targets,
  steps: number,
  judgement: (instance: { x: number; y: number }) => ReturnType<typeof judgementOf>,
) {
  const random = randomFor("targets");
  const fresh = sourceFor("fresh targets");
  const proposed: { x: number; y: number }[] = [];
  for (let step = 0; step < steps; step++) {
    const proposal = targets.propose(
      random,
      undefined,
      (edited) => generateSpecimen(claim, edited, fresh),
    );
    const instance = proposal.candidate.json as { x: number; y: number };
    proposed.push(instance);
    targets.learn("v", judgement(instance), proposal.candidate, proposal, new Set());
  }
  return proposed;
}

const towards = (x: number, y: number) =>
  judgementOf({ label: "a", lhs: x, rhs: 2000 }, { label: "b", lhs: y, rhs: 2000 });

Deno.test("labels are climbed to in turn, until each is settled", () => {
  const targets = new Targets();
  assert(targets.isEmpty);
  for (let run = 0; run < 8; run++) {
    const specimen = specimenOf(run);
    const { x, y } = specimen.json as { x: number; y: number };
    targets.learn("v", towards(x, y), specimen, undefined, new Set());
  }
  assert(!targets.isEmpty);
  const proposed = climb(targets, 200, ({ x, y }) => towards(x, y));
  const largest = (key: "x" | "y") => Math.max(...proposed.map((instance) => instance[key]));
  assert(largest("x") > 950 && largest("y") > 950, `${largest("x")}, ${largest("y")}`);
  // What has been tried is hardly proposed again.
  const different = new Set(proposed.map((instance) => JSON.stringify(instance))).size;
  assert(different > 150, `${different} of 200`);
  targets.settle("v", "a");
  assert(!targets.isEmpty);
  const late = climb(targets, 60, ({ x, y }) => towards(x, y));
  const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
  const heights = late.map(({ y }) => y);
  assert(mean(heights) > 600, `${mean(heights)}`);
  targets.settle("v", "a");
  assert(!targets.isEmpty);
  targets.settle("v", "b");
  assert(targets.isEmpty);
});

Deno.test("an accident is nothing to climb to", () => {
  const targets = new Targets();
  for (let run = 0; run < 8; run++) {
    const specimen = specimenOf(run);
    const { x, y } = specimen.json as { x: number; y: number };
    // The largest x are said to be accidents.
    targets.learn("v", towards(x, y), specimen, undefined, new Set(x > 300 ? ["a", "b"] : []));
  }
  const random = randomFor("accidents");
  const fresh = sourceFor("accidents");
  let accidents = 0;
  for (let step = 0; step < 120; step++) {
    const proposal = targets.propose(
      random,
      undefined,
      (edited) => generateSpecimen(claim, edited, fresh),
    );
    const { x, y } = proposal.candidate.json as { x: number; y: number };
    const isAccident = x > 300;
    if (isAccident) accidents++;
    targets.learn(
      "v",
      towards(x, y),
      proposal.candidate,
      proposal,
      new Set(isAccident ? ["a", "b"] : []),
    );
  }
  assert(accidents < 80, `${accidents} of 120`);
});

Deno.test("a witness is sought by the label that is furthest from holding", () => {
  const targets = new Targets();
  const specimen = specimenOf(1);
  targets.learnWitness("v", judgementOf({ label: "a", lhs: 3, rhs: 1 }), specimen, undefined);
  assert(!targets.isEmpty);
  targets.learnWitness(
    "v",
    judgementOf({ label: "a", lhs: 0, rhs: 1 }, { label: "b", lhs: 3, rhs: 1 }),
    specimenOf(2),
    undefined,
  );
  assert(!targets.isEmpty);
  targets.learnWitness(
    "v",
    judgementOf({ label: "a", lhs: 0, rhs: 1 }, { label: "b", lhs: 0, rhs: 1 }),
    specimenOf(3),
    undefined,
  );
  assert(targets.isEmpty);
});

Deno.test("hypotheses are climbed to once one was broken by an instance that is not huge", () => {
  const targets = new Targets();
  const shortfall = { hypothesis: "h", remaining: 0, distance: 3 };
  targets.learnAdmission(specimenOf(1), undefined);
  assert(!targets.canSeekAdmission);
  targets.learnShortfall({ ...specimenOf(2), cost: 200_001 }, shortfall, undefined);
  assert(!targets.canSeekAdmission);
  targets.learnShortfall({ ...specimenOf(2), cost: 200_000 }, shortfall, undefined);
  assert(targets.canSeekAdmission);
  assert(targets.isEmpty);
});
