/**
 * After Lemma 2: κ_s(A) = Tr(A)/λ_min(A) of the preconditioned Hessian A = P^{1/2}ΣP^{1/2}.
 *
 * Printed: κ_s ≥ d; in the eigenbasis GN^{-1} has κ_s(I) = d, so that it "is the optimal
 * preconditioner even in the stochastic regime"; GN^{-1/2} has κ_s(Σ^{1/2}) = Σ_i √(λ_i/λ_min),
 * "which is greater than d unless λ_max = λ_min".
 *
 * By hand: each of the d eigenvalues of A is at least λ_min(A). In the eigenbasis D_ii = λ_i^p, A =
 * diag(λ_i^{1+p}). One term of Σ_i √(λ_i/λ_min) is √κ and the others are at least 1, so that for d
 * ≥ 2 it is at least d − 1 + √κ: that is how much greater than d it is.
 *
 * Sharpened: GN^{-1} is optimal not only in the bound of Lemma 2 but in the exact rate of eq. (16).
 * For any P and η the spectral radius μ of v ↦ v⁺ is at least 1 − 1/(d + 2), and that is what A =
 * I, η = 1/(d + 2) attains. For μ = 1 − ε solves Σ_i h(x_i) = 1, h(x) = x²/(2x − 2x² − ε), x_i =
 * ηa_i, where all denominators are positive (μ exceeds the diagonal part), and h is least at x = ε,
 * with the value ε/(1 − 2ε): so dε/(1 − 2ε) ≤ 1.
 *
 * Rounding: the least eigenvalue of A is the square of a singular value of P^{1/2}Σ^{1/2}.
 *
 * @module
 */

import fc from "fast-check";
import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import { congruence } from "../../lib/linalg/mod.ts";
import { gaussianLinearRegression, magnitude } from "../../problems/mod.ts";
import { type Claim, defineClaim } from "../../verify/mod.ts";
import { spectrumFigure } from "../_figures.ts";
import { diagonalized, traceOf } from "./_diagonal.ts";
import { type PreconditionedInstance, preconditionedInstances } from "./eq_13.ts";

interface Instance extends PreconditionedInstance {
  /** η in units of 1/(2λ_max + Tr A). */
  readonly relativeStepSize: number;
}

interface Observation {
  readonly dimension: number;
  /** κ of Σ. */
  readonly conditionNumber: number;
  /** The eigenvalues of A for P, for GN^{-1} and for GN^{-1/2} in the eigenbasis. */
  readonly general: readonly number[];
  readonly gaussNewton: readonly number[];
  readonly halfPower: readonly number[];
  /** The spectral radius of v ↦ v⁺ for P. */
  readonly radius: number;
  /** The relative error of κ_s for P, in units of the arithmetic's. */
  readonly conditioning: number;
}

/** κ_s. */
function kappaS(eigenvalues: readonly number[]): number {
  return traceOf(eigenvalues) / Math.min(...eigenvalues);
}

/** The claim, for the powers of Gauss-Newton or what a test puts in their place. */
export function kappaSBounds(powers: readonly [number, number] = [-1, -0.5]): Claim {
  return defineClaim<Instance, Observation>({
    id: "adam-gn/kappa-s",
    title: "GN^{-1} in the eigenbasis has the least Tr(A)/λ_min(A)",
    locus: "Section 3.2, after Lemma 2",
    kind: "universal",
    cost: 4,
    hypotheses: [],
    instances: fc.record({
      base: preconditionedInstances("one"),
      relativeStepSize: magnitude({ minimum: 1e-2, maximum: 10 }),
    }).map(({ base, relativeStepSize }) => ({ ...base, relativeStepSize })),
    observe<T>(instance: Instance, arithmetic: Arithmetic<T>): Observation {
      const built = gaussianLinearRegression(instance.problem);
      const { eigenvalues, conditioning } = diagonalized(arithmetic, instance);
      const eta = instance.relativeStepSize /
        (2 * Math.max(...eigenvalues) + traceOf(eigenvalues));
      // B of eq. (16) is similar to diag(b) + η²aaᵀ.
      const symmetric = eigenvalues.map((a, i) =>
        eigenvalues.map((b, j) =>
          (i === j ? (1 - eta * a) ** 2 + (eta * a) ** 2 : 0) + eta * a * eta * b
        )
      );
      const transposed = arithmetic.transpose(arithmetic.matrix(built.eigenbasis));
      const rotated = congruence(
        arithmetic,
        transposed,
        arithmetic.matrix(built.covariancePower(1)),
      );
      const diagonal = arithmetic.toRows(rotated).map((row, i) => row[i]!);
      // D^{1/2}UᵀΣUD^{1/2}, of which UᵀΣU is diagonal to rounding.
      const preconditioned = (power: number) => diagonal.map((value) => value ** (power + 1));
      return {
        dimension: built.dimension,
        conditionNumber: built.conditionNumber,
        general: eigenvalues,
        gaussNewton: preconditioned(powers[0]),
        halfPower: preconditioned(powers[1]),
        radius: arithmetic.symmetricEigendecomposition(arithmetic.matrix(symmetric)).values.at(-1)!,
        conditioning,
      };
    },
    figures: ({ general, gaussNewton, halfPower }) => [
      spectrumFigure(
        "eigenvalues of A over the least one",
        "eigenvalue",
        [
          { name: "P", values: general },
          { name: "GN^{-1}", role: "predicted" as const, values: gaussNewton },
          { name: "GN^{-1/2}", role: "reference" as const, values: halfPower },
        ].map(({ values, ...others }) => ({
          ...others,
          values: values.map((value) => value / Math.min(...values)),
        })),
      ),
    ],
    variants: {
      printed: {
        statement: String.raw`\kappa_s(A(P)) \ge d = \kappa_s(A(\Sigma_x^{-1})), \qquad
          \kappa_s(A(\Sigma_x^{-1/2})) =
          \sum_i \sqrt{\lambda_i(\Sigma_x)/\lambda_{\min}(\Sigma_x)} > d
          \text{ unless } \lambda_{\max} = \lambda_{\min}`,
        expected: "holds",
        relations: (observation, { problem }) => {
          const { dimension, conditionNumber, conditioning } = observation;
          const general = kappaS(observation.general);
          const half = kappaS(observation.halfPower);
          const { eigenvalues } = problem.covariance;
          const least = Math.min(...eigenvalues);
          const expected = eigenvalues.reduce((sum, value) => sum + Math.sqrt(value / least), 0);
          return [
            {
              label: "κ_s(A(P)) >= d",
              lhs: general,
              sense: ">=",
              rhs: dimension,
              scale: general,
            },
            {
              label: "κ_s(A(P)) >= κ_s(A(Σ^{-1}))",
              lhs: general,
              sense: ">=",
              rhs: kappaS(observation.gaussNewton),
              scale: general * Math.min(conditioning, 1 / Number.EPSILON),
            },
            {
              label: "κ_s(A(Σ^{-1})) = d",
              lhs: kappaS(observation.gaussNewton),
              sense: "=",
              rhs: dimension,
              scale: dimension * conditionNumber,
            },
            {
              label: "κ_s(A(Σ^{-1/2})) = Σ√(λ_i/λ_min)",
              lhs: half,
              sense: "=",
              rhs: expected,
              scale: dimension * conditionNumber * expected,
            },
            {
              label: "κ_s(A(Σ^{-1/2})) >= d − 1 + √κ",
              lhs: half,
              sense: ">=",
              rhs: dimension - 1 + Math.sqrt(conditionNumber),
              scale: dimension * conditionNumber * expected,
            },
          ];
        },
      },
      sharpened: {
        statement: String.raw`\text{for every } P \text{ and } \eta:\quad
          \rho(v_t \mapsto v_{t+1}) \ge 1 - \frac{1}{d+2}, \text{ attained by GN}^{-1}`,
        expected: "holds",
        relations: ({ radius, dimension }) => [{
          label: "exact rate >= 1 − 1/(d + 2)",
          lhs: radius,
          sense: ">=",
          rhs: 1 - 1 / (dimension + 2),
          scale: dimension * radius,
        }],
      },
    },
  });
}
