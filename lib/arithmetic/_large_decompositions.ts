/**
 * The decompositions of larger matrices: reflections make the matrix bidiagonal or tridiagonal, and
 * rotations make that diagonal. The loops over all of a matrix are in WebAssembly.
 *
 * @module
 */

import {
  bidiagonalize,
  Layout,
  multiplyReflections,
  placeInStrips,
  tridiagonalize,
} from "./_condensed_forms.ts";
import { decompositionKernels, REFLECTED_ROWS, STRIP } from "./_decomposition_kernels.ts";
import { diagonalizeBidiagonal, diagonalizeTridiagonal } from "./_implicit_qr.ts";
import { reserveRotations, type Rotated, RotationSweeps } from "./_rotation_sweeps.ts";

/** The largest memory that is used, in numbers: addresses are below 2³¹. */
const LARGEST_MEMORY = 2 ** 28;

/** A = U diag(s) Vᵀ, the matrices row by row. */
export interface LargeSingularValueDecomposition {
  /** U, m×n. */
  readonly u: number[];
  /** The n singular values, in descending order. */
  readonly s: number[];
  /** V, n×n. */
  readonly v: number[];
}

/** A = Q diag(values) Qᵀ, the matrix row by row. */
export interface LargeSymmetricEigendecomposition {
  /** The n eigenvalues, in ascending order. */
  readonly values: number[];
  /** Q, n×n. */
  readonly vectors: number[];
}

/**
 * The economy-sized SVD of an m×n matrix, m ≥ n ≥ 1, whose largest entry is around 1. Errors are of
 * the order of rounding errors of the matrix, and so are those of small singular values.
 *
 * @param m The number of rows.
 * @param n The number of columns.
 * @param entry The entries.
 * @returns The SVD; `undefined` where WebAssembly is not to be used or does not have the
 * instructions, or where the matrix is too large.
 */
export function largeSingularValueDecomposition(
  m: number,
  n: number,
  entry: (i: number, j: number) => number,
): LargeSingularValueDecomposition | undefined {
  const kernels = decompositionKernels();
  if (kernels === undefined) return undefined;
  const layout = new Layout();
  const a = layout.reserveReflected(m, n);
  const left = layout.reserveReflections(n, m, 0);
  const right = layout.reserveReflections(n, n, 1);
  const work = layout.reserve(STRIP * (m + REFLECTED_ROWS));
  const u = reserveRotated(layout, m, n);
  const v = reserveRotated(layout, n, n);
  if (layout.length > LARGEST_MEMORY) return undefined;
  const memory = kernels.memory(layout.length);
  memory.fill(0, 0, layout.length);

  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) memory[a.entries + i * a.stride + j] = entry(i, j);
  }
  const diagonal = new Float64Array(n);
  const beside = new Float64Array(n);
  bidiagonalize(kernels, memory, a, left, right, diagonal, beside);
  multiplyReflections(kernels, memory, left, m, n, work, u.start);
  multiplyReflections(kernels, memory, right, n, n, work, v.start);
  const sweeps = new RotationSweeps(kernels, [u, v]);
  if (!diagonalizeBidiagonal(diagonal, beside, memory, sweeps, u, v)) return undefined;
  sweeps.apply();

  const order = indicesBy(n, (i, j) => Math.abs(diagonal[j]!) - Math.abs(diagonal[i]!));
  return {
    u: columnsOf(memory, u, order, () => 1),
    s: order.map((j) => Math.abs(diagonal[j]!)),
    v: columnsOf(memory, v, order, (j) => diagonal[j]! < 0 ? -1 : 1),
  };
}

/**
 * The eigendecomposition of a symmetric n×n matrix, n ≥ 1, whose largest entry is around 1.
 *
 * @param n The number of rows.
 * @param entry The entries; those above the diagonal are asked for too.
 * @returns The eigendecomposition; `undefined` where WebAssembly is not to be used or does not have
 * the instructions, or where the matrix is too large.
 */
export function largeSymmetricEigendecomposition(
  n: number,
  entry: (i: number, j: number) => number,
): LargeSymmetricEigendecomposition | undefined {
  const kernels = decompositionKernels();
  if (kernels === undefined) return undefined;
  const layout = new Layout();
  const a = layout.reserveReflected(n, n);
  const reflections = layout.reserveReflections(n, n, 1);
  const work = layout.reserve(STRIP * (n + REFLECTED_ROWS));
  const q = reserveRotated(layout, n, n);
  if (layout.length > LARGEST_MEMORY) return undefined;
  const memory = kernels.memory(layout.length);
  memory.fill(0, 0, layout.length);

  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) memory[a.entries + i * a.stride + j] = entry(i, j);
  }
  const diagonal = new Float64Array(n);
  const beside = new Float64Array(n);
  tridiagonalize(kernels, memory, a, reflections, diagonal, beside);
  multiplyReflections(kernels, memory, reflections, n, n, work, q.start);
  const sweeps = new RotationSweeps(kernels, [q]);
  if (!diagonalizeTridiagonal(diagonal, beside, memory, sweeps, q)) return undefined;
  sweeps.apply();

  const order = indicesBy(n, (i, j) => diagonal[i]! - diagonal[j]!);
  return {
    values: order.map((j) => diagonal[j]!),
    vectors: columnsOf(memory, q, order, () => 1),
  };
}

function reserveRotated(layout: Layout, rows: number, columns: number): Rotated {
  return {
    rows,
    columns,
    start: layout.reserveStrips(rows, columns),
    rotations: reserveRotations(layout, columns),
  };
}

function indicesBy(n: number, compare: (i: number, j: number) => number): number[] {
  return Array.from({ length: n }, (_, j) => j).sort(compare);
}

/** The columns of a matrix in strips, in the given order and with the given signs, row by row. */
function columnsOf(
  memory: Float64Array,
  { rows, columns, start }: Rotated,
  order: readonly number[],
  sign: (j: number) => number,
): number[] {
  const result = new Array<number>(rows * columns);
  for (let to = 0; to < columns; to++) {
    const from = order[to]!;
    const factor = sign(from);
    for (let i = 0; i < rows; i++) {
      result[i * columns + to] = factor * memory[placeInStrips(start, columns, i, from)]!;
    }
  }
  return result;
}
