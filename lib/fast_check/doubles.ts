/**
 * fast-check's doubles, for a `Random` that knows better how to draw them.
 *
 * `fc.double` draws an integer of 64 bits, the double's index in the order of all doubles: nearly
 * evenly in the exponent, and it shrinks by halving that index, to numbers that nobody reads. It
 * offers no place to say otherwise. So what generates and shrinks those integers asks the `Random`
 * first; one that says nothing, as any of fast-check's own, gets what it always got.
 *
 * @module
 */

import { bigInt, Stream, Value } from "fast-check";
import type { Arbitrary, Random } from "./mod.ts";
import {
  doubleToIndex,
  indexToDouble,
  INFINITY_INDEX,
  LEAST_NORMAL_INDEX,
} from "./double_index.ts";
import { moved, nudgeOf } from "./nudge.ts";
import { simplerNumbers } from "./simpler_numbers.ts";

/** Where a `Random` says how it draws a double. */
export const DRAW_DOUBLE = Symbol("draw a double");

/** A `Random` that draws doubles in its own way. */
export interface DrawsDoubles extends Random {
  /**
   * The index of the next double.
   *
   * @param least The least index.
   * @param largest The largest index.
   * @param usual Draws an index as fast-check does.
   */
  [DRAW_DOUBLE](least: bigint, largest: bigint, usual: () => bigint): bigint;
}

/** What a double is shrunk from: the index without the nudge, and the nudge's factor. */
class Drawn {
  readonly base: bigint;
  readonly factor: number | undefined;

  constructor(base: bigint, factor: number | undefined) {
    this.base = base;
    this.factor = factor;
  }
}

/** fast-check's arbitrary of the integers from `min` to `max`; doubles are made of it by `map`. */
interface BigIntArbitrary extends Arbitrary<bigint> {
  readonly min: bigint;
  readonly max: bigint;
}

/**
 * Whether a range of integers is one of indices of doubles: it reaches normal numbers, and not
 * further than one beyond the infinities, which is where NaN sits.
 */
function isRangeOfDoubles({ min, max }: BigIntArbitrary): boolean {
  return (max >= LEAST_NORMAL_INDEX || min < -LEAST_NORMAL_INDEX) &&
    max <= INFINITY_INDEX + 1n && min >= -INFINITY_INDEX - 2n;
}

function valueOf({ min, max }: BigIntArbitrary, base: bigint, factor: number | undefined) {
  return new Value(
    factor === undefined ? base : movedIndex(base, factor, min, max),
    new Drawn(base, factor),
  );
}

function movedIndex(index: bigint, factor: number, min: bigint, max: bigint): bigint {
  const [least, largest] = [indexToDouble(min), indexToDouble(max)];
  const unit = Math.min(1, largest - least) || 1;
  const admits = (x: number) => isBetween(doubleToIndex(x), min, max);
  // Both zeros are as small as any other number beside them.
  return doubleToIndex(moved(indexToDouble(index), factor, admits, unit));
}

function isBetween(index: bigint, min: bigint, max: bigint): boolean {
  return index >= min && index <= max;
}

function extend(prototype: BigIntArbitrary): void {
  const { generate, shrink } = prototype;
  prototype.generate = function (this: BigIntArbitrary, random, biasFactor) {
    const draw = (random as Partial<DrawsDoubles>)[DRAW_DOUBLE];
    if (draw === undefined || !isRangeOfDoubles(this)) {
      return generate.call(this, random, biasFactor);
    }
    const usual = () => generate.call(this, random, biasFactor).value;
    const base = draw.call(random, this.min, this.max, usual);
    return valueOf(this, base, nudgeOf(random)?.factor());
  };
  prototype.shrink = function (this: BigIntArbitrary, value, context) {
    if (!(context instanceof Drawn)) return shrink.call(this, value, context);
    const x = indexToDouble(context.base);
    const simpler = (Number.isFinite(x) ? simplerNumbers(x) : [0, 1, -1]).map(doubleToIndex)
      .filter((index) => isBetween(index, this.min, this.max));
    return Stream.of(...simpler.map((index) => valueOf(this, index, context.factor)));
  };
}

extend(Object.getPrototypeOf(bigInt()));
