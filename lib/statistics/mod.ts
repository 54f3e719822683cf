/**
 * What can be said of an exponent, a mean or a probability from numbers that were measured.
 *
 * Means and probabilities come as confidence sequences: intervals that hold at all sample sizes at
 * once, so that a test may stop as soon as it is decided. Every bound here is exact or conservative
 * for the error probability that it states (by default 1e-6); none rests on a normal approximation.
 *
 * Of observations with a lower and an upper bound, {@linkcode meanConfidence} estimates the mean.
 * Where there is a lower bound alone, it still refutes E X ≤ c (`upper: Infinity`). Where there is
 * none, but a bound on the variance or a higher moment, there is {@linkcode momentConfidence}; for
 * successes and failures {@linkcode probabilityConfidence}, or {@linkcode binomialBound} after a
 * fixed number of trials. {@linkcode relationOfEstimate} makes of each estimate the side of a
 * relation. The random numbers that are observed come from a {@linkcode randomStream}.
 *
 * @module
 */

export * from "./binomial_bound.ts";
export * from "./estimate.ts";
export * from "./gaussian_moments.ts";
export * from "./mean_sequence.ts";
export * from "./mix_seed.ts";
export * from "./moment_bound.ts";
export * from "./power_law.ts";
export * from "./random_stream.ts";
