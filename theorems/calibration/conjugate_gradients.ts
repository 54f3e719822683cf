/**
 * The method of conjugate gradients.
 *
 * Problem: A x = b with A symmetric, its eigenvalues in [μ, L], μ > 0; κ = L/μ,
 * q = (√κ − 1)/(√κ + 1), ‖e‖_A = √(eᵀAe).
 *
 * Algorithm: x_k minimizes ‖x − x*‖_A over x_0 + span{r_0, A r_0, …, A^{k−1} r_0}.
 *
 * Guarantee: ‖x_k − x*‖_A ≤ (2/(q^{−k} + q^k)) ‖x_0 − x*‖_A, whence the well-known
 * ‖x_k − x*‖_A ≤ 2q^k ‖x_0 − x*‖_A. The first is exactly tight for every k, the second is not.
 *
 * Proof: ‖x_k − x*‖_A = min ‖p(A)(x_0 − x*)‖_A over the polynomials of degree k with p(0) = 1, and
 * the Chebyshev polynomial of [μ, L] has |p| ≤ 1/T_k((κ + 1)/(κ − 1)) = 2/(q^{−k} + q^k) there.
 *
 * Worst case: in dimension k + 1, with the eigenvalues where the Chebyshev polynomial has the values
 * ±1/T_k, (μ + L)/2 + ((L − μ)/2) cos(πj/k), and r_0 with the coordinates (1, √2, …, √2, 1). So for
 * k = 1 it lives in dimension 2: A = diag(μ, L), x_0 − x* = (1/μ, 1/L); a first step is one of gradient
 * descent with exact line search, and r_0 = (−1, −1). An instance holds −r_0 in the basis of
 * eigenvectors, which can be anything.
 *
 * False on purpose: ‖x_k − x*‖_A ≤ 0.99·(2/(q^{−k} + q^k)) ‖x_0 − x*‖_A. By hand, μ = 1, L = 3, k = 1:
 * x_0 − x* = (1, 1/3), x_1 − x* = (½, −1/6), half as long in any norm, and 1/T_1(2) = ½.
 *
 * Reference: Y. Saad, Iterative Methods for Sparse Linear Systems, 2nd ed. (SIAM 2003), §6.11.3;
 * A. Greenbaum, Comparison of splittings used with the conjugate gradient algorithm, Numer. Math. 33
 * (1979) 181–194, for sharpness.
 *
 * Rounding: residuals are known to uL(‖x*‖ + ‖x_0 − x*‖), which is u(κ‖x_0 − x*‖_A + √κ√L‖x*‖) in
 * the A-norm of the error.
 *
 * @module
 */

import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import { conjugateGradients } from "../../lib/linalg/mod.ts";
import { type Claim, defineClaim, type Relation } from "../../verify/mod.ts";
import { systemFigures } from "./_figures.ts";
import {
  chebyshevValue,
  energyNorm,
  fromEigenbasis,
  rootRate,
  symmetricParts,
  type SystemInstance,
  systemInstances,
} from "./_system.ts";

interface Observation {
  /** ‖x_0 − x*‖_A. */
  readonly before: number;
  /** ‖x_k − x*‖_A. */
  readonly after: number;
  /** x_k. */
  readonly last: readonly number[];
  readonly conditionNumber: number;
  readonly scale: number;
}

function contraction(
  { before, after, scale }: Observation,
  label: string,
  factor: number,
): Relation {
  return { label, lhs: after, sense: "<=", rhs: factor * before, scale };
}

/** The claim, for conjugate gradients or what a test puts in its place. */
export function conjugateGradientsConverge(
  method: typeof conjugateGradients = conjugateGradients,
): Claim {
  return defineClaim<SystemInstance, Observation>({
    id: "calibration/conjugate-gradients",
    title: "The error of conjugate gradients in the A-norm",
    locus: "Saad 2003, §6.11.3, Theorem 6.29",
    kind: "universal",
    cost: 0.5,
    hypotheses: [],
    instances: systemInstances(),
    observe<T>(instance: SystemInstance, arithmetic: Arithmetic<T>): Observation {
      const { eigenvalues, coordinates, solution, steps } = instance;
      const { rows, basis, root, smoothness, conditionNumber } = symmetricParts(instance);
      const error = coordinates.map((value, i) => value / eigenvalues[i]!);
      const a = arithmetic.matrix(rows);
      const exact = arithmetic.vector(solution);
      const x = method(
        arithmetic,
        (v) => arithmetic.multiply(a, v),
        arithmetic.multiply(a, exact),
        steps,
        { start: arithmetic.vector(fromEigenbasis(basis, error, solution)) },
      );
      const before = energyNorm(eigenvalues, error);
      const left = arithmetic.subtract(x, exact);
      return {
        before,
        after: arithmetic.norm(arithmetic.multiply(arithmetic.matrix(root), left)),
        last: arithmetic.toArray(x),
        conditionNumber,
        scale: conditionNumber * before +
          Math.sqrt(conditionNumber * smoothness) * Math.hypot(...solution),
      };
    },
    figures(_, instance) {
      return systemFigures(this, instance, "A-norm of the error ‖x_k − x*‖_A");
    },
    variants: {
      printed: {
        statement: String.raw`\|x_k - x^\star\|_A \le \frac{2}{q^{-k} + q^k}\, \|x_0 - x^\star\|_A
          \le 2 q^k \|x_0 - x^\star\|_A, \qquad q = \frac{\sqrt\kappa - 1}{\sqrt\kappa + 1}`,
        expected: "holds",
        relations: (observation, { steps }) => [
          contraction(
            observation,
            "‖x_k − x*‖_A <= (2/(q^{−k} + q^k)) ‖x_0 − x*‖_A",
            chebyshevValue(observation.conditionNumber, steps),
          ),
          contraction(
            observation,
            "‖x_k − x*‖_A <= 2q^k ‖x_0 − x*‖_A",
            2 * rootRate(observation.conditionNumber) ** steps,
          ),
        ],
      },
      sharpened: {
        statement: String.raw`\|x_k - x^\star\|_A \le 0.99 \cdot \frac{2}{q^{-k} + q^k}\,
          \|x_0 - x^\star\|_A`,
        expected: "refuted",
        relations: (observation, { steps }) => [
          contraction(
            observation,
            "‖x_k − x*‖_A <= 0.99 (2/(q^{−k} + q^k)) ‖x_0 − x*‖_A",
            0.99 * chebyshevValue(observation.conditionNumber, steps),
          ),
        ],
      },
    },
  });
}
