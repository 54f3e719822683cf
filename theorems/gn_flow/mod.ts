/**
 * The claims of Cayci: Gauss-Newton Dynamics for Neural Networks: A Riemannian Optimization
 * Perspective (arXiv:2412.14031).
 *
 * @module
 */

import type { Claim } from "../../verify/mod.ts";
import { theorem1 } from "./theorem_1.ts";
import { theorem1Rho } from "./theorem_1_rho.ts";

/** The claims, in the order of the catalogue. */
export const claims: readonly Claim[] = [
  theorem1(),
  theorem1Rho(),
];
