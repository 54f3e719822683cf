/**
 * `deno task torture`: kills runs, damages files, draws flags and fills disks, and counts what must
 * not happen: a torn file, a lost report, a stack trace, an exit status other than 0, 1, 2 and the
 * signals', a hang, a script in a page.
 *
 * @module
 */

import colors from "picocolors";
import { Option } from "commander";
import { join } from "node:path";
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
} from "../../verify/cli/terminal.ts";
import { randomFor } from "../../verify/random.ts";
import { withScratch } from "../scratch.ts";
import { run, shorten } from "./command.ts";
import { disk } from "./disk.ts";
import { files } from "./files.ts";
import { flags } from "./flags.ts";
import type { Failure, Kind, Lab } from "./kind.ts";
import { kills, searchArguments } from "./kills.ts";

const KINDS: readonly Kind[] = [kills, files, flags, disk];

/** The most failures of one kind that are told. */
const MOST_TOLD = 10;

interface Options {
  readonly minutes: number;
  readonly seed: number;
  readonly only?: string;
  readonly first: number;
  readonly tries?: number;
}

/** What became of one kind. */
interface Tally {
  readonly kind: Kind;
  tries: number;
  readonly failures: { readonly index: number; readonly failure: Failure }[];
  /** Why it was not tried. */
  readonly skipped?: string;
}

async function main(args: readonly string[]): Promise<number> {
  const command = commandLine(
    "deno task torture",
    "Try to harm runs and reports: by signals, damaged files, flags and full disks.",
  )
    .option("--minutes <n>", "how long; at least one round of each kind is made", positive, 5)
    .option("--seed <n>", "the seed of all that is tried", integer(-Infinity), 1)
    .addOption(
      new Option("--only <kind>", "one kind alone").choices(KINDS.map(({ name }) => name)),
    )
    .option("--first <n>", "the first try, to repeat one that failed", integer(0), 0)
    .option("--tries <n>", "so many tries of each kind, however long they take", integer(1))
    .addHelpText("after", "\nExit status: 0 nothing gave way, 1 something did, 2 wrong usage.");
  command.parse([...args], { from: "user" });
  const options = command.opts<Options>();
  return await withScratch(
    "assay_torture_",
    async (scratch) => report(await torture(await labIn(scratch), options), options),
    {
      close: async () => {
        for (const kind of KINDS) await kind.close();
      },
    },
  );
}

/** Makes the report folder of an undisturbed run. */
async function labIn(scratch: string): Promise<Lab> {
  const reference = join(scratch, "reports");
  // The first run compiles the modules; the second tells how long one takes.
  let seconds = 0;
  for (let k = 0; k < 2; k++) {
    const started = performance.now();
    const { code, stderr } = await run("verify", searchArguments(reference), { cwd: scratch });
    if (code !== 0) throw new Error(`an undisturbed run fails: ${shorten(stderr)}`);
    seconds = (performance.now() - started) / 1000;
  }
  return { scratch, reference, seconds };
}

async function torture(lab: Lab, { minutes, seed, only, first, tries }: Options): Promise<Tally[]> {
  const tallies: Tally[] = [];
  for (const kind of KINDS.filter(({ name }) => only === undefined || name === only)) {
    const skipped = await kind.prepare(lab);
    tallies.push({ kind, tries: 0, failures: [], ...(skipped === undefined ? {} : { skipped }) });
  }
  const active = tallies.filter(({ skipped }) => skipped === undefined);
  const deadline = performance.now() + minutes * 60_000;
  const isOver = () => tries === undefined && performance.now() > deadline;
  let unfinished = active;
  for (let round = 0; unfinished.length > 0 && (round === 0 || !isOver()); round++) {
    for (const tally of unfinished) {
      const { kind, failures } = tally;
      for (let k = 0; k < kind.share && tally.tries !== tries; k++) {
        // The first try of each kind is always made.
        if (tally.tries > 0 && isOver()) break;
        const index = first + tally.tries++;
        const failure = await kind.attempt(lab, randomFor("torture", seed, kind.name, index));
        if (failure !== undefined) failures.push({ index, failure });
      }
    }
    unfinished = active.filter((tally) => tally.tries !== tries);
  }
  return tallies;
}

function report(tallies: readonly Tally[], { seed }: Options): number {
  const count = (tried: readonly Tally[]) => ({
    tries: tried.reduce((sum, { tries }) => sum + tries, 0),
    failed: tried.reduce((sum, { failures }) => sum + failures.length, 0),
  });
  const right = (content: string) => ({ content, hAlign: "right" }) as const;
  const rows = tallies.map((tally) => {
    const { kind, tries, failures, skipped } = tally;
    const byHarm = Map.groupBy(failures, ({ failure }) => failure.harm);
    const what = [...byHarm].map(([harm, { length }]) => `${length} ${harm}`).join(", ");
    const remark = skipped === undefined ? what : `skipped: ${skipped}`;
    return [kind.name, right(`${tries}`), right(`${failures.length}`), remark];
  });
  const columns = columnsOf(Deno.stdout);
  write(formatTable(["kind", "tries", "failures", ""], rows, { columns, wrapped: 3 }) + "\n");
  for (const { kind, failures } of tallies) {
    for (const { index, failure: { harm, detail } } of failures.slice(0, MOST_TOLD)) {
      write(
        `\n${colors.red(harm)}: ${detail}\n` +
          `  deno task torture --seed ${seed} --only ${kind.name} --first ${index} --tries 1\n`,
      );
    }
    if (failures.length > MOST_TOLD) write(`\nand ${failures.length - MOST_TOLD} more\n`);
  }
  const { tries, failed } = count(tallies);
  write(`\ntorture: ${tries} tries, ${failed} failures\n`);
  return failed === 0 ? SUCCESS : FAILURE;
}

if (import.meta.main) Deno.exit(await runCommand(main, Deno.args));
