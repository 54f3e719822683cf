/**
 * Claims: the executable form of a paper's statements.
 *
 * @module
 */

// Before any claims module makes an arbitrary.
import "../lib/fast_check/sizes.ts";
import type { Arbitrary } from "../lib/fast_check/mod.ts";
import type { Arithmetic } from "../lib/arithmetic/mod.ts";
import type { ClaimRecord } from "./claim_record.ts";
import { claimProblems } from "./door/claim_shape.ts";
import { describeValue, MalformedClaim } from "./door/malformed_claim.ts";
import type { Figure } from "./figure.ts";
import type { Relation } from "./relation.ts";

/**
 * How a claim quantifies.
 *
 * - `universal`: its relations hold for all instances.
 * - `existence`: some instance satisfies all its relations; a witness is searched.
 * - `local`: there is a neighbourhood in which they hold; relations carry their `neighbourhood`,
 *   and only what persists at the smallest radii counts.
 * - `scaling`: an exponent, with its interval as the relation's `uncertainty`.
 * - `limit`: a sequence converges or does not; observed at horizons that double until one of the
 *   two is shown.
 * - `statistical`: an expectation or a probability, decided by a sequential test.
 * - `tabular`: a sentence of a paper against the paper's own tables, which are the only instance; see
 *   `tabularClaim`.
 */
export type ClaimKind =
  | "universal"
  | "existence"
  | "local"
  | "scaling"
  | "limit"
  | "statistical"
  | "tabular";

/** What a search can find of a claim; see the README, "What a verdict means". */
export type Verdict = "holds" | "refuted" | "vacuous" | "inconclusive" | "error";

/** A form of the statement: as printed, put right, or made sharper. */
export type VariantName = "printed" | "corrected" | "sharpened";

/** Something that the claim assumes. */
export interface Hypothesis<I = unknown, O = unknown> {
  /** A short name, under which discarded instances are counted. */
  readonly name: string;
  /** The hypothesis in TeX. */
  readonly statement: string;
  /**
   * Whether the instance satisfies it, or how far it is from doing so: a number that is not
   * negative and 0 where it does, which the search climbs down. Left out where only the observation
   * can tell.
   */
  holds?(instance: I): boolean | number;
  /** Instances that break this hypothesis alone, to see whether the claim needs it. */
  readonly without?: Arbitrary<unknown>;
  /**
   * Whether the observation satisfies it, or how far it is from doing so (0 where it does), for
   * hypotheses on what happens along a run.
   */
  holdsAlong?(observation: O, instance: I): boolean | number;
  /**
   * The variants that assume it, where not all do: a variant is not judged on what breaks a
   * hypothesis of its own. Default: all.
   */
  readonly assumedBy?: readonly VariantName[];
}

/** One form of the statement. */
export interface Variant<I = unknown, O = unknown> {
  /** The statement in TeX, with text in `\text{…}`. */
  readonly statement: string;
  /** The verdict that it is known to have; left out while nobody knows. */
  readonly expected?: Verdict;
  /**
   * Where relations of it are `trivial`, in words: "for d < 100". The report says it beside the
   * number of such instances.
   */
  readonly trivialWhere?: string;
  /** What the statement says of this observation: at least one relation. */
  relations(observation: O, instance: I): Relation[];
}

/**
 * One printed statement of one paper, with everything that is needed to test it.
 *
 * @typeParam I The instance: a plain JSON value that determines everything.
 * @typeParam O The observation: the numbers that the statement speaks of.
 */
export interface Claim<I = unknown, O = unknown> {
  /** `<paper>/<name>`, as in the catalogue. */
  readonly id: string;
  /** The statement's name and content in a few words. */
  readonly title: string;
  /** Where it is printed: section, equation. */
  readonly locus: string;
  /** How it quantifies. */
  readonly kind: ClaimKind;
  /** What it assumes. An instance that breaks a hypothesis is discarded. */
  readonly hypotheses: readonly Hypothesis<I, O>[];
  /** The instances: spanning all that the hypotheses admit. */
  readonly instances: Arbitrary<I>;
  /**
   * How many instances of an ordinary claim cost as much as one of this; the search tries as many
   * fewer. An ordinary one takes up to two milliseconds or so. Default: 1.
   */
  readonly cost?: number;
  /**
   * Builds the problem, runs the optimizers, returns the numbers that the statement speaks of.
   *
   * Claims of one module that have the very same `instances`, `observe` and hypotheses, and the same
   * kind and cost, share its cost: the search observes an instance once for all of them, without
   * anything to declare. (Not claims of kind `existence` or `statistical`, nor those with a
   * hypothesis that only some variants assume.) So `relations` leaves an observation as it is.
   *
   * @param instance A value of `instances`.
   * @param arithmetic The number system to compute in.
   * @param refinement 0 in the search; 1 when a violation is confirmed, where every numerical
   *   method (integrator tolerances, iteration counts, quadrature) must be tightened.
   */
  observe<T>(instance: I, arithmetic: Arithmetic<T>, refinement: number): O;
  /**
   * What there is to see of an instance. Called for the few that a report shows (counterexamples,
   * witnesses, the tightest ones), never in the search. Long series are thinned before they are
   * stored, numbers that are not finite left out.
   *
   * @param variant The variant that the instance is shown for.
   */
  figures?(observation: O, instance: I, variant: VariantName): Figure[];
  /**
   * Where hypotheses exclude each other, so that the variants that assume all of them say nothing:
   * which, and why, in words that a test supports. Without it a variant for which no instance is
   * found is inconclusive.
   */
  readonly vacuous?: {
    /** The names of the hypotheses that exclude each other. */
    readonly hypotheses: readonly string[];
    /** Why they do. */
    readonly reason: string;
  };
  /** The forms of the statement. */
  readonly variants:
    & { readonly printed: Variant<I, O> }
    & { readonly [name in Exclude<VariantName, "printed">]?: Variant<I, O> };
}

/**
 * Checks a claim's form and forgets its instance type, so that claims can be listed together.
 *
 * @throws {TypeError} If a part of it is missing or of the wrong kind, or a key is not known; the
 *   message names each with its path, and says what to write.
 */
export function defineClaim<I, O>(claim: Claim<I, O>): Claim {
  const problems = claimProblems(claim);
  if (problems.length > 0) {
    const { id } = Object(claim) as { readonly id?: unknown };
    const name = typeof id === "string" ? describeValue(id).slice(1, -1) : "defineClaim()";
    throw new MalformedClaim(...problems.map((problem) => `${name}: ${problem}`));
  }
  return claim as unknown as Claim;
}

/** The names of the variants that a claim has, `printed` first. */
export function variantNames(claim: ClaimRecord): VariantName[] {
  return (["printed", "corrected", "sharpened"] as const).filter((name) =>
    claim.variants[name] !== undefined
  );
}

/** The paper that a claim's id names. */
export function paperOf(id: string): string {
  return id.slice(0, id.indexOf("/"));
}
