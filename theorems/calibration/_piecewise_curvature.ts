/**
 * Convex functions of one variable whose derivative is piecewise linear.
 *
 * @module
 */

import fc, { type Arbitrary } from "fast-check";
import type { GradientMap } from "../../lib/optimizers/mod.ts";
import { magnitude, realNumber } from "../../problems/mod.ts";

/** f: R → R with f'' piecewise constant in [1, L] and f' (0) = 0, and a start. */
export interface PiecewiseInstance {
  /** L; μ = 1. */
  readonly smoothness: number;
  /** f'' = 1 + share · (L − 1): before the first break, between two, after the last. */
  readonly shares: readonly number[];
  /** Where f'' jumps, one fewer than shares, in any order. */
  readonly breaks: readonly number[];
  /** x_0. */
  readonly start: number;
}

/** f'. */
export function derivativeOf(
  { smoothness, shares, breaks }: Pick<PiecewiseInstance, "smoothness" | "shares" | "breaks">,
): (x: number) => number {
  const ordered = breaks.toSorted((a, b) => a - b);
  const curvatures = shares.map((share) => 1 + share * (smoothness - 1));
  return (x) => {
    // ∫_0^x f'', piece by piece.
    const [low, high] = x < 0 ? [x, 0] : [0, x];
    const area = curvatures.reduce((sum, curvature, i) => {
      const from = Math.max(low, ordered[i - 1] ?? -Infinity);
      const to = Math.min(high, ordered[i] ?? Infinity);
      return to > from ? sum + curvature * (to - from) : sum;
    }, 0);
    return x < 0 ? -area : area;
  };
}

/** f' over any arithmetic; it is evaluated in double precision. */
export function gradientMapOf(instance: PiecewiseInstance): GradientMap {
  const derivative = derivativeOf(instance);
  return {
    gradient: (arithmetic, theta) => arithmetic.vector(arithmetic.toArray(theta).map(derivative)),
  };
}

/** Whether f is quadratic. */
export function isQuadratic({ shares }: PiecewiseInstance): boolean {
  return shares.every((share) => share === shares[0]);
}

/**
 * Functions of one to six pieces; a fifth of them is quadratic. Curvatures are often the least or the
 * largest that there is.
 */
export function piecewiseInstances(largestSmoothness: number): Arbitrary<PiecewiseInstance> {
  const share = fc.oneof(fc.constant(0), fc.constant(1), realNumber({ minimum: 0, maximum: 1 }));
  return fc.oneof(
    { withCrossShrink: true },
    { weight: 1, arbitrary: fc.constant(0) },
    { weight: 4, arbitrary: fc.integer({ min: 1, max: 5 }) },
  ).chain((count) =>
    fc.record({
      smoothness: magnitude({ minimum: 1, maximum: largestSmoothness }),
      shares: fc.array(share, { minLength: count + 1, maxLength: count + 1 }),
      breaks: fc.array(realNumber(), { minLength: count, maxLength: count }),
      start: realNumber({ nonzero: true }),
    })
  );
}
