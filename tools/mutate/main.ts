/**
 * `deno task mutate`: how many small mistakes in the code its tests notice.
 *
 * It works on a copy of the checkout, with one mutant at a time. A mutant is caught if a test fails or
 * does not end; whether the type checker lets it pass is asked of its own module alone. The tests that
 * are run are the nearest that import the module, directly or not, or start it as a process; with
 * `--wide`, what survives these meets all tests that need the module.
 *
 * @module
 */

import colors from "picocolors";
import { join, relative } from "node:path";
import { formatTable } from "../../verify/cli/tables.ts";
import {
  columnsOf,
  commandLine,
  FAILURE,
  integer,
  positive,
  runCommand,
  SUCCESS,
  write,
  writeProblem,
} from "../../verify/cli/terminal.ts";
import { randomFor } from "../../verify/random.ts";
import { writeJson } from "../../verify/report/files.ts";
import { ROOT } from "../../verify/testdata/command_line.ts";
import { UsageError } from "../../verify/usage_error.ts";
import { withScratch } from "../scratch.ts";
import { distancesFrom, filesBelow, importsOf, testsOf } from "./coverage.ts";
import { applyMutant, diffOf, type Mutant, mutantsOf } from "./mutants.ts";
import { compiles, type Outcome, runTests } from "./trial.ts";

/** What is mutated where nothing is named. */
const FOLDERS = ["verify", "lib"];

/** The module by which tests run tasks. */
const TASKS = "verify/testdata/command_line.ts";

interface Options {
  readonly share: number;
  readonly seed: number;
  readonly limit: number;
  readonly tests: number;
  readonly least: number;
  readonly wide?: boolean;
  readonly out: string;
}

/** A mutant and what became of it. */
interface Result extends Mutant {
  readonly path: string;
  readonly outcome: Outcome;
  /** What it changes. */
  readonly diff: string;
}

async function main(args: readonly string[]): Promise<number> {
  const command = commandLine(
    "deno task mutate",
    "Make small mistakes in the code, one at a time, and see whether its tests notice.",
  )
    .argument("[files...]", `modules, or folders of them (default: ${FOLDERS.join(", ")})`)
    .option("--share <p>", "the share of the mutants that is tried, at random", share, 0.02)
    .option("--seed <n>", "the seed of the sample", integer(-Infinity), 1)
    .option("--limit <seconds>", "test files that take longer are left out", positive, 30)
    .option("--tests <n>", "how many of the nearest test files are run", integer(1), 3)
    .option("--wide", "let what survives these meet all others that need the module")
    .option("--least <p>", "the share that must be caught", share, 0)
    .option("--out <file>", "where the results are written", "reports/mutants.json")
    .addHelpText(
      "after",
      "\nExit status: 0 enough was caught, 1 less than --least, 2 wrong usage.",
    );
  command.parse([...args], { from: "user" });
  const options = command.opts<Options>();
  const modules = modulesOf(command.processedArgs[0] as readonly string[]);
  return await withScratch("assay_mutate_", async (root) => {
    copyCheckout(root);
    return report(await tryAll(root, modules, options), options);
  });
}

/** A share from 0 to 1. */
function share(text: string): number {
  const value = Number(text);
  if (text.trim() !== "" && value >= 0 && value <= 1) return value;
  throw new UsageError(`a share is a number from 0 to 1, not ${JSON.stringify(text)}`);
}

/** The modules that are named, as paths from the checkout. */
function modulesOf(named: readonly string[]): string[] {
  const paths = named.length === 0
    ? FOLDERS
    : named.map((path) => relative(ROOT, join(Deno.cwd(), path)));
  const modules = paths.flatMap((path) => {
    let isFolder: boolean;
    try {
      isFolder = Deno.statSync(join(ROOT, path)).isDirectory;
    } catch {
      throw new UsageError(`there is no ${path} in the checkout`);
    }
    return isFolder ? filesBelow(ROOT, path) : [path];
  }).filter((path) =>
    path.endsWith(".ts") && !path.endsWith("_test.ts") && !path.includes("testdata/")
  );
  if (modules.length === 0) throw new UsageError("there is no module to change (.ts, no tests)");
  return modules;
}

/** Copies what tests need; what begins with a point or is made by commands is left out. */
function copyCheckout(to: string, below = ""): void {
  for (const { name, isDirectory } of Deno.readDirSync(join(ROOT, below))) {
    if (name.startsWith(".") || (below === "" && ["reports", "node_modules"].includes(name))) {
      continue;
    }
    const path = join(below, name);
    if (isDirectory) {
      Deno.mkdirSync(join(to, path));
      copyCheckout(to, path);
    } else Deno.copyFileSync(join(ROOT, path), join(to, path));
  }
  if (below === "") Deno.mkdirSync(join(to, ".tmp"));
}

async function tryAll(
  root: string,
  modules: readonly string[],
  { share, seed, limit, tests: mostTests, wide = false }: Options,
): Promise<Result[]> {
  const tests = filesBelow(root, "").filter((path) => /_test\.tsx?$/.test(path));
  const imports = await importsOf(root, tests, TASKS);
  const distances = new Map(tests.map((test) => [test, distancesFrom(imports, test)]));
  const durations = new Map<string, number | undefined>();
  /** The first so many of these that pass within the limit. */
  const usable = async (wanted: readonly string[], most: number) => {
    const found: string[] = [];
    for (const test of wanted) {
      if (found.length === most) break;
      if (!durations.has(test)) {
        const { end, seconds } = await runTests(root, [test], limit);
        durations.set(test, end === "passed" ? seconds : undefined);
        if (end !== "passed") writeProblem("warning", `left out: ${test} ${end} as it is`);
      }
      if (durations.get(test) !== undefined) found.push(test);
    }
    return found;
  };
  const outcomeOf = async (wanted: readonly string[]): Promise<Outcome> => {
    if (wanted.length === 0) return "no test";
    const usual = wanted.reduce((sum, test) => sum + durations.get(test)!, 0);
    // On a machine that has become busy, tests may take some times as long.
    const { end } = await runTests(root, wanted, Math.ceil(20 + 5 * usual));
    return end === "passed" ? "survived" : end === "failed" ? "caught" : "timed out";
  };

  const results: Result[] = [];
  for (const path of modules) {
    const source = await Deno.readTextFile(join(root, path));
    const sample = sampleOf(mutantsOf(source), share, seed, path);
    if (sample.length === 0) continue;
    const passing = await compiles(root, path, source, sample);
    const candidates = testsOf(path, distances);
    const near = passing.includes(true) ? await usable(candidates, mostTests) : [];
    const outcomes: Outcome[] = [];
    const tryWith = async (mutant: Mutant, wanted: readonly string[]) => {
      await Deno.writeTextFile(join(root, path), applyMutant(source, mutant));
      try {
        return await outcomeOf(wanted);
      } finally {
        await Deno.writeTextFile(join(root, path), source);
      }
    };
    for (const [index, mutant] of sample.entries()) {
      outcomes.push(passing[index] ? await tryWith(mutant, near) : "did not compile");
    }
    const isLeft = (index: number) => ["survived", "no test"].includes(outcomes[index]!);
    if (wide && sample.some((_, index) => isLeft(index))) {
      const others = candidates.filter((test) => !near.includes(test));
      const far = await usable(others, Infinity);
      for (const [index, mutant] of sample.entries()) {
        if (isLeft(index) && far.length > 0) outcomes[index] = await tryWith(mutant, far);
      }
    }
    for (const [index, mutant] of sample.entries()) {
      const outcome = outcomes[index]!;
      const diff = diffOf(source, mutant);
      results.push({ path, ...mutant, outcome, diff });
      write(`${colored(outcome)}  ${path}:${mutant.line}  ${mutant.kind}\n`);
      if (outcome === "survived") write(diff.replaceAll(/^/gm, "    ") + "\n");
    }
  }
  return results;
}

/** A share of the mutants, in the order of the source; the same for the same seed. */
function sampleOf(mutants: readonly Mutant[], share: number, seed: number, path: string): Mutant[] {
  const random = randomFor("mutants", seed, path);
  return mutants.filter(() => random.nextDouble() < share);
}

function colored(outcome: Outcome): string {
  const word = outcome.padEnd("did not compile".length);
  return outcome === "survived" || outcome === "no test"
    ? colors.red(word)
    : outcome === "did not compile"
    ? colors.dim(word)
    : colors.green(word);
}

function report(results: readonly Result[], { out, least, seed, share }: Options): number {
  const count = (of: readonly Result[], ...outcomes: Outcome[]) =>
    of.filter(({ outcome }) => outcomes.includes(outcome)).length;
  const right = (value: number) => ({ content: `${value}`, hAlign: "right" }) as const;
  const rows = [...Map.groupBy(results, ({ kind }) => kind)].map(([kind, of]) => [
    kind,
    right(count(of, "caught")),
    right(count(of, "timed out")),
    right(count(of, "survived")),
    right(count(of, "no test")),
    right(count(of, "did not compile")),
  ]);
  const columns = columnsOf(Deno.stdout);
  const head = ["kind", "caught", "timed out", "survived", "no test", "did not compile"];
  write(`\n${formatTable(head, rows, { columns, wrapped: 0 })}\n`);
  const caught = count(results, "caught", "timed out");
  const compiled = caught + count(results, "survived", "no test");
  const part = compiled === 0 ? 1 : caught / compiled;
  writeJson(out, { schema: "assay.mutants/1", seed, share, caught, compiled, mutants: results });
  write(
    `\n${caught} of ${compiled} mutants that compile are caught (${(100 * part).toFixed(1)} %)\n`,
  );
  write(`Results: ${out}\n`);
  return part >= least ? SUCCESS : FAILURE;
}

if (import.meta.main) Deno.exit(await runCommand(main, Deno.args));
