import type { Arithmetic } from "../arithmetic/mod.ts";
import { requireInteger } from "./_validate.ts";

/**
 * Newton–Schulz steps towards the polar factor U Vᵀ of A = U diag(s) Vᵀ (n×m, n ≥ m):
 * X_{k+1} = ½ X_k (3I − X_kᵀX_k) from X_0 = A. A step keeps the singular vectors and takes a
 * singular value σ to ½σ(3 − σ²), so the iteration converges, quadratically, if all singular values
 * are positive and below √3; otherwise it may not, and may overflow. It needs products only.
 *
 * @example 1/2 becomes (3 − 1/4)/4
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { newtonSchulz } from "./mod.ts";
 * import { float64 } from "../arithmetic/mod.ts";
 *
 * assertEquals(float64.toRows(newtonSchulz(float64, float64.matrix([[0.5]]), 1)), [[0.6875]]);
 * ```
 *
 * @typeParam T The matrices of the arithmetic.
 * @param arithmetic The number system.
 * @param a A, n×m. For n < m the steps are the same, but cost more than those of Aᵀ.
 * @param steps k, at least 0.
 * @returns X_k, n×m.
 * @throws {RangeError} If `steps` is not an integer of at least 0.
 *
 * Source: N. J. Higham, Functions of Matrices (SIAM 2008), §8.3, eq. (8.20).
 */
export function newtonSchulz<T>(arithmetic: Arithmetic<T>, a: T, steps: number): T {
  requireInteger("steps", steps, 0);
  const threeHalves = (m: number) => arithmetic.scale(1.5, arithmetic.identity(m));
  let x = arithmetic.scale(1, a);
  for (let k = 0; k < steps; k++) {
    const next = arithmetic.scope(() => {
      const gram = arithmetic.multiply(arithmetic.transpose(x), x);
      const [m] = arithmetic.shape(gram);
      const factor = arithmetic.subtract(threeHalves(m), arithmetic.scale(0.5, gram));
      return arithmetic.multiply(x, factor);
    });
    arithmetic.release(x, next);
    x = next;
  }
  return x;
}
