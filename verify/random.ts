/**
 * Where all randomness comes from: one seed, mixed with names.
 *
 * @module
 */

import { Random } from "fast-check";
import type { DrawSource } from "./search/mod.ts";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

/**
 * A 32-bit hash of the parts (FNV-1a with a final avalanche), so that streams of different names
 * are unrelated.
 */
export function mixSeed(...parts: readonly (string | number)[]): number {
  let hash = 0x811c9dc5;
  for (const character of new TextEncoder().encode(JSON.stringify(parts))) {
    hash = Math.imul(hash ^ character, 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) | 0;
}

/** A source of 32-bit draws that belongs to the given names alone. */
export function sourceFor(...parts: readonly (string | number)[]): DrawSource {
  return xoroshiro128plus(mixSeed(...parts));
}

/** A fast-check generator of random draws that belongs to the given names alone. */
export function randomFor(...parts: readonly (string | number)[]): Random {
  return new Random(xoroshiro128plus(mixSeed(...parts)));
}
