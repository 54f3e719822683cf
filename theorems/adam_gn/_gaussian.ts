/**
 * What the claims about linear regression share: one step of stochastic gradient descent with a
 * preconditioner P, in expectation.
 *
 * @module
 */

import fc from "fast-check";
import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import type { Arbitrary } from "../../lib/fast_check/mod.ts";
import { momentSequence, quadraticFormMoment, randomStream } from "../../lib/statistics/mod.ts";
import {
  type GaussianLinearRegression,
  magnitude,
  realNumber,
  type sampleMoments,
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

/** One step Δ⁺ = Δ − ηPxxᵀΔ, x a sample. */
export interface Step<T> {
  /** P. */
  readonly preconditioner: T;
  /** η. */
  readonly stepSize: number;
}

/**
 * E[Δ⁺Δ⁺ᵀ] = M − ηP E[xxᵀ]M − ηM E[xxᵀ]P + η²P E[xxᵀMxxᵀ]P, the moments taken by `moments`.
 */
export function expectedStep<T>(
  arithmetic: Arithmetic<T>,
  moments: { readonly second: T; readonly fourth: T },
  { preconditioner, stepSize }: Step<T>,
  m: T,
): T {
  return arithmetic.scope(() => {
    const drift = arithmetic.multiply(preconditioner, arithmetic.multiply(moments.second, m));
    return arithmetic.add(
      arithmetic.subtract(
        m,
        arithmetic.scale(stepSize, arithmetic.add(drift, arithmetic.transpose(drift))),
      ),
      arithmetic.scale(
        stepSize ** 2,
        congruence(arithmetic, preconditioner, moments.fourth),
      ),
    );
  });
}

/** B A Bᵀ. */
export function congruence<T>(arithmetic: Arithmetic<T>, b: T, a: T): T {
  return arithmetic.multiply(arithmetic.multiply(b, a), arithmetic.transpose(b));
}

/** ‖A − B‖_F. */
export function distance<T>(arithmetic: Arithmetic<T>, a: T, b: T): number {
  return arithmetic.norm(arithmetic.subtract(a, b));
}

type Rows = readonly (readonly number[])[];

function product(a: Rows, b: Rows): number[][] {
  return a.map((row) => b[0]!.map((_, j) => row.reduce((sum, x, k) => sum + x * b[k]![j]!, 0)));
}

/** The loss after a step, as a random variable that can be drawn, with its mean and variance. */
export interface SampledLoss {
  /** Draws ½Δ⁺ᵀΣΔ⁺ for one sample. */
  draw(): number;
  /** Its mean, exactly. */
  readonly mean: number;
  /** Its variance, exactly. */
  readonly variance: number;
}

/**
 * The loss after one single-sample step from Δ. In terms of z = Σ^{-1/2}x and δ = Σ^{1/2}Δ it is
 * ½|δ|² − η zᵀTz + ½η² zᵀSz·zᵀQz with S = δδᵀ, T the symmetric part of δδᵀA, Q = A², A =
 * Σ^{1/2}PΣ^{1/2}: mean and variance are moments of quadratic forms of up to eight order.
 */
export function sampledLoss(
  problem: GaussianLinearRegression,
  preconditioner: Rows,
  stepSize: number,
  error: readonly number[],
  seed: number,
): SampledLoss {
  const root = problem.covariancePower(0.5);
  const a = product(product(root, preconditioner), root);
  const delta = product(root, error.map((x) => [x])).map(([x]) => x!);
  const ad = product(a, delta.map((x) => [x])).map(([x]) => x!);
  const q = product(a, a);
  const s = delta.map((x) => delta.map((y) => x * y));
  const t = delta.map((x, i) => delta.map((y, j) => (x * ad[j]! + ad[i]! * y) / 2));
  const start = delta.reduce((sum, x) => sum + x * x, 0) / 2;
  const linear = -stepSize;
  const quartic = stepSize ** 2 / 2;
  const m = (...forms: Rows[]) => quadraticFormMoment(forms);
  const mean = start + linear * m(t) + quartic * m(s, q);
  const centred = linear * m(t) + quartic * m(s, q);
  const square = linear ** 2 * m(t, t) + 2 * linear * quartic * m(t, s, q) +
    quartic ** 2 * m(s, s, q, q);
  const stream = randomStream(seed, "samples");
  return {
    mean,
    variance: square - centred ** 2,
    draw() {
      const z = stream.vector(delta.length, stream.normal);
      const inner = z.reduce((sum, x, i) => sum + x * delta[i]!, 0);
      let loss = 0;
      for (const [i, row] of a.entries()) {
        let az = 0;
        for (const [j, x] of row.entries()) az += x * z[j]!;
        loss += (delta[i]! - stepSize * inner * az) ** 2;
      }
      return loss / 2;
    },
  };
}

/** How many samples a figure's simulation takes. */
const SAMPLES = 4096;

/** The running mean of simulated losses after a step, with its confidence band, and the exact mean. */
export function simulationFigure(loss: SampledLoss): LinesFigure {
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
