/**
 * The experiments of the papers, as `deno task experiment` runs them.
 *
 * @module
 */

import type { Experiment } from "../verify/experiment/mod.ts";

/** The experiments, by paper in the catalogue's order. */
export const experiments: readonly Experiment[] = [];
