/**
 * Small damped least-squares problems in plain double precision.
 *
 * @module
 */

/**
 * The v that minimizes ‖Av − b‖² + λ‖v‖², that is (AᵀA + λI)⁻¹Aᵀb, by a QR decomposition of √λI and
 * A one below the other: AᵀA, which squares the condition number, is never formed.
 *
 * @param rows A, n rows of p numbers.
 * @param b b, n numbers.
 * @param lambda λ ≥ 0. Where it is 0, A must have rank p.
 * @returns v, p numbers; not finite where A has not rank p and λ = 0.
 *
 * Source: G. H. Golub and C. F. Van Loan, Matrix Computations, 4th ed., §5.2 (Householder's QR) and
 * §5.3 (least squares).
 */
export function dampedLeastSquares(
  rows: readonly (readonly number[])[],
  b: readonly number[],
  lambda: number,
): number[] {
  const p = rows[0]!.length;
  // By columns, which the reflections run along; the last one is b. √λI stands above A: where it is
  // large, the other way round the pivots would be small entries of A, and b would cancel.
  const root = Math.sqrt(lambda);
  const above = lambda > 0 ? p : 0;
  const n = above + rows.length;
  const columns = Array.from({ length: p + 1 }, (_, j) => {
    const column = new Float64Array(n);
    if (j < above) column[j] = root;
    for (let i = 0; i < rows.length; i++) column[above + i] = j < p ? rows[i]![j]! : b[i]!;
    return column;
  });
  for (let k = 0; k < Math.min(n, p); k++) {
    const column = columns[k]!;
    let largest = 0;
    for (let i = k; i < n; i++) largest = Math.max(largest, Math.abs(column[i]!));
    if (largest === 0) continue;
    let square = 0;
    for (let i = k; i < n; i++) square += (column[i]! / largest) ** 2;
    const size = largest * Math.sqrt(square);
    const pivot = column[k]!;
    // The reflection I − vvᵀ/(v_k size) with v = column ± size e_k, the sign that does not cancel.
    const sign = pivot < 0 ? -1 : 1;
    const head = pivot + sign * size;
    column[k] = head;
    const scale = Math.abs(head) * size;
    let j = k + 1;
    for (; j + 3 <= p; j += 4) {
      reflectFour(column, k, scale, columns[j]!, columns[j + 1]!, columns[j + 2]!, columns[j + 3]!);
    }
    for (; j <= p; j++) reflect(column, k, scale, columns[j]!);
    column[k] = -sign * size;
  }
  const v = new Array<number>(p).fill(NaN);
  if (n < p) return v;
  for (let k = p - 1; k >= 0; k--) {
    let sum = columns[p]![k]!;
    for (let j = k + 1; j < p; j++) sum -= columns[j]![k]! * v[j]!;
    v[k] = sum / columns[k]![k]!;
  }
  return v;
}

/** Subtracts v(vᵀa)/scale from a, where v is a column from its entry k on. */
function reflect(v: Float64Array, k: number, scale: number, a: Float64Array): void {
  let sum = 0;
  for (let i = k; i < v.length; i++) sum += v[i]! * a[i]!;
  const factor = sum / scale;
  for (let i = k; i < v.length; i++) a[i]! -= factor * v[i]!;
}

/**
 * {@linkcode reflect} for four columns at once, with the same roundings: four sums, which do not wait
 * for one another, take hardly longer than one.
 */
function reflectFour(
  v: Float64Array,
  k: number,
  scale: number,
  a: Float64Array,
  b: Float64Array,
  c: Float64Array,
  d: Float64Array,
): void {
  let sumA = 0;
  let sumB = 0;
  let sumC = 0;
  let sumD = 0;
  for (let i = k; i < v.length; i++) {
    const entry = v[i]!;
    sumA += entry * a[i]!;
    sumB += entry * b[i]!;
    sumC += entry * c[i]!;
    sumD += entry * d[i]!;
  }
  sumA /= scale;
  sumB /= scale;
  sumC /= scale;
  sumD /= scale;
  for (let i = k; i < v.length; i++) {
    const entry = v[i]!;
    a[i]! -= sumA * entry;
    b[i]! -= sumB * entry;
    c[i]! -= sumC * entry;
    d[i]! -= sumD * entry;
  }
}
