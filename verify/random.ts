/**
 * Where all randomness comes from: one seed, mixed with names.
 *
 * @module
 */

import { Random } from "fast-check";
import type { DrawSource } from "./search/mod.ts";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { mixSeed } from "../lib/statistics/mod.ts";

export { mixSeed };

/** A source of 32-bit draws that belongs to the given names alone. */
export function sourceFor(...parts: readonly (string | number)[]): DrawSource {
  return xoroshiro128plus(mixSeed(...parts));
}

/** A fast-check generator of random draws that belongs to the given names alone. */
export function randomFor(...parts: readonly (string | number)[]): Random {
  return new Random(xoroshiro128plus(mixSeed(...parts)));
}
