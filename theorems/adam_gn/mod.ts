/**
 * The claims of Liu, Bansal, Morwani, Vyas, Alvarez-Melis, Kakade: Adam or Gauss-Newton? A Comparative
 * Study In Terms of Basis Alignment and SGD Noise (2025).
 *
 * @module
 */

import type { Claim } from "../../verify/mod.ts";
import { autoTuneDecrease } from "./auto_tune_decrease.ts";
import { autoTuneUpdate } from "./auto_tune_update.ts";
import { basisInterpolation } from "./basis_interpolation.ts";
import { blockExample } from "./block_example.ts";
import { equation26 } from "./eq_26.ts";

/** The claims, in the order of the catalogue. */
export const claims: readonly Claim[] = [
  blockExample(),
  autoTuneUpdate(),
  autoTuneDecrease(),
  basisInterpolation(),
  equation26(),
];
