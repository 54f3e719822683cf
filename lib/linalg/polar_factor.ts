import type { Arithmetic } from "../arithmetic/mod.ts";
import { leadingSingularTriplets, type RankOptions } from "./leading_singular_triplets.ts";

/**
 * The transposed polar factor V Uᵀ of A = U diag(s) Vᵀ (n×m), over its leading singular triplets:
 * the partial isometry Q with A Q and Q A symmetric positive semidefinite, Q A = (AᵀA)^{1/2}. By
 * default every singular value above max(n, m)·2u times the largest counts.
 *
 * Applied to a residual F it is the SPGD direction, V Uᵀ F = ((AᵀA)^†)^{1/2} Aᵀ F for A = J_F.
 *
 * @typeParam T The matrices of the arithmetic.
 * @param arithmetic The number system.
 * @param a A, n×m.
 * @param options What counts as nonzero.
 * @returns V Uᵀ, m×n; zeros for rank 0.
 * @throws {RangeError} If an entry is not finite, if `rank` is not an integer from 0 to min(n, m),
 * or if `tolerance` is negative or not finite.
 *
 * Source: N. J. Higham, Functions of Matrices (SIAM 2008), Theorem 8.3, for the canonical polar
 * decomposition; `papers/spgd.txt`, eq. (6), for its use.
 */
export function polarFactor<T>(
  arithmetic: Arithmetic<T>,
  a: T,
  options: RankOptions = {},
): T {
  return arithmetic.scope(() => {
    const triplets = leadingSingularTriplets(arithmetic, a, options);
    if (triplets === undefined) {
      const [n, m] = arithmetic.shape(a);
      return arithmetic.zeros(m, n);
    }
    return arithmetic.multiply(triplets.v, arithmetic.transpose(triplets.u));
  });
}
