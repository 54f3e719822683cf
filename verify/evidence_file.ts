/**
 * Evidence files: reading them back, and trusting nothing that they say.
 *
 * @module
 */

import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import { createHash } from "node:crypto";
import { join } from "node:path";
import type { ClaimRecord } from "./claim_record.ts";
import { type Evidence, EVIDENCE_SCHEMA } from "./evidence.ts";
import { failedEvidence } from "./failure.ts";
import { jsonDefect, parseJson, readRegularFile, reasonOf } from "./json_file.ts";
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
 * @throws {UsageError} If it is missing, no file, no JSON, of another schema, nested too deep, or
 *   holds a number that is not finite.
 */
export function readEvidenceFile(path: string, what = "evidence file"): EvidenceFile {
  let bytes: Uint8Array<ArrayBuffer>;
  try {
    bytes = readRegularFile(path);
  } catch (error) {
    throw new UsageError(`cannot read the ${what} ${path}: ${reasonOf(error)}`);
  }
  let value: unknown;
  try {
    value = parseJson(bytes);
  } catch (error) {
    throw new UsageError(`the ${what} ${path} is not valid JSON: ${reasonOf(error)}`);
  }
  const defect = jsonDefect(value);
  if (defect !== undefined) throw new UsageError(`the ${what} ${path} ${defect}`);
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
  const mistake = schemaMistake(value);
  if (mistake !== undefined) throw new UsageError(`the ${what} ${path} is damaged ${mistake}`);
  return { path, evidence: value as Evidence, sha256: sha256(bytes) };
}

/**
 * Evidence as it is written: itself where it can be read again, and otherwise that of a claim whose
 * search failed, which says what was wrong with it. So no verdict stands in a file that reports must
 * leave out.
 *
 * @param claim The claim that was searched.
 * @param evidence What its search gave, as it came from JSON or as it goes there.
 */
export function writableEvidence(claim: ClaimRecord, evidence: Evidence): Evidence {
  const mistake = schemaMistake(evidence);
  const defect = jsonDefect(evidence) ??
    (mistake === undefined ? undefined : `does not follow its schema ${mistake}`) ??
    (evidence.id === claim.id ? undefined : `is of ${JSON.stringify(evidence.id)}`);
  if (defect === undefined) return evidence;
  const message = `the evidence of the search cannot be written: it ${defect}`;
  return failedEvidence(claim, evidence, { message, stack: "", instance: null });
}

/** Where a value departs from the schema of evidence, and how; undefined if it does not. */
function schemaMistake(value: unknown): string | undefined {
  validate ??= new Ajv2020({ allErrors: false, verbose: true }).compile(evidenceSchema);
  if (validate(value)) return undefined;
  const { instancePath, message, data } = validate.errors![0]!;
  // How JSON writes an overflow, such as the margin between -1e308 and 1e308.
  const cause = data === null ? ", not null, which may stand for a number that is not finite" : "";
  return `at ${instancePath || "/"}: ${message}${cause}`;
}

/**
 * The ids of the claims that the evidence files of a folder are named after, sorted.
 *
 * @param onProblem Told of a paper's folder that cannot be read. Default: it is passed over.
 * @throws {UsageError} If the folder itself cannot be read.
 */
export function evidenceIds(
  folder: string,
  onProblem: (message: string) => void = () => {},
): string[] {
  return entries(folder).filter(({ name, isDirectory }) => isDirectory && PAPER.test(name))
    .flatMap((paper) => {
      try {
        return entries(join(folder, paper.name)).filter(({ isDirectory }) => !isDirectory)
          .map(({ name }) => EVIDENCE_NAME.exec(name)?.[1])
          .filter((claim) => claim !== undefined)
          .map((claim) => `${paper.name}/${claim}`);
      } catch (error) {
        if (!(error instanceof UsageError)) throw error;
        onProblem(error.message);
        return [];
      }
    });
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
