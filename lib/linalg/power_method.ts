import type { Arithmetic } from "../arithmetic/mod.ts";
import { requireInteger } from "./_validate.ts";
import { requireImage } from "./_linear_system.ts";

/**
 * The power method: x_k = A^k x_0 / ‖A^k x_0‖, normalized after every product. For a symmetric A
 * with one eigenvalue that is largest in modulus it converges to that one's eigenvector (up to the
 * sign, which alternates where the eigenvalue is negative).
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { powerMethod } from "./mod.ts";
 * import { float64 } from "../arithmetic/mod.ts";
 *
 * const a = float64.diagonal([4, 3]);
 * const x = powerMethod(float64, (v) => float64.multiply(a, v), float64.vector([1, 1]), 1);
 * assertEquals(float64.toArray(x), [0.8, 0.6]);
 * ```
 *
 * @typeParam T The matrices of the arithmetic.
 * @param arithmetic The number system.
 * @param apply v ↦ A v, on m×1 vectors. What it returns is left for the caller to free.
 * @param start x_0, m×1 and not zero.
 * @param steps k, at least 0.
 * @returns x_k, m×1, a unit vector.
 * @throws {RangeError} If `start` is not a vector, if it or a product is zero or not finite, if
 * `apply` returns another shape or an entry that is not finite, or if `steps` is not an integer of at least 0.
 *
 * Source: G. H. Golub and C. F. Van Loan, Matrix Computations, 4th ed., §8.2.1.
 */
export function powerMethod<T>(
  arithmetic: Arithmetic<T>,
  apply: (v: T) => T,
  start: T,
  steps: number,
): T {
  requireInteger("steps", steps, 0);
  const [m, columns] = arithmetic.shape(start);
  if (columns !== 1) throw new RangeError(`start must be a vector, not ${m}×${columns}`);
  let x = normalize(arithmetic, start, "the start");
  for (let k = 0; k < steps; k++) {
    // Outside of any scope: what `apply` remembers of its work must outlive this call.
    const image = apply(x);
    requireImage(arithmetic, image, m);
    const next = normalize(arithmetic, image, "A x");
    arithmetic.release(x, [next, image]);
    x = next;
  }
  return x;
}

function normalize<T>(arithmetic: Arithmetic<T>, v: T, name: string): T {
  const norm = arithmetic.norm(v);
  if (!(norm > 0 && norm < Infinity)) {
    throw new RangeError(`${name} must be finite and not zero, but its norm is ${norm}`);
  }
  return arithmetic.scope(() => {
    // By division, entry by entry: the reciprocal of a subnormal norm overflows.
    const [m] = arithmetic.shape(v);
    return arithmetic.quotient(v, arithmetic.vector(new Array<number>(m).fill(norm)));
  });
}
