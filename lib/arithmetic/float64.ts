/**
 * Double precision.
 *
 * Its matrices are stored flat, in one plain array of numbers: the search lives on products of
 * matrices of a few entries, where ml-matrix's `Matrix` spends most of its time allocating a
 * `Float64Array` a row. ml-matrix decomposes symmetric matrices.
 *
 * @module
 */

import type { Arithmetic } from "./arithmetic.ts";
import { symmetricEigendecomposition } from "./_decompositions.ts";
import { elementwiseFunctions } from "./_elementwise_functions.ts";
import { flatMatrix, type Float64Matrix } from "./_float64_matrix.ts";
import { matrixProduct } from "./_product.ts";
import { rememberedDecomposition, scope } from "./_remembered_decomposition.ts";
import {
  checkDimensions,
  checkRange,
  checkReshape,
  rejectShapes,
  shapeOfConcatenation,
  shapeOfRows,
} from "./_shapes.ts";

export type { Float64Matrix };

/** Double-precision arithmetic (IEEE binary64) on matrices that are stored flat. */
export const float64: Arithmetic<Float64Matrix> = {
  name: "float64",
  backend: "ml-matrix",
  unitRoundoff: Number.EPSILON / 2,
  largest: Number.MAX_VALUE,

  matrix(rows) {
    const [m, n] = shapeOfRows(rows);
    // Three times as fast as `flat()`.
    const data = new Array<number>(m * n);
    for (let i = 0; i < m; i++) {
      const row = rows[i]!;
      for (let j = 0; j < n; j++) data[i * n + j] = row[j]!;
    }
    return flatMatrix(data, m);
  },
  vector(entries) {
    checkDimensions(entries.length, 1);
    return flatMatrix([...entries], entries.length);
  },
  zeros,
  identity(n) {
    const result = zeros(n, n);
    for (let i = 0; i < n; i++) result.data[i * n + i] = 1;
    return result;
  },
  diagonal(entries) {
    const n = entries.length;
    const result = zeros(n, n);
    for (let i = 0; i < n; i++) result.data[i * n + i] = entries[i]!;
    return result;
  },

  shape,
  toRows(a) {
    return Array.from(
      { length: a.rows },
      (_, i) => a.data.slice(i * a.columns, (i + 1) * a.columns),
    );
  },
  toArray: (a) => a.data.slice(),

  // The most frequent operations have loops of their own: calls of a function for each entry cost
  // several times as much as the entry.
  add(a, b) {
    const sum = likeBoth("add", a, b);
    for (let i = 0; i < sum.length; i++) sum[i] = a.data[i]! + b.data[i]!;
    return flatMatrix(sum, a.rows);
  },
  subtract(a, b) {
    const difference = likeBoth("subtract", a, b);
    for (let i = 0; i < difference.length; i++) difference[i] = a.data[i]! - b.data[i]!;
    return flatMatrix(difference, a.rows);
  },
  scale(c, a) {
    const multiple = new Array<number>(a.data.length);
    for (let i = 0; i < multiple.length; i++) multiple[i] = c * a.data[i]!;
    return flatMatrix(multiple, a.rows);
  },
  shift(a, c) {
    const shifted = new Array<number>(a.data.length);
    for (let i = 0; i < shifted.length; i++) shifted[i] = a.data[i]! + c;
    return flatMatrix(shifted, a.rows);
  },
  multiply(a, b) {
    if (a.columns !== b.rows) rejectShapes("multiply", shape(a), shape(b));
    return flatMatrix(matrixProduct(a.data, b.data, a.rows, a.columns, b.columns), a.rows);
  },
  transpose({ rows, columns, data }) {
    const transposed = new Array<number>(data.length);
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++) transposed[j * rows + i] = data[i * columns + j]!;
    }
    return flatMatrix(transposed, columns);
  },
  hadamard(a, b) {
    const product = likeBoth("hadamard", a, b);
    for (let i = 0; i < product.length; i++) product[i] = a.data[i]! * b.data[i]!;
    return flatMatrix(product, a.rows);
  },
  quotient(a, b) {
    const quotient = likeBoth("quotient", a, b);
    for (let i = 0; i < quotient.length; i++) quotient[i] = a.data[i]! / b.data[i]!;
    return flatMatrix(quotient, a.rows);
  },
  maximum: (a, b) => combine("maximum", a, b, Math.max),
  apply: (f, a) => map(a, elementwiseFunctions[f]),
  slice(a, { rows = [0, a.rows], columns = [0, a.columns] }) {
    checkRange(rows, a.rows, "rows");
    checkRange(columns, a.columns, "columns");
    const [top, bottom] = rows;
    const [left, right] = columns;
    if (right - left === a.columns) {
      return flatMatrix(a.data.slice(top * a.columns, bottom * a.columns), bottom - top);
    }
    const part: number[] = [];
    for (let i = top; i < bottom; i++) {
      for (let j = left; j < right; j++) part.push(a.data[i * a.columns + j]!);
    }
    return flatMatrix(part, bottom - top);
  },
  // The entries are shared: nothing changes them.
  reshape(a, rows, columns) {
    checkReshape(shape(a), rows, columns);
    return flatMatrix(a.data, rows);
  },
  concatenate(parts, along) {
    const [rows, total] = shapeOfConcatenation(parts.map(shape), along);
    // Ten times as fast as `flatMap`.
    if (along === "rows") {
      return flatMatrix(([] as number[]).concat(...parts.map(({ data }) => data)), rows);
    }
    const joined = new Array<number>(rows * total);
    let start = 0;
    for (const { columns, data } of parts) {
      for (let i = 0; i < rows; i++) {
        for (let j = 0; j < columns; j++) joined[i * total + start + j] = data[i * columns + j]!;
      }
      start += columns;
    }
    return flatMatrix(joined, rows);
  },

  dot(a, b) {
    if (a.rows !== b.rows || a.columns !== b.columns) rejectShapes("dot", shape(a), shape(b));
    let sum = 0;
    for (let i = 0; i < a.data.length; i++) sum += a.data[i]! * b.data[i]!;
    return sum;
  },
  norm(a) {
    const squares = sumOfSquares(a, 1);
    // Below the limit, squares that underflowed may matter; above, they are beneath rounding.
    if (squares > 2 ** -900 && squares < Infinity) return Math.sqrt(squares);
    const largest = maximumNorm(a);
    if (largest === 0 || !Number.isFinite(largest)) return largest;
    return Math.sqrt(sumOfSquares(a, largest)) * largest;
  },
  maximumNorm,

  singularValueDecomposition: rememberedDecomposition,
  symmetricEigendecomposition,

  scope,
  release() {},
};

function shape({ rows, columns }: Float64Matrix): [rows: number, columns: number] {
  return [rows, columns];
}

function zeros(rows: number, columns: number): Float64Matrix {
  checkDimensions(rows, columns);
  return flatMatrix(new Array<number>(rows * columns).fill(0), rows);
}

function map({ rows, data }: Float64Matrix, f: (x: number) => number): Float64Matrix {
  const result = new Array<number>(data.length);
  for (let i = 0; i < data.length; i++) result[i] = f(data[i]!);
  return flatMatrix(result, rows);
}

function combine(
  operation: string,
  a: Float64Matrix,
  b: Float64Matrix,
  f: (x: number, y: number) => number,
): Float64Matrix {
  const result = likeBoth(operation, a, b);
  for (let i = 0; i < result.length; i++) result[i] = f(a.data[i]!, b.data[i]!);
  return flatMatrix(result, a.rows);
}

/** Room for the entries of a matrix of the shape that both have. */
function likeBoth(operation: string, a: Float64Matrix, b: Float64Matrix): number[] {
  if (a.rows !== b.rows || a.columns !== b.columns) rejectShapes(operation, shape(a), shape(b));
  return new Array<number>(a.data.length);
}

function sumOfSquares({ data }: Float64Matrix, unit: number): number {
  let sum = 0;
  for (let i = 0; i < data.length; i++) {
    const x = data[i]! / unit;
    sum += x * x;
  }
  return sum;
}

function maximumNorm({ data }: Float64Matrix): number {
  let largest = 0;
  for (let i = 0; i < data.length; i++) largest = Math.max(largest, Math.abs(data[i]!));
  return largest;
}
