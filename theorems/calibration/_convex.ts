/**
 * The calibration theorems on convex functions, nonexpansive maps and saddle points.
 *
 * @module
 */

import type { Claim } from "../../verify/mod.ts";
import { gradientDescentContracts } from "./gd_contraction.ts";
import { gradientDescentLastIterate } from "./gd_last_iterate.ts";
import { gradientDescentDominated } from "./gd_polyak_lojasiewicz.ts";
import { halpernRate } from "./halpern.ts";
import { krasnoselskiiMannRate } from "./krasnoselskii_mann.ts";
import { optimisticGradientRate } from "./optimistic_gradient.ts";
import { polyakStepDecrease } from "./polyak_step.ts";
import { proximalPointRate } from "./proximal_point.ts";
import { subgradientRate } from "./subgradient_method.ts";

/** The claims, each with a true form and one that is false on purpose. */
export const convexClaims: readonly Claim[] = [
  gradientDescentContracts(),
  gradientDescentLastIterate(),
  proximalPointRate(),
  halpernRate(),
  krasnoselskiiMannRate(),
  subgradientRate(),
  polyakStepDecrease(),
  optimisticGradientRate(),
  gradientDescentDominated(),
];
