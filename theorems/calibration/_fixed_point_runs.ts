/**
 * Runs of fixed-point iterations on nonexpansive maps: what the theorems on them share.
 *
 * @module
 */

import fc from "fast-check";
import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import type { Arbitrary } from "../../lib/fast_check/mod.ts";
import { displacement, iterate } from "../../lib/optimizers/mod.ts";
import { nonexpansiveMap, type NonexpansiveStart, nonexpansiveStarts } from "../../problems/mod.ts";
import type { Claim, Figure, Relation } from "../../verify/mod.ts";
import { circledPath, stepFigures } from "./_figures.ts";
import { length, plus, stepCounts } from "./_convex_runs.ts";
import type { Iteration } from "./proximal_point.ts";

/** A map, a start and N. */
export interface FixedPointInstance extends NonexpansiveStart {
  /** N. */
  readonly steps: number;
}

/** What is seen of a run. */
export interface FixedPointObservation {
  /** ‖x_N − T(x_N)‖. */
  readonly displaced: number;
  /** x_N. */
  readonly last: readonly number[];
  /** R = ‖x_0 − x*‖. */
  readonly radius: number;
  /** The magnitude of what is added up along the run. */
  readonly magnitude: number;
}

/** Nonexpansive maps of all kinds, with N from 1 to 30. */
export function fixedPointInstances(): Arbitrary<FixedPointInstance> {
  return fc.tuple(nonexpansiveStarts(), stepCounts())
    .map(([start, steps]) => ({ ...start, steps }));
}

/** Runs the iteration on I − T. */
export function observeFixedPoint<T>(
  { map, offset, steps }: FixedPointInstance,
  arithmetic: Arithmetic<T>,
  method: Iteration,
): FixedPointObservation {
  const t = nonexpansiveMap(map);
  const start = plus(map.fixedPoint, offset);
  let displaced = 0;
  const last = iterate(arithmetic, displacement(t), method(arithmetic), start, {
    steps,
    visit(context) {
      if (context.iteration === steps) displaced = arithmetic.norm(context.gradient());
    },
  });
  // Every step, and every part of the map in it, rounds x at the size of x.
  const roundings = (steps + 1) * (1 + map.parts.length);
  return {
    displaced,
    last,
    radius: length(offset),
    magnitude: roundings * (length(start) + length(map.fixedPoint)),
  };
}

/** Both sides after each number of steps; in dimension 2 the path about x*. */
export function fixedPointFigures(
  claim: Claim<FixedPointInstance, FixedPointObservation>,
  instance: FixedPointInstance,
): Figure[] {
  return [
    ...stepFigures(claim, instance, "displacement ‖x_k − T(x_k)‖"),
    ...circledPath(claim, instance, instance.map.fixedPoint),
  ];
}

/** ‖x_N − T(x_N)‖ ≤ factor · R. */
export function displacementRelations(
  label: string,
  { displaced, radius, magnitude }: FixedPointObservation,
  factor: number,
): Relation[] {
  return [{ label, lhs: displaced, sense: "<=", rhs: factor * radius, scale: magnitude }];
}
