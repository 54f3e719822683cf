import type { Arithmetic } from "../arithmetic/mod.ts";
import { requireInteger } from "./_validate.ts";
import { requireImage, requireSystem } from "./_linear_system.ts";
import type { LinearSystemOptions } from "./conjugate_gradients.ts";

/**
 * The Chebyshev semi-iteration for A x = b, A symmetric m×m with its eigenvalues in an interval
 * [l, u], 0 < l ≤ u, and known by its products with vectors:
 *
 *     x_k − x* = p_k(A)(x_0 − x*),  p_k(λ) = T_k((u + l − 2λ)/(u − l)) / T_k((u + l)/(u − l)),
 *
 * with the Chebyshev polynomial T_k. Of all polynomials of degree k with p(0) = 1 this one has the
 * least maximum on [l, u]. It takes no inner products: the coefficients depend on the interval only.
 *
 * @example One step is a step of gradient descent with the step size 2/(l + u)
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { chebyshevIteration } from "./mod.ts";
 * import { float64 } from "../arithmetic/mod.ts";
 *
 * const a = float64.diagonal([1, 3]);
 * const apply = (v: typeof a) => float64.multiply(a, v);
 * const x = chebyshevIteration(float64, apply, float64.vector([2, 6]), [1, 3], 1);
 * assertEquals(float64.toArray(x), [1, 3]);
 * ```
 *
 * @typeParam T The matrices of the arithmetic.
 * @param arithmetic The number system.
 * @param apply v ↦ A v, on m×1 vectors. What it returns is left for the caller to free.
 * @param b b, m×1.
 * @param interval [l, u].
 * @param steps k, at least 0.
 * @param options The starting point.
 * @returns x_k, m×1.
 * @throws {RangeError} Unless 0 < l ≤ u < ∞, if b or the start is not a vector of m entries, if
 * `apply` returns another shape or an entry that is not finite, or if `steps` is not an integer of at least 0.
 *
 * Source: G. H. Golub and R. S. Varga, Chebyshev semi-iterative methods, successive overrelaxation
 * iterative methods, and second order Richardson iterative methods, Numer. Math. 3 (1961) 147–168.
 */
export function chebyshevIteration<T>(
  arithmetic: Arithmetic<T>,
  apply: (v: T) => T,
  b: T,
  interval: readonly [smallest: number, largest: number],
  steps: number,
  options: LinearSystemOptions<T> = {},
): T {
  const [smallest, largest] = interval;
  if (!(smallest > 0 && smallest <= largest && largest < Infinity)) {
    throw new RangeError(`[${smallest}, ${largest}] is no interval of positive numbers`);
  }
  requireInteger("steps", steps, 0);
  const m = requireSystem(arithmetic, b, options.start);
  const center = smallest + (largest - smallest) / 2;
  const halfWidth = (largest - smallest) / 2;
  let current = arithmetic.scope(() => ({
    x: options.start === undefined ? arithmetic.zeros(m, 1) : arithmetic.scale(1, options.start),
    direction: arithmetic.zeros(m, 1),
  }));
  let stepSize = 0;
  for (let k = 0; k < steps; k++) {
    const { x, direction } = current;
    // The direction is r + β·(the last direction), with the coefficients of T_k's recurrence.
    const beta = (k === 1 ? 2 : 1) * (halfWidth * stepSize / 2) ** 2;
    stepSize = k === 0 ? 1 / center : 1 / (center - beta / stepSize);
    // Outside of any scope: what `apply` remembers of its work must outlive this call.
    const image = apply(x);
    requireImage(arithmetic, image, m);
    const next = arithmetic.scope(() => {
      const residual = arithmetic.subtract(b, image);
      const nextDirection = arithmetic.add(residual, arithmetic.scale(beta, direction));
      return {
        x: arithmetic.add(x, arithmetic.scale(stepSize, nextDirection)),
        direction: nextDirection,
      };
    });
    arithmetic.release(current, next);
    current = next;
  }
  arithmetic.release(current, current.x);
  return current.x;
}
