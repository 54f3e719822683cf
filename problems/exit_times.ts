/**
 * Exit times of a Markov chain from a region, by simulation: how likely it is to survive, and what
 * is to be expected of the survivors.
 *
 * @module
 */

import {
  binomialBound,
  type BinomialBoundOptions,
  type Estimate,
  meanConfidence,
  type MeanSequenceOptions,
} from "../lib/statistics/mod.ts";

/** What {@linkcode simulateExitTimes} simulates. */
export interface ExitTimesOptions<S> {
  /** The number of independent runs, 1 or more. */
  readonly runs: number;
  /** T ≥ 1: the states of a run are w_1, …, w_T. */
  readonly horizon: number;
  /** Draws w_1. */
  readonly start: () => S;
  /**
   * Draws w_{k+1} for every state w_k that is given, in their order: all runs at once, so that their
   * steps can be taken together.
   */
  readonly advance: (states: readonly S[], k: number) => readonly S[];
  /** Whether a state is in the region. */
  readonly isInside: (state: S) => boolean;
}

/** When each run left. */
export interface ExitTimes<S> {
  /** The first k with w_k outside, run by run; Infinity where all of w_1, …, w_T are inside. */
  readonly exits: readonly number[];
  /** w_T of the runs that survived, in the order of the runs. */
  readonly survivors: readonly S[];
}

/**
 * Simulates runs until they leave a region or reach the horizon. Nothing is drawn for a run that has
 * left.
 *
 * @throws {RangeError} If the runs or the horizon are not positive integers, or `advance` returns
 *   another number of states than it was given.
 */
export function simulateExitTimes<S>(
  { runs, horizon, start, advance, isInside }: ExitTimesOptions<S>,
): ExitTimes<S> {
  requirePositive("runs", runs);
  requirePositive("horizon", horizon);
  const exits = new Array<number>(runs).fill(Infinity);
  let states: readonly S[] = exits.map(start);
  let inside = exits.map((_, run) => run);
  for (let k = 1;; k++) {
    const kept: S[] = [];
    const still: number[] = [];
    states.forEach((state, index) => {
      const run = inside[index]!;
      if (isInside(state)) {
        kept.push(state);
        still.push(run);
      } else exits[run] = k;
    });
    inside = still;
    if (k === horizon || kept.length === 0) return { exits, survivors: kept };
    states = advance(kept, k);
    if (states.length !== kept.length) {
      throw new RangeError(
        `advance returned ${states.length} states for ${kept.length}: return one for each`,
      );
    }
  }
}

/**
 * The probability that w_1, …, w_k are all inside, from the exits of independent runs, with an exact
 * binomial interval.
 *
 * @param exits Of {@linkcode simulateExitTimes}, whose number of runs was fixed beforehand.
 * @param k From 1 to the horizon.
 */
export function survivalBound(
  exits: readonly number[],
  k: number,
  options: BinomialBoundOptions = {},
): Estimate {
  return binomialBound(exits.filter((exit) => exit > k).length, exits.length, options);
}

/** How {@linkcode conditionalMean} samples: the bounds are those of the value. */
export interface ConditionalMeanOptions extends MeanSequenceOptions {
  /** The most runs to be drawn, survivors or not. */
  readonly maximumRuns: number;
  /** The number of survivors that suffice. */
  readonly survivors: number;
}

/**
 * E[value | survival], without bias: runs are drawn until enough have survived, and only those count.
 * What is accepted has the conditional distribution, whatever the probability of survival, which a
 * quotient of two averages has not.
 *
 * @param run Draws a run and returns its value if it survived, else null.
 * @returns The estimate with its interval, or null if no run survived.
 */
export function conditionalMean(
  run: () => number | null,
  { maximumRuns, survivors, ...bounds }: ConditionalMeanOptions,
): Estimate | null {
  requirePositive("maximumRuns", maximumRuns);
  requirePositive("survivors", survivors);
  let runs = 0;
  const next = (): number | null => {
    while (runs++ < maximumRuns) {
      const value = run();
      if (value !== null) return value;
    }
    return null;
  };
  const accepted: number[] = [];
  for (let value = next(); value !== null; value = next()) {
    accepted.push(value);
    if (accepted.length === survivors) break;
  }
  if (accepted.length === 0) return null;
  let index = 0;
  return meanConfidence(() => accepted[index++]!, { ...bounds, maximumSamples: accepted.length });
}

function requirePositive(name: string, count: number): void {
  if (Number.isSafeInteger(count) && count >= 1) return;
  throw new RangeError(`${name} must be a positive integer, got ${count}`);
}
