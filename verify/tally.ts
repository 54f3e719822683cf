/**
 * What a search has gathered of one variant of a claim.
 *
 * @module
 */

import type { Value } from "../lib/fast_check/mod.ts";
import type { Claim, ClaimKind, Variant, VariantName } from "./claim.ts";
import { type LabelEvidence, RATIO_EDGES, ratioBin, type SearchPhase } from "./evidence.ts";
import { FEWEST_INSTANCES } from "./profile.ts";
import { type Judgement, supports, violatedKeys } from "./judgement.ts";

/** What went wrong in a checker, and where. */
export interface Failure {
  /** The error in a line. */
  readonly message: string;
  /** The stack, portable. */
  readonly stack: string;
  /** The instance that was observed. */
  readonly instance: unknown;
}

/** Where the search stands when an instance is observed. */
export interface Occasion {
  /** The phase. */
  readonly phase: SearchPhase;
  /** How many observations the search has made, this one included. */
  readonly observation: number;
}

/** An instance that violates a label, as it was drawn. */
export interface Violation {
  /** The instance, with what fast-check needs to shrink it. */
  readonly drawn: Value<unknown>;
  /** The length of its JSON: of two violators, the shorter is nearer to what a person can read. */
  readonly length: number;
}

/** How many violators of one label are kept, the shortest ones, in case one is not confirmed. */
const VIOLATORS_KEPT = 3;

interface LabelCount {
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
  /** The variant's name. */
  readonly name: VariantName;
  /** The variant. */
  readonly variant: Variant;
  /** The violators of each label that was violated. */
  readonly violations: Map<string, Violation[]> = new Map();
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
  witness: Value<unknown> | undefined;
  /** What the variant threw; then it is not judged any more. */
  failure: Failure | undefined;
  /** What the second arithmetic saw. */
  readonly second = { instances: 0, supported: 0, contradicted: 0, undecided: 0 };
  readonly #kind: ClaimKind;
  readonly #labels = new Map<string, LabelCount>();

  /** An empty tally of a variant of a claim. */
  constructor(claim: Claim, name: VariantName) {
    this.#kind = claim.kind;
    this.name = name;
    this.variant = claim.variants[name]!;
  }

  /** Supporting instances, those that climbing came back to counted once; as far as it matters. */
  get independentSupports(): number {
    return this.#sampledSupports + this.#climbedSupports.size;
  }

  /** The counts, by label. */
  get labels(): LabelEvidence[] {
    return [...this.#labels].map(([label, count]) => ({ label, ...count }));
  }

  /** Counts one judged observation. */
  count(
    judgement: Judgement,
    drawn: Value<unknown>,
    instance: unknown,
    { phase, observation }: Occasion,
  ): void {
    if (this.tightest === undefined) this.tightest = instance;
    for (const [label, { status, worst, fades }] of judgement) {
      const { ratio, relation } = worst;
      const count = this.#labels.get(label) ?? {
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
      if (relation.trivial === true) count.trivial++;
      // Where rounding leaves it open, the ratio is one of roundings.
      if (status !== "undecided") count.distribution.counts[ratioBin(ratio)]!++;
      if (status !== "undecided" && ratio > (count.largestRatio ?? -Infinity)) {
        count.largestRatio = ratio;
        count.largestRatioPhase = phase;
        count.attainedBy = instance;
      }
      if (status === "violated" && count.foundPhase === null) {
        count.foundPhase = phase;
        count.foundAfter = observation;
      }
      if (relation.sense !== "=" && status !== "undecided" && ratio > (this.tightness ?? -1)) {
        this.tightness = ratio;
        this.tightest = instance;
      }
    }
    if (this.#kind === "existence") {
      const isWitness = [...judgement.values()].every(({ status }) => status === "supported");
      if (isWitness) this.witness ??= drawn;
      return;
    }
    if (supports(judgement)) {
      this.supported++;
      if (phase === "generate") this.#sampledSupports++;
      else if (this.independentSupports < FEWEST_INSTANCES) {
        this.#climbedSupports.add(JSON.stringify(instance));
      }
    }
    const violated = violatedKeys(judgement);
    if (violated.length === 0) {
      if (!supports(judgement)) this.undecided++;
      return;
    }
    const { length } = JSON.stringify(instance);
    for (const label of violated) {
      const kept = this.violations.get(label) ?? [];
      this.violations.set(label, kept);
      kept.push({ drawn, length });
      kept.sort((a, b) => a.length - b.length).splice(VIOLATORS_KEPT);
    }
  }

  /**
   * Counts what the second arithmetic makes of an instance; undefined if it is out of its range. For
   * a local claim it looks at larger radii, where a claim that holds in the limit may fail: what it
   * sees there contradicts nothing.
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
