/**
 * Numbers and lists that tell a recording where they come from.
 *
 * @module
 */

import type { Random } from "./mod.ts";

/** How the draws of a number may be chosen. */
export interface NumberDraws {
  /** The least value. */
  readonly minimum: number;
  /** The largest value. */
  readonly maximum: number;
  /**
   * What to draw so that the number comes out as x, or as near to it as the draws allow: for each of
   * its draws the value that it stands for, counted from 0. Undefined for what cannot be drawn.
   *
   * @param isToMove Whether the draws are to be moved further: then a change of one of them should
   *   change the number by as much, and it does not matter if its last digits differ.
   */
  encode(x: number, isToMove?: boolean): readonly number[] | undefined;
}

/** Where a `Random` wants to be told of a number. */
export const DRAWN_NUMBER = Symbol("drawn number");

/** Where a `Random` wants to be told of a list. */
export const DRAWN_LIST = Symbol("drawn list");

/** A `Random` that remembers which of its draws make numbers. */
export interface RecordsNumbers {
  /**
   * Called after a number was drawn.
   *
   * @param value The number.
   * @param count How many draws it has taken; they are the last ones.
   */
  [DRAWN_NUMBER](value: number, count: number, draws: NumberDraws): void;
  /** Called after a list of a length between two bounds was drawn. */
  [DRAWN_LIST](length: number, minimum: number, maximum: number): void;
}

/** Tells a `Random` that wants to know that its last draws have made a number. */
export function drewNumber(random: Random, value: number, count: number, draws: NumberDraws): void {
  (random as Partial<RecordsNumbers>)[DRAWN_NUMBER]?.(value, count, draws);
}

/** Tells a `Random` that wants to know of the length of a list. */
export function drewList(random: Random, length: number, minimum: number, maximum: number): void {
  (random as Partial<RecordsNumbers>)[DRAWN_LIST]?.(length, minimum, maximum);
}
