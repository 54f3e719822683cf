/**
 * Classical theorems whose worst case is known exactly: what the search is calibrated on.
 *
 * Each has its true form as `printed`, and as `sharpened` a form that is false on purpose, with a
 * constant between 1 % and 10 % beyond the tight one. (Of the heavy ball's limit the printed form is the
 * false one.)
 *
 * @module
 */

import type { Claim } from "../../verify/mod.ts";
import { convexClaims } from "./_convex.ts";
import { limitClaims } from "./_limits.ts";
import { performanceClaims } from "./_performance.ts";
import { quadraticClaims } from "./_quadratic.ts";

/** The claims. */
export const claims: readonly Claim[] = [
  ...convexClaims,
  ...quadraticClaims,
  ...limitClaims,
  ...performanceClaims,
];
