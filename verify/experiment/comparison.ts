/**
 * What sentences about experiments come down to: medians, quotients of medians and rates over seeds, each
 * with an interval that is exact for every number of seeds, and what is known without randomness.
 *
 * The intervals are of confidence sequences ({@linkcode binomialSequence}): they hold whenever one
 * looks, so that seeds may be added as long as one likes, and a run that was stopped may go on.
 *
 * @module
 */

import { binomialSequence } from "../../lib/statistics/mod.ts";
import type { Measured } from "./experiment.ts";

/** One comparison that a sentence makes: a quantity should be on one side of a number. */
export interface Comparison {
  /** What is compared, for people, such as "n = 9, epochs to 10⁻⁴: Adam over SPGD". */
  readonly label: string;
  /** On which side the quantity should be. */
  readonly sense: "<=" | ">=";
  /** The number. */
  readonly threshold: number;
  /** How the quantity depends on chance: on the seeds, or not at all. */
  readonly of: "median" | "quotient of medians" | "rate" | "no chance";
  /**
   * The quantity, with an interval either end of which is wrong with at most the given probability, at
   * all numbers of seeds together.
   */
  estimate(errorProbability: number): Measured;
}

/**
 * A quantity as it was observed in a run: a number, or that it lies between two. An epoch that was looked
 * for every ten epochs is known to ten; one that was not reached is later than the last, to ∞.
 */
export type Observation = number | { readonly from: number; readonly to: number };

function leastOf(observation: Observation): number {
  return typeof observation === "number" ? observation : observation.from;
}

function mostOf(observation: Observation): number {
  return typeof observation === "number" ? observation : observation.to;
}

/** The side of a threshold. */
export type Side = { readonly atLeast: number } | { readonly atMost: number };

function sideOf(side: Side): Pick<Comparison, "sense" | "threshold"> {
  return "atLeast" in side
    ? { sense: ">=", threshold: side.atLeast }
    : { sense: "<=", threshold: side.atMost };
}

/**
 * The median of a quantity over all seeds is on one side of a number.
 *
 * @param values The quantity by seed.
 */
export function medianIs(label: string, values: readonly Observation[], side: Side): Comparison {
  return {
    label,
    ...sideOf(side),
    of: "median",
    estimate: (errorProbability) => medianEstimate(values, errorProbability),
  };
}

/**
 * The quotient of two medians over all seeds is on one side of a number. Both quantities are
 * non-negative.
 */
export function quotientOfMediansIs(
  label: string,
  over: readonly Observation[],
  under: readonly Observation[],
  side: Side,
): Comparison {
  return {
    label,
    ...sideOf(side),
    of: "quotient of medians",
    estimate(errorProbability) {
      const above = medianEstimate(over, errorProbability / 2);
      const below = medianEstimate(under, errorProbability / 2);
      return {
        value: quotient(above.value, below.value, NaN),
        lower: quotient(Math.max(0, above.lower), below.upper, 0),
        upper: quotient(above.upper, Math.max(0, below.lower), Infinity),
        seeds: Math.min(above.seeds, below.seeds),
      };
    },
  };
}

/** a/b, or what is said where both are 0 or both ∞. */
function quotient(a: number, b: number, otherwise: number): number {
  const value = a / b;
  return Number.isNaN(value) ? otherwise : value;
}

/**
 * The probability that a run has some property is on one side of a number.
 *
 * @param successes Whether it has, by seed.
 */
export function rateIs(label: string, successes: readonly boolean[], side: Side): Comparison {
  return {
    label,
    ...sideOf(side),
    of: "rate",
    estimate: (errorProbability) => rateEstimate(successes, errorProbability),
  };
}

/**
 * A quantity that no chance enters is on one side of a number.
 *
 * @param value The quantity. @param uncertainty By how much rounding may have moved it.
 */
export function numberIs(
  label: string,
  value: number,
  uncertainty: number,
  side: Side,
): Comparison {
  const measured = { value, lower: value - uncertainty, upper: value + uncertainty, seeds: 1 };
  return { label, ...sideOf(side), of: "no chance", estimate: () => measured };
}

/**
 * The median of independent values of one distribution, with an interval that ends at order statistics.
 *
 * A median m has P(X > m) ≤ ½. So for m below the j-th smallest value, of which n − j + 1 are above m,
 * that many successes in n trials of probability at most ½ must not be excluded; the lower end is the
 * largest value at which all below are. The wealth of {@linkcode binomialSequence} is symmetric in
 * successes and failures at ½, and crossing its limit from above only gets rarer as the probability
 * falls: so an end of the sequence with twice the error is wrong with the error itself. Of values that
 * are known between two numbers, the lower end takes the smaller ones and the upper end the larger.
 *
 * @param values The values; ∞ is allowed. @param errorProbability Of each end.
 * @returns As value the median of the larger ones.
 */
export function medianEstimate(
  values: readonly Observation[],
  errorProbability: number,
): Measured {
  const n = values.length;
  if (n === 0) return { value: NaN, lower: -Infinity, upper: Infinity, seeds: 0 };
  const low = values.map(leastOf).sort((a, b) => a - b);
  const high = values.map(mostOf).sort((a, b) => a - b);
  const isExcluded = (successes: number) =>
    binomialSequence(successes, n, 2 * errorProbability).lower > 0.5;
  let inside = 0;
  while (inside < n / 2 && isExcluded(n - inside)) inside++;
  return {
    value: middleOf(high),
    lower: inside === 0 ? -Infinity : low[inside - 1]!,
    upper: inside === 0 ? Infinity : high[n - inside]!,
    seeds: n,
    spread: [low[0]!, high[n - 1]!],
  };
}

/** The mean of the two middle values; of one of them ∞, ∞. */
function middleOf(sorted: readonly number[]): number {
  const half = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(half) - 1]!, sorted[Math.floor(half)]!];
  return low === high ? low : (low + high) / 2;
}

/** How often runs have a property, each end of the interval wrong with at most the given probability. */
export function rateEstimate(successes: readonly boolean[], errorProbability: number): Measured {
  const seeds = successes.length;
  if (seeds === 0) return { value: NaN, lower: 0, upper: 1, seeds };
  const count = successes.filter(Boolean).length;
  const { mean, lower, upper } = binomialSequence(count, seeds, errorProbability);
  return { value: mean, lower, upper, seeds };
}
