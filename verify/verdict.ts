/**
 * Verdicts: what follows from what a search has gathered.
 *
 * @module
 */

import type { Claim, VariantName, Verdict } from "./claim.ts";
import type { Confirmation } from "./evidence.ts";
import type { Failure } from "./failure.ts";
import { FEWEST_INSTANCES, FEWEST_SUPPORTS } from "./profile.ts";
import type { VariantTally } from "./tally.ts";

/** A verdict, with its reason where it needs one. */
export interface ReasonedVerdict {
  /** The verdict. */
  readonly verdict: Verdict;
  /** Why; null for `holds`. */
  readonly reason: string | null;
}

/** What the verdicts of all variants rest on. */
export interface Gathered {
  /** The claim. */
  readonly claim: Claim;
  /** Instances drawn. */
  readonly drawn: number;
  /** The instances that each hypothesis discarded. */
  readonly discarded: ReadonlyMap<string, number>;
  /** The first failure of the checker that concerns the variant, if there was one. */
  readonly failure: Failure | undefined;
}

/** The verdict on a variant that no confirmed violation refutes. */
export function verdictWithoutRefutation(
  gathered: Gathered,
  tally: VariantTally,
  unconfirmed: readonly Confirmation[],
): ReasonedVerdict {
  const { failure } = gathered;
  if (failure !== undefined) return { verdict: "error", reason: failure.message };
  if (tally.accepted === 0) return withoutInstances(gathered, tally);
  return inconclusive(reasonsAgainst(gathered.claim, tally, unconfirmed)) ??
    { verdict: "holds", reason: null };
}

/** The verdict on an existence claim: it holds by a witness; without one, nobody knows. */
export function verdictOnExistence(gathered: Gathered, tally: VariantTally): ReasonedVerdict {
  const { failure } = gathered;
  const { accepted } = tally;
  if (tally.witness !== undefined) return { verdict: "holds", reason: null };
  if (failure !== undefined) return { verdict: "error", reason: failure.message };
  if (accepted === 0) return withoutInstances(gathered, tally);
  return { verdict: "inconclusive", reason: `no witness among ${accepted} instances` };
}

/** That none was found shows nothing: only a reason that the author states does. */
function withoutInstances(
  { claim, drawn, discarded }: Gathered,
  { name }: VariantTally,
): ReasonedVerdict {
  if (claim.vacuous !== undefined && isVacuous(claim, name)) {
    const { hypotheses, reason } = claim.vacuous;
    const names = hypotheses.map((name) => `"${name}"`).join(" and ");
    return { verdict: "vacuous", reason: `${names} exclude each other: ${reason}` };
  }
  const discards = [...discarded].filter(([, count]) => count > 0)
    .map(([name, count]) => `${name}: ${count}`).join(", ");
  return {
    verdict: "inconclusive",
    reason: `none of ${drawn} instances satisfies the hypotheses (${discards})`,
  };
}

/** Whether a variant assumes all of the hypotheses that are said to exclude each other. */
export function isVacuous({ vacuous, hypotheses }: Claim, variant: VariantName): boolean {
  return vacuous?.hypotheses.every((name) =>
    hypotheses.find((hypothesis) => hypothesis.name === name)?.assumedBy?.includes(variant) ?? true
  ) ?? false;
}

function inconclusive(reason: string | undefined): ReasonedVerdict | undefined {
  return reason === undefined ? undefined : { verdict: "inconclusive", reason };
}

function reasonsAgainst(
  { kind }: Claim,
  { accepted, labels, second, independentSupports }: VariantTally,
  unconfirmed: readonly Confirmation[],
): string | undefined {
  const [open] = unconfirmed;
  if (open !== undefined) {
    return `a violation of "${open.label}" was not confirmed: ${open.reason}`;
  }
  if (second.contradicted > 0) {
    return `the second arithmetic sees violations on ${second.contradicted} of ` +
      `${second.instances} instances, the first none there`;
  }
  const empty = labels.find(({ trivial, supported, undecided }) =>
    trivial > 0 && trivial >= supported + undecided
  );
  if (empty !== undefined) {
    return `"${empty.label}" says nothing on any of ${empty.trivial} instances: its right side is ` +
      "trivially true";
  }
  if (kind === "tabular") {
    // One instance, which every comparison has to decide.
    const open = labels.find(({ supported }) => supported === 0);
    return open === undefined
      ? undefined
      : `the precision of the printed numbers leaves "${open.label}" open`;
  }
  if (independentSupports < FEWEST_INSTANCES) {
    return `too few instances: of ${accepted} that satisfy the hypotheses, ${independentSupports} ` +
      `different ones support the statement, at least ${FEWEST_INSTANCES} are needed`;
  }
  const thin = labels.find(({ supported }) => supported < FEWEST_SUPPORTS);
  if (thin !== undefined) {
    return `"${thin.label}" is supported by ${thin.supported} instances only, at least ` +
      `${FEWEST_SUPPORTS} are needed`;
  }
  return undefined;
}
