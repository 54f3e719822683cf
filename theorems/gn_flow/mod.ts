/**
 * The claims of Cayci: Gauss-Newton Dynamics for Neural Networks: A Riemannian Optimization
 * Perspective (2024).
 *
 * @module
 */

import type { Claim } from "../../verify/mod.ts";
import { lemma9 } from "./lemma_9.ts";
import { remark4 } from "./remark_4.ts";
import { remark5 } from "./remark_5.ts";
import { remark6 } from "./remark_6.ts";
import { theorem5Ball } from "./theorem_5_ball.ts";
import { theorem5Rate } from "./theorem_5_rate.ts";

/** The claims, in the order of the catalogue. */
export const claims: readonly Claim[] = [
  lemma9(),
  theorem5Rate(),
  theorem5Ball(),
  remark4(),
  remark5(),
  remark6(),
];
