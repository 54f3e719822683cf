/**
 * Step sizes that vary over the iterations, as instances.
 *
 * @module
 */

import { array, constant, integer, noBias, oneof, record, tuple } from "fast-check";
import type { Arbitrary } from "../lib/fast_check/mod.ts";
import type { StepSizeDescription, StepSizeKind } from "../lib/optimizers/mod.ts";
import { magnitude, type MagnitudeOptions, realNumber } from "./arbitraries.ts";

/** What {@linkcode stepSizeDescriptions} draws. */
export interface StepSizeDescriptionOptions extends MagnitudeOptions {
  /** The kinds to draw from, equally often. Default: all. */
  readonly kinds?: readonly StepSizeKind[];
  /** The iterations over which a schedule changes: halvings and stairs come before. Default: 20. */
  readonly steps?: number;
}

/**
 * Schedules of step sizes, for `stepSizeSchedule` of `lib/optimizers`. The step of iteration 0 lies
 * between `minimum` and `maximum`, by default 1e-3 and 1 (to rounding where it is a quotient); so do
 * all steps of a staircase, while those of all other schedules fall from there, or stay. Shrinks to the first kind, and towards steps of 1.
 *
 * @example Harmonic step sizes and staircases that start with at most ½
 * ```ts
 * import * as fc from "fast-check";
 * import { stepSizeSchedule } from "../lib/optimizers/mod.ts";
 * import { stepSizeDescriptions } from "./step_sizes.ts";
 *
 * const arbitrary = stepSizeDescriptions({ kinds: ["harmonic", "staircase"], maximum: 0.5 });
 * fc.assert(fc.property(arbitrary, (stepSize) => stepSizeSchedule(stepSize).at(0) < 0.5001));
 * ```
 *
 * @throws {RangeError} Unless 0 < minimum ≤ maximum < ∞, there is a kind, and `steps` is an integer of
 * at least 1.
 */
export function stepSizeDescriptions(
  options: StepSizeDescriptionOptions = {},
): Arbitrary<StepSizeDescription> {
  const {
    kinds = ["constant", "harmonic", "squareRoot", "polynomial", "halving", "staircase"],
    steps = 20,
    minimum = 1e-3,
    maximum = 1,
  } = options;
  if (kinds.length === 0) throw new RangeError("kinds is empty: name a kind of schedule");
  if (!(Number.isSafeInteger(steps) && steps >= 1)) {
    throw new RangeError(`steps is ${steps}: give an integer of at least 1`);
  }
  const size = magnitude({ minimum, maximum });
  const delay = oneof(
    { withCrossShrink: true },
    constant(1),
    magnitude({ minimum: 1e-1, maximum: 1e2 }),
  );
  const drawn: Record<StepSizeKind, () => Arbitrary<StepSizeDescription>> = {
    constant: () => record({ kind: constant("constant" as const), size }),
    harmonic: () =>
      tuple(size, delay).map(([start, delay]) => ({
        kind: "harmonic",
        scale: start * delay,
        delay,
      })),
    squareRoot: () =>
      tuple(size, delay).map(([start, delay]) => ({
        kind: "squareRoot",
        scale: start * Math.sqrt(delay),
        delay,
      })),
    polynomial: () =>
      tuple(size, delay, realNumber({ minimum: 0.1, maximum: 2 })).map((
        [start, delay, exponent],
      ) => ({
        kind: "polynomial",
        scale: start * delay ** exponent,
        exponent,
        delay,
      })),
    halving: () =>
      record({
        kind: constant("halving" as const),
        size,
        every: noBias(integer({ min: 1, max: steps })),
      }),
    staircase: () =>
      tuple(
        size,
        array(tuple(noBias(integer({ min: 1, max: steps })), size), { maxLength: 3, size: "max" }),
      ).map(([first, stairs]) => {
        const sizes = new Map(stairs);
        const starts = [...sizes.keys()].sort((a, b) => a - b);
        return {
          kind: "staircase",
          sizes: [first, ...starts.map((start) => sizes.get(start)!)],
          starts,
        };
      }),
  };
  return oneof({ withCrossShrink: true }, ...kinds.map((kind) => drawn[kind]()));
}
