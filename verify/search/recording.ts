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
  /** The bias factor that the arbitrary was given; undefined for no bias. */
  readonly biasFactor: number | undefined;
}

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
  recording: Recording,
  fresh: DrawSource,
): Recorded<T> {
  const tape = new Tape(recording.draws, fresh);
  const value = arbitrary.generate(new Random(tape.handle()), recording.biasFactor);
  return { value, recording: { draws: tape.used, biasFactor: recording.biasFactor } };
}

class Tape {
  readonly used: number[] = [];
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
    return draw;
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
