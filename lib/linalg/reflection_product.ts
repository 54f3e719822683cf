import { requireInteger } from "./_validate.ts";

/**
 * The orthogonal n×n matrix H(v₁) H(v₂) ⋯ of Householder reflections H(v) = I − 2 v vᵀ / (vᵀ v).
 * Zero vectors are skipped; without vectors it is the identity. Its determinant is −1 to the number
 * of vectors that are not zero, and every orthogonal matrix is such a product of at most n: so an
 * instance can carry an orthogonal matrix as a short list that a person can read and a shrinker can
 * shorten.
 *
 * @param n The dimension, at least 1.
 * @param vectors v₁, v₂, …, each of n finite numbers; their lengths do not matter.
 * @returns The rows of the product.
 * @throws {RangeError} If n is not an integer of at least 1, or a vector has another number of
 * entries or one that is not finite.
 *
 * Source: G. H. Golub and C. F. Van Loan, Matrix Computations, 4th ed., §5.1.
 */
export function reflectionProduct(
  n: number,
  vectors: readonly (readonly number[])[],
): number[][] {
  requireInteger("n", n, 1);
  for (const [index, vector] of vectors.entries()) {
    if (vector.length !== n || !vector.every(Number.isFinite)) {
      throw new RangeError(`vector ${index} must have ${n} finite entries: [${vector.join(", ")}]`);
    }
  }
  let product = Array.from(
    { length: n },
    (_, i) => Array.from({ length: n }, (_, j) => +(i === j)),
  );
  for (const vector of vectors.toReversed()) product = reflect(vector, product);
  return product;
}

/** H(v) A. */
function reflect(vector: readonly number[], rows: number[][]): number[][] {
  const largest = Math.max(...vector.map(Math.abs));
  if (largest === 0) return rows;
  // H does not depend on the length of v, but its squares could overflow or vanish.
  const v = vector.map((entry) => entry / largest);
  const squaredNorm = v.reduce((sum, entry) => sum + entry * entry, 0);
  const inner = v.map((_, column) =>
    v.reduce((sum, entry, row) => sum + entry * rows[row]![column]!, 0)
  );
  return rows.map((row, i) => row.map((entry, j) => entry - 2 * v[i]! * inner[j]! / squaredNorm));
}
