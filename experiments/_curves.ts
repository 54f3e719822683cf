/**
 * Curves of several runs as one: the median, between the quartiles.
 *
 * @module
 */

import type { Series } from "../verify/mod.ts";

/** What a run looks like over time: abscissas, and what was seen; null where it was not finite. */
export type RunCurve = readonly (readonly [x: number, y: number | null])[];

/**
 * The median of curves with the band between the quartiles, at each place of the longest one. A run that
 * ended before counts as ∞ from there on if `ended` says so, and otherwise not at all.
 */
export function medianCurve(
  curves: readonly RunCurve[],
  ended: "infinite" | "left out",
): Pick<Series, "points" | "spread"> {
  const longest = Math.max(0, ...curves.map(({ length }) => length));
  const points: [number, number][] = [];
  const spread: [number, number, number][] = [];
  for (let k = 0; k < longest; k++) {
    const seen = curves.filter((curve) => ended === "infinite" || k < curve.length);
    const x = seen.map((curve) => curve[k]?.[0]).find((at) => at !== undefined)!;
    const values = seen.map((curve) => curve[k]?.[1] ?? Infinity).sort((a, b) => a - b);
    points.push([x, quantile(values, 0.5)]);
    spread.push([x, quantile(values, 0.25), quantile(values, 0.75)]);
  }
  return { points, spread };
}

/** A quantile between the two values that are nearest to its place; ∞ next to one that is. */
export function quantile(sorted: readonly number[], share: number): number {
  const place = share * (sorted.length - 1);
  const [low, high] = [sorted[Math.floor(place)]!, sorted[Math.ceil(place)]!];
  return low === high ? low : low + (place % 1) * (high - low);
}
