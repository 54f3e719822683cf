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

/** Draws next to each other. */
export interface Stretch {
  /** The first. */
  readonly start: number;
  /** How many. */
  readonly length: number;
}

/** An edited recording. */
export interface Mutation {
  /** The draws. */
  readonly draws: readonly number[];
  /** The stretch that was replaced, if all else is as it was. */
  readonly stretch?: Stretch;
}

/** The least 32-bit draw: the least of any range. */
const LOWEST = -(2 ** 31);

/**
 * Changes the structure of a recording: several draws at once, a draw replaced or copied from another
 * place, a stretch that is lowered, cut out, inserted or taken from another good recording, or a
 * fresh tail.
 *
 * @param draws The recording.
 * @param mates Other good recordings.
 */
export function mutate(
  draws: readonly number[],
  mates: readonly (readonly number[])[],
  random: Random,
): Mutation {
  if (draws.length === 0) return { draws };
  const at = () => random.nextInt(0, draws.length - 1);
  const kind = random.nextInt(0, 12);
  const edited = [...draws];
  const start = at();
  const length = 1 + random.nextInt(0, Math.min(7, draws.length - start - 1));
  if (kind < 2) {
    for (let count = random.nextInt(2, 3); count > 0; count--) {
      const index = at();
      const change = (random.nextBoolean() ? 1 : -1) * 2 ** random.nextInt(0, 31);
      edited[index] = (edited[index]! + change) | 0;
    }
  } else if (kind < 5) {
    for (let i = start; i < start + length; i++) edited[i] = random.nextInt();
    return { draws: edited, stretch: { start, length } };
  } else if (kind < 7) {
    // The lowest draws are the first choices, the shortest arrays, the least numbers: corners, where
    // worst cases like to live.
    edited.fill(LOWEST, start, start + length);
    return { draws: edited, stretch: { start, length } };
  } else if (kind < 8) {
    edited[start] = edited[at()]!;
    return { draws: edited, stretch: { start, length: 1 } };
  } else if (kind < 9) {
    edited.splice(start, length);
  } else if (kind < 10) {
    edited.splice(start, 0, ...Array.from({ length }, () => random.nextInt()));
  } else if (kind < 12 && mates.length > 0) {
    const mate = mates[random.nextInt(0, mates.length - 1)]!;
    const end = Math.min(mate.length, start + 1 + random.nextInt(0, draws.length - start - 1));
    for (let i = start; i < end; i++) edited[i] = mate[i]!;
  } else {
    edited.length = start;
  }
  return { draws: edited };
}

/** The recording with one draw changed. */
export function shifted(draws: readonly number[], { index, change }: Move): readonly number[] {
  const edited = [...draws];
  edited[index] = (edited[index]! + change) | 0;
  return edited;
}
