/**
 * What climbing has learnt of the single draws of a recording: which of them matter, and how far to
 * move them.
 *
 * @module
 */

import type { Random } from "../../lib/fast_check/mod.ts";
import { isChoice, type Move, valueOf } from "./move.ts";
import type { Recording } from "./recording.ts";

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

/** A change by less than this part of a draw's width is small: that it does nothing says little. */
const SMALL = 2 ** -6;

/** The octaves below half of a draw's width that changes of unknown size are taken from. */
const OCTAVES = 22;

/** How much further a move that helped is taken: so far that it may close a part of the gap to 0. */
const LEAP = { least: 2, most: 16, share: 0.1 };

/** The top of a parabola is worth a visit if it promises this part of the gap to 0. */
const LEAST_GAIN = 1e-3;

/** A score that differs by less, relative to its distance from 0 (equality), is the same. */
const SAME = 1e-9;

/** What is known of the draws of recordings that come from each other by single moves. */
export class Lineage {
  /** The widths of the draws: a recording with others is of another lineage. */
  readonly widths: readonly number[];
  /** Made when it is first asked for: most values are never climbed from. */
  #weights: number[] | undefined;
  /** The size of the last change of each draw that helped, halved by each that did not. */
  readonly #sizes = new Map<number, number>();
  readonly #sense = new Map<number, number>();

  /** @param widths The widths of the draws. */
  constructor(widths: readonly number[]) {
    this.widths = widths;
  }

  /** How much each draw is worth. */
  get #worth(): number[] {
    return this.#weights ??= this.widths.map((width) => width > 1 ? 1 : 0);
  }

  /** Whether a recording's draws mean what those of this lineage do. */
  includes({ widths }: Recording): boolean {
    return widths.length === this.widths.length &&
      widths.every((width, index) => width === this.widths[index]);
  }

  #scale(index: number, factor: number): void {
    if (this.widths[index] === 1) return;
    const weight = this.#worth[index]! * factor;
    this.#worth[index] = Math.max(WEIGHT.least, Math.min(WEIGHT.most, weight));
  }

  /** Remembers what a move did to the score. */
  learn({ index, change }: Move, before: number, after: number): void {
    const gain = isSame(before, after) ? 0 : after - before;
    if (gain === 0) {
      // A small change that does nothing may be rounded away; a large one speaks of the draw.
      const isSmall = Math.abs(change) < SMALL * this.widths[index]!;
      this.#scale(index, isSmall ? WEIGHT.rounded : WEIGHT.idle);
      return;
    }
    if (gain > 0) {
      this.#scale(index, WEIGHT.helpful);
      this.#sizes.set(index, 2 * Math.abs(change));
      this.#sense.set(index, Math.sign(change));
    } else {
      // Too far, or the wrong way.
      this.#scale(index, WEIGHT.harmful);
      const size = this.#sizes.get(index);
      this.#sizes.set(index, Math.max(1, Math.min(size ?? Infinity, Math.abs(change)) / 2));
      if (this.#sense.get(index) === Math.sign(change)) this.#sense.set(index, -Math.sign(change));
    }
  }

  /**
   * How to go on from a recording: in the direction that led to it, twice as far; where that has gone
   * too far, to the top of the parabola through what was tried. Undefined if there is nothing to go on
   * with.
   */
  next(
    { recording: { draws }, score, move, probes }: {
      readonly recording: Recording;
      readonly score: number;
      readonly move: Move | undefined;
      readonly probes: Probes;
    },
  ): Move | undefined {
    const gap = Math.abs(score);
    if (move !== undefined && !isChoice(this.widths[move.index]!)) {
      const shifts = probes.get(move.index)!;
      const led = shifts.find(({ change }) => change === -move.change)!;
      const gain = score - led.score;
      // Twice as far, or more where that would be a crawl.
      const stretch = Math.max(LEAP.least, Math.min(LEAP.most, LEAP.share * gap / gain));
      const further = this.#clamped(draws, { index: move.index, change: stretch * move.change });
      const isNew = shifts.every(({ change }) => change !== further.change);
      if (isNew && gain > 0 && !isSame(score, led.score)) return further;
    }
    for (const [index, shifts] of probes) {
      if (isChoice(this.widths[index]!)) continue;
      const peak = top(score, shifts);
      if (peak === undefined || peak.gain < LEAST_GAIN * gap) continue;
      const move = this.#clamped(draws, { index, change: peak.change });
      if (shifts.every(({ change }) => change !== move.change)) return move;
    }
    return undefined;
  }

  /** A move of one draw, more often of one that matters. */
  move(random: Random, draws: readonly number[]): Move {
    const total = this.#worth.reduce((sum, weight) => sum + weight, 0);
    let rest = random.nextDouble() * total;
    const index = Math.max(0, this.#worth.findIndex((weight) => (rest -= weight) < 0));
    return this.#clamped(draws, { index, change: this.#change(random, index, draws[index]!) });
  }

  #change(random: Random, index: number, draw: number): number {
    const width = this.widths[index]!;
    if (width === 1) return 0;
    if (isChoice(width)) {
      const value = valueOf(draw, width);
      return (value + random.nextInt(1, width - 1)) % width - value;
    }
    const size = this.#sizes.get(index);
    const either = random.nextBoolean() ? 1 : -1;
    if (size === undefined || random.nextInt(0, 3) === 0) {
      // From half of the width down, more often far than near.
      return either * width * 2 ** (-1 - OCTAVES * random.nextDouble() ** 2);
    }
    const sense = random.nextInt(0, 2) > 0 ? this.#sense.get(index) ?? either : either;
    return sense * size * 2 ** (2 * random.nextDouble() - 1);
  }

  /** The move, as far as the range of the draw lets it, or the other way; at least by 1. */
  #clamped(draws: readonly number[], { index, change }: Move): Move {
    const width = this.widths[index]!;
    const value = valueOf(draws[index]!, width);
    const room = change > 0 ? width - 1 - value : value;
    const size = Math.max(1, Math.round(Math.abs(change)));
    if (room > 0) return { index, change: Math.sign(change) * Math.min(size, room) };
    return { index, change: -Math.sign(change) * Math.min(size, width - 1 - room) };
  }
}

/**
 * Whether two scores differ by no more than rounding does. What is not admitted (−∞) counts as the
 * same: a draw that only leads out of what is admitted is as little worth as an idle one.
 */
export function isSame(a: number, b: number): boolean {
  if (!Number.isFinite(a) || !Number.isFinite(b)) return true;
  return Math.abs(a - b) <= SAME * Math.max(Math.abs(a), Math.abs(b));
}

/**
 * Where the parabola through a point at 0 and its two nearest shifts has its top, if it is concave
 * and the top is not far beyond the shifts.
 */
function top(
  score: number,
  shifts: readonly Probe[],
): { readonly change: number; readonly gain: number } | undefined {
  const near = shifts.filter((probe) => !isSame(probe.score, score))
    .toSorted((a, b) => Math.abs(a.change) - Math.abs(b.change));
  const [p, q] = near;
  if (p === undefined || q === undefined || p.change === q.change) return undefined;
  const [u, v] = [(p.score - score) / p.change, (q.score - score) / q.change];
  const curvature = (u - v) / (p.change - q.change);
  if (!(curvature < 0)) return undefined;
  const slope = u - curvature * p.change;
  const change = Math.round(-slope / (2 * curvature));
  const reach = 2 * Math.max(Math.abs(p.change), Math.abs(q.change));
  if (change === 0 || Math.abs(change) > reach) return undefined;
  return { change, gain: -(slope ** 2) / (4 * curvature) };
}
