/**
 * The claims of the catalogue.
 *
 * @module
 */

import type { Claim } from "../verify/mod.ts";
import { claims as adamGaussNewton } from "./adam_gn/mod.ts";
import { claims as calibration } from "./calibration/mod.ts";
import { claims as dual } from "./dual/mod.ts";
import { claims as gaussNewtonFlow } from "./gn_flow/mod.ts";
import { claims as spgd } from "./spgd/mod.ts";

/** Every claim, in the order of the catalogue. */
export const claims: readonly Claim[] = [
  ...spgd,
  ...dual,
  ...adamGaussNewton,
  ...gaussNewtonFlow,
  ...calibration,
];
