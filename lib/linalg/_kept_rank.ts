import type { RankOptions } from "./leading_singular_triplets.ts";
import { requireInteger, requireNonnegative } from "./_validate.ts";

/**
 * How many of the values, given in descending order, `options` keep: `options.rank`, or else those
 * above tolerance times the largest.
 */
export function keptRank(
  descending: readonly number[],
  options: RankOptions,
  defaultTolerance: number,
): number {
  const { rank, tolerance = defaultTolerance } = options;
  if (rank !== undefined) {
    requireInteger("rank", rank, 0);
    if (rank > descending.length) {
      throw new RangeError(`rank must be at most ${descending.length}, not ${rank}`);
    }
    return rank;
  }
  requireNonnegative("tolerance", tolerance);
  const threshold = tolerance * Math.max(descending[0] ?? 0, 0);
  return descending.filter((value) => value > threshold).length;
}
