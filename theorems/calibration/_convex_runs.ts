/**
 * What the calibration theorems on convex functions and nonexpansive maps share.
 *
 * @module
 */

import fc from "fast-check";
import type { Arbitrary } from "../../lib/fast_check/mod.ts";
import { magnitude } from "../../problems/mod.ts";

/** N from 1 to 30, every other time at most 4. Shrinks to 1. */
export function stepCounts(): Arbitrary<number> {
  return fc.oneof(
    { withCrossShrink: true },
    fc.noBias(fc.integer({ min: 1, max: 4 })),
    fc.noBias(fc.integer({ min: 1, max: 30 })),
  );
}

/** A share of the largest step size: that one itself every fourth time, else log-uniform below it. */
export function stepShares(): Arbitrary<number> {
  return fc.oneof(
    { withCrossShrink: true },
    fc.constant(1),
    { weight: 3, arbitrary: magnitude({ minimum: 1e-3, maximum: 1 }) },
  );
}

/** x + y. */
export function plus(x: readonly number[], y: readonly number[]): number[] {
  return x.map((entry, i) => entry + y[i]!);
}

/** ‖x − y‖. */
export function distance(x: readonly number[], y: readonly number[]): number {
  return Math.hypot(...x.map((entry, i) => entry - y[i]!));
}

/** ‖x‖. */
export function length(x: readonly number[]): number {
  return Math.hypot(...x);
}
