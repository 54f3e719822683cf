/**
 * How the benchmarks measure: warm up, then several rounds, of which the median counts.
 *
 * @module
 */

/** A measurement, in seconds of one repetition. */
export interface Measurement {
  /** The median of the rounds. */
  readonly median: number;
  /** Half the distance between the quartiles, over the median. */
  readonly spread: number;
  /** The number of rounds. */
  readonly rounds: number;
}

/** A round repeats until it is this long, in seconds, so that the clock's resolution is no matter. */
const SHORTEST_ROUND = 0.05;

/** Rounds of one measurement. */
const MOST_ROUNDS = 15;
const FEWEST_ROUNDS = 3;

/** Measures an operation for about so many seconds; a promise that it returns is waited for. */
export async function measure(operation: () => unknown, seconds = 1.5): Promise<Measurement> {
  const started = performance.now();
  let repetitions = 1;
  let time = await timed(operation, repetitions);
  while (time < SHORTEST_ROUND) {
    repetitions *= 2;
    time = await timed(operation, repetitions);
  }
  const rounds: number[] = [];
  while (
    rounds.length < FEWEST_ROUNDS ||
    (rounds.length < MOST_ROUNDS && performance.now() - started < 1000 * seconds)
  ) {
    rounds.push(await timed(operation, repetitions) / repetitions);
  }
  return summarize(rounds);
}

/** The median of some rounds and their spread. */
export function summarize(rounds: readonly number[]): Measurement {
  const sorted = rounds.toSorted((a, b) => a - b);
  const median = quantile(sorted, 0.5);
  return {
    median,
    spread: (quantile(sorted, 0.75) - quantile(sorted, 0.25)) / (2 * median),
    rounds: sorted.length,
  };
}

async function timed(operation: () => unknown, repetitions: number): Promise<number> {
  const started = performance.now();
  for (let repetition = 0; repetition < repetitions; repetition++) {
    const result = operation();
    if (result instanceof Promise) await result;
  }
  return (performance.now() - started) / 1000;
}

/** A quantile of sorted numbers, linear between them. */
function quantile(sorted: readonly number[], q: number): number {
  const position = q * (sorted.length - 1);
  const below = Math.floor(position);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below]! + (position - below) * (sorted[above]! - sorted[below]!);
}

/** The median of some numbers, in any order. */
export function median(values: readonly number[]): number {
  return quantile(values.toSorted((a, b) => a - b), 0.5);
}

/** Seconds with three digits, in the unit that suits them, and their spread. */
export function duration({ median, spread }: Measurement): string {
  return `${seconds(median)} ±${percent(spread)}`;
}

/** Seconds with three digits, in the unit that suits them. */
export function seconds(value: number): string {
  const [factor, unit] = value < 1e-3 ? [1e6, "µs"] : value < 1 ? [1e3, "ms"] : [1, "s "];
  const digits = (factor * value).toPrecision(3);
  return `${Number(digits) >= 1000 ? Number(digits) : digits} ${unit}`;
}

/** A fraction in per cent. */
export function percent(fraction: number): string {
  return `${(100 * fraction).toFixed(0).padStart(2)} %`;
}
