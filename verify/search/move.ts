/**
 * Moves: changes of single draws of a recording.
 *
 * @module
 */

import { FULL_WIDTH } from "./recording.ts";

/** A change of one draw that may be worth repeating, if it led to something better. */
export interface Move {
  /** The draw that is changed. */
  readonly index: number;
  /** What is added to the value that it stands for. */
  readonly change: number;
}

/** The least draw, which stands for the least value of any range. */
export const LOWEST = -(2 ** 31);

/** A draw among so many values or fewer is a choice, where neighbours have nothing in common. */
const MOST_CHOICES = 16;

/** Whether a draw of this width is a choice among a few, rather than a number. */
export function isChoice(width: number): boolean {
  return width <= MOST_CHOICES;
}

/** The value that a draw stands for, from 0 to its width − 1. */
export function valueOf(draw: number, width: number): number {
  return (draw - LOWEST) % width;
}

/** The recording with one draw changed, to the least draw that stands for the new value. */
export function shifted(
  draws: readonly number[],
  widths: readonly number[],
  { index, change }: Move,
): readonly number[] {
  const width = widths[index] ?? FULL_WIDTH;
  const edited = [...draws];
  edited[index] = LOWEST + valueOf(edited[index]!, width) + change;
  return edited;
}
