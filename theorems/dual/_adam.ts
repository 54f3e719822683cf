/**
 * Adam without momentum on a linear model.
 *
 * @module
 */

import fc, { type Arbitrary } from "fast-check";
import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import type { LossPoint } from "../../lib/convex/mod.ts";
import {
  lossDescriptions,
  magnitude,
  overparameterizedLinear,
  type OverparameterizedLinearOptions,
  vectorOf,
} from "../../problems/mod.ts";
import type { EpsilonMethod } from "./_direction.ts";
import { points } from "./_points.ts";
import { type DualInstance, dualInstances, run, settingOf } from "./_setting.ts";

/** Instances with the squared loss and the K of eq. (10), normalized to K(0) = 0. */
export function adamInstances(
  options: OverparameterizedLinearOptions = {},
): Arbitrary<DualInstance> {
  return dualInstances({
    ...options,
    losses: lossDescriptions({ family: "squared" }),
    potentials: magnitude({ minimum: 1e-4, maximum: 1e4 }).map((epsilon) => ({
      kind: "separable",
      profile: { kind: "adam", epsilon },
    })),
  });
}

/**
 * The same, and others for which gradients can grow: with one output and a drawn XW_0 − Y instead of
 * W_0 (otherwise the residual lies along the directions that X stretches most), and with a feature
 * that X holds many times, which pulls at those that point away from it.
 */
export function adamInstancesByResidual(): Arbitrary<DualInstance> {
  const few = adamInstances({ maximumFeatures: 4, maximumOutputs: 1 });
  return fc.oneof(
    { withCrossShrink: true },
    adamInstances(),
    fc.tuple(few, points()).map(([instance, residual]) => withResidual(instance, residual)),
    fc.tuple(few, points(), repeatedFeatures()).map(([instance, residual, matrix]) =>
      withResidual({ ...instance, problem: { ...instance.problem, matrix } }, residual)
    ),
  );
}

/** 2×d matrices of rank 2 with small integers, of which the last column stands there many times. */
function repeatedFeatures(): Arbitrary<number[][]> {
  return fc.tuple(
    vectorOf(6, fc.noBias(fc.integer({ min: -9, max: 9 }))),
    fc.noBias(fc.integer({ min: 1, max: 18 })),
  ).filter(([[a, b, c, d, e, f]]) =>
    a! * d! !== b! * c! || a! * f! !== b! * e! || c! * f! !== d! * e!
  )
    .map(([[a, b, c, d, e, f], times]) => [
      [a!, c!, ...new Array<number>(times).fill(e!)],
      [b!, d!, ...new Array<number>(times).fill(f!)],
    ]);
}

/** The instance with the W_0 nearest to 0 that has the given residual, its entries repeated. */
function withResidual(instance: DualInstance, residual: readonly number[]): DualInstance {
  const { problem } = instance;
  const { loss } = overparameterizedLinear(problem);
  const { features, outputs } = loss;
  const target = loss.y.map((row, i) =>
    row.map((entry, j) => entry + residual[(i * outputs + j) % residual.length]!)
  );
  const start = loss.project(new Array<number>(loss.parameters).fill(0), target);
  const columns = Array.from(
    { length: outputs },
    (_, j) => Array.from({ length: features }, (_, a) => start[a * outputs + j]!),
  );
  return { ...instance, problem: { ...problem, start: columns } };
}

/**
 * ε.
 *
 * @throws {TypeError} If the potential is not Adam's.
 */
export function epsilonOf({ potential }: DualInstance): number {
  if (potential.kind === "separable" && potential.profile.kind === "adam") {
    return potential.profile.epsilon;
  }
  throw new TypeError(
    "the potential of this instance has to be separable with the profile adam, but is " +
      JSON.stringify(potential),
  );
}

/** The iterates of an optimizer with the ε and η of the instance. */
export function runWithEpsilon<T>(
  instance: DualInstance,
  arithmetic: Arithmetic<T>,
  method: EpsilonMethod,
  steps: number,
): LossPoint[] {
  const epsilon = epsilonOf(instance);
  return run(settingOf(instance), arithmetic, {
    steps,
    method: (where, { stepSize }) => method(where, { epsilon, stepSize }),
  });
}
