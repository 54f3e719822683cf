import type { Arithmetic } from "../arithmetic/mod.ts";
import { lanczosRows } from "./_lanczos_rows.ts";

/** When the Lanczos iteration counts as having broken down. */
export interface LanczosOptions {
  /**
   * The next off-diagonal entry β_k counts as zero if it is at most `tolerance` times the largest
   * ‖A q_j‖ met. By default 10·m·u, u the unit roundoff of the arithmetic.
   */
  readonly tolerance?: number;
}

/** The Lanczos relation A Q_k = Q_k T_k + β_k q_{k+1} e_kᵀ after k steps. */
export interface LanczosDecomposition<T> {
  /** Q_k, m×k: an orthonormal basis of the Krylov space span{s, A s, …, A^{k−1} s}. */
  readonly basis: T;
  /** The k diagonal entries α of the symmetric tridiagonal matrix T_k. */
  readonly diagonal: readonly number[];
  /** The k − 1 off-diagonal entries β of T_k, all positive. */
  readonly offDiagonal: readonly number[];
  /** β_k = ‖A Q_k − Q_k T_k‖, what the Krylov space lacks to be invariant. */
  readonly residualNorm: number;
  /** Whether the Krylov space is invariant under A: β_k counts as zero, or k = m. */
  readonly breakdown: boolean;
}

/**
 * The Lanczos iteration for a symmetric m×m matrix A that is known by its products with vectors,
 * with full reorthogonalization: each new vector is orthogonalized twice against the whole basis,
 * which keeps it orthonormal to working accuracy.
 *
 * It ends after `steps` steps, or earlier at a breakdown, where the basis spans an invariant
 * subspace: as soon as k = m or β_k ≤ `tolerance`·max_j ‖A q_j‖, by default with a tolerance of
 * 10·m·u. That is as much as rounding in the products alone may make of β_k = 0; going on from there
 * would follow noise out of the Krylov space, and stopping is exact for a matrix that differs from A
 * by β_k.
 *
 * @typeParam T The matrices of the arithmetic.
 * @param arithmetic The number system.
 * @param apply v ↦ A v, on m×1 vectors. A is taken to be symmetric; this is not checked. What
 * `apply` returns is left for the caller to free.
 * @param start s, m×1 and not zero.
 * @param steps The largest k, at least 1.
 * @param options When β_k counts as zero.
 * @returns The basis and the entries of T_k.
 * @throws {RangeError} If `start` is not a vector, zero or not finite, if `apply` returns another
 * shape or an entry that is not finite, if `steps` is not an integer of at least 1, or if
 * `tolerance` is negative or not finite.
 *
 * Source: G. H. Golub and C. F. Van Loan, Matrix Computations, 4th ed., §10.1 and §10.3; for twice
 * being enough, L. Giraud, J. Langou, M. Rozložník and J. van den Eshof, Rounding error analysis of
 * the classical Gram–Schmidt orthogonalization process, Numer. Math. 101 (2005) 87–100.
 */
export function lanczos<T>(
  arithmetic: Arithmetic<T>,
  apply: (v: T) => T,
  start: T,
  steps: number,
  options: LanczosOptions = {},
): LanczosDecomposition<T> {
  const { rows, ...others } = lanczosRows(arithmetic, apply, start, steps, options);
  const basis = arithmetic.transpose(rows);
  arithmetic.release(rows);
  return { basis, ...others };
}
