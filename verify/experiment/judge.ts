/**
 * Verdicts on sentences about experiments.
 *
 * @module
 */

import type { Verdict } from "../claim.ts";
import { type Comparison, medianEstimate, rateEstimate } from "./comparison.ts";
import type { Measured } from "./experiment.ts";

/** The probability with which a verdict may be wrong, however many seeds are looked at, and when. */
export const ERROR_PROBABILITY = 0.01;

/** No number of seeds beyond this is told to be enough. */
const MOST_SEEDS = 1_000;

/** A comparison and what the runs say of it. */
export interface JudgedComparison extends Pick<Comparison, "label" | "sense" | "threshold" | "of"> {
  /** The quantity, with the interval that supports it. */
  readonly measured: Measured;
  /** Whether the interval is on the right side, on the wrong one, or on both. */
  readonly status: "supported" | "violated" | "undecided";
}

/** The verdict on a sentence. */
export interface SentenceVerdict {
  /** The verdict. */
  readonly verdict: Verdict;
  /** Why; null for `holds`. */
  readonly reason: string | null;
  /** What it rests on. */
  readonly comparisons: readonly JudgedComparison[];
}

/**
 * Judges a sentence: `holds` if every comparison is supported, `refuted` if one is violated, and
 * otherwise `inconclusive`.
 *
 * A false sentence has a comparison that is false, which is supported with probability at most
 * {@linkcode ERROR_PROBABILITY}: so is the sentence. Of a true one any comparison might be found
 * violated, so each may be with its share of that probability.
 */
export function judgeSentence(comparisons: readonly Comparison[]): SentenceVerdict {
  if (comparisons.length === 0) {
    return {
      verdict: "inconclusive",
      reason: "this profile does not run what the sentence speaks of",
      comparisons: [],
    };
  }
  const share = ERROR_PROBABILITY / comparisons.length;
  const judged = comparisons.map((comparison): JudgedComparison => {
    const { label, sense, threshold, of } = comparison;
    const measured = comparison.estimate(ERROR_PROBABILITY);
    const status = isBeyond(comparison, comparison.estimate(share))
      ? "violated"
      : isWithin(comparison, measured)
      ? "supported"
      : "undecided";
    return { label, sense, threshold, of, measured, status };
  });
  const violated = judged.find(({ status }) => status === "violated");
  if (violated !== undefined) {
    return {
      verdict: "refuted",
      reason: `${violated.label}: ${tell(violated)}`,
      comparisons: judged,
    };
  }
  const undecided = judged.filter(({ status }) => status === "undecided");
  if (undecided.length === 0) return { verdict: "holds", reason: null, comparisons: judged };
  const first = undecided[0]!;
  const others = undecided.length > 1 ? `, and ${undecided.length - 1} more` : "";
  return {
    verdict: "inconclusive",
    reason: `${first.label}: ${tell(first)}${others}${enough(first, comparisons.length)}`,
    comparisons: judged,
  };
}

function isBeyond({ sense, threshold }: Comparison, { lower, upper }: Measured): boolean {
  return sense === "<=" ? lower > threshold : upper < threshold;
}

function isWithin({ sense, threshold }: Comparison, { lower, upper }: Measured): boolean {
  return sense === "<=" ? upper <= threshold : lower >= threshold;
}

function tell({ sense, threshold, of, measured, status }: JudgedComparison): string {
  const { value, lower, upper, seeds } = measured;
  const interval = of === "no chance" ? "" : ` (${shown(lower)} to ${shown(upper)})`;
  const from = of === "no chance" ? "" : ` over ${seeds} ${seeds === 1 ? "seed" : "seeds"}`;
  const quantity = of === "no chance" ? "it" : `the ${of}`;
  const wanted = `${sense === "<=" ? "at most" : "at least"} ${shown(threshold)}`;
  const verb = status === "violated" ? "not" : "not shown to be";
  return `${quantity} is ${shown(value)}${interval}${from}, ${verb} ${wanted}`;
}

function shown(value: number): string {
  if (Number.isNaN(value)) return "unknown";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  return String(Number(value.toPrecision(3)));
}

/** How many seeds, if they all agreed, would be enough; nothing where more of them are there already. */
function enough({ of, sense, threshold, measured }: JudgedComparison, comparisons: number): string {
  const needed = seedsToDecide(of, sense, threshold, comparisons);
  if (needed === undefined || needed <= measured.seeds) return "";
  return `; ${needed} seeds can decide it if they agree`;
}

/**
 * The fewest seeds after which a sentence of so many comparisons of one kind can be found to hold and,
 * were it otherwise, to be refuted; undefined where there is no chance, or no number up to 1,000 does.
 */
export function seedsToDecide(
  of: Comparison["of"],
  sense: Comparison["sense"],
  threshold: number,
  comparisons: number,
): number | undefined {
  if (of === "no chance") return undefined;
  const error = ERROR_PROBABILITY / comparisons;
  for (let seeds = 1; seeds <= MOST_SEEDS; seeds++) {
    const all = Array.from({ length: seeds }, () => true);
    if (of === "rate") {
      const none = all.map(() => false);
      const [best, worst] = sense === ">=" ? [all, none] : [none, all];
      const comparison = { sense, threshold } as Comparison;
      if (
        isWithin(comparison, rateEstimate(best, ERROR_PROBABILITY)) &&
        isBeyond(comparison, rateEstimate(worst, error))
      ) return seeds;
    } else {
      const each = of === "median" ? error : error / 2;
      if (medianEstimate(all.map(Number), each).lower > 0) return seeds;
    }
  }
  return undefined;
}
