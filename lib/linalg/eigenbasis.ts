import type { Arithmetic } from "../arithmetic/mod.ts";
import { alignSigns } from "./interpolated_basis.ts";

/**
 * An eigenbasis of a symmetric matrix, by convention: eigenvalues in ascending order, and signs of
 * the eigenvectors such that −1 is no eigenvalue of the basis ({@linkcode alignSigns}), which is
 * thus a rotation that the geodesic from the identity reaches. Within a repeated eigenvalue's
 * eigenspace the basis is the solver's.
 *
 * @param arithmetic The number system.
 * @param a The matrix, n×n. Only its lower triangle is read.
 * @returns U, n×n and orthogonal.
 * @throws {RangeError} If the matrix is not square or an entry is not finite.
 */
export function eigenbasis<T>(arithmetic: Arithmetic<T>, a: T): T {
  return alignSigns(arithmetic, arithmetic.symmetricEigendecomposition(a).vectors);
}
