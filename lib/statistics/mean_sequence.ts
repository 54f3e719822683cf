/**
 * Means of observations that are bounded on at least one side, at any stopping time.
 *
 * @module
 */

import { bettingSequence } from "./_betting.ts";
import { sampleUntilDecided } from "./_decision.ts";
import type { DecidedEstimate, Estimate, ThresholdRelation } from "./estimate.ts";

/** What is known of the observations beforehand. */
export interface MeanSequenceOptions {
  /** No observation is below this; −∞ if nothing is known. */
  readonly lower: number;
  /** No observation is above this; ∞ if nothing is known. */
  readonly upper: number;
  /** The probability that the interval ever misses the mean. Default: 1e-6. */
  readonly errorProbability?: number;
}

/** A confidence sequence for a mean: it takes one observation after another. */
export interface MeanSequence {
  /** The number of observations so far. */
  readonly samples: number;
  /**
   * Takes the next observation.
   *
   * @throws {RangeError} If it is not a number within the stated bounds.
   */
  add(observation: number): void;
  /**
   * The mean so far and an interval for the expectation: the intersection of all that were asked
   * for. It takes about a microsecond for each of the observations so far.
   */
  interval(): Estimate;
}

/** How {@linkcode meanConfidence} samples. */
export interface SamplingOptions {
  /** The relation in question; sampling ends when it is decided. Default: none. */
  readonly decide?: ThresholdRelation;
  /** The most observations that may be made; the test may stop anywhere before. */
  readonly maximumSamples: number;
}

/**
 * A confidence sequence for the mean of observations that are bounded below, above, or both: an
 * interval that contains the mean at all times at once, but for the stated probability. One may look
 * after every observation and stop when one likes.
 *
 * The lower end, for Y = X − lower ≥ 0: against a candidate m one holds the wealth
 *
 * W_t(m) = (1/K) Σ_j Π_{i≤t} (1 + f_j·(Y_i/m − 1)), f_j ∈ {15/16, 3/4, 2⁻¹, …, 2⁻¹⁶}, K = 18.
 *
 * Each factor is non-negative and has conditional expectation ≤ 1 if E[Y_i | past] ≤ m, so W_t(m) is
 * a non-negative supermartingale that starts at 1, and Ville's inequality says P(∃t: W_t(m) ≥ 1/α) ≤
 * α. W_t decreases in m, so the m that are excluded lie below a bound. The upper end is the lower end
 * for upper − X. Each end has α = errorProbability/2 where both bounds are finite; where one is
 * infinite, the interval is unbounded on the other side of the finite one (a lower bound on X gives a
 * lower bound on the mean, with no condition on the upper tail) and its one end has all of α.
 *
 * The observations need not be independent, nor of one distribution: what counts is that their
 * conditional expectations given the past are one number.
 *
 * @param options The bounds and the error probability.
 * @returns A sequence with no observations. It keeps what it is given, 8 bytes an observation.
 * @throws {RangeError} If both bounds are infinite, lower ≥ upper, or the error probability is not
 *   between 0 and 1.
 *
 * Source: I. Waudby-Smith and A. Ramdas, Estimating means of bounded random variables by betting,
 * J. R. Stat. Soc. B 86 (2024) 1–27, the hedged capital process (with a mixture over constant bets in
 * place of the predictable one); J. Ville, Étude critique de la notion de collectif (1939).
 */
export function meanSequence(options: MeanSequenceOptions): MeanSequence {
  const { lower, upper } = options;
  const sequence = bettingSequence(options);
  return {
    get samples(): number {
      return sequence.samples;
    },
    add(observation: number): void {
      checkObservation(observation, lower, upper);
      sequence.add(observation);
    },
    interval: () => sequence.estimate(),
  };
}

/**
 * Estimates a mean by {@linkcode meanSequence}, with observations drawn until the relation in question
 * is decided. The relation is tested after every observation.
 *
 * A true relation is found violated with probability at most `errorProbability`, wherever it stops.
 * A false one is found violated after about 2·(log(2/errorProbability) + 3)·(σ/Δ)² observations, if
 * its mean is Δ beyond the threshold, with standard deviation σ.
 *
 * @param draw The next observation.
 * @param options The bounds, the error probability, the relation, the most observations.
 * @throws {RangeError} As {@linkcode meanSequence}; if an observation is not a number within the
 *   bounds; if `maximumSamples` is not a positive integer or the threshold is not finite.
 */
export function meanConfidence(
  draw: () => number,
  options: MeanSequenceOptions & SamplingOptions,
): DecidedEstimate {
  const { lower, upper, decide, maximumSamples } = options;
  const sequence = bettingSequence(options);
  if (decide !== undefined) sequence.watch(decide.threshold);
  return sampleUntilDecided(
    {
      observe(): boolean {
        const observation = draw();
        checkObservation(observation, lower, upper);
        return sequence.add(observation);
      },
      estimate: () => sequence.estimate(),
    },
    maximumSamples,
    decide,
  );
}

function checkObservation(observation: number, lower: number, upper: number): void {
  if (!(observation >= lower && observation <= upper) || !Number.isFinite(observation)) {
    throw new RangeError(`the observation ${observation} is not in [${lower}, ${upper}]`);
  }
}
