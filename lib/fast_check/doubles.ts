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
import type { Arbitrary } from "./mod.ts";
import {
  doubleToIndex,
  indexToDouble,
  INFINITY_INDEX,
  LEAST_NORMAL_INDEX,
} from "./double_index.ts";
import { DoubleDraws, DRAWS_OF_A_DOUBLE } from "./double_draws.ts";
import { moved, nudgeOf } from "./nudge.ts";
import { drewNumber } from "./recorded_number.ts";
import { simplerNumbers } from "./simpler_numbers.ts";

/** Whether a `Random` wants doubles to be drawn as {@linkcode DoubleDraws} does. */
export const DRAWS_DOUBLES = Symbol("draws doubles");

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

const draws = new WeakMap<BigIntArbitrary, DoubleDraws>();

function drawsOf(arbitrary: BigIntArbitrary): DoubleDraws {
  const known = draws.get(arbitrary) ?? new DoubleDraws(arbitrary.min, arbitrary.max);
  draws.set(arbitrary, known);
  return known;
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
    if (!(DRAWS_DOUBLES in random) || !isRangeOfDoubles(this)) {
      return generate.call(this, random, biasFactor);
    }
    const draws = drawsOf(this);
    const base = draws.draw(random);
    drewNumber(random, indexToDouble(base), DRAWS_OF_A_DOUBLE, draws);
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
