/**
 * Teeth and hand calculations of the lemmas on one objective in a metric: for each claim a deliberate
 * mistake in the norms, the step or a constant that its checker must notice, and cases by hand.
 */

import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { type Arithmetic, float64 } from "../../lib/arithmetic/mod.ts";
import type { MetricObjectiveInstance } from "../../problems/mod.ts";
import type { Claim, VariantName } from "../../verify/mod.ts";
import { judge } from "../../verify/judgement.ts";
import { searchClaim } from "../../verify/search.ts";
import {
  metricNorms,
  momentBounds,
  observePair,
  observeStep,
  type PairInstance,
  preconditionedStep,
  secondMomentConstant,
  type SingleStep,
  type StepInstance,
} from "./_metric_lemmas.ts";
import { gradientDomination } from "./gradient_domination.ts";
import { lemma31 } from "./lemma_3_1.ts";
import { lemmaC4 } from "./lemma_c4.ts";
import { lemmaC5 } from "./lemma_c5.ts";
import { lemmaC6 } from "./lemma_c6.ts";
import { lemmaC6First } from "./lemma_c6_first.ts";

/** The step of SGD without a preconditioner. */
const plainStep: SingleStep = (arithmetic, gradient, { stepSize }) =>
  arithmetic.scale(-stepSize, gradient);

/** A step with a wrong sign. */
const uphill: SingleStep = (arithmetic, gradient, options) =>
  arithmetic.scale(-1, preconditionedStep(arithmetic, gradient, options));

/** A step that is a twentieth too long. */
const long: SingleStep = (arithmetic, gradient, options) =>
  arithmetic.scale(1.05, preconditionedStep(arithmetic, gradient, options));

/** A step that takes no account of the budget of conjugate gradients. */
const withoutBudget: SingleStep = (arithmetic, gradient, { metric, root, stepSize }) =>
  preconditionedStep(arithmetic, gradient, { metric, root, stepSize });

const mistakes: readonly [what: string, claim: Claim, variant: VariantName][] = [
  ["gradients in the Euclidean norm", lemma31({ ...metricNorms, gradient: 0 }), "corrected"],
  [
    "displacements in the Euclidean norm",
    lemma31({ ...metricNorms, displacement: 0 }),
    "corrected",
  ],
  ["constants 2 % too good", lemma31(metricNorms, 0.98), "corrected"],
  ["an L̂ 2 % too small", lemmaC4(0.98), "printed"],
  ["gradients in the norm of M", gradientDomination({ ...metricNorms, gradient: 1 }), "printed"],
  ["a μ̂ 2 % too large", gradientDomination(metricNorms, 1.02), "printed"],
  ["a step without M", lemmaC5(plainStep), "printed"],
  ["a step uphill", lemmaC5(uphill), "printed"],
  ["a step 5 % too long", lemmaC5(long), "printed"],
  ["conjugate gradients without a budget", lemmaC5(withoutBudget), "printed"],
  ["an L̂ 2 % too small", lemmaC5(undefined, 0.98), "printed"],
  ["a step without M", lemmaC6(plainStep), "printed"],
  ["a step uphill", lemmaC6(uphill), "printed"],
  ["a step 5 % too long", lemmaC6(long), "printed"],
  ["an L̂ 2 % too small", lemmaC6(undefined, 0.98), "printed"],
  ["a step without M", lemmaC6First(plainStep), "printed"],
  ["a step uphill", lemmaC6First(uphill), "printed"],
  ["constants 2 % too small", lemmaC6First(undefined, 0.98), "printed"],
];

for (const [what, claim, variant] of mistakes) {
  Deno.test(`${claim.id} (${variant}) notices ${what}`, async () => {
    assertEquals(claim.variants[variant]!.expected, "holds");
    const { variants } = await searchClaim(claim, {
      seed: 1,
      profile: "quick",
      instances: 200,
      arithmetic: float64 as Arithmetic<unknown>,
      stopAtViolationOf: variant,
    });
    assertEquals(variants[variant]!.verdict, "refuted");
  });
}

/** The status of each label of a claim on an instance. */
function statuses(
  claim: Claim,
  instance: unknown,
  variant: VariantName = "printed",
): Record<string, string> {
  const observation = claim.observe(instance, float64, 0);
  const judged = judge(
    claim.kind,
    claim.variants[variant]!,
    observation,
    instance,
    float64.unitRoundoff,
  );
  return Object.fromEntries([...judged].map(([label, { status }]) => [label, status]));
}

/** Both sides of the relations of a claim on an instance. */
function sides(claim: Claim, instance: unknown): [lhs: number, rhs: number][] {
  const observation = claim.observe(instance, float64, 0);
  return claim.variants.printed.relations(observation, instance)
    .map(({ lhs, rhs }) => [lhs, rhs]);
}

function assertSides(claim: Claim, instance: unknown, ...expected: [lhs: number, rhs: number][]) {
  for (const [k, [lhs, rhs]] of sides(claim, instance).entries()) {
    assertAlmostEquals(lhs, expected[k]![0], 1e-13);
    assertAlmostEquals(rhs, expected[k]![1], 1e-13);
  }
  assertEquals(sides(claim, instance).length, expected.length);
}

/** f = ½(8x² + 2y²) with M = diag(4, 1): M⁻¹∇²f = 2I. */
const round: MetricObjectiveInstance = {
  eigenvalues: [8, 2],
  basis: "identity",
  frame: "Euclidean",
  terms: [],
  metric: { kind: "diagonal", entries: [4, 1] },
};

Deno.test("lemma-3.1 by hand: f = ½(x² − 3y²) has eigenvalues of at most 1, and L̂ = 3", () => {
  const saddle: PairInstance = {
    objective: {
      eigenvalues: [1, -3],
      basis: "identity",
      frame: "metric",
      terms: [],
      metric: { kind: "identity" },
    },
    point: [0, 0],
    direction: [0, 1],
    distance: 1,
  };
  const { gradientChange, distance, largestCurvature, smoothness } = observePair(float64, saddle);
  assertEquals([gradientChange, distance, largestCurvature, smoothness], [3, 1, 1, 3]);
  assertEquals(statuses(lemma31(), saddle), {
    "all eigenvalues <= L̂ ⟹ ∇f is L̂-Lipschitz": "violated",
    "∇f is L̂-Lipschitz ⟹ all eigenvalues <= L̂": "supported",
  });
  assertEquals(statuses(lemma31(), saddle, "corrected"), {
    "all |eigenvalues| <= L̂ ⟹ ∇f is L̂-Lipschitz": "supported",
    "∇f is L̂-Lipschitz ⟹ all |eigenvalues| <= L̂": "supported",
  });
});

Deno.test("lemma-3.1 by hand: with M⁻¹∇²f = 2I both constants are attained", () => {
  // From (1, 1) by (1, −1), of which ‖·‖_M² is 5: the gradients differ by (8, −2), and 16 + 4 = 20.
  const pair: PairInstance = { objective: round, point: [2, 1], direction: [2, -1], distance: 1 };
  assertSides(
    lemma31(),
    pair,
    [Math.sqrt(20), 2 * Math.sqrt(5)],
    [2, 2],
    [5, 5],
    [2, 2],
  );
});

Deno.test("lemma-c4 by hand: equality for f = (L̂/2)‖w‖_M², and a kink", () => {
  assertSides(
    lemmaC4(),
    { objective: round, point: [2, 1], direction: [2, -1], distance: 1 },
    [5, 5],
  );
  // f = ½max(x, 0)² from −1 to 1: ½ − 0 − 0 ≤ ½·2².
  const kink: MetricObjectiveInstance = {
    eigenvalues: [0],
    basis: "identity",
    frame: "metric",
    terms: [{ shape: "positive part", curvature: 1, scale: 1, offset: 0, direction: 0 }],
    metric: { kind: "identity" },
  };
  assertSides(lemmaC4(), { objective: kink, point: [-1], direction: [1], distance: 2 }, [0.5, 2]);
});

Deno.test("gradient-domination by hand: f(1, 1) = 5 and ‖(8, 2)‖² = 20 for M = diag(4, 1)", () => {
  assertSides(gradientDomination(), { objective: round, point: [2, 1] }, [20, 20]);
  assertSides(gradientDomination(), { objective: round, point: [0, 0] }, [0, 0]);
});

/** f = 4x² with M = 4 at w = 1, ∇f = 8; g is 10 or 2 with probabilities ¾ and ¼; α = ½. */
const step: StepInstance = {
  objective: {
    eigenvalues: [8],
    basis: "identity",
    frame: "Euclidean",
    terms: [],
    metric: { kind: "diagonal", entries: [4] },
  },
  point: [2],
  drift: 1,
  skew: 0,
  outcomes: [{ weight: 3, noise: [1], size: 1 }, { weight: 1, noise: [-3], size: 1 }],
  bias: 0,
  stepSize: 0.5,
  constantShare: 1,
  slack: 0,
};

Deno.test("lemmas C.5 and C.6 by hand: equality in one dimension", () => {
  // w⁺ = −¼ or ¾: E f(w⁺) = ¾·¼ + ¼·9/4 = ¾, and f(w) = 4. E‖g‖² = (¾·100 + ¼·4)/4 = 19.
  const observation = observeStep(float64, step);
  assertAlmostEquals(observation.change, -3.25, 1e-14);
  assertAlmostEquals(observation.alignment, 16, 1e-14);
  assertAlmostEquals(observation.secondMoment, 19, 1e-14);
  assertEquals(observation.constants, { alignment: 1, mean: 1, noise: 3, multiplicative: 0 });
  assertEquals(observation.smoothness, 2);
  // −½·16 + ½·¼·2·19; −(1 − ½·½·2)·½·16 + ½·¼·2·3.
  assertSides(lemmaC5(), step, [-3.25, -3.25]);
  assertSides(lemmaC6(), step, [-3.25, -3.25]);
  assertSides(lemmaC6First(), step, [-3.25, -3.25], [19, 19]);
});

Deno.test("the variance may be K's or K_V's, and constants may be worse than the best", () => {
  const { constants } = observeStep(float64, { ...step, constantShare: 0.5, slack: 1 });
  assertEquals(constants, { alignment: 0.5, mean: 2, noise: 3, multiplicative: 3 / 16 });
  assertEquals(secondMomentConstant(constants), 4 + 3 / 16);
});

Deno.test("one step of conjugate gradients is M⁻¹ of another stochastic gradient", () => {
  // g = (1, 1), M = diag(4, 1): x = (gᵀg/gᵀMg)g = 0.4(1, 1), g̃ = Mx = (1.6, 0.4), and by Galerkin
  // gᵀM⁻¹g̃ = 0.8 = ‖g̃‖² of ‖g‖² = 1.25. With α = 1, w⁺ = 0.6w.
  const short: StepInstance = {
    ...step,
    objective: { ...round, eigenvalues: [1, 1] },
    point: [2, 1],
    outcomes: [{ weight: 1, noise: [0, 0], size: 1 }],
    stepSize: 1,
    conjugateGradientSteps: 1,
  };
  const { change, alignment, secondMoment, constants } = observeStep(float64, short);
  assertAlmostEquals(change, 0.36 - 1, 1e-14);
  assertAlmostEquals(alignment, 0.8, 1e-14);
  assertAlmostEquals(secondMoment, 0.8, 1e-14);
  assertAlmostEquals(constants.alignment, 0.64, 1e-14);
  assertAlmostEquals(constants.mean, 0.8, 1e-14);
  assertSides(lemmaC5(), short, [-0.64, -0.4]);
  // Two steps are as good as M⁻¹.
  const full = observeStep(float64, { ...short, conjugateGradientSteps: 2 });
  assertAlmostEquals(full.alignment, 1.25, 1e-14);
});

Deno.test("the moment bounds do not hold where the mean gradient points uphill, or at a minimizer where it is not 0", () => {
  const holds = (instance: StepInstance) =>
    momentBounds.holdsAlong!(observeStep(float64, instance), instance);
  assertEquals(holds(step), true);
  assertEquals(holds({ ...step, drift: -1 }), false);
  assertEquals(holds({ ...step, point: [0] }), true);
  const biased = [{ weight: 1, noise: [1], size: 1 }];
  assertEquals(holds({ ...step, point: [0], outcomes: biased, bias: 1 }), false);
});

Deno.test("the forms of Lemma C.6 share their observations", () => {
  const [one, other] = [lemmaC6(), lemmaC6First()];
  assert(one.instances === other.instances);
  assert(one.observe === other.observe);
  assert(one.hypotheses === other.hypotheses);
  assert(one.cost === other.cost && one.kind === other.kind);
});
