/**
 * An arbitrary of numbers that shrinks to what reads most easily.
 *
 * @module
 */

import { Arbitrary, type Random, Stream, Value } from "fast-check";
import { moved, nudgeOf } from "../lib/fast_check/nudge.ts";
import { drewNumber, type NumberDraws } from "../lib/fast_check/recorded_number.ts";
import { simplerNumbers } from "../lib/fast_check/simpler_numbers.ts";

/** The number that a nudge has moved, so that what it shrinks to is moved as well. */
interface Nudged {
  readonly base: number;
  readonly factor: number;
}

/** How a readable number is drawn. */
export interface ReadableDraws extends NumberDraws {
  /** How many draws it takes. */
  readonly count: number;
  /** Draws a number. */
  draw(random: Random): number;
}

/**
 * Numbers as they are drawn, shrunk within what `admits` allows. Shrinking looks only at the
 * number, not at how it was drawn. A nudge moves what is drawn and all that it shrinks to, and leaves
 * the tree of shrinks as it is.
 */
export class ReadableNumbers extends Arbitrary<number> {
  readonly #draws: ReadableDraws;
  readonly #admits: (x: number) => boolean;
  readonly #unit: number;

  /** @param unit What is small beside a zero: the width of the interval, at most 1. */
  constructor(draws: ReadableDraws, admits: (x: number) => boolean, unit = 1) {
    super();
    this.#draws = draws;
    this.#admits = admits;
    this.#unit = unit;
  }

  override generate(random: Random): Value<number> {
    const drawn = this.#draws.draw(random);
    if (this.#draws.count > 0) drewNumber(random, drawn, this.#draws.count, this.#draws);
    return this.#value(drawn, nudgeOf(random)?.factor());
  }

  override canShrinkWithoutContext(value: unknown): value is number {
    return typeof value === "number" && Number.isFinite(value) && this.#admits(value);
  }

  override shrink(value: number, context?: unknown): Stream<Value<number>> {
    const { base, factor } = (context ?? { base: value, factor: undefined }) as Partial<Nudged>;
    const simpler = simplerNumbers(base!).filter(this.#admits);
    return Stream.of(...simpler.map((x) => this.#value(x, factor)));
  }

  #value(base: number, factor: number | undefined): Value<number> {
    if (factor === undefined) return new Value(base, undefined);
    return new Value(moved(base, factor, this.#admits, this.#unit), { base, factor });
  }
}
