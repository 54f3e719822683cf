/**
 * The files of a run.
 *
 * @module
 */

import { basename, dirname, join } from "node:path";
import { paperOf, type VariantName, type Verdict } from "../claim.ts";
import type { Evidence, VariantEvidence } from "../evidence.ts";
import { UsageError } from "../usage_error.ts";
import { VERSION } from "../version.ts";

/** The schema that `verdicts.json` names. */
export const VERDICTS_SCHEMA = "assay.verdicts/1";

/** What `verdicts.json` says of one variant. */
export interface VariantSummary {
  /** The verdict. */
  readonly verdict: Verdict;
  /** The verdict that it is known to have. */
  readonly expected: Verdict | null;
  /** The largest lhs/rhs met. */
  readonly tightness: number | null;
  /** Instances that satisfy the hypotheses. */
  readonly instances: number;
  /** Instances that were discarded. */
  readonly discarded: number;
  /** Instances that neither support nor violate it. */
  readonly undecided: number;
  /** Why, for verdicts that need a reason. */
  readonly reason: string | null;
}

/** The contents of `verdicts.json`: the contract with other programs. */
export interface Verdicts {
  /** The schema of the file. */
  readonly schema: typeof VERDICTS_SCHEMA;
  /** Assay's version. */
  readonly version: string;
  /** The seed of the run. */
  readonly seed: number;
  /** The profile of the run. */
  readonly profile: string;
  /** The number systems that were used, and what computed in them. */
  readonly arithmetics: Evidence["arithmetics"];
  /** The claims of the run, in the order of the catalogue. */
  readonly claims: readonly {
    readonly id: string;
    readonly paper: string;
    readonly title: string;
    readonly variants: { readonly [name in VariantName]?: VariantSummary };
  }[];
}

/** The verdicts of a run. */
export function summarize(
  run: Pick<Verdicts, "seed" | "profile" | "arithmetics">,
  evidence: readonly Evidence[],
): Verdicts {
  return {
    schema: VERDICTS_SCHEMA,
    version: VERSION,
    ...run,
    claims: evidence.map(({ id, title, variants }) => ({
      id,
      paper: paperOf(id),
      title,
      variants: Object.fromEntries(
        Object.entries(variants).map(([name, variant]) => [name, summarizeVariant(variant)]),
      ),
    })),
  };
}

/** The number systems of a run: those of its evidence, but for claims that no process could search. */
export function arithmeticsOf(
  evidence: readonly Pick<Evidence, "arithmetics">[],
): Evidence["arithmetics"] {
  return evidence.find(({ arithmetics }) => arithmetics.length > 0)?.arithmetics ?? [];
}

function summarizeVariant(variant: VariantEvidence): VariantSummary {
  const { verdict, expected, tightness, instances, discarded, undecided, reason } = variant;
  return { verdict, expected, tightness, instances, discarded, undecided, reason };
}

/** Whether a variant's verdict is the expected one; where none is expected, anything but an error. */
export function isExpected(
  { verdict, expected }: Pick<VariantSummary, "verdict" | "expected">,
): boolean {
  return expected === null ? verdict !== "error" : verdict === expected;
}

/** The form of ids that name files in a report folder, and none outside of it. */
export const FILE_ID: RegExp = /^[a-z0-9_-]+\/[a-z0-9._-]+$/;

/**
 * The file of a claim's evidence in a report folder.
 *
 * @throws {UsageError} If the id is not of the form `paper/name`: it might name any file.
 */
export function evidencePath(folder: string, id: string): string {
  if (!FILE_ID.test(id)) {
    throw new UsageError(
      `the id ${JSON.stringify(id)} is not of the form paper/name and names no file in ${folder}`,
    );
  }
  return join(folder, `${id}.json`);
}

/**
 * Writes a file whole or not at all: beside its place first, then renamed into it, so that a run
 * that is killed leaves the old file as it was.
 *
 * @throws {UsageError} If it cannot be written.
 */
export function writeWhole(path: string, contents: string | Uint8Array): void {
  const beside = join(dirname(path), `.${basename(path)}.${Deno.pid}.tmp`);
  try {
    Deno.mkdirSync(dirname(path), { recursive: true });
    if (typeof contents === "string") Deno.writeTextFileSync(beside, contents);
    else Deno.writeFileSync(beside, contents);
    Deno.renameSync(beside, path);
  } catch (error) {
    try {
      Deno.removeSync(beside);
    } catch {
      // It was not made.
    }
    throw new UsageError(`cannot write ${path}: ${reasonOf(error)}`);
  }
}

/** Writes a value as JSON, whole or not at all. */
export function writeJson(path: string, value: unknown): void {
  writeWhole(path, JSON.stringify(value, null, 2) + "\n");
}

/**
 * Makes sure that files can be written where they are wanted, before anything is computed for them.
 *
 * @throws {UsageError} If they cannot.
 */
export function checkWritable(paths: readonly string[]): void {
  for (const folder of new Set(paths.map((path) => dirname(path)))) {
    try {
      Deno.mkdirSync(folder, { recursive: true });
      const suffix = `.${Deno.pid}.tmp`;
      Deno.removeSync(Deno.makeTempFileSync({ dir: folder, prefix: ".assay-", suffix }));
    } catch (error) {
      throw new UsageError(
        `cannot write to the report folder ${folder}: ${reasonOf(error)}; ` +
          "choose another with --out",
      );
    }
  }
  const folder = paths.find(isFolder);
  if (folder !== undefined) throw new UsageError(`cannot write ${folder}: a folder has that name`);
}

function isFolder(path: string): boolean {
  try {
    return Deno.statSync(path).isDirectory;
  } catch {
    return false;
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
