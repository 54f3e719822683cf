/**
 * `deno task verify`: the command line.
 *
 * @module
 */

import cliProgress from "cli-progress";
import Table from "cli-table3";
import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { distance } from "fastest-levenshtein";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import colors from "picocolors";
import { type Claim, paperOf, variantNames, type Verdict } from "./claim.ts";
import type { Evidence, RelationEvidence } from "./evidence.ts";
import { searchInProcesses, WorkerStartError } from "./pool.ts";
import { type ProfileName, PROFILES } from "./profile.ts";
import { CATALOGUE, loadClaims } from "./registry.ts";
import { readEvidence, replay } from "./replay.ts";
import {
  checkWritable,
  evidencePath,
  isExpected,
  summarize,
  type Verdicts,
  writeJson,
} from "./report.ts";
import { UsageError } from "./usage_error.ts";
import { VERSION } from "./version.ts";

/** The exit statuses. */
const EXPECTED = 0;
const UNEXPECTED = 1;
const WRONG_USAGE = 2;

/** Seconds after which a claim is given up, by profile. */
const TIME_LIMITS: Readonly<Record<ProfileName, number>> = {
  quick: 120,
  standard: 1200,
  thorough: 12_000,
};

interface Options {
  readonly profile: ProfileName;
  readonly seed: number;
  readonly jobs: number;
  readonly arithmetic: "float64" | "float32" | "both";
  readonly backend?: "tensorflow" | "wasm" | "cpu";
  readonly timeLimit?: number;
  readonly out: string;
  readonly claims?: string;
  readonly list?: boolean;
  readonly replay?: string;
  readonly json?: boolean;
}

function write(text: string): void {
  writeAll(Deno.stdout, text);
}

function writeAll(to: { writeSync(bytes: Uint8Array): number }, text: string): void {
  let bytes = new TextEncoder().encode(text);
  while (bytes.length > 0) bytes = bytes.subarray(to.writeSync(bytes));
}

function integer(least: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^[+-]?\d+$/.test(text) && Number.isSafeInteger(value) && value >= least) return value;
    throw new InvalidArgumentError(
      least === -Infinity
        ? "It must be an integer."
        : `It must be an integer that is at least ${least}.`,
    );
  };
}

function positive(text: string): number {
  const value = Number(text);
  if (text.trim() !== "" && Number.isFinite(value) && value > 0) return value;
  throw new InvalidArgumentError("It must be a positive number.");
}

function commandLine(): Command {
  return new Command("deno task verify")
    .description("Search claims for counterexamples and write a report of each.")
    .version(VERSION)
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
      new Option("--backend <name>", "the TensorFlow.js backend (default: the fastest that loads)")
        .choices(["tensorflow", "wasm", "cpu"]).env("ASSAY_BACKEND"),
    )
    .option("--time-limit <seconds>", "after which a claim is given up", positive)
    .option("--out <folder>", "the report folder", "reports")
    .option("--claims <module>", "a module that exports `claims`, instead of the catalogue")
    .option("--list", "list the claims and end")
    .option("--replay <file>", "show the recorded instance of an evidence file again and end")
    .option("--json", "progress and verdicts as JSON, one object a line")
    .addHelpText("after", "\nExit status: 0 all verdicts as expected, 1 some not, 2 wrong usage.")
    .exitOverride()
    .configureOutput({
      writeOut: write,
      writeErr: () => {},
      getOutHasColors: () => colors.isColorSupported,
      getErrHasColors: () => colors.isColorSupported,
      getOutHelpWidth: () => 100,
      getErrHelpWidth: () => 100,
    });
}

async function main(args: readonly string[]): Promise<number> {
  const command = commandLine();
  // An empty variable is as good as none: that is how shells unset one for a single command.
  if (Deno.env.get("ASSAY_BACKEND") === "") Deno.env.delete("ASSAY_BACKEND");
  command.parse([...args], { from: "user" });
  const options = command.opts<Options>();
  const url = options.claims === undefined
    ? CATALOGUE
    : pathToFileURL(resolve(options.claims)).href;
  const all = await loadClaimsForUser(url, options.claims);
  if (options.replay !== undefined) {
    return await runReplay(all, select(all, command.args), url, options.replay, options);
  }
  const claims = select(all, command.args);
  if (options.list) return list(claims, options);
  return await runSearch(claims, url, options);
}

async function loadClaimsForUser(url: string, path: string | undefined): Promise<readonly Claim[]> {
  if (path === undefined) return await loadClaims(url);
  let claims: readonly Claim[];
  try {
    claims = await loadClaims(url);
  } catch (error) {
    throw new UsageError(`cannot load claims from ${path}: ${firstLine(error)}`);
  }
  if (claims.length === 0) throw new UsageError(`${path} lists no claims`);
  return claims;
}

/** The claims that the arguments name: an id, or a prefix of ids. */
function select(claims: readonly Claim[], names: readonly string[]): readonly Claim[] {
  if (names.length === 0) return claims;
  const selected = new Set<Claim>();
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

function list(claims: readonly Claim[], { json }: Options): number {
  const table = plainTable(["claim", "kind", "expected", "title"]);
  for (const claim of claims) {
    const expected = variantNames(claim)
      .map((name) => `${name} ${claim.variants[name]!.expected ?? "?"}`);
    if (json) {
      const { id, title, locus, kind } = claim;
      write(JSON.stringify({ type: "claim", id, title, locus, kind, expected }) + "\n");
    } else {
      table.push([claim.id, claim.kind, expected.join(", "), claim.title]);
    }
  }
  if (!json) write(table.toString() + "\n");
  return EXPECTED;
}

function plainTable(head: readonly string[]): Table.Table {
  return new Table({
    head: head.map((text) => colors.dim(text)),
    chars: {
      ...{ "top": "", "top-mid": "", "top-left": "", "top-right": "" },
      ...{ "bottom": "", "bottom-mid": "", "bottom-left": "", "bottom-right": "" },
      ...{ "left": "", "left-mid": "", "mid": "", "mid-mid": "" },
      ...{ "right": "", "right-mid": "", "middle": "  " },
    },
    style: { "padding-left": 0, "padding-right": 0, head: [], border: [] },
  });
}

async function runSearch(
  claims: readonly Claim[],
  url: string,
  options: Options,
): Promise<number> {
  const { seed, profile, jobs, out } = options;
  const verdictsPath = join(out, "verdicts.json");
  const timingsPath = join(out, "timings.json");
  checkWritable([verdictsPath, timingsPath, ...claims.map(({ id }) => evidencePath(out, id))]);
  const display = options.json ? jsonDisplay() : humanDisplay(claims.length);
  const seconds: Record<string, number> = {};
  const started = performance.now();
  const evidence = await searchInProcesses(claims, {
    claims: url,
    arithmetics: options.arithmetic === "both" ? ["float64", "float32"] : [options.arithmetic],
    ...(options.backend === undefined ? {} : { backend: options.backend }),
    seed,
    profile,
    jobs,
    timeLimit: options.timeLimit ?? TIME_LIMITS[profile],
    onStart: display.start,
    onProgress: display.progress,
    onDone: (claim, found, time) => {
      writeJson(evidencePath(out, claim.id), found);
      seconds[claim.id] = time;
      display.done(claim, found, time);
    },
  }).finally(() => display.close());
  const arithmetics = evidence.find((found) => found.arithmetics.length > 0)?.arithmetics ?? [];
  const verdicts = summarize({ seed, profile, arithmetics }, evidence);
  writeJson(verdictsPath, verdicts);
  const total = (performance.now() - started) / 1000;
  writeJson(timingsPath, {
    schema: "assay.timings/1",
    seconds: total,
    claims: Object.fromEntries(claims.map(({ id }) => [id, seconds[id]])),
  });
  const unexpected =
    verdicts.claims.flatMap(({ variants }) =>
      Object.values(variants).filter((variant) => !isExpected(variant))
    ).length;
  const status = unexpected === 0 ? EXPECTED : UNEXPECTED;
  if (options.json) {
    write(JSON.stringify({ type: "finished", unexpected, status, seconds: total }) + "\n");
  } else {
    printVerdicts(verdicts, evidence, options, total, unexpected);
  }
  return status;
}

interface Display {
  readonly start: (claim: Claim) => void;
  readonly progress: (
    claim: Claim,
    progress: { readonly phase: string; readonly accepted: number; readonly budget: number },
  ) => void;
  readonly done: (claim: Claim, evidence: Evidence, seconds: number) => void;
  readonly close: () => void;
}

function jsonDisplay(): Display {
  const line = (value: unknown) => write(JSON.stringify(value) + "\n");
  return {
    start: ({ id }) => line({ type: "started", id }),
    progress: ({ id }, { phase, accepted, budget }) =>
      line({ type: "progress", id, phase, accepted, budget }),
    done: ({ id }, { variants }, seconds) =>
      line({
        type: "done",
        id,
        variants: Object.fromEntries(
          Object.entries(variants).map(([name, { verdict }]) => [name, verdict]),
        ),
        seconds,
      }),
    close: () => {},
  };
}

/** A bar on a terminal, otherwise a line for each claim that is done; on standard error. */
function humanDisplay(total: number): Display {
  if (!Deno.stderr.isTerminal()) {
    let count = 0;
    return {
      start: () => {},
      progress: () => {},
      done: ({ id }, { variants }, seconds) => {
        const found = Object.entries(variants).map(([name, { verdict }]) => `${name} ${verdict}`);
        const position = String(++count).padStart(String(total).length);
        writeAll(
          Deno.stderr,
          `${position}/${total}  ${id}: ${found.join(", ")} (${seconds.toFixed(1)} s)\n`,
        );
      },
      close: () => {},
    };
  }
  const running = new Map<string, string>();
  const bar = new cliProgress.SingleBar({
    format: "{bar} {value}/{total} claims  {duration_formatted}  {running}",
    barsize: 24,
    hideCursor: true,
    clearOnComplete: true,
    fps: 8,
  }, cliProgress.Presets.shades_classic);
  const show = () => bar.update({ running: [...running.values()].join("  ").slice(0, 52) });
  bar.start(total, 0, { running: "" });
  return {
    start: ({ id }) => {
      running.set(id, id);
      show();
    },
    progress: ({ id }, { phase, accepted, budget }) => {
      running.set(id, `${id} ${phase} ${accepted}/${budget}`);
      show();
    },
    done: ({ id }) => {
      running.delete(id);
      bar.increment();
      show();
    },
    close: () => bar.stop(),
  };
}

function colored(verdict: Verdict): string {
  switch (verdict) {
    case "holds":
      return colors.green(verdict);
    case "refuted":
      return colors.magenta(verdict);
    case "error":
      return colors.red(verdict);
    default:
      return colors.yellow(verdict);
  }
}

function printVerdicts(
  { claims, arithmetics, seed, profile }: Verdicts,
  evidence: readonly Evidence[],
  options: Options,
  seconds: number,
  unexpected: number,
): void {
  const table = plainTable(["claim", "variant", "verdict", "expected", "tightness", "instances"]);
  for (const { id, variants } of claims) {
    for (const [name, variant] of Object.entries(variants)) {
      const { verdict, expected, tightness, instances } = variant;
      table.push([
        name === "printed" ? id : "",
        name,
        colored(verdict),
        isExpected(variant)
          ? (expected === null ? colors.dim("none") : "yes")
          : colors.red(`NO: ${expected ?? "no error"}`),
        { content: tightness === null ? "" : shortNumber(tightness), hAlign: "right" },
        { content: String(instances), hAlign: "right" },
      ]);
    }
  }
  write(`\n${table.toString()}\n`);
  for (const found of evidence) printFindings(found, options);
  const used = arithmetics.map(({ name, backend }) => `${name} (${backend})`).join(", ");
  write(
    `\n${claims.length} claims of ${new Set(claims.map(({ id }) => paperOf(id))).size} paper(s), ` +
      `profile ${profile}, seed ${seed}, ${used}, ${seconds.toFixed(1)} s\n` +
      `${
        unexpected === 0
          ? "Every verdict is the expected one."
          : colors.red(`${unexpected} verdict(s) are not the expected ones.`)
      } Evidence: ${options.out}\n`,
  );
}

/** What a reader wants to see at once: broken relations, and reasons. */
function printFindings({ id, variants }: Evidence, { out, claims }: Options): void {
  for (const [name, variant] of Object.entries(variants)) {
    const { verdict, reason, example, refutation } = variant;
    if (verdict === "holds") continue;
    write(`\n${colored(verdict)}  ${colors.bold(id)} (${name})\n`);
    if (reason !== null) write(`  ${reason}\n`);
    if (refutation !== null && example !== null) {
      const broken = example.relations.find(({ label, family }) =>
        refutation.confirmation.label === (family === undefined ? label : `${label} [${family}]`)
      );
      if (broken !== undefined) write(`  ${relationLine(broken)}\n`);
      write(`  on ${shorten(JSON.stringify(example.instance), 220)}\n`);
      const source = claims === undefined ? "" : ` --claims ${claims}`;
      write(`  deno task verify${source} --replay ${evidencePath(out, id)}\n`);
    } else if (verdict === "error" && example !== null) {
      write(`  on ${shorten(JSON.stringify(example.instance), 220)}\n`);
    }
  }
}

function relationLine({ label, lhs, sense, rhs, margin, radius, step }: RelationEvidence): string {
  const where = [
    ...(radius === undefined ? [] : [`radius ${shortNumber(radius)}`]),
    ...(step === undefined ? [] : [`step ${shortNumber(step)}`]),
  ].join(", ");
  return `${label}: ${shortNumber(lhs)} ${sense} ${shortNumber(rhs)} ` +
    `(margin ${shortNumber(margin)}${where === "" ? "" : `; ${where}`})`;
}

function shortNumber(value: number): string {
  return String(Number(value.toPrecision(6)));
}

function shorten(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}

async function runReplay(
  all: readonly Claim[],
  selected: readonly Claim[],
  url: string,
  path: string,
  { backend, timeLimit, json }: Options,
): Promise<number> {
  const evidence = readEvidence(path);
  const claim = all.find(({ id }) => id === evidence.id);
  if (claim === undefined) {
    throw new UsageError(`the replay file ${path} is of ${evidence.id}, which is no claim here`);
  }
  if (!selected.includes(claim)) {
    const asked = selected.map(({ id }) => id).join(", ");
    throw new UsageError(`the replay file ${path} is of ${evidence.id}, not of ${asked}`);
  }
  const replayed = await replay(claim, evidence, {
    claims: url,
    ...(backend === undefined ? {} : { backend }),
    timeLimit: timeLimit ?? TIME_LIMITS.quick,
  });
  if (json) {
    for (const variant of replayed) {
      write(JSON.stringify({ type: "replay", id: claim.id, ...variant }) + "\n");
    }
  } else {
    write(`${colors.bold(claim.id)}  ${claim.title}\n`);
    if (replayed.length === 0) write("The file holds no instance.\n");
    for (const variant of replayed) printReplay(variant);
  }
  return replayed.every(({ same }) => same) ? EXPECTED : UNEXPECTED;
}

function printReplay(
  { name, recorded, observed, same }: Awaited<ReturnType<typeof replay>>[number],
): void {
  write(`\n${name}: ${recorded.role} in ${recorded.arithmetic}\n`);
  write(`${JSON.stringify(recorded.instance)}\n`);
  if ("error" in observed) {
    write(`  ${observed.error}\n`);
  } else {
    for (const relation of observed.relations) {
      write(
        `  ${relation.violated ? colors.magenta("broken") : "kept  "}  ${relation.label}` +
          `${relation.family === undefined ? "" : ` [${relation.family}]`}\n` +
          `          ${relation.lhs} ${relation.sense} ${relation.rhs}   ` +
          `margin ${relation.margin}, tolerance ${relation.tolerance}\n`,
      );
    }
  }
  write(same ? "  the same as recorded\n" : colors.red("  NOT the same as recorded\n"));
}

function firstLine(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.split("\n")[0]!;
}

/** Runs the command line and returns the exit status; mistakes of the user become one line. */
async function run(args: readonly string[]): Promise<number> {
  try {
    return await main(args);
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return EXPECTED;
    const isUsage = error instanceof CommanderError || error instanceof UsageError ||
      error instanceof WorkerStartError;
    if (!isUsage) throw error;
    // Some messages list reasons on lines of their own.
    const message = error.message.replace(/^error: /, "").replaceAll(/\s*\n\s*/g, " ").trim();
    writeAll(Deno.stderr, `${colors.red("error:")} ${message}\n`);
    return WRONG_USAGE;
  }
}

if (import.meta.main) Deno.exit(await run(Deno.args));
