/**
 * Health: what a reader should know of a search beyond its verdicts.
 *
 * @module
 */

import type { Claim, Variant } from "./claim.ts";
import type { Phases } from "./phases.ts";
import { isVacuous } from "./verdict.ts";

/** A hypothesis that discards a larger share of the instances is worth a remark. */
const LARGE_SHARE = 0.5;

/** Remarks on the instances of a search and on what its relations said. */
export function healthOf(claim: Claim, phases: Phases): string[] {
  const tallies = phases.talliesOf(claim);
  return [
    ...remarksOnHypotheses(claim, phases, tallies),
    ...phases.spread.remarks(),
    ...remarksOnFailures(phases, tallies),
    ...tallies.flatMap(({ name, variant, labels }) =>
      labels.flatMap((label) => remarksOnLabel(name, variant, label))
    ),
  ];
}

function remarksOnHypotheses(
  claim: Claim,
  { discarded, drawn }: Phases,
  tallies: Phases["tallies"],
): string[] {
  const remarks = [...discarded].filter(([, count]) => count > LARGE_SHARE * drawn)
    .map(([name, count]) => `the hypothesis "${name}" discards ${count} of ${drawn} instances`);
  for (const { name, accepted } of tallies) {
    if (accepted === 0 || !isVacuous(claim, name)) continue;
    remarks.push(
      `${name} is said to be vacuous, but ${accepted} of ${drawn} instances satisfy its hypotheses`,
    );
  }
  return remarks;
}

function remarksOnFailures({ failures, drawn }: Phases, tallies: Phases["tallies"]): string[] {
  const all = [
    ["the checker", failures] as const,
    ...tallies.map((tally) => [tally.name, tally.failures] as const),
  ];
  return all.filter(([, { count }]) => count > 0).map(([who, { count, first }]) =>
    `${who} fails on ${count} of ${drawn} instances: ${first!.message}`
  );
}

function remarksOnLabel(
  variant: string,
  { trivialWhere }: Variant,
  { label, trivial, supported, violated, undecided, fading }:
    Phases["tallies"][number]["labels"][number],
): string[] {
  const seen = supported + violated + undecided;
  const remarks: string[] = [];
  if (fading > 0) {
    remarks.push(
      `${variant}: "${label}" is violated on ${fading} of ${seen} instances by an amount that ` +
        "shrinks with the radius, which decides nothing",
    );
  }
  if (trivial > (trivialWhere === undefined ? seen / 2 : 0)) {
    const where = trivialWhere === undefined ? "" : `: ${trivialWhere}`;
    remarks.push(`${variant}: "${label}" says nothing on ${trivial} of ${seen} instances${where}`);
  }
  return remarks;
}
