/**
 * The two figures of Ghane, Akhtiamov and Hassibi, Dual Space Preconditioning for Gradient Descent
 * in the Overparameterized Regime (arXiv:2603.10485), §IV.
 *
 * @module
 */

import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import {
  type DualSpaceLimit,
  dualSpaceLimit,
  linearModelLoss,
  potential,
  type PotentialDescription,
} from "../lib/convex/mod.ts";
import { standardNormal } from "../lib/linalg/mod.ts";
import type { MinimumNorm, MinimumNormSolver } from "./minimum_norm.ts";
import { norm, subtract } from "./vectors.ts";

/** What {@linkcode dualSpaceExperiment} runs. */
export interface DualSpaceExperimentOptions {
  /** Where the random numbers start: an integer. Default: 1. */
  readonly seed?: number;
  /** n. Default: 10. */
  readonly samples?: number;
  /** d > n. Default: 20. */
  readonly features?: number;
  /** η of the first figure. Default: 0.005. */
  readonly stepSize?: number;
  /** The ε of the first figure. Default: 13 of them, from 0.02 to 5. */
  readonly epsilons?: readonly number[];
  /** ε of the second figure. Default: 0.5. */
  readonly epsilon?: number;
  /** η of the reference in the second figure. Default: 0.005. */
  readonly referenceStepSize?: number;
  /** The η of the second figure. Default: 0.001 to 0.08 in twelve steps. */
  readonly stepSizes?: readonly number[];
  /** The largest number of steps of a run. Default: 10⁶. */
  readonly maximumSteps?: number;
}

/** One limit, as {@linkcode DualSpaceLimit} has it, in short. */
export interface ExperimentLimit {
  /** The parameter that was varied: ε in the first figure, η in the second. */
  readonly at: number;
  /** How the run ended. */
  readonly status: DualSpaceLimit["status"];
  /** The number of steps. */
  readonly iterations: number;
  /** ‖XW_∞ − Y‖. */
  readonly residual: number;
  /** A bound of the error of W_∞. */
  readonly uncertainty: number;
}

/** A point of the first figure. */
export interface DistanceToSolutions extends ExperimentLimit {
  /** ‖W_∞ − W_p‖₂, W_p the solution of (11), for p = 1. */
  readonly toOneNorm: number;
  /** The same for p = 2, where W_p = W_{GD,∞}. */
  readonly toTwoNorm: number;
  /** The same for p = ∞. */
  readonly toInfinityNorm: number;
}

/** A point of the second figure. */
export interface DependenceOnStepSize extends ExperimentLimit {
  /** ‖W_∞ − W_ref‖/‖W_ref‖. */
  readonly toReference: number;
  /** ‖W_∞ − W_{GD,∞}‖/‖W_ref‖. */
  readonly toGradientDescent: number;
}

/** Both figures in numbers. */
export interface DualSpaceExperiment {
  /** Figure 1, over ε. */
  readonly overEpsilon: readonly DistanceToSolutions[];
  /** Figure 2, over η. */
  readonly overStepSize: readonly DependenceOnStepSize[];
  /** The same with K = ‖Z‖ − ε log(ε + ‖Z‖), whose limits should not depend on η. */
  readonly isotropic: readonly DependenceOnStepSize[];
  /** ‖XW_p − Y‖, the largest of the three solutions of (11). */
  readonly solutionResidual: number;
  /** The distances ‖W_1 − W_2‖, ‖W_2 − W_∞‖, ‖W_1 − W_∞‖ between these solutions. */
  readonly solutionDistances: readonly [number, number, number];
  /** ‖W_ref‖. */
  readonly referenceNorm: number;
}

/** `count` numbers from `from` to `to`, equally spaced on a log scale, in two digits. */
function logarithmic(from: number, to: number, count: number): number[] {
  return Array.from(
    { length: count },
    (_, i) => Number((from * (to / from) ** (i / (count - 1))).toPrecision(2)),
  );
}

/**
 * Runs Adam without momentum (eq. (10)) on the squared loss with k = 1 to its limits.
 *
 * The paper leaves its data to a supplement that is not part of it. Here X has independent standard
 * normal entries, so does W_true, Y = XW_true, and W_0 has independent normal entries of standard
 * deviation 0.1. With the default n = 10 and d = 20 the eigenvalues of XXᵀ/n spread over about 0.17
 * to 5.8, so that Adam at ε is stable for η < 2ε/5.8 or so: the default grids stay within that.
 *
 * @param solver From `loadMinimumNormSolver`.
 * @returns Plain numbers. A limit that is not `converged` has the distances of its last iterate.
 * @throws {RangeError} If a size, ε or η is out of range.
 */
export function dualSpaceExperiment(
  solver: MinimumNormSolver,
  options: DualSpaceExperimentOptions = {},
): DualSpaceExperiment {
  const {
    seed = 1,
    samples = 10,
    features = 20,
    stepSize = 0.005,
    epsilons = logarithmic(0.02, 5, 13),
    epsilon = 0.5,
    referenceStepSize = 0.005,
    stepSizes = logarithmic(0.001, 0.08, 12),
    maximumSteps = 1e6,
  } = options;
  if (!(Number.isInteger(samples) && Number.isInteger(features) && 1 <= samples)) {
    throw new RangeError(`the data are ${samples}×${features}: give integers of at least 1`);
  }
  const random = xoroshiro128plus(seed);
  const normals = (length: number) => Array.from({ length }, () => standardNormal(random));
  const x = Array.from({ length: samples }, () => normals(features));
  const truth = normals(features);
  const start = normals(features).map((entry) => 0.1 * entry);
  const y = x.map((row) => row.reduce((sum, entry, a) => sum + entry * truth[a]!, 0));
  const loss = linearModelLoss({
    x,
    y: y.map((entry) => [entry]),
    losses: [{ terms: [{ weight: 1, profile: { kind: "quadratic" } }] }],
  });
  const run = (description: PotentialDescription, eta: number) =>
    dualSpaceLimit({
      loss,
      potential: potential(description, features),
      start,
      stepSize: eta,
      maximumSteps,
    });
  const adam = (epsilon: number): PotentialDescription => ({
    kind: "separable",
    profile: { kind: "adam", epsilon },
  });
  const summary = (
    at: number,
    { status, iterations, residual, uncertainty }: DualSpaceLimit,
  ): ExperimentLimit => ({ at, status, iterations, residual, uncertainty });
  const distance = (a: readonly number[], b: readonly number[]) => norm(subtract(a, b));

  const norms: readonly MinimumNorm[] = [1, 2, "infinity"];
  const solutions = norms.map((p) => solver(x, y, start, p));
  const [one, two, infinity] = [solutions[0]!, solutions[1]!, solutions[2]!];
  const reference = run(adam(epsilon), referenceStepSize);
  const referenceNorm = norm(reference.limit);
  const compare = (description: PotentialDescription, from: readonly number[], eta: number) => {
    const end = run(description, eta);
    return {
      ...summary(eta, end),
      toReference: distance(end.limit, from) / referenceNorm,
      toGradientDescent: distance(end.limit, two) / referenceNorm,
    };
  };
  const normalized: PotentialDescription = {
    kind: "isotropic",
    profile: { kind: "adam", epsilon },
  };
  const isotropicReference = run(normalized, referenceStepSize).limit;
  return {
    overEpsilon: epsilons.map((value) => {
      const end = run(adam(value), stepSize);
      return {
        ...summary(value, end),
        toOneNorm: distance(end.limit, one),
        toTwoNorm: distance(end.limit, two),
        toInfinityNorm: distance(end.limit, infinity),
      };
    }),
    overStepSize: stepSizes.map((eta) => compare(adam(epsilon), reference.limit, eta)),
    isotropic: stepSizes.map((eta) => compare(normalized, isotropicReference, eta)),
    solutionResidual: Math.max(...solutions.map((w) => norm(loss.residualAt(w)))),
    solutionDistances: [
      distance(one, two),
      distance(two, infinity),
      distance(one, infinity),
    ],
    referenceNorm,
  };
}
