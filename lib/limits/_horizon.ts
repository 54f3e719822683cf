/**
 * A run, looked at in blocks that double.
 *
 * @module
 */

import type { LimitSequence } from "./limit_sequence.ts";

/** The first horizon; the others are it times powers of two. */
export const FIRST_HORIZON = 64;

/** How many equal pieces of a block have their path measured on their own. */
const PIECES = 4;

/** So many of the last points of a block are kept. */
const KEPT = 2048;

/** From here on a run counts as overflowing. */
const OVERFLOW = 1e150;

/** The points after one horizon, up to the next: x_k with N/2 < k ≤ N; the first has k ≤ N. */
export interface Block {
  /** N. */
  readonly horizon: number;
  /** Σ‖x_k − x_{k−1}‖ over the block. */
  path: number;
  /** The same over its quarters, in their order. */
  readonly pieces: number[];
  /** The largest ‖x_k − x_{k−1}‖. */
  longestStep: number;
  /** The least and the largest ‖x_k − center‖. */
  least: number;
  most: number;
  /** The largest ‖x_k‖. */
  norm: number;
  /** The last points, x_N at the end. */
  tail: (readonly number[])[];
}

/** A run that is followed from horizon to horizon. */
export class Run {
  /** The blocks that are complete. */
  readonly blocks: Block[] = [];
  /** The last point whose numbers are finite and not too large. */
  last: readonly number[];
  /** ‖last − (the point before)‖. */
  lastStep = 0;
  /** ‖last − center‖. */
  distance: number;
  /** The largest ‖x_k − center‖ of all. */
  reach: number;
  /** The number of steps taken. */
  steps = 0;
  /** Why there are no more points. */
  ending: "none" | "the sequence ends" | "overflow" = "none";
  /** How often ‖x_k − center‖ became more than twice as large as ever before. */
  records = 0;
  /** What such records are counted from. */
  readonly base: number;
  readonly #center: readonly number[];
  readonly #points: Iterator<readonly number[]>;
  #record: number;

  constructor(sequence: LimitSequence, center: readonly number[]) {
    this.#center = center;
    this.#points = sequence.from(sequence.start)[Symbol.iterator]();
    const first = this.#points.next();
    if (first.done || !first.value.every(Number.isFinite)) {
      throw new RangeError("the sequence has no first point, or one whose numbers are not finite");
    }
    this.last = [...first.value];
    this.distance = this.reach = distance(this.last, center);
    this.base = Math.max(this.distance, norm(this.last), norm(center)) || 1;
    this.#record = this.base;
  }

  /** Runs to a horizon; whether it came there. */
  advanceTo(horizon: number): boolean {
    const from = this.steps;
    const block: Block = {
      horizon,
      path: 0,
      pieces: new Array<number>(PIECES).fill(0),
      longestStep: 0,
      least: Infinity,
      most: 0,
      norm: 0,
      tail: [],
    };
    while (this.steps < horizon) {
      const next = this.#points.next();
      if (next.done) {
        this.ending = "the sequence ends";
        return false;
      }
      // What makes the points may use the same array for all of them.
      const point = [...next.value];
      const away = distance(point, this.#center);
      if (!(away < OVERFLOW && away < 1e120 * this.base)) {
        this.ending = "overflow";
        return false;
      }
      const piece = Math.floor(PIECES * (this.steps - from) / (horizon - from));
      this.#add(block, piece, point, away);
    }
    block.tail = block.tail.slice(-KEPT);
    this.blocks.push(block);
    return true;
  }

  #add(block: Block, piece: number, point: readonly number[], away: number): void {
    const step = distance(point, this.last);
    block.path += step;
    block.pieces[piece]! += step;
    block.longestStep = Math.max(block.longestStep, step);
    block.least = Math.min(block.least, away);
    block.most = Math.max(block.most, away);
    block.norm = Math.max(block.norm, norm(point));
    block.tail.push(point);
    if (block.tail.length === 2 * KEPT) block.tail = block.tail.slice(-KEPT);
    if (away > 2 * this.#record) {
      this.#record = away;
      this.records++;
    }
    this.steps++;
    this.last = point;
    this.lastStep = step;
    this.distance = away;
    this.reach = Math.max(this.reach, away);
  }

  /** Lets the sequence free what it holds. */
  close(): void {
    this.#points.return?.();
  }
}

/** ‖x‖: without the cost of `Math.hypot` where squares neither overflow nor underflow. */
export function norm(x: readonly number[]): number {
  let sum = 0;
  for (const entry of x) sum += entry * entry;
  return sum > 1e-280 && sum < 1e280 ? Math.sqrt(sum) : Math.hypot(...x);
}

/** ‖x − y‖. */
export function distance(x: readonly number[], y: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += (x[i]! - y[i]!) ** 2;
  return sum > 1e-280 && sum < 1e280 ? Math.sqrt(sum) : Math.hypot(...x.map((v, i) => v - y[i]!));
}
