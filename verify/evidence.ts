/**
 * The evidence of one claim: what a run writes to `<paper>/<claim>.json`.
 *
 * @module
 */

import type { ClaimKind, VariantName, Verdict } from "./claim.ts";
import type { Figure } from "./figure.ts";
import type { JudgedRelation, Sense } from "./relation.ts";

/** The schema that evidence files name. */
export const EVIDENCE_SCHEMA = "assay.evidence/6";

/** A relation as the evidence shows it. */
export interface RelationEvidence {
  /** The relation's label. */
  readonly label: string;
  /** The family of instances, where the claim tells them apart. */
  readonly family?: string;
  /** The left side. */
  readonly lhs: number;
  /** How the sides should compare. */
  readonly sense: Sense;
  /** The right side. */
  readonly rhs: number;
  /** By how much the relation holds; negative where it is broken. */
  readonly margin: number;
  /** The breach that rounding and stated uncertainty may explain. */
  readonly tolerance: number;
  /**
   * The part of the tolerance that the claim states, where it states one: what an integrator's
   * error moves the sides by, the width of a fit.
   */
  readonly uncertainty?: number;
  /** Whether it is broken beyond the tolerance. */
  readonly violated: boolean;
  /** How close it comes to breaking: 1 at equality; null where its sides are at rounding level. */
  readonly ratio: number | null;
  /** The radius of the neighbourhood, for local claims. */
  readonly radius?: number;
  /** The step size, for claims about sufficiently small ones. */
  readonly step?: number;
}

/** An instance with what was observed on it: what `--replay` shows again. */
export interface Example {
  /** Why it is shown. */
  readonly role: "counterexample" | "witness" | "tightest" | "error";
  /** The number system in which it was observed. */
  readonly arithmetic: "float64" | "float32";
  /** The instance. */
  readonly instance: unknown;
  /** The worst relation of each label. */
  readonly relations: readonly RelationEvidence[];
  /** What the claim draws of it; none where it draws nothing. */
  readonly figures: readonly Figure[];
}

/** How far rounding spreads what a relation compares. */
export interface RoundingEvidence {
  /**
   * `random rounding`: the checker and all that it calls were run with every inexact operation
   * going to either neighbour at random. `nearby instances`: where its code could not be rewritten,
   * the noise was estimated from differences at nearby instances (ECNoise).
   */
  readonly method: "random rounding" | "nearby instances";
  /** Runs made. */
  readonly runs: number;
  /** Runs in which the relation is violated. */
  readonly violated: number;
  /** The mean excess over the stated uncertainty. */
  readonly mean: number;
  /** The standard deviation of the excess, the larger one of the ways of rounding; 0 if all is exact. */
  readonly spread: number;
  /** The decimal digits that the sides have in common in all runs; null where a side is exact. */
  readonly digits: { readonly lhs: number | null; readonly rhs: number | null };
}

/** How a violation was confirmed. */
export interface Confirmation {
  /** The label that is violated. */
  readonly label: string;
  /** What rounding makes of it; null where this was not looked at. */
  readonly rounding: RoundingEvidence | null;
  /** Instances that the generator could have given, whose continuous numbers are moved by 1e-12. */
  readonly perturbations: {
    /** How many were wanted. */
    readonly wanted: number;
    /** Those that satisfy the hypotheses, and were observed. */
    readonly tried: number;
    /** On how many of them the violation persists. */
    readonly violated: number;
  };
  /** What comes of it with every numerical method tightened. */
  readonly tightened: "violated" | "kept" | "not run";
  /**
   * What the other arithmetic says; `unresolved` where the margin is below its resolution, `not
   * run` where there is none or the checker does not compute in it.
   */
  readonly secondArithmetic: "violated" | "unresolved" | "contradicts" | "not run";
  /** Whether all of these support the violation. */
  readonly confirmed: boolean;
  /** What speaks against it; null if it is confirmed. */
  readonly reason: string | null;
}

/** A refutation. */
export interface Refutation {
  /** How the violation was confirmed. */
  readonly confirmation: Confirmation;
  /** The instance as it was found, before shrinking. */
  readonly found: unknown;
  /** Shrinking steps that succeeded. */
  readonly shrinkSteps: number;
  /** The command that replays it; FILE is this file. */
  readonly replay: string;
}

/** The phases that try instances. */
export type SearchPhase = "generate" | "target";

/** What becomes of a claim where one of its hypotheses alone is dropped. */
export interface HypothesisRole {
  /** `needed` if the claim breaks there; `could not be told` where the checker fails there. */
  readonly role:
    | "needed"
    | "not needed in this search"
    | "not testable alone"
    | "could not be told";
  /** Instances looked at that break this hypothesis and no other. */
  readonly tried: number;
  /** An instance on which the claim breaks. */
  readonly counterexample: unknown;
  /** Why it could not be told; null otherwise. */
  readonly reason: string | null;
}

/** How the numbers of one place in the instances were spread over the search. */
export interface NumberSpread {
  /** Where they stand: `.problem.start[]` for all entries of an array, `.start.length` for its length. */
  readonly path: string;
  /** Numbers seen. */
  readonly count: number;
  /** The least. */
  readonly least: number;
  /** The largest. */
  readonly largest: number;
  /** Those that are 0. */
  readonly zeros: number;
  /** By value: between each two edges, the last bin with its end; none where all are the same. */
  readonly byValue: { readonly edges: readonly number[]; readonly counts: readonly number[] };
  /** By order of magnitude: those with 10^exponent <= |x| < 10^(exponent + 1). */
  readonly byMagnitude: readonly { readonly exponent: number; readonly count: number }[];
}

/** How close a label came to breaking: a histogram of its ratios. */
export interface Distribution {
  /** Where the bins meet: {@linkcode RATIO_EDGES}. */
  readonly edges: readonly number[];
  /**
   * Instances in each bin, one more than edges: below the first edge, from each edge up to but
   * without the next, from the last edge on.
   */
  readonly counts: readonly number[];
}

/**
 * The edges of the bins of every {@linkcode Distribution}: far from equality by orders of
 * magnitude, near it by small margins. Equality lies within a bin, because rounding moves it to
 * either side.
 */
export const RATIO_EDGES: readonly number[] = [
  1e-12,
  1e-10,
  1e-8,
  1e-6,
  1e-4,
  1e-3,
  1e-2,
  0.1,
  0.25,
  0.5,
  0.75,
  0.9,
  0.99,
  0.999,
  1.001,
  1.01,
  1.1,
  2,
  10,
];

/** The bin of {@linkcode RATIO_EDGES} that a ratio lies in; 0 is the one below the first edge. */
export function ratioBin(ratio: number): number {
  const bin = RATIO_EDGES.findIndex((edge) => ratio < edge);
  return bin < 0 ? RATIO_EDGES.length : bin;
}

/** The count of one label over the search. */
export interface LabelEvidence {
  /** The label, with its family where it has one. */
  readonly label: string;
  /** The family of instances that it was observed on, where the claim tells them apart. */
  readonly family?: string;
  /** Instances that support it. */
  readonly supported: number;
  /** Instances that violate it. */
  readonly violated: number;
  /** Instances on which rounding or the radii leave it open. */
  readonly undecided: number;
  /**
   * Those of the undecided ones that violate it at every radius that counts, by an amount that
   * shrinks with the radius: the neighbourhood may be smaller than the arithmetic resolves.
   */
  readonly fading: number;
  /** Instances on which it says nothing, because its right side is trivially true. */
  readonly trivial: number;
  /** The largest ratio met where it was decided. */
  readonly largestRatio: number | null;
  /** The phase that met it. */
  readonly largestRatioPhase: SearchPhase | null;
  /** The instance that attains it. */
  readonly attainedBy: unknown;
  /** The ratios met where it was decided: of an identity, the error in units of its tolerance. */
  readonly distribution: Distribution;
  /** The phase that found the first violation. */
  readonly foundPhase: SearchPhase | null;
  /** The observations that the search had made by then. */
  readonly foundAfter: number | null;
}

/** What the search found of one variant. */
export interface VariantEvidence {
  /** The statement in TeX. */
  readonly statement: string;
  /** The verdict. */
  readonly verdict: Verdict;
  /** The verdict that it is known to have. */
  readonly expected: Verdict | null;
  /** Why, for verdicts that need a reason. */
  readonly reason: string | null;
  /** The largest lhs/rhs of an inequality that the search met; null where it has none. */
  readonly tightness: number | null;
  /** Instances that satisfy the hypotheses. */
  readonly instances: number;
  /** Instances that were discarded. */
  readonly discarded: number;
  /** Instances that neither support nor violate it. */
  readonly undecided: number;
  /** The relations, by label. */
  readonly labels: readonly LabelEvidence[];
  /** Of a tabular claim, the comparisons of printed numbers: a label each. */
  readonly comparisons?: {
    /** Those that keep the statement. */
    readonly kept: number;
    /** Those that break it. */
    readonly broken: number;
    /** Those that the precision of the printed numbers leaves open. */
    readonly open: number;
  };
  /** The counterexample, the witness, the tightest instance, or the one with the error. */
  readonly example: Example | null;
  /** How the counterexample was found and confirmed. */
  readonly refutation: Refutation | null;
  /** The other labels that are refuted, with a counterexample each. */
  readonly furtherRefutations: readonly {
    readonly example: Example;
    readonly refutation: Refutation;
  }[];
  /** Instances on which the checker failed, where that does not decide the verdict. */
  readonly failures: {
    /** How many. */
    readonly count: number;
    /** What it said of the first. */
    readonly message: string;
    /** The first. */
    readonly instance: unknown;
  } | null;
  /** What went wrong in the checker. */
  readonly error: { readonly message: string; readonly stack: string } | null;
  /** What the second arithmetic saw on its share of the instances; null where it did not run. */
  readonly secondArithmetic: {
    /** Instances observed. */
    readonly instances: number;
    /** Instances that support the variant. */
    readonly supported: number;
    /** Instances that violate it although the first arithmetic does not. */
    readonly contradicted: number;
    /** Instances on which its rounding or range leaves it open. */
    readonly undecided: number;
  } | null;
}

/** What a phase did. */
export interface PhaseEvidence {
  /** Instances wanted. */
  readonly budget: number;
  /** Instances drawn. */
  readonly drawn: number;
  /** Instances that satisfied the hypotheses, and were observed and judged. */
  readonly accepted: number;
}

/** The whole evidence of one claim. */
export interface Evidence {
  /** The schema of the file. */
  readonly schema: typeof EVIDENCE_SCHEMA;
  /** Assay's version. */
  readonly version: string;
  /** The seed of the run. */
  readonly seed: number;
  /** The profile of the run. */
  readonly profile: string;
  /** The claim's id. */
  readonly id: string;
  /** The claim's title. */
  readonly title: string;
  /** Where it is printed. */
  readonly locus: string;
  /** How it quantifies. */
  readonly kind: ClaimKind;
  /** The module that it comes from, as `--claims` named it; null for the catalogue. */
  readonly module: string | null;
  /** The title of its paper, where the module gives one. */
  readonly paperTitle: string | null;
  /** The number systems that were used, the searching one first, and what computed in them. */
  readonly arithmetics: readonly { readonly name: string; readonly backend: string }[];
  /** The hypotheses, with the instances that each discarded, for all variants or for one of its own. */
  readonly hypotheses: readonly {
    readonly name: string;
    readonly statement: string;
    readonly discarded: number;
    /** The variants that assume it; null if all do. */
    readonly assumedBy: readonly VariantName[] | null;
    /** Whether the claim needs it; null where no variant holds, or nobody looked. */
    readonly role: HypothesisRole | null;
  }[];
  /** What a reader should know of the instances: hypotheses that throw most of them away, bounds that say nothing. */
  readonly health: readonly string[];
  /** What each phase did, in observations. */
  readonly search: {
    /** Instances drawn, instances that satisfied the hypotheses, and how many were wanted. */
    readonly generate: PhaseEvidence;
    /** The same of the instances that were climbed to. */
    readonly target: PhaseEvidence;
    /** Observations made while shrinking. */
    readonly shrink: { readonly observations: number };
    /** Observations made while confirming. */
    readonly confirm: { readonly observations: number };
  };
  /** How the numbers of the instances were spread. */
  readonly numbers: readonly NumberSpread[];
  /** What was found of each variant. */
  readonly variants:
    & { readonly printed: VariantEvidence }
    & { readonly [name in Exclude<VariantName, "printed">]?: VariantEvidence };
}

/** Turns a judged relation into what the evidence shows of it. */
export function relationEvidence(judged: JudgedRelation): RelationEvidence {
  const { relation, excess, tolerance, violated, ratio } = judged;
  const { label, family, lhs, sense, rhs, uncertainty, neighbourhood } = relation;
  return {
    label,
    ...(family === undefined ? {} : { family }),
    lhs,
    sense,
    rhs,
    // Of two finite sides the difference may overflow.
    margin: excess === 0 ? 0 : Math.max(-Number.MAX_VALUE, -excess),
    tolerance,
    ...(uncertainty === undefined ? {} : { uncertainty }),
    violated,
    ratio,
    ...(neighbourhood === undefined ? {} : { radius: neighbourhood.radius }),
    ...(neighbourhood?.step === undefined ? {} : { step: neighbourhood.step }),
  };
}
