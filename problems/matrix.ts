/**
 * Matrices that carry their spectrum: a matrix of known rank and condition number in JSON.
 *
 * @module
 */

import { array, constant, oneof, record } from "fast-check";
import type { Arbitrary } from "../lib/fast_check/mod.ts";
import { reflectionProduct, withSingularValues } from "../lib/linalg/mod.ts";
import {
  dimensionUpTo,
  rankDeficiency,
  spectrum,
  type SpectrumOptions,
  vectorOf,
} from "./arbitraries.ts";
import { requireArray, requireDimension, requireNumbers, requireObject } from "./validation.ts";

/**
 * A = U diag(s) Vᵀ of rank `singularValues.length`. U and V are the leading columns of products of
 * Householder reflections, H(v₁) H(v₂) ⋯, H(v) = I − 2vvᵀ/‖v‖²; without vectors they are those of
 * the identity.
 */
export interface SpectralMatrix {
  /** The number of rows. */
  readonly rows: number;
  /** The number of columns. */
  readonly columns: number;
  /** The nonzero singular values, in any order. */
  readonly singularValues: readonly number[];
  /** The vectors of the reflections whose product is U, each of length `rows`. */
  readonly left: readonly (readonly number[])[];
  /** The vectors of the reflections whose product is V, each of length `columns`. */
  readonly right: readonly (readonly number[])[];
}

/** What {@linkcode spectralMatrix} draws. Options of the scale bound the largest singular value. */
export interface SpectralMatrixOptions extends SpectrumOptions {
  /** Default: 8. */
  readonly maximumRows?: number;
  /** Default: 8. */
  readonly maximumColumns?: number;
  /** The least rank (less where the shape admits no more). Default: 1. */
  readonly minimumRank?: number;
  /** Whether the rank is always min(rows, columns). Default: false. */
  readonly fullRank?: boolean;
}

/**
 * Checks a {@linkcode SpectralMatrix}.
 *
 * @param value What was read from JSON.
 * @param where Its place, for messages: `"instance.matrix"`.
 * @throws {TypeError} If a part is missing or of another type.
 * @throws {RangeError} If a number or a length is out of range.
 */
export function checkSpectralMatrix(value: unknown, where: string): void {
  const matrix = requireObject(value, where);
  const rows = requireDimension(matrix.rows, `${where}.rows`);
  const columns = requireDimension(matrix.columns, `${where}.columns`);
  const { length } = requireNumbers(matrix.singularValues, `${where}.singularValues`, {
    positive: true,
  });
  if (length > Math.min(rows, columns)) {
    throw new RangeError(
      `${where}.singularValues has ${length} entries, but a ${rows}×${columns} matrix has rank ` +
        `at most ${Math.min(rows, columns)}: remove some or enlarge the matrix`,
    );
  }
  for (const [side, dimension] of [["left", rows], ["right", columns]] as const) {
    for (const [i, vector] of requireArray(matrix[side], `${where}.${side}`, 0).entries()) {
      requireNumbers(vector, `${where}.${side}[${i}]`, {
        length: dimension,
        because: `one per ${side === "left" ? "row" : "column"} of the matrix`,
      });
    }
  }
}

/**
 * The entries of the matrix.
 *
 * @throws {TypeError} If a part is missing or of another type.
 * @throws {RangeError} If a number or a length is out of range.
 */
export function spectralMatrixRows(matrix: SpectralMatrix): number[][] {
  checkSpectralMatrix(matrix, "matrix");
  const { rows, columns, singularValues, left, right } = matrix;
  return withSingularValues(
    rows,
    columns,
    singularValues,
    left.length === 0 ? undefined : reflectionProduct(rows, left),
    right.length === 0 ? undefined : reflectionProduct(columns, right),
  );
}

/**
 * P x, P the orthogonal projection onto the matrix's row space (the range of Aᵀ).
 */
export function projectOntoRowSpace(matrix: SpectralMatrix, x: readonly number[]): number[] {
  const rank = matrix.singularValues.length;
  if (rank === matrix.columns) return [...x];
  const basis = reflectionProduct(matrix.columns, matrix.right).map((row) => row.slice(0, rank));
  const coordinates = basis[0]!.map((_, k) =>
    basis.reduce((sum, row, j) => sum + row[k]! * x[j]!, 0)
  );
  return basis.map((row) => row.reduce((sum, entry, k) => sum + entry * coordinates[k]!, 0));
}

/**
 * Matrices of any shape and rank, any scale and condition number, with repeated singular values and
 * gaps, diagonal or not. Shrinks to the 1×1 matrix [[1]] and to diagonal matrices.
 */
export function spectralMatrix(options: SpectralMatrixOptions = {}): Arbitrary<SpectralMatrix> {
  const { maximumRows = 8, maximumColumns = 8, minimumRank = 1, fullRank = false } = options;
  return record({
    rows: dimensionUpTo(maximumRows),
    columns: dimensionUpTo(maximumColumns),
    deficiency: fullRank
      ? constant(0)
      : rankDeficiency(Math.max(0, Math.min(maximumRows, maximumColumns) - minimumRank)),
    parts: spectralParts(maximumRows, maximumColumns, options),
  }).map(({ rows, columns, deficiency, parts }) => {
    const rank = Math.max(minimumRank, Math.min(rows, columns) - deficiency);
    return assembleMatrix(parts, rows, columns, rank);
  });
}

/** Material for matrices up to some size: what {@linkcode assembleMatrix} cuts to shape. */
export interface SpectralParts {
  readonly singularValues: readonly number[];
  readonly left: readonly (readonly number[])[];
  readonly right: readonly (readonly number[])[];
}

/**
 * Material for a matrix of at most the given size. Shape and material are drawn apart and joined
 * afterwards, so that a matrix keeps its numbers when a shrinker takes rows away.
 */
export function spectralParts(
  maximumRows: number,
  maximumColumns: number,
  options: SpectrumOptions = {},
): Arbitrary<SpectralParts> {
  return record({
    singularValues: spectrum(Math.min(maximumRows, maximumColumns), options),
    left: reflections(maximumRows),
    right: reflections(maximumColumns),
  });
}

/** None (a diagonal factor), or more often one or two. */
function reflections(dimension: number): Arbitrary<number[][]> {
  return oneof(
    { withCrossShrink: true },
    constant<number[][]>([]),
    { weight: 4, arbitrary: array(vectorOf(dimension), { minLength: 1, maxLength: 2 }) },
  );
}

/** The matrix of the given shape, and of the given rank as far as the shape admits it. */
export function assembleMatrix(
  parts: SpectralParts,
  rows: number,
  columns: number,
  rank: number,
): SpectralMatrix {
  const cut = (vectors: readonly (readonly number[])[], length: number) =>
    vectors.map((vector) => vector.slice(0, length)).filter((vector) =>
      vector.some((x) => x !== 0)
    );
  return {
    rows,
    columns,
    singularValues: parts.singularValues.slice(0, Math.min(rank, rows, columns)),
    left: cut(parts.left, rows),
    right: cut(parts.right, columns),
  };
}
