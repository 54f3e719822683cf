/**
 * What the claims about the block example share: points of it, and Adam on it.
 *
 * The gradient is (s1, Δ_1, …, Δ_d) with s = 1ᵀΔ_0, so that the gradient norms of the first block's
 * coordinates are the same from whichever start: what the paper assumes "given the symmetry" needs
 * no hypothesis there, and the second block's coordinates go their own ways.
 *
 * @module
 */

import fc from "fast-check";
import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import type { Arbitrary } from "../../lib/fast_check/mod.ts";
import {
  chain,
  type GradientTransformation,
  iterate,
  preconditionBySecondMoment,
  scale,
} from "../../lib/optimizers/mod.ts";
import {
  blockCovariance,
  blockSum,
  magnitude,
  mostlySmallDimension,
  nonzeroNumber,
  realNumber,
  vectorOf,
} from "../../problems/mod.ts";

/** A point of the example, and a step size. */
export interface BlockInstance {
  /** Δ_0, d numbers, and Δ_i, as many. */
  readonly first: readonly number[];
  readonly second: readonly number[];
  /** η. */
  readonly stepSize: number;
}

/** The largest d of instances. */
const LARGEST = 32;

/** Entries of Δ: readable ones of one size, of sizes that differ by orders of magnitude, or all alike. */
function entries(): Arbitrary<number[]> {
  return fc.oneof(
    { withCrossShrink: true },
    { weight: 3, arbitrary: vectorOf(LARGEST) },
    vectorOf(LARGEST, nonzeroNumber()),
    realNumber({ nonzero: true }).map((x) => new Array<number>(LARGEST).fill(x)),
  );
}

/** Instances with d from 1 to 32, symmetric within a block or not. */
export function blockInstances(): Arbitrary<BlockInstance> {
  return fc.record({
    d: mostlySmallDimension(LARGEST),
    first: entries(),
    second: entries(),
    stepSize: magnitude({ minimum: 0.01, maximum: 100 }),
  }).map(({ d, first, second, stepSize }) => ({
    first: first.slice(0, d),
    second: second.slice(0, d),
    stepSize,
  }));
}

/** Σ|x|: rounding moves the sum of x, and so its sign, by a multiple of u times this. */
export function absoluteSum(values: readonly number[]): number {
  return values.reduce((sum, x) => sum + Math.abs(x), 0);
}

/** Makes Adam's preconditioner, eq. (2); what tests sabotage. */
export type AdamStep = <T>(arithmetic: Arithmetic<T>) => GradientTransformation<T, unknown>;

/** Runs eq. (2) on the full batch in the identity basis, a step size each; gives Δ at each step. */
export function runAdam<T>(
  arithmetic: Arithmetic<T>,
  { first, second }: Pick<BlockInstance, "first" | "second">,
  stepSizes: readonly number[],
  adam: AdamStep = preconditionBySecondMoment,
): number[][] {
  const problem = blockCovariance(first.length);
  const points: number[][] = [[...first, ...second]];
  for (const stepSize of stepSizes) {
    const method = chain(adam(arithmetic), scale(arithmetic, -stepSize));
    points.push(iterate(arithmetic, problem, method, points.at(-1)!, { steps: 1 }));
  }
  return points;
}

/** ‖g_0‖ = √d|s| and the |g_i| at a point. */
export function gradientNorms(point: readonly number[]): {
  readonly first: number;
  readonly second: readonly number[];
} {
  const d = point.length / 2;
  return {
    first: Math.sqrt(d) * Math.abs(blockSum(point.slice(0, d))),
    second: point.slice(d).map(Math.abs),
  };
}
