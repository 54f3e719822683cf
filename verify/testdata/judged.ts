/**
 * An experiment run in this process, for the tests of what it gives.
 *
 * @module
 */

import { experimentEvidence, writableExperiment } from "../experiment/evidence.ts";
import type { ExperimentEvidence } from "../experiment/evidence.ts";
import type { Experiment, Json, Results } from "../experiment/mod.ts";
import type { ProfileName } from "../mod.ts";

/** Its evidence, as a report folder would hold it. */
export async function judged(
  experiment: Experiment,
  { profile = "quick", seeds }: { readonly profile?: ProfileName; readonly seeds?: number } = {},
): Promise<ExperimentEvidence> {
  const plan = experiment.plan(profile);
  const count = seeds ?? plan.seeds;
  const outcomes = new Map<string, { seed: number; outcome: Json; seconds: number }[]>();
  for (const { name, parameters } of plan.arms) {
    const runs = [];
    for (let seed = 1; seed <= count; seed++) {
      const outcome = JSON.parse(JSON.stringify(await experiment.run(parameters, seed)));
      runs.push({ seed, outcome, seconds: 1 });
    }
    outcomes.set(name, runs);
  }
  const results: Results<Json> = {
    profile,
    arms: plan.arms.map(({ name }) => name),
    of: (arm) => outcomes.get(arm)!,
    observations: (arm, read) => outcomes.get(arm)!.map(({ outcome }) => read(outcome) ?? Infinity),
  };
  return writableExperiment(
    experimentEvidence(experiment, { plan, seeds: count, results, unfinished: 0, failures: [] }),
  );
}

/** The verdicts by sentence. */
export function verdictsOf({ sentences }: ExperimentEvidence): Record<string, string> {
  return Object.fromEntries(sentences.map(({ name, verdict }) => [name, verdict]));
}

/** The verdicts that are known, by sentence. */
export function knownVerdicts({ sentences }: Experiment): Record<string, string> {
  return Object.fromEntries(
    sentences.flatMap(({ name, expected }) => expected === undefined ? [] : [[name, expected]]),
  );
}
