/**
 * `proofs.json`: the proofs whose links the claims of a report folder check, so that reports can be
 * made again without the modules that the claims come from.
 *
 * @module
 */

import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import { join } from "node:path";
import { paperOf } from "../claim.ts";
import { proofsProblems } from "../door.ts";
import type { Proof } from "../proof.ts";
import proofsSchema from "../schemas/proofs.json" with { type: "json" };
import { commandName } from "../program.ts";
import { UsageError } from "../usage_error.ts";
import { writeJson } from "./files.ts";
import { readOptionalFile } from "./optional_file.ts";

/** The schema that `proofs.json` names. */
export const PROOFS_SCHEMA = "assay.proofs/1";

let validate: ValidateFunction | undefined;

/** The file of the proofs in a report folder. */
export function proofsPath(folder: string): string {
  return join(folder, "proofs.json");
}

/**
 * The proofs of a report folder; none where it has no file of them.
 *
 * @throws {UsageError} If the file cannot be read, or is damaged.
 */
export function readProofs(folder: string): readonly Proof[] {
  const path = proofsPath(folder);
  const damaged = (what: string) =>
    new UsageError(
      `${path} is damaged (${what}): remove it, or write it again with \`${
        commandName("verify")
      }\``,
    );
  validate ??= new Ajv2020({ allErrors: false }).compile(proofsSchema);
  const value = readOptionalFile(path, validate, damaged);
  if (value === undefined) return [];
  const { proofs } = value as unknown as { proofs: readonly Proof[] };
  // Which claims there were is not known here.
  const claims = proofs.flatMap(({ steps }) => steps.map(({ claim }) => claim));
  const [problem] = proofsProblems(proofs, claims);
  if (problem !== undefined) throw damaged(problem);
  return proofs;
}

/**
 * Writes the proofs of the papers of a run into its report folder, beside those of other papers that
 * earlier runs left there. What cannot be read is replaced.
 *
 * @param ids The claims of the run.
 * @throws {UsageError} If the file cannot be written.
 */
export function writeProofs(
  folder: string,
  proofs: readonly Proof[],
  ids: readonly string[],
): void {
  const papers = new Set(ids.map(paperOf));
  const isOfRun = ({ id }: Proof) => papers.has(paperOf(id));
  const earlier = readable(folder);
  const kept = earlier.filter((proof) => !isOfRun(proof));
  const all = [...kept, ...proofs.filter(isOfRun)].sort((a, b) => a.id < b.id ? -1 : 1);
  if (all.length > 0 || earlier.length > 0) {
    writeJson(proofsPath(folder), { schema: PROOFS_SCHEMA, proofs: all });
  }
}

function readable(folder: string): readonly Proof[] {
  try {
    return readProofs(folder);
  } catch (error) {
    if (error instanceof UsageError) return [];
    throw error;
  }
}
