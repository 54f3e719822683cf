/**
 * What is observed of a flow or a geodesic, computed in an arithmetic. The curves themselves are
 * integrated in double precision; of their points and of the outputs there, differences and norms
 * are taken in the arithmetic at hand, so that single precision sees what it makes of them.
 *
 * @module
 */

import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import {
  type CompositeObjective,
  scaledDifference,
  type StronglyConvexLoss,
} from "../../problems/mod.ts";

/** x − y. */
export function differenceIn<T>(
  arithmetic: Arithmetic<T>,
  x: readonly number[],
  y: readonly number[],
): number[] {
  return scaledDifference(arithmetic, 1, x, y);
}

/** ‖x − y‖. */
export function distanceIn<T>(
  arithmetic: Arithmetic<T>,
  x: readonly number[],
  y: readonly number[],
): number {
  return arithmetic.scope(() =>
    arithmetic.norm(arithmetic.subtract(arithmetic.vector(x), arithmetic.vector(y)))
  );
}

/** ‖x‖. */
export function normIn<T>(arithmetic: Arithmetic<T>, x: readonly number[]): number {
  return arithmetic.scope(() => arithmetic.norm(arithmetic.vector(x)));
}

/** x·y. */
export function dotIn<T>(
  arithmetic: Arithmetic<T>,
  x: readonly number[],
  y: readonly number[],
): number {
  return arithmetic.scope(() => arithmetic.dot(arithmetic.vector(x), arithmetic.vector(y)));
}

/** g(ψ), which is g(ψ) − g(f*), of the difference of ψ and f*. */
export function gapIn<T>(
  arithmetic: Arithmetic<T>,
  { difference, minimizer }: StronglyConvexLoss,
  psi: readonly number[],
): number {
  return difference(minimizer, differenceIn(arithmetic, psi, minimizer));
}

/** g(αf(w')) − g(αf(w)), of the difference of f(w') and f(w). */
export function riseIn<T>(
  arithmetic: Arithmetic<T>,
  { map, loss, scaling }: CompositeObjective,
  w: readonly number[],
  other: readonly number[],
): number {
  const from = map.value(w);
  const moved = scaledDifference(arithmetic, scaling, map.value(other), from);
  return loss.difference(from.map((entry) => scaling * entry), moved);
}
