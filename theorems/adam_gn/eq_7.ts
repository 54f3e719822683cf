/**
 * Eq. (7): the second moment of the error after a single-sample step of GN^{-1}.
 *
 * Printed: M⁺ = M − 2ηM + η²Tr(MΣ)Σ^{-1} + 2η²M, for θ⁺ = θ − ηΣ^{-1}g, g = (θ − θ*)ᵀx·x.
 *
 * By hand: Δ⁺ = (I − ηΣ^{-1}xxᵀ)Δ, so M⁺ = M − 2ηM + η²Σ^{-1}E[xxᵀMxxᵀ]Σ^{-1}, and the fourth
 * moment is 2ΣMΣ + Tr(ΣM)Σ. Here the expectation is taken over the samples of an exact cubature
 * rule, which knows nothing of that formula; a figure shows a simulation beside it.
 *
 * The two sides are compared as they are and in the norm of the loss, Σ^{1/2}·Σ^{1/2}, in which the
 * directions of small eigenvalues of Σ count as much as the others.
 *
 * @module
 */

import fc from "fast-check";
import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import { congruence } from "../../lib/linalg/mod.ts";
import {
  type GaussianLinearRegression,
  gaussianLinearRegression,
  type GaussianLinearRegressionInstance,
  gaussianLinearRegressionInstances,
  sampleMoments,
} from "../../problems/mod.ts";
import { type Claim, defineClaim } from "../../verify/mod.ts";
import { distance, expectedStep, type Moments, simulationFigure, stepSizes } from "./_gaussian.ts";

/** A problem and the step of GN^{-1}. */
export interface GaussNewtonInstance {
  /** Σ and M. */
  readonly problem: GaussianLinearRegressionInstance;
  /** η. */
  readonly stepSize: number;
}

/** Instances for one step of single-sample GN^{-1}. */
export function gaussNewtonInstances(): fc.Arbitrary<GaussNewtonInstance> {
  return fc.record({
    problem: gaussianLinearRegressionInstances(),
    stepSize: stepSizes(),
  });
}

/** A step of GN^{-1}, with what it is made of: Σ, its inverse and root, and M before and after. */
export interface GaussNewtonStep<T> {
  readonly built: GaussianLinearRegression;
  readonly covariance: T;
  readonly inverse: T;
  readonly root: T;
  readonly m: T;
  readonly after: T;
}

/** Takes the step, in expectation. */
export function gaussNewtonStep<T>(
  arithmetic: Arithmetic<T>,
  { problem, stepSize }: GaussNewtonInstance,
  moments: Moments,
): GaussNewtonStep<T> {
  const built = gaussianLinearRegression(problem);
  const [covariance, inverse, root] = [1, -1, 0.5].map((power) =>
    arithmetic.matrix(built.covariancePower(power))
  ) as [T, T, T];
  const m = arithmetic.matrix(built.secondMoment);
  const step = { preconditioner: inverse, stepSize };
  const after = expectedStep(arithmetic, moments(arithmetic, root, m), step, m);
  return { built, covariance, inverse, root, m, after };
}

interface Observation {
  /** ‖M⁺ − printed‖, ‖M⁺‖ and the magnitude of the terms. */
  readonly plain: readonly [error: number, size: number, scale: number];
  /** The same of Σ^{1/2}MΣ^{1/2}. */
  readonly whitened: readonly [error: number, size: number, scale: number];
}

/** The claim, for the moments of a sample or what a test puts in their place. */
export function equation7(moments: Moments = sampleMoments): Claim {
  return defineClaim<GaussNewtonInstance, Observation>({
    id: "adam-gn/eq-7",
    title: "The second moment of the error after a single-sample step of GN^{-1}",
    locus: "Appendix A.1, eq. (7)",
    kind: "universal",
    cost: 4,
    hypotheses: [],
    instances: gaussNewtonInstances(),
    observe<T>(instance: GaussNewtonInstance, arithmetic: Arithmetic<T>): Observation {
      const { stepSize } = instance;
      const { built, covariance, inverse, root, m, after } = gaussNewtonStep(
        arithmetic,
        instance,
        moments,
      );
      const trace = arithmetic.dot(m, covariance);
      const printed = arithmetic.add(
        arithmetic.scale(1 - 2 * stepSize + 2 * stepSize ** 2, m),
        arithmetic.scale(stepSize ** 2 * trace, inverse),
      );
      const compare = (of: (a: T) => T): Observation["plain"] => {
        const terms = (1 + 2 * stepSize + 2 * stepSize ** 2) * arithmetic.norm(of(m)) +
          stepSize ** 2 * trace * arithmetic.norm(of(inverse));
        return [
          distance(arithmetic, of(after), of(printed)),
          arithmetic.norm(of(printed)),
          built.conditionNumber * built.dimension * terms,
        ];
      };
      return {
        plain: compare((a) => a),
        whitened: compare((a) => congruence(arithmetic, root, a)),
      };
    },
    figures(_, { problem, stepSize }) {
      const built = gaussianLinearRegression(problem);
      return [
        simulationFigure(built, { preconditioner: built.covariancePower(-1), stepSize }),
      ];
    },
    variants: {
      printed: {
        statement: String.raw`M^{(t+1)} = M^{(t)} - 2\eta M^{(t)} +
          \eta^2 \mathrm{Tr}(M^{(t)} \Sigma_x) \Sigma_x^{-1} + 2 \eta^2 M^{(t)}`,
        expected: "holds",
        relations: ({ plain, whitened }) =>
          ([["M⁺", plain], ["Σ^{1/2}M⁺Σ^{1/2}", whitened]] as const).map((
            [name, [error, size, scale]],
          ) => ({
            label: `${name} as printed (norm of the difference)`,
            lhs: error,
            sense: "=",
            rhs: 0,
            size,
            scale,
          })),
      },
    },
  });
}
