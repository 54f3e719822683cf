/**
 * `deno task experiment`: runs a paper's experiment, or goes on with it, and makes its page.
 *
 * @module
 */

import { InvalidArgumentError, Option } from "commander";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import {
  contradicts,
  type ExperimentEvidence,
  experimentEvidence,
  experimentPath,
  writableExperiment,
} from "../experiment/evidence.ts";
import type { Experiment } from "../experiment/experiment.ts";
import { perform } from "../experiment/perform.ts";
import { runsFolder, StoredRuns } from "../experiment/stored_runs.ts";
import { reasonOf } from "../json_file.ts";
import { loadModule } from "../load_module.ts";
import { commandName } from "../program.ts";
import { type ProfileName, PROFILES } from "../profile.ts";
import { checkWritable, writeJson } from "../report/files.ts";
import { readReportFolder, writeReports } from "../report/folder.ts";
import { takeFolder } from "../report/lock.ts";
import { refuseSeeds } from "../report/seeds.ts";
import { experimentPage } from "../report/site/paths.ts";
import { UsageError } from "../usage_error.ts";
import { onInterruption } from "./interruption.ts";
import {
  commandLine,
  FAILURE,
  integer,
  notEmpty,
  runCommand,
  SUCCESS,
  write,
  writeProblem,
} from "./terminal.ts";

interface Options {
  readonly profile: ProfileName;
  readonly seeds?: number;
  readonly budget?: number;
  readonly jobs: number;
  readonly out: string;
  readonly from?: string;
  readonly list?: true;
}

/** The module of this repository's experiments. */
const OURS = new URL("../../experiments/mod.ts", import.meta.url).href;

/** `experiment`: arguments in, exit status out. */
export async function main(args: readonly string[]): Promise<number> {
  const command = commandLine(
    commandName("experiment"),
    "Run experiments of the papers over several seeds, or go on with those that are not finished, " +
      "and make a page of each.",
  )
    .argument("[ids...]", "ids or prefixes of ids; without any, the experiments are listed")
    .addOption(
      new Option("--profile <name>", "how much to run").choices(Object.keys(PROFILES))
        .default("standard"),
    )
    .option("--seeds <n>", "how many seeds (default: as the profile has it)", integer(1))
    .option("--budget <time>", "no run goes on after that: 90s, 10m, 2h (default: none)", duration)
    .addOption(
      new Option("--jobs <n>", "runs at once").argParser(integer(1))
        .default(navigator.hardwareConcurrency, "one a core"),
    )
    .option("--out <folder>", "the report folder", notEmpty, "reports")
    .option(
      "--from <path>",
      "a module that exports `experiments`, instead of the papers' own",
      notEmpty,
    )
    .option("--list", "list the experiments and end")
    .addHelpText(
      "after",
      "\nEvery finished run is stored, so that the same command goes on after it was ended.\n" +
        "Exit status: 0 no verdict contradicts the known one, 1 one does or a run failed, " +
        "2 wrong usage.",
    );
  command.parse([...args], { from: "user" });
  const ids = command.args;
  const options = command.opts<Options>();
  const module = options.from === undefined ? OURS : urlOf(options.from);
  const experiments = await load(module, options.from);
  if (options.list || ids.length === 0) {
    write(experiments.map(({ id, title }) => `${id}  ${title}\n`).join(""));
    return SUCCESS;
  }
  const chosen = choose(experiments, ids);
  const { out } = options;
  refuseSeeds(out);
  const lock = takeFolder(out);
  try {
    checkWritable(chosen.map(({ id }) => experimentPath(out, id)));
  } catch (error) {
    lock.abandon();
    throw error;
  }
  let stored = 0;
  onInterruption(() => {
    lock.abandon();
    return `${stored} run(s) are stored in ${out}; the same command goes on with the others`;
  });
  let found: ExperimentEvidence[];
  try {
    found = [];
    const started = performance.now();
    for (const experiment of chosen) {
      const spent = (performance.now() - started) / 1000;
      const left = options.budget === undefined ? {} : { budget: options.budget - spent };
      found.push(await runOne(experiment, module, { ...options, ...left }, () => stored++));
    }
  } catch (error) {
    lock.abandon();
    throw error;
  }
  const report = readReportFolder(out);
  for (const problem of report.problems) writeProblem("warning", problem);
  writeReports(out, report);
  lock.finish();
  for (const { id } of found) {
    write(`${join(out, id.split("/")[0]!, experimentPage(id))}\n`);
  }
  return found.some(({ failures, sentences }) => failures.length > 0 || sentences.some(contradicts))
    ? FAILURE
    : SUCCESS;
}

async function runOne(
  experiment: Experiment,
  module: string,
  { profile, seeds, budget, jobs, out }: Options,
  onStored: () => void,
): Promise<ExperimentEvidence> {
  const { id } = experiment;
  write(`${id}: ${experiment.title}\n`);
  let before = 0;
  const performed = await perform(experiment, new StoredRuns(runsFolder(out, id), experiment), {
    module,
    profile,
    jobs,
    ...(seeds === undefined ? {} : { seeds }),
    ...(budget === undefined ? {} : { budget }),
    onRun: (arm, seed, { seconds }, wasStored) => {
      onStored();
      if (wasStored) before++;
      else write(`  ${arm}, seed ${seed}: ${seconds.toFixed(1)} s\n`);
    },
    onDamage: (message) => writeProblem("warning", message),
  });
  if (before > 0) write(`  ${before} run(s) were stored before\n`);
  if (performed.unfinished > 0) {
    write(
      `  the budget ended before ${performed.unfinished} run(s) were finished; the same command ` +
        "goes on with them\n",
    );
  }
  for (const failure of performed.failures) writeProblem("error", failure);
  const evidence = writableExperiment(experimentEvidence(experiment, performed));
  writeJson(experimentPath(out, id), evidence);
  for (const sentence of evidence.sentences) {
    const { name, verdict, reason, expected } = sentence;
    const because = reason === null ? "" : `: ${reason}`;
    const against = contradicts(sentence) ? ` (it was known as ${expected ?? "a verdict"})` : "";
    write(`  ${name}: ${verdict}${against}${because}\n`);
  }
  return evidence;
}

function choose(experiments: readonly Experiment[], ids: readonly string[]): Experiment[] {
  for (const wanted of ids) {
    if (experiments.some(({ id }) => id.startsWith(wanted))) continue;
    const known = experiments.map(({ id }) => id).join(", ");
    throw new UsageError(
      `no experiment has the id ${JSON.stringify(wanted)} or begins with it: there are ${known}`,
    );
  }
  // What is an id names nothing else, though others may begin with it.
  const isId = (wanted: string) => experiments.some(({ id }) => id === wanted);
  return experiments.filter(({ id }) =>
    ids.some((wanted) => isId(wanted) ? id === wanted : id.startsWith(wanted))
  );
}

async function load(module: string, path: string | undefined): Promise<readonly Experiment[]> {
  let exports: { readonly experiments?: unknown };
  try {
    exports = await loadModule(module);
  } catch (error) {
    if (path === undefined) throw error;
    throw new UsageError(`cannot load experiments from ${path}: ${reasonOf(error)}`);
  }
  const { experiments } = exports;
  if (Array.isArray(experiments)) return experiments;
  throw new UsageError(
    `${path} exports no array \`experiments\`: make its entries with defineExperiment`,
  );
}

function urlOf(path: string): string {
  try {
    return pathToFileURL(Deno.realPathSync(path)).href;
  } catch (error) {
    throw new UsageError(`cannot read ${path}: ${reasonOf(error)}`);
  }
}

const UNITS: Readonly<Record<string, number>> = { "": 1, s: 1, m: 60, h: 3600 };

/** Seconds: "90s", "10m", "2h", "90". */
function duration(text: string): number {
  const [, number, unit] = /^(\d+(?:\.\d+)?)([smh]?)$/.exec(text) ?? [];
  const seconds = Number(number) * UNITS[unit ?? ""]!;
  if (number !== undefined && seconds > 0) return seconds;
  throw new InvalidArgumentError("It must be a time such as 90s, 10m or 2h.");
}

if (import.meta.main) Deno.exit(await runCommand(main, Deno.args));
