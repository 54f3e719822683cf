/**
 * Changes of the numbers of recordings, by their values and not by their draws.
 *
 * @module
 */

import type { Random } from "../../lib/fast_check/mod.ts";
import { simplerNumbers } from "../../lib/fast_check/simpler_numbers.ts";
import { LOWEST } from "./move.ts";
import type { RecordedNumber, Recording } from "./recording.ts";

/** The octaves below half of its range, or below itself, that a number is moved by. */
const OCTAVES = 40;

/** A wider range says nothing of the size of its numbers. */
const WIDEST = 1e15;

/**
 * Changes one number of a recording: by a part of its range, by a part of itself, to fewer digits, to
 * its negative, by powers of two, or to what another one is. Undefined if there is nothing to change.
 */
export function renumbered(
  { draws, numbers }: Recording,
  random: Random,
): readonly number[] | undefined {
  if (numbers.length === 0) return undefined;
  const of = () => numbers[random.nextInt(0, numbers.length - 1)]!;
  const number = of();
  const { value, draws: { minimum, maximum } } = number;
  if (!Number.isFinite(value)) return undefined;
  const sense = random.nextBoolean() ? 1 : -1;
  const part = sense * 2 ** (-1 - OCTAVES * random.nextDouble() ** 2);
  const way = random.nextInt(0, 9);
  let to: number;
  if (way < 4) {
    const range = maximum - minimum;
    to = value + part * (range < WIDEST ? range : Math.max(1, Math.abs(value)));
  } else if (way < 6) to = value * (1 + part);
  else if (way < 7) to = value * 2 ** (sense * random.nextInt(1, 10));
  else if (way < 8) {
    const simpler = simplerNumbers(value);
    to = simpler[random.nextInt(0, Math.max(0, simpler.length - 1))] ?? 1;
  } else if (way < 9) to = -value;
  else to = of().value;
  return withNumber(draws, number, Math.min(Math.max(to, minimum), maximum), way < 7);
}

/**
 * The draws with a number set, as near to x as its draws allow; undefined if they do not.
 *
 * @param isToMove Whether the draws are to be moved further.
 */
export function withNumber(
  draws: readonly number[],
  { at, count, draws: choice }: RecordedNumber,
  x: number,
  isToMove = false,
): readonly number[] | undefined {
  const values = choice.encode(x, isToMove);
  if (values === undefined || values.length !== count) return undefined;
  return draws.toSpliced(at, count, ...values.map((value) => LOWEST + value));
}
