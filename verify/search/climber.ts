/**
 * Hill climbing over recordings, for one goal.
 *
 * @module
 */

import type { Random } from "../../lib/fast_check/mod.ts";
import { isSame, LARGEST_CHOICE, Lineage, type Probes } from "./lineage.ts";
import { type Move, mutate, shifted, type Stretch } from "./mutate.ts";
import type { Recording } from "./recording.ts";

/** A recording with the score that it got. */
interface Scored {
  readonly recording: Recording;
  readonly score: number;
  /** What is known of its draws, shared with those that it came from by single moves. */
  readonly lineage: Lineage;
  /** The single change that led here, if it was one. */
  readonly move: Move | undefined;
  /** The shifts of single draws of this recording that have been tried, by the draw. */
  readonly probes: Probes;
}

/** How many recordings a climber keeps, to cross with each other. */
const POOL = 6;

/** After so many proposals for each draw of the best recording without progress … */
const PATIENCE_PER_DRAW = 2;

/** … but at least and at most so many, the climber starts again elsewhere. */
const PATIENCE = { least: 40, most: 120 };

/** A scout gives up after so many proposals without progress. */
const SCOUTING = 10;

/** How many good instances of others a climber remembers, to start again from. */
const RESERVE = 24;

/** What a climber wants to see next. */
export interface Proposal {
  /** The recording to generate from; without draws, a fresh instance is wanted. */
  readonly recording: Recording;
  /** The single change that made it, if it was one. */
  readonly move: Move | undefined;
  /** The stretch of draws that was replaced, if that was the change. */
  readonly stretch: Stretch | undefined;
  /** What it was made from. */
  readonly parent: unknown;
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
  /** Good instances that others tried, to start again from … */
  #reserve: Scored[] = [];
  /** … if they have not been climbed from. */
  readonly #climbed = new WeakSet<Scored>();
  /** The best of earlier climbs, to cross with. */
  #summits: Scored[] = [];
  /** A lower place that is climbed from for a while, as a way over to another summit. */
  #scout: { at: Scored; left: number } | undefined;
  /** What was proposed last, until its score is known. */
  #open: Proposal | undefined;

  /** The next recording to try. What was proposed before and got no score counts as a failure. */
  propose(random: Random, biasFactor: number | undefined): Proposal {
    const { move, parent } = this.#open ?? {};
    if (move !== undefined) {
      const { lineage, score } = parent as Scored;
      lineage.learn(move, score, -Infinity);
    }
    this.#open = this.#next(random, biasFactor);
    return this.#open;
  }

  #next(random: Random, biasFactor: number | undefined): Proposal {
    const fresh: Proposal = {
      recording: { draws: [], biasFactor },
      move: undefined,
      stretch: undefined,
      parent: undefined,
      refines: false,
    };
    if (this.#pool.length === 0) return fresh;
    const { length } = this.#pool[0]!.recording.draws;
    const patience = Math.max(PATIENCE.least, Math.min(PATIENCE.most, PATIENCE_PER_DRAW * length));
    if (++this.#stalled > patience) {
      this.#restart();
      if (this.#pool.length === 0) return fresh;
    }
    const refines = this.#summits.length > 0 && random.nextInt(0, 2) === 0;
    const scouts = this.#scout !== undefined && this.#scout.left > 0 && random.nextBoolean();
    const parent = scouts ? this.#scout!.at : refines ? this.#best! : this.#parent(random);
    this.#climbed.add(parent);
    const { draws, biasFactor: parentBias } = parent.recording;
    const from = { biasFactor: parentBias };
    if (draws.length > 0 && random.nextInt(0, 2) > 0) {
      const move = parent.lineage.step(random, parent);
      const recording = { draws: shifted(draws, move), ...from };
      return { recording, move, stretch: undefined, parent, refines };
    }
    const mates = [...this.#pool, ...this.#summits]
      .filter((other) => other !== parent).map(({ recording }) => recording.draws);
    const { draws: edited, stretch } = mutate(draws, mates, random);
    return { recording: { draws: edited, ...from }, move: undefined, stretch, parent, refines };
  }

  /** Mostly the best of the pool, now and then another, lest a poor summit hold everything. */
  #parent(random: Random): Scored {
    if (random.nextInt(0, 5) > 0) return this.#pool[0]!;
    return this.#pool[random.nextInt(0, this.#pool.length - 1)]!;
  }

  /**
   * Tells the climber what a recording scored.
   *
   * @param proposal The proposal of this climber that it comes from; none if it is another's.
   */
  learn(recording: Recording, score: number, proposal?: Proposal): void {
    if (proposal === this.#open) this.#open = undefined;
    const scored = this.#scored(recording, score, proposal);
    if (proposal !== undefined) this.#sendScout(scored, proposal);
    else this.#keep(scored);
    const refines = proposal?.refines === true;
    // Among equals the newer one, so that on a plateau the climber drifts, but not to one of whose
    // draws it knows nothing yet.
    const rival = refines ? this.#best : this.#pool[0];
    const isStranger = rival !== undefined && isSame(score, rival.score) &&
      scored.lineage !== rival.lineage;
    if (isStranger) return;
    if (this.#best === undefined || score >= this.#best.score) this.#best = scored;
    if (refines) return;
    const top = this.#pool[0]?.score ?? -Infinity;
    if (score > top && !isSame(score, top)) this.#stalled = 0;
    if (this.#pool.length === POOL && score < this.#pool[POOL - 1]!.score) return;
    const place = this.#pool.findIndex((other) => other.score <= score);
    this.#pool.splice(place < 0 ? this.#pool.length : place, 0, scored);
    this.#pool.length = Math.min(this.#pool.length, POOL);
  }

  #scored(recording: Recording, score: number, proposal: Proposal | undefined): Scored {
    const { move, stretch } = proposal ?? {};
    const parent = proposal?.parent as Scored | undefined;
    const { length } = recording.draws;
    // Another number of draws: no draw is what it was.
    const isKin = parent !== undefined && parent.recording.draws.length === length;
    if (!isKin || move === undefined) {
      if (isKin && stretch !== undefined) {
        parent.lineage.learnStretch(stretch, parent.score, score);
      }
      const lineage = isKin ? parent.lineage : new Lineage(length);
      return { recording, score, lineage, move: undefined, probes: new Map() };
    }
    parent.lineage.learn(move, parent.score, score);
    const { index, change } = move;
    const others = parent.probes.get(index) ?? [];
    // Seen from here, the parent and what was tried beside it are shifts of the same draw.
    const shifts = [{ change: 0, score: parent.score }, ...others]
      .map((probe) => ({ change: probe.change - change, score: probe.score }));
    parent.probes.set(index, [...others, { change, score }]);
    return { recording, score, lineage: parent.lineage, move, probes: new Map([[index, shifts]]) };
  }

  /**
   * Some changes pay only together with another: a number that was rounded has to be let loose before
   * it can be moved a little. So what a change of structure or of a choice has made worse is climbed
   * from for as long as it gets better.
   */
  #sendScout(scored: Scored, { parent, move }: Proposal): void {
    const scout = this.#scout;
    if (scout !== undefined && parent === scout.at) {
      const { score } = scout.at;
      if (scored.score > score && !isSame(scored.score, score)) {
        this.#scout = { at: scored, left: SCOUTING };
      } else {
        scout.left--;
      }
      return;
    }
    if (scout !== undefined && scout.left > 0) return;
    const isChoice = move === undefined || Math.abs(move.change) <= LARGEST_CHOICE;
    const from = (parent as Scored | undefined)?.score ?? -Infinity;
    if (isChoice && scored.score < from && !isSame(scored.score, from)) {
      this.#scout = { at: scored, left: SCOUTING };
    }
  }

  #keep(scored: Scored): void {
    const place = this.#reserve.findIndex(({ score }) => score < scored.score);
    this.#reserve.splice(place < 0 ? this.#reserve.length : place, 0, scored);
    this.#reserve.length = Math.min(this.#reserve.length, RESERVE);
  }

  #restart(): void {
    this.#scout = undefined;
    this.#summits = [...this.#summits, this.#pool[0]!]
      .sort((a, b) => b.score - a.score).slice(0, POOL);
    this.#reserve = this.#reserve.filter((kept) => !this.#climbed.has(kept));
    const next = this.#reserve.shift();
    this.#pool = next === undefined ? [] : [next];
    this.#stalled = 0;
  }
}
