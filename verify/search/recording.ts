/**
 * Recordings: the stream of random draws behind a generated value, to be edited and replayed.
 *
 * fast-check generates a value from 32-bit draws. Whoever knows the draws can change a few and
 * generate again: a value nearby, of the same arbitrary, whatever that is made of. This works with
 * any fast-check arbitrary, and is of use in any property that wants to climb towards something.
 *
 * @module
 */

import { Random } from "fast-check";
import "../../lib/fast_check/sizes.ts";
import { FORGET, type ForgetsDraws, PLACE } from "../../lib/fast_check/rejections.ts";
import { DRAWS_DOUBLES } from "../../lib/fast_check/doubles.ts";
import type { Arbitrary, Value } from "../../lib/fast_check/mod.ts";
import { carryNudge, type Nudge, nudgeOf } from "../../lib/fast_check/nudge.ts";
import {
  DRAWN_LIST,
  DRAWN_NUMBER,
  type NumberDraws,
  type RecordsNumbers,
} from "../../lib/fast_check/recorded_number.ts";
import { distanceBetween, NEIGHBOURHOOD } from "./change.ts";

/** The number of values of a draw. */
export const FULL_WIDTH = 2 ** 32;

/** A source of 32-bit draws, as those of pure-rand. */
export interface DrawSource {
  /** The next draw, from −2³¹ to 2³¹ − 1. */
  next(): number;
  /** An independent source in the same state. */
  clone(): DrawSource;
  /** The state. */
  getState(): readonly number[];
}

/** How a value was generated. */
export interface Recording {
  /**
   * The draws, each from −2³¹ to 2³¹ − 1, in the order in which they were asked for, without those
   * of which a filter rejected what they made.
   */
  readonly draws: readonly number[];
  /**
   * To how many values each draw was reduced: 2 for a coin, 2³² where that is not known. A draw d
   * stood for the value (d + 2³¹) mod its width.
   */
  readonly widths: readonly number[];
  /** The numbers that some of the draws make, in the order of their draws. */
  readonly numbers: readonly RecordedNumber[];
  /** The lengths of the lists for which a largest length is stated, also of those that were rejected. */
  readonly lists: readonly RecordedList[];
  /** The bias factor that the arbitrary was given; undefined for no bias. */
  readonly biasFactor: number | undefined;
}

/** A number that some draws of a recording make. */
export interface RecordedNumber {
  /** The index of the first of its draws. */
  readonly at: number;
  /** How many draws it takes. */
  readonly count: number;
  /** The number, before a nudge. */
  readonly value: number;
  /** How its draws may be chosen. */
  readonly draws: NumberDraws;
}

/** A list whose length was drawn. */
export interface RecordedList {
  /** Its length. */
  readonly length: number;
  /** The least length. */
  readonly minimum: number;
  /** The largest length. */
  readonly maximum: number;
}

/** What to generate from: the draws and the bias factor of a recording, edited. */
export type Edited = Pick<Recording, "draws" | "biasFactor">;

/** A generated value with its recording. */
export interface Recorded<T> {
  /** The value, with what fast-check needs to shrink it. */
  readonly value: Value<T>;
  /** How it was generated. */
  readonly recording: Recording;
}

/**
 * Generates a value from an edited recording: its draws first, then, where the arbitrary asks for
 * more, draws of `fresh`. Draws that are not asked for are not in the new recording.
 *
 * @param arbitrary Any fast-check arbitrary.
 * @param recording The draws to use, and the bias factor; no draws for a fresh value.
 * @param fresh Where further draws come from; it is advanced by those that are used.
 */
export function generateRecorded<T>(
  arbitrary: Arbitrary<T>,
  { draws, biasFactor }: Edited,
  fresh: DrawSource,
): Recorded<T> {
  const tape = new Tape(draws, fresh);
  const value = arbitrary.generate(new RecordingRandom(tape), biasFactor);
  return {
    value,
    recording: {
      draws: tape.used,
      widths: tape.widths,
      numbers: tape.numbers,
      lists: tape.lists,
      biasFactor,
    },
  };
}

/** An instance of an arbitrary by how it came about: what it was drawn from, and how it was shrunk. */
export interface Origin {
  /** How the value that shrinking started from was generated. */
  readonly recording: Edited;
  /** From there, which of its shrinks (counted from 0) was taken, which of that one's, and so on. */
  readonly path: readonly number[];
}

/**
 * Generates a value again. Without a nudge it is the same, bit for bit. With one, every continuous
 * number of it lies a little beside, while choices, sizes and what `map` and `chain` tie together
 * are as they were: a value right beside it that the arbitrary could have given.
 *
 * @param arbitrary The arbitrary that gave the value.
 * @param still The value without the nudge, where it is at hand; otherwise it is generated too.
 * @returns The value; undefined if there is none: if the path leads nowhere, or if the nudge changes
 *   what is drawn, as where a filter rejects a moved number. Where a filter rejects, or lets pass,
 *   some other shrinks of a moved value, the one beside that of the path is found all the same.
 */
export function regenerate<T>(
  arbitrary: Arbitrary<T>,
  origin: Origin,
  nudge?: Nudge,
  still?: Value<T>,
): Value<T> | undefined {
  return new Regenerator(arbitrary, nudge).at(origin, still);
}

/**
 * {@linkcode regenerate} for many origins under one nudge. The way down the shrink tree that an
 * origin shares with the one before is not gone again: along a deep one that costs more than most
 * observations.
 */
export class Regenerator<T> {
  readonly #arbitrary: Arbitrary<T>;
  readonly #nudge: Nudge | undefined;
  #recording: Edited | undefined;
  /** The path of the last origin, as far as it led anywhere … */
  #path: readonly number[] = [];
  /** … and the values on it, the generated one first; those of large ones that were let go of are left out. */
  readonly #descent: (Descent<T> | undefined)[] = [];
  /** The same without the nudge; made when it is needed. */
  #plain: Regenerator<T> | undefined;

  /**
   * @param arbitrary The arbitrary that gave the values.
   * @param nudge Moves them; none to give the same again.
   * @param plain One without a nudge, which several of them may share.
   */
  constructor(arbitrary: Arbitrary<T>, nudge?: Nudge, plain?: Regenerator<T>) {
    this.#arbitrary = arbitrary;
    this.#nudge = nudge;
    this.#plain = plain;
  }

  /** As {@linkcode regenerate} has it. */
  at({ recording, path }: Origin, still?: Value<T>): Value<T> | undefined {
    const descent = this.#descent;
    if (recording !== this.#recording) {
      this.#recording = recording;
      descent.length = 0;
      const value = generateAgain(this.#arbitrary, recording, this.#nudge?.clone());
      if (value !== undefined) descent.push(new Descent(this.#arbitrary, value, recording));
      this.#path = [];
    }
    if (descent.length === 0) return undefined;
    const fork = path.findIndex((index, depth) => index !== this.#path[depth]);
    descent.length = Math.min(descent.length, 1 + (fork < 0 ? path.length : fork));
    if (descent.at(-1) === undefined) descent.length = 1;
    for (let depth = descent.length - 1; depth < path.length; depth++) {
      const child = this.#child(recording, path.slice(0, depth + 1), still, path.length);
      if (child === undefined) break;
      descent.push(new Descent(this.#arbitrary, child, recording));
      const passed = descent.length - 1 - KEPT_STEPS;
      if (passed > 0 && recording.draws.length > LARGE) descent[passed] = undefined;
    }
    this.#path = path.slice(0, descent.length - 1);
    return this.#path.length === path.length ? descent.at(-1)!.value : undefined;
  }

  /** The last step of a path, that of `still` if it is as long. */
  #child(
    recording: Edited,
    path: readonly number[],
    still: Value<T> | undefined,
    length: number,
  ): Value<T> | undefined {
    const parent = this.#descent[path.length - 1]!;
    const index = path.at(-1)!;
    if (this.#nudge === undefined) return parent.child(index);
    this.#plain ??= new Regenerator(this.#arbitrary);
    const here = path.length === length && still !== undefined
      ? still
      : this.#plain.at({ recording, path });
    return here === undefined ? undefined : parent.childBeside(here, index);
  }
}

/** Values of more draws than this are large: on a way down the shrink tree only … */
const LARGE = 2_000;

/** … so many of the last ones are kept, and the first. */
const KEPT_STEPS = 2;

/** A filter may reject so many more, or fewer, shrinks of a moved value than of the value itself. */
const SHIFT = 8;

/** So many shrinks of a value are kept: there may be thousands, and each be large. */
const MOST_SEEN = 8 * SHIFT;

/**
 * A shrink that is no further from that of the value without the nudge is the one beside it. Of large
 * values the first neighbour is: each shrink that is looked at is a copy of all of it.
 */
const SURELY_BESIDE = 1e-9;

/** A value, and what it shrinks to, as far as that was looked at. */
class Descent<T> {
  readonly value: Value<T>;
  readonly #arbitrary: Arbitrary<T>;
  readonly #surelyBeside: number;
  #shrinks: Iterator<Value<T>>;
  /** The last of the shrinks that were looked at … */
  #seen: Value<T>[] = [];
  /** … and how many there were before them. */
  #passed = 0;
  /** How much further the last shrink that was looked for stands than it did without the nudge. */
  #shift = 0;

  constructor(arbitrary: Arbitrary<T>, value: Value<T>, { draws }: Edited) {
    this.value = value;
    this.#surelyBeside = draws.length > LARGE ? NEIGHBOURHOOD : SURELY_BESIDE;
    this.#arbitrary = arbitrary;
    this.#shrinks = arbitrary.shrink(value.value_, value.context);
  }

  /** The shrink of this index, counted from 0. */
  child(index: number): Value<T> | undefined {
    if (index < this.#passed) {
      this.#shrinks = this.#arbitrary.shrink(this.value.value_, this.value.context);
      this.#seen = [];
      this.#passed = 0;
    }
    while (this.#passed + this.#seen.length <= index) {
      const { done, value } = this.#shrinks.next();
      if (done === true) return undefined;
      this.#seen.push(value);
      if (this.#seen.length > MOST_SEEN) this.#passed += this.#seen.splice(0, SHIFT).length;
    }
    return this.#seen[index - this.#passed];
  }

  /** The shrink beside that of the value without the nudge, which has this index there. */
  childBeside(still: Value<T>, index: number): Value<T> | undefined {
    const from = this.#shift;
    let nearest = { distance: Infinity, shift: from, child: undefined as Value<T> | undefined };
    for (let step = 0; step <= 2 * SHIFT && nearest.distance > this.#surelyBeside; step++) {
      const shift = from + (step % 2 === 0 ? -step / 2 : (step + 1) / 2);
      const child = index + shift < 0 ? undefined : this.child(index + shift);
      if (child === undefined) continue;
      const distance = distanceBetween(still.value_, child.value_);
      if (distance < nearest.distance) nearest = { distance, shift, child };
    }
    if (!(nearest.distance <= NEIGHBOURHOOD)) return undefined;
    this.#shift = nearest.shift;
    return nearest.child;
  }
}

function generateAgain<T>(
  arbitrary: Arbitrary<T>,
  { draws, biasFactor }: Edited,
  nudge: Nudge | undefined,
): Value<T> | undefined {
  const tape = new Tape(draws, NO_DRAWS);
  const random = new RecordingRandom(tape);
  carryNudge(random, nudge);
  let value: Value<T>;
  try {
    value = arbitrary.generate(random, biasFactor);
  } catch (error) {
    if (error instanceof NoDrawLeft) return undefined;
    throw error;
  }
  return tape.used.length === draws.length ? value : undefined;
}

/** A `Random` that tells the tape to how many values the draws are reduced. */
class RecordingRandom extends Random implements RecordsNumbers, ForgetsDraws {
  readonly [DRAWS_DOUBLES] = true;
  readonly #tape: DrawTape;

  constructor(tape: DrawTape) {
    super(tape.handle());
    this.#tape = tape;
  }

  /** Arbitraries clone a `Random` to shrink later from the state of now. */
  override clone(): RecordingRandom {
    const copy = new RecordingRandom(this.#tape.clone());
    carryNudge(copy, nudgeOf(this)?.clone());
    return copy;
  }

  override next(bits: number): number {
    this.#tape.reduceTo(2 ** bits);
    const drawn = super.next(bits);
    this.#tape.reduceTo(FULL_WIDTH);
    return drawn;
  }

  /**
   * An integer from 0 to `width` − 1, of the same draws as fast-check's, without the layers between: a
   * search draws a hundred for each instance that it looks at.
   */
  #below(width: number): number {
    const limit = width > 2 ? Math.floor(FULL_WIDTH / width) * width : FULL_WIDTH;
    let drawn = this.#tape.next() + FULL_WIDTH / 2;
    while (drawn >= limit) drawn = this.#tape.next() + FULL_WIDTH / 2;
    // The remainder, exact for integers of this size; `%` of what is no int32 takes twice as long.
    return drawn - Math.floor(drawn / width) * width;
  }

  override nextBoolean(): boolean {
    this.#tape.reduceTo(2);
    const drawn = super.nextBoolean();
    this.#tape.reduceTo(FULL_WIDTH);
    return drawn;
  }

  override nextInt(min?: number, max?: number): number {
    if (min === undefined || max === undefined) return super.nextInt();
    const width = max - min + 1;
    this.#tape.reduceTo(width);
    const drawn = width <= FULL_WIDTH ? this.#below(width) + min : super.nextInt(min, max);
    this.#tape.reduceTo(FULL_WIDTH);
    return drawn;
  }

  [DRAWN_NUMBER](value: number, count: number, draws: NumberDraws): void {
    this.#tape.drewNumber(value, count, draws);
  }

  [DRAWN_LIST](length: number, minimum: number, maximum: number): void {
    this.#tape.drewList({ length, minimum, maximum });
  }

  [PLACE](): TapePlace {
    return this.#tape.place();
  }

  [FORGET](place: TapePlace): void {
    this.#tape.forget(place);
  }
}

/** How much a tape has recorded. */
interface TapePlace {
  readonly draws: number;
  readonly numbers: number;
}

/** What a {@linkcode RecordingRandom} draws from. */
abstract class DrawTape {
  /** The next draw. */
  abstract next(): number;

  /** To how many values the next draws are reduced; more than 2³² take several draws each. */
  abstract reduceTo(width: number): void;

  /** Takes note of a number that the last draws have made. */
  abstract drewNumber(value: number, count: number, draws: NumberDraws): void;

  /** Takes note of a list. */
  abstract drewList(list: RecordedList): void;

  /** How much was recorded. */
  abstract place(): TapePlace;

  /** Forgets what was recorded since, as it was rejected. */
  abstract forget(place: TapePlace): void;

  /** A tape in the same state that shrinking may draw from, without advancing this one. */
  abstract clone(): DrawTape;

  /**
   * What fast-check's `Random` is to be made of. `Random` clones the generator that it is given,
   * and that clone must be the tape itself, or nothing would be recorded.
   */
  handle() {
    const live = { next: () => this.next(), clone: () => live, jump: () => {}, getState: () => [] };
    return live;
  }
}

/** The draws of a value, as they are given and recorded. */
class Tape extends DrawTape {
  readonly used: number[] = [];
  readonly widths: number[] = [];
  readonly numbers: RecordedNumber[] = [];
  readonly lists: RecordedList[] = [];
  #width = FULL_WIDTH;
  /** How many of the given draws were taken, rejected ones included. */
  #taken = 0;
  readonly #given: readonly number[];
  readonly #fresh: Pick<DrawSource, "next">;

  constructor(given: readonly number[], fresh: Pick<DrawSource, "next">) {
    super();
    this.#given = given;
    this.#fresh = fresh;
  }

  next(): number {
    const draw = this.#taken < this.#given.length
      ? this.#given[this.#taken++]!
      : this.#fresh.next();
    this.used.push(draw);
    this.widths.push(this.#width);
    return draw;
  }

  reduceTo(width: number): void {
    this.#width = Math.min(width, FULL_WIDTH);
  }

  drewNumber(value: number, count: number, draws: NumberDraws): void {
    this.numbers.push({ at: this.used.length - count, count, value, draws });
  }

  drewList(list: RecordedList): void {
    this.lists.push(list);
  }

  place(): TapePlace {
    return { draws: this.used.length, numbers: this.numbers.length };
  }

  forget({ draws, numbers }: TapePlace): void {
    this.used.length = draws;
    this.widths.length = draws;
    this.numbers.length = numbers;
  }

  clone(): DrawTape {
    return new Rewound(this.used, this.used.length);
  }
}

/**
 * The draws of a recorded value from some place on, once more. Where they end others follow that
 * are determined by them: so what a value shrinks to depends on its recording alone, and not on the
 * fresh draws that there were.
 */
class Rewound extends DrawTape {
  readonly #used: readonly number[];
  #position: number;

  constructor(used: readonly number[], position: number) {
    super();
    this.#used = used;
    this.#position = position;
  }

  next(): number {
    const position = this.#position++;
    const { length } = this.#used;
    if (position < length) return this.#used[position]!;
    let hash = position ^ Math.imul(length, 0x9e3779b1);
    if (length > 0) hash ^= this.#used[position % length]!;
    hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
    return hash ^ (hash >>> 16);
  }

  reduceTo(): void {}

  drewNumber(): void {}

  drewList(): void {}

  place(): TapePlace {
    return { draws: 0, numbers: 0 };
  }

  forget(): void {}

  clone(): DrawTape {
    return new Rewound(this.#used, this.#position);
  }
}

class NoDrawLeft extends Error {}

/** A replay asks for no fresh draws, unless it is another value. */
const NO_DRAWS = {
  next(): number {
    throw new NoDrawLeft("the recording has no further draws");
  },
};
