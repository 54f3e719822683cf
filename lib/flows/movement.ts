import { requireCount, requirePositive } from "./_require.ts";

/** By how much numbers move when tolerances are tightened. */
export interface Movement {
  /** The numbers at the tightest tolerance. */
  readonly values: readonly number[];
  /**
   * For each number the largest minus the least of its values at all tolerances; 0 for one that is
   * the same infinity at all of them, Infinity for one that is infinite or not a number at some.
   */
  readonly moved: readonly number[];
}

/**
 * Makes an observation at a tolerance, at half of it, and so on, and says by how much each number
 * moved. A claim calls an instance inconclusive where the two sides of a relation moved by more
 * than a tenth of its margin.
 *
 * @example A sum of sizes that the tolerance perturbs
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { movement } from "./mod.ts";
 *
 * const { values, moved } = movement((tolerance) => [2, 1 + tolerance], 0.5);
 * assertEquals(values, [2, 1.0625]);
 * assertEquals(moved, [0, 1.5 - 1.0625]);
 * ```
 *
 * @param observe The numbers at a tolerance, as many at each.
 * @param tolerance The first tolerance.
 * @param tightenings How often it is halved. Default: 3.
 * @throws {RangeError} If the tolerance is not positive, `tightenings` is not an integer of at least 1,
 * or the observation has more or fewer numbers at one tolerance than at another.
 */
export function movement(
  observe: (tolerance: number) => readonly number[],
  tolerance: number,
  tightenings = 3,
): Movement {
  requirePositive("tolerance", tolerance);
  requireCount("tightenings", tightenings);
  let values = observe(tolerance);
  const least = [...values];
  const largest = [...values];
  for (let k = 1; k <= tightenings; k++) {
    const tightened = tolerance / 2 ** k;
    values = observe(tightened);
    if (values.length !== least.length) {
      throw new RangeError(
        `an observation must have as many numbers at each tolerance: ${least.length} at ` +
          `${tolerance}, ${values.length} at ${tightened}`,
      );
    }
    values.forEach((value, i) => {
      least[i] = Math.min(least[i]!, value);
      largest[i] = Math.max(largest[i]!, value);
    });
  }
  const moved = largest.map((most, i) => {
    if (most === least[i]) return 0;
    return Number.isNaN(most) ? Infinity : most - least[i]!;
  });
  return { values: [...values], moved };
}
