/**
 * The order in which groups of claims are begun.
 *
 * @module
 */

import type { ClaimRecord } from "./claim_record.ts";

/** So many small jobs are begun early, for a first verdict within seconds. */
const EARLY = 3;

/** What is searched together: a group of claims that share their observations. */
export interface GroupJob {
  /** The claims of the group. */
  readonly group: readonly ClaimRecord[];
}

/**
 * The jobs in the order in which worker processes take them, one after the other. The largest groups
 * come first: begun last, one would run on after all other workers have ended. But the verdicts of a
 * group come together, and late, so that a few of the smallest jobs are let pass: before all others if
 * there is one worker, otherwise behind the largest job, for the next worker.
 *
 * @param jobs In any order; equal ones keep theirs.
 * @param workers How many processes take jobs at a time.
 */
export function scheduled<J extends GroupJob>(jobs: readonly J[], workers: number): J[] {
  const largestFirst = jobs.toSorted((one, other) => other.group.length - one.group.length);
  const ahead = workers > 1 ? largestFirst.slice(0, 1) : [];
  const early = jobs.filter((job) => !ahead.includes(job))
    .toSorted((one, other) => one.group.length - other.group.length || costOf(one) - costOf(other))
    .slice(0, EARLY);
  const begun = [...ahead, ...early];
  return [...begun, ...largestFirst.filter((job) => !begun.includes(job))];
}

/**
 * What it takes to search a group, in searches of an ordinary claim: whether all of its claims are asked
 * for or not, its instances are tried. Ten times the cost of an instance buys a tenth of the instances,
 * but no less than a verdict needs: measured times of the catalogue grow with about the root of the
 * cost. Dealt to four machines by that, the slowest takes 1.05 to 1.17 times the mean; by the cost
 * itself 1.20 to 1.32 times.
 */
export function declaredWork(group: readonly ClaimRecord[]): number {
  return group.length * Math.sqrt(costOf({ group }));
}

/** What an instance costs. Below that of an ordinary one it buys more instances, no earlier end. */
function costOf({ group: [first] }: GroupJob): number {
  return Math.max(1, first?.cost ?? 1);
}
