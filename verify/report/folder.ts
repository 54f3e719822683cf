/**
 * A report folder: the evidence that lies in it, and the reports that are made from it.
 *
 * @module
 */

import { join } from "node:path";
import { paperOf } from "../claim.ts";
import { type EvidenceFile, evidenceIds, readEvidenceFile } from "../evidence_file.ts";
import { type ExperimentEvidence, readExperiments } from "../experiment/evidence.ts";
import { jsonDefect, parseJson, readRegularFile, reasonOf } from "../json_file.ts";
import { comparePapers } from "../papers.ts";
import { commandName } from "../program.ts";
import type { Proof } from "../proof.ts";
import { UsageError } from "../usage_error.ts";
import { evidencePath, type Verdicts, writeWhole } from "./files.ts";
import { junit } from "./junit.ts";
import { outlined, type OutlinedFile } from "./outline.ts";
import { readProofs } from "./proofs.ts";
import { writeSite } from "./site/site.ts";
import { summaryMarkdown } from "./summary.ts";

/** What a report folder holds. */
export interface ReportFolder {
  /**
   * Its evidence in outline, by paper, within one in the order of `verdicts.json`; what that does not list comes
   * last, by id.
   */
  readonly files: readonly OutlinedFile[];
  /** When its last run began, in ISO 8601, where that is recorded. */
  readonly date?: string;
  /** The proofs that its claims check link by link. */
  readonly proofs: readonly Proof[];
  /** The evidence of experiments, by paper and id. */
  readonly experiments: readonly ExperimentEvidence[];
  /** What cannot be read as evidence of this place: a line for each file. */
  readonly problems: readonly string[];
}

/** The contents of `timings.json`: what differs from run to run. */
export interface Timings {
  /** The schema of the file. */
  readonly schema: "assay.timings/1";
  /** When the run began, in ISO 8601. */
  readonly date: string;
  /** Seconds that the run took. */
  readonly seconds: number;
  /** Seconds that each claim took. */
  readonly claims: Readonly<Record<string, number>>;
}

/** The files at the top of a report folder that are made from the evidence. */
export const REPORT_FILES: readonly string[] = ["index.html", "summary.md", "junit.xml"];

/**
 * Reads all evidence in a report folder.
 *
 * @throws {UsageError} If the folder cannot be read.
 */
export function readReportFolder(folder: string): ReportFolder {
  const files: OutlinedFile[] = [];
  const problems: string[] = [];
  const attempt = (read: () => void) => {
    try {
      read();
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      problems.push(error.message);
    }
  };
  for (const id of evidenceIds(folder, (message) => void problems.push(message))) {
    attempt(() => {
      const file = readEvidenceFile(evidencePath(folder, id));
      if (file.evidence.id !== id) {
        throw new UsageError(
          `the evidence file ${file.path} is of ${file.evidence.id}, not of ${id}: move it to ` +
            evidencePath(folder, file.evidence.id),
        );
      }
      files.push(outlined(file));
    });
  }
  let order: readonly string[] = [];
  attempt(() =>
    order = readPart(join(folder, "verdicts.json"), (run: Verdicts) =>
      run.claims.map(({ id }) => id)) ?? []
  );
  let date: string | undefined;
  attempt(() => date = readTimings(folder)?.date);
  let proofs: readonly Proof[] = [];
  attempt(() => proofs = readProofs(folder));
  const position = new Map(order.map((id, index) => [id, index]));
  const rank = ({ evidence: { id } }: EvidenceFile) => position.get(id) ?? order.length;
  files.sort((a, b) =>
    comparePapers(paperOf(a.evidence.id), paperOf(b.evidence.id)) || rank(a) - rank(b) ||
    (a.evidence.id < b.evidence.id ? -1 : 1)
  );
  const experiments = readExperiments(folder, (message) => void problems.push(message))
    .sort((a, b) => comparePapers(paperOf(a.id), paperOf(b.id)));
  return { files, proofs, experiments, problems, ...(date === undefined ? {} : { date }) };
}

/**
 * Makes the site, `summary.md` and `junit.xml` of a folder from what it holds. The commands in them
 * name the folder as it is named here.
 */
export function writeReports(
  folder: string,
  { files, proofs, experiments, date }: ReportFolder,
): void {
  const evidence = files.map((file) => file.evidence);
  writeSite(folder, files, { proofs, experiments, ...(date === undefined ? {} : { date }) });
  writeWhole(join(folder, "summary.md"), summaryMarkdown(evidence, { folder }));
  writeWhole(join(folder, "junit.xml"), junit(evidence));
}

/**
 * What a folder says of the times of its last run; undefined where it says nothing, or in another form.
 *
 * @throws {UsageError} If the file cannot be read, or is damaged.
 */
export function readTimings(folder: string): Timings | undefined {
  return readPart(join(folder, "timings.json"), ({ date, seconds, claims }: Timings) => {
    if (typeof date !== "string") return undefined;
    const isTime = (value: unknown) => typeof value === "number";
    return {
      schema: "assay.timings/1",
      date,
      seconds: isTime(seconds) ? seconds : 0,
      claims: Object.fromEntries(Object.entries(claims ?? {}).filter(([, time]) => isTime(time))),
    };
  });
}

/** A part of a file of the last run; undefined where there is no such file. */
function readPart<T, P>(path: string, part: (contents: T) => P): P | undefined {
  let bytes: Uint8Array;
  try {
    bytes = readRegularFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw new UsageError(`cannot read ${path}: ${reasonOf(error)}`);
  }
  try {
    const contents = parseJson(bytes);
    const defect = jsonDefect(contents);
    if (defect !== undefined) throw new Error(`it ${defect}`);
    return part(contents as T);
  } catch (error) {
    throw new UsageError(
      `${path} is damaged (${reasonOf(error)}): remove it, or write it again with ` +
        `\`${commandName("verify")}\``,
    );
  }
}
