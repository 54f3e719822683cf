/**
 * The claims of Liu, Bansal, Morwani, Vyas, Alvarez-Melis, Kakade: Adam or Gauss-Newton? A
 * Comparative Study In Terms of Basis Alignment and SGD Noise (2025).
 *
 * @module
 */

import type { Claim } from "../../verify/mod.ts";
import { adamLogistic } from "./adam_logistic.ts";
import { autoTuneDecrease } from "./auto_tune_decrease.ts";
import { autoTuneSchedule } from "./auto_tune_schedule.ts";
import { autoTuneUpdate } from "./auto_tune_update.ts";
import { basisInterpolation } from "./basis_interpolation.ts";
import { blockExample } from "./block_example.ts";
import { claim1 } from "./claim_1.ts";
import { corollary1 } from "./corollary_1.ts";
import { corollary3 } from "./corollary_3.ts";
import { equation13 } from "./eq_13.ts";
import { equation18 } from "./eq_18.ts";
import { equation22 } from "./eq_22.ts";
import { equation26 } from "./eq_26.ts";
import { equation7 } from "./eq_7.ts";
import { equation8 } from "./eq_8.ts";
import { equation8HalfLife } from "./eq_8_half_life.ts";
import { footnote3 } from "./footnote_3.ts";
import { footnote5 } from "./footnote_5.ts";
import { gaussNewtonOneStep } from "./gn_one_step.ts";
import { kappaSBounds } from "./kappa_s.ts";
import { lambdaMin } from "./lambda_min.ts";
import { lemma1 } from "./lemma_1.ts";
import { lemma2 } from "./lemma_2.ts";
import { lemma3 } from "./lemma_3.ts";
import { remarkLocal } from "./remark_local.ts";
import { singleSampleIdentity } from "./single_sample_identity.ts";
import { theorem2 } from "./theorem_2.ts";

/** The claims, in the order of the catalogue. */
export const claims: readonly Claim[] = [
  gaussNewtonOneStep(),
  equation7(),
  equation8(),
  equation8HalfLife(),
  lemma1(),
  corollary1(),
  singleSampleIdentity(),
  equation13(),
  lemma2(),
  equation18(),
  kappaSBounds(),
  blockExample(),
  autoTuneUpdate(),
  autoTuneDecrease(),
  footnote3(),
  autoTuneSchedule(),
  claim1(),
  basisInterpolation(),
  equation22(),
  lemma3(),
  theorem2(),
  lambdaMin(),
  remarkLocal(),
  footnote5(),
  corollary3(),
  adamLogistic(),
  equation26(),
];
