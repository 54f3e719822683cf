/**
 * What the calibration theorems on convex functions and nonexpansive maps share.
 *
 * @module
 */

import fc from "fast-check";
import type { Arbitrary } from "../../lib/fast_check/mod.ts";
import { type ConvexStart, convexStarts, magnitude, SMOOTH_TERMS } from "../../problems/mod.ts";
import type { Hypothesis, Relation } from "../../verify/mod.ts";

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

/** That a step is no longer than 1/L. */
export const admissibleStepSize: Hypothesis<{ readonly stepShare: number }, unknown> = {
  name: "admissible step size",
  statement: String.raw`0 < \alpha \le 1/L`,
  holds: ({ stepShare }) => stepShare > 0 && stepShare <= 1,
};

/** A run of gradient descent on a smooth convex function. */
export interface GradientRun extends ConvexStart {
  /** αL. */
  readonly stepShare: number;
  /** N. */
  readonly steps: number;
}

/** Runs with a share of the step 1/L. */
export function gradientRuns(): Arbitrary<GradientRun> {
  return fc.tuple(
    convexStarts({ kinds: ["separable", "ridges", "envelope"], terms: SMOOTH_TERMS }),
    stepShares(),
    stepCounts(),
  ).map(([start, stepShare, steps]) => ({ ...start, stepShare, steps }));
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

/** A gap that a theorem bounds. */
export interface BoundedGap {
  /** What is bounded. */
  readonly gap: number;
  /** The bound. */
  readonly bound: number;
  /** What is added up in both, for tolerances. */
  readonly scale: number;
}

/** The gap at the end of a run. */
export interface EndedGap extends BoundedGap {
  /** x_N. */
  readonly last: readonly number[];
}

/** That the gap is at most the bound, or a share of it in a form that is false on purpose. */
export function gapBelow(
  label: string,
  { gap, bound, scale }: BoundedGap,
  share: number,
): Relation[] {
  return [{ label, lhs: gap, sense: "<=", rhs: share * bound, scale }];
}
