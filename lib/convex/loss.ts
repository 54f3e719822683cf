/**
 * Losses of one residual.
 *
 * @module
 */

import { type Bounds, type Profile, type ScalarFunction, scalarFunction } from "./profile.ts";
import type { SizedNumber } from "./sized_number.ts";

/** A profile with a positive factor. */
export interface WeightedProfile {
  /** The factor, positive. */
  readonly weight: number;
  /** φ. */
  readonly profile: Profile;
}

/**
 * ℓ(r) = m + Σ w φ(r − s), summed over the `terms` (at least one), s = `minimizer` and m =
 * `minimum` (up to the least values of the profiles themselves, which are 0 if normalized).
 */
export interface LossDescription {
  /** w and φ of each term. */
  readonly terms: readonly WeightedProfile[];
  /** s, where ℓ is least. Default: 0. */
  readonly minimizer?: number;
  /** m. Default: 0. */
  readonly minimum?: number;
}

/** A convex loss ℓ of one residual. */
export interface Loss {
  /** ℓ(r). */
  value(r: number): SizedNumber;
  /** ℓ'(r). */
  derivative(r: number): number;
  /** ℓ''(r); where it jumps, the limits from both sides. */
  secondDerivative(r: number): Bounds;
  /**
   * ℓ*(y), `Infinity` outside of the domain: the closed form for one term, otherwise the Fenchel
   * equality ℓ*(y) = yr − ℓ(r) at the r with ℓ'(r) = y, which is computed.
   */
  conjugate(y: number): SizedNumber;
  /** ℓ*(ℓ'(r)) = rℓ'(r) − ℓ(r), by the Fenchel equality. */
  conjugateAtSlope(r: number): SizedNumber;
  /** The largest r with ℓ'(r) ≤ y; ±`Infinity` beyond the range of ℓ'. */
  inverseDerivative(y: number): number;
  /** s, where ℓ is least. */
  readonly minimizer: number;
  /** min ℓ. */
  readonly minimum: number;
  /** μ: ℓ is μ-strongly convex, 0 where it is not. */
  readonly strongConvexity: number;
  /** M: ℓ' is M-Lipschitz, `Infinity` where it is not. */
  readonly smoothness: number;
  /** sup |ℓ'|: the domain of ℓ* is the interval of this radius about 0. */
  readonly lipschitz: number;
  /** Whether ℓ'' is largest at s, so that ℓ*'' is least at 0. */
  readonly isSteepestAtMinimizer: boolean;
}

/**
 * The loss that a description stands for. μ and M are the best constants unless curvatures that
 * fall with |r − s| are added to ones that rise: then the sums of the best constants of the terms.
 *
 * @throws {RangeError} If there is no term, a weight is not positive or a parameter is out of
 * range.
 */
export function loss({ terms, minimizer = 0, minimum = 0 }: LossDescription): Loss {
  if (terms.length === 0) throw new RangeError("a loss needs at least one term: add one.");
  const parts = terms.map(({ weight, profile }) => {
    if (!(Number.isFinite(weight) && weight > 0)) {
      throw new RangeError(`the weight of a term must be positive and finite; got ${weight}.`);
    }
    return { weight, f: scalarFunction(profile) };
  });
  const sum = (of: (part: typeof parts[number]) => number) =>
    parts.reduce((total, part) => total + part.weight * of(part), 0);
  const derivative = (r: number) => sum(({ f }) => f.derivative(r - minimizer));
  const rounding = (r: number) => Math.abs(derivative(r)) * (Math.abs(r) + Math.abs(minimizer));
  const value = (r: number): SizedNumber => ({
    value: minimum + sum(({ f }) => f.value(r - minimizer)),
    size: Math.abs(minimum) + sum(({ f }) => Math.abs(f.value(r - minimizer))) + rounding(r),
  });
  const conjugateAtSlope = (r: number): SizedNumber => {
    const y = derivative(r);
    const { value: atR, size } = value(r);
    return { value: r * y - atR, size: Math.abs(r * y) + size };
  };
  const lipschitz = sum(({ f }) => f.lipschitz);
  const single = parts.length === 1 ? parts[0] : undefined;
  const inverseDerivative = (y: number): number => {
    if (single !== undefined) return minimizer + single.f.inverseDerivative(y / single.weight);
    if (Math.abs(y) >= lipschitz) return Math.sign(y) * Infinity;
    return lastAtMost(derivative, y, minimizer);
  };
  const near = (which: (f: (typeof parts)[number]["f"]) => number) => sum(({ f }) => which(f));
  return {
    value,
    derivative,
    secondDerivative: (r) => ({
      least: sum(({ f }) => f.secondDerivative(r - minimizer).least),
      largest: sum(({ f }) => f.secondDerivative(r - minimizer).largest),
    }),
    conjugate(y) {
      if (single !== undefined) {
        const inner = single.weight * single.f.conjugate(withinDomain(y / single.weight, single.f));
        return {
          value: inner + minimizer * y - minimum,
          size: Math.abs(inner) + Math.abs(minimizer * y) + Math.abs(minimum),
        };
      }
      const r = inverseDerivative(y);
      if (!Number.isFinite(r)) return { value: Infinity, size: Infinity };
      const { value: atR, size } = value(r);
      return { value: r * y - atR, size: Math.abs(r * y) + size };
    },
    conjugateAtSlope,
    inverseDerivative,
    minimizer,
    minimum: minimum + sum(({ f }) => f.minimum),
    strongConvexity: near((f) => f.secondDerivative(f.trend === "rising" ? 0 : Infinity).least),
    smoothness: near((f) => f.secondDerivative(f.trend === "rising" ? Infinity : 0).largest),
    lipschitz,
    isSteepestAtMinimizer: parts.every(({ f }) => f.trend !== "rising"),
  };
}

/**
 * A slope that lies on the edge of the range of φ', but for the rounding of a few operations, put
 * there: ℓ*(ℓ'(r)) is finite also where ℓ is straight at r.
 */
function withinDomain(slope: number, { lipschitz }: ScalarFunction): number {
  const isOnEdge = Math.abs(slope) > lipschitz && Math.abs(slope) <= lipschitz * (1 + 1e-15);
  return isOnEdge ? Math.sign(slope) * lipschitz : slope;
}

/** The last x, as doubles go, with f(x) ≤ y for an increasing f that takes values on both sides. */
function lastAtMost(f: (x: number) => number, y: number, start: number): number {
  let low = start;
  let high = start;
  for (let step = 1; f(low) > y; step *= 2) low -= step;
  for (let step = 1; f(high) <= y; step *= 2) high += step;
  for (;;) {
    const middle = low + (high - low) / 2;
    if (middle <= low || middle >= high) return low;
    if (f(middle) <= y) low = middle;
    else high = middle;
  }
}
