/**
 * Plain vectors of the claims on Gauss-Newton flows.
 *
 * @module
 */

/** A x. */
export function times(rows: readonly (readonly number[])[], x: readonly number[]): number[] {
  return rows.map((row) => dot(row, x));
}

/** x·y. */
export function dot(x: readonly number[], y: readonly number[]): number {
  let sum = 0;
  for (let k = 0; k < x.length; k++) sum += x[k]! * y[k]!;
  return sum;
}

/** x + c y. */
export function plus(x: readonly number[], c: number, y: readonly number[]): number[] {
  return x.map((entry, k) => entry + c * y[k]!);
}

/** ‖x − y‖. */
export function distance(x: readonly number[], y: readonly number[]): number {
  return Math.hypot(...x.map((entry, k) => entry - y[k]!));
}
