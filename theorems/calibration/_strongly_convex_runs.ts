/**
 * Functions of the class of L-smooth and μ-strongly convex ones, which need not use its constants up.
 *
 * @module
 */

import fc from "fast-check";
import type { Arbitrary } from "../../lib/fast_check/mod.ts";
import {
  type ConvexFunction,
  type ConvexFunctionOptions,
  type ConvexStart,
  convexStarts,
  SMOOTH_TERMS,
} from "../../problems/mod.ts";
import { stepShares } from "./_convex_runs.ts";

/** A function with a start, and constants of a class to which it belongs. */
export interface StronglyConvexStart extends ConvexStart {
  /** μ over the function's own, at most 1. */
  readonly leastShare: number;
  /** The function's own L over that of the class, at most 1. */
  readonly largestShare: number;
}

/** The constants of a class. */
export interface ClassConstants {
  /** μ. */
  readonly mu: number;
  /** L. */
  readonly smoothness: number;
}

/** μ and L of the class. */
export function constantsOf(
  { leastShare, largestShare }: Pick<StronglyConvexStart, "leastShare" | "largestShare">,
  f: Pick<ConvexFunction, "strongConvexity" | "smoothness">,
): ClassConstants {
  return { mu: leastShare * f.strongConvexity, smoothness: f.smoothness / largestShare };
}

/** Quadratics, and smooth functions with ½ c ‖x‖² besides, in classes that are theirs or larger. Kinds: separable
 * functions, ridges and envelopes by default. */
export function stronglyConvexStarts(
  options: Pick<ConvexFunctionOptions, "minimumDimension" | "maximumDimension" | "kinds"> = {},
): Arbitrary<StronglyConvexStart> {
  return fc.tuple(
    fc.oneof(
      { withCrossShrink: true },
      convexStarts({ ...options, kinds: ["separable"], terms: ["quadratic"] }),
      convexStarts({
        kinds: ["separable", "ridges", "envelope"],
        ...options,
        terms: SMOOTH_TERMS,
        stronglyConvex: true,
      }),
    ),
    stepShares(),
    stepShares(),
  ).map(([start, leastShare, largestShare]) => ({ ...start, leastShare, largestShare }));
}
