import type { Arithmetic } from "../arithmetic/mod.ts";

/**
 * The nearest point with no negative entry: max(x, 0), entry by entry. Exact.
 *
 * @param arithmetic The number system.
 * @param x x, m×1.
 * @returns The projection, m×1.
 */
export function projectOntoOrthant<T>(arithmetic: Arithmetic<T>, x: T): T {
  return arithmetic.maximum(x, arithmetic.zeros(...arithmetic.shape(x)));
}
