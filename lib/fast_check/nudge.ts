/**
 * Nudges: the same random draws give the same value, but for its continuous numbers, which lie a
 * little beside.
 *
 * Whether a fact about an instance is one of a single point is told by instances right beside it that
 * its generator could have given. So a `Random` may carry a nudge: then arbitraries of real numbers
 * move each number that they draw, before `map` and `chain` make something of it. Sizes, choices and
 * orders stay, and so does what is made to hold together: weights still sum to one, symmetric matrices
 * are symmetric.
 *
 * @module
 */

import type { Random } from "./mod.ts";

/** How far a nudge moves a number at most, relative to it; beside 0, absolutely. */
export const LARGEST_NUDGE = 1e-12;

const NUDGE = Symbol("nudge");

/** A deterministic source of factors, one for each number that is moved. */
export class Nudge {
  readonly #random: Random;
  readonly #scale: number;

  /**
   * @param random Where the factors are drawn from. It belongs to this nudge alone.
   * @param scale A part of the way that it moves numbers, from 0 to 1: nudges with the same draws and
   *   scales that are equally spaced give equally spaced numbers.
   */
  constructor(random: Random, scale: number = 1) {
    this.#random = random;
    this.#scale = scale;
  }

  /**
   * The next factor: of either sign, between ½ and 1 times the scale in absolute value, so that every
   * number moves.
   */
  factor(): number {
    const size = this.#scale * (1 + this.#random.nextDouble()) / 2;
    return this.#random.nextBoolean() ? size : -size;
  }

  /** A nudge that goes on with the same factors. */
  clone(): Nudge {
    return new Nudge(this.#random.clone(), this.#scale);
  }
}

/** The nudge that a `Random` carries. */
export function nudgeOf(random: Random): Nudge | undefined {
  return (random as { readonly [NUDGE]?: Nudge | undefined })[NUDGE];
}

/** Lets a `Random` carry a nudge, or none. */
export function carryNudge(random: Random, nudge: Nudge | undefined): void {
  (random as { [NUDGE]?: Nudge | undefined })[NUDGE] = nudge;
}

/**
 * A number that a nudge has moved: by {@linkcode LARGEST_NUDGE} times the factor times itself, a zero
 * by as much of `unit`. Where that is not admitted, the other way; where neither is, not at all.
 *
 * @param unit What is small beside a zero: the width of its interval, at most 1.
 */
export function moved(
  value: number,
  factor: number,
  admits: (x: number) => boolean,
  unit: number,
): number {
  if (!Number.isFinite(value)) return value;
  const size = LARGEST_NUDGE * Math.abs(factor) * (value === 0 ? unit : Math.abs(value));
  // A subnormal number is moved by one of its own steps.
  const step = Math.sign(factor) * Math.max(size, Number.MIN_VALUE);
  for (const there of [value + step, value - step]) {
    if (admits(there)) return there;
  }
  return value;
}

/** A number of an interval as the nudge of `random` moves it: the number itself if there is none. */
export function nudgedNumber(
  random: Random,
  value: number,
  minimum: number,
  maximum: number,
): number {
  const nudge = nudgeOf(random);
  if (nudge === undefined) return value;
  const unit = Math.min(1, maximum - minimum);
  return moved(value, nudge.factor(), (x) => x >= minimum && x <= maximum, unit);
}
