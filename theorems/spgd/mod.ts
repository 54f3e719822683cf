/**
 * The claims of Chang, Hao, Liu: SVD-Preconditioned Gradient Descent Method for Solving Nonlinear
 * Least Squares Problems (2026).
 *
 * @module
 */

import type { Claim } from "../../verify/mod.ts";
import { equation11 } from "./eq_11.ts";
import { equation35 } from "./eq_35.ts";
import { equation40 } from "./eq_40.ts";
import { equation41 } from "./eq_41.ts";
import { equation44 } from "./eq_44.ts";
import { equation48 } from "./eq_48.ts";
import { equation49 } from "./eq_49.ts";
import { equation51 } from "./eq_51.ts";
import { equation52 } from "./eq_52.ts";
import { equation55 } from "./eq_55.ts";
import { flowIdentity } from "./flow_identity.ts";
import { gradientDescentDescends } from "./gd_descent.ts";
import { gradientPathLength } from "./gd_path_length.ts";
import { lemma1 } from "./lemma_1.ts";
import { lemma10 } from "./lemma_10.ts";
import { lemma11 } from "./lemma_11.ts";
import { lemma12 } from "./lemma_12.ts";
import { lemma2 } from "./lemma_2.ts";
import { lemma3 } from "./lemma_3.ts";
import { lemma4 } from "./lemma_4.ts";
import { lemma5 } from "./lemma_5.ts";
import { lemma6 } from "./lemma_6.ts";
import { lemma7 } from "./lemma_7.ts";
import { lemma8 } from "./lemma_8.ts";
import { lemma9 } from "./lemma_9.ts";
import { linearizationRemainder } from "./linearization_remainder.ts";
import { pathLength } from "./path_length.ts";
import { preconditionedForm } from "./preconditioned_form.ts";
import { rangeContraction } from "./range_contraction.ts";
import { remark1 } from "./remark_1.ts";
import { remark2 } from "./remark_2.ts";
import { remark3 } from "./remark_3.ts";
import { remark4 } from "./remark_4.ts";
import { residualRate } from "./residual_rate.ts";
import { semiOrthogonal } from "./semi_orthogonal.ts";
import {
  epochsClaim,
  fasterInEpochsClaim,
  fasterInTimeClaim,
  finalLossesClaim,
  networkScaleClaim,
  poissonEpochsClaim,
  poissonErrorsClaim,
  poissonOutperformsClaim,
  successRatesClaim,
} from "./tables.ts";
import { theorem1 } from "./theorem_1.ts";
import { theorem2 } from "./theorem_2.ts";
import { theorem3 } from "./theorem_3.ts";
import { theorem3Strength } from "./theorem_3_strength.ts";

/** The claims, in the order of the catalogue. */
export const claims: readonly Claim[] = [
  flowIdentity(),
  semiOrthogonal(),
  preconditionedForm(),
  lemma1(),
  lemma2(),
  theorem1(),
  gradientDescentDescends(),
  gradientPathLength(),
  equation11(),
  remark1(),
  lemma3(),
  lemma4(),
  linearizationRemainder(),
  rangeContraction(),
  theorem2(),
  residualRate(),
  pathLength(),
  remark2(),
  remark3(),
  remark4(),
  equation35(),
  lemma5(),
  lemma6(),
  lemma7(),
  lemma8(),
  lemma9(),
  lemma10(),
  lemma11(),
  lemma12(),
  equation40(),
  equation41(),
  equation44(),
  equation48(),
  equation49(),
  equation51(),
  equation52(),
  equation55(),
  theorem3(),
  theorem3Strength(),
  finalLossesClaim(),
  epochsClaim(),
  successRatesClaim(),
  fasterInEpochsClaim(),
  fasterInTimeClaim(),
  poissonEpochsClaim(),
  poissonErrorsClaim(),
  poissonOutperformsClaim(),
  networkScaleClaim(),
];
