/**
 * The claims of Ghane, Akhtiamov, Hassibi: Dual Space Preconditioning for Gradient Descent in the
 * Overparameterized Regime (arXiv:2603.10485).
 *
 * @module
 */

import type { Claim } from "../../verify/mod.ts";
import { adamAlpha } from "./adam_alpha.ts";
import { adamPotential } from "./adam_potential.ts";
import { adamRegimes } from "./adam_regimes.ts";
import { adamStrongConvexity } from "./adam_strong_convexity.ts";
import { clippingGradient } from "./clipping_gradient.ts";
import { clippingStep } from "./clipping_step.ts";
import { definition4 } from "./definition_4.ts";
import { distanceFromGradientDescentAlternative } from "./distance_from_gd_alternative.ts";
import { equation9 } from "./eq_9.ts";
import { gradientDescentProximityStep } from "./gd_proximity_step.ts";
import { lemma1 } from "./lemma_1.ts";
import { lemma2 } from "./lemma_2.ts";
import { lemma3 } from "./lemma_3.ts";
import { lemma4GradientDescent } from "./lemma_4_gd.ts";
import { lemma4Preconditioned } from "./lemma_4_preconditioned.ts";
import { lemma5 } from "./lemma_5.ts";
import { lemma6 } from "./lemma_6.ts";
import { lemma7 } from "./lemma_7.ts";
import { monotonicity } from "./monotonicity.ts";
import { ngd } from "./ngd.ts";
import { proposition1 } from "./proposition_1.ts";
import { remark1 } from "./remark_1.ts";
import { stepSizeDependence } from "./step_size_dependence.ts";
import { theorem1 } from "./theorem_1.ts";
import { theorem2DistanceFromGradientDescent } from "./theorem_2_distance_from_gd.ts";
import { theorem2DistanceFromStart } from "./theorem_2_distance_from_start.ts";
import { theorem2Isotropic } from "./theorem_2_isotropic.ts";
import { theorem2Rate } from "./theorem_2_rate.ts";

/** The claims, in the order of the catalogue. */
export const claims: readonly Claim[] = [
  definition4(),
  proposition1(),
  lemma1(),
  lemma2(),
  lemma3(),
  equation9(),
  theorem1(),
  theorem2Isotropic(),
  monotonicity(),
  theorem2Rate(),
  remark1(),
  ngd(),
  clippingGradient(),
  clippingStep(),
  adamPotential(),
  adamStrongConvexity(),
  adamAlpha(),
  adamRegimes(),
  lemma4Preconditioned(),
  lemma4GradientDescent(),
  lemma5(),
  lemma6(),
  lemma7(),
  gradientDescentProximityStep(),
  theorem2DistanceFromStart(),
  theorem2DistanceFromGradientDescent(),
  distanceFromGradientDescentAlternative(),
  stepSizeDependence(),
];
