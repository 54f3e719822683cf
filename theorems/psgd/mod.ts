/**
 * The claims of Scott, Xu, Tang, Pichette-Emmons, Ye, Saad, Xi: Design Criteria for SGD
 * Preconditioners: Local Conditioning, Noise Floors, and Basin Stability (2025).
 *
 * @module
 */

import type { Claim } from "../../verify/mod.ts";
import { corollaryC71 } from "./corollary_c7_1.ts";
import { lemmaC7 } from "./lemma_c7.ts";
import { noiseLevel } from "./noise_level.ts";
import { theorem32 } from "./theorem_3_2.ts";
import { theorem33 } from "./theorem_3_3.ts";

/** The claims, in the order of the catalogue. */
export const claims: readonly Claim[] = [
  lemmaC7(),
  theorem32(),
  theorem33(),
  corollaryC71(),
  noiseLevel(),
];
