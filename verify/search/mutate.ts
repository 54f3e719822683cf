/**
 * Small changes of recordings.
 *
 * @module
 */

import type { Random } from "../../lib/fast_check/mod.ts";

/** A change of one draw that may be worth repeating, if it led to something better. */
export interface Move {
  /** The draw that was changed. */
  readonly index: number;
  /** What was added to it, modulo 2³². */
  readonly change: number;
}

/** An edited recording. */
export interface Mutation {
  /** The draws. */
  readonly draws: readonly number[];
  /** The single change, if it was one. */
  readonly move?: Move;
}

/** The least 32-bit draw: the least of any range. */
const LOWEST = -(2 ** 31);

/** How often a reward counts beside the uniform choice that no size ever loses. */
const REWARD = 4;

/** Rewards fade by this factor whenever one is given. */
const FADING = 0.9;

/** Powers of two to change a draw by: those that led to something better are chosen more often. */
export class StepSizes {
  readonly #weights: number[] = new Array(32).fill(1);

  /** Remembers that a change led to something better. */
  reward(change: number): void {
    const exponent = Math.min(31, Math.max(0, Math.round(Math.log2(Math.abs(change) || 1))));
    for (const [k, weight] of this.#weights.entries()) {
      this.#weights[k] = 1 + FADING * (weight - 1);
    }
    // A little smaller and a little larger are good guesses too.
    for (const k of [exponent - 2, exponent - 1, exponent, exponent + 1]) {
      if (k >= 0 && k < 32) this.#weights[k]! += REWARD;
    }
  }

  /** A power of two of either sign. */
  draw(random: Random): number {
    const total = this.#weights.reduce((sum, weight) => sum + weight, 0);
    let rest = random.nextDouble() * total;
    const exponent = this.#weights.findIndex((weight) => (rest -= weight) < 0);
    return (random.nextBoolean() ? 1 : -1) * 2 ** Math.max(0, exponent);
  }
}

/**
 * Changes a recording a little: mostly one draw by a power of two of any size (fast-check reduces
 * draws modulo the width of a range, so that small changes of a draw are small changes of a number),
 * sometimes several draws, a draw replaced or copied from another place, a stretch that is lowered,
 * cut out, inserted or taken from another good recording, or a fresh tail.
 *
 * @param draws The recording.
 * @param mates Other good recordings.
 * @param sizes The step sizes to choose from.
 * @param last The change that led to this recording, which is tried again, larger or smaller.
 */
export function mutate(
  draws: readonly number[],
  mates: readonly (readonly number[])[],
  last: Move | undefined,
  sizes: StepSizes,
  random: Random,
): Mutation {
  if (draws.length === 0) return { draws };
  const at = () => random.nextInt(0, draws.length - 1);
  if (last !== undefined && last.index < draws.length && random.nextBoolean()) {
    const factor = [2, 1, 0.5, -0.5][random.nextInt(0, 3)]!;
    return shifted(draws, { index: last.index, change: Math.trunc(last.change * factor) });
  }
  const kind = random.nextInt(0, 23);
  if (kind < 9) return shifted(draws, { index: at(), change: sizes.draw(random) });
  // A choice among a few is a draw modulo a small number.
  if (kind < 12) return shifted(draws, { index: at(), change: random.nextInt(1, 3) });
  const edited = [...draws];
  const start = at();
  const length = 1 + random.nextInt(0, Math.min(7, draws.length - start - 1));
  if (kind < 14) {
    for (let count = random.nextInt(2, 3); count > 0; count--) {
      const index = at();
      edited[index] = (edited[index]! + sizes.draw(random)) | 0;
    }
  } else if (kind < 16) {
    edited[start] = random.nextInt();
  } else if (kind < 18) {
    // The lowest draws are the first choices, the shortest arrays, the least numbers: corners, where
    // worst cases like to live.
    edited.fill(LOWEST, start, start + length);
  } else if (kind < 19) {
    edited[start] = edited[at()]!;
  } else if (kind < 20) {
    edited.splice(start, length);
  } else if (kind < 21) {
    edited.splice(start, 0, ...Array.from({ length }, () => random.nextInt()));
  } else if (kind < 23 && mates.length > 0) {
    const mate = mates[random.nextInt(0, mates.length - 1)]!;
    const end = Math.min(mate.length, start + 1 + random.nextInt(0, draws.length - start - 1));
    for (let i = start; i < end; i++) edited[i] = mate[i]!;
  } else {
    edited.length = start;
  }
  return { draws: edited };
}

function shifted(draws: readonly number[], move: Move): Mutation {
  const edited = [...draws];
  edited[move.index] = (edited[move.index]! + move.change) | 0;
  return { draws: edited, move };
}
