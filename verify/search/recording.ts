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
import type { Arbitrary, Value } from "../../lib/fast_check/mod.ts";

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
  /** The draws, each from −2³¹ to 2³¹ − 1, in the order in which they were asked for. */
  readonly draws: readonly number[];
  /**
   * To how many values each draw was reduced: 2 for a coin, 2³² where that is not known. A draw d
   * stood for the value (d + 2³¹) mod its width.
   */
  readonly widths: readonly number[];
  /** The bias factor that the arbitrary was given; undefined for no bias. */
  readonly biasFactor: number | undefined;
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
  return { value, recording: { draws: tape.used, widths: tape.widths, biasFactor } };
}

/** A `Random` that tells the tape to how many values the draws are reduced. */
class RecordingRandom extends Random {
  readonly #tape: Tape;

  constructor(tape: Tape) {
    super(tape.handle());
    this.#tape = tape;
  }

  override next(bits: number): number {
    return this.#tape.reducing(2 ** bits, () => super.next(bits));
  }

  override nextBoolean(): boolean {
    return this.#tape.reducing(2, () => super.nextBoolean());
  }

  override nextInt(min?: number, max?: number): number {
    if (min === undefined || max === undefined) return super.nextInt();
    return this.#tape.reducing(max - min + 1, () => super.nextInt(min, max));
  }
}

class Tape {
  readonly used: number[] = [];
  readonly widths: number[] = [];
  #width = FULL_WIDTH;
  readonly #given: readonly number[];
  readonly #fresh: DrawSource;

  constructor(given: readonly number[], fresh: DrawSource) {
    this.#given = given;
    this.#fresh = fresh;
  }

  next(): number {
    const index = this.used.length;
    const draw = index < this.#given.length ? this.#given[index]! : this.#fresh.next();
    this.used.push(draw);
    this.widths.push(this.#width);
    return draw;
  }

  /** Makes draws that are reduced to so many values; more than 2³² take several draws each. */
  reducing<R>(width: number, draw: () => R): R {
    this.#width = Math.min(width, FULL_WIDTH);
    const drawn = draw();
    this.#width = FULL_WIDTH;
    return drawn;
  }

  /**
   * What fast-check's `Random` is to be made of. `Random` clones the generator that it is given, and
   * that clone must be the tape itself, or nothing would be recorded. Arbitraries clone `Random` too,
   * to shrink later from the state of now; those clones must not advance the tape.
   */
  handle() {
    const live = {
      next: () => this.next(),
      clone: () => this.#snapshot(),
      jump: () => {},
      getState: () => [],
    };
    return { ...live, clone: () => live };
  }

  #snapshot() {
    const copy = new Tape(this.#given, this.#fresh.clone());
    copy.used.push(...this.used);
    return copy.handle().clone();
  }
}
