/**
 * How long lists are: fast-check's own sizes, set so that whole ranges are drawn from.
 *
 * By default `fc.array(x, { maxLength: 100 })` draws ten entries at most, and what is false of eleven
 * holds. To import this module sets fast-check's global configuration, for all arbitraries that are
 * made afterwards: where a largest length is stated, lengths up to it are drawn. Long lists are slow
 * to observe and hard to read, so a search (a `Random` that {@linkcode DRAWS_DOUBLES}) draws every
 * other list as short as it would have been.
 *
 * @module
 */

import * as fc from "fast-check";
import type { Arbitrary } from "./mod.ts";
import { DRAWS_DOUBLES } from "./doubles.ts";
import { drewList } from "./recorded_number.ts";

fc.configureGlobal({ ...fc.readConfigureGlobal(), defaultSizeToMaxWhenMaxSpecified: true });

/** fast-check's arbitrary of lists. */
interface ArrayArbitrary extends Arbitrary<unknown[]> {
  readonly minLength: number;
  /** The largest length that is drawn. */
  readonly maxGeneratedLength: number;
  /** The largest length that there may be. */
  readonly maxLength: number;
  /** The arbitrary of the lengths. */
  readonly lengthArb: Arbitrary<number>;
}

/** The largest length that fast-check draws by default. */
function shortLength(minimum: number): number {
  return 2 * minimum + 10;
}

const short = new WeakMap<ArrayArbitrary, ArrayArbitrary>();

/** The same arbitrary, but for the lengths that it draws. */
function shortened(arbitrary: ArrayArbitrary): ArrayArbitrary {
  let known = short.get(arbitrary);
  if (known === undefined) {
    const { minLength } = arbitrary;
    const lengthArb = fc.integer({ min: minLength, max: shortLength(minLength) });
    known = Object.create(arbitrary, { lengthArb: { value: lengthArb } }) as ArrayArbitrary;
    short.set(arbitrary, known);
  }
  return known;
}

function extend(prototype: ArrayArbitrary): void {
  const { generate } = prototype;
  prototype.generate = function (this: ArrayArbitrary, random, biasFactor) {
    if (!(DRAWS_DOUBLES in random)) return generate.call(this, random, biasFactor);
    const isLong = this.maxGeneratedLength > shortLength(this.minLength);
    const arbitrary = isLong && random.nextInt(0, 1) === 0 ? shortened(this) : this;
    const list = generate.call(arbitrary, random, biasFactor);
    if (this.maxGeneratedLength === this.maxLength && this.minLength < this.maxLength) {
      drewList(random, list.value_.length, this.minLength, this.maxLength);
    }
    return list;
  };
}

extend(Object.getPrototypeOf(fc.array(fc.constant(0))));
