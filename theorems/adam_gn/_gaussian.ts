/**
 * What the claims about linear regression share: one step of stochastic gradient descent with a
 * preconditioner P, in expectation.
 *
 * @module
 */

import fc from "fast-check";
import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import type { Arbitrary } from "../../lib/fast_check/mod.ts";
import { congruence } from "../../lib/linalg/mod.ts";
import { momentSequence } from "../../lib/statistics/mod.ts";
import {
  type GaussianLinearRegression,
  magnitude,
  realNumber,
  sampledLoss,
  type sampleMoments,
  type StochasticStep,
} from "../../problems/mod.ts";
import type { LinesFigure } from "../../verify/mod.ts";
import { geometrically } from "../_figures.ts";

/** What gives the moments of a sample; what tests sabotage. */
export type Moments = typeof sampleMoments;

/** Step sizes: 1, in (0, 2], or smaller by orders of magnitude. */
export function stepSizes(): Arbitrary<number> {
  return fc.oneof(
    { withCrossShrink: true },
    fc.constant(1),
    realNumber({ minimum: 0.001, maximum: 2 }),
    magnitude({ minimum: 1e-3, maximum: 2 }),
  );
}

/** One step Δ⁺ = Δ − ηP·(1/B)Σ_b x_b x_bᵀΔ, the x_b independent samples. */
export interface Step<T> {
  /** P. */
  readonly preconditioner: T;
  /** η. */
  readonly stepSize: number;
  /** B. Default: 1. */
  readonly batchSize?: number;
}

/**
 * E[Δ⁺Δ⁺ᵀ] = M − ηP E[xxᵀ]M − ηM E[xxᵀ]P + η²P E[ggᵀ]P with the moments of a sample given: of a
 * batch E[ggᵀ] = (1/B) E[xxᵀMxxᵀ] + (1 − 1/B) E[xxᵀ]M E[xxᵀ].
 */
export function expectedStep<T>(
  arithmetic: Arithmetic<T>,
  moments: { readonly second: T; readonly fourth: T },
  { preconditioner, stepSize, batchSize = 1 }: Step<T>,
  m: T,
): T {
  return arithmetic.scope(() => {
    const square = batchSize === 1 ? moments.fourth : arithmetic.add(
      arithmetic.scale(1 / batchSize, moments.fourth),
      arithmetic.scale(1 - 1 / batchSize, congruence(arithmetic, moments.second, m)),
    );
    const drift = arithmetic.multiply(preconditioner, arithmetic.multiply(moments.second, m));
    return arithmetic.add(
      arithmetic.subtract(
        m,
        arithmetic.scale(stepSize, arithmetic.add(drift, arithmetic.transpose(drift))),
      ),
      arithmetic.scale(
        stepSize ** 2,
        congruence(arithmetic, preconditioner, square),
      ),
    );
  });
}

/** ‖A − B‖_F. */
export function distance<T>(arithmetic: Arithmetic<T>, a: T, b: T): number {
  return arithmetic.norm(arithmetic.subtract(a, b));
}

/** How many samples a figure's simulation takes. */
const SAMPLES = 4096;

/**
 * The running mean of simulated losses after a step from the first of the problem's errors, with
 * its confidence band, and the exact mean.
 */
export function simulationFigure(
  problem: GaussianLinearRegression,
  step: Omit<StochasticStep, "error">,
): LinesFigure {
  const loss = sampledLoss(problem, { ...step, error: problem.errors[0]! }, 1);
  const counts = new Set(geometrically(16, SAMPLES, 17).map(Math.round));
  const sequence = momentSequence({
    variance: Math.max(loss.variance, Number.MIN_VALUE),
    errorProbability: 1e-6,
  });
  const looks: (readonly [number, number, number, number])[] = [];
  for (let count = 1; count <= SAMPLES; count++) {
    sequence.add(loss.draw());
    if (!counts.has(count)) continue;
    const { mean, lower, upper } = sequence.interval();
    looks.push([count, mean, lower, upper]);
  }
  const over = (index: 1 | 2 | 3) => looks.map((look) => [look[0], look[index]] as const);
  return {
    kind: "lines",
    title: "the loss after one single-sample step: simulated, with a band of confidence 1 − 1e-6",
    x: { label: "samples", scale: "log" },
    y: { label: "mean of ½Δ⁺ᵀΣΔ⁺" },
    series: [
      { name: "simulated", role: "observed", points: over(1) },
      { name: "lower end", role: "reference", points: over(2) },
      { name: "upper end", role: "reference", points: over(3) },
      { name: "exact", role: "predicted", points: looks.map(([n]) => [n, loss.mean] as const) },
    ],
  };
}
