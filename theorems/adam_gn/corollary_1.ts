/**
 * Corollary 1: Adam's preconditioner and that of GN^{-1/2}, in any basis.
 *
 * Printed: (1/√(3ℓ)) D^{GN,-1/2} ⪯ ½D^A ⪯ (1/√ℓ) D^{GN,-1/2}, where D^A_ii = (E[(uᵢᵀg)²])^{-1/2}
 * and D^{GN,-1/2}_ii = (uᵢᵀΣuᵢ)^{-1/2}.
 *
 * The lower half fails on every instance: Lemma 1 gives 2ℓ uᵢᵀΣuᵢ ≤ (D^A_ii)^{-2} ≤ 6ℓ uᵢᵀΣuᵢ, so
 * that ½D^A_ii is at most D^{GN}_ii/√(8ℓ), less than the printed D^{GN}_ii/√(3ℓ). The ½ of Lemma 1
 * was taken out of the square root as it stands. By hand, d = 1, Σ = 1, Δ = 1: ℓ = ½, E[g²] = E[x⁴]
 * = 3, ½D^A = 1/(2√3) ≈ 0.289, and the lower bound is √(2/3) ≈ 0.816.
 *
 * Corrected: √2 D^A in the place of ½D^A, since (½E[(uᵢᵀg)²])^{-1/2} = √2 D^A_ii. Both halves are
 * attained: for uᵢ along ΣΔ and orthogonal to it, in d ≥ 2 with Σ = I.
 *
 * @module
 */

import fc from "fast-check";
import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import { congruence } from "../../lib/linalg/mod.ts";
import {
  type BasisDescription,
  fitOrthogonal,
  gaussianLinearRegression,
  type GaussianLinearRegressionInstance,
  gaussianLinearRegressionInstances,
  orthogonalDescriptions,
  sampleMoments,
} from "../../problems/mod.ts";
import { type Claim, defineClaim, type Relation } from "../../verify/mod.ts";
import { enumerated } from "../_figures.ts";
import { type Moments, simulationFigure } from "./_gaussian.ts";

interface Instance {
  readonly problem: GaussianLinearRegressionInstance;
  /** U. */
  readonly basis: BasisDescription;
}

interface Observation {
  /** ℓ. */
  readonly loss: number;
  /** D^A_ii. */
  readonly adam: readonly number[];
  /** D^{GN,-1/2}_ii. */
  readonly gaussNewton: readonly number[];
  /** κd. */
  readonly conditioning: number;
}

/** Bases: the identity, the eigenbasis, and others. */
export function bases(dimension: number): fc.Arbitrary<BasisDescription> {
  return fc.oneof(
    { withCrossShrink: true },
    { weight: 2, arbitrary: orthogonalDescriptions(dimension) },
    fc.constant<BasisDescription>("eigenbasis"),
  );
}

function sandwich(
  { loss, adam, gaussNewton, conditioning }: Observation,
  factor: number,
  name: string,
): Relation[] {
  return adam.flatMap((value, i): Relation[] => {
    const lower = gaussNewton[i]! / Math.sqrt(3 * loss);
    const upper = gaussNewton[i]! / Math.sqrt(loss);
    const scale = conditioning * (factor * value + upper);
    return [
      { label: `${name} >= D^GN/√(3ℓ)`, lhs: factor * value, sense: ">=", rhs: lower, scale },
      { label: `${name} <= D^GN/√ℓ`, lhs: factor * value, sense: "<=", rhs: upper, scale },
    ];
  });
}

/** The claim, for the moments of a sample or what a test puts in their place. */
export function corollary1(moments: Moments = sampleMoments): Claim {
  return defineClaim<Instance, Observation>({
    id: "adam-gn/corollary-1",
    title: "Adam's preconditioner is that of GN^{-1/2}, up to constants",
    locus: "Corollary 1",
    kind: "universal",
    cost: 6,
    hypotheses: [],
    instances: fc.record({
      problem: gaussianLinearRegressionInstances({ rank: "one" }),
      basis: bases(32),
    }).map(({ problem, basis }) => ({
      problem,
      basis: basis === "eigenbasis"
        ? basis
        : fitOrthogonal(basis, problem.covariance.eigenvalues.length),
    })),
    observe<T>({ problem, basis }: Instance, arithmetic: Arithmetic<T>): Observation {
      const built = gaussianLinearRegression(problem);
      const [covariance, root] = [1, 0.5].map((power) =>
        arithmetic.matrix(built.covariancePower(power))
      ) as [T, T];
      const m = arithmetic.matrix(built.secondMoment);
      const transposed = arithmetic.transpose(arithmetic.matrix(built.basis(basis)));
      const diagonal = (a: T) =>
        arithmetic.toRows(congruence(arithmetic, transposed, a)).map((row, i) => row[i]!);
      const inverseRoot = (value: number) => 1 / Math.sqrt(Math.max(value, Number.MIN_VALUE));
      return {
        loss: arithmetic.dot(covariance, m) / 2,
        adam: diagonal(moments(arithmetic, root, m).fourth).map(inverseRoot),
        gaussNewton: diagonal(covariance).map(inverseRoot),
        conditioning: built.conditionNumber * built.dimension,
      };
    },
    figures({ loss, adam, gaussNewton }, { problem }) {
      const built = gaussianLinearRegression(problem);
      const trace = built.covariancePower(1).reduce((sum, row, i) => sum + row[i]!, 0);
      const quotients = adam.map((value, i) => value * Math.sqrt(loss) / gaussNewton[i]!);
      return [
        {
          kind: "lines",
          title: "√ℓ D^A/D^GN, coordinate by coordinate: between 1/√6 ≈ 0.41 and 1/√2 ≈ 0.71",
          x: { label: "coordinate i" },
          y: { label: "√ℓ D^A_ii/D^GN_ii" },
          mark: "dots",
          series: [
            { name: "observed", role: "observed", points: enumerated(quotients, 1) },
            {
              name: "2/√3, the least that is printed",
              role: "predicted",
              points: enumerated(quotients.map(() => 2 / Math.sqrt(3)), 1),
            },
          ],
        },
        simulationFigure(built, { preconditioner: built.covariancePower(0), stepSize: 1 / trace }),
      ];
    },
    variants: {
      printed: {
        statement: String.raw`\frac{1}{\sqrt{3\ell}} D^{(\mathrm{GN}, -\frac12)} \preceq
          \frac12 D^{(A)} \preceq \frac{1}{\sqrt{\ell}} D^{(\mathrm{GN}, -\frac12)}`,
        expected: "refuted",
        relations: (observation) => sandwich(observation, 0.5, "½D^A"),
      },
      corrected: {
        statement: String.raw`\frac{1}{\sqrt{3\ell}} D^{(\mathrm{GN}, -\frac12)} \preceq
          \sqrt2\, D^{(A)} \preceq \frac{1}{\sqrt{\ell}} D^{(\mathrm{GN}, -\frac12)}`,
        expected: "holds",
        relations: (observation) => sandwich(observation, Math.SQRT2, "√2 D^A"),
      },
    },
  });
}
