/**
 * Plain vectors and matrices, for bounds that are computed once in double precision.
 *
 * @module
 */

import { float64 } from "../lib/arithmetic/mod.ts";
import { spectralNorm } from "../lib/linalg/mod.ts";

/** ‖x‖, without needless overflow. */
export function norm(x: readonly number[]): number {
  let squares = 0;
  for (let i = 0; i < x.length; i++) squares += x[i]! * x[i]!;
  // Where squares underflow or overflow, Math.hypot is right; elsewhere it takes ten times as long.
  if (squares > 2 ** -900 && squares < Infinity) return Math.sqrt(squares);
  return Math.hypot(...x);
}

/** x − y. */
export function subtract(x: readonly number[], y: readonly number[]): number[] {
  return x.map((entry, i) => entry - y[i]!);
}

/** A x. */
export function multiply(rows: readonly (readonly number[])[], x: readonly number[]): number[] {
  return rows.map((row) => {
    let sum = 0;
    for (let j = 0; j < row.length; j++) sum += row[j]! * x[j]!;
    return sum;
  });
}

/** |A| |x|, entry by entry: what bounds the rounding of A x. */
export function multiplyAbsolute(
  rows: readonly (readonly number[])[],
  x: readonly number[],
): number[] {
  return rows.map((row) => {
    let sum = 0;
    for (let j = 0; j < row.length; j++) sum += Math.abs(row[j]! * x[j]!);
    return sum;
  });
}

/** ‖A‖₂. */
export function matrixNorm(rows: readonly (readonly number[])[]): number {
  return spectralNorm(float64, float64.matrix(rows));
}
