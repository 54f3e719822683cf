/**
 * Hill climbing over recordings, for one goal.
 *
 * @module
 */

import type { Random } from "../../lib/fast_check/mod.ts";
import { type Change, changeOf, Relevance } from "./change.ts";
import { isSame, Lineage, type Probes } from "./lineage.ts";
import { type Move, shifted } from "./move.ts";
import { lowered, mutate } from "./mutate.ts";
import { renumbered } from "./numbers.ts";
import type { Edited, Recording } from "./recording.ts";

/** A generated value, as a climber looks at it. */
export interface Candidate {
  /** How it was generated. */
  readonly recording: Recording;
  /** The value, as plain JSON. */
  readonly json: unknown;
  /** What it costs to look at it, in draws. */
  readonly cost: number;
}

/** What a climber needs to know of the ground. */
export interface Ground<C extends Candidate> {
  /** Generates a value from an edited recording. This is cheap; what costs is to score it. */
  generate(edited: Edited): C;
  /** What a value has scored, −∞ if it is not admitted; undefined if it has not been tried. */
  known(candidate: C): number | undefined;
}

/** A candidate with the score that it got. */
interface Scored extends Candidate {
  readonly score: number;
  /** What is known of its draws, shared with those that it came from by single moves. */
  readonly lineage: Lineage;
  /** The single move that led here, if it was one. */
  readonly move: Move | undefined;
  /** The shifts of single draws of this recording that have been tried, by the draw. */
  readonly probes: Probes;
}

/** An edit that may be worth a try. */
interface Draft {
  readonly edited: Edited;
  readonly move: Move | undefined;
  readonly parent: Scored | undefined;
  /** Whether it starts from the best of all, and not from where the climber is now. */
  readonly refines: boolean;
  /** Whether it goes on with what has helped: then it is tried whatever it changes. */
  readonly isDeliberate: boolean;
  /** Whether it lowers draws, towards simpler values. */
  readonly isSimpler: boolean;
}

/** What a climber wants to see next. */
export interface Proposal<C extends Candidate = Candidate> {
  /** The value to score. */
  readonly candidate: C;
  /** How the climber came to it; its own business. */
  readonly draft: unknown;
  /** What it changes; undefined for a fresh value. */
  readonly change: Change | undefined;
}

/** How many candidates a climber keeps, to cross with each other. */
const POOL = 6;

/** After so many proposals for each draw of the best recording without progress … */
const PATIENCE_PER_DRAW = 2;

/** … but at least and at most so many, the climber starts again elsewhere. */
const PATIENCE = { least: 40, most: 120 };

/** A scout gives up after so many proposals that did not bring it nearer to where it came from … */
const SCOUTING = 10;

/** … by this part of the way. */
const SCOUTING_PROGRESS = 0.1;

/** How many good instances of others a climber remembers, to start again from. */
const RESERVE = 24;

/** How many edits are looked at for one that is worth a score, where a score is dear. */
const MOST_DRAFTS = 32;

/** Of large values fewer are looked at: no more than cost so many draws together. */
const MOST_LOOKED_AT = 128_000;

/** Of large values fewer are kept for one purpose: no more than cost so many draws together. */
const MOST_KEPT = 200_000;

/** How many values like this one are kept, where so many small ones would be; at least one. */
function room(most: number, { cost }: Candidate): number {
  return Math.max(1, Math.min(most, Math.floor(MOST_KEPT / cost)));
}

/** After so many of them another kind of change is looked for. */
const DRAFTS_OF_A_KIND = 8;

/** Changes by less than this part of a number are fine ones. */
const FINE = 0.1;

/** One of so many edits changes a number by its value, whatever its draws. */
const NUMBERS = 4;

/** The kinds of changes: of numbers by a little, of numbers by more, of anything else. */
const KINDS = ["simpler", "fine", "coarse", "structural"] as const;
type Kind = typeof KINDS[number];

function kindOf({ size }: Change, { isSimpler }: Draft): Kind {
  return isSimpler
    ? "simpler"
    : size < FINE
    ? "fine"
    : Number.isFinite(size)
    ? "coarse"
    : "structural";
}

/** What kinds of changes have been worth lately. */
class Credit {
  readonly #tried = { simpler: 2, fine: 2, coarse: 2, structural: 2 };
  readonly #helped = { simpler: 1, fine: 1, coarse: 1, structural: 1 };

  learn(kind: Kind, hasHelped: boolean): void {
    this.#tried[kind] = 0.95 * this.#tried[kind] + 1;
    this.#helped[kind] = 0.95 * this.#helped[kind] + (hasHelped ? 1 : 0);
  }

  choose(random: Random): Kind {
    const worth = KINDS.map((kind) => 0.1 + this.#helped[kind] / this.#tried[kind]);
    let rest = random.nextDouble() * worth.reduce((sum, value) => sum + value, 0);
    return KINDS[worth.findIndex((value) => (rest -= value) < 0)] ?? "fine";
  }
}

/**
 * Climbs towards a high score: it proposes values and is told the scores, also those of values that
 * others proposed. When it is stuck it starts again elsewhere, but goes on to refine the best that it
 * has met with a part of its proposals.
 *
 * To look at a value is cheaper than to score it. So a climber looks at several edits for each that it
 * proposes: it passes over those that change nothing or lead to what has been scored already, and
 * chooses by what an edit changes in the value (a number by a little, by much, the structure; a part
 * that matters or one that does not), whatever draws that takes.
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
  #scout: { at: Scored; left: number; goal: number } | undefined;
  /** What was proposed last, until its score is known. */
  #open: Proposal | undefined;
  readonly #relevance = new Relevance();
  /** The changes that were proposed, with the score of where they started. */
  readonly #tried = new Set<string>();
  readonly #credit = new Credit();
  readonly #drafts: number;

  /**
   * @param drafts How many edits are looked at, at most, for one that is worth a score: fewer where
   *   a score costs little more than a look. Default: 32.
   */
  constructor(drafts: number = MOST_DRAFTS) {
    this.#drafts = drafts;
  }

  /** The next value to try. What was proposed before and got no score counts as a failure. */
  propose<C extends Candidate>(
    random: Random,
    biasFactor: number | undefined,
    ground: Ground<C>,
  ): Proposal<C> {
    if (this.#open !== undefined) {
      const { move, parent } = this.#open.draft as Draft;
      if (move !== undefined) parent!.lineage.learn(move, parent!.score, -Infinity);
      if (this.#open.change !== undefined) {
        this.#credit.learn(kindOf(this.#open.change, this.#open.draft as Draft), false);
      }
    }
    this.#restartIfStuck();
    let kind = this.#credit.choose(random);
    let last: Proposal<C> | undefined;
    for (let looked = 0;; looked++) {
      // Of some kinds there may be nothing new.
      if (looked % DRAFTS_OF_A_KIND === DRAFTS_OF_A_KIND - 1) kind = this.#credit.choose(random);
      const draft = this.#draft(random, biasFactor, kind);
      const candidate = ground.generate(draft.edited);
      const { parent } = draft;
      const change = parent && changeOf(parent.json, candidate.json);
      const proposal = { candidate, draft, change };
      const known = change === undefined && parent !== undefined
        ? parent.score
        : ground.known(candidate);
      if (known !== undefined) this.#learnMove(candidate.recording, known, draft);
      else last = proposal;
      const suits = known === undefined &&
        (change === undefined || draft.isDeliberate ||
          kindOf(change, draft) === kind &&
            random.nextDouble() < this.#relevance.weight(change.path) &&
            this.#isNews(parent!, change));
      const isEnough = looked === this.#drafts || (looked + 1) * candidate.cost >= MOST_LOOKED_AT;
      if (suits || isEnough) return this.#open = suits ? proposal : last ?? proposal;
    }
  }

  /**
   * Whether a change has not been tried before from as good a place: where much of a value does
   * nothing, the same change would be made again and again beside other idle parts.
   */
  #isNews({ score }: Scored, { path, to }: Change): boolean {
    const trace = `${score.toPrecision(9)} ${path} ${JSON.stringify(to)}`;
    if (this.#tried.has(trace)) return false;
    this.#tried.add(trace);
    return true;
  }

  #restartIfStuck(): void {
    if (this.#pool.length === 0) return;
    const { length } = this.#pool[0]!.recording.draws;
    const patience = Math.max(PATIENCE.least, Math.min(PATIENCE.most, PATIENCE_PER_DRAW * length));
    if (++this.#stalled > patience) this.#restart();
  }

  #draft(random: Random, biasFactor: number | undefined, kind: Kind): Draft {
    if (this.#pool.length === 0) {
      return {
        edited: { draws: [], biasFactor },
        move: undefined,
        parent: undefined,
        refines: false,
        isDeliberate: true,
        isSimpler: false,
      };
    }
    const refines = this.#summits.length > 0 && random.nextInt(0, 2) === 0;
    const scouts = this.#scout !== undefined && this.#scout.left > 0 && random.nextBoolean();
    const parent = scouts ? this.#scout!.at : refines ? this.#best! : this.#parent(random);
    this.#climbed.add(parent);
    const { draws, widths, biasFactor: parentBias } = parent.recording;
    const from = (edited: readonly number[], more: Partial<Draft> = {}): Draft => ({
      edited: { draws: edited, biasFactor: parentBias },
      move: undefined,
      parent,
      refines,
      isDeliberate: false,
      isSimpler: false,
      ...more,
    });
    const next = random.nextInt(0, 3) > 0 ? parent.lineage.next(parent) : undefined;
    if (next !== undefined) {
      return from(shifted(draws, widths, next), { move: next, isDeliberate: true });
    }
    if (draws.length > 0 && kind === "simpler") {
      return from(lowered(draws, random), { isSimpler: true });
    }
    const changed = random.nextInt(0, NUMBERS - 1) === 0
      ? renumbered(parent.recording, random)
      : undefined;
    if (changed !== undefined) return from(changed);
    const way = random.nextInt(0, 9);
    if (draws.length > 0 && way < 6) {
      const move = parent.lineage.move(random, draws);
      return from(shifted(draws, widths, move), { move });
    }
    if (draws.length > 0 && way < 7) {
      // Along a ridge, single draws get nowhere.
      let edited = draws;
      for (let count = random.nextInt(2, 3); count > 0; count--) {
        edited = shifted(edited, widths, parent.lineage.move(random, edited));
      }
      return from(edited);
    }
    const mates = [...this.#pool, ...this.#summits]
      .filter((other) => other !== parent).map(({ recording }) => recording.draws);
    return from(mutate(draws, mates, random));
  }

  /** Mostly the best of the pool, now and then another, lest a poor summit hold everything. */
  #parent(random: Random): Scored {
    if (random.nextInt(0, 5) > 0) return this.#pool[0]!;
    return this.#pool[random.nextInt(0, this.#pool.length - 1)]!;
  }

  /**
   * Tells the climber what a value scored.
   *
   * @param proposal The proposal of this climber that it comes from; none if it is another's.
   */
  learn(candidate: Candidate, score: number, proposal?: Proposal): void {
    if (proposal === this.#open) this.#open = undefined;
    const draft = proposal?.draft as Draft | undefined;
    const { recording, json, cost } = candidate;
    const scored: Scored = {
      recording,
      json,
      cost,
      score,
      ...this.#learnMove(recording, score, draft),
    };
    if (draft?.parent !== undefined && proposal!.change !== undefined) {
      const { path } = proposal!.change;
      const from = draft.parent.score;
      const kind = kindOf(proposal!.change, draft);
      this.#credit.learn(kind, score > from && !isSame(score, from));
      if (Number.isFinite(proposal!.change.size)) this.#relevance.learn(path, isSame(score, from));
    }
    if (draft !== undefined) this.#sendScout(scored, draft, proposal!.change);
    else this.#keep(scored);
    const refines = draft?.refines === true;
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
    const most = room(POOL, scored);
    if (this.#pool.length >= most && score < this.#pool.at(-1)!.score) return;
    const place = this.#pool.findIndex((other) => other.score <= score);
    this.#pool.splice(place < 0 ? this.#pool.length : place, 0, scored);
    this.#pool.length = Math.min(this.#pool.length, most);
  }

  /** What a score says of the draw that was moved. */
  #learnMove(
    recording: Recording,
    score: number,
    draft: Draft | undefined,
  ): Pick<Scored, "lineage" | "move" | "probes"> {
    const { move, parent } = draft ?? {};
    const isKin = parent !== undefined && parent.lineage.includes(recording);
    if (!isKin || move === undefined) {
      const lineage = isKin ? parent.lineage : new Lineage(recording.widths);
      return { lineage, move: undefined, probes: new Map() };
    }
    parent.lineage.learn(move, parent.score, score);
    const { index, change } = move;
    const others = parent.probes.get(index) ?? [];
    // Seen from here, the parent and what was tried beside it are shifts of the same draw.
    const shifts = [{ change: 0, score: parent.score }, ...others]
      .map((probe) => ({ change: probe.change - change, score: probe.score }));
    parent.probes.set(index, [...others, { change, score }]);
    return { lineage: parent.lineage, move, probes: new Map([[index, shifts]]) };
  }

  /**
   * Some changes pay only together with another: a number that was rounded has to be let loose before
   * it can be moved a little. So what a large change has made worse is climbed from for as long as it
   * gets better.
   */
  #sendScout(scored: Scored, draft: Draft, change: Change | undefined): void {
    const { parent } = draft;
    const scout = this.#scout;
    if (scout !== undefined && parent === scout.at) {
      const { at, goal } = scout;
      const gain = scored.score - at.score;
      scout.left--;
      if (gain > 0 && !isSame(scored.score, at.score)) scout.at = scored;
      if (gain > SCOUTING_PROGRESS * (goal - at.score)) scout.left = SCOUTING;
      return;
    }
    if (scout !== undefined && scout.left > 0) return;
    const isLarge = change !== undefined && kindOf(change, draft) !== "fine";
    const from = parent?.score ?? -Infinity;
    if (isLarge && scored.score < from && !isSame(scored.score, from)) {
      this.#scout = { at: scored, left: SCOUTING, goal: from };
    }
  }

  #keep(scored: Scored): void {
    const place = this.#reserve.findIndex(({ score }) => score < scored.score);
    this.#reserve.splice(place < 0 ? this.#reserve.length : place, 0, scored);
    this.#reserve.length = Math.min(this.#reserve.length, room(RESERVE, scored));
  }

  #restart(): void {
    this.#scout = undefined;
    this.#summits = [...this.#summits, this.#pool[0]!]
      .sort((a, b) => b.score - a.score).slice(0, room(POOL, this.#pool[0]!));
    this.#reserve = this.#reserve.filter((kept) => !this.#climbed.has(kept));
    const next = this.#reserve.shift();
    this.#pool = next === undefined ? [] : [next];
    this.#stalled = 0;
  }
}
