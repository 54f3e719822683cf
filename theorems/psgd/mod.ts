/**
 * The claims of Scott, Xu, Tang, Pichette-Emmons, Ye, Saad, Xi: Design Criteria for SGD
 * Preconditioners: Local Conditioning, Noise Floors, and Basin Stability (2025).
 *
 * @module
 */

import type { Claim } from "../../verify/mod.ts";
import { gradientDomination } from "./gradient_domination.ts";
import { lemma31 } from "./lemma_3_1.ts";
import { lemmaC4 } from "./lemma_c4.ts";
import { lemmaC5 } from "./lemma_c5.ts";
import { lemmaC6 } from "./lemma_c6.ts";
import { lemmaC6First } from "./lemma_c6_first.ts";

/** The claims, in the order of the catalogue. */
export const claims: readonly Claim[] = [
  lemma31(),
  lemmaC4(),
  gradientDomination(),
  lemmaC5(),
  lemmaC6(),
  lemmaC6First(),
];
