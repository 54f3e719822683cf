/**
 * What the kinds of torture have in common.
 *
 * @module
 */

import type { Random } from "fast-check";

/** What must never happen. */
export type Harm =
  | "torn file"
  | "lost report"
  | "stack trace"
  | "exit status"
  | "hang"
  | "orphan"
  | "script in a page";

/** Something that happened and must not. */
export interface Failure {
  /** What it is. */
  readonly harm: Harm;
  /** What was done, and what came of it. */
  readonly detail: string;
}

/** Where tries take place. */
export interface Lab {
  /** A folder for the tries alone. */
  readonly scratch: string;
  /** A report folder of an undisturbed run, which no try changes. */
  readonly reference: string;
  /** Seconds that the undisturbed run took. */
  readonly seconds: number;
}

/** A way of torturing the commands. */
export interface Kind {
  /** A word for it. */
  readonly name: string;
  /** How many tries a round makes of it. */
  readonly share: number;
  /**
   * Makes ready.
   *
   * @returns Why it cannot be tried here; nothing where it can.
   */
  prepare(lab: Lab): Promise<string | undefined>;
  /**
   * Makes one try. It depends on nothing but its draws, so that it can be made again.
   *
   * @returns What went wrong.
   */
  attempt(lab: Lab, random: Random): Promise<Failure | undefined>;
  /** Puts away what {@linkcode prepare} made. */
  close(): Promise<void>;
}

/** One of several. */
export function pick<T>(random: Random, from: readonly T[]): T {
  return from[random.nextInt(0, from.length - 1)]!;
}
