/**
 * The check of spgd/theorem-2, engine included, against Hypothesis and NumPy.
 *
 * @module
 */

import { type Arithmetic, float64 } from "../lib/arithmetic/mod.ts";
import { theorem2 } from "../theorems/spgd/theorem_2.ts";
import type { Runs } from "../theorems/spgd/_runs.ts";
import type { Claim } from "../verify/mod.ts";
import { searchClaim } from "../verify/search.ts";
import type { Comparison, Seconds } from "./comparison.ts";

/** Instances of a round: enough for the target phases of both sides. */
const INSTANCES = 100;

/** The two ways of searching. */
const WAYS = { "all phases": {}, "sampling alone": { targetInstances: 0 } } as const;
type Way = keyof typeof WAYS;

/** What a search took: instances that were observed, steps of SPGD in their runs, seconds. */
interface Work {
  readonly instances: number;
  readonly steps: number;
  readonly seconds: number;
}

async function search(seed: number, way: Way): Promise<Work> {
  let steps = 0;
  const { observe, ...claim } = theorem2();
  const counting: Claim = {
    ...claim,
    observe(...given) {
      const observed = observe(...given) as Runs;
      for (const { residualNorms } of observed.runs) steps += residualNorms.length - 1;
      return observed;
    },
  };
  const started = performance.now();
  const { variants, search, hypotheses } = await searchClaim(counting, {
    seed,
    profile: "quick",
    arithmetic: float64 as Arithmetic<unknown>,
    instances: INSTANCES,
    ...WAYS[way],
  });
  const seconds = (performance.now() - started) / 1000;
  const { verdict, reason } = variants.printed;
  if (verdict !== "holds") throw new Error(`${claim.id} is ${verdict}: ${reason}`);
  const instances = search.generate.accepted + search.target.accepted +
    hypotheses.reduce((sum, { role }) => sum + (role?.tried ?? 0), 0);
  return { instances, steps, seconds };
}

/** Seconds an instance and seconds a step: generators that differ a little draw more or fewer of these. */
function secondsOf(way: Way, { instances, steps, seconds }: Work): Seconds {
  return {
    [`an instance, ${way}`]: seconds / instances,
    [`a step of its runs, ${way}`]: seconds / steps,
  };
}

/** The comparison. Hypothesis draws with the number of the round as its seed, too. */
export const theorem2Comparison: Comparison = {
  what: "spgd/theorem-2",
  script: "theorem_2",
  options: (round) => [`--instances=${INSTANCES}`, `--seed=${round}`],
  ours: async (round) => ({
    seconds: {
      ...secondsOf("all phases", await search(round, "all phases")),
      ...secondsOf("sampling alone", await search(round, "sampling alone")),
    },
  }),
  theirs: (printed) => ({
    seconds: {
      ...secondsOf("all phases", printed["all"] as Work),
      ...secondsOf("sampling alone", printed["sampling"] as Work),
    },
  }),
  targets: {
    "an instance, all phases": "10 times faster",
    "an instance, sampling alone": "10 times faster",
    "a step of its runs, all phases": "10 times faster",
    "a step of its runs, sampling alone": "10 times faster",
  },
};
