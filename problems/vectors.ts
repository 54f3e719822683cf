/**
 * Plain vectors and matrices, for bounds that are computed once in double precision.
 *
 * @module
 */

import { float64 } from "../lib/arithmetic/mod.ts";
import { spectralNorm } from "../lib/linalg/mod.ts";

/** ‖x‖, without needless overflow. */
export function norm(x: readonly number[]): number {
  return Math.hypot(...x);
}

/** x − y. */
export function subtract(x: readonly number[], y: readonly number[]): number[] {
  return x.map((entry, i) => entry - y[i]!);
}

/** A x. */
export function multiply(rows: readonly (readonly number[])[], x: readonly number[]): number[] {
  return rows.map((row) => row.reduce((sum, entry, j) => sum + entry * x[j]!, 0));
}

/** |A| |x|, entry by entry: what bounds the rounding of A x. */
export function multiplyAbsolute(
  rows: readonly (readonly number[])[],
  x: readonly number[],
): number[] {
  return rows.map((row) => row.reduce((sum, entry, j) => sum + Math.abs(entry * x[j]!), 0));
}

/** ‖A‖₂. */
export function matrixNorm(rows: readonly (readonly number[])[]): number {
  return spectralNorm(float64, float64.matrix(rows));
}
