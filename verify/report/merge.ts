/**
 * Report folders of shards, made one: what belongs together, what is missing, and what is written.
 *
 * @module
 */

import { join } from "node:path";
import { paperOf } from "../claim.ts";
import type { Evidence } from "../evidence.ts";
import { evidenceIds, sha256 } from "../evidence_file.ts";
import { experimentIds, experimentPath } from "../experiment/evidence.ts";
import { readRegularFile, reasonOf } from "../json_file.ts";
import { comparePapers } from "../papers.ts";
import type { Proof } from "../proof.ts";
import { shardName } from "../shard.ts";
import { UsageError } from "../usage_error.ts";
import {
  arithmeticsOf,
  evidencePath,
  summarize,
  type Verdicts,
  writeJson,
  writeWhole,
} from "./files.ts";
import { readReportFolder, readTimings, type ReportFolder, type Timings } from "./folder.ts";
import { NOTE } from "./lock.ts";
import { PROOFS_SCHEMA, proofsPath } from "./proofs.ts";
import { arithmeticsName, type Run } from "./runs.ts";
import { readShard, removeShard, type ShardFile } from "./shard.ts";

/** The most claims that a line names. */
const MOST_NAMED = 20;

/** A file that is copied as it is. */
interface Copied {
  /** The claim or the experiment that it is of. */
  readonly id: string;
  /** Where it lies. */
  readonly path: string;
  /** The SHA-256 of its bytes. */
  readonly sha256: string;
}

/** A folder that is to be merged. */
export interface Part {
  /** The folder. */
  readonly folder: string;
  /** What lies in it. */
  readonly report: ReportFolder;
  /** Which shard it is; undefined where it does not say. */
  readonly shard: ShardFile | undefined;
  /** The times of its run, where that came to its end. */
  readonly timings: Timings | undefined;
  /** The evidence of experiments. */
  readonly experiments: readonly Copied[];
  /** What cannot be read: a line for each file. */
  readonly problems: readonly string[];
}

/** Reads a folder that is to be merged. @throws {UsageError} If the folder itself cannot be read. */
export function readPart(folder: string): Part {
  const report = readReportFolder(folder);
  const problems = [...report.problems];
  const attempt = <T>(read: () => T): T | undefined => {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      // That of the times is among the report's.
      if (!problems.includes(error.message)) problems.push(error.message);
      return undefined;
    }
  };
  const shard = attempt(() => readShard(folder));
  // Beside the note of a run that did not end lie the times of one before it.
  const timings = isThere(join(folder, NOTE)) ? undefined : attempt(() => readTimings(folder));
  const experiments = report.experiments.flatMap(({ id }) => {
    const path = experimentPath(folder, id);
    const bytes = attempt(() => bytesOf(path));
    return bytes === undefined ? [] : [{ id, path, sha256: sha256(bytes) }];
  });
  return { folder, report, shard, timings, experiments, problems };
}

/** What keeps folders from being parts of one run: a line for each thing; none if they are. */
export function contradictions(parts: readonly Part[]): string[] {
  const runs = parts.flatMap(({ folder, report, shard }) => [
    ...(shard === undefined ? [] : [{ where: join(folder, "shard.json"), run: shard }]),
    ...report.files.map(({ path, evidence }) => ({ where: path, run: evidence })),
  ]);
  const experiments = parts.flatMap(({ folder, report }) =>
    report.experiments.map(({ id, version }) => ({
      where: experimentPath(folder, id),
      value: version,
    }))
  );
  return [
    ...different("versions of Assay", [
      ...runs.map(({ where, run }) => ({ where, value: run.version })),
      ...experiments,
    ]),
    ...different("profiles", runs.map(({ where, run }) => ({ where, value: run.profile }))),
    ...different("seeds", runs.map(({ where, run }) => ({ where, value: `${run.seed}` }))),
    // A claim that no process could search has none.
    ...different(
      "number systems",
      parts.flatMap(({ report }) =>
        report.files.filter(({ evidence }) => evidence.arithmetics.length > 0)
          .map(({ path, evidence }) => ({ where: path, value: arithmeticsName(evidence) }))
      ),
    ),
    ...different(
      "dealings of claims to shards",
      parts.flatMap(({ folder, shard }) =>
        shard === undefined ? [] : [{
          where: join(folder, "shard.json"),
          value: `${shardName(shard)} of ${shard.claims.length} claims`,
          compared: JSON.stringify([shard.of, shard.claims]),
        }]
      ),
    ),
    ...twice(parts.flatMap(claimsOf)),
    ...twice(parts.flatMap(({ experiments }) => experiments)),
    ...twice(parts.flatMap(({ folder, report }) =>
      report.proofs.map((proof) => ({
        id: proof.id,
        path: proofsPath(folder),
        sha256: JSON.stringify(proof),
      }))
    )),
  ];
}

/** A line if values that should be the same are not: each of them, with the first place that has it. */
function different(
  what: string,
  found: readonly {
    readonly where: string;
    readonly value: string;
    readonly compared?: string;
  }[],
): string[] {
  const values = Map.groupBy(found, ({ value, compared = value }) => compared);
  if (values.size <= 1) return [];
  const named = [...values.values()].map(([first]) => `${first!.value} (${first!.where})`);
  return [`different ${what}: ${named.join(", ")}`];
}

/** A line for each id of which there are two that are not the same. */
function twice(found: readonly Copied[]): string[] {
  return [...Map.groupBy(found, ({ id }) => id)].flatMap(([id, [first, ...others]]) => {
    const other = others.find(({ sha256 }) => sha256 !== first!.sha256);
    return other === undefined ? [] : [`${id} is not the same in ${first!.path} and ${other.path}`];
  });
}

/** What the folders lack, by what they say of their shards: a line for each shard or folder. */
export function missing(parts: readonly Part[]): string[] {
  const empty = parts.filter(({ report, shard }) =>
    shard === undefined && report.files.length === 0 && report.experiments.length === 0
  ).map(({ folder }) => `${folder} holds no evidence`);
  const plan = parts.find(({ shard }) => shard !== undefined)?.shard;
  if (plan === undefined) return empty;
  const there = new Set(parts.flatMap(claimsOf).map(({ id }) => id));
  const lacking = Map.groupBy(
    plan.claims.filter(({ id }) => !there.has(id)),
    ({ shard }) => shard,
  );
  return [
    ...empty,
    ...[...lacking].sort(([a], [b]) => a - b).map(([index, claims]) => {
      const name = shardName({ index, of: plan.of });
      const folder = parts.find(({ shard }) => shard?.index === index)?.folder;
      const ids = named(claims.map(({ id }) => id));
      return folder === undefined
        ? `shard ${name} is missing, with ${ids}`
        : `shard ${name} in ${folder} did not come to its end: it lacks ${ids}`;
    }),
  ];
}

function named(ids: readonly string[]): string {
  const more = ids.length - MOST_NAMED;
  return ids.slice(0, MOST_NAMED).join(", ") + (more > 0 ? ` and ${more} more` : "");
}

/** What one folder is to hold. */
export interface Merged {
  /** The evidence of claims, in outline, in the order of the whole run. */
  readonly evidence: readonly Evidence[];
  /** The evidence files of claims and of experiments. */
  readonly files: readonly (Copied & { readonly to: (folder: string) => string })[];
  /** The proofs, by id. */
  readonly proofs: readonly Proof[];
  /** The verdicts; none where there are no claims but only experiments. */
  readonly verdicts: Verdicts | undefined;
  /** The times: the first beginning, and the sums of seconds. */
  readonly timings: Timings | undefined;
}

/** Puts together the parts of a run, which do not contradict each other. */
export function merged(parts: readonly Part[]): Merged {
  const plan = parts.find(({ shard }) => shard !== undefined)?.shard;
  const position = new Map(plan?.claims.map(({ id }, index) => [id, index]));
  const rank = ({ id }: { readonly id: string }) => position.get(id) ?? position.size;
  // What was dealt is in that order; what lies beside it comes after it, by paper.
  const ordered = <T extends { readonly id: string }>(found: readonly T[]) =>
    unique(found).sort((a, b) =>
      rank(a) - rank(b) ||
      (position.has(a.id) ? 0 : comparePapers(paperOf(a.id), paperOf(b.id)))
    );
  const evidence = ordered(
    parts.flatMap(({ report }) => report.files.map(({ evidence }) => evidence)),
  );
  const run: Pick<Run, "version" | "seed" | "profile"> | undefined = evidence[0] ?? plan;
  const claims = ordered(parts.flatMap(claimsOf))
    .map((file) => ({ ...file, to: (folder: string) => evidencePath(folder, file.id) }));
  const experiments = unique(parts.flatMap(({ experiments }) => experiments))
    .map((file) => ({ ...file, to: (folder: string) => experimentPath(folder, file.id) }));
  return {
    evidence,
    files: [...claims, ...experiments],
    proofs: unique(parts.flatMap(({ report }) => report.proofs))
      .sort((a, b) => a.id < b.id ? -1 : 1),
    verdicts: run === undefined ? undefined : {
      ...summarize(
        { seed: run.seed, profile: run.profile, arithmetics: arithmeticsOf(evidence) },
        evidence,
      ),
      version: run.version,
    },
    timings: mergedTimings(parts, evidence.map(({ id }) => id)),
  };
}

function mergedTimings(parts: readonly Part[], ids: readonly string[]): Timings | undefined {
  const found = parts.flatMap(({ timings }) => timings === undefined ? [] : [timings]);
  // A folder may be given twice, and in any order: sums differ in their last digits by that.
  const all = [...new Map(found.map((timings) => [JSON.stringify(timings), timings])).values()]
    .sort((a, b) => a.date < b.date ? -1 : Number(a.date > b.date) || a.seconds - b.seconds);
  const date = all[0]?.date;
  if (date === undefined) return undefined;
  const seconds = new Map(all.flatMap(({ claims }) => Object.entries(claims)));
  return {
    schema: "assay.timings/1",
    date,
    seconds: all.reduce((sum, { seconds }) => sum + seconds, 0),
    claims: Object.fromEntries(
      ids.filter((id) => seconds.has(id)).map((id) => [id, seconds.get(id)!]),
    ),
  };
}

function unique<T extends { readonly id: string }>(found: readonly T[]): T[] {
  return [...Map.groupBy(found, ({ id }) => id).values()].map(([first]) => first!);
}

/** Evidence in a folder that is no part of what is to be merged there: the files. */
export function foreignIn(folder: string, { files }: Merged): string[] {
  if (!isThere(folder)) return [];
  const digests = new Map(files.map((file) => [file.to(folder), file.sha256]));
  const problems: string[] = [];
  const found = [
    ...evidenceIds(folder, (message) => problems.push(message))
      .map((id) => evidencePath(folder, id)),
    ...experimentIds(folder).map((id) => experimentPath(folder, id)),
  ];
  return [...problems, ...found.filter((path) => digests.get(path) !== sha256(bytesOf(path)))];
}

/**
 * Writes all but the pages into a folder.
 *
 * @throws {UsageError} If a file cannot be written, or is no more what it was when it was read.
 */
export function writeMerged(
  folder: string,
  { files, proofs, verdicts, timings }: Merged,
): void {
  removeShard(folder);
  for (const file of files) {
    const bytes = bytesOf(file.path);
    if (sha256(bytes) !== file.sha256) {
      throw new UsageError(`${file.path} was changed meanwhile: merge again`);
    }
    writeWhole(file.to(folder), bytes);
  }
  if (verdicts !== undefined) writeJson(join(folder, "verdicts.json"), verdicts);
  if (timings !== undefined) writeJson(join(folder, "timings.json"), timings);
  if (proofs.length > 0 || isThere(proofsPath(folder))) {
    writeJson(proofsPath(folder), { schema: PROOFS_SCHEMA, proofs });
  }
}

function claimsOf({ report }: Part): Copied[] {
  return report.files.map(({ evidence: { id }, path, sha256 }) => ({ id, path, sha256 }));
}

function bytesOf(path: string): Uint8Array<ArrayBuffer> {
  try {
    return readRegularFile(path);
  } catch (error) {
    throw new UsageError(`cannot read ${path}: ${reasonOf(error)}`);
  }
}

function isThere(path: string): boolean {
  try {
    Deno.statSync(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw new UsageError(`cannot read ${path}: ${reasonOf(error)}`);
  }
}
