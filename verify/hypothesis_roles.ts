/**
 * Which hypotheses matter: whether the claim breaks where one of them alone is dropped.
 *
 * @module
 */

import type { Claim, Hypothesis, Variant } from "./claim.ts";
import type { HypothesisRole } from "./evidence.ts";
import { brokenHypothesisAlong, isBroken, judge, violatedKeys } from "./judgement.ts";
import { randomFor } from "./random.ts";

/** How many instances that break a hypothesis alone are looked at. */
const TRIES = 40;

/** How many instances are drawn to find them. */
const DRAWS = 400;

/** What {@linkcode hypothesisRole} needs. */
export interface RoleOptions {
  /** The seed of the run. */
  readonly seed: number;
  /** A variant that holds where all hypotheses do. */
  readonly variant: Variant;
  /** The u of the arithmetic. */
  readonly unitRoundoff: number;
  /** Observes an instance. */
  readonly observe: (instance: unknown) => unknown;
}

/**
 * Drops one hypothesis and looks for violations among instances that satisfy all others: those of
 * the hypothesis's own `without`, where it has one, otherwise those that the claim's generator makes
 * and the hypothesis discards.
 */
export function hypothesisRole(
  claim: Claim,
  hypothesis: Hypothesis,
  { seed, variant, unitRoundoff, observe }: RoleOptions,
): HypothesisRole {
  const arbitrary = hypothesis.without ?? claim.instances;
  let tried = 0;
  for (let index = 0; index < DRAWS && tried < TRIES; index++) {
    const random = randomFor(seed, claim.id, "without", hypothesis.name, index);
    let violated: string[];
    let instance: unknown;
    try {
      instance = JSON.parse(JSON.stringify(arbitrary.generate(random, undefined).value));
      if (!breaksAlone(claim, hypothesis, instance)) continue;
      const observation = observe(instance);
      const along = brokenHypothesisAlong(claim, observation, instance);
      if (hypothesis.holds === undefined ? along !== hypothesis.name : along !== undefined) {
        continue;
      }
      violated = violatedKeys(judge(claim.kind, variant, observation, instance, unitRoundoff));
    } catch {
      // Outside of its hypotheses a checker may have nothing to compute.
      continue;
    }
    tried++;
    if (violated.length > 0) return { role: "needed", tried, counterexample: instance };
  }
  return tried === 0
    ? { role: "not testable alone", tried, counterexample: null }
    : { role: "not needed in this search", tried, counterexample: null };
}

/** Whether, of the hypotheses on the instance, this one is broken and no other. */
function breaksAlone(claim: Claim, dropped: Hypothesis, instance: unknown): boolean {
  const breaks = (hypothesis: Hypothesis) =>
    hypothesis.holds !== undefined && isBroken(hypothesis.holds(instance), hypothesis.name);
  if (dropped.holds !== undefined && !breaks(dropped)) return false;
  return claim.hypotheses.every((hypothesis) => hypothesis === dropped || !breaks(hypothesis));
}
