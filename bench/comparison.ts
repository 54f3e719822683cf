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

/** What one side measured in a round. */
export interface Measured {
  /** Seconds: a number for the only thing that is measured, or one for each name. */
  readonly seconds: number | Seconds;
  /** A number that both sides compute, if they compute the same. */
  readonly check?: number;
}

/** Something that is measured here and by a script in Python. */
export interface Comparison {
  /** What is measured. */
  readonly what: string;
  /** The name of the script in `bench/python`, without `.py`. */
  readonly script: string;
  /** The script's options in a round, counted from 1. Default: none. */
  readonly options?: (round: number) => readonly string[];
  /** Measures what is to be compared. Round 0 does not count: it compiles the code. */
  readonly ours: (round: number) => Measured | Promise<Measured>;
  /** What the script measured, from what it printed. Default: what it printed. */
  readonly theirs?: (printed: Readonly<Record<string, unknown>>) => Measured;
  /** What is aimed at, for each name of the seconds; the name of a single number is empty. */
  readonly targets: Readonly<Record<string, string>>;
}

/** A row of the table of targets. */
export interface TargetRow {
  readonly what: string;
  readonly now: string;
  readonly target: string;
}

/** The checks of both sides may differ by so much, relative to them. */
const CHECK_TOLERANCE = 1e-8;

function secondsOf({ seconds }: Measured): Seconds {
  return typeof seconds === "number" ? { "": seconds } : seconds;
}

/**
 * Measures both sides in so many rounds, taking turns in who goes first.
 *
 * @param run Runs a script; what a test puts in its place. Default: {@linkcode runPython}.
 * @returns A row for each target.
 * @throws {Error} If the two sides do not compute the same, or a script fails.
 */
export async function compare(
  { what, script, options, ours, theirs, targets }: Comparison,
  rounds: number,
  run: typeof runPython = runPython,
): Promise<TargetRow[]> {
  const here: Seconds[] = [];
  const there: Seconds[] = [];
  let missing: string | undefined;
  const { check } = await ours(0);
  for (let round = 1; round <= rounds; round++) {
    const measureOurs = async () => here.push(secondsOf(await ours(round)));
    if (round % 2 === 0) await measureOurs();
    if (missing === undefined) {
      const answer = await run(script, options?.(round));
      if ("missing" in answer) missing = answer.missing;
      else {
        const measured = theirs?.(answer.measured) ?? answer.measured as unknown as Measured;
        requireSame(what, check, measured.check);
        there.push(secondsOf(measured));
      }
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

function requireSame(what: string, here: number | undefined, there: number | undefined): void {
  if (here === undefined || there === undefined) return;
  if (Math.abs(here - there) <= CHECK_TOLERANCE * Math.abs(here)) return;
  throw new Error(`${what} is not the same on both sides: its check is ${here}, there ${there}`);
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
