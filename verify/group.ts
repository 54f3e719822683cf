/**
 * Groups: the claims whose observations are made once for all of them.
 *
 * @module
 */

import type { Claim } from "./claim.ts";

/**
 * The claims of one module in groups that share their observations, in the order of the first claim
 * of each. Two claims share them if their `instances` and `observe` are the same objects, their
 * hypotheses are, in the same order, and their kind and cost are equal. A hypothesis that only some
 * variants assume belongs to its claim alone; so does the search of a witness, which ends where one
 * is found, and a sequential test. A claim without fellows is a group of one.
 */
export function groupClaims(claims: readonly Claim[]): readonly (readonly Claim[])[] {
  const groups: Claim[][] = [];
  for (const claim of claims) {
    const group = groups.find(([first]) => shareObservations(first!, claim));
    if (group === undefined) groups.push([claim]);
    else group.push(claim);
  }
  return groups;
}

function shareObservations(one: Claim, other: Claim): boolean {
  return one.observe === other.observe && one.instances === other.instances &&
    one.kind === other.kind && one.kind !== "existence" && one.kind !== "statistical" &&
    (one.cost ?? 1) === (other.cost ?? 1) &&
    one.hypotheses.length === other.hypotheses.length &&
    one.hypotheses.every((hypothesis, index) =>
      hypothesis === other.hypotheses[index] && hypothesis.assumedBy === undefined
    );
}
