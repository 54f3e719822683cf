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
  let product: number[][] = [];
  for (let i = 0; i < n; i++) {
    const row = new Array<number>(n).fill(0);
    row[i] = 1;
    product.push(row);
  }
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
  const inner = v.map((_, column) => {
    let sum = 0;
    for (let row = 0; row < v.length; row++) sum += v[row]! * rows[row]![column]!;
    return sum;
  });
  return rows.map((row, i) => row.map((entry, j) => entry - 2 * v[i]! * inner[j]! / squaredNorm));
}
