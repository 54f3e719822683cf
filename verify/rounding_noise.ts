/**
 * How far rounding spreads what a relation compares, and whether a violation stands out of it.
 *
 * Rounding is deterministic and often smooth, so that instances beside a violation show the same
 * excess; to repeat a run with its roundings going either way shows what is due to them. The same
 * relation is followed through the runs: the n-th of its label, which is at the same step and
 * radius.
 *
 * The rule. Each run draws its own probability of rounding the other way, in one of two ways (see
 * `rounding/runtime.ts`), so that to first order any sum of rounding effects has a mean excess of
 * at most about twice its spread between runs, however many operations there were, in at least one
 * of the two. A violation counts if its mean is at least {@linkcode STANDING_OUT} times its spread
 * both ways. What a chaotic run makes of an instance differs from run to run as much as it is
 * large: there the sides have no digits, and only an earlier step (which is a relation of its own)
 * or a shorter run (to which shrinking leads) can show a violation.
 *
 * @module
 */

import type { Arbitrary } from "../lib/fast_check/mod.ts";
import type { Arithmetic } from "../lib/arithmetic/mod.ts";
import type { Claim, VariantName } from "./claim.ts";
import type { RoundingEvidence } from "./evidence.ts";
import { groupRelations, type LabelJudgement } from "./judgement.ts";
import { mixSeed, randomFor } from "./random.ts";
import { excessOf, isFinitePair, type JudgedRelation, type Relation } from "./relation.ts";
import { estimateNoise } from "./rounding/nearby.ts";
import type { RoundingRun } from "./rounding/runtime.ts";
import { Nudge, Regenerator } from "./search/mod.ts";
import { moved, type Specimen, textOf } from "./specimen.ts";

/**
 * A violation is no rounding if its mean is so many times its spread. Rounding stays below 2
 * (measured on a thousand violations of 26 true statements: 1.6); a violation by 5e-14 of itself
 * has 400.
 */
export const STANDING_OUT = 5;

/** So many relations of a label are followed through the runs. */
const FOLLOWED = 64;

/** Equally spaced instances for the differences that noise is estimated from, the specimen among them. */
const SPACED = 9;

/** A claim with all that it calls, rewritten so that its roundings can go either way. */
export interface ClaimTwin {
  /** The rewritten claim. */
  readonly claim: Claim;
  /** The rewritten float64 arithmetic. */
  readonly arithmetic: Arithmetic<unknown>;
  /** Runs `body` with its inexact operations rounded as `run` says. */
  run<R>(run: RoundingRun, body: () => R): R;
}

/** What was found, and whether the violation stands out. */
export interface RoundingVerdict {
  /** The relation that stands out most, for the evidence; null where nothing could be told. */
  readonly evidence: RoundingEvidence | null;
  /** Whether of every set of relations that must be broken one is, beyond rounding. */
  readonly standsOut: boolean;
}

interface Shared {
  /** The label's judgement on the specimen. */
  readonly original: LabelJudgement;
  /** The label. */
  readonly label: string;
  /** Where random roundings, or moves, come from. */
  readonly seed: number;
}

/**
 * Runs the rewritten claim on an instance, every inexact operation going either way at random.
 *
 * @throws Whatever the claim throws.
 */
export function randomRounding(
  instance: unknown,
  { original, label, seed, twin, variant, runs }: Shared & {
    readonly twin: ClaimTwin;
    readonly variant: VariantName;
    readonly runs: number;
  },
): RoundingVerdict {
  const perMode = Math.ceil(runs / 2);
  const samples = (["toward", "away"] as const).map((mode) =>
    Array.from({ length: perMode }, (_, index) =>
      twin.run(
        { seed: mixSeed(seed, mode, index), mode, probability: (index + 0.5) / perMode },
        () => {
          const observation = twin.arithmetic.scope(() =>
            twin.claim.observe(instance, twin.arithmetic, 0)
          );
          const relations = twin.claim.variants[variant]!.relations(observation, instance);
          return groupRelations(relations).get(label) ?? [];
        },
      ))
  );
  return judgeSets(
    original,
    "random rounding",
    (ordinal) => samples.map((ofMode) => ofMode.map((relations) => relations[ordinal])),
  );
}

/**
 * For claims whose code cannot be rewritten: the noise in the excess along equally spaced instances
 * beside the specimen. Without continuous numbers there are none, and the tolerance has to do.
 *
 * @throws Whatever the claim throws.
 */
export function nearbyInstances(
  specimen: Specimen,
  { original, seed, arbitrary, judge }: Shared & {
    readonly arbitrary: Arbitrary<unknown>;
    readonly judge: (instance: unknown) => LabelJudgement | undefined;
  },
): RoundingVerdict {
  const groups: (readonly JudgedRelation[])[] = [];
  const plain = new Regenerator(arbitrary);
  for (let step = 0; step < SPACED; step++) {
    const nudge = new Nudge(randomFor(seed), step / SPACED);
    const instance = moved(new Regenerator(arbitrary, nudge, plain), specimen);
    if (step === 1 && textOf(instance) === specimen.text) {
      return { evidence: null, standsOut: true };
    }
    groups.push(instance === undefined ? [] : judge(instance)?.relations ?? []);
  }
  return judgeSets(
    original,
    "nearby instances",
    (ordinal) => [groups.map((relations) => relations[ordinal]?.relation)],
    noiseOf,
  );
}

/** The relations of one place in the runs, by mode; undefined where a run has none there. */
type Samples = readonly (readonly (Relation | undefined)[])[];

function judgeSets(
  { relations, broken }: LabelJudgement,
  method: RoundingEvidence["method"],
  samplesOf: (ordinal: number) => Samples,
  spreadOf: (values: readonly number[]) => number = standardDeviation,
): RoundingVerdict {
  const strongest = broken.map((set) =>
    thinned(set.filter(({ relation }) => isFinitePair(relation)))
      .map((judged) => contrastOf(samplesOf(relations.indexOf(judged)), method, spreadOf))
      .toSorted((a, b) => b.contrast - a.contrast)[0]
  );
  const weakest = strongest.toSorted((a, b) => (a?.contrast ?? 0) - (b?.contrast ?? 0))[0];
  if (weakest === undefined) return { evidence: null, standsOut: false };
  return { evidence: weakest.evidence, standsOut: weakest.contrast >= STANDING_OUT };
}

/** The first relations, where runs have not yet parted, and the most broken ones. */
function thinned(set: readonly JudgedRelation[]): readonly JudgedRelation[] {
  if (set.length <= FOLLOWED) return set;
  const worst = set.toSorted((a, b) => b.excess / b.tolerance - a.excess / a.tolerance);
  return [...new Set([...set.slice(0, FOLLOWED / 2), ...worst.slice(0, FOLLOWED / 2)])];
}

function contrastOf(
  samples: Samples,
  method: RoundingEvidence["method"],
  spreadOf: (values: readonly number[]) => number,
): { readonly evidence: RoundingEvidence; readonly contrast: number } {
  let contrast = Infinity;
  let spread = 0;
  const excesses: number[] = [];
  const found: Relation[] = [];
  for (const ofMode of samples) {
    const values = ofMode.map((relation) => relation === undefined ? NaN : differenceOf(relation));
    const mean = excessOfMean(values, ofMode);
    const deviation = spreadOf(values);
    // Where a run has no such relation, or none of finite numbers, nothing stands out.
    contrast = Math.min(contrast, mean > 0 ? mean / deviation : 0);
    spread = Math.max(spread, deviation);
    excesses.push(...ofMode.map((relation) => relation === undefined ? NaN : excessOver(relation)));
    found.push(...ofMode.filter((relation) => relation !== undefined));
  }
  return {
    contrast,
    evidence: {
      method,
      runs: excesses.length,
      violated: excesses.filter((excess) => excess > 0).length,
      mean: storable(meanOf(excesses.filter(Number.isFinite))),
      spread: storable(spread),
      digits: {
        lhs: digitsOf(found.map(({ lhs }) => lhs), spreadOf),
        rhs: digitsOf(found.map(({ rhs }) => rhs), spreadOf),
      },
    },
  };
}

/**
 * What is spread by rounding. An identity keeps its sign here: two roundings that miss by the same
 * amount on either side have the same excess, which would seem to have no spread at all.
 */
function differenceOf(relation: Relation): number {
  if (relation.sense !== "=") return excessOver(relation);
  return isFinitePair(relation) ? relation.lhs - relation.rhs : NaN;
}

/** By how much the mean of the differences breaks the relation, beyond the stated uncertainty. */
function excessOfMean(values: readonly number[], found: Samples[number]): number {
  const mean = meanOf(values);
  const uncertainties = found.map((relation) =>
    relation?.sense === "=" ? relation.uncertainty ?? 0 : NaN
  );
  return Number.isNaN(uncertainties[0]) ? mean : Math.abs(mean) - Math.max(...uncertainties);
}

/** The excess beyond the stated uncertainty. */
function excessOver(relation: Relation): number {
  if (!isFinitePair(relation)) return NaN;
  return excessOf(relation) - (relation.uncertainty ?? 0);
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}

/** What differences of equally spaced values tell; without enough of them, nothing stands out. */
function noiseOf(values: readonly number[]): number {
  return values.length === SPACED && values.every(Number.isFinite)
    ? estimateNoise(values).level
    : Infinity;
}

function standardDeviation(values: readonly number[]): number {
  // Of equal values it is 0, which a rounded mean need not give.
  if (values.every((value) => value === values[0])) return 0;
  // Squares of the values themselves could underflow, or overflow.
  const largest = Math.max(...values.map(Math.abs));
  const scaled = values.map((value) => value / largest);
  const mean = meanOf(scaled);
  const squares = scaled.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return largest * Math.sqrt(squares / Math.max(1, values.length - 1));
}

/** The decimal digits that values have in common; null where they are all the same. */
function digitsOf(
  values: readonly number[],
  spreadOf: (values: readonly number[]) => number,
): number | null {
  const finite = values.filter(Number.isFinite);
  const spread = spreadOf(finite);
  if (spread === 0 || finite.length === 0) return null;
  return Math.max(0, storable(Math.log10(Math.abs(meanOf(finite)) / spread)));
}

/** JSON has neither infinities nor NaN. */
function storable(value: number): number {
  if (Number.isNaN(value)) return 0;
  return Math.max(-Number.MAX_VALUE, Math.min(Number.MAX_VALUE, value));
}
