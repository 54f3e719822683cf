/**
 * The claims of Cayci: Gauss-Newton Dynamics for Neural Networks: A Riemannian Optimization
 * Perspective (2024).
 *
 * @module
 */

import type { Claim } from "../../verify/mod.ts";
import { corollary1 } from "./corollary_1.ts";
import { energyDissipation } from "./edi.ts";
import { equation10 } from "./eq_10.ts";
import { equation19 } from "./eq_19.ts";
import { outputFlow } from "./gf_o.ts";
import { lemma1Decay } from "./lemma_1_decay.ts";
import { lemma1Spectrum } from "./lemma_1_spectrum.ts";
import { lemma2 } from "./lemma_2.ts";
import { lemma3 } from "./lemma_3.ts";
import { lemma4 } from "./lemma_4.ts";
import { lemma5 } from "./lemma_5.ts";
import { lemma6 } from "./lemma_6.ts";
import { lemma7 } from "./lemma_7.ts";
import { lemma8 } from "./lemma_8.ts";
import { lemma9 } from "./lemma_9.ts";
import { remark3 } from "./remark_3.ts";
import { remark4 } from "./remark_4.ts";
import { remark5 } from "./remark_5.ts";
import { remark6 } from "./remark_6.ts";
import { theorem1 } from "./theorem_1.ts";
import { theorem1Rho } from "./theorem_1_rho.ts";
import { theorem2 } from "./theorem_2.ts";
import { theorem3 } from "./theorem_3.ts";
import { theorem4 } from "./theorem_4.ts";
import { theorem5Ball } from "./theorem_5_ball.ts";
import { theorem5Rate } from "./theorem_5_rate.ts";

/** The claims, in the order of the catalogue. */
export const claims: readonly Claim[] = [
  outputFlow(),
  lemma1Spectrum(),
  energyDissipation(),
  lemma1Decay(),
  equation10(),
  lemma2(),
  theorem1(),
  theorem1Rho(),
  theorem2(),
  lemma3(),
  lemma4(),
  theorem3(),
  lemma5(),
  remark3(),
  lemma6(),
  theorem4(),
  equation19(),
  lemma7(),
  corollary1(),
  lemma8(),
  lemma9(),
  theorem5Rate(),
  theorem5Ball(),
  remark4(),
  remark5(),
  remark6(),
];
