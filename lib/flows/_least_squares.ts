/** What a factorization solves. */
export type Solve = (b: readonly number[]) => number[];

/** A column that keeps less than this of its length, per row, beside the columns before depends on them. */
const DEPENDENT = 4 * Number.EPSILON;

/**
 * Householder's factorization of an n×p matrix, n ≥ p, for the least-squares problem
 * min_x ‖A x − b‖; of a square matrix it solves A x = b. The matrix is left as it is.
 *
 * @param rows A, n rows of p numbers.
 * @returns b ↦ x; null if the columns are dependent to working accuracy.
 */
export function leastSquares(rows: readonly (readonly number[])[]): Solve | null {
  const n = rows.length;
  const p = rows[0]!.length;
  const a = rows.map((row) => [...row]);
  const diagonal: number[] = [];
  const lengths: number[] = [];
  for (let j = 0; j < p; j++) {
    let whole = 0;
    let below = 0;
    for (let i = 0; i < n; i++) {
      const square = a[i]![j]! * a[i]![j]!;
      whole += square;
      if (i >= j) below += square;
    }
    const length = Math.sqrt(below);
    if (!(length > n * DEPENDENT * Math.sqrt(whole))) return null;
    // The reflection in the hyperplane orthogonal to v = x ± ‖x‖ e, which stays in the column.
    const pivot = a[j]![j]!;
    const image = pivot > 0 ? -length : length;
    a[j]![j] = pivot - image;
    diagonal.push(image);
    lengths.push(image * (image - pivot));
    for (let k = j + 1; k < p; k++) {
      let product = 0;
      for (let i = j; i < n; i++) product += a[i]![j]! * a[i]![k]!;
      const factor = product / lengths[j]!;
      for (let i = j; i < n; i++) a[i]![k] = a[i]![k]! - factor * a[i]![j]!;
    }
  }
  return (b) => {
    const c = [...b];
    for (let j = 0; j < p; j++) {
      let product = 0;
      for (let i = j; i < n; i++) product += a[i]![j]! * c[i]!;
      const factor = product / lengths[j]!;
      for (let i = j; i < n; i++) c[i] = c[i]! - factor * a[i]![j]!;
    }
    const x = new Array<number>(p);
    for (let j = p - 1; j >= 0; j--) {
      let sum = c[j]!;
      for (let k = j + 1; k < p; k++) sum -= a[j]![k]! * x[k]!;
      x[j] = sum / diagonal[j]!;
    }
    return x;
  };
}
