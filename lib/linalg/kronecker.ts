import type { Arithmetic } from "../arithmetic/mod.ts";
import { requireInteger } from "./_validate.ts";
import { alignSigns } from "./interpolated_basis.ts";

/** The factors of eq. (26). */
export interface KroneckerFactors<T> {
  /** E[GGᵀ], m×m. */
  readonly left: T;
  /** E[GᵀG], n×n. */
  readonly right: T;
}

/**
 * A ⊗ B: the block (i, k) is aᵢₖB. On the entries of an m×n matrix G row by row (A m×m, B n×n) it
 * acts as G ↦ AGBᵀ.
 *
 * @param arithmetic The number system.
 * @param a A, p×q.
 * @param b B, r×s.
 * @returns A ⊗ B, pr×qs.
 */
export function kroneckerProduct<T>(arithmetic: Arithmetic<T>, a: T, b: T): T {
  const right = arithmetic.toRows(b);
  return arithmetic.matrix(
    arithmetic.toRows(a).flatMap((row) =>
      right.map((other) => row.flatMap((x) => other.map((y) => x * y)))
    ),
  );
}

/**
 * The factors E[GGᵀ] and E[GᵀG] of the second moment H = E[ggᵀ] of an m×n matrix G, whose entries g
 * holds row by row (Liu et al., Adam or Gauss-Newton?, 2025, eq. (26)). They are H's partial
 * traces: E[GGᵀ]ₐᵦ = Σⱼ E[GₐⱼGᵦⱼ] is the trace of H's block (a, b), and E[GᵀG] the sum of the
 * diagonal blocks.
 *
 * For H = A ⊗ B they are tr(B)A and tr(A)B, so that their product is tr(H)H.
 *
 * @param arithmetic The number system.
 * @param h H, mn×mn and symmetric.
 * @param m The rows of G.
 * @param n The columns of G.
 * @returns The factors.
 * @throws {RangeError} If m or n is not an integer of at least 1, or H is not mn×mn.
 */
export function kroneckerFactors<T>(
  arithmetic: Arithmetic<T>,
  h: T,
  m: number,
  n: number,
): KroneckerFactors<T> {
  requireInteger("m", m, 1);
  requireInteger("n", n, 1);
  const [height, width] = arithmetic.shape(h);
  if (height !== m * n || width !== m * n) {
    throw new RangeError(
      `H is ${height}×${width}, but for a ${m}×${n} parameter it must be ${m * n}×${m * n}: ` +
        "give the parameter's own rows and columns",
    );
  }
  const entries = arithmetic.toRows(h);
  const sums = (size: number, terms: number, entry: (i: number, j: number, k: number) => number) =>
    arithmetic.matrix(
      Array.from({ length: size }, (_, i) =>
        Array.from({ length: size }, (_, j) => {
          let sum = 0;
          for (let k = 0; k < terms; k++) sum += entry(i, j, k);
          return sum;
        })),
    );
  return {
    left: sums(m, n, (a, b, j) => entries[a * n + j]![b * n + j]!),
    right: sums(n, m, (j, k, a) => entries[a * n + j]![a * n + k]!),
  };
}

/**
 * The eigenbasis of A ⊗ B from those of its factors: column i·n + j is the Kronecker product of A's
 * eigenvector i and B's eigenvector j, each factor's eigenvalues in ascending order (their products
 * need not be). The signs are those of {@linkcode alignSigns}, chosen for the whole product: that
 * of two rotations may well have the eigenvalue −1.
 *
 * @param arithmetic The number system.
 * @param factors A, m×m, and B, n×n, symmetric; only the lower triangles are read.
 * @returns U, mn×mn and orthogonal.
 * @throws {RangeError} If a factor is not square or an entry is not finite.
 */
export function kroneckerEigenbasis<T>(
  arithmetic: Arithmetic<T>,
  { left, right }: KroneckerFactors<T>,
): T {
  const vectors = [left, right].map((a) => arithmetic.symmetricEigendecomposition(a).vectors);
  return alignSigns(arithmetic, kroneckerProduct(arithmetic, vectors[0]!, vectors[1]!));
}
