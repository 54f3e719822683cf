/**
 * Confirmation: whether a violation is a fact of mathematics or of rounding.
 *
 * @module
 */

import type { Random } from "fast-check";
import type { Arithmetic } from "../lib/arithmetic/mod.ts";
import type { Claim, Variant } from "./claim.ts";
import type { Confirmation } from "./evidence.ts";
import {
  brokenHypothesis,
  brokenHypothesisAlong,
  judge,
  type Judgement,
  type LabelJudgement,
} from "./judgement.ts";

/** How far a perturbation moves a number, relative to it. */
export const PERTURBATION = 1e-12;

/** How many perturbed instances must show the violation. */
export const PERTURBATIONS = 20;

/** Perturbations that leave the hypotheses are drawn again, up to this many in all. */
const MOST_PERTURBATIONS = 400;

/**
 * The keys under which an instance holds its discrete structure. Every other number of an instance
 * is real, and a violation must survive that it moves.
 */
export const DISCRETE_KEYS: ReadonlySet<string> = new Set([
  "rows",
  "columns",
  "dimension",
  "width",
  "steps",
  "seed",
]);

/** The instance with every real number moved by a random factor in 1 ± {@linkcode PERTURBATION}. */
export function perturb(instance: unknown, random: Random): unknown {
  if (typeof instance === "number") {
    return instance * (1 + PERTURBATION * (2 * random.nextDouble() - 1));
  }
  if (Array.isArray(instance)) return instance.map((entry) => perturb(entry, random));
  if (instance === null || typeof instance !== "object") return instance;
  return Object.fromEntries(
    Object.entries(instance).map((
      [key, value],
    ) => [key, DISCRETE_KEYS.has(key) ? value : perturb(value, random)]),
  );
}

/** What {@linkcode confirm} needs. */
export interface ConfirmationOptions {
  /** The variant that is violated. */
  readonly variant: Variant;
  /** The label that is violated. */
  readonly label: string;
  /** The arithmetic of the search. */
  readonly arithmetic: Arithmetic<unknown>;
  /** The other arithmetic, if it takes part in the run. */
  readonly secondArithmetic?: Arithmetic<unknown>;
  /** Draws for the perturbations. */
  readonly random: Random;
  /** Observes, counted and announced by the caller. */
  readonly observe: (
    instance: unknown,
    arithmetic: Arithmetic<unknown>,
    refinement: number,
  ) => unknown;
}

/**
 * Confirms that an instance violates a label: under perturbation, with tightened numerical methods,
 * and in the second arithmetic where that one can tell.
 */
export function confirm(
  claim: Claim,
  instance: unknown,
  options: ConfirmationOptions,
): Confirmation {
  const { variant, label, arithmetic, secondArithmetic, random, observe } = options;
  const judgeIn = (subject: unknown, where: Arithmetic<unknown>, refinement: number) => {
    const observation = observe(subject, where, refinement);
    if (brokenHypothesisAlong(claim, observation, subject) !== undefined) return undefined;
    return judge(claim.kind, variant, observation, subject, where.unitRoundoff);
  };
  const at = (judgement: Judgement | undefined) => judgement?.get(label);

  let tried = 0;
  let violated = 0;
  for (let draw = 0; draw < MOST_PERTURBATIONS && tried < PERTURBATIONS; draw++) {
    const moved = perturb(instance, random);
    if (brokenHypothesis(claim, moved) !== undefined) continue;
    const judgement = judgeIn(moved, arithmetic, 0);
    if (judgement === undefined) continue;
    tried++;
    if (at(judgement)?.status !== "violated") break;
    violated++;
  }
  const original = at(judgeIn(instance, arithmetic, 0));
  const tightened = at(judgeIn(instance, arithmetic, 1))?.status === "violated";
  const second = original === undefined || secondArithmetic === undefined
    ? "not run" as const
    : compareSecond(claim, original, () => at(judgeIn(instance, secondArithmetic, 0)));
  return {
    label,
    perturbations: { tried, violated },
    tightened,
    secondArithmetic: second,
    confirmed: tried === PERTURBATIONS && violated === PERTURBATIONS && tightened &&
      second !== "contradicts",
  };
}

/**
 * A second arithmetic that does not see the violation speaks against it only where the margin is
 * far above its resolution. For a local claim it looks at larger radii, where a claim that fails in
 * the limit may still hold, so there its silence says nothing.
 */
function compareSecond(
  claim: Claim,
  original: LabelJudgement,
  judgeSecond: () => LabelJudgement | undefined,
): Confirmation["secondArithmetic"] {
  let second: LabelJudgement | undefined;
  try {
    second = judgeSecond();
  } catch {
    // Out of the second arithmetic's range: the first one's evidence has to do.
    return "unresolved";
  }
  if (second?.status === "violated") return "violated";
  if (second === undefined || claim.kind === "local") return "unresolved";
  const farAbove = original.worst.excess > 8 * second.worst.tolerance;
  return second.status === "supported" && farAbove ? "contradicts" : "unresolved";
}
