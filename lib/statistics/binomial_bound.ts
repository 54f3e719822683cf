/**
 * Probabilities from successes and trials, exactly.
 *
 * @module
 */

import {
  checkErrorProbability,
  DEFAULT_ERROR_PROBABILITY,
  sampleUntilDecided,
} from "./_decision.ts";
import { logGamma } from "./_log_gamma.ts";
import type { DecidedEstimate, Estimate } from "./estimate.ts";
import type { SamplingOptions } from "./mean_sequence.ts";

/** Which error a bound may make, and how often. */
export interface BinomialBoundOptions {
  /** The probability that the interval misses. Default: 1e-6. */
  readonly errorProbability?: number;
  /** Which ends the interval has; the other is 0 or 1. Default: `both`, with half the error each. */
  readonly sides?: "both" | "lower" | "upper";
}

/**
 * The Clopper–Pearson interval for a probability p, after a number of trials that was fixed
 * beforehand: with α the error of an end, the lower one solves P(Bin(n, p) ≥ s) = α, the upper one
 * P(Bin(n, p) ≤ s) = α. It is exact: P(the interval misses p) ≤ errorProbability for every p and n, by
 * the inversion of the binomial test, with no normal approximation.
 *
 * The tails are summed term by term and the equations solved by bisection, to 1e-12 of the smaller of
 * p and 1 − p, on the wide side.
 *
 * @param successes The number of successes s.
 * @param trials The number of independent trials n, not chosen in view of the outcomes; where they
 *   were, use {@linkcode binomialSequence}.
 * @param options The error probability and the ends.
 * @throws {RangeError} If not 0 ≤ successes ≤ trials, trials ≥ 1, both integers, or the error
 *   probability is not between 0 and 1.
 *
 * Source: C. J. Clopper and E. S. Pearson, The use of confidence or fiducial limits illustrated in the
 * case of the binomial, Biometrika 26 (1934) 404–413.
 */
export function binomialBound(
  successes: number,
  trials: number,
  options: BinomialBoundOptions = {},
): Estimate {
  const { errorProbability = DEFAULT_ERROR_PROBABILITY, sides = "both" } = options;
  checkCounts(successes, trials);
  checkErrorProbability(errorProbability);
  const logError = Math.log(sides === "both" ? errorProbability / 2 : errorProbability);
  const failures = trials - successes;
  const exclude = (count: number) => (p: number, complement: number) =>
    logUpperTail(count, trials, p, complement) <= logError;
  return {
    mean: successes / trials,
    lower: sides === "upper" ? 0 : lowerEnd(successes, trials, exclude(successes))[0],
    upper: sides === "lower" ? 1 : lowerEnd(failures, trials, exclude(failures))[1],
    samples: trials,
  };
}

/**
 * An interval for a probability p that holds at all numbers of trials at once, but for the stated
 * probability: one may look after every trial and stop when one likes.
 *
 * It contains the p against which the wealth
 *
 * W_n(p) = ∫₀¹ q^s (1 − q)^{n−s} dBeta(½, ½)(q) / (p^s (1 − p)^{n−s})
 *        = B(s + ½, n − s + ½)/(B(½, ½)·p^s·(1 − p)^{n−s})
 *
 * is below 1/errorProbability. W_n(p) is a martingale that starts at 1 if every trial succeeds with
 * conditional probability p given the past, so Ville's inequality says P(∃n: W_n(p) ≥ 1/α) ≤ α. It is
 * convex in p with its least value at s/n, so what is not excluded is an interval. There is no
 * intersection with past intervals here.
 *
 * @param successes The number of successes s.
 * @param trials The number of trials n.
 * @param errorProbability The probability that the interval ever misses. Default: 1e-6.
 * @throws {RangeError} As {@linkcode binomialBound}.
 *
 * Source: H. Robbins, Statistical methods related to the law of the iterated logarithm, Ann. Math.
 * Statist. 41 (1970) 1397–1409, the method of mixtures.
 */
export function binomialSequence(
  successes: number,
  trials: number,
  errorProbability: number = DEFAULT_ERROR_PROBABILITY,
): Estimate {
  checkCounts(successes, trials);
  checkErrorProbability(errorProbability);
  const logLimit = -Math.log(errorProbability) + ROUNDING;
  const logMixture = logMixtureLikelihood(successes, trials);
  const failures = trials - successes;
  const exclude = (count: number) => (p: number, complement: number) =>
    logMixture - logLikelihood(count, trials, p, complement) >= logLimit;
  return {
    mean: successes / trials,
    lower: lowerEnd(successes, trials, exclude(successes))[0],
    upper: lowerEnd(failures, trials, exclude(failures))[1],
    samples: trials,
  };
}

/** How {@linkcode probabilityConfidence} samples. */
export interface ProbabilityConfidenceOptions extends SamplingOptions {
  /** The probability that the interval ever misses. Default: 1e-6. */
  readonly errorProbability?: number;
}

/**
 * Estimates a probability by {@linkcode binomialSequence}, with trials made until the relation in
 * question is decided. The relation is tested after every trial.
 *
 * A true relation is found violated with probability at most `errorProbability`, wherever it stops.
 *
 * @param draw Whether the next trial succeeds.
 * @param options The error probability, the relation, the most trials.
 * @throws {RangeError} If the error probability is not between 0 and 1, `maximumSamples` is not a
 *   positive integer, or the threshold is not finite.
 */
export function probabilityConfidence(
  draw: () => boolean,
  options: ProbabilityConfidenceOptions,
): DecidedEstimate {
  const { errorProbability = DEFAULT_ERROR_PROBABILITY, decide, maximumSamples } = options;
  checkErrorProbability(errorProbability);
  const threshold = decide?.threshold ?? NaN;
  const logLimit = -Math.log(errorProbability) + ROUNDING;
  let successes = 0;
  let trials = 0;
  // A trial's share of the log-wealth: the mixture's own forecast against the threshold's.
  let logWealth = 0;
  let excluded = false;
  const unwatchable = !(threshold > 0 && threshold < 1);
  return sampleUntilDecided(
    {
      observe(): boolean {
        const success = draw();
        const forecast = ((success ? successes : trials - successes) + 0.5) / (trials + 1);
        logWealth += Math.log(forecast / (success ? threshold : 1 - threshold));
        trials++;
        if (success) successes++;
        excluded ||= logWealth >= logLimit;
        return excluded || unwatchable;
      },
      estimate: () => binomialSequence(successes, trials, errorProbability),
    },
    maximumSamples,
    decide,
  );
}

/** What rounding may do to the logarithm of a likelihood of up to 10⁹ trials. */
const ROUNDING = 1e-6;

/** A probability p and 1 − p, neither of them rounded. */
type Odds = readonly [probability: number, complement: number];

/** Log-odds at which a probability is 1 for all that fewer than 2⁵³ trials can tell. */
const CERTAIN = 64;

/** The largest p that is excluded, where those that are lie below one that is not: count/trials. */
function lowerEnd(
  count: number,
  trials: number,
  isExcluded: (probability: number, complement: number) => boolean,
): Odds {
  if (count === 0) return [0, 1];
  // Bisection in the log-odds resolves p near 0 and near 1 alike.
  const odds = (x: number): Odds => [1 / (1 + Math.exp(-x)), 1 / (1 + Math.exp(x))];
  let high = count === trials ? CERTAIN : Math.log(count / (trials - count));
  let low = high - 1;
  for (let width = 1; !isExcluded(...odds(low)); width *= 2) low -= width;
  while (high - low > 1e-12) {
    const middle = low + (high - low) / 2;
    if (middle <= low || middle >= high) break;
    if (isExcluded(...odds(middle))) low = middle;
    else high = middle;
  }
  return odds(low);
}

/** log P(Bin(trials, p) ≥ count), for count ≥ 1, without cancellation. */
function logUpperTail(count: number, trials: number, p: number, complement: number): number {
  // The first term is the largest where count ≥ trials·p, as in a small tail; the rest is summed
  // relative to it. Each ratio is smaller than the one before.
  const logFirst = logGamma(trials + 1) - logGamma(count + 1) - logGamma(trials - count + 1) +
    logLikelihood(count, trials, p, complement);
  const odds = p / complement;
  let term = 1;
  let sum = 1;
  for (let k = count; k < trials; k++) {
    const ratio = (trials - k) / (k + 1) * odds;
    term *= ratio;
    sum += term;
    if (ratio < 1 && term < 1e-17 * (1 - ratio) * sum) break;
    if (sum > 1e290) return Math.min(0, logFirst + Math.log(sum));
  }
  return Math.min(0, logFirst + Math.log(sum));
}

/** log(p^s (1 − p)^{n−s}), with 0·log 0 = 0. */
function logLikelihood(successes: number, trials: number, p: number, complement: number): number {
  const failures = trials - successes;
  return (successes === 0 ? 0 : successes * Math.log(p)) +
    (failures === 0 ? 0 : failures * (complement > 0.5 ? Math.log1p(-p) : Math.log(complement)));
}

/** log(B(s + ½, n − s + ½)/B(½, ½)). */
function logMixtureLikelihood(successes: number, trials: number): number {
  return logGamma(successes + 0.5) + logGamma(trials - successes + 0.5) - logGamma(trials + 1) -
    Math.log(Math.PI);
}

function checkCounts(successes: number, trials: number): void {
  const integers = Number.isSafeInteger(successes) && Number.isSafeInteger(trials);
  if (!integers || trials < 1 || successes < 0 || successes > trials) {
    throw new RangeError(`${successes} successes in ${trials} trials make no sense`);
  }
}
