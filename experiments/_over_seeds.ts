/**
 * What figures of experiments show of many seeds: medians, with the band between the quartiles.
 *
 * @module
 */

import type { Results } from "../verify/experiment/mod.ts";
import type { FigureRole, Series } from "../verify/mod.ts";

/** What is read off the outcomes of an arm, by seed. A null, for what is never reached, is ∞. */
export function numbersOf<Outcome>(
  results: Results<Outcome>,
  arm: string,
  read: (outcome: Outcome) => number | null,
): number[] {
  return results.of(arm).map(({ outcome }) => read(outcome) ?? Infinity);
}

/**
 * The value below which a share of the values lies, between two of them in proportion.
 *
 * @param values At least one, ∞ allowed.
 */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const place = share * (sorted.length - 1);
  const [low, high] = [sorted[Math.floor(place)]!, sorted[Math.ceil(place)]!];
  // ∞ − ∞ is no number.
  return low === high ? low : low + (place - Math.floor(place)) * (high - low);
}

/** The median of at least one value. */
export function median(values: readonly number[]): number {
  return quantile(values, 1 / 2);
}

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
  const places = Array.from({ length: longest }, (_, k) => {
    const seen = curves.filter((curve) => ended === "infinite" || k < curve.length);
    return {
      x: seen.map((curve) => curve[k]?.[0]).find((at) => at !== undefined)!,
      values: seen.map((curve) => curve[k]?.[1] ?? Infinity),
    };
  });
  const { points, spread } = medianSeries("", "observed", places);
  return { points, spread: spread! };
}

/** Medians over seeds at each place, in the band between the quartiles. */
export function medianSeries(
  name: string,
  role: FigureRole,
  places: readonly { readonly x: number; readonly values: readonly number[] }[],
): Series {
  return {
    name,
    role,
    points: places.map(({ x, values }) => [x, median(values)]),
    spread: places.map(({ x, values }) => [x, quantile(values, 1 / 4), quantile(values, 3 / 4)]),
  };
}

/** Points that do not hang on seeds. */
export function exactSeries(
  name: string,
  role: FigureRole,
  points: readonly (readonly [x: number, y: number])[],
): Series {
  return { name, role, points };
}
