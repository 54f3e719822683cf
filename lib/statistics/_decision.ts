import {
  type DecidedEstimate,
  type Decision,
  type Estimate,
  relationOfEstimate,
  type ThresholdRelation,
} from "./estimate.ts";

/** Used where the caller states no error probability: what the engine promises of each relation. */
export const DEFAULT_ERROR_PROBABILITY = 1e-6;

const DEFAULT_RESOLUTION = 0.1;

/** What an interval says of a relation. */
export function decide(estimate: Estimate, relation: ThresholdRelation): Decision {
  const { threshold, sense, resolution = DEFAULT_RESOLUTION } = relation;
  const { lower, upper } = estimate;
  if (sense !== ">=" && lower > threshold) return "violated";
  if (sense !== "<=" && upper < threshold) return "violated";
  if (sense === "<=" && upper > threshold) return "undecided";
  if (sense === ">=" && lower < threshold) return "undecided";
  if (!Number.isFinite(lower) || !Number.isFinite(upper)) return "undecided";
  const { lhs, uncertainty } = relationOfEstimate(estimate, sense);
  const size = Math.max(Math.abs(lhs), Math.abs(threshold));
  return uncertainty <= resolution * size ? "supported" : "undecided";
}

/** What {@linkcode sampleUntilDecided} drives. */
export interface Sampler {
  /** Takes one observation; returns whether the threshold may be outside of the interval now. */
  observe(): boolean;
  /** The estimate so far. */
  estimate(): Estimate;
}

/**
 * The interval is looked at when it first excludes the threshold, and then, where that has not
 * decided the relation, whenever there are so many times as many observations as at the last look.
 */
const GROWTH = 1.25;

/** Observes until the relation is decided, at most `maximumSamples` times. */
export function sampleUntilDecided(
  sampler: Sampler,
  maximumSamples: number,
  relation: ThresholdRelation | undefined,
): DecidedEstimate {
  if (!Number.isSafeInteger(maximumSamples) || maximumSamples < 1) {
    throw new RangeError(`maximumSamples must be a positive integer, got ${maximumSamples}`);
  }
  if (relation !== undefined && !Number.isFinite(relation.threshold)) {
    throw new RangeError(`the threshold must be a finite number, got ${relation.threshold}`);
  }
  let look = 1;
  for (let samples = 1; samples < maximumSamples; samples++) {
    if (!sampler.observe() || relation === undefined || samples < look) continue;
    look = Math.ceil(GROWTH * samples);
    const estimate = sampler.estimate();
    const decided = decide(estimate, relation);
    // More observations can always speak against an identity, so nothing ends them in its favour.
    if (decided === "violated" || (decided === "supported" && relation.sense !== "=")) {
      return { ...estimate, decided };
    }
  }
  sampler.observe();
  const estimate = sampler.estimate();
  return {
    ...estimate,
    decided: relation === undefined ? "undecided" : decide(estimate, relation),
  };
}

/** @throws {RangeError} If it is not a probability that a test can have. */
export function checkErrorProbability(errorProbability: number): void {
  if (!(errorProbability > 0 && errorProbability < 1)) {
    throw new RangeError(`the error probability must lie in (0, 1), got ${errorProbability}`);
  }
}
