/**
 * What the benchmarks' options may be.
 *
 * @module
 */

import { InvalidArgumentError } from "commander";

/** Reads a positive integer. */
export function positiveInteger(text: string): number {
  if (/^[1-9]\d*$/.test(text)) return Number(text);
  throw new InvalidArgumentError("It must be a positive integer.");
}
