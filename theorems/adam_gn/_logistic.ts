/**
 * What the claims about the reparameterized logistic model share: labels, the Gauss–Newton step,
 * and the steps of one coordinate.
 *
 * @module
 */

import fc, { type Arbitrary } from "fast-check";
import { logistic, logit, realNumber } from "../../problems/mod.ts";
import type { Hypothesis } from "../../verify/mod.ts";

/** A P_i as the setting wants it. Shrinks to 0.6. */
export function labelProbabilities(): Arbitrary<number> {
  return fc.oneof(
    { withCrossShrink: true },
    fc.constantFrom(0.6, 0.8),
    realNumber({ minimum: 0.6, maximum: 0.8 }),
  );
}

/** 0.6 ≤ P_i ≤ 0.8. */
export const labelsInRange: Hypothesis<{ readonly labels: readonly number[] }, unknown> = {
  name: "labels neither certain nor random",
  statement: String.raw`0.6 \le P_i \le 0.8`,
  holds: ({ labels }) => labels.every((p) => p >= 0.6 && p <= 0.8),
};

/**
 * λ_i(H_*)/ν_i = 4θ*²σ(θ*²)(1 − σ(θ*²)), θ*² = log(P/(1 − P)). It increases with P as long as
 * logit(P) (2P − 1) < 1, so that on [0.6, 0.8] (0.83 at its end) it lies between its values there.
 */
export function curvatureAtMinimizer(p: number): number {
  return 4 * logit(p) * p * (1 - p);
}

/**
 * One coordinate's step of (23), with its η: θ − 2ηθ(σ(θ²) − P)/(4θ²σ(θ²)(1 − σ(θ²)) + ridge),
 * ridge = α/ν_i. 1 − σ(z) is taken as σ(−z), so that nothing cancels.
 */
export function coordinateStep(
  theta: number,
  stepSize: number,
  ridge: number,
  p: number,
): number {
  const z = theta * theta;
  const sigma = logistic(z);
  const pull = 2 * stepSize * (sigma - p);
  // Where z has overflowed, z·σ(−z) is 0, not ∞·0.
  const spread = z > 1e3 ? 0 : 4 * z * sigma * logistic(-z);
  return theta - theta * (pull / (spread + ridge));
}

/** The step size with which a coordinate comes from 1/√d to θ* > 0 at once. */
export function landingStep(dimension: number, ridge: number, p: number): number {
  const start = 1 / Math.sqrt(dimension);
  // A step size whose step is not small beside start, so that nothing cancels.
  const size = (1 + ridge) / start;
  const moved = coordinateStep(start, size, ridge, p) - start;
  return (Math.sqrt(logit(p)) - start) * (size / moved);
}
