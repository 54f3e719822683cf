/**
 * `deno task merge`: one report folder of those of a run's shards.
 *
 * @module
 */

import { join } from "node:path";
import type { Evidence } from "../evidence.ts";
import { checkWritable, summarize } from "../report/files.ts";
import { readReportFolder, REPORT_FILES, writeReports } from "../report/folder.ts";
import { takeFolder } from "../report/lock.ts";
import {
  contradictions,
  foreignIn,
  type Merged,
  merged,
  missing,
  type Part,
  readPart,
  writeMerged,
} from "../report/merge.ts";
import { isOfSeeds, markSeeds, refuseSeeds, seedFolder, seedsIn } from "../report/seeds.ts";
import { commandName } from "../program.ts";
import { UsageError } from "../usage_error.ts";
import { type Expectation, noteUnseen, readExpectation, withExpectation } from "./expectations.ts";
import { finishSeeds, outcomeOf } from "./seeds.ts";
import { appendStepSummary } from "./step_summary.ts";
import {
  commandLine,
  FAILURE,
  notEmpty,
  runCommand,
  SUCCESS,
  write,
  writeProblem,
  WRONG_USAGE,
} from "./terminal.ts";
import { printVerdicts, unexpectedIn } from "./verdicts.ts";

interface Options {
  readonly out: string;
  readonly partial?: boolean;
  readonly expect?: string;
}

/** The command: arguments in, exit status out. */
export function main(args: readonly string[]): number {
  const command = commandLine(
    commandName("merge"),
    "Make one report folder of those that the shards of a run have left.",
  )
    .argument("<folders...>", `the report folders of \`${commandName("verify")} --shard\``)
    .requiredOption("--out <folder>", "the folder to make", notEmpty)
    .option("--partial", "merge what there is, although claims have no evidence")
    .option("--expect <verdict|file>", `as \`${commandName("verify")}\` has it`)
    .addHelpText(
      "after",
      "\nExit status: 0 every verdict that is expected came, 1 one did not, " +
        "2 what is given does not\nbelong together or is not all (nothing is written), or wrong usage.",
    );
  command.parse([...args], { from: "user" });
  const folders = command.args;
  const { out, partial = false, expect } = command.opts<Options>();
  const expectation = expect === undefined ? undefined : readExpectation(expect);
  const place = realPath(out);
  const twin = place !== undefined && folders.some((folder) => realPath(folder) === place);
  if (twin) throw new UsageError(`${out} is one of the folders to merge: choose another`);
  if (folders.some(isOfSeeds)) return mergeSeeds(folders, out, partial, expectation);
  refuseSeeds(out);
  const plan = planned(folders, out, partial);
  if (plan.problems.length > 0) return refuse(plan.problems, out);
  const shown = carryOut(plan, out, expectation);
  const { verdicts, timings } = plan.whole!;
  if (verdicts !== undefined && shown.length > 0) {
    printVerdicts(summarize(verdicts, shown), shown, { out, seconds: timings?.seconds ?? 0 });
  } else write(`Report: ${out}/index.html\n`);
  noteUnseen(expectation, shown);
  return unexpectedIn(shown).length === 0 ? SUCCESS : FAILURE;
}

/** Merges the folders of shards that were run with several seeds, seed by seed. */
function mergeSeeds(
  folders: readonly string[],
  out: string,
  partial: boolean,
  expectation: Expectation | undefined,
): number {
  const single = folders.filter((folder) => !isOfSeeds(folder));
  if (single.length > 0) {
    return refuse(
      single.map((folder) => `${folder} is of one seed, where others are of several`),
      out,
    );
  }
  const seeds = [...new Set(folders.flatMap(seedsIn))].sort((a, b) => a - b);
  // Where a folder lacks a seed, what the others say of their shards tells what is missing.
  const planOf = (seed: number) =>
    planned(
      folders.filter((folder) => seedsIn(folder).includes(seed))
        .map((folder) => seedFolder(folder, seed)),
      seedFolder(out, seed),
      partial,
    );
  const problems = seeds.flatMap((seed) =>
    planOf(seed).problems.map((problem) => `seed ${seed}: ${problem}`)
  );
  if (problems.length > 0) return refuse(problems, out);
  const lock = takeFolder(out);
  let status = SUCCESS;
  try {
    markSeeds(out);
    for (const seed of seeds) {
      // Looked at once more rather than kept: of many seeds it would be much.
      const plan = planOf(seed);
      if (plan.whole === undefined) throw new UsageError(plan.problems[0]!);
      const shown = carryOut(plan, seedFolder(out, seed), expectation);
      if (unexpectedIn(shown).length > 0) status = FAILURE;
      write(`seed ${seed}: ${outcomeOf(shown)}\n`);
    }
    finishSeeds(out);
  } catch (error) {
    lock.abandon();
    throw error;
  }
  lock.finish();
  return status;
}

/** What is to be done, or why it is not. */
interface Plan {
  /** Why it is not: a line for each thing; none if it can be done. */
  readonly problems: readonly string[];
  /** What is missing all the same. */
  readonly lacking: readonly string[];
  /** What is to be written; undefined if there are problems. */
  readonly whole: Merged | undefined;
}

/** Looks whether folders can be merged into another. */
function planned(folders: readonly string[], out: string, partial: boolean): Plan {
  const parts: Part[] = [];
  const problems: string[] = [];
  for (const folder of folders) {
    try {
      const part = readPart(folder);
      parts.push(part);
      problems.push(...part.problems);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      problems.push(error.message);
    }
  }
  const fail = (problems: readonly string[]): Plan => ({ problems, lacking: [], whole: undefined });
  if (problems.length > 0) return fail(problems);
  const wrong = contradictions(parts);
  if (wrong.length > 0) return fail(wrong);
  const lacking = missing(parts);
  if (lacking.length > 0 && !partial) {
    return fail([
      ...lacking,
      "run what is missing again, with the same arguments and its own --shard, or give --partial",
    ]);
  }
  const whole = merged(parts);
  const foreign = foreignIn(out, whole);
  return foreign.length > 0
    ? fail(foreign.map((path) => `${path} is no part of what is to be merged there`))
    : { problems: [], lacking, whole };
}

/** Writes what was planned; returns the evidence with the verdicts that are expected of it. */
function carryOut(
  { lacking, whole }: Plan,
  out: string,
  expectation: Expectation | undefined,
): Evidence[] {
  for (const problem of lacking) writeProblem("warning", problem);
  writeAll(out, whole!);
  const shown = whole!.evidence.map((found) =>
    expectation === undefined ? found : withExpectation(found, expectation)
  );
  appendStepSummary(shown, out);
  return shown;
}

function writeAll(out: string, whole: Merged): void {
  const lock = takeFolder(out);
  try {
    checkWritable([
      ...["verdicts.json", "timings.json", "proofs.json", ...REPORT_FILES]
        .map((name) => join(out, name)),
      ...whole.files.map((file) => file.to(out)),
    ]);
  } catch (error) {
    lock.abandon();
    throw error;
  }
  if (lock.unfinished !== undefined) writeProblem("warning", lock.unfinished);
  writeMerged(out, whole);
  writeReports(out, readReportFolder(out));
  lock.finish();
}

/** Names what is wrong; nothing is written. */
function refuse(problems: readonly string[], out: string): number {
  for (const problem of problems) writeProblem("error", problem);
  writeProblem("error", `nothing was merged into ${out}`);
  return WRONG_USAGE;
}

function realPath(path: string): string | undefined {
  try {
    return Deno.realPathSync(path);
  } catch {
    return undefined;
  }
}

if (import.meta.main) Deno.exit(await runCommand(main, Deno.args));
