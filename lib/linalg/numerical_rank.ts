import type { Arithmetic } from "../arithmetic/mod.ts";
import { keptRank } from "./_kept_rank.ts";
import type { RankOptions } from "./leading_singular_triplets.ts";

/**
 * The numerical rank of A (n×m): the number of singular values above `tolerance` times the largest,
 * by default above max(n, m)·2u times the largest. The zero matrix has rank 0.
 *
 * @typeParam T The matrices of the arithmetic.
 * @param arithmetic The number system.
 * @param a A, n×m.
 * @param options What counts as nonzero.
 * @returns An integer from 0 to min(n, m).
 * @throws {RangeError} If an entry is not finite, or if `tolerance` is negative or not finite.
 *
 * Source: G. H. Golub and C. F. Van Loan, Matrix Computations, 4th ed., §5.4.
 */
export function numericalRank<T>(
  arithmetic: Arithmetic<T>,
  a: T,
  options: Pick<RankOptions, "tolerance"> = {},
): number {
  return arithmetic.scope(() => {
    const { s } = arithmetic.singularValueDecomposition(a);
    const largestDimension = Math.max(...arithmetic.shape(a));
    return keptRank(s, options, largestDimension * 2 * arithmetic.unitRoundoff);
  });
}
