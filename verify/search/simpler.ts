/**
 * Shrinking on recorded draws: edits that make a recording simpler.
 *
 * @module
 */

import { simplerNumbers } from "../../lib/fast_check/simpler_numbers.ts";
import { LOWEST, valueOf } from "./move.ts";
import { withNumber } from "./numbers.ts";
import type { DrawSource, Edited, RecordedNumber, Recording } from "./recording.ts";

/** A double that is not a number, or not finite, is at most as simple as this many digits. */
const NOT_FINITE = 20;

/** What a digit of a number weighs, more than any power of ten. */
const DIGIT = 400;

/**
 * Edits of a recording towards simpler values, the most ambitious first: stretches of draws left
 * out, parts of lists left out, stretches lowered (to the first choice, the least length, the
 * simplest number), numbers set to 0, to ±1 and to fewer digits, single draws lowered half of the
 * way.
 *
 * Generate from each with {@linkcode simplestDraws} for the draws that are missing. What comes out
 * may be no simpler after all; if only recordings that {@linkcode compareRecordings} puts first are
 * accepted, repeating this comes to an end.
 */
export function* simplerRecordings(recording: Recording): Generator<Edited> {
  const { draws, widths, numbers, biasFactor } = recording;
  const edited = (changed: readonly number[]): Edited => ({ draws: changed, biasFactor });
  const { length } = draws;
  for (const size of sizes(length)) {
    for (let start = 0; start < length; start += step(size)) {
      yield edited(draws.toSpliced(start, size));
    }
  }
  yield* withoutPart(recording);
  for (const size of sizes(length)) {
    for (let start = 0; start < length; start += step(size)) {
      const count = Math.min(size, length - start);
      const isLowest = draws.slice(start, start + count)
        .every((draw, i) => valueOf(draw, widths[start + i]!) === 0);
      if (!isLowest) yield edited([...draws].fill(LOWEST, start, start + count));
    }
  }
  const candidates = numbers.map((number) => simplestFirst(number));
  for (let rank = 0; candidates.some((offers) => rank < offers.length); rank++) {
    for (const [index, number] of numbers.entries()) {
      const x = candidates[index]![rank];
      const changed = x === undefined ? undefined : withNumber(draws, number, x);
      if (changed !== undefined) yield edited(changed);
    }
  }
  for (const index of outsideOfNumbers(recording)) {
    const value = valueOf(draws[index]!, widths[index]!);
    for (const less of new Set([Math.floor(value / 2), value - 1])) {
      if (less > 0 && less < value) yield edited(draws.with(index, LOWEST + less));
    }
  }
}

/**
 * Whether one recording is simpler than another (negative), as simple (0) or less so (positive): by
 * fewer draws, then by how easily its numbers read and how low its other draws are. For a number of
 * draws there are finitely many recordings, so there is no endless descent.
 */
export function compareRecordings(a: Recording, b: Recording): number {
  return a.draws.length - b.draws.length || complexity(a) - complexity(b);
}

/**
 * A source of the lowest draws, which make the simplest values. It gives so many: an arbitrary that
 * rejects what they make draws again, and would do so for ever.
 *
 * @param most How many; the next one throws. As a value takes about as many draws as one that is a
 *   little less simple, somewhat more than that one took are enough.
 */
export function simplestDraws(most: number): DrawSource {
  return new SimplestDraws(most);
}

class SimplestDraws implements DrawSource {
  #left: number;

  constructor(most: number) {
    this.#left = most;
  }

  /** @throws {RangeError} If there is none left. */
  next(): number {
    if (this.#left-- <= 0) throw new RangeError("the simplest draws make nothing that is accepted");
    return LOWEST;
  }

  clone(): DrawSource {
    return new SimplestDraws(this.#left);
  }

  getState(): readonly number[] {
    return [this.#left];
  }
}

/** How many ways of leaving out a part are tried. */
const PARTS = 256;

/**
 * A part of a list is left out where its draws are, and the draw of the length is lowered by one:
 * whichever that is, among those before.
 */
function* withoutPart(recording: Recording): Generator<Edited> {
  const { draws, widths, numbers, biasFactor } = recording;
  const lengths = outsideOfNumbers(recording)
    .filter((index) => valueOf(draws[index]!, widths[index]!) > 0);
  let left = PARTS;
  /** How many of them are before the number. */
  let before = 0;
  for (const { at, count } of numbers) {
    while (before < lengths.length && lengths[before]! < at) before++;
    for (let place = before - 1; place >= 0; place--) {
      if (left-- === 0) return;
      const index = lengths[place]!;
      const value = valueOf(draws[index]!, widths[index]!);
      const shorter = draws.with(index, LOWEST + value - 1).toSpliced(at, count);
      yield { draws: shorter, biasFactor };
    }
  }
}

/** The draws that are part of no number, in ascending order. */
function outsideOfNumbers({ draws, numbers }: Recording): number[] {
  const outside: number[] = [];
  let index = 0;
  for (const { at, count } of numbers) {
    for (; index < at; index++) outside.push(index);
    index = at + count;
  }
  for (; index < draws.length; index++) outside.push(index);
  return outside;
}

/** From all draws down to one. */
function* sizes(length: number): Generator<number> {
  for (let size = length; size >= 1; size = size > 8 ? size >> 1 : size - 1) yield size;
}

/** Long stretches overlap by half. */
function step(size: number): number {
  return Math.max(1, size >> 1);
}

function simplestFirst({ value, draws: { minimum, maximum } }: RecordedNumber): number[] {
  const offers = Number.isFinite(value) ? simplerNumbers(value) : [0, 1, -1];
  return offers.filter((x) => x >= minimum && x <= maximum);
}

/** The draws of a number count by how it reads, the others by their bits. */
function complexity({ draws, widths, numbers }: Recording): number {
  let sum = 0;
  let next = 0;
  for (let index = 0; index < draws.length;) {
    const number = numbers[next];
    if (number?.at === index) {
      sum += complexityOfNumber(number.value);
      index += number.count;
      next++;
    } else {
      sum += Math.log2(1 + valueOf(draws[index]!, widths[index]!));
      index++;
    }
  }
  return sum;
}

function complexityOfNumber(x: number): number {
  if (x === 0) return 0;
  if (!Number.isFinite(x)) return DIGIT * NOT_FINITE;
  const [mantissa, exponent] = Math.abs(x).toExponential().split("e");
  const digits = mantissa!.replace(".", "");
  return DIGIT * digits.length + Math.abs(Number(exponent)) + Number(mantissa) / 20 +
    (x < 0 ? 0.02 : 0);
}
