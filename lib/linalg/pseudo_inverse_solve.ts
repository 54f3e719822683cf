import type { Arithmetic } from "../arithmetic/mod.ts";
import { leadingSingularTriplets, type RankOptions } from "./leading_singular_triplets.ts";

/**
 * A†B for A (n×m) and B (n×k): column by column the least-squares solution of A x = b of the
 * smallest norm. By default every singular value above max(n, m)·2u times the largest counts.
 *
 * @typeParam T The matrices of the arithmetic.
 * @param arithmetic The number system.
 * @param a A, n×m.
 * @param b B, n×k; a vector for k = 1.
 * @param options What counts as nonzero: a smaller `rank` gives the truncated-SVD solution.
 * @returns A†B, m×k; zeros for rank 0.
 * @throws {RangeError} If the numbers of rows differ, if an entry of A is not finite, if `rank` is
 * not an integer from 0 to min(n, m) or reaches a singular value that is 0, or if `tolerance` is
 * negative or not finite.
 *
 * Source: G. H. Golub and C. F. Van Loan, Matrix Computations, 4th ed., §5.5.
 */
export function pseudoInverseSolve<T>(
  arithmetic: Arithmetic<T>,
  a: T,
  b: T,
  options: RankOptions = {},
): T {
  const [n, m] = arithmetic.shape(a);
  const [rowsOfB, k] = arithmetic.shape(b);
  if (n !== rowsOfB) {
    throw new RangeError(`the matrix has ${n} rows, but the right-hand side ${rowsOfB}`);
  }
  return arithmetic.scope(() => {
    const triplets = leadingSingularTriplets(arithmetic, a, options);
    if (triplets === undefined) return arithmetic.zeros(m, k);
    const { u, s, v } = triplets;
    if (s.at(-1) === 0) {
      throw new RangeError(
        `singular value ${s.indexOf(0) + 1} is 0, so rank ${s.length} is too large`,
      );
    }
    // Division, not multiplication by 1/s: the reciprocal of a subnormal number overflows.
    const divisors = arithmetic.matrix(s.map((value) => new Array<number>(k).fill(value)));
    const coefficients = arithmetic.multiply(arithmetic.transpose(u), b);
    return arithmetic.multiply(v, arithmetic.quotient(coefficients, divisors));
  });
}
