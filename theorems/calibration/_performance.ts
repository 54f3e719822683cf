/**
 * The calibration theorems whose exact worst cases performance estimation has found.
 *
 * @module
 */

import type { Claim } from "../../verify/mod.ts";
import { douglasRachfordContracts } from "./douglas_rachford.ts";
import { forwardStepContracts } from "./forward_step.ts";
import { frankWolfeRate } from "./frank_wolfe.ts";
import { gradientDescentGradientNorm } from "./gd_gradient_norm.ts";
import { inexactGradientDescent } from "./inexact_gradient.ts";
import { informationTheoreticExactRate } from "./information_theoretic_exact_method.ts";
import { nonconvexGradientDescent } from "./nonconvex_gradient_descent.ts";
import { optimizedGradientRate } from "./optimized_gradient_method.ts";
import { proximalPointOnInclusions } from "./proximal_point_inclusion.ts";
import { projectedGradientRate } from "./projected_gradient.ts";

/** The claims, each with a true form and one that is false on purpose. */
export const performanceClaims: readonly Claim[] = [
  nonconvexGradientDescent(),
  frankWolfeRate(),
  projectedGradientRate(),
  gradientDescentGradientNorm(),
  optimizedGradientRate(),
  inexactGradientDescent(),
  informationTheoreticExactRate(),
  douglasRachfordContracts(),
  forwardStepContracts(),
  proximalPointOnInclusions(),
];
