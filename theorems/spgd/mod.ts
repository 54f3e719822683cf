/**
 * The claims of Chang, Hao, Liu: SVD-Preconditioned Gradient Descent Method for Solving Nonlinear
 * Least Squares Problems (2026).
 *
 * @module
 */

import type { Claim } from "../../verify/mod.ts";
import { equation11 } from "./eq_11.ts";
import { flowIdentity } from "./flow_identity.ts";
import { gradientDescentDescends } from "./gd_descent.ts";
import { gradientPathLength } from "./gd_path_length.ts";
import { lemma1 } from "./lemma_1.ts";
import { lemma2 } from "./lemma_2.ts";
import { lemma3 } from "./lemma_3.ts";
import { lemma4 } from "./lemma_4.ts";
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
import { theorem1 } from "./theorem_1.ts";
import { theorem2 } from "./theorem_2.ts";

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
];
