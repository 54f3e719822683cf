/**
 * The checks of shapes that both number systems make, so that both throw the same errors.
 *
 * @module
 */

import type { IndexRange } from "./arithmetic.ts";

/** `[rows, columns]`. */
export type Shape = readonly [rows: number, columns: number];

/** A shape as error messages print it. */
export function formatShape([rows, columns]: Shape): string {
  return `${rows}×${columns}`;
}

/** Throws unless both dimensions are positive integers. */
export function checkDimensions(rows: number, columns: number): void {
  if (Number.isInteger(rows) && rows >= 1 && Number.isInteger(columns) && columns >= 1) return;
  throw new RangeError(
    `A matrix needs at least one row and one column; got ${formatShape([rows, columns])}.`,
  );
}

/** Returns the shape of a list of rows. Throws if they are empty or differ in length. */
export function shapeOfRows(rows: readonly (readonly number[])[]): Shape {
  const columns = rows[0]?.length ?? 0;
  checkDimensions(rows.length, columns);
  for (const [i, row] of rows.entries()) {
    if (row.length === columns) continue;
    throw new RangeError(
      `The rows of a matrix must have the same length: row 0 has ${columns} entries, ` +
        `row ${i} has ${row.length}.`,
    );
  }
  return [rows.length, columns];
}

/** Throws an error that says that the shapes do not fit the operation. */
export function rejectShapes(operation: string, a: Shape, b: Shape): never {
  throw new RangeError(
    `${operation}: the shapes ${formatShape(a)} and ${formatShape(b)} do not fit.`,
  );
}

/** Throws unless a matrix of the shape can be one of the other shape. */
export function checkReshape(shape: Shape, rows: number, columns: number): void {
  checkDimensions(rows, columns);
  if (shape[0] * shape[1] !== rows * columns) rejectShapes("reshape", shape, [rows, columns]);
}

/** Returns the shape of the concatenation. Throws if there are no parts or they do not fit. */
export function shapeOfConcatenation(
  shapes: readonly Shape[],
  along: "rows" | "columns",
): Shape {
  const first = shapes[0];
  if (first === undefined) throw new RangeError("concatenate: there is nothing to concatenate.");
  const joined = along === "rows" ? 0 : 1;
  const shared = 1 - joined;
  let total = 0;
  for (const shape of shapes) {
    if (shape[shared] !== first[shared]) rejectShapes(`concatenate along ${along}`, first, shape);
    total += shape[joined]!;
  }
  return along === "rows" ? [total, first[1]] : [first[0], total];
}

/** Throws unless `[start, end)` is a non-empty range of indices below `size`. */
export function checkRange([start, end]: IndexRange, size: number, of: "rows" | "columns"): void {
  if (
    Number.isInteger(start) && Number.isInteger(end) && 0 <= start && start < end && end <= size
  ) {
    return;
  }
  throw new RangeError(
    `slice: [${start}, ${end}) is not a non-empty range within the ${size} ${of}.`,
  );
}

/** Throws unless the shape is square. */
export function checkSquare(operation: string, shape: Shape): void {
  if (shape[0] === shape[1]) return;
  throw new RangeError(`${operation}: the matrix must be square; it is ${formatShape(shape)}.`);
}
