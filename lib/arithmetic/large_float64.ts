/**
 * Double precision for large matrices.
 *
 * @module
 */

import type { Arithmetic } from "./arithmetic.ts";
import { singularValueDecomposition, symmetricEigendecomposition } from "./_decompositions.ts";
import { elementwiseFunctions } from "./_elementwise_functions.ts";
import { entrywiseKernels, NUMBERS_AT_A_TIME } from "./_entrywise_kernels.ts";
import { flatMatrix, type Float64Matrix } from "./_float64_matrix.ts";
import { handlesIn } from "./_handles_in.ts";
import { NumberMemory } from "./_number_memory.ts";
import { isLargeProduct, writeProduct } from "./_product.ts";
import {
  computedRows,
  multiplyInMemory,
  productKernels,
  productRowLength,
  workspaceLength,
} from "./_product_kernel.ts";
import {
  checkDimensions,
  checkRange,
  checkReshape,
  rejectShapes,
  type Shape,
  shapeOfConcatenation,
  shapeOfRows,
} from "./_shapes.ts";
import { assemble, type Assembled, mayComputeInWebAssembly } from "./_web_assembly.ts";

/** A matrix of {@linkcode createLargeFloat64}, by its place in the memory. */
export class LargeFloat64Matrix {
  /** The number of rows, at least 1. */
  readonly rows: number;
  /** The number of columns, at least 1. */
  readonly columns: number;
  /** Where its entries start, row by row. */
  readonly at: number;
  /** The memory of its arithmetic; none when it was freed, and its place may be another matrix's. */
  owner: object | undefined;

  /** A matrix whose entries are at this place. */
  constructor(rows: number, columns: number, at: number, owner: object) {
    this.rows = rows;
    this.columns = columns;
    this.at = at;
    this.owner = owner;
  }
}

/**
 * Makes double-precision arithmetic (IEEE binary64) for matrices of thousands of entries, which lie in
 * one memory, where products in WebAssembly find them. Every operation gives what `float64` gives, to
 * the last bit.
 *
 * It is meant for experiments with networks of thousands of parameters and hundreds of samples, where
 * products take most of the time. As with `loadFloat32`, matrices must be freed, by `scope` or
 * `release`, which `iterate` does: the memory is only given back when the arithmetic itself is
 * forgotten. A matrix that was freed is an error to use. On matrices of a few entries, and where
 * nothing frees, `float64` is the better choice.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { createLargeFloat64 } from "./mod.ts";
 *
 * const arithmetic = createLargeFloat64();
 * const trace = arithmetic.scope(() => {
 *   const a = arithmetic.matrix([[1, 2], [3, 4]]);
 *   return arithmetic.dot(arithmetic.multiply(a, a), arithmetic.identity(2));
 * });
 * assertEquals(trace, 29);
 * ```
 *
 * @returns An arithmetic with a memory of its own: its matrices fit no other.
 */
export function createLargeFloat64(): Arithmetic<LargeFloat64Matrix> {
  const assembled = mayComputeInWebAssembly()
    ? assemble({ ...productKernels(), ...entrywiseKernels() })
    : undefined;
  const memory = new NumberMemory(assembled);
  /** What is to be freed at the end of the scopes that have begun, the innermost last. */
  const scopes: LargeFloat64Matrix[][] = [];

  function allocate(rows: number, columns: number): LargeFloat64Matrix {
    const at = memory.allocate(lengthOf(rows, columns));
    const result = new LargeFloat64Matrix(rows, columns, at, memory);
    scopes.at(-1)?.push(result);
    return result;
  }
  function free(a: LargeFloat64Matrix): void {
    if (a.owner === undefined) return;
    requireLive(a);
    a.owner = undefined;
    memory.free(a.at, lengthOf(a.rows, a.columns));
  }
  /** Room for a matrix like this, and all numbers, which are elsewhere once room was made. */
  function like(
    { rows, columns }: { readonly rows: number; readonly columns: number },
    ...operands: readonly LargeFloat64Matrix[]
  ): { result: LargeFloat64Matrix; to: number; length: number; numbers: Float64Array } {
    operands.forEach(requireLive);
    const result = allocate(rows, columns);
    return { result, to: result.at, length: rows * columns, numbers: memory.numbers() };
  }
  /** What computes, unless it is to be done in JavaScript. */
  function kernels(): Assembled["functions"] | undefined {
    return mayComputeInWebAssembly() ? assembled?.functions : undefined;
  }
  function combine(
    operation: "add" | "subtract" | "hadamard" | "quotient" | "maximum",
    a: LargeFloat64Matrix,
    b: LargeFloat64Matrix,
    inJavaScript: (x: number, y: number) => number,
  ): LargeFloat64Matrix {
    if (a.rows !== b.rows || a.columns !== b.columns) rejectShapes(operation, shape(a), shape(b));
    const { result, to, length, numbers } = like(a, a, b);
    const inWebAssembly = kernels()?.[operation];
    if (inWebAssembly === undefined) {
      for (let i = 0; i < length; i++) {
        numbers[to + i] = inJavaScript(numbers[a.at + i]!, numbers[b.at + i]!);
      }
    } else {
      inWebAssembly(address(a.at), address(b.at), address(to), address(to + length));
    }
    return result;
  }
  function fromEntries(entries: ArrayLike<number>, rows: number, columns: number) {
    const { result, to, numbers } = like({ rows, columns });
    numbers.set(entries, to);
    return result;
  }
  function zeros(rows: number, columns: number): LargeFloat64Matrix {
    checkDimensions(rows, columns);
    const { result, to, length, numbers } = like({ rows, columns });
    numbers.fill(0, to, to + length);
    return result;
  }
  function diagonal(entries: readonly number[]): LargeFloat64Matrix {
    const n = entries.length;
    const result = zeros(n, n);
    const numbers = memory.numbers();
    for (let i = 0; i < n; i++) numbers[result.at + i * n + i] = entries[i]!;
    return result;
  }
  function toArray(a: LargeFloat64Matrix): number[] {
    requireLive(a);
    const numbers = memory.numbers();
    const entries = new Array<number>(a.rows * a.columns);
    for (let i = 0; i < entries.length; i++) entries[i] = numbers[a.at + i]!;
    return entries;
  }
  function toFloat64(a: LargeFloat64Matrix): Float64Matrix {
    return flatMatrix(toArray(a), a.rows);
  }
  function fromFloat64({ rows, columns, data }: Float64Matrix): LargeFloat64Matrix {
    return fromEntries(data, rows, columns);
  }

  return {
    name: "float64",
    backend: assembled === undefined ? "cpu" : "wasm",
    unitRoundoff: Number.EPSILON / 2,
    largest: Number.MAX_VALUE,

    matrix(rows) {
      const [m, n] = shapeOfRows(rows);
      const { result, to, numbers } = like({ rows: m, columns: n });
      for (let i = 0; i < m; i++) numbers.set(rows[i]!, to + i * n);
      return result;
    },
    vector(entries) {
      checkDimensions(entries.length, 1);
      return fromEntries(entries, entries.length, 1);
    },
    zeros,
    identity(n) {
      checkDimensions(n, n);
      return diagonal(new Array<number>(n).fill(1));
    },
    diagonal,

    shape,
    toRows(a) {
      const entries = toArray(a);
      return Array.from(
        { length: a.rows },
        (_, i) => entries.slice(i * a.columns, (i + 1) * a.columns),
      );
    },
    toArray,

    add: (a, b) => combine("add", a, b, (x, y) => x + y),
    subtract: (a, b) => combine("subtract", a, b, (x, y) => x - y),
    scale(c, a) {
      const { result, to, length, numbers } = like(a, a);
      const from = a.at;
      for (let i = 0; i < length; i++) numbers[to + i] = c * numbers[from + i]!;
      return result;
    },
    shift(a, c) {
      const { result, to, length, numbers } = like(a, a);
      const from = a.at;
      for (let i = 0; i < length; i++) numbers[to + i] = numbers[from + i]! + c;
      return result;
    },
    multiply(a, b) {
      if (a.columns !== b.rows) rejectShapes("multiply", shape(a), shape(b));
      const [m, inner, n] = [a.rows, a.columns, b.columns];
      const { result, to, numbers } = like({ rows: m, columns: n }, a, b);
      const functions = kernels();
      if (functions !== undefined && m === 1 && n >= NUMBERS_AT_A_TIME) {
        // A row of B at a time, where four columns would be far apart.
        numbers.fill(0, to, to + n);
        for (let k = 0; k < inner; k++) {
          const row = address(b.at + k * n);
          functions.addMultiple!(address(a.at + k), row, address(to), address(to + n));
        }
        return result;
      }
      if (functions === undefined || !isLargeProduct(m, inner, n)) {
        const part = (at: number, length: number) => numbers.subarray(at, at + length);
        writeProduct(part(a.at, m * inner), part(b.at, inner * n), part(to, m * n), m, inner, n);
        return result;
      }
      const rowLength = productRowLength(n);
      const isDirect = rowLength === n;
      const needed = workspaceLength(inner, n);
      const workspace = memory.allocate(needed);
      // Otherwise rows end within a tile.
      const padded = isDirect ? to : memory.allocate(computedRows(m) * rowLength);
      const places = { left: a.at, right: b.at, workspace, product: padded, rowLength };
      multiplyInMemory(functions, places, m, inner, n);
      memory.free(workspace, needed);
      if (!isDirect) {
        const all = memory.numbers();
        for (let i = 0; i < m; i++) {
          all.copyWithin(to + i * n, padded + i * rowLength, padded + i * rowLength + n);
        }
        memory.free(padded, computedRows(m) * rowLength);
      }
      return result;
    },
    transpose(a) {
      const { rows, columns, at } = a;
      const { result, to, numbers } = like({ rows: columns, columns: rows }, a);
      for (let i = 0; i < rows; i++) {
        for (let j = 0; j < columns; j++) {
          numbers[to + j * rows + i] = numbers[at + i * columns + j]!;
        }
      }
      return result;
    },
    hadamard: (a, b) => combine("hadamard", a, b, (x, y) => x * y),
    quotient: (a, b) => combine("quotient", a, b, (x, y) => x / y),
    maximum: (a, b) => combine("maximum", a, b, Math.max),
    apply(f, a) {
      if (f === "square") return combine("hadamard", a, a, (x, y) => x * y);
      const { result, to, length, numbers } = like(a, a);
      const from = a.at;
      // In a loop of its own, V8 calls it without a detour: half the time.
      if (f === "tanh") {
        for (let i = 0; i < length; i++) numbers[to + i] = Math.tanh(numbers[from + i]!);
      } else {
        const evaluate = elementwiseFunctions[f];
        for (let i = 0; i < length; i++) numbers[to + i] = evaluate(numbers[from + i]!);
      }
      return result;
    },
    slice(a, { rows = [0, a.rows], columns = [0, a.columns] }) {
      checkRange(rows, a.rows, "rows");
      checkRange(columns, a.columns, "columns");
      const [top, bottom] = rows;
      const [left, right] = columns;
      const width = right - left;
      const { result, to, length, numbers } = like({ rows: bottom - top, columns: width }, a);
      const from = a.at + top * a.columns;
      if (width === a.columns) numbers.copyWithin(to, from, from + length);
      else copyBlock(numbers, from + left, a.columns, to, width, bottom - top, width);
      return result;
    },
    reshape(a, rows, columns) {
      checkReshape(shape(a), rows, columns);
      const { result, to, length, numbers } = like({ rows, columns }, a);
      numbers.copyWithin(to, a.at, a.at + length);
      return result;
    },
    concatenate(parts, along) {
      const [rows, columns] = shapeOfConcatenation(parts.map(shape), along);
      const { result, to, numbers } = like({ rows, columns }, ...parts);
      let used = 0;
      for (const part of parts) {
        if (along === "rows") {
          const length = part.rows * columns;
          numbers.copyWithin(to + used, part.at, part.at + length);
          used += length;
        } else {
          copyBlock(numbers, part.at, part.columns, to + used, columns, rows, part.columns);
          used += part.columns;
        }
      }
      return result;
    },

    dot(a, b) {
      if (a.rows !== b.rows || a.columns !== b.columns) rejectShapes("dot", shape(a), shape(b));
      [a, b].forEach(requireLive);
      const numbers = memory.numbers();
      const [left, right, length] = [a.at, b.at, a.rows * a.columns];
      let sum = 0;
      for (let i = 0; i < length; i++) sum += numbers[left + i]! * numbers[right + i]!;
      return sum;
    },
    norm(a) {
      const squares = sumOfSquares(a, 1);
      // As in `float64`: below, squares that underflowed may matter, above, they are beneath rounding.
      if (squares > 2 ** -900 && squares < Infinity) return Math.sqrt(squares);
      const largest = maximumNorm(a);
      if (largest === 0 || !Number.isFinite(largest)) return largest;
      return Math.sqrt(sumOfSquares(a, largest)) * largest;
    },
    maximumNorm,

    singularValueDecomposition(a) {
      const { u, s, v } = singularValueDecomposition(toFloat64(a));
      return { u: fromFloat64(u), s, v: fromFloat64(v) };
    },
    symmetricEigendecomposition(a) {
      const { values, vectors } = symmetricEigendecomposition(toFloat64(a));
      return { values, vectors: fromFloat64(vectors) };
    },

    scope<R>(body: () => R): R {
      const made: LargeFloat64Matrix[] = [];
      let kept = new Set<LargeFloat64Matrix>();
      scopes.push(made);
      try {
        const result = body();
        kept = new Set(matricesIn(result));
        return result;
      } finally {
        scopes.pop();
        for (const matrix of made) {
          if (kept.has(matrix)) scopes.at(-1)?.push(matrix);
          else free(matrix);
        }
      }
    },
    release(value, keep) {
      const kept = new Set(matricesIn(keep));
      for (const matrix of matricesIn(value)) {
        if (!kept.has(matrix)) free(matrix);
      }
    },
  };

  function requireLive({ rows, columns, owner }: LargeFloat64Matrix): void {
    if (owner === memory) return;
    throw new Error(
      owner === undefined
        ? `This ${rows}×${columns} matrix was freed: return it from the scope it was made in, ` +
          "or keep it from being released, to use it later."
        : `This ${rows}×${columns} matrix is one of another arithmetic.`,
    );
  }
  function sumOfSquares(a: LargeFloat64Matrix, unit: number): number {
    requireLive(a);
    const numbers = memory.numbers();
    let sum = 0;
    for (let i = a.at; i < a.at + a.rows * a.columns; i++) {
      const x = numbers[i]! / unit;
      sum += x * x;
    }
    return sum;
  }
  function maximumNorm(a: LargeFloat64Matrix): number {
    requireLive(a);
    const numbers = memory.numbers();
    let largest = 0;
    for (let i = a.at; i < a.at + a.rows * a.columns; i++) {
      largest = Math.max(largest, Math.abs(numbers[i]!));
    }
    return largest;
  }
}

/** The room for a matrix: the kernel writes rows by fours. */
function lengthOf(rows: number, columns: number): number {
  return computedRows(rows) * columns;
}

/** Where a number lies, in bytes. */
function address(at: number): number {
  return Float64Array.BYTES_PER_ELEMENT * at;
}

function shape({ rows, columns }: LargeFloat64Matrix): Shape {
  return [rows, columns];
}

function matricesIn(value: unknown): LargeFloat64Matrix[] {
  return handlesIn(value, (part) => part instanceof LargeFloat64Matrix);
}

/** Copies so many rows of so many numbers between matrices of other widths. */
function copyBlock(
  numbers: Float64Array,
  from: number,
  fromWidth: number,
  to: number,
  toWidth: number,
  rows: number,
  columns: number,
): void {
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      numbers[to + i * toWidth + j] = numbers[from + i * fromWidth + j]!;
    }
  }
}
