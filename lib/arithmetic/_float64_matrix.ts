/**
 * The matrices of the double-precision arithmetic.
 *
 * @module
 */

import { WrapperMatrix1D } from "ml-matrix";

// Written so because `deno doc --lint` wants each type that is named here to be exported here too.
/** A matrix of ml-matrix that is stored flat, with its entries row by row. */
export type Float64Matrix = InstanceType<typeof import("ml-matrix")["WrapperMatrix1D"]> & {
  /** The entries, row by row. */
  readonly data: number[];
};

/**
 * The matrix with the given entries, row by row, which are not copied.
 *
 * ml-matrix declares no `data`, but has it.
 */
export function flatMatrix(data: number[], rows: number): Float64Matrix {
  return new WrapperMatrix1D(data, { rows }) as Float64Matrix;
}
