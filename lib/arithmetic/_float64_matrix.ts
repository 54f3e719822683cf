/**
 * The matrices of the double-precision arithmetic.
 *
 * @module
 */

/** A matrix of float64 numbers, stored flat. */
export interface Float64Matrix {
  /** The number of rows, at least 1. */
  readonly rows: number;
  /** The number of columns, at least 1. */
  readonly columns: number;
  /** The rows × columns entries, row by row. */
  readonly data: number[];
}

/** The matrix with the given entries, row by row, which are not copied. */
export function flatMatrix(data: number[], rows: number): Float64Matrix {
  return { rows, columns: data.length / rows, data };
}
