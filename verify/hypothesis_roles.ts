/**
 * Which hypotheses matter: whether the claim breaks where one of them alone is dropped.
 *
 * @module
 */

import type { Arithmetic } from "../lib/arithmetic/mod.ts";
import type { Claim, Hypothesis, VariantName } from "./claim.ts";
import type { HypothesisRole } from "./evidence.ts";
import { describeError } from "./failure.ts";
import { deepFreeze } from "./freeze.ts";
import {
  judge,
  type Judgement,
  ownHypotheses,
  sharedHypotheses,
  shortfallAlong,
  shortfallOf,
  violatedKeys,
} from "./judgement.ts";
import type { Announce } from "./observer.ts";
import { plain } from "./plain.ts";
import { mixSeed, randomFor } from "./random.ts";
import { type ClaimTwin, randomRounding } from "./rounding_noise.ts";

/** How many instances that break a hypothesis alone are looked at … */
const TRIES = 30;

/** … and how many at least where claims are costly. */
const FEWEST_TRIES = 10;

/** How many instances are drawn to find them where claims are cheap … */
const DRAWS = 400;

/** … how many at least where they are costly … */
const FEWEST_DRAWS = 160;

/** … and how many of these before it is left without one. */
const FEWEST_FRUITLESS_DRAWS = 80;

/** Runs with random rounding that a violation must stand out of. */
const RUNS = 8;

/**
 * After a violation so many further instances are looked at: of those that violate it too the
 * shortest is read most easily, and costs least to run with random rounding.
 */
const LOOK_ON = 4;

/** How many instances that break a hypothesis alone are looked at. */
function triesFor({ cost = 1 }: Claim): number {
  return Math.max(FEWEST_TRIES, Math.min(TRIES, 2 * TRIES / cost));
}

/** How many instances are drawn where none breaks the hypothesis alone. */
function fruitlessDraws({ cost = 1 }: Claim): number {
  return Math.max(FEWEST_FRUITLESS_DRAWS, DRAWS / cost);
}

/** The role of a hypothesis that no instance breaks alone. */
const NOT_TESTABLE: HypothesisRole = {
  role: "not testable alone",
  tried: 0,
  counterexample: null,
  reason: null,
};

/**
 * The role of a hypothesis if the search of a claim that holds tells it already, otherwise null. An
 * instance that breaks it alone would have been discarded by it: where as many as would be drawn
 * for it were not, it cannot be tested alone.
 *
 * @param sampled The instances that the search drew independently of each other.
 * @param discarded Those of all its instances that were discarded by this hypothesis.
 */
export function roleKnownFromSearch(
  claim: Claim,
  { without, assumedBy }: Hypothesis,
  variant: VariantName,
  sampled: number,
  discarded: number,
): HypothesisRole | null {
  if (assumedBy?.includes(variant) === false) {
    // It holds on all instances, those among them that break the hypothesis.
    const role = "not needed in this search";
    return { role, tried: discarded, counterexample: null, reason: null };
  }
  const isKnown = without === undefined && discarded === 0 && sampled >= fruitlessDraws(claim);
  return isKnown ? NOT_TESTABLE : null;
}

/** What {@linkcode hypothesisRole} needs. */
export interface RoleOptions {
  /** The seed of the run. */
  readonly seed: number;
  /** A variant that holds where all hypotheses do. */
  readonly variant: VariantName;
  /** The arithmetic of the search. */
  readonly arithmetic: Arithmetic<unknown>;
  /** The rewritten claim, where it can be had. */
  readonly twin: () => Promise<ClaimTwin | undefined>;
  /** Called before every observation. */
  readonly onObserve?: Announce;
}

/**
 * Drops one hypothesis and looks for violations among instances that satisfy all others: those of
 * the hypothesis's own `without`, where it has one, otherwise those that the claim's generator
 * makes and the hypothesis discards. Never throws on what the claim does, but it may not return:
 * outside of its hypotheses a checker may have nothing to compute, or never end.
 */
export async function hypothesisRole(
  claim: Claim,
  name: string,
  options: RoleOptions,
): Promise<HypothesisRole> {
  const hypothesis = claim.hypotheses.find((candidate) => candidate.name === name)!;
  const arbitrary = hypothesis.without ?? claim.instances;
  const { seed, variant, arithmetic, onObserve } = options;
  const assumed = [...sharedHypotheses(claim), ...ownHypotheses(claim, variant)];
  const tries = triesFor(claim);
  const draws = Math.max(FEWEST_DRAWS, DRAWS / Math.max(1, claim.cost ?? 1));
  let tried = 0;
  let failure: string | undefined;
  /** Violations that are to be looked into, and after how many instances. */
  let found: { readonly instance: unknown; readonly judgement: Judgement }[] = [];
  let due = Infinity;
  const real = async (): Promise<unknown> => {
    const shortest = found.toSorted((one, other) => sizeOf(one.instance) - sizeOf(other.instance));
    found = [];
    due = Infinity;
    for (const { instance, judgement } of shortest) {
      for (const label of violatedKeys(judgement)) {
        const twin = arithmetic.name === "float64" ? await options.twin() : undefined;
        const isReal = twin === undefined || randomRounding(instance, {
          original: judgement.get(label)!,
          label,
          seed: mixSeed(seed, claim.id, "without", name),
          twin,
          variant,
          runs: RUNS,
        }).standsOut;
        if (isReal) return instance;
      }
    }
    return undefined;
  };
  for (let index = 0; index < draws && tried < tries; index++) {
    if (tried === 0 && index >= fruitlessDraws(claim)) break;
    const random = randomFor(seed, claim.id, "without", name, index);
    let instance: unknown = null;
    try {
      instance = deepFreeze(
        plain(arbitrary.generate(random, undefined).value),
      );
      if (!breaksAlone(assumed, hypothesis, instance)) continue;
      onObserve?.(instance, arithmetic.name);
      const observation = arithmetic.scope(() => claim.observe(instance, arithmetic, 0));
      const along = shortfallAlong(assumed, observation, instance)?.hypothesis;
      if (hypothesis.holds === undefined ? along !== name : along !== undefined) continue;
      tried++;
      const { unitRoundoff } = arithmetic;
      const judgement = judge(
        claim.kind,
        claim.variants[variant]!,
        observation,
        instance,
        unitRoundoff,
      );
      if (violatedKeys(judgement).length > 0) {
        found.push({ instance, judgement });
        due = Math.min(due, tried + LOOK_ON);
      }
      if (tried < due) continue;
      const counterexample = await real();
      if (counterexample !== undefined) {
        return { role: "needed", tried, counterexample, reason: null };
      }
    } catch (error) {
      failure ??= describeError(error, instance).message;
    }
  }
  try {
    const counterexample = await real();
    if (counterexample !== undefined) {
      return { role: "needed", tried, counterexample, reason: null };
    }
  } catch (error) {
    failure ??= describeError(error, null).message;
  }
  if (tried > 0) {
    return { role: "not needed in this search", tried, counterexample: null, reason: null };
  }
  if (failure === undefined) return NOT_TESTABLE;
  return {
    role: "could not be told",
    tried,
    counterexample: null,
    reason: `the checker fails where it is dropped: ${failure}`,
  };
}

/** How long an instance is. */
function sizeOf(instance: unknown): number {
  return JSON.stringify(instance).length;
}

/** Whether, of the hypotheses on the instance, this one is broken and no other. */
function breaksAlone(
  hypotheses: readonly Hypothesis[],
  dropped: Hypothesis,
  instance: unknown,
): boolean {
  if (dropped.holds !== undefined && shortfallOf([dropped], instance) === undefined) return false;
  const others = hypotheses.filter((hypothesis) => hypothesis !== dropped);
  return shortfallOf(others, instance) === undefined;
}
