/**
 * The calibration theorems whose exact worst cases performance estimation has found.
 *
 * @module
 */

import type { Claim } from "../../verify/mod.ts";
import { frankWolfeRate } from "./frank_wolfe.ts";
import { nonconvexGradientDescent } from "./nonconvex_gradient_descent.ts";

/** The claims, each with a true form and one that is false on purpose. */
export const performanceClaims: readonly Claim[] = [
  nonconvexGradientDescent(),
  frankWolfeRate(),
];
