import type { Arithmetic } from "../arithmetic/mod.ts";
import { keptRank } from "./_kept_rank.ts";
import { requireNonnegative } from "./_validate.ts";
import type { RankOptions } from "./leading_singular_triplets.ts";

/** How a singular matrix is inverted: shifted by `damping`, or on its range. */
export interface InverseRootOptions extends RankOptions {
  /** The multiple of the identity that is added, 0 by default. Excludes `rank` and `tolerance`. */
  readonly damping?: number;
}

/**
 * (A + damping·I)^{-power} of a symmetric positive semidefinite n×n matrix A, by eigendecomposition.
 *
 * Without damping (the default) the power is taken on the range, as the pseudo-inverse does: of the
 * eigenvalues, those above `tolerance` times the largest count (by default above n·2u times), or the
 * `rank` largest. The zero matrix gives zeros.
 *
 * @typeParam T The matrices of the arithmetic.
 * @param arithmetic The number system.
 * @param a A, n×n. Only its lower triangle is read.
 * @param power The exponent's negative: 1/2 for the inverse square root, 1 for the inverse.
 * @param options Damping, or what counts as nonzero.
 * @returns A symmetric n×n matrix.
 * @throws {RangeError} If A is not square, has an entry that is not finite or is not positive
 * semidefinite (λ_min < −√u max|λ|: rounding does less, and such negative eigenvalues count as 0),
 * if `power` is not finite, if `damping` is negative, not finite, or positive beside `rank` or
 * `tolerance`, if `rank` is not an integer from 0 to n or reaches an eigenvalue that is not
 * positive, or if `tolerance` is negative or not finite.
 *
 * Source: N. J. Higham, Functions of Matrices (SIAM 2008), §1.2 (matrix functions by
 * diagonalization); `papers/spgd.txt`, Remark 3, for (JᵀCJ + δI)^{-1/2}.
 */
export function inverseRoot<T>(
  arithmetic: Arithmetic<T>,
  a: T,
  power: number,
  options: InverseRootOptions = {},
): T {
  const { damping = 0, ...rankOptions } = options;
  if (!Number.isFinite(power)) throw new RangeError(`power must be finite, not ${power}`);
  requireNonnegative("damping", damping);
  if (damping > 0 && (rankOptions.rank !== undefined || rankOptions.tolerance !== undefined)) {
    throw new RangeError("damping inverts every eigenvalue: it excludes rank and tolerance");
  }
  return arithmetic.scope(() => {
    const { values: ascending, vectors } = arithmetic.symmetricEigendecomposition(a);
    const n = ascending.length;
    requireSemidefinite(ascending, Math.sqrt(arithmetic.unitRoundoff));
    const rank = damping > 0
      ? n
      : keptRank(ascending.toReversed(), rankOptions, n * 2 * arithmetic.unitRoundoff);
    if (rank === 0) return arithmetic.zeros(n, n);
    const shifted = ascending.slice(n - rank).map((value) => Math.max(value, 0) + damping);
    if (shifted[0] === 0) throw new RangeError(`fewer than ${rank} eigenvalues are positive`);
    // G Gᵀ with G = Q Λ^{-power/2} is symmetric and positive semidefinite whatever the rounding.
    const halfPowers = arithmetic.diagonal(shifted.map((value) => value ** (-power / 2)));
    const kept = arithmetic.slice(vectors, { columns: [n - rank, n] });
    const half = arithmetic.multiply(kept, halfPowers);
    return arithmetic.multiply(half, arithmetic.transpose(half));
  });
}

function requireSemidefinite(ascending: readonly number[], tolerance: number): void {
  const smallest = ascending[0] ?? 0;
  const magnitude = Math.max(-smallest, ascending.at(-1) ?? 0);
  if (smallest >= -tolerance * magnitude) return;
  throw new RangeError(
    `the matrix is not positive semidefinite: its eigenvalues reach from ${smallest} to ${
      ascending.at(-1)
    }`,
  );
}
