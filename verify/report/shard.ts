/**
 * `shard.json`: which part of a run a report folder holds, and what the other parts are. It is there
 * before the first claim is searched, so that a shard that was killed is known by what it lacks.
 *
 * @module
 */

import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import { join } from "node:path";
import { reasonOf } from "../json_file.ts";
import shardSchema from "../schemas/shard.json" with { type: "json" };
import { commandName } from "../program.ts";
import type { Shard } from "../shard.ts";
import { UsageError } from "../usage_error.ts";
import { VERSION } from "../version.ts";
import { type Verdicts, writeJson } from "./files.ts";
import { readOptionalFile } from "./optional_file.ts";

/** The schema that `shard.json` names. */
export const SHARD_SCHEMA = "assay.shard/1";

/** The contents of `shard.json`. */
export interface ShardFile extends Shard, Pick<Verdicts, "version" | "seed" | "profile"> {
  /** The schema of the file. */
  readonly schema: typeof SHARD_SCHEMA;
  /** The claims of all shards, in the order of the catalogue, each with the shard that it is in. */
  readonly claims: readonly { readonly id: string; readonly shard: number }[];
}

let validate: ValidateFunction | undefined;

/** The file that says which shard a report folder holds. */
export function shardPath(folder: string): string {
  return join(folder, "shard.json");
}

/** Writes which shard a folder holds. @throws {UsageError} If it cannot be written. */
export function writeShard(
  folder: string,
  { seed, profile }: Pick<ShardFile, "seed" | "profile">,
  { index, of }: Shard,
  claims: ShardFile["claims"],
): void {
  const file: ShardFile = {
    schema: SHARD_SCHEMA,
    version: VERSION,
    seed,
    profile,
    index,
    of,
    claims,
  };
  writeJson(shardPath(folder), file);
}

/** Removes what an earlier run said of its shard. @throws {UsageError} If it cannot be removed. */
export function removeShard(folder: string): void {
  const path = shardPath(folder);
  try {
    Deno.removeSync(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return;
    throw new UsageError(`cannot remove ${path}: ${reasonOf(error)}`);
  }
}

/**
 * Which shard a folder holds; undefined where it holds none.
 *
 * @throws {UsageError} If the file cannot be read, or is damaged.
 */
export function readShard(folder: string): ShardFile | undefined {
  const path = shardPath(folder);
  const damaged = (what: string) =>
    new UsageError(
      `${path} is damaged (${what}): \`${
        commandName("verify")
      } --shard\` with the same arguments writes it ` +
        "again",
    );
  validate ??= new Ajv2020({ allErrors: false }).compile(shardSchema);
  const value = readOptionalFile(path, validate, damaged);
  if (value === undefined) return undefined;
  const file = value as ShardFile;
  const { index, of, claims } = file;
  if (index > of) throw damaged(`it is shard ${index} of ${of}`);
  if (claims.some(({ shard }) => shard > of)) throw damaged(`a claim is beyond shard ${of}`);
  if (new Set(claims.map(({ id }) => id)).size < claims.length) {
    throw damaged("a claim is in it twice");
  }
  return file;
}
