/**
 * The matrices of the double-precision arithmetic.
 *
 * @module
 */

import { WrapperMatrix1D } from "ml-matrix";

/** A matrix of ml-matrix that is stored flat. */
export class Float64Matrix extends WrapperMatrix1D {
  /** The entries, row by row. */
  declare readonly data: number[];

  /**
   * Wraps the entries, without copying them.
   *
   * @param data The entries, row by row.
   * @param rows The number of rows.
   */
  constructor(data: number[], rows: number) {
    super(data, { rows });
  }
}
