/**
 * Comparisons with baselines in Python, round by round in one run, so that what else the machine does
 * meets both.
 *
 * @module
 */

import { duration, median, percent, seconds, summarize } from "./measure.ts";
import { runPython } from "./python.ts";

/** Seconds of what is measured, by its name. */
export type Seconds = Readonly<Record<string, number>>;

/** Something that is measured here and by a script in Python. */
export interface Comparison {
  /** What is measured. */
  readonly what: string;
  /** The name of the script in `bench/python`, without `.py`. */
  readonly script: string;
  /** The script's options in a round, counted from 1. Default: none. */
  readonly options?: (round: number) => readonly string[];
  /** Measures what is to be compared. Round 0 does not count: it compiles the code. */
  readonly ours: (round: number) => Seconds | Promise<Seconds>;
  /** The seconds in what the script printed. Default: its `seconds`. */
  readonly theirs?: (printed: Readonly<Record<string, unknown>>) => Seconds;
  /** What is aimed at, for each name that `ours` gives. */
  readonly targets: Readonly<Record<string, string>>;
}

/** A row of the table of targets. */
export interface TargetRow {
  readonly what: string;
  readonly now: string;
  readonly target: string;
}

/** The seconds that scripts print: a number for the only thing that they measure, or one a size. */
function printedSeconds({ seconds }: Readonly<Record<string, unknown>>): Seconds {
  return typeof seconds === "number" ? { "": seconds } : seconds as Seconds;
}

/**
 * Measures both sides in so many rounds, taking turns in who goes first.
 *
 * @param run Runs a script; what a test puts in its place. Default: {@linkcode runPython}.
 * @returns A row for each target.
 */
export async function compare(
  { what, script, options, ours, theirs = printedSeconds, targets }: Comparison,
  rounds: number,
  run: typeof runPython = runPython,
): Promise<TargetRow[]> {
  const here: Seconds[] = [];
  const there: Seconds[] = [];
  let missing: string | undefined;
  await ours(0);
  for (let round = 1; round <= rounds; round++) {
    const measureOurs = async () => here.push(await ours(round));
    if (round % 2 === 0) await measureOurs();
    if (missing === undefined) {
      const answer = await run(script, options?.(round));
      if ("missing" in answer) missing = answer.missing;
      else there.push(theirs(answer.measured));
    }
    if (round % 2 === 1) await measureOurs();
  }
  return Object.entries(targets).map(([name, target]) => {
    const mine = here.map((measured) => measured[name]!);
    const now = missing === undefined
      ? comparison(mine, there.map((measured) => measured[name]!))
      : `${duration(summarize(mine))}; baseline not measured: ${missing}`;
    return { what: name === "" ? what : `${what}, ${name}`, now, target };
  });
}

/** The ratio of the medians, with the spread of the rounds' ratios. */
function comparison(ours: readonly number[], theirs: readonly number[]): string {
  const factor = median(theirs) / median(ours);
  const { spread } = summarize(theirs.map((time, round) => time / ours[round]!));
  const times = factor >= 1
    ? `${factor.toFixed(2)} times faster`
    : `${(1 / factor).toFixed(2)} times slower`;
  return `${times} ±${percent(spread).trim()} ` +
    `(${seconds(median(ours)).trim()} against ${seconds(median(theirs)).trim()})`;
}
