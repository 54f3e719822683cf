/**
 * Teeth of the claims about linear regression: deliberate mistakes that the checkers must notice,
 * and the counterexamples that were worked out by hand.
 */

import { assertAlmostEquals, assertEquals } from "@std/assert";
import { float64 } from "../../lib/arithmetic/mod.ts";
import {
  chain,
  gradientDescent,
  newton,
  preconditionedDescent,
  scale,
} from "../../lib/optimizers/mod.ts";
import { sampleMoments } from "../../problems/mod.ts";
import type { Claim } from "../../verify/mod.ts";
import type { Moments } from "./_gaussian.ts";
import { corollary1 } from "./corollary_1.ts";
import { equation13 } from "./eq_13.ts";
import { equation18 } from "./eq_18.ts";
import { equation7 } from "./eq_7.ts";
import { equation8 } from "./eq_8.ts";
import { equation8HalfLife, exactHalfLife } from "./eq_8_half_life.ts";
import { footnote3 } from "./footnote_3.ts";
import { gaussNewtonOneStep } from "./gn_one_step.ts";
import { kappaSBounds } from "./kappa_s.ts";
import { lemma1 } from "./lemma_1.ts";
import { lemma2 } from "./lemma_2.ts";
import { type Mistake, testCounterexamples, testMistakes } from "./shared_test.ts";
import { derivativesOf, singleSampleIdentity } from "./single_sample_identity.ts";

/** Samples with another fourth or second moment than Gaussian ones have. */
const withMoments = (second: number, fourth: number): Moments => (arithmetic, root, m) => {
  const moments = sampleMoments(arithmetic, root, m);
  return {
    second: arithmetic.scale(second, moments.second),
    fourth: arithmetic.scale(fourth, moments.fourth),
  };
};

const heavyTails = withMoments(1, 1.01);
const lightTails = withMoments(1, 0.99);

/** κ_s with a bound on the exact rate that is too large. */
function withRateOf(excess: number): Claim {
  const claim = kappaSBounds();
  const relations = claim.variants.sharpened!.relations;
  return {
    ...claim,
    variants: {
      ...claim.variants,
      sharpened: {
        ...claim.variants.sharpened!,
        relations: (observation, instance) =>
          relations(observation, instance).map((relation) => ({
            ...relation,
            rhs: relation.rhs + excess,
          })),
      },
    },
  };
}

const mistakes: readonly Mistake[] = [
  [
    "a step 1 % too long",
    gaussNewtonOneStep((arithmetic, { stepSize }) =>
      chain(newton(arithmetic, { stepSize }), scale(arithmetic, 1.01))
    ),
    "printed",
  ],
  ["no preconditioner", gaussNewtonOneStep(gradientDescent), "printed"],
  [
    "the identity in the place of the eigenbasis",
    gaussNewtonOneStep((arithmetic, { stepSize }) =>
      preconditionedDescent(arithmetic, { preconditioner: "gaussNewton", stepSize })
    ),
    "printed",
  ],
  ["tails 1 % too heavy", equation7(heavyTails), "printed"],
  ["inputs 1 % too large", equation7(withMoments(1.01, 1)), "printed"],
  ["tails 1 % too heavy", equation8(heavyTails), "corrected"],
  ["a quarter of the step size", equation8HalfLife((d) => 1 / (8 * (d + 1))), "printed"],
  ["four times the step size", equation8HalfLife((d) => 2 / (d + 1)), "printed"],
  ["nine tenths of the step size", equation8HalfLife((d) => 0.45 / (d + 1)), "sharpened"],
  ["tails 1 % too heavy", lemma1(heavyTails), "printed"],
  ["tails 1 % too light", lemma1(lightTails), "printed"],
  ["tails 1 % too heavy", corollary1(heavyTails), "corrected"],
  ["tails 1 % too light", corollary1(lightTails), "corrected"],
  ["GN^{-1}", singleSampleIdentity(-1), "printed"],
  ["tails 1 % too heavy", equation13(heavyTails), "corrected"],
  ["inputs 10 % too large", equation13(withMoments(1.1, 1)), "corrected"],
  ["three times the step size", lemma2((a) => 3 / stepNorm(a)), "printed"],
  ["a tenth of the step size", lemma2((a) => 0.1 / stepNorm(a)), "printed"],
  ["a fifth of the step size", lemma2((a) => 0.2 / stepNorm(a)), "sharpened"],
  ["tails 1 % too heavy", equation18(heavyTails), "corrected"],
  ["inputs 1 % too small", equation18(withMoments(0.99, 1)), "corrected"],
  ["another power than −1", kappaSBounds([-0.9, -0.5]), "printed"],
  ["another power than −½", kappaSBounds([-1, -0.6]), "printed"],
  ["an exact rate that is 1 % slower", withRateOf(0.01), "sharpened"],
  [
    "batches whose samples are all the same",
    footnote3((gradients) => gradients.reduce((sum, g) => sum + g * g, 0) / gradients.length),
    "corrected",
  ],
];

/** 2λ_max + Tr A. */
function stepNorm(eigenvalues: readonly number[]): number {
  return 2 * Math.max(...eigenvalues) + eigenvalues.reduce((sum, a) => sum + a, 0);
}

testMistakes(mistakes, 60);

const form = (...eigenvalues: number[]) => ({ eigenvalues, basis: "identity" });
const line = (error: number, covariance = 1) => ({
  covariance: form(covariance),
  error: form(error),
});

testCounterexamples([
  {
    claim: equation8(),
    instance: { problem: line(1), stepSize: 0.5 },
    printed: [3 / 8, 1 / 2],
  },
  {
    claim: corollary1(),
    instance: { problem: line(1), basis: "identity" },
    printed: [1 / Math.sqrt(12), Math.sqrt(2 / 3)],
  },
  { claim: footnote3(), instance: { gradients: [2], batchSize: 1 }, printed: [1 / 4, 4] },
  {
    claim: equation13(),
    instance: { problem: line(4), preconditioner: form(1), relativeStepSize: 0.5, solution: 0 },
    printed: [2, 0],
  },
  {
    // E[Δ⁺] = ½Δ, and I − ηPΣΣᵀ = 0.
    claim: equation13(),
    instance: { problem: line(1, 2), preconditioner: form(1), relativeStepSize: 0.5, solution: 0 },
    index: 2,
    printed: [1 / 2, 0],
  },
  {
    claim: equation18(),
    instance: { eigenvalues: [1], error: form(1), relativeStepSize: 1.5 },
    index: 3,
    printed: [3 / 4, 5 / 4],
  },
], 1e-9);

Deno.test("the half-lives by hand: 11/16 and 7/9 as factors", () => {
  // (11/16)² < ½ < 11/16, and (7/9)³ = 0.47 < ½ < (7/9)².
  assertEquals([1, 2].map(exactHalfLife), [2, 3]);
});

Deno.test("the derivatives of the losses are those of the losses", () => {
  const losses = {
    squared: (f: number, y: number) => (f - y) ** 2 / 2,
    logistic: (f: number, y: number) => Math.log1p(Math.exp(f)) - (y > 0 ? f : 0),
    Poisson: (f: number, y: number) => Math.exp(f) - Math.round(Math.abs(y)) * f,
  };
  const h = 1e-4;
  for (const name of ["squared", "logistic", "Poisson"] as const) {
    for (const [f, y] of [[0.5, 2], [-1.5, -1], [0, 3]] as const) {
      const [before, at, after] = [-h, 0, h].map((shift) => losses[name](f + shift, y)) as [
        number,
        number,
        number,
      ];
      const { first, second } = derivativesOf(name, f, y);
      assertAlmostEquals(first, (after - before) / (2 * h), 1e-6);
      assertAlmostEquals(second, (after - 2 * at + before) / h ** 2, 1e-6);
    }
  }
});

Deno.test("lemma 2 needs a constant above 1: a slow direction feeds the fast ones", () => {
  // Many fast directions and a slow one, in which the start lies.
  const claim = lemma2();
  const instance = {
    problem: {
      covariance: form(1e-6, ...new Array<number>(31).fill(1)),
      error: form(1),
    },
    preconditioner: form(...new Array<number>(32).fill(1)),
  };
  const { losses } = claim.observe(instance, float64, 0) as { losses: number[] };
  const needed = Math.max(...losses) / losses[0]!;
  // The equilibrium of the fast ones: 1/(1 − 31/64) = 64/33.
  assertAlmostEquals(needed, 64 / 33, 1e-3);
});
