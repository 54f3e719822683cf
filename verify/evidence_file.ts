/**
 * Evidence files: reading them back, and trusting nothing that they say.
 *
 * @module
 */

import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { type Evidence, EVIDENCE_SCHEMA } from "./evidence.ts";
import evidenceSchema from "./schemas/evidence.json" with { type: "json" };
import { UsageError } from "./usage_error.ts";

/** An evidence file as it was read. */
export interface EvidenceFile {
  /** Where it lies. */
  readonly path: string;
  /** What it holds. */
  readonly evidence: Evidence;
  /** The SHA-256 of its bytes, in hexadecimal. */
  readonly sha256: string;
}

/** The folders and files that a claim's id can name; the others are of no concern. */
const PAPER = /^[a-z0-9_-]+$/;
/** One that begins with a point is being written. */
const EVIDENCE_NAME = /^([a-z0-9_-][a-z0-9._-]*)\.json$/;

let validate: ValidateFunction | undefined;

/**
 * Reads an evidence file.
 *
 * @param path Where it lies.
 * @param what What messages call it. Default: evidence file.
 * @throws {UsageError} If it is missing, no JSON, of another schema, or holds a number that is not
 *   finite.
 */
export function readEvidenceFile(path: string, what = "evidence file"): EvidenceFile {
  let bytes: Uint8Array<ArrayBuffer>;
  try {
    bytes = Deno.readFileSync(path);
  } catch (error) {
    throw new UsageError(`cannot read the ${what} ${path}: ${reasonOf(error)}`);
  }
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (error) {
    throw new UsageError(`the ${what} ${path} is not valid JSON: ${reasonOf(error)}`);
  }
  const schema = (value as { schema?: unknown } | null)?.schema;
  if (schema !== EVIDENCE_SCHEMA && isOlderEvidence(schema)) {
    throw new UsageError(
      `the ${what} ${path} has the older schema ${JSON.stringify(schema)}, ` +
        `this version of Assay reads ${JSON.stringify(EVIDENCE_SCHEMA)}: ` +
        "search the claim again, or use the version of Assay that the file names",
    );
  }
  if (schema !== EVIDENCE_SCHEMA) {
    throw new UsageError(
      `the ${what} ${path} has the schema ${JSON.stringify(schema ?? null)}, ` +
        `not ${JSON.stringify(EVIDENCE_SCHEMA)}: give the evidence file of one claim`,
    );
  }
  validate ??= new Ajv2020({ allErrors: false }).compile(evidenceSchema);
  if (!validate(value)) {
    const { instancePath, message } = validate.errors![0]!;
    throw new UsageError(`the ${what} ${path} is damaged at ${instancePath || "/"}: ${message}`);
  }
  const bad = findNonFinite(value, "");
  if (bad !== undefined) {
    throw new UsageError(`the ${what} ${path} has a number that is not finite at ${bad}`);
  }
  return { path, evidence: value as Evidence, sha256: sha256(bytes) };
}

/**
 * The ids of the claims that the evidence files of a folder are named after, sorted.
 *
 * @throws {UsageError} If the folder cannot be read.
 */
export function evidenceIds(folder: string): string[] {
  return entries(folder).filter(({ name, isDirectory }) => isDirectory && PAPER.test(name))
    .flatMap((paper) =>
      entries(join(folder, paper.name)).filter(({ isDirectory }) => !isDirectory)
        .map(({ name }) => EVIDENCE_NAME.exec(name)?.[1])
        .filter((claim) => claim !== undefined)
        .map((claim) => `${paper.name}/${claim}`)
    );
}

function entries(folder: string): Deno.DirEntry[] {
  try {
    return [...Deno.readDirSync(folder)].sort((a, b) => a.name < b.name ? -1 : 1);
  } catch (error) {
    throw new UsageError(`cannot read the report folder ${folder}: ${reasonOf(error)}`);
  }
}

/** The SHA-256 of bytes, in hexadecimal. */
export function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** Whether it names a schema that evidence files had before. */
function isOlderEvidence(schema: unknown): boolean {
  if (typeof schema !== "string") return false;
  const [name, version, ...rest] = schema.split("/");
  const [ourName, ourVersion] = EVIDENCE_SCHEMA.split("/");
  return name === ourName && Number(version) < Number(ourVersion) && rest.length === 0;
}

/** A JSON text may hold 1e999, which reads as infinity. */
function findNonFinite(value: unknown, path: string): string | undefined {
  if (typeof value === "number") return Number.isFinite(value) ? undefined : path || "/";
  if (value === null || typeof value !== "object") return undefined;
  for (const [key, entry] of Object.entries(value)) {
    const found = findNonFinite(entry, `${path}/${key}`);
    if (found !== undefined) return found;
  }
  return undefined;
}

function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.split("\n")[0]!;
}
