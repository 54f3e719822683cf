import type { Arithmetic } from "../arithmetic/mod.ts";
import { requireInteger, requireNonnegative } from "./_validate.ts";
import { requireImage, requireSystem } from "./_linear_system.ts";

/** Where an iteration for A x = b starts. */
export interface LinearSystemOptions<T> {
  /** x_0, m×1. Default: 0. */
  readonly start?: T;
}

/** Where {@linkcode conjugateGradients} starts and ends. */
export interface ConjugateGradientsOptions<T> extends LinearSystemOptions<T> {
  /** It ends where ‖r_k‖ ≤ `tolerance`·‖r_0‖. By default u, the arithmetic's unit roundoff. */
  readonly tolerance?: number;
}

/**
 * The method of conjugate gradients for A x = b, A symmetric positive definite m×m and known by its
 * products with vectors: x_k minimizes the error ‖x − x*‖_A = √((x − x*)ᵀA(x − x*)) over
 * x_0 + span{r_0, A r_0, …, A^{k−1} r_0}, r_0 = b − A x_0. It ends after `steps` steps, or earlier
 * where the residual has fallen to `tolerance` times the first one, by default the unit roundoff:
 * the residual is updated, not computed anew, and goes on to fall where b − A x_k no longer does.
 *
 * @example Two steps suffice in the plane
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { conjugateGradients } from "./mod.ts";
 * import { float64 } from "../arithmetic/mod.ts";
 *
 * const a = float64.matrix([[2, 1], [1, 2]]);
 * const x = conjugateGradients(float64, (v) => float64.multiply(a, v), float64.vector([3, 0]), 2);
 * const [first, second] = float64.toArray(x);
 * assertAlmostEquals(first!, 2);
 * assertAlmostEquals(second!, -1);
 * ```
 *
 * @typeParam T The matrices of the arithmetic.
 * @param arithmetic The number system.
 * @param apply v ↦ A v, on m×1 vectors. A is taken to be symmetric; this is not checked. What
 * `apply` returns is left for the caller to free.
 * @param b b, m×1.
 * @param steps The largest k, at least 0.
 * @param options The starting point, and when the residual is small enough.
 * @returns x_k, m×1.
 * @throws {RangeError} If b or the start is not a vector of m entries, if `steps` is not an integer
 * of at least 0, if `tolerance` is negative or not finite, if `apply` returns another shape or an
 * entry that is not finite, or if a direction p with pᵀA p ≤ 0 or not finite
 * is met: A is then not positive definite to working accuracy.
 *
 * Source: M. R. Hestenes and E. Stiefel, Methods of conjugate gradients for solving linear systems,
 * J. Res. Nat. Bur. Standards 49 (1952) 409–436.
 */
export function conjugateGradients<T>(
  arithmetic: Arithmetic<T>,
  apply: (v: T) => T,
  b: T,
  steps: number,
  options: ConjugateGradientsOptions<T> = {},
): T {
  const { tolerance = arithmetic.unitRoundoff } = options;
  requireInteger("steps", steps, 0);
  requireNonnegative("tolerance", tolerance);
  const m = requireSystem(arithmetic, b, options.start);
  const startImage = options.start === undefined ? undefined : apply(options.start);
  if (startImage !== undefined) requireImage(arithmetic, startImage, m);
  let current = arithmetic.scope(() => {
    const x = options.start === undefined
      ? arithmetic.zeros(m, 1)
      : arithmetic.scale(1, options.start);
    const residual = startImage === undefined
      ? arithmetic.scale(1, b)
      : arithmetic.subtract(b, startImage);
    return { x, residual, direction: arithmetic.scale(1, residual) };
  });
  let squaredNorm = arithmetic.dot(current.residual, current.residual);
  const least = tolerance ** 2 * squaredNorm;
  for (let k = 0; k < steps && squaredNorm > least; k++) {
    const { x, residual, direction } = current;
    // Outside of any scope: what `apply` remembers of its work must outlive this call.
    const image = apply(direction);
    requireImage(arithmetic, image, m);
    const curvature = arithmetic.dot(direction, image);
    if (!(curvature > 0 && curvature < Infinity)) {
      throw new RangeError(
        `the matrix is not positive definite: pᵀA p = ${curvature} in step ${k}`,
      );
    }
    const stepSize = squaredNorm / curvature;
    const next = arithmetic.scope(() => {
      const nextResidual = arithmetic.subtract(residual, arithmetic.scale(stepSize, image));
      const nextSquaredNorm = arithmetic.dot(nextResidual, nextResidual);
      const beta = nextSquaredNorm / squaredNorm;
      squaredNorm = nextSquaredNorm;
      return {
        x: arithmetic.add(x, arithmetic.scale(stepSize, direction)),
        residual: nextResidual,
        direction: arithmetic.add(nextResidual, arithmetic.scale(beta, direction)),
      };
    });
    arithmetic.release(current, next);
    current = next;
  }
  arithmetic.release(current, current.x);
  return current.x;
}
