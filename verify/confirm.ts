/**
 * Confirmation: whether a violation is a fact of mathematics or of rounding.
 *
 * @module
 */

import type { Arithmetic } from "../lib/arithmetic/mod.ts";
import type { VariantName } from "./claim.ts";
import type { Confirmation, RoundingEvidence } from "./evidence.ts";
import { describeError } from "./failure.ts";
import type { Judgement, LabelJudgement } from "./judgement.ts";
import { type Observer, watched } from "./observer.ts";
import { mixSeed, randomFor } from "./random.ts";
import { isFinitePair } from "./relation.ts";
import { type ClaimTwin, nearbyInstances, randomRounding } from "./rounding_noise.ts";
import { Neighbours, type Specimen } from "./specimen.ts";

/** How much is done to confirm a violation. */
export interface Effort {
  /** Moved instances that must show it. */
  readonly perturbations: number;
  /** Runs with random rounding. */
  readonly runs: number;
}

/**
 * What a refutation rests on. Two roundings that cancel do so in ten runs of one mode with a
 * probability of one in a hundred, and in twenty runs of both with 3e-8.
 */
export const FULL_EFFORT: Effort = { perturbations: 20, runs: 40 };

/** What the further labels of a variant that is refuted already rest on. */
export const FURTHER_EFFORT: Effort = { perturbations: 20, runs: 20 };

/** What is enough to stop climbing towards a label, until the counterexample is confirmed. */
export const LIGHT_EFFORT: Effort = { perturbations: 4, runs: 6 };

/** What tells an accident from what may be worth more, where a label has had accidents before. */
export const GLANCE: Effort = { perturbations: 1, runs: 4 };

/** Moved instances that leave the hypotheses are drawn again, up to so many times those wanted … */
const DRAWS_PER_PERTURBATION = 20;

/** … but not where so many in a row could not be had, and none has been. */
const FRUITLESS = 8;

/** What {@linkcode confirm} needs. */
export interface ConfirmationOptions {
  /** Asks the claim. */
  readonly observer: Observer;
  /** The variant that is violated. */
  readonly variant: VariantName;
  /** The label that is violated. */
  readonly label: string;
  /** The arithmetic of the search. */
  readonly arithmetic: Arithmetic<unknown>;
  /** The other arithmetic, if it takes part in the run. */
  readonly secondArithmetic?: Arithmetic<unknown>;
  /** The claim with all that it calls, rewritten to round at random; where that can be had. */
  readonly twin?: ClaimTwin;
  /** The seed of the run. */
  readonly seed: number;
  /** How much is done. */
  readonly effort: Effort;
}

/**
 * Confirms that a specimen violates a label: beyond what rounding can do, with tightened numerical
 * methods, on instances beside it, and in the second arithmetic where that one can tell. What comes
 * after the first that speaks against it is not run.
 *
 * Never throws on what the claim does: a checker that fails beside the specimen supports nothing.
 */
export function confirm(specimen: Specimen, options: ConfirmationOptions): Confirmation {
  const { label, effort, arithmetic } = options;
  let confirmation: Confirmation = {
    label,
    rounding: null,
    perturbations: { wanted: effort.perturbations, tried: 0, violated: 0 },
    tightened: "not run",
    secondArithmetic: "not run",
    confirmed: false,
    reason: null,
  };
  try {
    const original = labelIn(options, specimen.json, arithmetic, 0);
    if (original?.status !== "violated") {
      return { ...confirmation, reason: "observed again, it is not violated" };
    }
    for (const check of [overflow, tightened, perturbed, rounding, inSecondArithmetic]) {
      confirmation = { ...confirmation, ...check(specimen, original, options) };
      if (confirmation.reason !== null) return confirmation;
    }
  } catch (error) {
    const { message } = describeError(error, specimen.json);
    return { ...confirmation, reason: `the checker fails beside the instance: ${message}` };
  }
  return { ...confirmation, confirmed: true };
}

/** One part of a confirmation; with a reason if it speaks against the violation. */
type Check = (
  specimen: Specimen,
  original: LabelJudgement,
  options: ConfirmationOptions,
) => Partial<Confirmation>;

function labelIn(
  { observer, variant, label }: ConfirmationOptions,
  instance: unknown,
  arithmetic: Arithmetic<unknown>,
  refinement: number,
): LabelJudgement | undefined {
  return observer.judge(variant, instance, arithmetic, refinement)?.get(label);
}

/** An overflow may be one of the arithmetic: a finite violation must be there, at an earlier step. */
const overflow: Check = (_, { broken }) => {
  const isOverflow = broken.some((set) => !set.some(({ relation }) => isFinitePair(relation)));
  return isOverflow ? { reason: "it is violated by an overflow only" } : {};
};

const tightened: Check = ({ json }, _, options) => {
  const isViolated = labelIn(options, json, options.arithmetic, 1)?.status === "violated";
  return isViolated
    ? { tightened: "violated" }
    : { tightened: "kept", reason: "with tightened numerical methods it is kept" };
};

const rounding: Check = (specimen, original, options) => {
  const { observer: { claim }, variant, label, arithmetic, twin, seed, effort } = options;
  const shared = { original, label, seed: mixSeed(seed, claim.id, variant, label) };
  const { evidence, standsOut } = twin !== undefined && arithmetic.name === "float64"
    ? randomRounding(specimen.json, { ...shared, twin, variant, runs: effort.runs })
    : nearbyInstances(specimen, {
      ...shared,
      arbitrary: claim.instances,
      judge: (instance) => labelIn(options, instance, arithmetic, 0),
    });
  return {
    rounding: evidence,
    ...(standsOut ? {} : { reason: `rounding may explain it: ${describe(evidence)}` }),
  };
};

function describe(evidence: RoundingEvidence | null): string {
  if (evidence === null) return "it cannot be told how far";
  const { method, runs, violated, mean, spread, digits: { lhs, rhs } } = evidence;
  const known = [["left", lhs], ["right", rhs]] as const;
  const digits = known.flatMap(([side, count]) =>
    count === null ? [] : [`the ${side} side has ${Math.floor(count)} reliable digits`]
  );
  return [
    `in ${runs} ${method === "random rounding" ? "runs with random rounding" : method} it is ` +
    `violated in ${violated}, by ${mean.toExponential(1)} ± ${spread.toExponential(1)}`,
    ...digits,
  ].join(", ");
}

const perturbed: Check = (specimen, _, options) => {
  const { observer: { claim }, variant, label, arithmetic, seed, effort } = options;
  const wanted = effort.perturbations;
  const beside = new Neighbours(
    claim.instances,
    specimen,
    randomFor(seed, claim.id, variant, label, "moved"),
  );
  // Nothing of it is continuous.
  if (beside.isEmpty) return { perturbations: { wanted: 0, tried: 0, violated: 0 } };
  let tried = 0;
  let fruitless = 0;
  for (let draw = 0; draw < DRAWS_PER_PERTURBATION * wanted && tried < wanted; draw++) {
    const instance = beside.next();
    if (instance === undefined && ++fruitless === FRUITLESS) break;
    if (instance === undefined) continue;
    fruitless = -Infinity;
    const found = labelIn(options, instance, arithmetic, 0);
    if (found === undefined) continue;
    tried++;
    if (found.status !== "violated") {
      return {
        perturbations: { wanted, tried, violated: tried - 1 },
        reason: tried === 1
          ? "the first instance beside it does not violate it"
          : `of ${tried} instances beside it the last does not violate it`,
      };
    }
  }
  const perturbations = { wanted, tried, violated: tried };
  if (tried === wanted) return { perturbations };
  return {
    perturbations,
    reason: `only ${tried} of ${wanted} instances beside it could be had`,
  };
};

/**
 * A second arithmetic that does not see the violation speaks against it only where the margin is
 * far above its resolution. For a local claim it looks at larger radii, where a claim that fails in
 * the limit may still hold, so there its silence says nothing.
 */
const inSecondArithmetic: Check = ({ json }, original, options) => {
  const { observer: { claim }, secondArithmetic } = options;
  if (secondArithmetic === undefined) return {};
  const { arithmetic, isUsed } = watched(secondArithmetic);
  let second: LabelJudgement | undefined;
  try {
    second = labelIn(options, json, arithmetic, 0);
  } catch {
    // Out of the second arithmetic's range: the first one's evidence has to do.
    return { secondArithmetic: "unresolved" };
  }
  if (!isUsed() && second !== undefined && saysTheSame(original, second)) return {};
  if (second?.status === "violated") return { secondArithmetic: "violated" };
  if (second === undefined || claim.kind === "local") return { secondArithmetic: "unresolved" };
  const farAbove = original.worst.excess > 8 * second.worst.tolerance;
  return second.status === "supported" && farAbove
    ? { secondArithmetic: "contradicts", reason: "the second arithmetic contradicts it" }
    : { secondArithmetic: "unresolved" };
};

/** Whether two judgements are of the same numbers, to the last bit. */
export function saysTheSame(one: LabelJudgement, other: LabelJudgement): boolean {
  return one.relations.length === other.relations.length &&
    one.relations.every(({ relation: { lhs, rhs } }, index) => {
      const { relation } = other.relations[index]!;
      return Object.is(lhs, relation.lhs) && Object.is(rhs, relation.rhs);
    });
}

/** Whether two judgements are of the same numbers, for every label. */
export function sayTheSame(one: Judgement, other: Judgement): boolean {
  return one.size === other.size && [...one].every(([label, judgement]) => {
    const counterpart = other.get(label);
    return counterpart !== undefined && saysTheSame(judgement, counterpart);
  });
}
