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
  const columns = Array.from({ length: p + 1 }, (_, j) => [
    ...Array.from({ length: lambda > 0 ? p : 0 }, (_, k) => j === k ? root : 0),
    ...(j < p ? rows.map((row) => row[j]!) : b),
  ]);
  const n = columns[p]!.length;
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
    for (let j = k + 1; j <= p; j++) {
      const other = columns[j]!;
      let sum = head * other[k]!;
      for (let i = k + 1; i < n; i++) sum += column[i]! * other[i]!;
      const factor = sum / (Math.abs(head) * size);
      other[k]! -= factor * head;
      for (let i = k + 1; i < n; i++) other[i]! -= factor * column[i]!;
    }
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
