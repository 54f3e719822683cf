/**
 * Which runs the evidence of a report comes from.
 *
 * @module
 */

import type { Evidence } from "../evidence.ts";

/** What the evidence of one run has in common. */
export type Run = Pick<Evidence, "version" | "seed" | "profile" | "arithmetics">;

/** The runs that evidence comes from, in the order in which they appear in it. */
export function runsOf(evidence: readonly Evidence[]): Run[] {
  const runs = new Map<string, Run>();
  for (const found of evidence) {
    const name = runName(found);
    if (!runs.has(name)) runs.set(name, found);
  }
  return [...runs.values()];
}

/** A run in a line: version, profile, seed, and what computed. */
export function runName(run: Run): string {
  const { version, seed, profile, arithmetics } = run;
  const used = arithmetics.length === 0 ? [] : [arithmeticsName(run)];
  return [`Assay ${version}`, `profile ${profile}`, `seed ${seed}`, ...used].join(", ");
}

/** What computed in a run, in a line. */
export function arithmeticsName({ arithmetics }: Pick<Run, "arithmetics">): string {
  return arithmetics.map(({ name, backend }) => `${name} (${backend})`).join(", ");
}
