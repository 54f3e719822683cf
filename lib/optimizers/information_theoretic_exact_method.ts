import type { Arithmetic } from "../arithmetic/mod.ts";
import { checkPositive } from "./_check_options.ts";
import type { GradientTransformation } from "./transformation.ts";

/** The options of {@linkcode informationTheoreticExactMethod}. */
export interface StronglyConvexOptions {
  /** μ, the strong convexity of the objective, positive and below L. */
  readonly strongConvexity: number;
  /** L, its smoothness. */
  readonly smoothness: number;
}

/** The state of {@linkcode informationTheoreticExactMethod}. */
export interface InformationTheoreticExactState<T> {
  /** A_k. A_0 = 0. */
  readonly weight: number;
  /** z_k, m×1, of which the rate speaks. z_0 = θ_0. */
  readonly point: T;
}

/** The numbers of step k of the method. */
export interface InformationTheoreticExactWeights {
  /** A_{k+1}. */
  readonly next: number;
  /** β_k. */
  readonly mix: number;
  /** δ_k. */
  readonly length: number;
}

/**
 * With q = μ/L: A_{k+1} = ((1 + q)A_k + 2(1 + √((1 + A_k)(1 + qA_k))))/(1 − q)², β_k = A_k/((1 − q)A_{k+1}),
 * δ_k = ½((1 − q)²A_{k+1} − (1 + q)A_k)/(1 + q + qA_k).
 *
 * @param weight A_k.
 * @param ratio q, at least 0 and below 1.
 * @returns What the step k needs.
 */
export function informationTheoreticExactWeights(
  weight: number,
  ratio: number,
): InformationTheoreticExactWeights {
  const root = Math.sqrt((1 + weight) * (1 + ratio * weight));
  const next = ((1 + ratio) * weight + 2 * (1 + root)) / (1 - ratio) ** 2;
  return {
    next,
    mix: weight / ((1 - ratio) * next),
    // ½((1 − q)²A_{k+1} − (1 + q)A_k) = 1 + the root.
    length: (1 + root) / (1 + ratio + ratio * weight),
  };
}

/**
 * The information-theoretic exact method of Taylor and Drori (2023): y_k = (1 − β_k)z_k + β_k x_k,
 * x_{k+1} = y_k − ∇f(y_k)/L, z_{k+1} = (1 − qδ_k)z_k + qδ_k y_k − (δ_k/L)∇f(y_k), z_0 = x_0, with the numbers of
 * {@linkcode informationTheoreticExactWeights}. The iterates θ_k are the y_k; z_k is in the state. No
 * first-order method has a better bound on the distance to the minimizer.
 *
 * @example f(θ) = ½μθ² with μ = 1 and L = 4: z_1 = (1 − qδ_0)z_0, δ_0 = 2/(1 + q)
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { float64 } from "../arithmetic/mod.ts";
 * import { informationTheoreticExactMethod, iterate } from "./mod.ts";
 *
 * const method = informationTheoreticExactMethod(float64, { strongConvexity: 1, smoothness: 4 });
 * const map = { gradient: <T>(_: unknown, theta: T) => theta };
 * let point = 0;
 * iterate(float64, map, method, [5], {
 *   steps: 1,
 *   visit: (_, state) => void (point = float64.toArray(state.point)[0]!),
 * });
 * assertAlmostEquals(point, 5 * (1 - 2 / 5 - 2 / 5 + 2 / 5), 1e-14);
 * ```
 *
 * @param arithmetic The number system.
 * @returns The optimizer.
 * @throws {RangeError} Unless 0 < μ < L < ∞.
 *
 * Source: A. B. Taylor and Y. Drori, An optimal gradient method for smooth strongly convex minimization,
 * Math. Program. 199 (2023) 557–594, Algorithm 1, arXiv:2101.09741.
 */
export function informationTheoreticExactMethod<T>(
  arithmetic: Arithmetic<T>,
  { strongConvexity, smoothness }: StronglyConvexOptions,
): GradientTransformation<T, InformationTheoreticExactState<T>> {
  checkPositive("strongConvexity", strongConvexity);
  checkPositive("smoothness", smoothness);
  if (strongConvexity >= smoothness) {
    throw new RangeError(`μ = ${strongConvexity} must be below L = ${smoothness}`);
  }
  const ratio = strongConvexity / smoothness;
  return {
    init: (theta) => ({ weight: 0, point: arithmetic.scale(1, theta) }),
    update(gradient, { weight, point }, { theta }) {
      const { next, length } = informationTheoreticExactWeights(weight, ratio);
      const short = arithmetic.scale(-1 / smoothness, gradient);
      const along = arithmetic.scale(ratio, arithmetic.subtract(theta, point));
      const moved = arithmetic.add(
        point,
        arithmetic.scale(length, arithmetic.add(along, short)),
      );
      // y_{k+1} − y_k, from the gradient step towards z_{k+1}.
      const { mix } = informationTheoreticExactWeights(next, ratio);
      const apart = arithmetic.subtract(moved, arithmetic.add(theta, short));
      return [
        arithmetic.add(short, arithmetic.scale(1 - mix, apart)),
        { weight: next, point: moved },
      ];
    },
  };
}
