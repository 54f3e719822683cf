/**
 * The matrix product in double precision.
 *
 * Every entry is Σ aᵢₖbₖⱼ summed in the order k = 0, 1, … from 0, each product and each sum rounded,
 * whatever the sizes and whatever computes it: in JavaScript, or for large matrices in WebAssembly.
 * The loops take four sums at a time, since a processor adds to four while it waits for one.
 *
 * @module
 */

import { productInWebAssembly } from "./_product_kernel.ts";

/**
 * From so many multiplications on, WebAssembly is worth the copying (and, once, a millisecond of
 * preparation). In thinner matrices too few multiplications share a copied number.
 */
const LEAST_MULTIPLICATIONS = 4096;
const LEAST_DIMENSION = 4;

/** Whether the product of an m×inner and an inner×n matrix is large enough for WebAssembly. */
export function isLargeProduct(m: number, inner: number, n: number): boolean {
  return n >= LEAST_DIMENSION && m >= LEAST_DIMENSION && m * inner * n >= LEAST_MULTIPLICATIONS;
}

/**
 * A B, all three stored row by row.
 *
 * @param left A, m×inner.
 * @param right B, inner×n.
 * @returns The m·n entries.
 */
export function matrixProduct(
  left: ArrayLike<number>,
  right: ArrayLike<number>,
  m: number,
  inner: number,
  n: number,
): number[] {
  if (isLargeProduct(m, inner, n)) {
    const product = productInWebAssembly(left, right, m, inner, n);
    if (product !== undefined) return product;
  }
  const product = new Array<number>(m * n);
  writeProduct(left, right, product, m, inner, n);
  return product;
}

/** Numbers that can be written, such as an array. */
interface Numbers extends ArrayLike<number> {
  [index: number]: number;
}

/** Computes A B in JavaScript, into `product`. */
export function writeProduct(
  left: ArrayLike<number>,
  right: ArrayLike<number>,
  product: Numbers,
  m: number,
  inner: number,
  n: number,
): void {
  if (n === 1) timesVector(left, right, product, m, inner);
  else if (n < 4) timesFewColumns(left, right, product, m, inner, n);
  else timesColumns(left, right, product, m, inner, n);
}

function timesColumns(
  left: ArrayLike<number>,
  right: ArrayLike<number>,
  product: Numbers,
  m: number,
  inner: number,
  n: number,
): void {
  for (let i = 0; i < m; i++) {
    let j = 0;
    for (; j <= n - 4; j += 4) {
      let first = 0;
      let second = 0;
      let third = 0;
      let fourth = 0;
      for (let k = 0; k < inner; k++) {
        const factor = left[i * inner + k]!;
        first += factor * right[k * n + j]!;
        second += factor * right[k * n + j + 1]!;
        third += factor * right[k * n + j + 2]!;
        fourth += factor * right[k * n + j + 3]!;
      }
      product[i * n + j] = first;
      product[i * n + j + 1] = second;
      product[i * n + j + 2] = third;
      product[i * n + j + 3] = fourth;
    }
    for (; j < n; j++) {
      let sum = 0;
      for (let k = 0; k < inner; k++) sum += left[i * inner + k]! * right[k * n + j]!;
      product[i * n + j] = sum;
    }
  }
}

function timesFewColumns(
  left: ArrayLike<number>,
  right: ArrayLike<number>,
  product: Numbers,
  m: number,
  inner: number,
  n: number,
): void {
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      let sum = 0;
      for (let k = 0; k < inner; k++) sum += left[i * inner + k]! * right[k * n + j]!;
      product[i * n + j] = sum;
    }
  }
}

function timesVector(
  left: ArrayLike<number>,
  right: ArrayLike<number>,
  product: Numbers,
  m: number,
  inner: number,
): void {
  let i = 0;
  for (; i <= m - 4; i += 4) {
    let first = 0;
    let second = 0;
    let third = 0;
    let fourth = 0;
    for (let k = 0; k < inner; k++) {
      const factor = right[k]!;
      first += left[i * inner + k]! * factor;
      second += left[(i + 1) * inner + k]! * factor;
      third += left[(i + 2) * inner + k]! * factor;
      fourth += left[(i + 3) * inner + k]! * factor;
    }
    product[i] = first;
    product[i + 1] = second;
    product[i + 2] = third;
    product[i + 3] = fourth;
  }
  for (; i < m; i++) {
    let sum = 0;
    for (let k = 0; k < inner; k++) sum += left[i * inner + k]! * right[k]!;
    product[i] = sum;
  }
}
