import type { Arithmetic } from "../arithmetic/mod.ts";
import { leadingSingularTriplets, type RankOptions } from "./leading_singular_triplets.ts";

/**
 * The principal angles between the column spaces of A (n×p) and B (n×q). Small angles and angles
 * near π/2 are both accurate to the rounding of the bases: each angle is found from its sine and its
 * cosine together. By default the columns' ranks count singular values above max(rows, columns)·2u
 * times the largest.
 *
 * @typeParam T The matrices of the arithmetic.
 * @param arithmetic The number system.
 * @param a A, n×p.
 * @param b B, n×q.
 * @param options What counts as nonzero, for both ranks.
 * @returns min(rank A, rank B) angles from 0 to π/2, in ascending order.
 * @throws {RangeError} If the numbers of rows differ, if an entry is not finite, or if `tolerance`
 * is negative or not finite.
 *
 * Source: Å. Björck and G. H. Golub, Numerical methods for computing angles between linear
 * subspaces, Math. Comp. 27 (1973) 579–594.
 */
export function principalAngles<T>(
  arithmetic: Arithmetic<T>,
  a: T,
  b: T,
  options: Pick<RankOptions, "tolerance"> = {},
): number[] {
  const [rowsOfA] = arithmetic.shape(a);
  const [rowsOfB] = arithmetic.shape(b);
  if (rowsOfA !== rowsOfB) {
    throw new RangeError(`the matrices have ${rowsOfA} and ${rowsOfB} rows`);
  }
  return arithmetic.scope(() => {
    const ofA = leadingSingularTriplets(arithmetic, a, options);
    const ofB = leadingSingularTriplets(arithmetic, b, options);
    if (ofA === undefined || ofB === undefined) return [];
    const inner = arithmetic.multiply(arithmetic.transpose(ofA.u), ofB.u);
    const residual = arithmetic.subtract(ofB.u, arithmetic.multiply(ofA.u, inner));
    const cosines = arithmetic.singularValueDecomposition(inner).s;
    // Ascending, as the angles; where B has the larger rank, its further sines are 1, at the end.
    const sines = arithmetic.singularValueDecomposition(residual).s.toReversed();
    return cosines.map((cosine, i) => Math.atan2(sines[i]!, cosine));
  });
}
