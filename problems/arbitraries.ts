/**
 * Numbers, vectors and spectra that a person can read: what instances are made of.
 *
 * A counterexample is a JSON file. So these arbitraries draw from nasty territory, but often simple
 * numbers, and they shrink towards 0, towards 1, and towards few digits.
 *
 * @module
 */

import { array, constant, integer, noBias, oneof, type Random, tuple } from "fast-check";
import type { Arbitrary } from "../lib/fast_check/mod.ts";
import { ReadableNumbers } from "./readable_numbers.ts";

/** Where {@linkcode realNumber} draws from. */
export interface RealNumberOptions {
  /** The least value. Default: −10. */
  readonly minimum?: number;
  /** The largest value. Default: 10. */
  readonly maximum?: number;
  /** Whether 0 is left out. Default: false. */
  readonly nonzero?: boolean;
}

/** Where {@linkcode magnitude} and {@linkcode nonzeroNumber} draw from. */
export interface MagnitudeOptions {
  /** The least absolute value, positive. Default: 1e-3. */
  readonly minimum?: number;
  /** The largest absolute value. Default: 1e3. */
  readonly maximum?: number;
}

/** The number 1, by no draw; a nudge moves it. */
const ONE = new ReadableNumbers(
  { count: 0, draw: () => 1, minimum: 1, maximum: 1, encode: () => undefined },
  (x) => Math.abs(x - 1) < 1e-9,
);

/** What {@linkcode spectrum} draws. */
export interface SpectrumOptions extends MagnitudeOptions {
  /** The largest ratio of two of the values. Default: 1e6. */
  readonly maximumConditionNumber?: number;
}

/**
 * A real number of an interval: one of −1, 0, 1 and the ends, an integer, a decimal of up to three
 * digits (its size spread over three decades), or a double of full precision, equally often. One in
 * sixteen of the rounded ones is a little off.
 * Shrinks to 0 or 1 and to few digits. Never −0 or subnormal.
 *
 * @throws {RangeError} If the interval is empty or has no finite ends, or holds only an excluded 0.
 */
export function realNumber(options: RealNumberOptions = {}): Arbitrary<number> {
  const { minimum = -10, maximum = 10, nonzero = false } = options;
  if (!(Number.isFinite(minimum) && Number.isFinite(maximum) && minimum <= maximum)) {
    throw new RangeError(`[${minimum}, ${maximum}] is no interval: give finite ends in order`);
  }
  if (nonzero && minimum === 0 && maximum === 0) {
    throw new RangeError("the interval [0, 0] has no number but 0: widen it or allow 0");
  }
  // A search that edits draws (verify/search) should find the way: every kind makes the same draws,
  // so that the numbers after this one stay where they are, and the kinds are roundings of one and
  // the same position.
  const special = [0, 1, -1, minimum, maximum].map((x) => clamp(x, minimum, maximum));
  const unit = Math.min(1, maximum - minimum);
  const number = ([kind, high, digits, decade, low]: RealDraws): number => {
    const share = toShare(high);
    const remainder = toRemainder(low);
    const position = minimum + share * (maximum - minimum);
    switch (kind) {
      case 0:
        // The least draws give the simplest number.
        return special[Math.floor(share * special.length)]! + remainder * unit;
      case 1:
        return Math.round(position) + remainder * unit;
      case 2: {
        const rounded = roundToDigits(position / 10 ** decade, digits + 1);
        return rounded + remainder * lastPlace(rounded, digits + 1);
      }
      default:
        return position;
    }
  };
  const admitted = (draws: RealDraws): number => {
    const drawn = clamp(number(draws), minimum, maximum);
    if (nonzero && drawn === 0) return maximum === 0 ? minimum : maximum;
    return drawn;
  };
  const encode = (x: number, isToMove = false): RealDraws | undefined => {
    if (!(x >= minimum && x <= maximum)) return undefined;
    const high = fromShare(maximum > minimum ? (x - minimum) / (maximum - minimum) : 0);
    if (isToMove) return [3, high, 0, 0, 0];
    const index = special.indexOf(x);
    const ways: RealDraws[] = [
      [0, fromShare((index + 0.5) / special.length), 0, 0, 0],
      [1, high, 0, 0, 0],
      ...[0, 1, 2].map((digits): RealDraws => [2, high, digits, 0, 0]),
    ];
    return ways.slice(index < 0 ? 1 : 0).find((way) => admitted(way) === x) ?? [3, high, 0, 0, 0];
  };
  const draw = (random: Random) =>
    admitted([
      random.nextInt(0, 3),
      random.nextInt(0, WHOLE - 1),
      random.nextInt(0, 2),
      random.nextInt(0, 2),
      random.nextInt(0, REMAINDER.width - 1),
    ]);
  return new ReadableNumbers(
    { count: 5, draw, encode, minimum, maximum },
    (x) => x >= minimum && x <= maximum && !(nonzero && x === 0),
    unit,
  );
}

/** The draws of a real number: its kind, position, digits less one, decade and remainder. */
type RealDraws = [kind: number, high: number, digits: number, decade: number, low: number];

/**
 * A positive number, log-uniform between two bounds, in one, two or three digits, sometimes a
 * little off, or in full precision. Shrinks towards 1, or the bound nearest 1, and to few digits.
 *
 * @throws {RangeError} Unless 0 < minimum ≤ maximum < ∞.
 */
export function magnitude(options: MagnitudeOptions = {}): Arbitrary<number> {
  const { minimum, maximum } = checkedMagnitudes(options);
  return new ReadableNumbers(
    { ...magnitudeDraws(minimum, maximum), minimum, maximum },
    (x) => x >= minimum && x <= maximum,
  );
}

/**
 * A number of either sign whose absolute value is a {@linkcode magnitude}. Shrinks towards 1.
 *
 * @throws {RangeError} Unless 0 < minimum ≤ maximum < ∞.
 */
export function nonzeroNumber(options: MagnitudeOptions = {}): Arbitrary<number> {
  const { minimum, maximum } = checkedMagnitudes(options);
  const size = magnitudeDraws(minimum, maximum);
  const encode = (x: number, isToMove?: boolean) => {
    const draws = size.encode(Math.abs(x), isToMove);
    return draws && [x < 0 ? 0 : 1, ...draws];
  };
  return new ReadableNumbers(
    {
      count: 1 + size.count,
      draw: (random) => (2 * random.nextInt(0, 1) - 1) * size.draw(random),
      encode,
      minimum: -maximum,
      maximum,
    },
    (x) => Math.abs(x) >= minimum && Math.abs(x) <= maximum,
  );
}

/** A vector of the given length: by default of {@linkcode realNumber}s. */
export function vectorOf(
  length: number,
  entries: Arbitrary<number> = realNumber(),
): Arbitrary<number[]> {
  return array(entries, { minLength: length, maxLength: length });
}

/**
 * So many numbers are drawn for vectors of any length by {@linkcode periodicVectors}: drawing fifty
 * takes ten times as long as using them.
 */
export const PERIOD = 8;

/** Vectors of {@linkcode PERIOD} numbers, for {@linkcode cycle}. */
export function periodicVectors(entries: Arbitrary<number> = realNumber()): Arbitrary<number[]> {
  return vectorOf(PERIOD, entries);
}

/** The first so many of the numbers, which repeat periodically where there are fewer. */
export function cycle<V>(values: readonly V[], length: number): V[] {
  return Array.from({ length }, (_, i) => values[i % values.length]!);
}

/**
 * A vector of a length in the given range that is not zero: where all entries come out as 0, the
 * first becomes 1.
 */
export function nonzeroVector(
  minimumLength: number,
  maximumLength: number,
  entries: Arbitrary<number> = realNumber(),
): Arbitrary<number[]> {
  return array(entries, { minLength: minimumLength, maxLength: maximumLength })
    .map((vector) => vector.some((x) => x !== 0) ? vector : [1, ...vector.slice(1)]);
}

/**
 * `length` positive numbers, the largest at most a {@linkcode magnitude} (the scale) and the least
 * at least that scale over the largest condition number: scale · ratio^t with a log-uniform ratio and
 * positions t in [0, 1], of which many are 0 or 1, so that values repeat and gaps open. Shrinks to
 * ones.
 *
 * @throws {RangeError} If the condition number is below 1 or the bounds of the scale are no bounds.
 */
export function spectrum(length: number, options: SpectrumOptions = {}): Arbitrary<number[]> {
  const { maximumConditionNumber = 1e6, ...scales } = options;
  const position = tuple(integer({ min: 0, max: 2 }), realNumber({ minimum: 0, maximum: 1 }))
    .map(([kind, between]) => kind === 2 ? between : kind);
  return tuple(
    magnitude(scales),
    magnitude({ minimum: 1 / checkedConditionNumber(maximumConditionNumber), maximum: 1 }),
    oneof(constant(3), constant(15)),
    array(position, { minLength: length, maxLength: length }),
    // Rounding takes a nudge away, so what is rounded gets one of its own, the same for the same.
    array(ONE, { minLength: length, maxLength: length }),
  ).map(([scale, ratio, digits, positions, ones]) => {
    const rounded = positions.map((t) =>
      t === 0 ? scale : roundToDigits(scale * Math.pow(ratio, t), t === 1 ? 15 : digits)
    );
    return rounded.map((value, i) =>
      positions[i] === 0 || positions[i] === 1
        ? clamp(value, scale / maximumConditionNumber, scale)
        : clamp(value * ones[rounded.indexOf(value)]!, scale / maximumConditionNumber, scale)
    );
  });
}

/** A dimension, uniform from 1 to the largest. Shrinks towards 1. */
export function dimensionUpTo(largest: number): Arbitrary<number> {
  return noBias(integer({ min: 1, max: largest }));
}

/** By how much a rank falls short of the full one: by 0 half of the time. Shrinks towards 0. */
export function rankDeficiency(largest: number): Arbitrary<number> {
  return oneof(
    { withCrossShrink: true },
    constant(0),
    noBias(integer({ min: 0, max: largest })),
  );
}

/** The condition number, if it is one. */
export function checkedConditionNumber(maximum: number): number {
  if (Number.isFinite(maximum) && maximum >= 1) return maximum;
  throw new RangeError(`no matrix has a condition number of at most ${maximum}: give 1 or more`);
}

function checkedMagnitudes(options: MagnitudeOptions): { minimum: number; maximum: number } {
  const { minimum = 1e-3, maximum = 1e3 } = options;
  if (minimum > 0 && minimum <= maximum && Number.isFinite(maximum)) return { minimum, maximum };
  throw new RangeError(
    `magnitudes cannot lie between ${minimum} and ${maximum}: give positive bounds in order`,
  );
}

/** The draws of a magnitude: its position, its digits less one (3 for all) and its remainder. */
type MagnitudeDraws = [high: number, digits: number, low: number];

function magnitudeDraws(minimum: number, maximum: number) {
  // The least draws give the simplest number: 1, or the bound nearest to it.
  const shareOf = (x: number) =>
    maximum === minimum ? 0 : logarithmOfRatio(x, minimum) / logarithmOfRatio(maximum, minimum);
  const shift = shareOf(clamp(1, minimum, maximum));
  const number = ([high, digits, low]: MagnitudeDraws): number => {
    const size = logUniform((toShare(high) + shift) % 1, minimum, maximum);
    if (digits === 3) return clamp(size, minimum, maximum);
    const rounded = roundToDigits(size, digits + 1);
    return clamp(
      rounded + toRemainder(low) * lastPlace(rounded, digits + 1),
      minimum,
      maximum,
    );
  };
  const encode = (x: number, isToMove = false): MagnitudeDraws | undefined => {
    if (!(x >= minimum && x <= maximum)) return undefined;
    // Just below 1, which would be 0 again.
    const share = Math.min(shareOf(x), 1 - 4 / WHOLE) - shift;
    const high = fromShare(share < 0 ? share + 1 : share);
    if (isToMove) return [high, 3, 0];
    const ways = [0, 1, 2].map((digits): MagnitudeDraws => [high, digits, 0]);
    return ways.find((way) => number(way) === x) ?? [high, 3, 0];
  };
  const draw = (random: Random) =>
    number([
      random.nextInt(0, WHOLE - 1),
      random.nextInt(0, 3),
      random.nextInt(0, REMAINDER.width - 1),
    ]);
  return { count: 3, draw, encode };
}

/** The values of a draw that stands for a share of a whole. */
const WHOLE = 2 ** 31;

/**
 * The share in [0, 1) that a draw of 31 bits stands for. Lest all products be exact, 22 more bits
 * follow from those.
 */
function toShare(high: number): number {
  const low = Math.imul(high ^ (high >>> 15), 0x2c1b3c6d) >>> 10;
  return (high * 2 ** 22 + low) / 2 ** 53;
}

/** The draw whose share is near to the given one. */
function fromShare(share: number): number {
  return Math.min(WHOLE - 1, Math.max(0, Math.floor(share * WHOLE)));
}

/** The share of rounded numbers that have a remainder, and its least size in units of the last place. */
const REMAINDER = { share: 1 / 16, least: 1e-6, width: 2 ** 26 };

/**
 * What is added to a rounded number, in units of its last place: mostly 0, now and then up to a half
 * of either sign, its size spread over decades. Numbers that nearly coincide are nasty; and a search
 * that edits draws gets from a readable number to its neighbours by this one draw.
 */
function toRemainder(low: number): number {
  const position = low / REMAINDER.width;
  // From −½ through ±least at 0 to ½.
  const signed = 2 * (position - 1) / REMAINDER.share + 1;
  if (signed < -1) return 0;
  return Math.sign(signed) * Math.pow(REMAINDER.least, 1 - Math.abs(signed)) / 2;
}

/** The unit of the last of the digits that a number was rounded to; 1 for 0. */
function lastPlace(rounded: number, digits: number): number {
  if (rounded === 0) return 1;
  return 10 ** (Math.floor(Math.log10(Math.abs(rounded))) - digits + 1);
}

/** The number that lies the given share of the way from one bound to the other, on a log scale. */
function logUniform(share: number, minimum: number, maximum: number): number {
  const ratio = maximum / minimum;
  return ratio < Infinity
    ? minimum * Math.pow(ratio, share)
    : Math.pow(minimum, 1 - share) * Math.pow(maximum, share);
}

/** The logarithm of a quotient, which may overflow. */
function logarithmOfRatio(x: number, y: number): number {
  const ratio = x / y;
  return ratio < Infinity ? Math.log(ratio) : Math.log(x) - Math.log(y);
}

function roundToDigits(x: number, digits: number): number {
  return Number(x.toPrecision(digits));
}

/** The nearest number of the interval, never −0. */
function clamp(x: number, minimum: number, maximum: number): number {
  return Math.min(Math.max(x, minimum), maximum) + 0;
}
