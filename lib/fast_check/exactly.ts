/**
 * Numbers that are meant as they are.
 *
 * @module
 */

import * as fc from "fast-check";
import type { Arbitrary, Random, Value } from "./mod.ts";
import { carryNudge, nudgeOf } from "./nudge.ts";

/**
 * Says that the numbers of an arbitrary are exact. When a violation is confirmed, every continuous
 * number of its instance is moved a little; these are not. For what is discrete in truth, but drawn
 * as a real number.
 *
 * @example
 * ```ts
 * import fc from "fast-check";
 *
 * // A step size that is a power of two on purpose.
 * const stepSize = exactly(fc.double({ min: 0, max: 8, noNaN: true }).map((x) => 2 ** -Math.round(x)));
 * fc.assert(fc.property(stepSize, (x) => Number.isInteger(Math.log2(x))));
 * ```
 */
export function exactly<T>(arbitrary: Arbitrary<T>): Arbitrary<T> {
  return new ExactArbitrary(arbitrary);
}

class ExactArbitrary<T> extends fc.Arbitrary<T> {
  readonly #arbitrary: Arbitrary<T>;

  constructor(arbitrary: Arbitrary<T>) {
    super();
    this.#arbitrary = arbitrary;
  }

  override generate(random: Random, biasFactor: number | undefined): Value<T> {
    const nudge = nudgeOf(random);
    carryNudge(random, undefined);
    try {
      return this.#arbitrary.generate(random, biasFactor);
    } finally {
      carryNudge(random, nudge);
    }
  }

  override canShrinkWithoutContext(value: unknown): value is T {
    return this.#arbitrary.canShrinkWithoutContext(value);
  }

  override shrink(value: T, context: unknown): fc.Stream<Value<T>> {
    return this.#arbitrary.shrink(value, context);
  }
}
