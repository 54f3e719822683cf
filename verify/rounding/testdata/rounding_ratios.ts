/** How far violations stand out of the spread of twenty runs with random rounding. */

import fc from "fast-check";
import { float64 } from "../../../lib/arithmetic/mod.ts";
import type { Claim } from "../../claim.ts";
import { judgeRelation } from "../../relation.ts";
import type { RoundingRun } from "../runtime.ts";
import type { Twin } from "../twin.ts";

/** How many runs there are in each mode. */
const RUNS = 10;

/** The excess of the claim's only relation. */
function excessOf(claim: Claim, instance: unknown, arithmetic: Twin["float64"]): number {
  const observation = claim.observe(instance, arithmetic, 0);
  const [relation] = claim.variants.printed.relations(observation, instance);
  const { lhs, rhs, sense } = relation!;
  return sense === "<=" ? lhs - rhs : sense === ">=" ? rhs - lhs : lhs - rhs;
}

/** The instances, of so many drawn, that violate the claim in ordinary arithmetic. */
export function violators(claim: Claim, { draws, most }: { draws: number; most: number }) {
  const found: unknown[] = [];
  for (const instance of fc.sample(claim.instances, { numRuns: draws, seed: 20261127 })) {
    if (found.length === most) break;
    const observation = claim.observe(instance, float64, 0);
    const [relation] = claim.variants.printed.relations(observation, instance);
    const { lhs, rhs } = relation!;
    if (!Number.isFinite(lhs) || !Number.isFinite(rhs)) continue;
    if (judgeRelation(relation!, float64.unitRoundoff).violated) found.push(instance);
  }
  return found;
}

/** The excess of the claim's only relation in each run of one mode, probabilities stratified. */
export function excesses(
  twin: Twin,
  id: string,
  instance: unknown,
  mode: RoundingRun["mode"],
): number[] {
  const claim = twin.claims.get(id)!;
  return Array.from({ length: RUNS }, (_, index) =>
    twin.run(
      // The modes need draws of their own: with the same ones, two roundings that happen to cancel in
      // all runs of one mode do so in the other.
      { seed: index + (mode === "away" ? 1001 : 1), mode, probability: (index + 0.5) / RUNS },
      () => excessOf(claim, instance, twin.float64),
    ));
}

/** |mean| over standard deviation. */
export function ratioOf(values: readonly number[]): number {
  // Squares of the values themselves could underflow.
  const largest = Math.max(...values.map(Math.abs));
  if (largest === 0) return 0;
  const scaled = values.map((value) => value / largest);
  const mean = scaled.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = scaled.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.abs(mean) / Math.sqrt(squares / (values.length - 1));
}

/** The smaller of the two modes' ratios. */
export function ratio(twin: Twin, id: string, instance: unknown): number {
  return Math.min(
    ratioOf(excesses(twin, id, instance, "toward")),
    ratioOf(excesses(twin, id, instance, "away")),
  );
}
