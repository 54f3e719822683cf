/**
 * The block-covariance example, eq. (4): Σ = diag(11ᵀ, I) in R^{2d×2d}, and its instances.
 *
 * @module
 */

import fc from "fast-check";
import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import type { Arbitrary } from "../../lib/fast_check/mod.ts";
import {
  chain,
  type GradientMap,
  iterate,
  preconditionBySecondMoment,
  scale,
} from "../../lib/optimizers/mod.ts";
import { magnitude, realNumber } from "../../problems/mod.ts";

/** A point of the example, and a step size. */
export interface BlockInstance {
  /** Δ_0, d numbers, and Δ_i, as many. */
  readonly first: readonly number[];
  readonly second: readonly number[];
  /** η. */
  readonly stepSize: number;
}

/** Σ by rows. */
export function blockCovariance(d: number): number[][] {
  return Array.from(
    { length: 2 * d },
    (_, i) => Array.from({ length: 2 * d }, (_, j) => i < d ? (j < d ? 1 : 0) : (i === j ? 1 : 0)),
  );
}

/** Instances with d from 1 to 16. */
export function blockInstances(): Arbitrary<BlockInstance> {
  return fc.integer({ min: 1, max: 16 }).chain((d) =>
    fc.record({
      first: fc.array(realNumber(), { minLength: d, maxLength: d }),
      second: fc.array(realNumber({ nonzero: true }), { minLength: d, maxLength: d }),
      stepSize: magnitude({ minimum: 0.01, maximum: 100 }),
    })
  );
}

/** 1ᵀΔ_0. */
export function sumOf(first: readonly number[]): number {
  return first.reduce((sum, x) => sum + x, 0);
}

/** Neither block's gradient is 0: there the ratios are not defined. */
export const moving = {
  name: "gradients are not 0",
  statement: String.raw`g_0 \ne 0, \quad g_i \ne 0`,
  holds: ({ first, second }: BlockInstance) =>
    Math.abs(sumOf(first)) > 1e-6 && second.every((x) => Math.abs(x) > 1e-6),
};

/** Makes Adam's preconditioner, eq. (2); what tests sabotage. */
export type AdamStep = typeof preconditionBySecondMoment;

/** Runs eq. (2) on the full batch in the identity basis, a step size each. */
export function runAdam<T>(
  arithmetic: Arithmetic<T>,
  { first, second }: BlockInstance,
  stepSizes: readonly number[],
  adam: AdamStep = preconditionBySecondMoment,
): number[][] {
  const rows = blockCovariance(first.length);
  const map: GradientMap = {
    gradient: (where, delta) => where.multiply(where.matrix(rows), delta),
    hessian: (where) => where.matrix(rows),
  };
  const points: number[][] = [[...first, ...second]];
  for (const stepSize of stepSizes) {
    const method = chain(adam(arithmetic), scale(arithmetic, -stepSize));
    points.push([...iterate(arithmetic, map, method, points.at(-1)!, { steps: 1 })]);
  }
  return points;
}
