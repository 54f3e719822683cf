/**
 * What climbing has learnt of the single draws of a recording: which of them matter, and how far to
 * move them.
 *
 * @module
 */

import type { Random } from "../../lib/fast_check/mod.ts";
import type { Move, Stretch } from "./mutate.ts";

/** A shift of one draw, and what it scored. */
export interface Probe {
  /** What was added to the draw. */
  readonly change: number;
  /** The score. */
  readonly score: number;
}

/** The shifts that have been tried of a recording, by the draw that was shifted. */
export type Probes = Map<number, readonly Probe[]>;

/** The weights of a draw: one that does nothing is hardly tried again, one that helps often. */
const WEIGHT = { least: 0.02, most: 8, idle: 0.2, rounded: 0.8, harmful: 1.3, helpful: 2 };

/** Changes by two to this power and more are large; there are 32 bits. */
const LARGE_EXPONENT = 20;

/** A choice among a few is a draw modulo a small number: changes up to this one lead to another. */
export const LARGEST_CHOICE = 3;

/** A score that differs by less, relative to its distance from 0 (equality), is the same. */
const SAME = 1e-9;

/** What is known of the draws of recordings that come from each other by single moves. */
export class Lineage {
  readonly #weights: number[];
  /** The size of the last change of each draw that helped, halved by each that did not. */
  readonly #sizes: (number | undefined)[];
  readonly #sense: (number | undefined)[];
  /** Changes of each draw below two to this power do nothing, as where a number is rounded. */
  readonly #floors: number[];

  /** @param length The number of draws. */
  constructor(length: number) {
    this.#weights = new Array(length).fill(1);
    this.#sizes = new Array(length).fill(undefined);
    this.#sense = new Array(length).fill(undefined);
    this.#floors = new Array(length).fill(0);
  }

  /** Remembers what a change of a stretch of draws did to the score. */
  learnStretch({ start, length }: Stretch, before: number, after: number): void {
    if (!isSame(before, after)) return;
    for (let index = start; index < start + length; index++) {
      this.#scale(index, WEIGHT.idle);
    }
  }

  #scale(index: number, factor: number): void {
    const weight = this.#weights[index]! * factor;
    this.#weights[index] = Math.max(WEIGHT.least, Math.min(WEIGHT.most, weight));
  }

  /** Remembers what a move did to the score. */
  learn({ index, change }: Move, before: number, after: number): void {
    const gain = isSame(before, after) ? 0 : after - before;
    if (gain === 0) {
      const exponent = Math.log2(Math.abs(change));
      // A small change that does nothing may be rounded away; a large one speaks of the draw.
      this.#scale(index, exponent < LARGE_EXPONENT ? WEIGHT.rounded : WEIGHT.idle);
      this.#floors[index] = Math.min(LARGE_EXPONENT, Math.max(this.#floors[index]!, exponent + 1));
      return;
    }
    this.#scale(index, gain > 0 ? WEIGHT.helpful : WEIGHT.harmful);
    if (gain > 0) {
      this.#sizes[index] = 2 * Math.abs(change);
      this.#sense[index] = Math.sign(change);
      this.#floors[index] = 0;
    } else {
      // Too far, or the wrong way.
      const size = this.#sizes[index];
      this.#sizes[index] = Math.max(1, Math.min(size ?? Infinity, Math.abs(change)) / 2);
      if (this.#sense[index] === Math.sign(change)) this.#sense[index] = -Math.sign(change);
    }
  }

  /**
   * The next move from a recording: on in the direction that led to it, twice as far; where that has
   * gone too far, to the top of the parabola through what was tried; or of another draw that matters.
   */
  step(
    random: Random,
    { score, move, probes }: {
      readonly score: number;
      readonly move: Move | undefined;
      readonly probes: Probes;
    },
  ): Move {
    if (random.nextInt(0, 3) > 0) {
      if (move !== undefined) {
        const shifts = probes.get(move.index)!;
        const led = shifts.find(({ change }) => change === -move.change)!;
        const further = { index: move.index, change: 2 * move.change };
        const isNew = shifts.every(({ change }) => change !== further.change);
        if (isNew && score > led.score && !isSame(score, led.score)) return further;
      }
      for (const [index, shifts] of probes) {
        const change = top(score, shifts);
        if (change !== undefined) return { index, change };
      }
    }
    const index = this.#index(random);
    return { index, change: this.#change(random, index) };
  }

  #index(random: Random): number {
    const total = this.#weights.reduce((sum, weight) => sum + weight, 0);
    let rest = random.nextDouble() * total;
    const index = this.#weights.findIndex((weight) => (rest -= weight) < 0);
    return Math.max(0, index);
  }

  #change(random: Random, index: number): number {
    const size = this.#sizes[index];
    if (random.nextInt(0, 3) === 0) return random.nextInt(1, LARGEST_CHOICE);
    const either = random.nextBoolean() ? 1 : -1;
    if (size === undefined || random.nextInt(0, 3) === 0) {
      // Not a power of two alone: fast-check reduces draws modulo the width of a range.
      const floor = this.#floors[index]!;
      return either * Math.round(2 ** (floor + random.nextDouble() * (31 - floor)));
    }
    const sense = random.nextInt(0, 2) > 0 ? this.#sense[index] ?? either : either;
    return sense * Math.max(1, Math.round(size * 2 ** (2 * random.nextDouble() - 1)));
  }
}

/** Whether two scores differ by no more than rounding does. */
export function isSame(a: number, b: number): boolean {
  return Math.abs(a - b) <= SAME * Math.max(Math.abs(a), Math.abs(b));
}

/**
 * Where the parabola through a point at 0 and its two nearest shifts has its top, if it is concave,
 * the top is not far beyond the shifts, and has not been tried.
 */
function top(score: number, shifts: readonly Probe[]): number | undefined {
  const near = shifts.filter((probe) => !isSame(probe.score, score))
    .toSorted((a, b) => Math.abs(a.change) - Math.abs(b.change));
  const [p, q] = near;
  if (p === undefined || q === undefined || p.change === q.change) return undefined;
  const [u, v] = [(p.score - score) / p.change, (q.score - score) / q.change];
  const curvature = (u - v) / (p.change - q.change);
  if (!(curvature < 0)) return undefined;
  const change = Math.round(-(u - curvature * p.change) / (2 * curvature));
  const reach = 2 * Math.max(Math.abs(p.change), Math.abs(q.change));
  if (change === 0 || Math.abs(change) > reach) return undefined;
  return shifts.some((probe) => probe.change === change) ? undefined : change;
}
