/**
 * Eq. (13): the second moment of the error for a general preconditioner P.
 *
 * Printed, "given the update θ⁺ − θ* = (I − ηPΣΣᵀ)(θ − θ*)":
 *
 *     M⁺ = M − ηPΣθ − ηθΣP + η²P(2ΣMΣ + Tr(ΣM)Σ)P                              (first line)
 *        = (I − ηPΣ)M(I − ηPΣ)ᵀ + η²P(ΣMΣ + Tr(ΣM)Σ)P                          (second line).
 *
 * The second line is right: Δ⁺ = (I − ηPxxᵀ)Δ and the fourth moment. The first one has θ where M is
 * meant: for d > 1 it adds a matrix and a vector and says nothing; for d = 1 it can be read, and is
 * false. By hand, Σ = P = 1, θ* = 0, θ = 2, M = 4, η = ½: M⁺ = 4 − 4 + ¼·3·4 = 3, and the printed
 * line gives 4 − ½·2 − ½·2 + 3 = 5. The update has ΣΣᵀ where the sample's xxᵀ is meant: it agrees
 * with E[Δ⁺] = (I − ηPΣ)Δ only where ΣΔ = Σ²Δ. By hand, Σ = 2, P = 1, η = ¼, Δ = 1: ½ against 0.
 *
 * Corrected: M for θ, and E[Δ⁺] = (I − ηPΣ)Δ.
 *
 * (The line after it, E[ℓ] = Tr(ΣM), lacks the factor ½ of ℓ; what follows does not depend on it.)
 *
 * Instances: Δ known at first, M = ΔΔᵀ, θ* any; P any symmetric positive definite matrix.
 *
 * @module
 */

import fc from "fast-check";
import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import { congruence } from "../../lib/linalg/mod.ts";
import {
  fitForm,
  gaussianLinearRegression,
  type GaussianLinearRegressionInstance,
  gaussianLinearRegressionInstances,
  magnitude,
  realNumber,
  sampleMoments,
  type SpectralForm,
  spectralFormRows,
  spectralForms,
} from "../../problems/mod.ts";
import { type Claim, defineClaim, type Relation } from "../../verify/mod.ts";
import { distance, expectedStep, type Moments, simulationFigure } from "./_gaussian.ts";

/** A problem and a preconditioner. */
export interface PreconditionedInstance {
  /** Σ and M. */
  readonly problem: GaussianLinearRegressionInstance;
  /** P. */
  readonly preconditioner: SpectralForm;
}

interface Instance extends PreconditionedInstance {
  /** η in units of 1/(λ_max(P)λ_max(Σ)). */
  readonly relativeStepSize: number;
  /** θ*, its entries all the same. */
  readonly solution: number;
}

/** A difference that should vanish, the size of what is compared, and the magnitude of the terms. */
type Difference = readonly [error: number, size: number, scale: number];

interface Observation {
  /** Of the two forms of the first line: with θ (for d = 1 only) and with M. */
  readonly withParameter: Difference | null;
  readonly withMoment: Difference;
  readonly secondLine: Difference;
  /** E[Δ⁺] against (I − ηPΣΣᵀ)Δ and (I − ηPΣ)Δ. */
  readonly printedUpdate: Difference;
  readonly correctedUpdate: Difference;
}

/** η. */
function stepSizeOf({ problem, preconditioner, relativeStepSize }: Instance): number {
  return relativeStepSize /
    (Math.max(...problem.covariance.eigenvalues) * Math.max(...preconditioner.eigenvalues));
}

/** Problems with preconditioners. */
export function preconditionedInstances(
  rank: "one" | "any" = "any",
): fc.Arbitrary<PreconditionedInstance> {
  return fc.record({
    problem: gaussianLinearRegressionInstances({ rank }),
    preconditioner: spectralForms(32),
  }).map(({ problem, preconditioner }) => ({
    problem,
    preconditioner: fitForm(preconditioner, problem.covariance.eigenvalues.length),
  }));
}

function vanishes(label: string, [error, size, scale]: Difference): Relation {
  return { label, lhs: error, sense: "=", rhs: 0, size, scale };
}

/** The claim, for the moments of a sample or what a test puts in their place. */
export function equation13(moments: Moments = sampleMoments): Claim {
  return defineClaim<Instance, Observation>({
    id: "adam-gn/eq-13",
    title: "The second moment of the error for a general preconditioner",
    locus: "Appendix A.2.3, eq. (13)",
    kind: "universal",
    cost: 4,
    hypotheses: [],
    instances: fc.record({
      base: preconditionedInstances("one"),
      relativeStepSize: magnitude({ minimum: 1e-2, maximum: 3 }),
      solution: realNumber(),
    }).map(({ base, ...others }) => ({ ...base, ...others })),
    observe<T>(instance: Instance, arithmetic: Arithmetic<T>): Observation {
      const built = gaussianLinearRegression(instance.problem);
      const { dimension } = built;
      const [covariance, root] = [1, 0.5].map((power) =>
        arithmetic.matrix(built.covariancePower(power))
      ) as [T, T];
      const p = arithmetic.matrix(spectralFormRows(dimension, instance.preconditioner));
      const stepSize = stepSizeOf(instance);
      const m = arithmetic.matrix(built.secondMoment);
      const delta = arithmetic.vector(built.errors[0]!);
      const sample = moments(arithmetic, root, m);
      const after = expectedStep(arithmetic, sample, { preconditioner: p, stepSize }, m);
      const both = congruence(arithmetic, covariance, m);
      const traced = arithmetic.scale(arithmetic.dot(covariance, m), covariance);
      const quadratic = (multiple: number) =>
        arithmetic.scale(
          stepSize ** 2,
          congruence(arithmetic, p, arithmetic.add(arithmetic.scale(multiple, both), traced)),
        );
      const drift = arithmetic.multiply(arithmetic.multiply(p, covariance), m);
      const withDrift = (a: T) =>
        arithmetic.add(
          arithmetic.subtract(
            m,
            arithmetic.scale(stepSize, arithmetic.add(a, arithmetic.transpose(a))),
          ),
          quadratic(2),
        );
      const step = (matrix: T) =>
        arithmetic.subtract(
          arithmetic.identity(dimension),
          arithmetic.scale(stepSize, arithmetic.multiply(p, matrix)),
        );
      const size = arithmetic.norm(after);
      const scale = dimension * (arithmetic.norm(m) + arithmetic.norm(quadratic(2)) +
        2 * stepSize * arithmetic.norm(p) * arithmetic.norm(covariance) * arithmetic.norm(m));
      const compare = (side: T): Difference => [distance(arithmetic, after, side), size, scale];
      const mean = arithmetic.multiply(step(sample.second), delta);
      const compareUpdate = (matrix: T): Difference => {
        const update = arithmetic.multiply(step(matrix), delta);
        const norm = arithmetic.norm(delta);
        const factor = stepSize * arithmetic.norm(p) *
          (arithmetic.norm(covariance) + arithmetic.norm(matrix));
        return [distance(arithmetic, mean, update), norm, dimension * norm * (1 + factor)];
      };
      const theta = arithmetic.shift(delta, instance.solution);
      return {
        withParameter: dimension > 1
          ? null
          : compare(withDrift(arithmetic.multiply(arithmetic.multiply(p, covariance), theta))),
        withMoment: compare(withDrift(drift)),
        secondLine: compare(
          arithmetic.add(congruence(arithmetic, step(covariance), m), quadratic(1)),
        ),
        printedUpdate: compareUpdate(arithmetic.multiply(covariance, covariance)),
        correctedUpdate: compareUpdate(covariance),
      };
    },
    figures(_, instance) {
      const built = gaussianLinearRegression(instance.problem);
      const p = spectralFormRows(built.dimension, instance.preconditioner);
      return [
        simulationFigure(built, { preconditioner: p, stepSize: stepSizeOf(instance) }),
      ];
    },
    variants: {
      printed: {
        statement: String.raw`\theta^{(t+1)} - \theta^* =
          (I - \eta P \Sigma_x \Sigma_x^\top)(\theta^{(t)} - \theta^*), \quad
          M^{(t+1)} = M^{(t)} - \eta P \Sigma_x \theta^{(t)} - \eta \theta^{(t)} \Sigma_x P +
          \eta^2 P (2 \Sigma_x M^{(t)} \Sigma_x + \mathrm{Tr}(\Sigma_x M^{(t)}) \Sigma_x) P =
          (I - \eta P \Sigma_x) M^{(t)} (I - \eta P \Sigma_x)^\top + \eta^2 P
          (\Sigma_x M^{(t)} \Sigma_x + \mathrm{Tr}(\Sigma_x M^{(t)}) \Sigma_x) P`,
        expected: "refuted",
        relations: ({ withParameter, secondLine, printedUpdate }) => [
          ...(withParameter === null
            ? []
            : [vanishes("M⁺ − first line, with θ (d = 1)", withParameter)]),
          vanishes("M⁺ − second line", secondLine),
          vanishes("E[Δ⁺] − (I − ηPΣΣᵀ)Δ", printedUpdate),
        ],
      },
      corrected: {
        statement: String.raw`\mathbb{E}[\theta^{(t+1)} - \theta^* \mid \theta^{(t)}] =
          (I - \eta P \Sigma_x)(\theta^{(t)} - \theta^*), \quad
          M^{(t+1)} = M^{(t)} - \eta P \Sigma_x M^{(t)} - \eta M^{(t)} \Sigma_x P +
          \eta^2 P (2 \Sigma_x M^{(t)} \Sigma_x + \mathrm{Tr}(\Sigma_x M^{(t)}) \Sigma_x) P =
          (I - \eta P \Sigma_x) M^{(t)} (I - \eta P \Sigma_x)^\top + \eta^2 P
          (\Sigma_x M^{(t)} \Sigma_x + \mathrm{Tr}(\Sigma_x M^{(t)}) \Sigma_x) P`,
        expected: "holds",
        relations: ({ withMoment, secondLine, correctedUpdate }) => [
          vanishes("M⁺ − first line, with M", withMoment),
          vanishes("M⁺ − second line", secondLine),
          vanishes("E[Δ⁺] − (I − ηPΣ)Δ", correctedUpdate),
        ],
      },
    },
  });
}
