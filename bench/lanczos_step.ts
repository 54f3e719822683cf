/**
 * Measures one step of SVD-preconditioned gradient descent by Lanczos, through `iterate`, on a
 * network of the size that people train on a processor. `python/lanczos_step.py` measures the same
 * step in JAX. The arithmetic is that for large matrices: it is meant for experiments with networks
 * like this one, where `float64` is made for the small problems of the search.
 *
 * @module
 */

import { createLargeFloat64 } from "../lib/arithmetic/mod.ts";
import { chain, iterate, preconditionBySvdLanczos, scale } from "../lib/optimizers/mod.ts";
import { deepNetwork } from "../problems/mod.ts";
import type { Comparison } from "./comparison.ts";
import { measure, type Measurement } from "./measure.ts";
import { network } from "./network.ts";

// What both sides share, as does the network; python/lanczos_step.py says the same.
const WIDTHS = [8, 64, 64, 64, 64, 1] as const;
const LANCZOS_STEPS = 10;
const DAMPING = 1e-3;
const STEP_SIZE = 0.1;

/** The measured step. */
export interface LanczosStep {
  /** Seconds of one step. */
  readonly measurement: Measurement;
  /** The norm of the step, on which both sides must agree. */
  readonly check: number;
}

/** Measures the step for about so many seconds, in double precision. */
export async function measureLanczosStep(seconds: number): Promise<LanczosStep> {
  const arithmetic = createLargeFloat64();
  const problem = deepNetwork(network(WIDTHS));
  const optimizer = chain(
    preconditionBySvdLanczos(arithmetic, { damping: DAMPING, steps: LANCZOS_STEPS }),
    scale(arithmetic, -STEP_SIZE),
  );
  const step = () => iterate(arithmetic, problem, optimizer, problem.start, { steps: 1 });
  const after = step();
  const check = Math.hypot(...after.map((entry, i) => entry - problem.start[i]!));
  // V8 and its WebAssembly take a few steps to make fast code.
  for (let i = 0; i < 10; i++) step();
  return { measurement: await measure(step, seconds), check };
}

/** The comparison with JAX, which compiles the step. */
export const lanczosStepComparison: Comparison = {
  what: "SPGD–Lanczos step, 4×64 tanh, batch 256",
  script: "lanczos_step",
  ours: async () => {
    const { measurement, check } = await measureLanczosStep(1.5);
    return { seconds: measurement.median, check };
  },
  targets: { "": "3 times slower" },
};
