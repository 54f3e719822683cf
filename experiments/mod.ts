/**
 * The experiments of the papers, as `deno task experiment` runs them.
 *
 * @module
 */

import type { Experiment } from "../verify/experiment/mod.ts";
import { figure1Left as adamGnFigure1Left } from "./adam_gn/figure_1_left.ts";
import { figure1Right as adamGnFigure1Right } from "./adam_gn/figure_1_right.ts";
import { figure2 as adamGnFigure2 } from "./adam_gn/figure_2.ts";
import { figure8 as adamGnFigure8 } from "./adam_gn/figure_8.ts";
import { figure1 as dualFigure1 } from "./dual/figure_1.ts";
import { figure2 as dualFigure2 } from "./dual/figure_2.ts";
import { housing } from "./gn_flow/figures.ts";
import { figure1 as psgdFigure1 } from "./psgd/figure_1.ts";
import { poisson } from "./spgd/poisson.ts";
import { regressions } from "./spgd/regression.ts";

/** The experiments, by paper in the catalogue's order. */
export const experiments: readonly Experiment[] = [
  ...regressions,
  poisson,
  psgdFigure1(),
  dualFigure1(),
  dualFigure2(),
  adamGnFigure1Left(),
  adamGnFigure1Right(),
  adamGnFigure2(),
  adamGnFigure8(),
  housing,
];
