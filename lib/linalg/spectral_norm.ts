import type { Arithmetic } from "../arithmetic/mod.ts";

/**
 * The spectral norm ‖A‖₂: the largest singular value.
 *
 * @typeParam T The matrices of the arithmetic.
 * @param arithmetic The number system.
 * @param a A, n×m.
 * @returns ‖A‖₂; for a vector its Euclidean norm.
 * @throws {RangeError} If an entry is not finite.
 */
export function spectralNorm<T>(arithmetic: Arithmetic<T>, a: T): number {
  return arithmetic.scope(() => Math.max(...arithmetic.singularValueDecomposition(a).s));
}
