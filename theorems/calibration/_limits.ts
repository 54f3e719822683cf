/**
 * The calibration theorems about limits.
 *
 * @module
 */

import type { Claim } from "../../verify/mod.ts";
import { gradientDescentLimit } from "./gd_limit.ts";
import { heavyBallLimit } from "./heavy_ball_limit.ts";

/** The claims, each with a true form and one that is false. */
export const limitClaims: readonly Claim[] = [heavyBallLimit(), gradientDescentLimit()];
