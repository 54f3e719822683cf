import type { Arithmetic } from "../arithmetic/mod.ts";

/**
 * The nearest point of the simplex {x ≥ 0, Σ x_i = total}: max(x − τ, 0) entry by entry, with the one
 * τ for which the sum is right, found by sorting. No entry is negative; the sum is right up to
 * rounding.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { float64 } from "../arithmetic/mod.ts";
 * import { projectOntoSimplex } from "./mod.ts";
 *
 * const projected = projectOntoSimplex(float64, float64.vector([1, 0.5, -2]));
 * assertEquals(float64.toArray(projected), [0.75, 0.25, 0]);
 * ```
 *
 * @param arithmetic The number system.
 * @param x x, m×1.
 * @param total The sum, positive. Default: 1, the probability simplex.
 * @returns The projection, m×1.
 * @throws {RangeError} If the total is not positive and finite, or x is not finite.
 *
 * Source: M. Held, P. Wolfe and H. P. Crowder, Validation of subgradient optimization, Math. Program.
 * 6 (1974) 62–88.
 */
export function projectOntoSimplex<T>(arithmetic: Arithmetic<T>, x: T, total = 1): T {
  if (!(total > 0 && Number.isFinite(total))) {
    throw new RangeError(`the entries must sum to a positive number, not ${total}`);
  }
  const entries = arithmetic.toArray(x);
  if (!entries.every(Number.isFinite)) {
    throw new RangeError(`[${entries.join(", ")}] has an entry that is not finite`);
  }
  // Beside the largest entry, which stays positive, the others are negative numbers: no cancellation
  // of what they have in common.
  const largest = Math.max(...entries);
  const gaps = entries.map((entry) => entry - largest);
  const descending = gaps.toSorted((a, b) => b - a);
  let sum = 0;
  let threshold = 0;
  for (const [k, gap] of descending.entries()) {
    const candidate = (sum + gap - total) / (k + 1);
    // The first k + 1 entries are the positive ones as long as the least of them is.
    if (gap <= candidate) break;
    sum += gap;
    threshold = candidate;
  }
  return arithmetic.vector(gaps.map((gap) => Math.max(0, gap - threshold)));
}
