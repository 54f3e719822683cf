import type { Arithmetic } from "../arithmetic/mod.ts";
import { keptRank } from "./_kept_rank.ts";

/** Which part of a spectrum counts as nonzero. */
export interface RankOptions {
  /** Keep exactly this many of the largest values, whatever the tolerance. */
  readonly rank?: number;
  /**
   * Where `rank` is left out: keep the values above `tolerance` times the largest. By default
   * max(rows, columns)·2u, u the unit roundoff of the arithmetic.
   */
  readonly tolerance?: number;
}

/** The r leading singular triplets of an n×m matrix A: U diag(s) Vᵀ is its best rank-r fit. */
export interface SingularTriplets<T> {
  /** n×r, orthonormal columns. */
  readonly u: T;
  /** The r largest singular values, in descending order. */
  readonly s: readonly number[];
  /** m×r, orthonormal columns. */
  readonly v: T;
}

/**
 * The leading singular triplets of A (n×m): those of the `rank` largest singular values, by default
 * of all that exceed max(n, m)·2u times the largest.
 *
 * Where singular values tie across the cut (σ_r = σ_{r+1}), or where `rank` reaches into zero
 * singular values, the triplets are one choice among many.
 *
 * @typeParam T The matrices of the arithmetic.
 * @param arithmetic The number system.
 * @param a A, n×m.
 * @param options What counts as nonzero.
 * @returns U (n×r), s (r numbers) and V (m×r); `undefined` for r = 0, as no `T` has no columns.
 * @throws {RangeError} If an entry is not finite, if `rank` is not an integer from 0 to min(n, m),
 * or if `tolerance` is negative or not finite.
 *
 * Source: G. H. Golub and C. F. Van Loan, Matrix Computations, 4th ed., §2.4 and §5.4 (the default
 * tolerance).
 */
export function leadingSingularTriplets<T>(
  arithmetic: Arithmetic<T>,
  a: T,
  options: RankOptions = {},
): SingularTriplets<T> | undefined {
  return arithmetic.scope(() => {
    const { u, s, v } = arithmetic.singularValueDecomposition(a);
    const largestDimension = Math.max(...arithmetic.shape(a));
    const rank = keptRank(s, options, largestDimension * 2 * arithmetic.unitRoundoff);
    if (rank === 0) return undefined;
    if (rank === s.length) return { u, s, v };
    return {
      u: arithmetic.slice(u, { columns: [0, rank] }),
      s: s.slice(0, rank),
      v: arithmetic.slice(v, { columns: [0, rank] }),
    };
  });
}
