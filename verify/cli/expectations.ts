/**
 * Verdicts that a run is expected to give, beyond those that its claims themselves expect.
 *
 * @module
 */

import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import type { VariantName, Verdict } from "../claim.ts";
import type { Evidence, VariantEvidence } from "../evidence.ts";
import { jsonDefect, parseJson, readRegularFile } from "../json_file.ts";
import type { Verdicts } from "../report/files.ts";
import verdictsSchema from "../schemas/verdicts.json" with { type: "json" };
import { UsageError } from "../usage_error.ts";
import { write } from "./terminal.ts";

/** The words that are no files. */
const VERDICTS: readonly string[] = verdictsSchema.$defs.verdict.enum;

/** What `--expect` asks for. */
export type Expectation =
  /** Every variant without an expectation of its own has this verdict. */
  | { readonly verdict: Verdict }
  /** Each variant has the verdict that it has in this file of an earlier run. */
  | { readonly file: string; readonly verdicts: Verdicts };

/**
 * Reads the value of `--expect`: a verdict, or the path of a `verdicts.json`.
 *
 * @throws {UsageError} If it is neither.
 */
export function readExpectation(text: string): Expectation {
  if (VERDICTS.includes(text)) return { verdict: text as Verdict };
  let verdicts: unknown;
  try {
    verdicts = parseJson(readRegularFile(text));
    const defect = jsonDefect(verdicts);
    if (defect !== undefined) throw new Error(`it ${defect}`);
  } catch (error) {
    const isMissing = error instanceof Deno.errors.NotFound;
    throw new UsageError(
      isMissing
        ? `--expect: ${text} is neither a file nor one of the verdicts ${VERDICTS.join(", ")}`
        : `--expect: cannot read ${text}: ${error instanceof Error ? error.message : error}`,
    );
  }
  const validate: ValidateFunction = new Ajv2020().compile(verdictsSchema);
  if (!validate(verdicts)) {
    const { instancePath, message } = validate.errors![0]!;
    throw new UsageError(
      `--expect: ${text} is not the verdicts.json of a run: ${instancePath || "/"} ${message}`,
    );
  }
  return { file: text, verdicts: verdicts as unknown as Verdicts };
}

/**
 * Evidence as it reads where an expectation is given: for the terminal and the exit status. Files
 * hold what the claims themselves expect.
 */
export function withExpectation(evidence: Evidence, expectation: Expectation): Evidence {
  const variants = Object.entries(evidence.variants).map((
    [name, variant]: [string, VariantEvidence],
  ) => [name, {
    ...variant,
    expected: "verdict" in expectation
      ? variant.expected ?? expectation.verdict
      : expectation.verdicts.claims.find(({ id }) => id === evidence.id)
        ?.variants[name as VariantName]?.verdict ?? variant.expected,
  }]);
  return { ...evidence, variants: Object.fromEntries(variants) as Evidence["variants"] };
}

/** Says how many claims of a file of expected verdicts the run did not look at. */
export function noteUnseen(
  expectation: Expectation | undefined,
  evidence: readonly Evidence[],
): void {
  if (expectation === undefined || "verdict" in expectation) return;
  const seen = new Set(evidence.map(({ id }) => id));
  const unseen = expectation.verdicts.claims.filter(({ id }) => !seen.has(id)).length;
  if (unseen > 0) write(`${unseen} claim(s) of ${expectation.file} were not searched.\n`);
}
