import type { Arithmetic } from "../arithmetic/mod.ts";

/** A box in R^m. */
export interface Box {
  /** The least value of each coordinate, of length m; −∞ where there is none. */
  readonly lower: readonly number[];
  /** The largest value of each coordinate, of length m; ∞ where there is none. */
  readonly upper: readonly number[];
}

/**
 * The nearest point of a box, entry by entry min(max(x, lower), upper). Exact.
 *
 * @param arithmetic The number system.
 * @param x x, m×1.
 * @param box The bounds.
 * @returns The projection, m×1.
 * @throws {RangeError} If a lower bound exceeds its upper bound, or there are not m of each.
 */
export function projectOntoBox<T>(arithmetic: Arithmetic<T>, x: T, { lower, upper }: Box): T {
  const [m] = arithmetic.shape(x);
  if (lower.length !== m || upper.length !== m) {
    throw new RangeError(
      `a box for ${m} entries needs as many bounds, got ${lower.length} and ${upper.length}`,
    );
  }
  const empty = lower.findIndex((bound, i) => !(bound <= upper[i]!));
  if (empty >= 0) {
    throw new RangeError(`the box is empty: [${lower[empty]}, ${upper[empty]}] at entry ${empty}`);
  }
  return arithmetic.vector(
    arithmetic.toArray(x).map((entry, i) => Math.min(Math.max(entry, lower[i]!), upper[i]!)),
  );
}
