/**
 * `deno task merge`: one report folder of those of a run's shards.
 *
 * @module
 */

import { join } from "node:path";
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
import { UsageError } from "../usage_error.ts";
import { noteUnseen, readExpectation, withExpectation } from "./expectations.ts";
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

function main(args: readonly string[]): number {
  const command = commandLine(
    "deno task merge",
    "Make one report folder of those that the shards of a run have left.",
  )
    .argument("<folders...>", "the report folders of `deno task verify --shard`")
    .requiredOption("--out <folder>", "the folder to make", notEmpty)
    .option("--partial", "merge what there is, although claims have no evidence")
    .option("--expect <verdict|file>", "as `deno task verify` has it")
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
  if (problems.length > 0) return refuse(problems, out);
  const wrong = contradictions(parts);
  if (wrong.length > 0) return refuse(wrong, out);
  const lacking = missing(parts);
  if (lacking.length > 0 && !partial) {
    return refuse([
      ...lacking,
      "run what is missing again, with the same arguments and its own --shard, or give --partial",
    ], out);
  }
  const whole = merged(parts);
  const foreign = foreignIn(out, whole);
  if (foreign.length > 0) {
    return refuse(foreign.map((path) => `${path} is no part of what is to be merged there`), out);
  }
  for (const problem of lacking) writeProblem("warning", problem);
  writeAll(out, whole);

  const { evidence, verdicts, timings } = whole;
  const shown = evidence.map((found) =>
    expectation === undefined ? found : withExpectation(found, expectation)
  );
  appendStepSummary(shown, out);
  if (verdicts !== undefined && evidence.length > 0) {
    printVerdicts(summarize(verdicts, shown), shown, { out, seconds: timings?.seconds ?? 0 });
  } else write(`Report: ${out}/index.html\n`);
  noteUnseen(expectation, shown);
  return unexpectedIn(shown).length === 0 ? SUCCESS : FAILURE;
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
