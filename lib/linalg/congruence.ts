import type { Arithmetic } from "../arithmetic/mod.ts";

/**
 * B A Bᵀ.
 *
 * @param arithmetic The number system.
 * @param b B, m×n.
 * @param a A, n×n.
 * @returns m×m.
 */
export function congruence<T>(arithmetic: Arithmetic<T>, b: T, a: T): T {
  return arithmetic.multiply(arithmetic.multiply(b, a), arithmetic.transpose(b));
}
