/**
 * Teeth of the claims about limits and rates: hand-computed counterexamples, and deliberate
 * mistakes that the checkers must notice.
 */

import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { type Arithmetic, float64 } from "../../lib/arithmetic/mod.ts";
import {
  dualSpaceLimit,
  type LossDescription,
  potential,
  type PotentialDescription,
} from "../../lib/convex/mod.ts";
import {
  chain,
  clippedGradientDescent,
  dualSpacePreconditionedGradientDescent,
  normalizedGradientDescent,
  scale,
} from "../../lib/optimizers/mod.ts";
import type { Claim, VariantName, Verdict } from "../../verify/mod.ts";
import { observeExample } from "../../verify/example.ts";
import { searchClaim } from "../../verify/search.ts";
import { clippingStep } from "./clipping_step.ts";
import type { EpsilonMethod } from "./_direction.ts";
import type { LimitFinder } from "./_limits.ts";
import { monotonicity } from "./monotonicity.ts";
import { ngd } from "./ngd.ts";
import { printedStep, remark1 } from "./remark_1.ts";
import type { DualMethod } from "./_setting.ts";
import { stepSizeDependence } from "./step_size_dependence.ts";
import { theorem1 } from "./theorem_1.ts";
import { theorem2Isotropic } from "./theorem_2_isotropic.ts";
import { theorem2Rate } from "./theorem_2_rate.ts";

const squared: LossDescription = { terms: [{ weight: 1, profile: { kind: "quadratic" } }] };
const flat: LossDescription = {
  terms: [{ weight: 1, profile: { kind: "softThreshold", threshold: 1 } }],
};
const halfSquare: PotentialDescription = { kind: "isotropic", profile: { kind: "quadratic" } };

/** X = (x, 0) and Y = 0, from W_0 = (w, 0). */
function line(x: number, w: number, loss: LossDescription = squared) {
  return { matrix: [[x, 0]], solution: [[0, 0]], start: [[w, 0]], losses: [loss] };
}

interface HandComputed {
  readonly what: string;
  readonly claim: Claim;
  readonly instance: unknown;
  /** The label that is violated. */
  readonly label: string;
  readonly lhs: number;
  readonly rhs: number;
}

const CONVERGENCE = "W_i converges: W_{i+1} − W_i = 0 at the end";
const LIMIT = "W_∞ = the solution of (5)";

const counterexamples: readonly HandComputed[] = [
  {
    what: "a K that vanishes on a set",
    claim: theorem1(),
    instance: {
      problem: line(1, 0.5),
      potential: { kind: "separable", profile: { kind: "softThreshold", threshold: 1 } },
      relativeStepSize: 1,
    },
    label: "XW_∞ = Y",
    lhs: 0.5,
    rhs: 0,
  },
  {
    what: "a K that is least off S",
    claim: theorem1(),
    instance: {
      problem: line(1, 3),
      potential: { kind: "translated", by: [0, 1], potential: halfSquare },
      relativeStepSize: 1,
    },
    label: CONVERGENCE,
    lhs: 1,
    rhs: 0,
  },
  {
    what: "a flat loss",
    claim: theorem1(),
    instance: { problem: line(1, 0.5, flat), potential: halfSquare, relativeStepSize: 1 },
    label: "XW_∞ = Y",
    lhs: 0.5,
    rhs: 0,
  },
  {
    what: "a shifted loss",
    claim: theorem1(),
    instance: {
      problem: line(1, 5, { ...squared, minimizer: 1 }),
      potential: halfSquare,
      relativeStepSize: 1,
    },
    label: "XW_∞ = Y",
    lhs: 1,
    rhs: 0,
  },
  {
    what: "a flat loss",
    claim: theorem2Isotropic(),
    instance: { problem: line(1, 0.5, flat), potential: halfSquare, relativeStepSize: 1 },
    label: LIMIT,
    lhs: 0.5,
    rhs: 0,
  },
  {
    what: "a shifted loss",
    claim: theorem2Isotropic(),
    instance: {
      problem: line(1, 5, { ...squared, minimizer: 1 }),
      potential: halfSquare,
      relativeStepSize: 1,
    },
    label: LIMIT,
    lhs: 1,
    rhs: 0,
  },
  {
    what: "a gradient far outside of the ball of the loss",
    claim: theorem2Rate(),
    instance: {
      problem: line(1, 0.1),
      potential: { kind: "isotropic", profile: { kind: "adam", epsilon: 0.01 } },
      relativeStepSize: 0.1,
      steps: 1,
    },
    label: "‖W_i − W_∞‖² <= ‖W_0 − W_∞‖² q^i, m_K on the ball of L(W_0)",
    lhs: 0.01 * (109 / 110) ** 2,
    rhs: 0.01 * (1 + 1 / 100 - 4 / 90),
  },
  {
    what: "three samples",
    claim: monotonicity(),
    instance: {
      problem: {
        matrix: [[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0]],
        solution: [[0]],
        start: [[1, 1, 1, 0]],
        losses: [squared],
      },
      potential: halfSquare,
      relativeStepSize: 1,
      steps: 1,
    },
    label: "Tr((W − W_*)ᵀ∇L(W)) >= (μ/2)‖X(W − W_*)‖²",
    lhs: 1,
    rhs: 1.5,
  },
  {
    what: "half of the step",
    claim: remark1(),
    instance: {
      rows: 1,
      potential: { largest: 1, ratio: 1 },
      loss: { largest: 1, ratio: 1 },
      spectrum: { largest: 1, ratio: 1 },
      otherStep: 0.5,
    },
    label: "1 − q(η*) >= 1 − q(η)",
    lhs: 0,
    rhs: 0.25,
  },
  {
    what: "a cycle of two points",
    claim: ngd(),
    instance: { problem: line(2, 1 / 8), epsilon: 1, stepShare: 0.75 },
    label: LIMIT,
    lhs: 1 / 8,
    rhs: 0,
  },
  {
    what: "a cycle of two points",
    claim: clippingStep(),
    instance: { problem: line(2, 1 / 2), epsilon: 1, stepShare: 1 },
    label: LIMIT,
    lhs: 1 / 2,
    rhs: 0,
  },
];

const plain = float64 as Arithmetic<unknown>;

for (const { what, claim, instance, label, lhs, rhs } of counterexamples) {
  Deno.test(`${claim.id} is refuted by ${what}`, () => {
    assertEquals(claim.variants.printed.expected, "refuted");
    const printed = observeExample(claim, "printed", instance, plain, "counterexample");
    const found = printed.relations.find((relation) => relation.label === label)!;
    assert(found.violated, `${found.lhs} ${found.sense} ${found.rhs} is not violated`);
    assertAlmostEquals(found.lhs, lhs, 1e-12);
    assertAlmostEquals(found.rhs, rhs, 1e-12);
    const corrected = observeExample(claim, "corrected", instance, plain, "tightest");
    assert(corrected.relations.every(({ violated }) => !violated));
  });
}

/** Limits of another run. */
const withStep = (factor: number): LimitFinder => (run) =>
  dualSpaceLimit({ ...run, stepSize: factor * run.stepSize });

const withPotential = (description: PotentialDescription): LimitFinder => (run) =>
  dualSpaceLimit({ ...run, potential: potential(description, run.loss.parameters) });

const separable = withPotential({
  kind: "separable",
  profile: { kind: "quadratic" },
  weights: [1, 0.5, 0.25],
});

const scaled = (method: DualMethod, factor: number): DualMethod => (arithmetic, options) =>
  chain(method(arithmetic, options), scale(arithmetic, factor));

const scaledNamed =
  (method: EpsilonMethod, factor: number): EpsilonMethod => (arithmetic, options) =>
    chain(method(arithmetic, options), scale(arithmetic, factor));

const clipped: EpsilonMethod = (arithmetic, { epsilon, stepSize }) =>
  clippedGradientDescent(arithmetic, { threshold: epsilon, stepSize });

const mistakes: readonly [what: string, claim: Claim, variant: VariantName][] = [
  ["steps that do not converge", theorem1(withStep(5)), "corrected"],
  [
    "a K that vanishes on a set",
    theorem1(withPotential({
      kind: "separable",
      profile: { kind: "softThreshold", threshold: 1 },
    })),
    "corrected",
  ],
  ["a separable K", theorem2Isotropic(separable), "corrected"],
  [
    "steps of two fifths",
    theorem2Rate(scaled(dualSpacePreconditionedGradientDescent, 0.4)),
    "corrected",
  ],
  ["a step uphill", theorem2Rate(scaled(dualSpacePreconditionedGradientDescent, -1)), "corrected"],
  ["a gradient 1 % too short", monotonicity(0.99), "corrected"],
  ["a step 2 % too long", remark1((constants) => 1.02 * printedStep(constants)), "corrected"],
  ["a gradient 10 % too long", ngd(scaledNamed(normalizedGradientDescent, 1.1)), "corrected"],
  [
    "another ε",
    ngd((a, options) => normalizedGradientDescent(a, { ...options, epsilon: 5 })),
    "corrected",
  ],
  ["a separable K", ngd(normalizedGradientDescent, separable), "corrected"],
  ["a step 60 % too long", clippingStep(scaledNamed(clipped, 1.6)), "corrected"],
  ["a separable K", clippingStep(clipped, separable), "corrected"],
];

async function verdictOf(claim: Claim, variant: VariantName): Promise<Verdict> {
  const { variants } = await searchClaim(claim, {
    seed: 1,
    profile: "quick",
    instances: Math.ceil(160 / (claim.cost ?? 1)),
    arithmetic: plain,
  });
  return variants[variant]!.verdict;
}

for (const [what, claim, variant] of mistakes) {
  Deno.test(`${claim.id} (${variant}) notices ${what}`, async () => {
    assertEquals(claim.variants[variant]!.expected, "holds");
    assertEquals(await verdictOf(claim, variant), "refuted");
  });
}

Deno.test("dual/step-size-dependence finds no witness where the limit does not depend on η", async () => {
  for (
    const general of [halfSquare, { kind: "separable", profile: { kind: "quadratic" } }] as const
  ) {
    assertEquals(await verdictOf(stepSizeDependence(() => general), "printed"), "inconclusive");
  }
});

Deno.test("dual/step-size-dependence finds no witness where XW_∞ ≠ Y", async () => {
  const stalled = withPotential({
    kind: "separable",
    profile: { kind: "softThreshold", threshold: 1 },
  });
  const claim = stepSizeDependence(undefined, stalled);
  assertEquals(await verdictOf(claim, "printed"), "inconclusive");
});

Deno.test("theorem-1: where ∇K is not Lipschitz about the gradient, the end is undecided", () => {
  // |Z − C|^1.1 has no bounded curvature at C, which S does not contain but the gradients surround.
  const instance = {
    problem: {
      matrix: [[7, 8]],
      solution: [[10, -10]],
      start: [[10, 1.7], [1, -1, -4.3], [-1, -1], [0.07, 10]],
      losses: [squared],
    },
    potential: {
      kind: "sum",
      terms: [
        { kind: "isotropic", profile: { kind: "logCosh", scale: 1.3 } },
        {
          kind: "translated",
          by: [-3.8, -1, -2],
          potential: { kind: "isotropic", profile: { kind: "power", exponent: 1.1 } },
        },
      ],
    },
    relativeStepSize: 1,
  };
  const arithmetic = float64 as Arithmetic<unknown>;
  const claim = theorem1((run) => ({
    ...dualSpaceLimit(run),
    status: "not converged",
    limit: run.start,
  }));
  const { relations } = observeExample(claim, "printed", instance, arithmetic, "tightest");
  assert(relations.length > 0);
  assertEquals(relations.filter(({ violated }) => violated), []);
});
