/**
 * Hill climbing over recordings, for one goal.
 *
 * @module
 */

import type { Random } from "../../lib/fast_check/mod.ts";
import { type Move, mutate, StepSizes } from "./mutate.ts";
import type { Recording } from "./recording.ts";

/** A recording with the score that it got. */
interface Scored {
  readonly recording: Recording;
  readonly score: number;
  readonly move: Move | undefined;
}

/** How many recordings a climber keeps, to cross with each other. */
const POOL = 6;

/** After so many proposals for each draw of the best recording without progress … */
const PATIENCE_PER_DRAW = 8;

/** … but at least and at most so many, the climber starts again elsewhere. */
const PATIENCE = { least: 80, most: 600 };

/** What a climber wants to see next. */
export interface Proposal {
  /** The recording to generate from; without draws, a fresh instance is wanted. */
  readonly recording: Recording;
  /** The single change that made it, if it was one. */
  readonly move: Move | undefined;
  /** Whether it starts from the best recording of all, and not from where the climber is now. */
  readonly refines: boolean;
}

/**
 * Climbs towards a high score: it proposes recordings and is told the scores, also those of
 * recordings that others proposed. When it is stuck it starts again elsewhere, but goes on to refine
 * the best that it has met with a part of its proposals.
 */
export class Climber {
  #pool: Scored[] = [];
  #best: Scored | undefined;
  #stalled = 0;
  /** The best of earlier climbs, to cross with. */
  #summits: Scored[] = [];
  readonly #sizes = new StepSizes();

  /** The next recording to try. */
  propose(random: Random, biasFactor: number | undefined): Proposal {
    const isFresh = { recording: { draws: [], biasFactor }, move: undefined, refines: false };
    if (this.#pool.length === 0) return isFresh;
    const { length } = this.#pool[0]!.recording.draws;
    const patience = Math.max(PATIENCE.least, Math.min(PATIENCE.most, PATIENCE_PER_DRAW * length));
    if (++this.#stalled > patience) {
      this.#restart();
      return isFresh;
    }
    const refines = this.#summits.length > 0 && random.nextInt(0, 2) === 0;
    const parent = refines ? this.#best! : this.#parent(random);
    const mates = [...this.#pool, ...this.#summits]
      .filter((other) => other !== parent).map(({ recording: { draws } }) => draws);
    const { draws, move } = mutate(parent.recording.draws, mates, parent.move, this.#sizes, random);
    return { recording: { draws, biasFactor: parent.recording.biasFactor }, move, refines };
  }

  /** Mostly the best of the pool, now and then another, lest a poor summit hold everything. */
  #parent(random: Random): Scored {
    if (random.nextInt(0, 3) > 0) return this.#pool[0]!;
    return this.#pool[random.nextInt(0, this.#pool.length - 1)]!;
  }

  /** Tells the climber what a recording scored, which it or another had proposed. */
  learn(recording: Recording, score: number, { move, refines }: Partial<Proposal> = {}): void {
    const scored = { recording, score, move };
    const before = refines === true ? this.#best?.score : this.#pool[0]?.score;
    if (move !== undefined && score > (before ?? -Infinity)) this.#sizes.reward(move.change);
    // Among equals the newer one: on a plateau the climber drifts.
    if (this.#best === undefined || score >= this.#best.score) this.#best = scored;
    if (refines === true) return;
    if (score > (this.#pool[0]?.score ?? -Infinity)) this.#stalled = 0;
    if (this.#pool.length === POOL && score < this.#pool[POOL - 1]!.score) return;
    const place = this.#pool.findIndex((other) => other.score <= score);
    this.#pool.splice(place < 0 ? this.#pool.length : place, 0, scored);
    this.#pool.length = Math.min(this.#pool.length, POOL);
  }

  #restart(): void {
    this.#summits = [...this.#summits, this.#pool[0]!]
      .sort((a, b) => b.score - a.score).slice(0, POOL);
    this.#pool = [];
    this.#stalled = 0;
  }
}
