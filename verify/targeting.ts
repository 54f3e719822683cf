/**
 * The target phase: hill climbing towards the instance that comes closest to breaking a relation.
 *
 * @module
 */

import type { Random } from "../lib/fast_check/mod.ts";
import type { JudgedRelation } from "./relation.ts";
import type { Judgement, LabelJudgement } from "./judgement.ts";
import { type Candidate, Climber, type Edited, type Proposal } from "./search/mod.ts";

/**
 * How close a label comes to being violated, on a scale that works for identities and for zero
 * right sides too: larger is closer.
 *
 * For an inequality, the excess relative to the larger of its sides, from −1 (nowhere near) through
 * 0 (equality), or what the relation itself states as its ratio; for an identity, the logarithm of the error in units of its tolerance. What is not
 * resolved counts one less: a tolerance that swallows the relation leads nowhere.
 */
export function score({ status, worst }: LabelJudgement): number {
  const value = worst.relation.sense === "=" ? identityScore(worst) : inequalityScore(worst);
  return status === "undecided" ? Math.min(value, 0) - 1 : value;
}

function identityScore({ excess, tolerance }: JudgedRelation): number {
  if (excess <= 0) return -30;
  return Math.max(-30, Math.log10(excess) - Math.log10(tolerance + Number.MIN_VALUE));
}

function inequalityScore({ excess, ratio, relation }: JudgedRelation): number {
  if (relation.ratio !== undefined) return ratio - 1;
  const { lhs, rhs, size } = relation;
  const larger = Math.max(Math.abs(lhs), Math.abs(rhs), size ?? 0);
  return larger === 0 ? -1 : excess / larger;
}

/** A generated instance. */
export interface Drawn extends Candidate {
  /** What tells it from others: its JSON, as text. */
  readonly text: string;
}

/** A climber for each label of each variant, served in turn. */
export class Targets {
  readonly #climbers = new Map<string, Climber>();
  readonly #reached = new Set<string>();
  /** The scores of every instance that was tried, by its text; none if it breaks a hypothesis. */
  readonly #scores = new Map<string, Map<string, number>>();
  #turn = 0;
  /** Whose proposal is being tried. */
  #proposer: Climber | undefined;

  /** Whether there is anything left to climb towards. */
  get isEmpty(): boolean {
    return this.#climbers.size === this.#reached.size;
  }

  /**
   * The next instance to try, for the label whose turn it is.
   *
   * @param generate Generates an instance from a recording.
   */
  propose<D extends Drawn>(
    random: Random,
    biasFactor: number | undefined,
    generate: (edited: Edited) => D,
  ): Proposal<D> {
    const open = [...this.#climbers].filter(([key]) => !this.#reached.has(key));
    const [key, climber] = open[this.#turn++ % open.length]!;
    this.#proposer = climber;
    return climber.propose(random, biasFactor, {
      generate,
      known: ({ text }) => {
        const scores = this.#scores.get(text);
        return scores === undefined ? undefined : scores.get(key) ?? -Infinity;
      },
    });
  }

  /** Remembers an instance that breaks a hypothesis. */
  discard(text: string): void {
    this.#scores.set(text, new Map());
  }

  /** Tells every climber of a variant what an instance scored. */
  learn(
    variant: string,
    judgement: Judgement,
    drawn: Drawn,
    proposal: Proposal | undefined,
  ): void {
    for (const [label, labelJudgement] of judgement) {
      const key = `${variant}/${label}`;
      if (labelJudgement.status === "violated") this.#reached.add(key);
      const climber = this.#climbers.get(key) ?? new Climber();
      this.#climbers.set(key, climber);
      this.#tell(key, climber, drawn, score(labelJudgement), proposal);
    }
  }

  /**
   * Tells the climber for a witness how far an instance is from one: every label must hold, so the
   * worst of them counts.
   */
  learnWitness(
    variant: string,
    judgement: Judgement,
    drawn: Drawn,
    proposal: Proposal | undefined,
  ): void {
    const key = `${variant}/witness`;
    const judgements = [...judgement.values()];
    if (judgements.every(({ status }) => status === "supported")) this.#reached.add(key);
    const climber = this.#climbers.get(key) ?? new Climber();
    this.#climbers.set(key, climber);
    this.#tell(key, climber, drawn, -Math.max(...judgements.map(score)), proposal);
  }

  #tell(
    key: string,
    climber: Climber,
    drawn: Drawn,
    value: number,
    proposal?: Proposal,
  ): void {
    const scores = this.#scores.get(drawn.text) ?? new Map<string, number>();
    this.#scores.set(drawn.text, scores);
    scores.set(key, value);
    climber.learn(drawn, value, climber === this.#proposer ? proposal : undefined);
  }
}
