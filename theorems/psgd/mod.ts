/**
 * The claims of Scott, Xu, Tang, Pichette-Emmons, Ye, Saad, Xi: Design Criteria for SGD
 * Preconditioners: Local Conditioning, Noise Floors, and Basin Stability (2025).
 *
 * @module
 */

import type { Claim } from "../../verify/mod.ts";
import { conditionV } from "./condition_v.ts";
import { lemma34 } from "./lemma_3_4.ts";
import { theorem35 } from "./theorem_3_5.ts";
import { theorem36 } from "./theorem_3_6.ts";

/** The claims, in the order of the catalogue. */
export const claims: readonly Claim[] = [lemma34(), theorem35(), theorem36(), conditionV()];
