/**
 * The calibration theorems of linear algebra and of quadratics.
 *
 * @module
 */

import type { Claim } from "../../verify/mod.ts";
import { chebyshevConverges } from "./chebyshev.ts";
import { conjugateGradientsConverge } from "./conjugate_gradients.ts";
import { exactLineSearchDescends } from "./exact_line_search.ts";
import { heavyBallConverges } from "./heavy_ball.ts";
import { interpolatingSgdConverges } from "./interpolating_sgd.ts";
import { lanczosInverse } from "./lanczos_inverse.ts";
import { newtonSchulzConverges } from "./newton_schulz.ts";
import { powerMethodConverges } from "./power_method.ts";

/** The claims, each with a false form beside the true one. */
export const quadraticClaims: readonly Claim[] = [
  exactLineSearchDescends(),
  heavyBallConverges(),
  chebyshevConverges(),
  conjugateGradientsConverge(),
  newtonSchulzConverges(),
  lanczosInverse(),
  powerMethodConverges(),
  interpolatingSgdConverges(),
];
