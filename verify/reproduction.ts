/**
 * Refutations observed again: what a search has found must come out of the instance alone.
 *
 * @module
 */

import type { VariantName } from "./claim.ts";
import type { Evidence, Example, RelationEvidence, VariantEvidence } from "./evidence.ts";

/** What a second observation gave: the example, or the message of what went wrong. */
export type Observed = Example | { readonly error: string };

/** Observes an instance of a variant again, in a process that has not observed the claim before. */
export type ObserveAgain = (variant: VariantName, recorded: Example) => Promise<Observed>;

/** Whether an observation is the recorded one to the last digit. */
export function isSame(recorded: Example, observed: Example): boolean {
  return JSON.stringify(observed.relations) === JSON.stringify(recorded.relations);
}

/**
 * The evidence, in which a variant is an `error` if an instance that is said to refute it gives
 * something else when it is observed again.
 */
export async function reproduced(evidence: Evidence, observe: ObserveAgain): Promise<Evidence> {
  const changed: Record<string, VariantEvidence> = {};
  for (const [key, variant] of Object.entries(evidence.variants)) {
    if (variant.verdict !== "refuted") continue;
    const recordings = [
      variant.example,
      ...variant.furtherRefutations.map(({ example }) => example),
    ];
    for (const recorded of recordings) {
      if (recorded === null) continue;
      const difference = differenceOf(recorded, await observe(key as VariantName, recorded));
      if (difference === undefined) continue;
      changed[key] = asError(variant, recorded, difference);
      break;
    }
  }
  return { ...evidence, variants: { ...evidence.variants, ...changed } };
}

/** How an observation differs from the recorded one, in a sentence; undefined if it does not. */
function differenceOf(recorded: Example, observed: Observed): string | undefined {
  if ("error" in observed) {
    return `what refutes it fails when it is observed again in a fresh process: ${observed.error}`;
  }
  if (isSame(recorded, observed)) return undefined;
  const index = recorded.relations.findIndex((relation, position) =>
    JSON.stringify(relation) !== JSON.stringify(observed.relations[position])
  );
  const [then, now] = [recorded.relations[index], observed.relations[index]].map(describe);
  return `what refutes it gives something else when it is observed again in a fresh process: ` +
    `${then} at first, then ${now}. A checker may depend on nothing but its instance: not on ` +
    "Math.random(), a clock, or what it keeps from one observation to the next";
}

function describe(relation: RelationEvidence | undefined): string {
  if (relation === undefined) return "no relation";
  const { label, lhs, sense, rhs } = relation;
  return `"${label}" was ${lhs} ${sense} ${rhs}`;
}

/** What was observed first stays, for who wants to compare. */
function asError(variant: VariantEvidence, recorded: Example, message: string): VariantEvidence {
  return {
    ...variant,
    verdict: "error",
    reason: message,
    example: { ...recorded, role: "error" },
    refutation: null,
    furtherRefutations: [],
    failures: null,
    error: { message, stack: "" },
  };
}
