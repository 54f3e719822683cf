/**
 * How much a run searches.
 *
 * @module
 */

/** The names of the profiles. */
export type ProfileName = "quick" | "standard" | "thorough";

/** The budgets of a search, in instances of a claim of cost 1. */
export interface Profile {
  /** Instances that satisfy the hypotheses, in the generate phase. */
  readonly instances: number;
  /** Instances in the target phase, those that break a hypothesis included. */
  readonly target: number;
  /** Observations that shrinking one counterexample may take. */
  readonly shrink: number;
  /** Every so many instances are observed in the second arithmetic too. */
  readonly secondArithmeticEvery: number;
}

/** The profiles. */
export const PROFILES: Readonly<Record<ProfileName, Profile>> = {
  quick: { instances: 400, target: 800, shrink: 400, secondArithmeticEvery: 32 },
  standard: { instances: 4_000, target: 8_000, shrink: 2_000, secondArithmeticEvery: 32 },
  thorough: { instances: 40_000, target: 80_000, shrink: 10_000, secondArithmeticEvery: 32 },
};

/** Instances may be discarded up to this many times the budget before the search gives up. */
export const DRAWS_PER_INSTANCE = 8;

/** Fewer accepted instances than this, and a claim that was not refuted is inconclusive. */
export const FEWEST_INSTANCES = 20;

/** A label that fewer instances than this support leaves its claim inconclusive. */
export const FEWEST_SUPPORTS = 5;

/** Instances that cost more draws than this to generate are large: fewer of them are tried. */
export const LARGE_INSTANCE = 2_000;

/**
 * Instances that cost more draws than this are sampled, and not climbed from: in so large a space a few
 * steps lead nowhere, and what a climber keeps would fill the memory.
 */
export const MOST_CLIMBED = 200_000;

/** How many times the work of an ordinary instance it is to try one that costs so many draws. */
export function workOf(draws: number): number {
  return Math.max(1, draws / LARGE_INSTANCE);
}

/** A budget of instances, where each is so many times the work: never less than a verdict needs. */
export function budgetForLarge(budget: number, work: number): number {
  return Math.min(budget, Math.max(FEWEST_INSTANCES, Math.ceil(budget / work)));
}

/** Of claims that cost more than so much, shrinking takes fewer observations … */
const SHRUNK_IN_FULL = 8;

/** … but this part of the profile's at least. */
const LEAST_SHRINKING = 0.4;

/** What shrinking may take of a claim of the given cost: cheap ones get up to four times as much. */
export function shrinkBudgetFor(observations: number, cost: number): number {
  const share = cost <= SHRUNK_IN_FULL
    ? Math.max(1, 4 / Math.max(1, cost))
    : Math.max(LEAST_SHRINKING, SHRUNK_IN_FULL / cost);
  return Math.ceil(observations * share);
}

/** As many edits of an instance are looked at for one that is tried as cost about as much … */
const DRAFTS = 8;

/** … but at least and at most so many. */
const FEWEST_DRAFTS = 4;
const MOST_DRAFTS = 32;

/**
 * How many edits of an instance climbing looks at for one that it tries, for a claim of the given cost.
 * Against 32 for all: the same share of 113 false forms refuted in four fifths of the time.
 */
export function draftsFor(cost: number): number {
  return Math.round(Math.max(FEWEST_DRAFTS, Math.min(MOST_DRAFTS, DRAFTS * cost)));
}

/** A budget for claims of cost 1, for a claim of the given cost. */
export function budgetFor(instances: number, cost: number): number {
  return Math.max(FEWEST_INSTANCES, Math.ceil(instances / cost));
}
