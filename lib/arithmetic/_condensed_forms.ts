/**
 * Reflections that make a matrix bidiagonal, or a symmetric one tridiagonal.
 *
 * A reflection needs the product of the matrix with a vector, and then changes the matrix by one of
 * rank 1. The change is not made before the next product is needed, so that both happen on one way
 * through the matrix.
 *
 * Source: G. W. Howell, J. W. Demmel, C. T. Fulton, S. Hammarling and K. Marmol, "Cache efficient
 * bidiagonalization using BLAS 2.5 operators", ACM Transactions on Mathematical Software 34 (2008);
 * G. H. Golub and C. F. Van Loan, Matrix Computations, 4th ed., §5.1, §5.4.8 and §8.3.1.
 *
 * @module
 */

import {
  COLUMNS_AT_ONCE,
  MULTIPLIED_ROWS,
  REFLECTED_ROWS,
  STRIP,
  UPDATED_ROWS,
} from "./_decomposition_kernels.ts";
import { NEGLIGIBLE } from "./_negligible.ts";
import type { Assembled } from "./_web_assembly.ts";

/** The bytes of a number: number i of the memory lies at the address 8i. */
export const BYTES = 8;

/** The reflections H_k = I − τ_k u_k u_kᵀ, k = 0, 1, …; all numbers are indices of the memory. */
export interface Reflections {
  /** Where u_0 starts. */
  readonly vectors: number;
  /** From one vector to the next. */
  readonly stride: number;
  /** Where τ_0 is, before τ_1. It is 0 where there is nothing to reflect. */
  readonly factors: number;
  /** The first entry of u_k that is not 0, which is 1, is number k + `offset`. */
  readonly offset: 0 | 1;
}

/** A matrix that is being reflected, with what the kernels need; all are indices of the memory. */
interface Reflected {
  readonly rows: number;
  /** Where its entries start, row by row. Behind the last row there are some of zeros. */
  readonly entries: number;
  /** From one row to the next: longer than a row. What is between is 0. */
  readonly stride: number;
  /** For each pair of columns: two entries of y, of v and of w; see the kernel `update`. */
  readonly columns: number;
  /** For each row: an entry of u, of z and of x. */
  readonly weights: number;
  /** For each row: two numbers whose sum is an entry of a product. */
  readonly products: number;
  /** Behind the last of `columns`. */
  readonly lastColumn: number;
}

/** Hands out parts of the memory, one after the other. */
export class Layout {
  /** The length of all parts. */
  length = 0;

  /** The index at which a part of the given length starts. */
  reserve(length: number): number {
    const start = this.length;
    this.length = roundUp(start + length, 8);
    return start;
  }

  /** Room for the matrix that is to be reflected. */
  reserveReflected(rows: number, columns: number): Reflected {
    const stride = roundUp(columns + COLUMNS_AT_ONCE, 8);
    const paddedRows = rows + Math.max(UPDATED_ROWS, MULTIPLIED_ROWS);
    const columnsAt = this.reserve(3 * stride);
    return {
      rows,
      entries: this.reserve(stride * paddedRows),
      stride,
      columns: columnsAt,
      weights: this.reserve(3 * paddedRows),
      products: this.reserve(2 * paddedRows),
      lastColumn: columnsAt + 3 * columns,
    };
  }

  /** Room for so many reflections of vectors of the given length. */
  reserveReflections(count: number, length: number, offset: 0 | 1): Reflections {
    const stride = roundUp(length + REFLECTED_ROWS, 2);
    return {
      vectors: this.reserve(stride * count),
      stride,
      factors: this.reserve(count),
      offset,
    };
  }

  /** Room for a matrix in strips: as many rows as a strip is wide, column by column. */
  reserveStrips(rows: number, columns: number): number {
    return this.reserve(roundUp(rows, STRIP) * columns);
  }
}

/** The least multiple of the unit that is not below the value. */
function roundUp(value: number, unit: number): number {
  return Math.ceil(value / unit) * unit;
}

/** The places of the entries of y, v and w for column j. */
function placeOf({ columns }: Reflected, j: number): number {
  return columns + 6 * (j >> 1) + (j & 1);
}
const V = 2;
const W = 4;

/** The places of the entries of u, z and x for a row are this far from one another. */
const Z = 1;
const X = 2;

/**
 * Makes an m×n matrix, m ≥ n, bidiagonal: A = (H_0 H_1 ⋯) B (G_0 G_1 ⋯)ᵀ.
 *
 * @param a A, which is overwritten; all else in its room is 0.
 * @param left Room for the n reflections H_k, of offset 0; its numbers are 0.
 * @param right Room for the n reflections G_k, of offset 1; its numbers are 0.
 * @param diagonal Receives the n numbers on B's diagonal.
 * @param beside Receives the n − 1 numbers above them.
 */
export function bidiagonalize(
  kernels: Assembled,
  memory: Float64Array,
  a: Reflected,
  left: Reflections,
  right: Reflections,
  diagonal: Float64Array,
  beside: Float64Array,
): void {
  const { rows: m, entries, stride, weights, products } = a;
  const n = diagonal.length;
  for (let k = 0; k < n; k++) {
    const u = left.vectors + k * left.stride;
    readColumn(memory, a, k, k, u);
    diagonal[k] = makeReflection(memory, u + k, u + m, left.factors + k);
    if (k === n - 1) return;

    // y = τ Aᵀu, and what it leaves of row k.
    for (let i = k; i < m; i++) memory[weights + 3 * i + X] = memory[u + i]!;
    update(kernels, memory, a, k, k + 1);
    const leftFactor = memory[left.factors + k]!;
    const v = right.vectors + k * right.stride;
    const first = evenBelow(k + 1);
    // The kernel takes pairs of columns, so that it may begin one too early.
    if (first === k) memory[placeOf(a, k) + V] = 0;
    for (let j = k + 1; j < n; j++) {
      const place = placeOf(a, j);
      const y = leftFactor * memory[place + W]!;
      memory[place] = y;
      memory[v + j] = memory[entries + k * stride + j]! - y;
    }
    beside[k] = makeReflection(memory, v + k + 1, v + n, right.factors + k);

    // z = τ (A − u yᵀ) v, without changing A.
    let product = 0;
    for (let j = k + 1; j < n; j++) {
      const place = placeOf(a, j);
      const entry = memory[v + j]!;
      memory[place + V] = entry;
      product += memory[place]! * entry;
    }
    kernels.functions.multiply!(
      BYTES * (entries + (k + 1) * stride + first),
      BYTES * (entries + m * stride + first),
      BYTES * stride,
      BYTES * (products + 2 * (k + 1)),
      BYTES * placeOf(a, first),
      BYTES * a.lastColumn,
    );
    const rightFactor = memory[right.factors + k]!;
    for (let i = k + 1; i < m; i++) {
      const place = products + 2 * i;
      const entry = memory[u + i]!;
      memory[weights + 3 * i] = entry;
      memory[weights + 3 * i + Z] = rightFactor *
        (memory[place]! + memory[place + 1]! - entry * product);
    }
  }
}

/**
 * Makes a symmetric n×n matrix tridiagonal: A = (H_0 H_1 ⋯) T (H_0 H_1 ⋯)ᵀ.
 *
 * @param a A, all of it, which is overwritten; all else in its room is 0.
 * @param reflections Room for the n reflections H_k, of offset 1; its numbers are 0.
 * @param diagonal Receives the n numbers on T's diagonal.
 * @param beside Receives the n − 1 numbers beside them.
 */
export function tridiagonalize(
  kernels: Assembled,
  memory: Float64Array,
  a: Reflected,
  { vectors, stride, factors }: Reflections,
  diagonal: Float64Array,
  beside: Float64Array,
): void {
  const { weights } = a;
  const n = diagonal.length;
  for (let k = 0; k < n; k++) {
    const u = vectors + k * stride;
    readColumn(memory, a, k, k, u);
    diagonal[k] = memory[u + k]!;
    memory[u + k] = 0;
    if (k === n - 1) return;
    beside[k] = makeReflection(memory, u + k + 1, u + n, factors + k);

    // With p = τAu the reflected matrix is A − u yᵀ − y uᵀ, y = p − ½τ(pᵀu)u.
    for (let i = k + 1; i < n; i++) memory[weights + 3 * i + X] = memory[u + i]!;
    update(kernels, memory, a, k + 1, k + 1);
    const factor = memory[factors + k]!;
    let product = 0;
    for (let i = k + 1; i < n; i++) {
      product += factor * memory[placeOf(a, i) + W]! * memory[u + i]!;
    }
    for (let i = k + 1; i < n; i++) {
      const place = placeOf(a, i);
      const entry = memory[u + i]!;
      const y = factor * memory[place + W]! - factor * product / 2 * entry;
      memory[place] = y;
      memory[place + V] = entry;
      memory[weights + 3 * i] = entry;
      memory[weights + 3 * i + Z] = y;
    }
  }
}

/** Copies column j from row `first` on as A − u yᵀ − z vᵀ has it. */
function readColumn(
  memory: Float64Array,
  a: Reflected,
  j: number,
  first: number,
  to: number,
): void {
  const y = memory[placeOf(a, j)]!;
  const v = memory[placeOf(a, j) + V]!;
  for (let i = first; i < a.rows; i++) {
    const place = a.weights + 3 * i;
    memory[to + i] = memory[a.entries + i * a.stride + j]! - memory[place]! * y -
      memory[place + Z]! * v;
  }
}

/** From a row and a column on: A ← A − u yᵀ − z vᵀ, and w = xᵀA. */
function update(
  kernels: Assembled,
  memory: Float64Array,
  a: Reflected,
  row: number,
  column: number,
): void {
  const { rows, entries, stride, weights, lastColumn } = a;
  const first = evenBelow(column);
  for (let place = placeOf(a, first); place < lastColumn; place += 6) {
    memory[place + W] = 0;
    memory[place + W + 1] = 0;
  }
  kernels.functions.update!(
    BYTES * (entries + row * stride + first),
    BYTES * (entries + rows * stride + first),
    BYTES * stride,
    BYTES * (weights + 3 * row),
    BYTES * placeOf(a, first),
    BYTES * lastColumn,
  );
}

function evenBelow(j: number): number {
  return j - j % 2;
}

/**
 * Replaces a vector x by u, u_0 = 1, such that (I − τuuᵀ)x = βe_0.
 *
 * @param first Where x starts.
 * @param end Where it ends.
 * @param factor Where τ is to be written.
 * @returns β.
 */
function makeReflection(
  memory: Float64Array,
  first: number,
  end: number,
  factor: number,
): number {
  let squares = 0;
  for (let i = first + 1; i < end; i++) squares += memory[i]! * memory[i]!;
  const head = memory[first]!;
  memory[first] = 1;
  if (squares < NEGLIGIBLE * NEGLIGIBLE) {
    memory[factor] = 0;
    return head;
  }
  const norm = Math.sqrt(head * head + squares);
  const beta = head > 0 ? -norm : norm;
  const pivot = head - beta;
  for (let i = first + 1; i < end; i++) memory[i]! /= pivot;
  memory[factor] = -pivot / beta;
  return beta;
}

/**
 * The first columns of H_0 H_1 ⋯, in strips.
 *
 * @param rows The length of the vectors.
 * @param columns How many reflections and columns there are.
 * @param work Room for a strip of columns, `STRIP` times `rows + REFLECTED_ROWS` numbers.
 * @param to Room for the result.
 */
export function multiplyReflections(
  kernels: Assembled,
  memory: Float64Array,
  { vectors, stride, factors, offset }: Reflections,
  rows: number,
  columns: number,
  work: number,
  to: number,
): void {
  for (let left = 0; left < columns; left += STRIP) {
    const width = Math.min(STRIP, columns - left);
    memory.fill(0, work, work + STRIP * (rows + REFLECTED_ROWS));
    for (let j = 0; j < width; j++) memory[work + STRIP * (left + j) + j] = 1;
    // Those of later reflections leave unit vectors as they are.
    for (let k = left + width - 1 - offset; k >= 0; k--) {
      const first = k + offset;
      kernels.functions.reflect!(
        BYTES * (work + STRIP * first),
        BYTES * (work + STRIP * rows),
        BYTES * (vectors + k * stride + first),
        BYTES * (factors + k),
      );
    }
    for (let i = 0; i < rows; i++) {
      const row = placeInStrips(to, columns, i, left);
      for (let j = 0; j < width; j++) memory[row + STRIP * j] = memory[work + STRIP * i + j]!;
    }
  }
}

/** Where entry (i, j) of a matrix in strips is. */
export function placeInStrips(start: number, columns: number, i: number, j: number): number {
  const inStrip = i % STRIP;
  return start + (i - inStrip) * columns + STRIP * j + inStrip;
}
