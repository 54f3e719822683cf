/**
 * What command lines say of parts of a whole: shards.
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
