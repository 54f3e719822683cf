/**
 * `deno task report`: the reports of a folder, made again from its evidence.
 *
 * @module
 */

import { evidenceIds } from "../evidence_file.ts";
import { experimentIds } from "../experiment/evidence.ts";
import { commandName } from "../program.ts";
import { readReportFolder, REPORT_FILES, writeReports } from "../report/folder.ts";
import { takeFolder } from "../report/lock.ts";
import { isOfSeeds, seedFolder, seedsIn } from "../report/seeds.ts";
import { UsageError } from "../usage_error.ts";
import { finishSeeds } from "./seeds.ts";
import {
  commandLine,
  notEmpty,
  runCommand,
  SUCCESS,
  write,
  writeProblem,
  WRONG_USAGE,
} from "./terminal.ts";

/** `report`: arguments in, exit status out. */
export function main(args: readonly string[]): number {
  const command = commandLine(
    commandName("report"),
    `Make ${REPORT_FILES.join(", ")} and the pages again, from the evidence in a folder.`,
  )
    .argument("[folder]", "the report folder", notEmpty, "reports")
    .addHelpText(
      "after",
      "\nExit status: 0 done, 2 bad evidence or wrong usage (nothing is written).",
    );
  command.parse([...args], { from: "user" });
  const folder = command.processedArgs[0] as string;
  return isOfSeeds(folder) ? reportSeeds(folder) : reportOne(folder);
}

/** Makes the reports of each seed, and the page that shows them together. */
function reportSeeds(folder: string): number {
  const lock = takeFolder(folder);
  let status = SUCCESS;
  try {
    // A shard may have none, and a run may have been ended before it had any.
    const seeds = seedsIn(folder).filter((seed) =>
      evidenceIds(seedFolder(folder, seed)).length > 0
    );
    for (const seed of seeds) status = Math.max(status, reportOne(seedFolder(folder, seed)));
    if (status === SUCCESS) {
      finishSeeds(folder, false);
      write(`${folder}/index.html: ${seeds.length} seeds\n`);
    }
  } catch (error) {
    lock.abandon();
    throw error;
  }
  if (status === SUCCESS) lock.finish();
  else lock.abandon();
  return status;
}

function reportOne(folder: string): number {
  // Nothing is made where there is nothing.
  if (evidenceIds(folder).length + experimentIds(folder).length === 0) {
    throw new UsageError(
      `${folder} holds no evidence: \`${commandName("verify")} --out ${folder}\` makes some`,
    );
  }
  const lock = takeFolder(folder);
  const report = readReportFolder(folder);
  const { files, experiments, problems } = report;
  if (problems.length > 0) {
    for (const problem of problems) writeProblem("error", problem);
    writeProblem(
      "error",
      `the reports in ${folder} were left as they are: mend or remove what is named above`,
    );
    lock.abandon();
    return WRONG_USAGE;
  }
  if (lock.unfinished !== undefined) writeProblem("warning", lock.unfinished);
  writeReports(folder, report);
  lock.finish();
  const others = experiments.length === 0 ? "" : `, ${experiments.length} experiments`;
  write(`${folder}/index.html: ${files.length} claims${others}\n`);
  return SUCCESS;
}

if (import.meta.main) Deno.exit(await runCommand(main, Deno.args));
