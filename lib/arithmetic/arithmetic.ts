/**
 * What an optimizer needs of numbers: one interface, implemented by `float64` (plain arrays), its
 * twin for large matrices (places in one memory) and `float32` (TensorFlow.js tensors).
 *
 * @module
 */

/** The functions that {@linkcode Arithmetic.apply} evaluates entry by entry. */
export type ElementwiseFunction =
  | "absolute"
  | "cosine"
  | "exponential"
  | "logistic"
  | "reciprocal"
  | "sign"
  | "sine"
  | "square"
  | "squareRoot"
  | "tanh";

/** A half-open range `[start, end)` of row or column indices. */
export type IndexRange = readonly [start: number, end: number];

/** The economy-sized singular value decomposition A = U diag(s) Vᵀ of an m×n matrix. */
export interface SingularValueDecomposition<T> {
  /** m×min(m, n), orthonormal columns. */
  readonly u: T;
  /** The min(m, n) singular values, in descending order. */
  readonly s: readonly number[];
  /** n×min(m, n), orthonormal columns. */
  readonly v: T;
}

/** The eigendecomposition A = Q diag(values) Qᵀ of a symmetric n×n matrix. */
export interface SymmetricEigendecomposition<T> {
  /** The n eigenvalues, in ascending order. */
  readonly values: readonly number[];
  /** n×n, orthonormal columns; column i belongs to `values[i]`. */
  readonly vectors: T;
}

/**
 * Dense real matrices over one number system.
 *
 * Every `T` is a matrix; a vector is a matrix with one column. No operation changes its arguments.
 * Two-argument operations demand equal shapes (for `multiply`: matching inner dimensions) and throw
 * a `RangeError` that names both shapes otherwise.
 *
 * @typeParam T The handle of a matrix: entries that are stored flat, their place, or a TensorFlow.js tensor.
 */
export interface Arithmetic<T> {
  /** The number system. */
  readonly name: "float64" | "float32";
  /** What computes: `"ml-matrix"`, `"tensorflow"` (native), `"wasm"` or `"cpu"`. */
  readonly backend: string;
  /** Half the distance from 1 to the next larger number: 2⁻⁵³ or 2⁻²⁴. */
  readonly unitRoundoff: number;
  /** The largest finite number. */
  readonly largest: number;

  /** The matrix with the given rows. Throws a `RangeError` if rows differ in length. */
  matrix(rows: readonly (readonly number[])[]): T;
  /** The column vector with the given entries. */
  vector(entries: readonly number[]): T;
  /** The rows×columns matrix of zeros. Both dimensions are at least 1. */
  zeros(rows: number, columns: number): T;
  /** The n×n identity matrix. */
  identity(n: number): T;
  /** The square diagonal matrix with the given diagonal. */
  diagonal(entries: readonly number[]): T;

  /** `[rows, columns]`. */
  shape(a: T): readonly [rows: number, columns: number];
  /** The entries, row by row. */
  toRows(a: T): number[][];
  /** The entries of a matrix in row-major order: for a vector, its entries. */
  toArray(a: T): number[];

  /** A + B. */
  add(a: T, b: T): T;
  /** A − B. */
  subtract(a: T, b: T): T;
  /** c A. */
  scale(c: number, a: T): T;
  /** A + c, added to every entry. */
  shift(a: T, c: number): T;
  /** The matrix product A B. */
  multiply(a: T, b: T): T;
  /** Aᵀ. */
  transpose(a: T): T;
  /** A ⊙ B, entry by entry. */
  hadamard(a: T, b: T): T;
  /** A ⊘ B, entry by entry; a zero in B gives what IEEE division gives. */
  quotient(a: T, b: T): T;
  /** max(A, B), entry by entry. */
  maximum(a: T, b: T): T;
  /** f(A), entry by entry. */
  apply(f: ElementwiseFunction, a: T): T;
  /** The block of the given rows and columns (all of them where left out), never empty. */
  slice(a: T, ranges: { readonly rows?: IndexRange; readonly columns?: IndexRange }): T;
  /** The same entries, row by row, as a matrix of another shape with as many. */
  reshape(a: T, rows: number, columns: number): T;
  /** The matrices one below the other (`"rows"`) or side by side (`"columns"`). */
  concatenate(parts: readonly T[], along: "rows" | "columns"): T;

  /** Σ aᵢⱼ bᵢⱼ. */
  dot(a: T, b: T): number;
  /** The Frobenius norm (the Euclidean norm of a vector), without needless overflow. */
  norm(a: T): number;
  /** max |aᵢⱼ|. */
  maximumNorm(a: T): number;

  /** The economy-sized SVD. Throws a `RangeError` if an entry is not finite. */
  singularValueDecomposition(a: T): SingularValueDecomposition<T>;
  /**
   * The eigendecomposition of the symmetric matrix whose lower triangle is A's. Throws a
   * `RangeError` if A is not square or an entry is not finite.
   */
  symmetricEigendecomposition(a: T): SymmetricEigendecomposition<T>;

  /**
   * Runs `body` and frees every matrix made in it, except those in its return value (searched
   * through arrays and plain objects). Free of effect where memory is garbage-collected.
   */
  scope<R>(body: () => R): R;
  /**
   * Frees the matrices in `value` (searched through arrays and plain objects), except those that
   * also occur in `keep`. Free of effect where memory is garbage-collected.
   */
  release(value: unknown, keep?: unknown): void;
}
