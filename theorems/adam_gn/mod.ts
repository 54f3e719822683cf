/**
 * The claims of Liu, Bansal, Morwani, Vyas, Alvarez-Melis, Kakade: Adam or Gauss-Newton? A Comparative
 * Study In Terms of Basis Alignment and SGD Noise (2025).
 *
 * @module
 */

import type { Claim } from "../../verify/mod.ts";
import { adamLogistic } from "./adam_logistic.ts";
import { corollary3 } from "./corollary_3.ts";
import { equation22 } from "./eq_22.ts";
import { footnote5 } from "./footnote_5.ts";
import { lambdaMin } from "./lambda_min.ts";
import { lemma3 } from "./lemma_3.ts";
import { remarkLocal } from "./remark_local.ts";
import { theorem2 } from "./theorem_2.ts";

/** The claims, in the order of the catalogue. */
export const claims: readonly Claim[] = [
  equation22(),
  lemma3(),
  theorem2(),
  lambdaMin(),
  remarkLocal(),
  corollary3(),
  footnote5(),
  adamLogistic(),
];
