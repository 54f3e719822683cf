/**
 * A claim's first observation: whether what its functions return has the form that it must have.
 *
 * @module
 */

import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import { type Claim, type Hypothesis, variantNames } from "../claim.ts";
import { ownHypotheses, sharedHypotheses } from "../judgement.ts";
import { randomFor } from "../random.ts";
import { describeValue, MalformedClaim } from "./malformed_claim.ts";
import { checkHolds, checkObservation, checkRelations } from "./observation_shape.ts";

/** How many instances are drawn to find one that satisfies the hypotheses. */
const DRAWS = 50;

/**
 * Observes one instance that satisfies the hypotheses, if one is drawn soon, and looks at the form
 * of all that the claim returns on the way. What the claim throws is not looked at: that is for the
 * search to judge, as are numbers that are not finite.
 *
 * @param seed The seed of the run, mixed with the claim's id.
 * @returns What is wrong, a line for each mistake; undefined if nothing is, or nothing can be told.
 */
export function checkFirstObservation(
  claim: Claim,
  arithmetic: Arithmetic<unknown>,
  seed: number,
): string | undefined {
  try {
    if (claim.kind === "tabular") checkOnlyInstance(claim, seed);
    for (let index = 0; index < DRAWS; index++) {
      const instance = draw(claim, seed, index);
      const shared = sharedHypotheses(claim);
      if (!satisfies(shared, "holds", instance)) continue;
      const observation = arithmetic.scope(() => claim.observe(instance, arithmetic, 0));
      checkObservation(observation, "observe()");
      if (!satisfies(shared, "holdsAlong", observation, instance)) continue;
      for (const name of variantNames(claim)) {
        const own = ownHypotheses(claim, name);
        const isAdmitted = satisfies(own, "holds", instance) &&
          satisfies(own, "holdsAlong", observation, instance);
        if (!isAdmitted) continue;
        const relations: unknown = claim.variants[name]!.relations(observation, instance);
        checkRelations(relations, `relations() of variants.${name}`);
      }
      return undefined;
    }
  } catch (error) {
    if (error instanceof MalformedClaim) return error.message;
  }
  return undefined;
}

/** An instance as a JSON file would hold it. */
function draw(claim: Claim, seed: number, index: number): unknown {
  const random = randomFor(seed, claim.id, "door", index);
  const { value } = claim.instances.generate(random, undefined);
  const text = asJson(value);
  if (text === undefined) {
    throw new MalformedClaim(
      `instances generates ${describeValue(value)} that JSON cannot hold: an instance must be ` +
        "plain data, of numbers, strings, booleans, null, arrays and objects",
    );
  }
  return JSON.parse(text);
}

/** A tabular claim is about the tables that are printed, and about no others. */
function checkOnlyInstance(claim: Claim, seed: number): void {
  const [first, second] = [0, 1].map((index) => JSON.stringify(draw(claim, seed, index)));
  if (first !== second) {
    throw new MalformedClaim(
      "instances generates more than one instance: a tabular claim has its tables alone, " +
        "such as constant({ tables })",
    );
  }
}

function asJson(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined; // A bigint, or a cycle.
  }
}

/** Whether the hypotheses hold that one of the two questions is asked of. */
function satisfies(
  hypotheses: readonly Hypothesis[],
  question: "holds" | "holdsAlong",
  ...args: readonly unknown[]
): boolean {
  return hypotheses.every((hypothesis) => {
    const ask = hypothesis[question] as ((...args: readonly unknown[]) => unknown) | undefined;
    if (ask === undefined) return true;
    const answer = ask.apply(hypothesis, [...args]);
    checkHolds(answer, `${question}() of the hypothesis ${JSON.stringify(hypothesis.name)}`);
    return answer === true || answer === 0;
  });
}
