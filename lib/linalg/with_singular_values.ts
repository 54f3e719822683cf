import { requireInteger, requireNonnegative, requireSquare } from "./_validate.ts";

/**
 * The matrix U Σ Vᵀ with the given singular values (any further ones are 0). The singular vectors
 * are the columns of `left` and `right`, by default those of the identity.
 *
 * @param rows The number of rows, at least 1.
 * @param columns The number of columns, at least 1.
 * @param singularValues At most min(rows, columns) numbers of at least 0, in any order.
 * @param left U, rows×rows and orthogonal (which is not checked).
 * @param right V, columns×columns and orthogonal (which is not checked).
 * @returns The rows of the matrix.
 * @throws {RangeError} If a dimension is not an integer of at least 1, if there are too many
 * singular values or one is negative or not finite, or if `left` or `right` has another shape or an
 * entry that is not finite.
 */
export function withSingularValues(
  rows: number,
  columns: number,
  singularValues: readonly number[],
  left?: readonly (readonly number[])[],
  right?: readonly (readonly number[])[],
): number[][] {
  requireInteger("rows", rows, 1);
  requireInteger("columns", columns, 1);
  if (singularValues.length > Math.min(rows, columns)) {
    throw new RangeError(
      `a ${rows}×${columns} matrix has no ${singularValues.length} singular values`,
    );
  }
  for (const value of singularValues) requireNonnegative("a singular value", value);
  if (left !== undefined) requireSquare("left", left, rows);
  if (right !== undefined) requireSquare("right", right, columns);

  const rank = singularValues.length;
  const leading = (basis: readonly (readonly number[])[] | undefined, i: number) =>
    basis?.[i] ?? Array.from({ length: rank }, (_, k) => +(i === k));
  const rightRows = Array.from({ length: columns }, (_, j) => leading(right, j));
  return Array.from({ length: rows }, (_, i) => {
    const leftRow = leading(left, i);
    return rightRows.map((rightRow) => {
      let sum = 0;
      for (let k = 0; k < rank; k++) sum += singularValues[k]! * leftRow[k]! * rightRow[k]!;
      return sum;
    });
  });
}
