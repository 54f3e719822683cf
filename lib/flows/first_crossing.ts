import { CrossingSearch } from "./_crossing_search.ts";
import type { EventFunction, Trajectory } from "./trajectory.ts";

/**
 * The first time at which a function of time and point changes its sign along a trajectory: the
 * exit time from {y : g(y) < 0}, for one.
 *
 * Each step is probed at four places, and a change of sign is bisected on the dense output, down to
 * neighbouring numbers. Where three probes in a row on one side show a dip towards 0 that may reach
 * it, its bottom is sought by golden sections: this finds a short visit to the other side, as long
 * as the dip is one between its probes. Two changes of sign between neighbouring probes that leave
 * no trace in them are missed; a smaller `longestStep` of the integration shows them. A function
 * that touches 0 without a change of sign has not crossed it, nor has one that starts there and
 * leaves.
 *
 * @example When a falling body hits the ground
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { dormandPrince, firstCrossing } from "./mod.ts";
 *
 * const fall = dormandPrince((_t, [, v]) => [v!, -1], [2, 0], [0, 3]);
 * assertAlmostEquals(firstCrossing(fall, (_t, [height]) => height!)!, 2);
 * ```
 *
 * @param trajectory A trajectory of {@linkcode dormandPrince} or {@linkcode rosenbrock}.
 * @param event g(t, y), a number.
 * @param from Where the search starts. Default: at the start of the trajectory.
 * @returns The first time known to lie behind a change of sign; null if there is none.
 * @throws {RangeError} If `from` is not a time of the trajectory, or if g is not a number somewhere.
 */
export function firstCrossing(
  trajectory: Trajectory,
  event: EventFunction,
  from: number = trajectory.start,
): number | null {
  if (!(from >= trajectory.start && from <= trajectory.end)) {
    throw new RangeError(
      `a search must start between t = ${trajectory.start} and t = ${trajectory.end}, not at ${from}`,
    );
  }
  const search = new CrossingSearch((t) => event(t, trajectory.at(t)), from);
  for (const time of trajectory.times) {
    if (time <= from) continue;
    const crossing = search.advance(time);
    if (crossing !== null) return crossing;
  }
  return null;
}
