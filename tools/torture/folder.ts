/**
 * What must hold of a report folder, whatever happened to the run that wrote it.
 *
 * @module
 */

import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import { join } from "node:path";
import { readEvidenceFile } from "../../verify/evidence_file.ts";
import { readProofs } from "../../verify/report/proofs.ts";
import { readShard } from "../../verify/report/shard.ts";
import verdictsSchema from "../../verify/schemas/verdicts.json" with { type: "json" };

let validate: ValidateFunction | undefined;

/** Every file below a folder, as a path from there. What begins with a point is being written. */
export function filesIn(folder: string, below = ""): string[] {
  return [...Deno.readDirSync(join(folder, below))].filter(({ name }) => !name.startsWith("."))
    .flatMap(({ name, isDirectory }) => {
      const path = join(below, name);
      return isDirectory ? filesIn(folder, path) : [path];
    });
}

/**
 * The files of a report folder that are not whole, each with what is wrong with it.
 *
 * @param reference An undisturbed report folder: the assets must be the same there.
 */
export function tornFiles(folder: string, reference: string): string[] {
  return filesIn(folder).flatMap((path) => {
    const problem = problemOf(folder, path, reference);
    return problem === undefined ? [] : [`${path}: ${problem}`];
  });
}

function problemOf(folder: string, path: string, reference: string): string | undefined {
  const place = join(folder, path);
  try {
    if (path.startsWith("assets/")) {
      const [one, other] = [place, join(reference, path)].map((file) => Deno.readFileSync(file));
      return one!.length === other!.length && one!.every((byte, k) => byte === other![k])
        ? undefined
        : "not the asset that it should be";
    }
    if (path === "proofs.json") {
      readProofs(folder);
      return undefined;
    }
    if (path === "shard.json") {
      readShard(folder);
      return undefined;
    }
    const text = Deno.readTextFileSync(place);
    if (path === "verdicts.json" || path === "timings.json") {
      const value: unknown = JSON.parse(text);
      if (path === "timings.json") {
        return (value as { schema?: unknown }).schema === "assay.timings/1" ? undefined : "schema";
      }
      validate ??= new Ajv2020().compile(verdictsSchema);
      return validate(value) ? undefined : `${validate.errors![0]!.message}`;
    }
    if (path.endsWith(".json")) readEvidenceFile(place);
    const ending = path.endsWith(".html") ? "</html>\n" : path.endsWith(".xml") ? ">\n" : "\n";
    return text.endsWith(ending) ? undefined : `it does not end with ${JSON.stringify(ending)}`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
