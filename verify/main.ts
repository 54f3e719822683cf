/**
 * `deno task verify`: the command line.
 *
 * @module
 */

import { type Command, Option } from "commander";
import { distance } from "fastest-levenshtein";
import { isAbsolute, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { paperOf, variantNames } from "./claim.ts";
import type { ClaimRecord } from "./claim_record.ts";
import { findClaimsModules } from "./claims_modules.ts";
import { humanDisplay, jsonDisplay, printLine } from "./cli/display.ts";
import {
  type Expectation,
  noteUnseen,
  readExpectation,
  withExpectation,
} from "./cli/expectations.ts";
import { onInterruption } from "./cli/interruption.ts";
import { printReplays } from "./cli/replays.ts";
import { parseSeeds, parseShard } from "./cli/ranges.ts";
import { finishSeeds, outcomeOf } from "./cli/seeds.ts";
import { appendStepSummary } from "./cli/step_summary.ts";
import { formatTable } from "./cli/tables.ts";
import {
  columnsOf,
  commandLine,
  FAILURE,
  integer,
  notEmpty,
  positive,
  runCommand,
  SUCCESS,
  write,
  writeError,
  writeProblem,
  WRONG_USAGE,
} from "./cli/terminal.ts";
import { printExperiments, printVerdicts, unexpectedIn } from "./cli/verdicts.ts";
import { MalformedClaim } from "./door.ts";
import type { Evidence } from "./evidence.ts";
import { readEvidenceFile } from "./evidence_file.ts";
import { checkInProcesses, listInProcess, searchInProcesses, WorkerStartError } from "./pool.ts";
import { memoryFor } from "./memory.ts";
import type { Origin } from "./origin.ts";
import { type ProfileName, PROFILES } from "./profile.ts";
import { commandName } from "./program.ts";
import { CATALOGUE, type LoadedClaims } from "./registry.ts";
import { replay } from "./replay.ts";
import {
  arithmeticsOf,
  checkWritable,
  evidencePath,
  summarize,
  writeJson,
} from "./report/files.ts";
import { contradicts, type ExperimentEvidence, readExperiments } from "./experiment/evidence.ts";
import { readReportFolder, REPORT_FILES, type Timings, writeReports } from "./report/folder.ts";
import { takeFolder } from "./report/lock.ts";
import { markSeeds, refuseSeeds, seedFolder } from "./report/seeds.ts";
import { removeShard, shardPath, writeShard } from "./report/shard.ts";
import { proofsPath, writeProofs } from "./report/proofs.ts";
import { dealt, type Shard, shardName } from "./shard.ts";
import { UsageError } from "./usage_error.ts";

/** Seconds after which a claim is given up, by profile. */
const TIME_LIMITS: Readonly<Record<ProfileName, number>> = {
  quick: 120,
  standard: 1200,
  thorough: 12_000,
};

/** The most warnings about one report folder. */
const MOST_WARNINGS = 3;

interface Options {
  readonly profile: ProfileName;
  readonly seed: number;
  readonly seeds?: readonly number[];
  readonly jobs: number;
  readonly arithmetic: "float64" | "float32" | "both";
  readonly backend?: "tensorflow" | "wasm" | "cpu";
  readonly timeLimit?: number;
  readonly memory?: number;
  readonly out: string;
  readonly claims?: readonly string[];
  readonly expect?: string;
  readonly shard?: Shard;
  readonly list?: boolean;
  readonly replay?: string;
  readonly json?: boolean;
  readonly experiments?: boolean;
}

function verifyCommand(): Command {
  return commandLine(
    commandName("verify"),
    "Search claims for counterexamples and write a report of each.",
  )
    .argument(
      "[claims...]",
      "ids or prefixes of ids (default: every claim); what ends with / or .ts is a path as for --claims",
    )
    .addOption(
      new Option("--profile <name>", "how much to search").choices(Object.keys(PROFILES))
        .default("quick"),
    )
    .option("--seed <n>", "the seed of all randomness", integer(-Infinity), 1)
    .addOption(
      new Option(
        "--seeds <list>",
        "a run with each of these, as in 1..64 or 1,5,9: each in its own folder in the report " +
          "folder, whose page shows them together",
      ).argParser(parseSeeds).conflicts(["seed", "replay", "experiments"]),
    )
    .addOption(
      new Option("--jobs <n>", "worker processes").argParser(integer(1))
        .default(navigator.hardwareConcurrency, "one a core"),
    )
    .addOption(
      new Option("--arithmetic <name>", "the number systems; with both, float64 searches")
        .choices(["float64", "float32", "both"]).default("both"),
    )
    .addOption(
      new Option(
        "--backend <name>",
        "the TensorFlow.js backend (default: the fastest on small matrices)",
      )
        .choices(["tensorflow", "wasm", "cpu"]).env("ASSAY_BACKEND"),
    )
    .option("--time-limit <seconds>", "after which a claim is given up", positive)
    .option(
      "--memory <MiB>",
      "what one worker may use (default: half of the machine's memory / jobs, 768 to 4096)",
      integer(256),
    )
    .option("--out <folder>", "the report folder", notEmpty, "reports")
    .option(
      "--claims <path>",
      "a module that exports `claims`, a folder of them or a glob, instead of the catalogue; " +
        "may be given several times",
      (path: string, earlier: readonly string[] = []) => [...earlier, path],
    )
    .option(
      "--expect <verdict|file>",
      "the verdict of all that expect none themselves, or the verdicts.json of an earlier run",
    )
    .addOption(
      new Option(
        "--shard <k/n>",
        "the k-th of n parts of these claims alone, as on one of n machines; " +
          `\`${commandName("merge")}\` makes one report of all`,
      ).argParser(parseShard).conflicts("replay"),
    )
    .option("--list", "list the claims and end")
    .option(
      "--replay <file>",
      "show the recorded instance of an evidence file again and end",
      notEmpty,
    )
    .option("--json", "progress and verdicts as JSON, one object a line")
    .option(
      "--experiments",
      "count the experiments in the report folder too, which `experiment` ran",
    )
    .addHelpText(
      "after",
      "\nExit status: 0 every verdict that is expected came, 1 one did not or a checker failed, " +
        "2 wrong usage.",
    );
}

/** The claims as this process knows them: their code runs in worker processes alone. */
type Loaded = LoadedClaims<ClaimRecord>;

/** `verify`: arguments in, exit status out. */
export async function main(args: readonly string[]): Promise<number> {
  const command = verifyCommand();
  // An empty variable is as good as none: that is how shells unset one for a single command.
  if (Deno.env.get("ASSAY_BACKEND") === "") Deno.env.delete("ASSAY_BACKEND");
  command.parse([...args], { from: "user" });
  const paths = command.args.filter(isPath);
  const ids = command.args.filter((argument) => !isPath(argument));
  const given = command.opts<Options>();
  const claimsPaths = [...given.claims ?? [], ...paths];
  const options = claimsPaths.length === 0 ? given : { ...given, claims: claimsPaths };
  let loaded: Loaded;
  try {
    loaded = await load(options.claims);
  } catch (error) {
    if (!(error instanceof MalformedClaim)) throw error;
    return refuse(error.problems);
  }
  const all = loaded.claims.map(({ claim }) => claim);
  const selected = select(all, ids);
  const shards = options.shard === undefined
    ? undefined
    : dealt(selected, loaded.groups, options.shard.of);
  const claims = selected.filter((claim) => shards?.get(claim) === options.shard?.index);
  if (options.replay !== undefined) {
    return await runReplay(all, claims, loaded.modules, options.replay, options);
  }
  if (options.list) return list(claims, options);
  return await runSearch(claims, loaded, options, shards);
}

/** Whether an argument names a file or a folder, and not claims: an id has neither such a start nor end. */
function isPath(argument: string): boolean {
  return /^\.{0,2}\/|\/$|\.[cm]?[jt]sx?$/.test(argument);
}

/** The claims that `--claims` names; those of the catalogue without it. */
async function load(paths: readonly string[] | undefined): Promise<Loaded> {
  // What a module prints while it is loaded must not get into the output of this command.
  const onLoadPrint = (line: string) => writeError(`${line}\n`);
  if (paths === undefined) return await listInProcess({ claims: [CATALOGUE], onLoadPrint });
  const { urls, named } = findClaimsModules(paths);
  const where = paths.join(", ");
  const loaded = await listInProcess({
    claims: urls,
    mayLackClaims: urls.filter((url) => !named.has(url)),
    onLoadPrint,
  });
  if (loaded.modules.length === 0) {
    throw new UsageError(
      `cannot load claims from ${where}: none of ${urls.length} module(s) exports \`claims\``,
    );
  }
  if (loaded.claims.length === 0) throw new UsageError(`${where} lists no claims`);
  return loaded;
}

/** The most mistakes in claims that are told at once. */
const MOST_MISTAKES = 20;

/** Tells what is wrong with claims, a line for each mistake. */
function refuse(problems: readonly string[]): number {
  for (const problem of problems.slice(0, MOST_MISTAKES)) writeProblem("error", problem);
  if (problems.length > MOST_MISTAKES) {
    writeProblem("error", `${problems.length - MOST_MISTAKES} more of this kind`);
  }
  return WRONG_USAGE;
}

/** The claims that the arguments name: an id, or a prefix of ids. */
function select(claims: readonly ClaimRecord[], names: readonly string[]): readonly ClaimRecord[] {
  if (names.length === 0) return claims;
  const selected = new Set<ClaimRecord>();
  for (const name of names) {
    const exact = claims.filter(({ id }) => id === name);
    const matching = exact.length > 0 ? exact : claims.filter(({ id }) => id.startsWith(name));
    if (matching.length === 0) {
      const nearest = claims.map(({ id }) => id)
        .sort((a, b) => distance(a, name) - distance(b, name)).slice(0, 3);
      throw new UsageError(
        `no claim is called ${JSON.stringify(name)}; the nearest are ${nearest.join(", ")} ` +
          "(--list shows all)",
      );
    }
    for (const claim of matching) selected.add(claim);
  }
  return claims.filter((claim) => selected.has(claim));
}

function list(claims: readonly ClaimRecord[], { json, shard }: Options): number {
  const expected = (claim: ClaimRecord) =>
    variantNames(claim).map((name) => `${name} ${claim.variants[name]!.expected ?? "?"}`);
  if (json) {
    for (const claim of claims) {
      const { id, title, locus, kind } = claim;
      const line = { type: "claim", id, title, locus, kind, expected: expected(claim) };
      write(JSON.stringify(line) + "\n");
    }
    return SUCCESS;
  }
  if (claims.length === 0) {
    write(emptyShard(shard!));
    return SUCCESS;
  }
  // A terminal shows what fits; in a pipe each claim has its line.
  const isTerminal = Deno.stdout.isTerminal();
  const rows = claims.map((claim) => [
    claim.id,
    claim.kind,
    expected(claim).join(isTerminal ? "\n" : ", "),
    claim.title,
  ]);
  const columns = isTerminal ? columnsOf(Deno.stdout) : Infinity;
  write(formatTable(["claim", "kind", "expected", "title"], rows, { columns, wrapped: 3 }) + "\n");
  return SUCCESS;
}

/** How the worker processes of a run are set up. */
function setupOf(loaded: Loaded, { seed, jobs, arithmetic, backend, memory }: Options) {
  return {
    claims: loaded.modules,
    arithmetics: arithmetic === "both" ? ["float64", "float32"] as const : [arithmetic],
    ...(backend === undefined ? {} : { backend }),
    seed,
    jobs,
    memoryLimit: memory ?? memoryFor(jobs),
  };
}

/**
 * Searches claims with one seed or several, and writes their reports.
 *
 * @param shards The claims of all shards, where these are of one of them.
 */
async function runSearch(
  claims: readonly ClaimRecord[],
  loaded: Loaded,
  options: Options,
  shards: ReadonlyMap<ClaimRecord, number> | undefined,
): Promise<number> {
  // The catalogue's tests see to it that its claims are well formed.
  if (options.claims !== undefined) {
    const mistakes = await firstMistakes(claims, loaded, setupOf(loaded, options));
    if (mistakes.length > 0) return refuse(mistakes);
  }
  const expectation = options.expect === undefined ? undefined : readExpectation(options.expect);
  if (options.seeds !== undefined) {
    return await runSeeds(options.seeds, claims, loaded, options, shards, expectation);
  }
  refuseSeeds(options.out);
  const found = await search(claims, loaded, options, shards, expectation);
  tell(found, options);
  if (!options.json) noteUnseen(expectation, found.shown);
  return found.status;
}

/** Searches claims with each of several seeds, and makes the page that shows them together. */
async function runSeeds(
  seeds: readonly number[],
  claims: readonly ClaimRecord[],
  loaded: Loaded,
  options: Options,
  shards: ReadonlyMap<ClaimRecord, number> | undefined,
  expectation: Expectation | undefined,
): Promise<number> {
  const { out, json } = options;
  const lock = takeFolder(out);
  let status = SUCCESS;
  try {
    markSeeds(out);
    checkWritable([join(out, "index.html")]);
    for (const seed of seeds) {
      if (json) write(JSON.stringify({ type: "seed", seed }) + "\n");
      const ofSeed = { ...options, seed, out: seedFolder(out, seed) };
      const found = await search(claims, loaded, ofSeed, shards, expectation);
      status = Math.max(status, found.status);
      if (json) tell(found, ofSeed);
      else write(`seed ${seed}: ${outcomeOf(found.shown)}\n`);
    }
    finishSeeds(out, json !== true);
  } catch (error) {
    lock.abandon();
    throw error;
  }
  lock.finish();
  return status;
}

/** What a run has found. */
interface Found {
  /** The evidence, with the verdicts that are expected of it. */
  readonly shown: readonly Evidence[];
  /** The evidence of experiments that counts. */
  readonly experiments: readonly ExperimentEvidence[];
  /** How long it took. */
  readonly seconds: number;
  /** The exit status. */
  readonly status: number;
}

/** Searches claims with one seed and writes their report. */
async function search(
  claims: readonly ClaimRecord[],
  loaded: Loaded,
  options: Options,
  shards: ReadonlyMap<ClaimRecord, number> | undefined,
  expectation: Expectation | undefined,
): Promise<Found> {
  const { seed, profile, jobs, out, json } = options;
  const judged = (found: Evidence) =>
    expectation === undefined ? found : withExpectation(found, expectation);
  const verdictsPath = join(out, "verdicts.json");
  const timingsPath = join(out, "timings.json");
  const paths = [
    verdictsPath,
    timingsPath,
    proofsPath(out),
    shardPath(out),
    ...REPORT_FILES.map((name) => join(out, name)),
    ...claims.map(({ id }) => evidencePath(out, id)),
  ];
  const lock = takeFolder(out);
  try {
    checkWritable(paths);
  } catch (error) {
    lock.abandon();
    throw error;
  }
  if (lock.unfinished !== undefined) writeProblem("warning", lock.unfinished);
  const display = json ? jsonDisplay() : humanDisplay(claims.length, jobs);
  const times: Record<string, number> = {};
  const date = new Date();
  const started = performance.now();
  onInterruption(() => {
    display.close();
    const done = Object.keys(times).length;
    if (done === 0) lock.abandon();
    return `${done} of ${claims.length} claim(s) are done, with their evidence in ${out}` +
      (done === 0 ? "" : `; \`${commandName("report")} ${out}\` makes its pages`);
  });
  // As long as nothing is found, what an earlier run has left stays as it is.
  const begin = () => {
    if (shards === undefined) removeShard(out);
    else {
      const all = [...shards].map(([{ id }, shard]) => ({ id, shard }));
      writeShard(out, { seed, profile }, options.shard!, all);
    }
  };
  const evidence = claims.length === 0 ? [] : await searchInProcesses(claims, {
    ...setupOf(loaded, options),
    profile,
    groups: loaded.groups,
    timeLimit: options.timeLimit ?? TIME_LIMITS[profile],
    ...(options.claims === undefined ? {} : { originOf: originsOf(loaded) }),
    onPrint: display.print,
    onStart: display.start,
    onProgress: display.progress,
    onDone: (claim, found, time) => {
      if (Object.keys(times).length === 0) begin();
      writeJson(evidencePath(out, claim.id), found);
      times[claim.id] = time;
      display.done(claim, judged(found), time);
    },
  }).finally(() => {
    display.close();
    if (Object.keys(times).length === 0) lock.abandon();
  });
  if (claims.length === 0) {
    display.close();
    begin();
  }
  const arithmetics = arithmeticsOf(evidence);
  const verdicts = summarize({ seed, profile, arithmetics }, evidence);
  writeJson(verdictsPath, verdicts);
  const seconds = (performance.now() - started) / 1000;
  const timings: Timings = {
    schema: "assay.timings/1",
    date: date.toISOString(),
    seconds,
    claims: Object.fromEntries(claims.map(({ id }) => [id, times[id]!])),
  };
  writeJson(timingsPath, timings);
  writeProofs(out, loaded.proofs, claims.map(({ id }) => id));
  reportFolder(out);
  lock.finish();
  const shown = evidence.map(judged);
  appendStepSummary(shown, out);
  // The report has named those that cannot be read.
  const experiments = options.experiments ? readExperiments(out, () => {}) : [];
  const asKnown = !experiments.some(({ sentences }) => sentences.some(contradicts));
  const status = unexpectedIn(shown).length === 0 && asKnown ? SUCCESS : FAILURE;
  return { shown, experiments, seconds, status };
}

/** Says what a run has found. */
function tell({ shown, experiments, seconds, status }: Found, options: Options): void {
  const { seed, profile, out, json } = options;
  if (json) {
    for (const { id, sentences } of experiments) {
      const verdicts = sentences.map(({ name, verdict, expected }) => ({
        name,
        verdict,
        expected,
      }));
      write(JSON.stringify({ type: "experiment", id, sentences: verdicts }) + "\n");
    }
    const unexpected = unexpectedIn(shown);
    write(
      JSON.stringify({
        type: "finished",
        unexpected: unexpected.length,
        differences: unexpected,
        status,
        seconds,
      }) + "\n",
    );
  } else if (shown.length === 0) {
    write(emptyShard(options.shard!));
    write(`Report: ${out}/index.html\n`);
  } else {
    const run = { seed, profile, arithmetics: arithmeticsOf(shown) };
    printVerdicts(summarize(run, shown), shown, { out, seconds });
    if (options.experiments) printExperiments(experiments);
  }
}

/** What is said of a shard to which no claims were dealt. */
function emptyShard(shard: Shard): string {
  return `Shard ${
    shardName(shard)
  } has no claims: there are more shards than can be searched apart.\n`;
}

/** What is wrong with the first observation of claims, with where they come from. */
async function firstMistakes(
  claims: readonly ClaimRecord[],
  loaded: Loaded,
  setup: Parameters<typeof checkInProcesses>[1],
): Promise<string[]> {
  const modules = new Map(loaded.claims.map(({ claim, module }) => [claim.id, module]));
  return (await checkInProcesses(claims, setup)).flatMap(({ id, message }) =>
    message.split("\n").map((line) => `${fileURLToPath(modules.get(id)!)}: ${id}: ${line}`)
  );
}

/**
 * Where claims come from: the module of each, as a path from here where it lies below, and the title
 * that it gives the claim's paper.
 */
function originsOf({ claims, papers }: Loaded): (claim: ClaimRecord) => Origin {
  const modules = new Map(claims.map(({ claim, module }) => [claim.id, fileURLToPath(module)]));
  return ({ id }) => {
    const path = modules.get(id)!;
    const below = relative(Deno.cwd(), path);
    return {
      module: below.startsWith("..") || isAbsolute(below) ? path : below,
      paperTitle: papers.get(paperOf(id))?.title ?? null,
    };
  };
}

/** Makes the reports of all evidence in the folder: that of this run, and what earlier ones left. */
function reportFolder(out: string): void {
  const report = readReportFolder(out);
  const { problems } = report;
  for (const problem of problems.slice(0, MOST_WARNINGS)) {
    writeProblem("warning", `left out of the report: ${problem}`);
  }
  if (problems.length > MOST_WARNINGS) {
    const more = problems.length - MOST_WARNINGS;
    writeProblem(
      "warning",
      `${more} more left out: \`${commandName("report")} ${out}\` names them`,
    );
  }
  writeReports(out, report);
}

async function runReplay(
  all: readonly ClaimRecord[],
  selected: readonly ClaimRecord[],
  modules: readonly string[],
  path: string,
  { backend, timeLimit, memory, json }: Options,
): Promise<number> {
  const { evidence } = readEvidenceFile(path, "replay file");
  const claim = all.find(({ id }) => id === evidence.id);
  if (claim === undefined) {
    throw new UsageError(`the replay file ${path} is of ${evidence.id}, which is no claim here`);
  }
  if (!selected.includes(claim)) {
    const asked = selected.map(({ id }) => id).join(", ");
    throw new UsageError(`the replay file ${path} is of ${evidence.id}, not of ${asked}`);
  }
  const replayed = await replay(claim, evidence, {
    claims: modules,
    ...(backend === undefined ? {} : { backend }),
    timeLimit: timeLimit ?? TIME_LIMITS.quick,
    memoryLimit: memory ?? memoryFor(1),
    onPrint: printLine,
  });
  if (json) {
    for (const variant of replayed) {
      write(JSON.stringify({ type: "replay", id: claim.id, ...variant }) + "\n");
    }
  } else {
    printReplays(claim, replayed);
  }
  return replayed.every(({ same }) => same) ? SUCCESS : FAILURE;
}

if (import.meta.main) {
  Deno.exit(await runCommand(main, Deno.args, (error) => error instanceof WorkerStartError));
}
