/**
 * Isotropic preconditioners: what the claims of Theorem 2's first part share.
 *
 * @module
 */

import fc, { type Arbitrary } from "fast-check";
import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import type { LossPoint, PotentialDescription, Profile } from "../../lib/convex/mod.ts";
import {
  lossDescriptions,
  magnitude,
  overparameterizedLinear,
  type OverparameterizedLinearInstance,
  potentialDescriptions,
  type PotentialOptions,
} from "../../problems/mod.ts";
import type { Hypothesis } from "../../verify/mod.ts";
import { normOf } from "./_points.ts";
import {
  type DualInstance,
  dualInstances,
  type DualMethod,
  type DualSetting,
  run,
  settingOf,
} from "./_setting.ts";

/** K = h(‖·‖_F), without shift. */
export function isotropicPotentials(
  options: PotentialOptions = {},
): Arbitrary<PotentialDescription> {
  return potentialDescriptions({
    ...options,
    shapes: ["isotropic"],
    shifted: false,
    composed: false,
  });
}

/** Whether h is strictly convex: one term of it is enough. */
function isStrictlyConvex(description: PotentialDescription): boolean {
  switch (description.kind) {
    case "isotropic":
    case "separable":
      return description.profile.kind !== "huber" && description.profile.kind !== "softThreshold";
    case "sum":
      return description.terms.some(isStrictlyConvex);
    case "scaled":
      return description.factor > 0 && isStrictlyConvex(description.potential);
    case "translated":
    case "composed":
    case "raised":
      return isStrictlyConvex(description.potential);
  }
}

/** The hypothesis of Theorem 2's first part. All profiles have h'(0) = 0. */
export const isotropic: Hypothesis<DualInstance, unknown> = {
  name: "isotropic K",
  statement: String
    .raw`K = h(\|\cdot\|_F), \quad h \text{ differentiable and strictly convex}, \quad
    h'(0) = 0`,
  holds: (instance) =>
    settingOf(instance).potential.isIsotropic && isStrictlyConvex(instance.potential),
};

/** What the error of a projection is, in units of u: it is computed by singular triplets. */
export function projectionScale(
  { loss, start }: DualSetting,
  projection: readonly number[],
): number {
  const condition = Math.sqrt(loss.eigenvalues[0]! / loss.eigenvalues.at(-1)!);
  return condition * (Math.hypot(...start) + Math.hypot(...projection));
}

/** An instance with the length of its run. */
export interface RateInstance extends DualInstance {
  /** The number of steps. */
  readonly steps: number;
}

/**
 * Isotropic K and strongly convex losses, also such as are least elsewhere than at 0. Half of them
 * are such that (6) says much of them: X is well conditioned, W_0 and W_true are small, which makes
 * the loss small beside its gradient, and K bends about where that gradient is.
 */
export function rateInstances(): Arbitrary<RateInstance> {
  const options = {
    losses: lossDescriptions({ family: "stronglyConvex", shifted: true, raised: true }),
    potentials: isotropicPotentials({ raised: true }),
  };
  const instances = fc.oneof(
    { withCrossShrink: true },
    dualInstances(options),
    fc.record({
      instance: dualInstances({
        ...options,
        losses: lossDescriptions({ family: "stronglyConvex" }),
        maximumConditionNumber: 1.5,
        stepSizes: magnitude({ minimum: 1e-3, maximum: 1 }),
      }),
      factor: magnitude({ minimum: 1e-3, maximum: 1 }),
      kind: fc.constantFrom("adam", "logCosh", "pseudoHuber"),
      bend: magnitude({ minimum: 0.01, maximum: 10 }),
    }).map(({ instance, factor, kind, bend }): DualInstance => {
      const problem = scaledProblem(instance.problem, factor);
      const { loss, start } = overparameterizedLinear(problem);
      const scale = bend * (normOf(loss.gradientAt(start)) || 1);
      const profile: Profile = kind === "adam" ? { kind, epsilon: scale } : { kind, scale };
      return { ...instance, problem, potential: { kind: "isotropic", profile } };
    }),
  );
  return fc.tuple(instances, fc.integer({ min: 1, max: 12 }))
    .map(([instance, steps]) => ({ ...instance, steps }));
}

/** The problem with W_0 and W_true multiplied. */
function scaledProblem(
  problem: OverparameterizedLinearInstance,
  factor: number,
): OverparameterizedLinearInstance {
  const scaled = (columns: readonly (readonly number[])[]) =>
    columns.map((column) => column.map((entry) => factor * entry));
  return { ...problem, solution: scaled(problem.solution), start: scaled(problem.start) };
}

/** A run with an isotropic K, and its limit. */
export interface IsotropicRun {
  /** W_0, W_1, … with L and ∇L there. */
  readonly points: readonly LossPoint[];
  /** W_∞: the projection of W_0 onto the minimizers of L. */
  readonly limit: readonly number[];
  /** The size of what is added up in the iterates and in the limit. */
  readonly magnitude: number;
}

/**
 * Runs eq. (1) with an isotropic K and strongly convex losses. The limit is known: under
 * Assumptions 1.1 to 1.4 it is the projection of W_0 onto {XW = Y + s}, s the minimizers of the
 * ℓ_ij; see `theorem_2_isotropic.ts`, where s = 0.
 */
export function isotropicRun<T>(
  instance: RateInstance,
  arithmetic: Arithmetic<T>,
  method?: DualMethod,
): IsotropicRun {
  const setting = settingOf(instance);
  const points = run(setting, arithmetic, { steps: instance.steps, ...(method && { method }) });
  const limit = setting.loss.project(setting.start);
  const gain = setting.stepSize * setting.potential.lipschitzConstant().value;
  const rounding = points.map(({ theta, gradientSize }) =>
    normOf(theta) + (Number.isFinite(gain) ? gain : 0) * normOf(gradientSize)
  );
  return {
    points,
    limit,
    magnitude: Math.max(...rounding) + projectionScale(setting, limit),
  };
}

/**
 * The scale of the rounding of x², where x carries an error of a few u·magnitude: 2x·magnitude, and
 * what is left of it where x vanishes.
 */
export function squareScale(x: number, magnitude: number, unitRoundoff: number): number {
  return 2 * x * magnitude + 256 * unitRoundoff * magnitude ** 2;
}
