/**
 * The claims of Liu, Bansal, Morwani, Vyas, Alvarez-Melis, Kakade: Adam or Gauss-Newton? A Comparative
 * Study In Terms of Basis Alignment and SGD Noise (2025).
 *
 * @module
 */

import type { Claim } from "../../verify/mod.ts";
import { autoTuneUpdate } from "./auto_tune_update.ts";

/** The claims, in the order of the catalogue. */
export const claims: readonly Claim[] = [
  autoTuneUpdate(),
];
