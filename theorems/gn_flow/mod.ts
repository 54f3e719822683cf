/**
 * The claims of Cayci: Gauss-Newton Dynamics for Neural Networks: A Riemannian Optimization
 * Perspective (arXiv:2412.14031).
 *
 * @module
 */

import type { Claim } from "../../verify/mod.ts";
import { energyDissipation } from "./edi.ts";
import { equation10 } from "./eq_10.ts";
import { outputFlow } from "./gf_o.ts";
import { lemma1Decay } from "./lemma_1_decay.ts";
import { lemma1Spectrum } from "./lemma_1_spectrum.ts";
import { lemma2 } from "./lemma_2.ts";
import { theorem1 } from "./theorem_1.ts";
import { theorem1Rho } from "./theorem_1_rho.ts";
import { theorem2, theorem2Sublevel } from "./theorem_2.ts";

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
  theorem2Sublevel(),
];
