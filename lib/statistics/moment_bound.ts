/**
 * Means of unbounded observations whose variance has a known bound, at any stopping time.
 *
 * @module
 */

import { catoniSequence } from "./_catoni.ts";
import { sampleUntilDecided } from "./_decision.ts";
import type { DecidedEstimate } from "./estimate.ts";
import type { MeanSequence, SamplingOptions } from "./mean_sequence.ts";

/** What is known of the observations beforehand. */
export interface MomentSequenceOptions {
  /**
   * A bound on the variance of an observation given the past, in the square of its units. A bound M
   * on E|X − c|^p for p ≥ 2 and any c gives M^{2/p} (Jensen's inequality).
   */
  readonly variance: number;
  /** The probability that the interval ever misses the mean. Default: 1e-6. */
  readonly errorProbability?: number;
}

/**
 * A confidence sequence for the mean of observations that nothing bounds, from a bound v on their
 * variance. Heavy tails are welcome: no higher moment needs to exist.
 *
 * The lower end: against a candidate m one holds the wealth
 *
 * W_t(m) = (1/K) Σ_j Π_{i≤t} exp(φ(λ_j·(X_i − m)))/(1 + λ_j²·v/2), λ_j = 2^{1−j}/√v, j = 0, …, 15,
 *
 * with Catoni's influence function φ(y) = log(1 + y + y²/2) for y ≥ 0, −log(1 − y + y²/2) for y < 0.
 * Since exp(φ(y)) ≤ 1 + y + y²/2, each factor has conditional expectation ≤ 1 if E[X_i | past] = m,
 * so W_t(m) is a non-negative supermartingale that starts at 1, and Ville's inequality says
 * P(∃t: W_t(m) ≥ 1/α) ≤ α. W_t decreases in m, so the m that are excluded lie below a bound. The
 * upper end is the lower end for −X; each has α = errorProbability/2.
 *
 * The observations need not be independent, nor of one distribution: what counts is that their
 * conditional expectations given the past are one number and their conditional variances ≤ v. That
 * bound is taken at the caller's word: with a v that is too small, the interval means nothing.
 *
 * @param options The bound on the variance and the error probability.
 * @returns A sequence with no observations. It keeps what it is given, 8 bytes an observation.
 * @throws {RangeError} If the variance is not positive and finite, or the error probability is not
 *   between 0 and 1.
 *
 * Source: H. Wang and A. Ramdas, Catoni-style confidence sequences for heavy-tailed mean estimation,
 * Stochastic Process. Appl. 163 (2023) 168–202 (here with a mixture over constant λ in place of a
 * predictable one); O. Catoni, Ann. Inst. H. Poincaré Probab. Statist. 48 (2012) 1148–1185.
 */
export function momentSequence(options: MomentSequenceOptions): MeanSequence {
  const sequence = catoniSequence(options);
  return {
    get samples(): number {
      return sequence.samples;
    },
    add(observation: number): void {
      checkObservation(observation);
      sequence.add(observation);
    },
    interval: () => sequence.estimate(),
  };
}

/**
 * Estimates a mean by {@linkcode momentSequence}, with observations drawn until the relation in
 * question is decided. The relation is tested after every observation.
 *
 * A true relation is found violated with probability at most `errorProbability`, wherever it stops.
 * A false one is found violated after about 2·(log(2/errorProbability) + 3)·variance/Δ² observations,
 * if its mean is Δ beyond the threshold and the tails are light; twice as many if they are as heavy as
 * the variance allows.
 *
 * @param draw The next observation.
 * @param options The bound on the variance, the error probability, the relation, the most
 *   observations.
 * @throws {RangeError} As {@linkcode momentSequence}; if an observation is not a finite number; if
 *   `maximumSamples` is not a positive integer or the threshold is not finite.
 */
export function momentConfidence(
  draw: () => number,
  options: MomentSequenceOptions & SamplingOptions,
): DecidedEstimate {
  const { decide, maximumSamples } = options;
  const sequence = catoniSequence(options);
  if (decide !== undefined) sequence.watch(decide.threshold);
  return sampleUntilDecided(
    {
      observe(): boolean {
        const observation = draw();
        checkObservation(observation);
        return sequence.add(observation);
      },
      estimate: () => sequence.estimate(),
    },
    maximumSamples,
    decide,
  );
}

function checkObservation(observation: number): void {
  if (!Number.isFinite(observation)) {
    throw new RangeError(`the observation ${observation} is not a finite number`);
  }
}
