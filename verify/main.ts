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
import { type Expectation, readExpectation, withExpectation } from "./cli/expectations.ts";
import { onInterruption } from "./cli/interruption.ts";
import { printReplays } from "./cli/replays.ts";
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
import { CATALOGUE, type LoadedClaims } from "./registry.ts";
import { replay } from "./replay.ts";
import { checkWritable, evidencePath, summarize, writeJson } from "./report/files.ts";
import { contradicts, readExperiments } from "./experiment/evidence.ts";
import { readReportFolder, REPORT_FILES, type Timings, writeReports } from "./report/folder.ts";
import { takeFolder } from "./report/lock.ts";
import { proofsPath, writeProofs } from "./report/proofs.ts";
import { SUMMARY_LIMIT, summaryMarkdown } from "./report/summary.ts";
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
  readonly jobs: number;
  readonly arithmetic: "float64" | "float32" | "both";
  readonly backend?: "tensorflow" | "wasm" | "cpu";
  readonly timeLimit?: number;
  readonly memory?: number;
  readonly out: string;
  readonly claims?: readonly string[];
  readonly expect?: string;
  readonly list?: boolean;
  readonly replay?: string;
  readonly json?: boolean;
  readonly experiments?: boolean;
}

function verifyCommand(): Command {
  return commandLine(
    "deno task verify",
    "Search claims for counterexamples and write a report of each.",
  )
    .argument("[claims...]", "ids or prefixes of ids (default: every claim)")
    .addOption(
      new Option("--profile <name>", "how much to search").choices(Object.keys(PROFILES))
        .default("quick"),
    )
    .option("--seed <n>", "the seed of all randomness", integer(-Infinity), 1)
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
    .option("--list", "list the claims and end")
    .option(
      "--replay <file>",
      "show the recorded instance of an evidence file again and end",
      notEmpty,
    )
    .option("--json", "progress and verdicts as JSON, one object a line")
    .option(
      "--experiments",
      "count the experiments in the report folder too, which `deno task experiment` ran",
    )
    .addHelpText(
      "after",
      "\nExit status: 0 every verdict that is expected came, 1 one did not or a checker failed, " +
        "2 wrong usage.",
    );
}

/** The claims as this process knows them: their code runs in worker processes alone. */
type Loaded = LoadedClaims<ClaimRecord>;

async function main(args: readonly string[]): Promise<number> {
  const command = verifyCommand();
  // An empty variable is as good as none: that is how shells unset one for a single command.
  if (Deno.env.get("ASSAY_BACKEND") === "") Deno.env.delete("ASSAY_BACKEND");
  command.parse([...args], { from: "user" });
  const options = command.opts<Options>();
  let loaded: Loaded;
  try {
    loaded = await load(options.claims);
  } catch (error) {
    if (!(error instanceof MalformedClaim)) throw error;
    return refuse(error.problems);
  }
  const all = loaded.claims.map(({ claim }) => claim);
  const claims = select(all, command.args);
  if (options.replay !== undefined) {
    return await runReplay(all, claims, loaded.modules, options.replay, options);
  }
  if (options.list) return list(claims, options);
  return await runSearch(claims, loaded, options);
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

function list(claims: readonly ClaimRecord[], { json }: Options): number {
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

async function runSearch(
  claims: readonly ClaimRecord[],
  loaded: Loaded,
  options: Options,
): Promise<number> {
  const { seed, profile, jobs, out, json } = options;
  const setup = {
    claims: loaded.modules,
    arithmetics: options.arithmetic === "both"
      ? ["float64", "float32"] as const
      : [options.arithmetic],
    ...(options.backend === undefined ? {} : { backend: options.backend }),
    seed,
    jobs,
    memoryLimit: options.memory ?? memoryFor(jobs),
  };
  // The catalogue's tests see to it that its claims are well formed.
  if (options.claims !== undefined) {
    const mistakes = await firstMistakes(claims, loaded, setup);
    if (mistakes.length > 0) return refuse(mistakes);
  }
  const expectation = options.expect === undefined ? undefined : readExpectation(options.expect);
  const judged = (found: Evidence) =>
    expectation === undefined ? found : withExpectation(found, expectation);
  const verdictsPath = join(out, "verdicts.json");
  const timingsPath = join(out, "timings.json");
  const paths = [
    verdictsPath,
    timingsPath,
    proofsPath(out),
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
      (done === 0 ? "" : `; \`deno task report ${out}\` makes its pages`);
  });
  const evidence = await searchInProcesses(claims, {
    ...setup,
    profile,
    groups: loaded.groups,
    timeLimit: options.timeLimit ?? TIME_LIMITS[profile],
    ...(options.claims === undefined ? {} : { originOf: originsOf(loaded) }),
    onPrint: display.print,
    onStart: display.start,
    onProgress: display.progress,
    onDone: (claim, found, time) => {
      writeJson(evidencePath(out, claim.id), found);
      times[claim.id] = time;
      display.done(claim, judged(found), time);
    },
  }).finally(() => {
    display.close();
    if (Object.keys(times).length === 0) lock.abandon();
  });
  const arithmetics = evidence.find((found) => found.arithmetics.length > 0)?.arithmetics ?? [];
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
  const unexpected = unexpectedIn(shown);
  // The report has named those that cannot be read.
  const experiments = options.experiments ? readExperiments(out, () => {}) : [];
  const asKnown = !experiments.some(({ sentences }) => sentences.some(contradicts));
  const status = unexpected.length === 0 && asKnown ? SUCCESS : FAILURE;
  if (json) {
    for (const { id, sentences } of experiments) {
      const verdicts = sentences.map(({ name, verdict, expected }) => ({
        name,
        verdict,
        expected,
      }));
      write(JSON.stringify({ type: "experiment", id, sentences: verdicts }) + "\n");
    }
    write(
      JSON.stringify({
        type: "finished",
        unexpected: unexpected.length,
        differences: unexpected,
        status,
        seconds,
      }) + "\n",
    );
  } else {
    printVerdicts(summarize({ seed, profile, arithmetics }, shown), shown, { out, seconds });
    noteUnseen(expectation, shown);
    if (options.experiments) printExperiments(experiments);
  }
  return status;
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

/** Says how many claims of a file of expected verdicts the run did not look at. */
function noteUnseen(expectation: Expectation | undefined, evidence: readonly Evidence[]): void {
  if (expectation === undefined || "verdict" in expectation) return;
  const seen = new Set(evidence.map(({ id }) => id));
  const unseen = expectation.verdicts.claims.filter(({ id }) => !seen.has(id)).length;
  if (unseen > 0) write(`${unseen} claim(s) of ${expectation.file} were not searched.\n`);
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
    writeProblem("warning", `${more} more left out: \`deno task report ${out}\` names them`);
  }
  writeReports(out, report);
}

/** Shows this run in the summary of a job on GitHub, where it runs in one. */
function appendStepSummary(evidence: readonly Evidence[], folder: string): void {
  const path = Deno.env.get("GITHUB_STEP_SUMMARY");
  if (path === undefined || path === "") return;
  try {
    // What earlier commands of the step have written counts too.
    const size = Deno.statSync(path).size;
    const text = summaryMarkdown(evidence, { folder, limit: SUMMARY_LIMIT - size });
    Deno.writeTextFileSync(path, text, { append: true });
  } catch (error) {
    writeProblem("warning", `cannot append to GITHUB_STEP_SUMMARY ${path}: ${firstLine(error)}`);
  }
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

function firstLine(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.split("\n")[0]!;
}

if (import.meta.main) {
  Deno.exit(await runCommand(main, Deno.args, (error) => error instanceof WorkerStartError));
}
