/**
 * What the tests of this folder share. (Named as a test so that it is not published.)
 *
 * @module
 */

import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { fitPowerLaw } from "../statistics/mod.ts";
import type { FlowOptions, Trajectory, VectorField } from "./mod.ts";

/** A method under test. */
export type Integrator = (
  field: VectorField,
  start: readonly number[],
  interval: readonly [number, number],
  options?: FlowOptions,
) => Trajectory;

/** Steps of one length, whatever their errors. */
export function fixedSteps(length: number): FlowOptions {
  return { firstStep: length, longestStep: length, errorNorm: () => 0 };
}

/** Asserts that vectors agree, entry by entry. */
export function assertClose(
  actual: readonly number[],
  expected: readonly number[],
  tolerance: number,
  what?: string,
): void {
  assertEquals(actual.length, expected.length, what);
  expected.forEach((entry, i) => assertAlmostEquals(actual[i]!, entry, tolerance, what));
}

/** A nonlinear flow that depends on time, with its solution from t = 0. */
export const KNOWN = {
  field: (
    t: number,
    [x, y]: readonly number[],
  ) => [-2 * t * x! * x!, Math.cos(t) * y! + x! - 1 / (1 + t * t)],
  solution: (t: number) => [1 / (1 + t * t), Math.exp(Math.sin(t))],
};

/** The largest error along [0, 1], over some points of each step. */
function largestError(trajectory: Trajectory): number {
  let largest = 0;
  const points = 4 * trajectory.steps;
  for (let i = 1; i <= points; i++) {
    const t = i / points * trajectory.end;
    const exact = KNOWN.solution(t);
    trajectory.at(t).forEach((entry, j) =>
      largest = Math.max(largest, Math.abs(entry - exact[j]!))
    );
  }
  return largest;
}

/** Asserts the slope of log error against log step. */
function assertSlope(
  steps: readonly number[],
  error: (step: number) => number,
  slope: number,
  what: string,
): void {
  const ascending = steps.toSorted((x, y) => x - y);
  const { exponent } = fitPowerLaw(ascending, ascending.map(error));
  assert(Math.abs(exponent - slope) < 0.15, `${what}: slope ${exponent} instead of ${slope}`);
}

/**
 * Asserts the orders of a method: `order` for the global error at the ends of the steps and, since
 * its dense output is of this order less 1, along them too; of one step `order` + 1 at its end and
 * `order` within.
 */
export function assertConvergence(integrate: Integrator, order: number): void {
  const { field, solution } = KNOWN;
  const start = solution(0);
  const distance = (point: readonly number[], t: number) =>
    Math.hypot(...solution(t).map((entry, i) => entry - point[i]!));
  const counts = [24, 32, 48, 64, 96, 128];
  const run = (step: number) => integrate(field, start, [0, 1], fixedSteps(step));
  const global = counts.map((count) => 1 / count);
  for (const step of global) {
    assertEquals(run(step).steps, Math.round(1 / step));
    assertEquals(run(step).status, "complete");
  }
  assertSlope(global, (step) => distance(run(step).last, 1), order, "global, at the end");
  assertSlope(global, (step) => largestError(run(step)), order, "global, dense output");

  const from = 0.7;
  const one = (step: number) =>
    integrate(field, solution(from), [from, from + step], fixedSteps(step));
  const local = [0.015, 0.02, 0.03, 0.04, 0.06];
  assertSlope(
    local,
    (step) => distance(one(step).last, from + step),
    order + 1,
    "one step, its end",
  );
  for (const theta of [0.35, 0.6]) {
    assertSlope(
      local,
      (step) => distance(one(step).at(from + theta * step), from + theta * step),
      order,
      `one step, dense output at ${theta}`,
    );
  }
}

/** Asserts that the error follows the tolerance down to 1e-12. */
export function assertFollowsTolerance(integrate: Integrator): void {
  for (const tolerance of [1e-4, 1e-6, 1e-8, 1e-10, 1e-12]) {
    const run = integrate(KNOWN.field, KNOWN.solution(0), [0, 1], { tolerance });
    assertEquals(run.status, "complete");
    const error = largestError(run);
    assert(error < 20 * tolerance + 1e-14, `${error} at the tolerance ${tolerance}`);
  }
}

/** Asserts how a method ends, and what it says, where it does not get to the end of the interval. */
export function assertEndings(integrate: Integrator): void {
  const blowUp = integrate((_t, [y]) => [y! * y!], [1], [0, 2]);
  assertEquals(blowUp.status, "stuck");
  assertAlmostEquals(blowUp.end, 1, 1e-6);
  assert(blowUp.reason.startsWith(`no step leads on from t = ${blowUp.end}: `), blowUp.reason);

  const noisy = integrate(() => [1], [0], [1, 2], { errorNorm: () => 1 });
  assertEquals([noisy.status, noisy.end, noisy.steps], ["stuck", 1, 0]);
  assertEquals(noisy.at(1), [0]);
  assertEquals(
    noisy.reason,
    "no step leads on from t = 1: the error allows only steps that are shorter than time resolves",
  );

  const leaves = integrate((_t, [y]) => [y! < 0 ? NaN : -1], [1], [0, 2]);
  assertEquals(leaves.status, "stuck");
  assertAlmostEquals(leaves.end, 1, 1e-4);
  assert(leaves.reason.includes("entry 0 of f(t, y) is NaN at t = "), leaves.reason);

  const long = integrate((_t, [x, y]) => [-y!, x!], [1, 0], [0, 100], { mostSteps: 7 });
  assertEquals([long.status, long.steps + long.rejections], ["exhausted", 7]);
  assertEquals(long.reason, `7 steps lead to t = ${long.end} only`);
  assertEquals(long.at(long.end), [...long.last]);
  let message = "";
  try {
    long.at(100);
  } catch (error) {
    message = (error as Error).message;
  }
  assertEquals(
    message,
    `the trajectory goes from t = 0 to t = ${long.end} (${long.reason}); it has no point at t = 100`,
  );
}
