/**
 * Rotations of neighbouring columns, collected until there are enough to make it worth to load
 * columns for them.
 *
 * Source: F. G. Van Zee, R. A. van de Geijn and G. Quintana-Ortí, "Restructuring the tridiagonal and
 * bidiagonal QR algorithms for performance", ACM Transactions on Mathematical Software 40 (2014).
 *
 * @module
 */

import { BYTES, type Layout } from "./_condensed_forms.ts";
import { STRIP } from "./_decomposition_kernels.ts";
import type { Assembled } from "./_web_assembly.ts";

/** So many rotations are collected: as many as the second cache holds beside a strip. */
const BATCH = 2048;

/** A matrix whose columns are rotated, in strips; see `Layout.reserveStrips`. */
export interface Rotated {
  /** The number of rows. */
  readonly rows: number;
  /** The number of columns. */
  readonly columns: number;
  /** Where it starts in the memory. */
  readonly start: number;
  /** Room for rotations; see {@linkcode reserveRotations}. */
  readonly rotations: number;
}

/** Room for the rotations of a matrix with so many columns. */
export function reserveRotations(layout: Layout, columns: number): number {
  // The last sweep may begin when the batch is all but full.
  return layout.reserve(2 * (BATCH + columns));
}

/** The sweeps of rotations of one or more matrices, which all have sweeps over the same columns. */
export class RotationSweeps {
  readonly #kernels: Assembled;
  readonly #matrices: readonly Rotated[];
  /** The first column, the way to the next one, and where the rotations end, for each sweep. */
  readonly #firsts: number[] = [];
  readonly #steps: number[] = [];
  readonly #ends: number[] = [];
  #end = 0;

  constructor(kernels: Assembled, matrices: readonly Rotated[]) {
    this.#kernels = kernels;
    this.#matrices = matrices;
  }

  /**
   * Where the rotations of the next sweep of a matrix are to be written: a cosine and a sine for each,
   * by which columns x and y become cx + sy and cy − sx.
   */
  next({ rotations }: Rotated): number {
    return rotations + this.#end;
  }

  /**
   * Takes in the rotations of a sweep, once they have been written for every matrix.
   *
   * @param first The first column.
   * @param step From one column to the next, 1 or −1.
   * @param count The number of rotations.
   */
  add(first: number, step: number, count: number): void {
    this.#firsts.push(first);
    this.#steps.push(step);
    this.#end += 2 * count;
    this.#ends.push(this.#end);
    if (this.#end >= 2 * BATCH) this.apply();
  }

  /** Rotates the columns by what has been taken in. */
  apply(): void {
    const { rotate } = this.#kernels.functions;
    for (const { rows, columns, start, rotations } of this.#matrices) {
      for (let row = 0; row < rows; row += STRIP) {
        const strip = start + row * columns;
        let from = 0;
        for (let sweep = 0; sweep < this.#ends.length; sweep++) {
          const end = this.#ends[sweep]!;
          rotate!(
            BYTES * (strip + STRIP * this.#firsts[sweep]!),
            BYTES * STRIP * this.#steps[sweep]!,
            BYTES * (rotations + from),
            BYTES * (rotations + end),
          );
          from = end;
        }
      }
    }
    this.#firsts.length = 0;
    this.#steps.length = 0;
    this.#ends.length = 0;
    this.#end = 0;
  }
}
