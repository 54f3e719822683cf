/**
 * The decompositions behind both number systems, in double precision.
 *
 * @module
 */

import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import type { SingularValueDecomposition, SymmetricEigendecomposition } from "./arithmetic.ts";
import { flatMatrix, type Float64Matrix } from "./_float64_matrix.ts";
import {
  largeSingularValueDecomposition,
  largeSymmetricEigendecomposition,
} from "./_large_decompositions.ts";
import { NEGLIGIBLE } from "./_negligible.ts";
import { checkSquare } from "./_shapes.ts";

/**
 * From so many rows and columns on, matrices are decomposed by the algorithms of
 * `_large_decompositions.ts`. They would be faster from ten on, but do not know small singular values
 * to high relative accuracy.
 */
const LARGE = 30;

/** The economy-sized SVD of a matrix. Throws a `RangeError` if an entry is not finite. */
export function singularValueDecomposition(
  a: Float64Matrix,
): SingularValueDecomposition<Float64Matrix> {
  const scale = scaleOf("singularValueDecomposition", a);
  const wide = a.rows < a.columns;
  const count = Math.min(a.rows, a.columns);
  const length = Math.max(a.rows, a.columns);
  // Of Aᵀ if A is wide.
  const { u, s, v } = (count < LARGE ? undefined : blocked(length, count, wide, scale, a.data)) ??
    rotated(length, count, wide, scale, a.data);
  for (let j = 0; j < count; j++) s[j]! /= scale;
  return { u: wide ? v : u, s, v: wide ? u : v };
}

/** An SVD whose list of singular values nobody else has. */
interface OwnDecomposition extends SingularValueDecomposition<Float64Matrix> {
  readonly s: number[];
}

function blocked(
  length: number,
  count: number,
  wide: boolean,
  scale: number,
  data: readonly number[],
): OwnDecomposition | undefined {
  const large = largeSingularValueDecomposition(
    length,
    count,
    (i, j) => scale * data[wide ? j * length + i : i * count + j]!,
  );
  return large && { u: flatMatrix(large.u, length), s: large.s, v: flatMatrix(large.v, count) };
}

/**
 * The SVD of a matrix that is not wide and whose largest entry is around 1, by one-sided Jacobi
 * rotations.
 *
 * ml-matrix has an SVD too, but it never returns for some matrices of low rank (for example, the
 * 29×30 matrix whose columns are all the same vector): it bidiagonalizes rounding errors of
 * rounding errors until they underflow, and then iterates on what is left without end. Rotations
 * stop by themselves, find small singular values to high relative accuracy, and are several times
 * as fast on matrices of the size that the search uses.
 */
function rotated(
  length: number,
  count: number,
  wide: boolean,
  scale: number,
  data: readonly number[],
): OwnDecomposition {
  // The columns of A become U Σ; the same rotations turn the identity into V.
  const columns = columnsIn(roomForColumns, count, length);
  const rotations = columnsIn(roomForRotations, count, count);
  const row = wide ? 1 : count;
  const column = wide ? length : 1;
  for (let j = 0; j < count; j++) {
    for (let i = 0; i < length; i++) {
      columns.entries[j * length + i] = scale * data[i * row + j * column]!;
    }
    for (let i = 0; i < count; i++) rotations.entries[j * count + i] = i === j ? 1 : 0;
  }
  orthogonalize(columns, rotations);

  const norms = new Array<number>(count);
  for (let j = 0; j < count; j++) norms[j] = euclideanNorm(columns, j);
  sortDescending(norms, columns, rotations);
  orthonormalize(columns, norms);
  return { u: matrixOfColumns(columns), s: norms, v: matrixOfColumns(rotations) };
}

/**
 * The eigendecomposition of the symmetric matrix whose lower triangle is that of `a`. Throws a
 * `RangeError` if `a` is not square or an entry is not finite.
 */
export function symmetricEigendecomposition(
  a: Float64Matrix,
): SymmetricEigendecomposition<Float64Matrix> {
  checkSquare("symmetricEigendecomposition", [a.rows, a.columns]);
  const scale = scaleOf("symmetricEigendecomposition", a);
  const n = a.rows;
  const entry = (i: number, j: number) => {
    const value = scale * a.data[i < j ? j * n + i : i * n + j]!;
    // Householder vectors made of numbers whose products underflow are not orthogonal. Without
    // these entries the eigenvalues move by less than one part in 2⁴⁰⁰ of the norm.
    return Math.abs(value) < NEGLIGIBLE ? 0 : value;
  };
  const { values, vectors } =
    (n < LARGE ? undefined : largeSymmetricEigendecomposition(n, entry)) ??
      smallSymmetricEigendecomposition(n, entry);
  return { values: values.map((value) => value / scale), vectors: flatMatrix(vectors, n) };
}

function smallSymmetricEigendecomposition(
  n: number,
  entry: (i: number, j: number) => number,
): { readonly values: number[]; readonly vectors: number[] } {
  const symmetric = new Matrix(n, n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      symmetric.set(i, j, entry(i, j));
      symmetric.set(j, i, entry(i, j));
    }
  }
  const eigen = new EigenvalueDecomposition(symmetric, { assumeSymmetric: true });
  return { values: eigen.realEigenvalues, vectors: eigen.eigenvectorMatrix.to1DArray() };
}

/** More sweeps than rotations ever need: they converge quadratically, in six to ten. */
const SWEEPS = 40;

/** Vectors of one length in one array. They change places without moving their entries. */
interface Columns {
  readonly count: number;
  readonly length: number;
  readonly entries: Float64Array;
  /** Where each column starts in the entries. */
  readonly starts: Int32Array;
}

/** How many entries the room has that is used again: those of a 32×32 matrix. */
const ROOM = 1024;

const roomForColumns = { entries: new Float64Array(ROOM), starts: new Int32Array(ROOM) };
const roomForRotations = { entries: new Float64Array(ROOM), starts: new Int32Array(ROOM) };

/**
 * Columns with entries left from earlier calls. Small ones are in the given room, of which there is
 * one for all calls: to allocate arrays would take longer than to rotate them.
 */
function columnsIn(
  room: Pick<Columns, "entries" | "starts">,
  count: number,
  length: number,
): Columns {
  const { entries, starts } = count * length <= ROOM
    ? room
    : { entries: new Float64Array(count * length), starts: new Int32Array(count) };
  for (let j = 0; j < count; j++) starts[j] = j * length;
  return { count, length, entries, starts };
}

/**
 * Rotates pairs of columns until all are orthogonal to rounding, largest first, and applies the
 * same rotations to `followers`.
 */
function orthogonalize(columns: Columns, followers: Columns): void {
  const { count, length, entries, starts } = columns;
  const tolerance = Math.sqrt(length) * Number.EPSILON;
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    let changed = false;
    for (let p = 0; p < count - 1; p++) {
      for (let q = p + 1; q < count; q++) {
        const x = starts[p]!;
        const y = starts[q]!;
        let xx = 0;
        let yy = 0;
        let xy = 0;
        for (let i = 0; i < length; i++) {
          const xi = entries[x + i]!;
          const yi = entries[y + i]!;
          xx += xi * xi;
          yy += yi * yi;
          xy += xi * yi;
        }
        if (xx < yy) {
          // The larger column first: this makes for fewer sweeps. Pairs that this sweep has passed
          // may now hold other columns, so another sweep has to follow.
          swap(starts, p, q);
          swap(followers.starts, p, q);
          const larger = yy;
          yy = xx;
          xx = larger;
          changed = true;
        }
        if (yy < NEGLIGIBLE * NEGLIGIBLE) continue;
        if (Math.abs(xy) <= tolerance * Math.sqrt(xx) * Math.sqrt(yy)) continue;
        const cotangent = (yy - xx) / (2 * xy);
        const tangent = (cotangent >= 0 ? 1 : -1) /
          (Math.abs(cotangent) + Math.sqrt(1 + cotangent * cotangent));
        const cosine = 1 / Math.sqrt(1 + tangent * tangent);
        const sine = cosine * tangent;
        rotate(columns, p, q, cosine, sine);
        rotate(followers, p, q, cosine, sine);
        changed = true;
      }
    }
    if (!changed) return;
  }
}

function rotate(
  { length, entries, starts }: Columns,
  p: number,
  q: number,
  cosine: number,
  sine: number,
): void {
  const x = starts[p]!;
  const y = starts[q]!;
  for (let i = 0; i < length; i++) {
    const xi = entries[x + i]!;
    const yi = entries[y + i]!;
    entries[x + i] = cosine * xi - sine * yi;
    entries[y + i] = sine * xi + cosine * yi;
  }
}

function swap(items: number[] | Int32Array, i: number, j: number): void {
  const item = items[i]!;
  items[i] = items[j]!;
  items[j] = item;
}

/** Sorts by descending norm, which the rotations have all but done. */
function sortDescending(norms: number[], columns: Columns, followers: Columns): void {
  for (let last = 1; last < norms.length; last++) {
    for (let i = last; i > 0 && norms[i - 1]! < norms[i]!; i--) {
      swap(norms, i - 1, i);
      swap(columns.starts, i - 1, i);
      swap(followers.starts, i - 1, i);
    }
  }
}

/**
 * Replaces orthogonal columns, sorted by descending norm, by their directions. Columns that are
 * negligible or zero have no direction worth keeping: they are completed to an orthonormal basis,
 * starting from themselves and then from unit vectors.
 */
function orthonormalize(columns: Columns, norms: readonly number[]): void {
  const { count, length, entries, starts } = columns;
  let unit = 0;
  for (let j = 0; j < count; j++) {
    const norm = norms[j]!;
    if (norm > 0) divide(columns, j, norm);
    // At twice the threshold a column is sure to have been rotated against all larger ones.
    if (norm >= 2 * NEGLIGIBLE) continue;
    if (norm > 0 && keepComplement(columns, j)) continue;
    do {
      entries.fill(0, starts[j]!, starts[j]! + length);
      entries[starts[j]! + unit++] = 1;
    } while (!keepComplement(columns, j));
  }
}

/**
 * Replaces column `j`, a unit vector, by the direction of the part of it that is orthogonal to the
 * columns before it, which are orthonormal. Returns false if that part is so small that too much of
 * it would be rounding errors.
 */
function keepComplement(columns: Columns, j: number): boolean {
  const { length, entries, starts } = columns;
  const x = starts[j]!;
  // Once leaves an error of rounding size relative to the vector, twice relative to the result.
  for (let pass = 0; pass < 2; pass++) {
    for (let k = 0; k < j; k++) {
      const direction = starts[k]!;
      let product = 0;
      for (let i = 0; i < length; i++) product += entries[direction + i]! * entries[x + i]!;
      for (let i = 0; i < length; i++) entries[x + i]! -= product * entries[direction + i]!;
    }
  }
  const norm = euclideanNorm(columns, j);
  // Some unit vector always passes: the squares of their parts sum to at least 1.
  if (norm < 0.5 / Math.sqrt(length)) return false;
  divide(columns, j, norm);
  return true;
}

function divide({ length, entries, starts }: Columns, j: number, divisor: number): void {
  const x = starts[j]!;
  for (let i = 0; i < length; i++) entries[x + i]! /= divisor;
}

function matrixOfColumns({ count, length, entries, starts }: Columns): Float64Matrix {
  const data = new Array<number>(length * count);
  for (let j = 0; j < count; j++) {
    const x = starts[j]!;
    for (let i = 0; i < length; i++) data[i * count + j] = entries[x + i]!;
  }
  return flatMatrix(data, length);
}

function euclideanNorm({ length, entries, starts }: Columns, j: number): number {
  const x = starts[j]!;
  let sum = 0;
  for (let i = 0; i < length; i++) sum += entries[x + i]! * entries[x + i]!;
  // Entries are below 2 in magnitude: the sum is finite, but squares may have underflowed.
  if (sum > NEGLIGIBLE * NEGLIGIBLE) return Math.sqrt(sum);
  let largest = 0;
  for (let i = 0; i < length; i++) largest = Math.max(largest, Math.abs(entries[x + i]!));
  if (largest === 0) return 0;
  sum = 0;
  for (let i = 0; i < length; i++) sum += (entries[x + i]! / largest) ** 2;
  return largest * Math.sqrt(sum);
}

/**
 * The power of two that brings the largest entry of `a` to [1, 2), as far as it is a normal number:
 * then no intermediate result overflows, and none underflows that matters. Throws a `RangeError`
 * if an entry is not finite.
 */
function scaleOf(operation: string, { data }: Float64Matrix): number {
  let largest = 0;
  for (let i = 0; i < data.length; i++) largest = Math.max(largest, Math.abs(data[i]!));
  if (!Number.isFinite(largest)) {
    throw new RangeError(`${operation}: the matrix has an entry that is not finite.`);
  }
  if (largest === 0) return 1;
  return 2 ** -Math.max(-1022, Math.min(1022, Math.floor(Math.log2(largest))));
}
