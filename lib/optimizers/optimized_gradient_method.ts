import type { Arithmetic } from "../arithmetic/mod.ts";
import { checkInteger, checkPositive } from "./_check_options.ts";
import type { GradientTransformation } from "./transformation.ts";

/** The options of {@linkcode optimizedGradientMethod}. */
export interface OptimizedGradientMethodOptions {
  /** L, the smoothness of the objective. */
  readonly smoothness: number;
  /** N, the number of steps for which the method is optimal: the last momentum is another one. */
  readonly steps: number;
}

/** The state of {@linkcode optimizedGradientMethod}. */
export interface OptimizedGradientMethodState<T> {
  /** k, the number of updates so far. */
  readonly count: number;
  /** y_k, m×1: the point that the last gradient step led to. y_0 = θ_0. */
  readonly point: T;
}

/**
 * t_0, …, t_N of the optimized gradient method: t_0 = 1, t_k = ½(1 + √(1 + 4t_{k−1}²)), and for the last
 * t_N = ½(1 + √(1 + 8t_{N−1}²)).
 *
 * @param steps N, at least 1.
 * @returns The numbers.
 * @throws {RangeError} If N is not an integer of at least 1.
 */
export function optimizedGradientWeights(steps: number): number[] {
  checkInteger("steps", steps, 1);
  const weights = [1];
  for (let k = 1; k <= steps; k++) {
    const factor = k === steps ? 8 : 4;
    weights.push((1 + Math.sqrt(1 + factor * weights[k - 1]! ** 2)) / 2);
  }
  return weights;
}

/**
 * The optimized gradient method of Kim and Fessler (2016): y_{k+1} = x_k − ∇f(x_k)/L,
 * x_{k+1} = y_{k+1} + ((t_k − 1)/t_{k+1}) (y_{k+1} − y_k) + (t_k/t_{k+1}) (y_{k+1} − x_k), for N steps. The
 * iterates θ_k are the x_k.
 *
 * @example f(θ) = ½θ²: x_1 = −x_0/t_1, t_1 = 2
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { float64 } from "../arithmetic/mod.ts";
 * import { iterate, optimizedGradientMethod } from "./mod.ts";
 *
 * const method = optimizedGradientMethod(float64, { smoothness: 1, steps: 1 });
 * const map = { gradient: <T>(_: unknown, theta: T) => theta };
 * assertEquals(iterate(float64, map, method, [3], { steps: 1 }), [-1.5]);
 * ```
 *
 * @param arithmetic The number system.
 * @returns The optimizer. Beyond N steps it throws a `RangeError`.
 * @throws {RangeError} If L is not positive and finite, or N is not an integer of at least 1.
 *
 * Source: D. Kim and J. A. Fessler, Optimized first-order methods for smooth convex minimization, Math.
 * Program. 159 (2016) 81–107, OGM2.
 */
export function optimizedGradientMethod<T>(
  arithmetic: Arithmetic<T>,
  { smoothness, steps }: OptimizedGradientMethodOptions,
): GradientTransformation<T, OptimizedGradientMethodState<T>> {
  checkPositive("smoothness", smoothness);
  const weights = optimizedGradientWeights(steps);
  return {
    init: (theta) => ({ count: 0, point: arithmetic.scale(1, theta) }),
    update(gradient, { count, point }, { theta }) {
      if (count >= steps) throw new RangeError(`the method was made for ${steps} steps`);
      const [now, later] = [weights[count]!, weights[count + 1]!];
      const step = arithmetic.scale(-1 / smoothness, gradient);
      const next = arithmetic.add(theta, step);
      const move = arithmetic.add(
        arithmetic.scale((now - 1) / later, arithmetic.subtract(next, point)),
        arithmetic.scale(now / later, step),
      );
      return [arithmetic.add(step, move), { count: count + 1, point: next }];
    },
  };
}
