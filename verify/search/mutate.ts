/**
 * Changes of the structure of recordings.
 *
 * @module
 */

import type { Random } from "../../lib/fast_check/mod.ts";
import { LOWEST } from "./move.ts";

/**
 * Lowers a stretch of draws, of one draw up to all that follow. The lowest draws are the first choices,
 * the shortest arrays, the least or simplest numbers: corners, where worst cases like to live.
 */
export function lowered(draws: readonly number[], random: Random): readonly number[] {
  const start = random.nextInt(0, draws.length - 1);
  const length = Math.floor((draws.length - start + 1) ** random.nextDouble());
  return [...draws].fill(LOWEST, start, start + length);
}

/**
 * Changes the structure of a recording: a stretch of draws that is replaced, cut out, inserted or
 * taken from another place or another good recording, or a fresh tail.
 *
 * @param draws The recording.
 * @param mates Other good recordings.
 */
export function mutate(
  draws: readonly number[],
  mates: readonly (readonly number[])[],
  random: Random,
): readonly number[] {
  if (draws.length === 0) return draws;
  const at = () => random.nextInt(0, draws.length - 1);
  const kind = random.nextInt(0, 9);
  const edited = [...draws];
  const start = at();
  const length = 1 + random.nextInt(0, Math.min(7, draws.length - start - 1));
  if (kind < 3) {
    for (let i = start; i < start + length; i++) edited[i] = random.nextInt();
  } else if (kind < 5) {
    // Worst cases like equal parts: a stretch is copied from elsewhere, once or several times in a row.
    const source = draws.slice(at()).slice(0, length);
    const end = start + source.length * random.nextInt(1, 4);
    for (let i = start; i < Math.min(end, draws.length); i++) {
      edited[i] = source[(i - start) % source.length]!;
    }
  } else if (kind < 6) {
    edited.splice(start, length);
  } else if (kind < 7) {
    edited.splice(start, 0, ...Array.from({ length }, () => random.nextInt()));
  } else if (kind < 9 && mates.length > 0) {
    const mate = mates[random.nextInt(0, mates.length - 1)]!;
    const end = Math.min(mate.length, start + 1 + random.nextInt(0, draws.length - start - 1));
    for (let i = start; i < end; i++) edited[i] = mate[i]!;
  } else {
    edited.length = start;
  }
  return edited;
}
