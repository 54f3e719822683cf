/**
 * Normalized gradient descent and gradient clipping: two claims that a bounded step leads to the
 * projection of W_0.
 *
 * Both make steps W⁺ = W − ηc∇L(W) with a scalar 0 < c ≤ L_K that depends on ‖∇L(W)‖, L_K = 1/ε and
 * 1.
 *
 * **What is true.** Let W_* be the projection of W_0 on {XW = Y} and ℓ = ½r². The steps keep W −
 * W_* in S, and with ‖∇L‖² ≤ (σ_1/n)Tr((W − W_*)ᵀ∇L)
 *
 *   ‖W⁺ − W_*‖² = ‖W − W_*‖² − 2ηc Tr((W − W_*)ᵀ∇L) + η²c²‖∇L‖²
 *     ≤ ‖W − W_*‖² − ηc(2 − ηcσ_1/n)Tr((W − W_*)ᵀ∇L).
 *
 * For ηL_Kσ_1/n < 2 the distance does not rise, so c stays away from 0, Tr((W − W_*)ᵀ∇L) = ‖XW −
 * Y‖²/n is summable, and W_i → W_*.
 *
 * **What is not.** For ηL_Kσ_1/n > 2 the map is expanding near W_* along the singular vector of
 * σ_1; W_i cannot converge there unless it hits W_* or stays off that direction by chance.
 *
 * @module
 */

import fc, { type Arbitrary } from "fast-check";
import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import { lossMinusPotential, potential, type PotentialDescription } from "../../lib/convex/mod.ts";
import {
  lossDescriptions,
  magnitude,
  overparameterizedLinear,
  type OverparameterizedLinearInstance,
  overparameterizedLinearInstances,
} from "../../problems/mod.ts";
import type { Figure, Hypothesis, Relation } from "../../verify/mod.ts";
import { enumerated } from "../_figures.ts";
import type { EpsilonMethod } from "./_direction.ts";
import { projectionScale } from "./_isotropic.ts";
import { endFigures } from "./_limit_figures.ts";
import { arrival, distance, type End, endOf, type LimitFinder, saysNothing } from "./_limits.ts";
import { normOf } from "./_points.ts";
import { type DualMethod, type DualSetting, run } from "./_setting.ts";

/** A linear model, ε and a step size. */
export interface BoundedStepInstance {
  /** L and W_0. */
  readonly problem: OverparameterizedLinearInstance;
  /** ε. */
  readonly epsilon: number;
  /** η, as a share of the largest that the claim admits. */
  readonly stepShare: number;
}

/** What the two claims differ in. */
export interface BoundedStep {
  /** K for an ε. */
  readonly potential: (epsilon: number) => PotentialDescription;
  /** The optimizer. */
  readonly method: EpsilonMethod;
  /** The largest η that the paper admits, by n and ε. */
  readonly largestStep: (samples: number, epsilon: number) => number;
  /** L_K. */
  readonly lipschitz: (epsilon: number) => number;
}

/**
 * Squared losses of all scales; half of them such that the runs are mostly decided soon, and that
 * ηL_Kσ_1/n is about 2 where the largest step that the paper admits allows it.
 */
export function boundedStepInstances(
  { largestStep, lipschitz }: Pick<BoundedStep, "largestStep" | "lipschitz">,
): Arbitrary<BoundedStepInstance> {
  const losses = lossDescriptions({ family: "squared" });
  return fc.oneof(
    { withCrossShrink: true },
    fc.record({
      problem: overparameterizedLinearInstances({ losses }),
      epsilon: magnitude({ minimum: 1e-2, maximum: 1e2 }),
      stepShare: magnitude({ minimum: 1e-2, maximum: 1 }),
    }),
    fc.record({
      problem: overparameterizedLinearInstances({
        losses,
        maximumConditionNumber: 10,
        minimumScale: 0.3,
        maximumScale: 3,
      }),
      epsilon: magnitude({ minimum: 0.1, maximum: 1e2 }),
      ofEdge: magnitude({ minimum: 0.3, maximum: 1.5 }),
    }).map(({ problem, epsilon, ofEdge }) => {
      const { samples, eigenvalues } = overparameterizedLinear(problem).loss;
      const edge = 2 * samples / (lipschitz(epsilon) * eigenvalues[0]!);
      const stepShare = Math.min(ofEdge, ofEdge * edge / largestStep(samples, epsilon));
      return { problem, epsilon, stepShare };
    }),
  );
}

/** A run, its end, and where that should be. */
export interface BoundedStepRun {
  /** The instance, built. */
  readonly setting: DualSetting;
  /** The optimizer with its ε. */
  readonly method: DualMethod;
  /** Where the run ends. */
  readonly end: End;
  /** The projection of W_0. */
  readonly projection: readonly number[];
  /** The rounding of the projection, in units of u. */
  readonly projectionScale: number;
  /** ‖W_i − W_*‖, of the first iterates. */
  readonly distances: readonly number[];
  /** The size of what is added up in the first iterates. */
  readonly magnitude: number;
  /** ηL_Kσ_1/n. */
  readonly relativeStep: number;
}

/** So many steps are looked at one by one. */
const FIRST_STEPS = 8;

/** Positive ε. */
export const positiveEpsilon: Hypothesis<BoundedStepInstance, unknown> = {
  name: "positive ε",
  statement: String.raw`\epsilon > 0`,
  holds: ({ epsilon }) => epsilon > 0,
};

/** Builds and runs an instance. */
export function observeBoundedStep<T>(
  { problem, epsilon, stepShare }: BoundedStepInstance,
  arithmetic: Arithmetic<T>,
  refinement: number,
  bounded: BoundedStep,
  limitOf?: LimitFinder,
): BoundedStepRun {
  const built = overparameterizedLinear(problem);
  const { loss, start } = built;
  const k = potential(bounded.potential(epsilon), loss.parameters);
  const stepSize = stepShare * bounded.largestStep(loss.samples, epsilon);
  const setting: DualSetting = {
    ...built,
    potential: k,
    threshold: lossMinusPotential(loss, k),
    stepSize,
  };
  const method: DualMethod = (a, { stepSize }) => bounded.method(a, { epsilon, stepSize });
  const projection = loss.project(start);
  const points = run(setting, arithmetic, { steps: FIRST_STEPS, method });
  const gain = stepSize * bounded.lipschitz(epsilon);
  const ofProjection = projectionScale(setting, projection);
  return {
    setting,
    method,
    end: endOf(setting, arithmetic, { refinement, method, ...(limitOf && { limitOf }) }),
    projection,
    projectionScale: ofProjection,
    distances: points.map(({ theta }) => distance(theta, projection)),
    magnitude: ofProjection + Math.max(
      ...points.map(({ theta, gradientSize }) => normOf(theta) + gain * normOf(gradientSize)),
    ),
    relativeStep: gain * loss.eigenvalues[0]! / loss.samples,
  };
}

const LIMIT = "W_∞ = the solution of (5)";
const NEARER = "‖W_{i+1} − W_*‖ <= ‖W_i − W_*‖";

/** W_i → W_*. */
export function reachesProjection(
  { end, projection, projectionScale }: BoundedStepRun,
): Relation {
  return arrival(end, LIMIT, projection, projectionScale);
}

/**
 * ηL_Kσ_1/n so near below 2 counts as 2: on the edge a quadratic K has the iterates go to and fro for
 * ever, and rounding may put it on either side.
 */
const EDGE_WIDTH = 1e-9;

/** W_i → W_*, at no step moving away, where ηL_Kσ_1/n < 2. */
export function reachesProjectionBelowEdge(observed: BoundedStepRun): Relation[] {
  const { relativeStep, distances, magnitude } = observed;
  if (relativeStep >= 2 * (1 - EDGE_WIDTH)) return [saysNothing(LIMIT), saysNothing(NEARER)];
  return [
    reachesProjection(observed),
    ...distances.slice(1).map((after, i): Relation => ({
      label: NEARER,
      lhs: after,
      sense: "<=",
      rhs: distances[i]!,
      scale: (2 + i) * magnitude,
    })),
  ];
}

/** The distances to W_*, and the pictures of a run and its end. */
export function boundedStepFigures(
  { setting, end, method, distances, relativeStep }: BoundedStepRun,
): Figure[] {
  return [
    {
      kind: "lines",
      title: `the distance to the projection of W_0 (ηL_Kσ_1/n = ${relativeStep.toPrecision(3)})`,
      x: { label: "iteration i" },
      y: { label: "‖W_i − W_*‖" },
      series: [{ name: "‖W_i − W_*‖", role: "observed", points: enumerated(distances) }],
    },
    ...endFigures(setting, end, method),
  ];
}
