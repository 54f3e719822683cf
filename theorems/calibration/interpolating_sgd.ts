/**
 * SGD on overparameterized least squares: the randomized Kaczmarz method.
 *
 * Problem: A x = b with a solution (interpolation), A of any shape and rank r ≥ 1 with the rows a_i;
 * x* is the solution nearest to x, so x − x* lies in the row space. σ_r is the least nonzero singular
 * value.
 *
 * Algorithm: a step of stochastic gradient descent on ½(a_iᵀx − b_i)², the row i drawn with the
 * probability ‖a_i‖²/‖A‖²_F, with the step size α/‖a_i‖², 0 < α < 2:
 * x⁺ = x − (α/‖a_i‖²)(a_iᵀx − b_i)a_i.
 *
 * Guarantee: E‖x⁺ − x*‖² ≤ (1 − α(2 − α)σ_r²/‖A‖²_F) ‖x − x*‖².
 *
 * Proof: with e = x − x*, ‖e⁺‖² = ‖e‖² − α(2 − α)(a_iᵀe)²/‖a_i‖², in expectation
 * ‖e‖² − α(2 − α)‖Ae‖²/‖A‖²_F, and ‖Ae‖ ≥ σ_r‖e‖. The expectation is a sum over the rows, which is
 * taken in full: nothing is simulated.
 *
 * Worst case: e along the right singular vector of σ_r; of dimension 1 for rank 1 (where the factor
 * is (1 − α)²), otherwise of dimension 2: A = diag(2, 1), e = (0, 1).
 *
 * False on purpose: E‖x⁺ − x*‖² ≤ (1 − 1.03·α(2 − α)σ_r²/‖A‖²_F) ‖x − x*‖², the gain of a step taken
 * 3 % too large (and at most 1). By hand, A = diag(2, 1), e = (0, 1), α = 1: row 1 (probability 4/5) leaves e, row 2
 * makes it 0; E‖e⁺‖² = 4/5, and 1 − 1.03/5 = 0.794.
 *
 * Reference: T. Strohmer and R. Vershynin, A randomized Kaczmarz algorithm with exponential
 * convergence, J. Fourier Anal. Appl. 15 (2009) 262–278; D. Needell, N. Srebro and R. Ward,
 * Stochastic gradient descent, weighted sampling, and the randomized Kaczmarz algorithm, Math.
 * Program. 155 (2016) 549–573, for it as SGD.
 *
 * Rounding: e is known to u(‖x*‖ + ‖e‖); a matrix that differs from A by u‖A‖ changes the gain, and
 * the part of e that lies in its row space, by u.
 *
 * @module
 */

import fc from "fast-check";
import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import { reflectionProduct } from "../../lib/linalg/mod.ts";
import {
  gradientDescent,
  type GradientTransformation,
  iterate,
  type ResidualMap,
  type StepSizeOptions,
} from "../../lib/optimizers/mod.ts";
import {
  realNumber,
  type SpectralMatrix,
  spectralMatrix,
  spectralMatrixRows,
  vectorOf,
} from "../../problems/mod.ts";
import { type Claim, defineClaim, type Relation } from "../../verify/mod.ts";
import { evenly, spectrumOf } from "../_figures.ts";
import { sweepFigures } from "./_figures.ts";
import { fromEigenbasis } from "./_system.ts";

interface Instance {
  /** A. */
  readonly matrix: SpectralMatrix;
  /** The coordinates of x − x* along the right singular vectors of the nonzero singular values. */
  readonly coordinates: readonly number[];
  /** x*. */
  readonly solution: readonly number[];
  /** α. */
  readonly stepFraction: number;
}

interface Observation {
  /** E‖x⁺ − x*‖². */
  readonly after: number;
  /** ‖x − x*‖². */
  readonly before: number;
  /** α(2 − α)σ_r²/‖A‖²_F. */
  readonly gain: number;
  readonly scale: number;
}

/** Makes the method from a step size; what tests sabotage. */
export type GradientMethod = <T>(
  arithmetic: Arithmetic<T>,
  options: StepSizeOptions,
) => GradientTransformation<T>;

function contraction(
  { after, before, gain, scale }: Observation,
  label: string,
  factor: number,
): Relation {
  return { label, lhs: after, sense: "<=", rhs: (1 - Math.min(1, factor * gain)) * before, scale };
}

/** The claim, for gradient descent on a row or what a test puts in its place. */
export function interpolatingSgdConverges(method: GradientMethod = gradientDescent): Claim {
  return defineClaim<Instance, Observation>({
    id: "calibration/interpolating-sgd",
    title: "SGD on overparameterized least squares, in expectation",
    locus: "Strohmer, Vershynin 2009, Theorem 2",
    kind: "universal",
    cost: 0.5,
    hypotheses: [{
      name: "admissible step size",
      statement: String.raw`0 < \alpha < 2`,
      holds: ({ stepFraction }) => stepFraction > 0 && stepFraction < 2,
    }],
    instances: fc.record({
      matrix: spectralMatrix({
        maximumRows: 6,
        maximumColumns: 6,
        maximumConditionNumber: 1e4,
      }),
      coordinates: vectorOf(6),
      solution: fc.oneof(
        { withCrossShrink: true },
        fc.constant<number[]>(new Array(6).fill(0)),
        vectorOf(6),
      ),
      stepFraction: fc.oneof(
        { withCrossShrink: true },
        fc.constant(1),
        realNumber({ minimum: 0.001, maximum: 1.999 }),
      ),
    }).map(({ matrix, coordinates, solution, stepFraction }) => {
      const vector = coordinates.slice(0, matrix.singularValues.length);
      return {
        matrix,
        coordinates: vector.some((x) => x !== 0) ? vector : [1, ...vector.slice(1)],
        solution: solution.slice(0, matrix.columns),
        stepFraction,
      };
    }),
    observe<T>(instance: Instance, arithmetic: Arithmetic<T>): Observation {
      const { matrix, coordinates, solution, stepFraction } = instance;
      const rank = matrix.singularValues.length;
      const basis = reflectionProduct(matrix.columns, matrix.right).map((row) =>
        row.slice(0, rank)
      );
      const start = fromEigenbasis(basis, coordinates, solution);
      const rows = spectralMatrixRows(matrix);
      const squaredNorms = rows.map((row) => Math.hypot(...row) ** 2);
      const squaredNorm = matrix.singularValues.reduce((sum, value) => sum + value ** 2, 0);
      let after = 0;
      for (const [i, row] of rows.entries()) {
        // Rows that are 0, or that rounding made of 0, have no weight.
        if (squaredNorms[i]! <= arithmetic.unitRoundoff ** 2 * squaredNorm) continue;
        const map: ResidualMap = {
          residual: (where, theta) =>
            where.multiply(where.matrix([row]), where.subtract(theta, where.vector(solution))),
          jacobian: (where) => where.matrix([row]),
        };
        const optimizer = method(arithmetic, { stepSize: stepFraction / squaredNorms[i]! });
        const next = iterate(arithmetic, map, optimizer, start, { steps: 1 });
        const error = Math.hypot(...next.map((value, k) => value - solution[k]!));
        after += squaredNorms[i]! / squaredNorm * error ** 2;
      }
      const before = Math.hypot(...coordinates);
      const least = Math.min(...matrix.singularValues);
      return {
        after,
        before: before ** 2,
        gain: stepFraction * (2 - stepFraction) * least ** 2 / squaredNorm,
        scale: (before + Math.hypot(...solution)) ** 2,
      };
    },
    figures(_, instance) {
      return [
        ...sweepFigures(this, {
          title:
            `expected error after a step (the claim is judged at α = ${instance.stepFraction})`,
          x: { label: "step size α, in units of 1/‖a_i‖²" },
          y: { label: "expected squared error E‖x⁺ − x*‖²" },
          places: evenly(0.05, 1.95, 39),
          at: (stepFraction) => ({ ...instance, stepFraction }),
        }),
        ...spectrumOf(
          "nonzero singular values of A",
          "singular value",
          "σ_i(A)",
          instance.matrix.singularValues,
        ),
      ];
    },
    variants: {
      printed: {
        statement: String.raw`\mathbb{E} \|x^+ - x^\star\|^2 \le \left(1 - \alpha (2 - \alpha)
          \frac{\sigma_r^2}{\|A\|_F^2}\right) \|x - x^\star\|^2`,
        expected: "holds",
        relations: (observation) => [
          contraction(observation, "E‖x⁺ − x*‖² <= (1 − α(2 − α)σ_r²/‖A‖²_F) ‖x − x*‖²", 1),
        ],
      },
      sharpened: {
        statement: String
          .raw`\mathbb{E} \|x^+ - x^\star\|^2 \le \left(1 - \min\left\{1, 1.03\, \alpha
          (2 - \alpha) \frac{\sigma_r^2}{\|A\|_F^2}\right\}\right) \|x - x^\star\|^2`,
        expected: "refuted",
        relations: (observation) => [
          contraction(observation, "E‖x⁺ − x*‖² <= (1 − 1.03 α(2 − α)σ_r²/‖A‖²_F) ‖x − x*‖²", 1.03),
        ],
      },
    },
  });
}
