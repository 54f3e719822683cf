/**
 * Filters that tell a recording which draws they have rejected.
 *
 * A filter draws until it accepts. What it rejected has no part in the value, and in a recording it
 * does harm: where the value is generated again with its numbers moved, a draw that was rejected (a
 * direction of exactly 0) may pass, and another value comes of it. To import this module lets
 * fast-check's filters tell a `Random` that {@linkcode ForgetsDraws} to forget what was drawn for
 * it.
 *
 * @module
 */

import * as fc from "fast-check";
import type { Arbitrary, Random, Value } from "./mod.ts";

/** Where a `Random` says how far it has come. */
export const PLACE = Symbol("place");

/** Where a `Random` wants to be told that what was drawn since a place was rejected. */
export const FORGET = Symbol("forget");

/** A `Random` that remembers what was drawn, and can forget. */
export interface ForgetsDraws {
  /** How far it has come. */
  [PLACE](): unknown;
  /** What was drawn since it had come so far was rejected. */
  [FORGET](place: unknown): void;
}

/** fast-check's arbitrary of filtered values. */
interface FilterArbitrary extends Arbitrary<unknown> {
  readonly arb: Arbitrary<unknown>;
  refinementOnValue(value: Value<unknown>): boolean;
}

function extend(prototype: FilterArbitrary): void {
  const { generate } = prototype;
  prototype.generate = function (this: FilterArbitrary, random, biasFactor) {
    const recorder = random as Random & Partial<ForgetsDraws>;
    if (recorder[FORGET] === undefined) return generate.call(this, random, biasFactor);
    for (;;) {
      const place = recorder[PLACE]!();
      const value = this.arb.generate(random, biasFactor);
      if (this.refinementOnValue(value)) return value;
      recorder[FORGET](place);
    }
  };
}

extend(Object.getPrototypeOf(fc.constant(0).filter(() => true)));
