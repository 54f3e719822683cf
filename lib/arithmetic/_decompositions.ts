/**
 * The decompositions behind both number systems, in double precision.
 *
 * @module
 */

import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import type { SingularValueDecomposition, SymmetricEigendecomposition } from "./arithmetic.ts";
import { flatMatrix, type Float64Matrix } from "./_float64_matrix.ts";
import { checkSquare } from "./_shapes.ts";

/**
 * The economy-sized SVD of a matrix, by one-sided Jacobi rotations. Throws a `RangeError` if an
 * entry is not finite.
 *
 * ml-matrix has an SVD too, but it never returns for some matrices of low rank (for example, the
 * 29×30 matrix whose columns are all the same vector): it bidiagonalizes rounding errors of
 * rounding errors until they underflow, and then iterates on what is left without end. Rotations
 * stop by themselves, find small singular values to high relative accuracy, and are several times
 * as fast on matrices of the size that the search uses.
 */
export function singularValueDecomposition(
  a: Float64Matrix,
): SingularValueDecomposition<Float64Matrix> {
  const scale = scaleOf("singularValueDecomposition", a);
  const wide = a.rows < a.columns;
  const count = Math.min(a.rows, a.columns);
  const length = Math.max(a.rows, a.columns);

  // The columns of A (of Aᵀ if A is wide) become U Σ; the same rotations turn the identity into V.
  const columns: number[][] = [];
  const rotations: number[][] = [];
  for (let j = 0; j < count; j++) {
    const column = new Array<number>(length);
    for (let i = 0; i < length; i++) {
      column[i] = scale * a.data[wide ? j * length + i : i * count + j]!;
    }
    columns.push(column);
    rotations.push(unitVector(count, j));
  }
  orthogonalize(columns, rotations);

  const norms = columns.map(euclideanNorm);
  sortDescending(norms, columns, rotations);
  const u = matrixOfColumns(orthonormalColumns(columns, norms));
  const v = matrixOfColumns(rotations);
  return {
    u: wide ? v : u,
    s: norms.map((norm) => norm / scale),
    v: wide ? u : v,
  };
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
  const symmetric = new Matrix(a.rows, a.rows);
  for (let i = 0; i < a.rows; i++) {
    for (let j = 0; j <= i; j++) {
      const entry = scale * a.get(i, j);
      // Householder vectors made of numbers whose products underflow are not orthogonal. Without
      // these entries the eigenvalues move by less than one part in 2⁴⁰⁰ of the norm.
      if (Math.abs(entry) < NEGLIGIBLE) continue;
      symmetric.set(i, j, entry);
      symmetric.set(j, i, entry);
    }
  }
  const eigen = new EigenvalueDecomposition(symmetric, { assumeSymmetric: true });
  return {
    values: eigen.realEigenvalues.map((value) => value / scale),
    vectors: flatMatrix(eigen.eigenvectorMatrix.to1DArray(), a.rows),
  };
}

/** Beside numbers around 1, those below have squares that no result can notice. */
const NEGLIGIBLE = 2 ** -420;

/** More sweeps than rotations ever need: they converge quadratically, in six to ten. */
const SWEEPS = 40;

/**
 * Rotates pairs of columns until all are orthogonal to rounding, largest first, and applies the
 * same rotations to `followers`.
 */
function orthogonalize(columns: number[][], followers: number[][]): void {
  const count = columns.length;
  const length = columns[0]!.length;
  const tolerance = Math.sqrt(length) * Number.EPSILON;
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    let changed = false;
    for (let p = 0; p < count - 1; p++) {
      for (let q = p + 1; q < count; q++) {
        const x = columns[p]!;
        const y = columns[q]!;
        let xx = 0;
        let yy = 0;
        let xy = 0;
        for (let i = 0; i < length; i++) {
          const xi = x[i]!;
          const yi = y[i]!;
          xx += xi * xi;
          yy += yi * yi;
          xy += xi * yi;
        }
        if (xx < yy) {
          // The larger column first: this makes for fewer sweeps. Pairs that this sweep has passed
          // may now hold other columns, so another sweep has to follow.
          swap(columns, p, q);
          swap(followers, p, q);
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
        rotate(columns[p]!, columns[q]!, cosine, sine);
        rotate(followers[p]!, followers[q]!, cosine, sine);
        changed = true;
      }
    }
    if (!changed) return;
  }
}

function rotate(x: number[], y: number[], cosine: number, sine: number): void {
  for (let i = 0; i < x.length; i++) {
    const xi = x[i]!;
    const yi = y[i]!;
    x[i] = cosine * xi - sine * yi;
    y[i] = sine * xi + cosine * yi;
  }
}

function swap<T>(items: T[], i: number, j: number): void {
  const item = items[i]!;
  items[i] = items[j]!;
  items[j] = item;
}

/** Sorts by descending norm, which the rotations have all but done. */
function sortDescending(norms: number[], columns: number[][], followers: number[][]): void {
  for (let last = 1; last < norms.length; last++) {
    for (let i = last; i > 0 && norms[i - 1]! < norms[i]!; i--) {
      swap(norms, i - 1, i);
      swap(columns, i - 1, i);
      swap(followers, i - 1, i);
    }
  }
}

/**
 * The directions of orthogonal columns, sorted by descending norm. Columns that are negligible or
 * zero have no direction worth keeping: they are completed to an orthonormal basis, starting from
 * themselves and then from unit vectors.
 */
function orthonormalColumns(
  columns: readonly number[][],
  norms: readonly number[],
): number[][] {
  const directions: number[][] = [];
  let unit = 0;
  for (let j = 0; j < columns.length; j++) {
    const column = columns[j]!;
    const norm = norms[j]!;
    let direction: number[] | undefined = norm > 0 ? quotient(column, norm) : undefined;
    // At twice the threshold a column is sure to have been rotated against all larger ones.
    if (norm < 2 * NEGLIGIBLE && direction !== undefined) {
      direction = complementOf(directions, direction);
    }
    while (direction === undefined) {
      direction = complementOf(directions, unitVector(column.length, unit++));
    }
    directions.push(direction);
  }
  return directions;
}

/**
 * The direction of the part of a unit vector that is orthogonal to `directions`; undefined if that
 * part is so small that too much of it would be rounding errors.
 */
function complementOf(
  directions: readonly number[][],
  vector: number[],
): number[] | undefined {
  const result = vector.slice();
  // Once leaves an error of rounding size relative to the vector, twice relative to the result.
  for (let pass = 0; pass < 2; pass++) {
    for (const direction of directions) {
      let product = 0;
      for (let i = 0; i < result.length; i++) product += direction[i]! * result[i]!;
      for (let i = 0; i < result.length; i++) result[i]! -= product * direction[i]!;
    }
  }
  const norm = euclideanNorm(result);
  // Some unit vector always passes: the squares of their parts sum to at least 1.
  if (norm < 0.5 / Math.sqrt(result.length)) return undefined;
  return quotient(result, norm);
}

function quotient(vector: readonly number[], divisor: number): number[] {
  const result = new Array<number>(vector.length);
  for (let i = 0; i < result.length; i++) result[i] = vector[i]! / divisor;
  return result;
}

function unitVector(length: number, index: number): number[] {
  const unit = new Array<number>(length);
  for (let i = 0; i < length; i++) unit[i] = i === index ? 1 : 0;
  return unit;
}

function matrixOfColumns(columns: readonly number[][]): Float64Matrix {
  const rows = columns[0]!.length;
  const data = new Array<number>(rows * columns.length);
  for (let j = 0; j < columns.length; j++) {
    for (let i = 0; i < rows; i++) data[i * columns.length + j] = columns[j]![i]!;
  }
  return flatMatrix(data, rows);
}

function euclideanNorm(vector: number[]): number {
  let sum = 0;
  for (let i = 0; i < vector.length; i++) sum += vector[i]! * vector[i]!;
  // Entries are below 2 in magnitude: the sum is finite, but squares may have underflowed.
  if (sum > NEGLIGIBLE * NEGLIGIBLE) return Math.sqrt(sum);
  let largest = 0;
  for (let i = 0; i < vector.length; i++) largest = Math.max(largest, Math.abs(vector[i]!));
  if (largest === 0) return 0;
  sum = 0;
  for (let i = 0; i < vector.length; i++) sum += (vector[i]! / largest) ** 2;
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
