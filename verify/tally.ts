/**
 * What a search has gathered of one variant of a claim.
 *
 * @module
 */

import type { Claim, ClaimKind, Variant, VariantName } from "./claim.ts";
import { type LabelEvidence, RATIO_EDGES, ratioBin, type SearchPhase } from "./evidence.ts";
import { Failures } from "./failure.ts";
import { type Judgement, supports, violatedKeys } from "./judgement.ts";
import { FEWEST_INSTANCES } from "./profile.ts";
import type { JudgedRelation } from "./relation.ts";
import type { Specimen } from "./specimen.ts";
import { Violators } from "./violators.ts";

/** Where the search stands when an instance is observed. */
export interface Occasion {
  /** The phase. */
  readonly phase: SearchPhase;
  /** How many observations the search has made, this one included. */
  readonly observation: number;
}

interface LabelCount {
  readonly family: string | undefined;
  supported: number;
  violated: number;
  undecided: number;
  fading: number;
  trivial: number;
  largestRatio: number | null;
  largestRatioPhase: SearchPhase | null;
  attainedBy: unknown;
  readonly distribution: { readonly edges: readonly number[]; readonly counts: number[] };
  foundPhase: SearchPhase | null;
  foundAfter: number | null;
}

/** Counts, violators and the tightest instance of one variant. */
export class VariantTally {
  /** The claim. */
  readonly claim: Claim;
  /** The variant's name. */
  readonly name: VariantName;
  /** What tells it from the other variants, and from those of claims that are searched with it. */
  readonly key: string;
  /** The variant. */
  readonly variant: Variant;
  /** The violators of each label that was violated. */
  readonly violations: Map<string, Violators> = new Map();
  /** Instances that satisfied its hypotheses, and were observed. */
  accepted = 0;
  /** Instances that support the variant. */
  supported = 0;
  /** Instances that neither support nor violate it. */
  undecided = 0;
  /** Supporting instances that were sampled. */
  #sampledSupports = 0;
  /** Supporting instances that were climbed to, and differ: climbing comes back to where it was. */
  readonly #climbedSupports = new Set<string>();
  /** The largest ratio of an inequality. */
  tightness: number | null = null;
  /** The instance that attains it, or the first one. */
  tightest: unknown = undefined;
  /** The first instance that supports every label. */
  witness: Specimen | undefined;
  /** Instances on which the variant threw, or gave something that is not a number. */
  readonly failures = new Failures();
  /** What the second arithmetic saw. */
  readonly second = { instances: 0, supported: 0, contradicted: 0, undecided: 0 };
  /** Instances on which the checker said the same without computing in the second arithmetic. */
  secondUnused = 0;
  readonly #kind: ClaimKind;
  readonly #labels = new Map<string, LabelCount>();

  /** An empty tally of a variant of a claim. */
  constructor(claim: Claim, name: VariantName) {
    this.#kind = claim.kind;
    this.claim = claim;
    this.name = name;
    this.key = `${claim.id}/${name}`;
    this.variant = claim.variants[name]!;
  }

  /** Supporting instances, those that climbing came back to counted once; as far as it matters. */
  get independentSupports(): number {
    return this.#sampledSupports + this.#climbedSupports.size;
  }

  /** The counts, by label. */
  get labels(): LabelEvidence[] {
    return [...this.#labels].map(([label, { family, ...count }]) => ({
      label,
      ...(family === undefined ? {} : { family }),
      ...count,
    }));
  }

  /**
   * Counts one judged observation.
   *
   * @returns The labels whose violation is to be confirmed at once.
   */
  count(
    judgement: Judgement,
    specimen: Specimen,
    { phase, observation }: Occasion,
  ): readonly string[] {
    const instance = specimen.json;
    if (this.tightest === undefined) this.tightest = instance;
    for (const [label, { status, worst, fades, trivial }] of judgement) {
      const { relation } = worst;
      // Where rounding leaves it open, the ratio is one of roundings.
      const ratio = status === "undecided" ? null : worst.ratio;
      const count = this.#labels.get(label) ?? {
        family: relation.family,
        supported: 0,
        violated: 0,
        undecided: 0,
        fading: 0,
        trivial: 0,
        largestRatio: null,
        largestRatioPhase: null,
        attainedBy: null,
        distribution: {
          edges: RATIO_EDGES,
          counts: new Array<number>(RATIO_EDGES.length + 1).fill(0),
        },
        foundPhase: null,
        foundAfter: null,
      };
      this.#labels.set(label, count);
      count[status]++;
      if (fades === true) count.fading++;
      if (trivial) count.trivial++;
      if (ratio !== null) count.distribution.counts[ratioBin(ratio)]!++;
      if (ratio !== null && ratio > (count.largestRatio ?? -Infinity)) {
        count.largestRatio = ratio;
        count.largestRatioPhase = phase;
        count.attainedBy = instance;
      }
      if (status === "violated" && count.foundPhase === null) {
        count.foundPhase = phase;
        count.foundAfter = observation;
      }
      if (relation.sense !== "=" && ratio !== null && ratio > (this.tightness ?? -1)) {
        this.tightness = ratio;
        this.tightest = instance;
      }
    }
    if (this.#kind === "existence") {
      const isWitness = [...judgement.values()].every(({ status }) => status === "supported");
      if (isWitness) this.witness ??= specimen;
      return [];
    }
    if (supports(judgement)) {
      this.supported++;
      if (phase === "generate") this.#sampledSupports++;
      else if (this.independentSupports < FEWEST_INSTANCES) {
        this.#climbedSupports.add(specimen.text);
      }
    }
    const violated = violatedKeys(judgement);
    if (violated.length === 0 && !supports(judgement)) this.undecided++;
    return violated.filter((label) => {
      const violators = this.violations.get(label) ?? new Violators();
      this.violations.set(label, violators);
      return violators.add(specimen, marginOf(judgement.get(label)!.worst));
    });
  }

  /**
   * Counts what the second arithmetic makes of an instance; undefined if it is out of its range.
   * For a local claim it looks at larger radii, where a claim that holds in the limit may fail:
   * what it sees there contradicts nothing.
   */
  countSecond(judgement: Judgement | undefined, isViolatedInFirst: boolean): void {
    this.second.instances++;
    if (judgement === undefined) this.second.undecided++;
    else if (supports(judgement)) this.second.supported++;
    else if (violatedKeys(judgement).length === 0) this.second.undecided++;
    else if (this.#kind === "local") this.second.undecided++;
    else if (!isViolatedInFirst && this.#kind !== "existence") this.second.contradicted++;
  }
}

/** By how much a relation is broken, in tolerances; an overflow says the least. */
function marginOf({ excess, tolerance }: JudgedRelation): number {
  return excess === Infinity ? 0 : excess / (tolerance + Number.MIN_VALUE);
}
