/**
 * Lemma 1: the empirical Fisher matrix is the Fisher matrix times the loss, up to a factor of 3.
 *
 * Printed: ℓΣ ⪯ ½E[ggᵀ] ⪯ 3ℓΣ, g = xxᵀΔ; its proof, eq. (9): E[ggᵀ] = 2ΣMΣ + Tr(ΣM)Σ ⪯ 3Tr(ΣM)Σ,
 * M = ΔΔᵀ.
 *
 * By hand: with δ = Σ^{1/2}Δ, Σ^{-1/2}·½E[ggᵀ]·Σ^{-1/2} = δδᵀ + ½|δ|²I, and ℓ = ½|δ|²: the
 * eigenvalues are 3ℓ, once, and ℓ. Both bounds are attained; for d = 1 only the upper one.
 *
 * Instances: Σ invertible (where it is not, both sides vanish on its kernel). The expectation is
 * taken over an exact cubature's samples, without eq. (9).
 *
 * @module
 */

import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import { congruence } from "../../lib/linalg/mod.ts";
import { gaussianFourthMoment } from "../../lib/statistics/mod.ts";
import {
  gaussianLinearRegression,
  type GaussianLinearRegressionInstance,
  gaussianLinearRegressionInstances,
  sampleMoments,
} from "../../problems/mod.ts";
import { type Claim, defineClaim } from "../../verify/mod.ts";
import { spectrumOf } from "../_figures.ts";
import { distance, type Moments, simulationFigure } from "./_gaussian.ts";

interface Observation {
  /** ℓ. */
  readonly loss: number;
  /** The eigenvalues of Σ^{-1/2}·½E[ggᵀ]·Σ^{-1/2}, ascending. */
  readonly eigenvalues: readonly number[];
  /** ‖E[ggᵀ] − (2ΣMΣ + Tr(ΣM)Σ)‖ and ‖E[ggᵀ]‖. */
  readonly formula: readonly [error: number, size: number];
  /** κd. */
  readonly conditioning: number;
}

/** The claim, for the moments of a sample or what a test puts in their place. */
export function lemma1(moments: Moments = sampleMoments): Claim {
  return defineClaim<GaussianLinearRegressionInstance, Observation>({
    id: "adam-gn/lemma-1",
    title: "The empirical Fisher matrix is the Fisher matrix times the loss, up to a factor of 3",
    locus: "Lemma 1, eq. (9)",
    kind: "universal",
    cost: 4,
    hypotheses: [],
    instances: gaussianLinearRegressionInstances({ rank: "one" }),
    observe<T>(
      instance: GaussianLinearRegressionInstance,
      arithmetic: Arithmetic<T>,
    ): Observation {
      const problem = gaussianLinearRegression(instance);
      const [covariance, root, inverseRoot] = [1, 0.5, -0.5].map((power) =>
        arithmetic.matrix(problem.covariancePower(power))
      ) as [T, T, T];
      const m = arithmetic.matrix(problem.secondMoment);
      const { fourth } = moments(arithmetic, root, m);
      return {
        loss: arithmetic.dot(covariance, m) / 2,
        eigenvalues: arithmetic.symmetricEigendecomposition(
          arithmetic.scale(0.5, congruence(arithmetic, inverseRoot, fourth)),
        ).values,
        formula: [
          distance(arithmetic, fourth, gaussianFourthMoment(arithmetic, covariance, m)),
          arithmetic.norm(fourth),
        ],
        conditioning: problem.conditionNumber * problem.dimension,
      };
    },
    figures({ eigenvalues, loss }, instance) {
      const problem = gaussianLinearRegression(instance);
      const trace = problem.covariancePower(1).reduce((sum, row, i) => sum + row[i]!, 0);
      return [
        ...spectrumOf(
          "eigenvalues of ½E[ggᵀ] relative to ℓΣ: between 1 and 3",
          "eigenvalue",
          "λ_i",
          eigenvalues.map((value) => value / loss),
        ),
        simulationFigure(problem, {
          preconditioner: problem.covariancePower(0),
          stepSize: 1 / trace,
        }),
      ];
    },
    variants: {
      printed: {
        statement: String.raw`\ell(\theta)\, \Sigma_x \preceq
          \tfrac12 \mathbb{E}[g(x)g(x)^\top] \preceq 3 \ell(\theta)\, \Sigma_x, \qquad
          \mathbb{E}[g(x)g(x)^\top] = 2\Sigma_x M \Sigma_x + \mathrm{Tr}(\Sigma_x M) \Sigma_x`,
        expected: "holds",
        relations: ({ loss, eigenvalues, formula: [error, size], conditioning }) => [
          {
            label: "λ_min(Σ^{-1/2}·½E[ggᵀ]·Σ^{-1/2}) >= ℓ",
            lhs: eigenvalues[0]!,
            sense: ">=",
            rhs: loss,
            scale: conditioning * loss,
          },
          {
            label: "λ_max(Σ^{-1/2}·½E[ggᵀ]·Σ^{-1/2}) <= 3ℓ",
            lhs: eigenvalues.at(-1)!,
            sense: "<=",
            rhs: 3 * loss,
            scale: conditioning * loss,
          },
          {
            label: "E[ggᵀ] = 2ΣMΣ + Tr(ΣM)Σ (norm of the difference)",
            lhs: error,
            sense: "=",
            rhs: 0,
            size,
            scale: conditioning * size,
          },
        ],
      },
    },
  });
}
