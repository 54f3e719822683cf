/**
 * What command lines say of parts and of several: shards and seeds.
 *
 * @module
 */

import { InvalidArgumentError } from "commander";
import type { Shard } from "../shard.ts";

/** Reads a shard such as `3/16`. @throws {InvalidArgumentError} If it is none. */
export function parseShard(text: string): Shard {
  const [index, of] = (/^(\d+)\/(\d+)$/.exec(text)?.slice(1) ?? []).map(Number);
  if (!Number.isSafeInteger(index) || !Number.isSafeInteger(of)) {
    throw new InvalidArgumentError("It must be two integers, as in 3/16: the third of 16 shards.");
  }
  if (of === 0) throw new InvalidArgumentError("There must be one shard at least, as in 1/1.");
  if (index === 0) {
    throw new InvalidArgumentError(`Shards are counted from 1: the first one is 1/${of}.`);
  }
  if (index! > of!) {
    throw new InvalidArgumentError(`Of ${of} shard(s) the last one is ${of}/${of}.`);
  }
  return { index: index!, of: of! };
}

/** The most seeds of one command. */
const MOST_SEEDS = 10_000;

/** Reads seeds such as `1..64` or `1,5,9`: each once, in that order. @throws {InvalidArgumentError} */
export function parseSeeds(text: string): readonly number[] {
  const seeds = new Set<number>();
  for (const part of text.split(",")) {
    const [first, last = first] = (/^([+-]?\d+)(?:\.\.([+-]?\d+))?$/.exec(part)?.slice(1) ?? [])
      .filter((end) => end !== undefined).map(Number);
    if (!Number.isSafeInteger(first) || !Number.isSafeInteger(last)) {
      throw new InvalidArgumentError(
        "It must be integers or ranges of them, as in 1..64 or 1,5,9.",
      );
    }
    if (first! > last!) {
      throw new InvalidArgumentError(`The range ${part} ends before it begins.`);
    }
    if (seeds.size + last! - first! >= MOST_SEEDS) {
      throw new InvalidArgumentError(`It must be no more than ${MOST_SEEDS} seeds.`);
    }
    // Zero has no sign in the name of a folder.
    for (let seed = first!; seed <= last!; seed++) seeds.add(seed + 0);
  }
  return [...seeds];
}
