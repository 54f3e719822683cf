/**
 * The experiments of the papers, as `deno task experiment` runs them.
 *
 * @module
 */

import type { Experiment } from "../verify/experiment/mod.ts";
import { figure1 as psgdFigure1 } from "./psgd/figure_1.ts";

/** The experiments, by paper in the catalogue's order. */
export const experiments: readonly Experiment[] = [
  psgdFigure1(),
];
