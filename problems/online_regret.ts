/**
 * The regret of online methods, Σ f_t(x_t) − min_x Σ f_t(x), exactly.
 *
 * @module
 */

import type { Box } from "../lib/convex/mod.ts";
import {
  scalarConvexFunction,
  type ScalarConvexInstance,
  sumOfScalarConvex,
} from "./scalar_convex.ts";

/** The regret of points against losses. */
export interface Regret {
  /** Σ f_t(x_t) − f_t(x*). Negative where moving points do better than any that stays. */
  readonly regret: number;
  /** x*, a point of the set for which Σ f_t(x) is least. */
  readonly comparator: readonly number[];
  /** The magnitude of what is added up: the regret carries a rounding error of the order of u times it. */
  readonly magnitude: number;
}

/**
 * The regret against linear losses f_t(x) = g_t·x over a box, whose best point is one of its corners.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { regretOfLinearLosses } from "./online_regret.ts";
 *
 * // Losses 3x, −x, −x on [−1, 1], the best point being −1; the method stays at 1.
 * const { regret, comparator } = regretOfLinearLosses(
 *   [[3], [-1], [-1]],
 *   [[1], [1], [1]],
 *   { lower: [-1], upper: [1] },
 * );
 * assertEquals([regret, comparator], [2, [-1]]);
 * ```
 *
 * @param gradients g_1, …, g_T.
 * @param points x_1, …, x_T; later ones, such as the iterate after the last gradient, are left out.
 * @param box Where the comparator lies. Bounds may be infinite where the gradients' sum is 0.
 * @throws {RangeError} If there are fewer points than gradients, or lengths do not match, or the
 * losses are unbounded below.
 */
export function regretOfLinearLosses(
  gradients: readonly (readonly number[])[],
  points: readonly (readonly number[])[],
  { lower, upper }: Box,
): Regret {
  requirePoints(gradients, points);
  for (const [t, gradient] of gradients.entries()) {
    const lengths = [gradient.length, points[t]!.length, upper.length];
    if (lengths.some((length) => length !== lower.length)) {
      throw new RangeError(
        `gradient ${t} and its point have ${lengths[0]} and ${lengths[1]} entries, the box ` +
          `${lower.length} and ${lengths[2]} bounds: give as many of each`,
      );
    }
  }
  const comparator = lower.map((least, i) => {
    const slope = gradients.reduce((sum, gradient) => sum + gradient[i]!, 0);
    if (slope === 0) return Math.min(Math.max(0, least), upper[i]!);
    return slope > 0 ? least : upper[i]!;
  });
  requireFinite(comparator);
  const terms = gradients.flatMap((gradient, t) =>
    gradient.map((entry, i) => entry * (points[t]![i]! - comparator[i]!))
  );
  return { comparator, ...added(terms, terms.map(Math.abs)) };
}

/**
 * The regret against convex losses of one variable with piecewise linear derivatives, over an
 * interval.
 *
 * @example Losses ½(x − 1)², ½(x + 1)², ½(x − 3)²: the best point is their mean
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { regretOfScalarLosses } from "./online_regret.ts";
 *
 * const losses = [1, -1, 3].map((point) => ({ breakpoints: [], curvatures: [1], point }));
 * const { regret, comparator } = regretOfScalarLosses(losses, [1, 1, 1], [-10, 10]);
 * assertEquals([regret, comparator], [0, [1]]);
 * assertEquals(regretOfScalarLosses(losses, [0, 0, 0], [-10, 10]).regret, 1.5);
 * assertEquals(regretOfScalarLosses(losses, [0, 0, 0], [-10, 0.5]).comparator, [0.5]);
 * ```
 *
 * @param losses f_1, …, f_T.
 * @param points x_1, …, x_T; later ones are left out.
 * @param interval Where the comparator lies; its ends may be infinite where the sum of the losses has
 * a minimizer.
 * @throws {RangeError} If there are fewer points than losses, the interval is empty, or the losses are
 * unbounded below.
 */
export function regretOfScalarLosses(
  losses: readonly ScalarConvexInstance[],
  points: readonly number[],
  [low, high]: readonly [low: number, high: number],
): Regret {
  requirePoints(losses, points);
  if (!(low <= high)) throw new RangeError(`the interval [${low}, ${high}] is empty`);
  if (losses.length === 0) {
    return { regret: 0, comparator: [Math.min(Math.max(0, low), high)], magnitude: 0 };
  }
  const total = scalarConvexFunction(sumOfScalarConvex(losses));
  // Where all far points are minimizers, the interval's far end need not be one.
  const best = [low, high].some((end) => !Number.isFinite(end)) && total.minimizers !== null
    ? Math.min(Math.max(nearestToZero(total.minimizers), low), high)
    : total.minimizerOn(low, high);
  requireFinite([best]);
  const functions = losses.map(scalarConvexFunction);
  return {
    comparator: [best],
    ...added(
      functions.map((f, t) => f.valueAt(points[t]!) - f.valueAt(best)),
      functions.map((f, t) => f.magnitudeAt(points[t]!) + f.magnitudeAt(best)),
    ),
  };
}

function nearestToZero({ least, largest }: { least: number; largest: number }): number {
  return Math.min(Math.max(0, least), largest);
}

function added(terms: readonly number[], magnitudes: readonly number[]) {
  const sum = (numbers: readonly number[]) => numbers.reduce((total, x) => total + x, 0);
  return { regret: sum(terms), magnitude: sum(magnitudes) };
}

function requirePoints(losses: readonly unknown[], points: readonly unknown[]): void {
  if (points.length >= losses.length) return;
  throw new RangeError(
    `${losses.length} losses want a point each, but there are ${points.length} points`,
  );
}

function requireFinite(comparator: readonly number[]): void {
  if (comparator.every(Number.isFinite)) return;
  throw new RangeError(
    `the losses fall without end towards [${comparator.join(", ")}]: give finite bounds`,
  );
}
