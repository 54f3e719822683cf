/**
 * The target phase: hill climbing towards the instance that comes closest to breaking a relation.
 *
 * @module
 */

import type { Random } from "../lib/fast_check/mod.ts";
import type { JudgedRelation } from "./relation.ts";
import type { Judgement, LabelJudgement, Shortfall } from "./judgement.ts";
import { MOST_CLIMBED } from "./profile.ts";
import { Climber, type Edited, type Proposal } from "./search/mod.ts";
import type { Specimen } from "./specimen.ts";

/**
 * How close a label comes to being violated, on a scale that works for identities and for zero
 * right sides too: larger is closer.
 *
 * For an inequality, the excess relative to the larger of its sides, from −1 (nowhere near) through
 * 0 (equality), or what the relation itself states as its ratio; for an identity, the logarithm of the error in units of its tolerance. What is not
 * resolved counts one less: a tolerance that swallows the relation leads nowhere.
 */
export function score({ status, worst }: LabelJudgement): number {
  // From a run that overflows, one that diverges in sight is not far.
  if (worst.excess === Infinity) return 0;
  const value = worst.relation.sense === "=" ? identityScore(worst) : inequalityScore(worst);
  return status === "undecided" ? Math.min(value, 0) - 1 : value;
}

function identityScore({ excess, tolerance }: JudgedRelation): number {
  if (excess <= 0) return -30;
  return Math.max(-30, Math.log10(excess) - Math.log10(tolerance + Number.MIN_VALUE));
}

function inequalityScore({ excess, ratio, relation }: JudgedRelation): number {
  if (relation.ratio !== undefined) return relation.ratio - 1;
  const { lhs, rhs, size } = relation;
  const larger = Math.max(Math.abs(lhs), Math.abs(rhs), size ?? 0);
  // Sides at rounding level have no quotient to climb along.
  return larger === 0 || ratio === null ? -1 : excess / larger;
}

/** The score of a violation that confirmation does not support: below all that is resolved. */
const ACCIDENT = -2;

/** The goal of satisfying the hypotheses. */
const HYPOTHESES = "hypotheses";

/**
 * A climber for each label of each variant, served in turn, and one towards the hypotheses. Variants
 * go by a key that tells them from those of other claims.
 */
export class Targets {
  readonly #climbers = new Map<string, Climber>();
  readonly #settled = new Set<string>();
  /** The scores of every instance that was tried, by its text. */
  readonly #scores = new Map<string, Map<string, number>>();
  #admission: Climber | undefined;
  #turn = 0;
  /** Whose proposal is being tried. */
  #proposer: Climber | undefined;
  readonly #drafts: number | undefined;

  /** @param drafts How many edits a climber looks at for one that is tried; its own default. */
  constructor(drafts?: number) {
    this.#drafts = drafts;
  }

  /** Whether there is no label to climb towards. */
  get isEmpty(): boolean {
    return this.#climbers.size === this.#settled.size;
  }

  /** Whether an instance has broken a hypothesis, so that there is something to climb from. */
  get canSeekAdmission(): boolean {
    return this.#admission !== undefined;
  }

  /**
   * The next instance to try, for the label whose turn it is.
   *
   * @param generate Generates an instance from a recording.
   */
  propose(
    random: Random,
    biasFactor: number | undefined,
    generate: (edited: Edited) => Specimen,
  ): Proposal<Specimen> {
    const open = [...this.#climbers].filter(([key]) => !this.#settled.has(key));
    const [key, climber] = open[this.#turn++ % open.length]!;
    return this.#ask(key, climber, random, biasFactor, generate);
  }

  /** The next instance to try, towards one that satisfies the hypotheses. */
  proposeAdmission(
    random: Random,
    biasFactor: number | undefined,
    generate: (edited: Edited) => Specimen,
  ): Proposal<Specimen> {
    return this.#ask(HYPOTHESES, this.#admission!, random, biasFactor, generate);
  }

  #ask(
    key: string,
    climber: Climber,
    random: Random,
    biasFactor: number | undefined,
    generate: (edited: Edited) => Specimen,
  ): Proposal<Specimen> {
    this.#proposer = climber;
    return climber.propose(random, biasFactor, {
      generate,
      known: ({ text }) => {
        const scores = this.#scores.get(text);
        return scores === undefined ? undefined : scores.get(key) ?? -Infinity;
      },
    });
  }

  /** Remembers an instance that could not be judged, if only for some of the goals. */
  discard({ text }: Specimen): void {
    if (!this.#scores.has(text)) this.#scores.set(text, new Map());
  }

  /** Remembers an instance that breaks a hypothesis, and how far it is from satisfying them all. */
  learnShortfall(
    specimen: Specimen,
    { remaining, distance }: Shortfall,
    proposal: Proposal | undefined,
  ): void {
    if (specimen.cost > MOST_CLIMBED) return;
    this.#admission ??= new Climber(this.#drafts);
    // One for each hypothesis that is not met; of a part of one where it says how far it is off.
    const score = -(remaining + 1) + 1 / (1 + distance);
    this.discard(specimen);
    this.#tell(HYPOTHESES, this.#admission, specimen, score, proposal);
  }

  /** Tells the climber towards the hypotheses of an instance that satisfies them. */
  learnAdmission(specimen: Specimen, proposal: Proposal | undefined): void {
    if (this.#admission !== undefined) {
      this.#tell(HYPOTHESES, this.#admission, specimen, 0, proposal);
    }
  }

  /**
   * Tells every climber of a variant what an instance scored.
   *
   * @param accidents The labels that it violates by accident: there is nothing to climb.
   */
  learn(
    variant: string,
    judgement: Judgement,
    specimen: Specimen,
    proposal: Proposal | undefined,
    accidents: ReadonlySet<string>,
  ): void {
    for (const [label, labelJudgement] of judgement) {
      const key = keyOf(variant, label);
      const value = accidents.has(label) ? ACCIDENT : score(labelJudgement);
      this.#tell(key, this.#climber(key), specimen, value, proposal);
    }
  }

  /** Ends the climbing towards a label: a violation of it was confirmed. */
  settle(variant: string, label: string): void {
    this.#settled.add(keyOf(variant, label));
  }

  /**
   * Tells the climber for a witness how far an instance is from one: every label must hold, so the
   * worst of them counts.
   */
  learnWitness(
    variant: string,
    judgement: Judgement,
    specimen: Specimen,
    proposal: Proposal | undefined,
  ): void {
    const key = keyOf(variant, "witness");
    const judgements = [...judgement.values()];
    if (judgements.every(({ status }) => status === "supported")) this.#settled.add(key);
    const value = -Math.max(...judgements.map(score));
    this.#tell(key, this.#climber(key), specimen, value, proposal);
  }

  #climber(key: string): Climber {
    const climber = this.#climbers.get(key) ?? new Climber(this.#drafts);
    this.#climbers.set(key, climber);
    return climber;
  }

  #tell(
    key: string,
    climber: Climber,
    specimen: Specimen,
    value: number,
    proposal?: Proposal,
  ): void {
    if (specimen.cost > MOST_CLIMBED) return;
    const scores = this.#scores.get(specimen.text) ?? new Map<string, number>();
    this.#scores.set(specimen.text, scores);
    scores.set(key, value);
    climber.learn(specimen, value, climber === this.#proposer ? proposal : undefined);
  }
}

function keyOf(variant: string, goal: string): string {
  return `${variant}/${goal}`;
}
