/**
 * The experiments of the papers, as `deno task experiment` runs them.
 *
 * @module
 */

import type { Experiment } from "../verify/experiment/mod.ts";
import { housing } from "./gn_flow/figures.ts";
import { poisson } from "./spgd/poisson.ts";
import { regressions } from "./spgd/regression.ts";

/** The experiments, by paper in the catalogue's order. */
export const experiments: readonly Experiment[] = [...regressions, poisson, housing];
