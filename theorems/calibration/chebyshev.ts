/**
 * The Chebyshev semi-iteration.
 *
 * Problem: A x = b with A symmetric, its eigenvalues in [μ, L], μ > 0; κ = L/μ,
 * q = (√κ − 1)/(√κ + 1).
 *
 * Algorithm: the error polynomial p_N(λ) = T_N((L + μ − 2λ)/(L − μ))/T_N((L + μ)/(L − μ)), by its
 * three-term recurrence.
 *
 * Guarantee: ‖x_N − x*‖ ≤ (2/(q^{−N} + q^N)) ‖x_0 − x*‖.
 *
 * Proof: |T_N| ≤ 1 on [−1, 1], and T_N(½(v + 1/v)) = ½(v^N + v^{−N}) at
 * (L + μ)/(L − μ) = ½(q + 1/q). No polynomial of degree N with p(0) = 1 has a smaller maximum.
 *
 * Worst case, in dimension 2: A = diag(μ, L) with any x_0, as |T_N(±1)| = 1 for every N.
 *
 * False on purpose: ‖x_N − x*‖ ≤ 0.98·(2/(q^{−N} + q^N)) ‖x_0 − x*‖. By hand, μ = 1, L = 3, N = 1,
 * x_0 − x* = (1, 1): p_1(λ) = (4 − 2λ)/4, x_1 − x* = (½, −½), and 1/T_1(2) = ½.
 *
 * Reference: G. H. Golub and R. S. Varga, Chebyshev semi-iterative methods, Numer. Math. 3 (1961)
 * 147–168.
 *
 * Rounding: the residual is known to uL(‖x*‖ + ‖x − x*‖), the error to κ/L times as much.
 *
 * @module
 */

import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import { chebyshevIteration } from "../../lib/linalg/mod.ts";
import { type Claim, defineClaim, type Relation } from "../../verify/mod.ts";
import { systemFigures } from "./_figures.ts";
import {
  chebyshevValue,
  fromEigenbasis,
  symmetricParts,
  type SystemInstance,
  systemInstances,
} from "./_system.ts";

interface Observation {
  /** ‖x_0 − x*‖. */
  readonly before: number;
  /** ‖x_N − x*‖. */
  readonly after: number;
  /** x_N. */
  readonly last: readonly number[];
  /** 1/T_N((κ + 1)/(κ − 1)). */
  readonly factor: number;
  readonly scale: number;
}

function contraction(
  { before, after, factor, scale }: Observation,
  label: string,
  constant: number,
): Relation {
  return { label, lhs: after, sense: "<=", rhs: constant * factor * before, scale };
}

/** The claim, for the Chebyshev iteration or what a test puts in its place. */
export function chebyshevConverges(method: typeof chebyshevIteration = chebyshevIteration): Claim {
  return defineClaim<SystemInstance, Observation>({
    id: "calibration/chebyshev",
    title: "The Chebyshev semi-iteration for positive definite systems",
    locus: "Golub, Varga 1961",
    kind: "universal",
    cost: 0.5,
    hypotheses: [],
    instances: systemInstances(),
    observe<T>(instance: SystemInstance, arithmetic: Arithmetic<T>): Observation {
      const { coordinates, solution, steps } = instance;
      const { rows, basis, mu, smoothness, conditionNumber } = symmetricParts(instance);
      const a = arithmetic.matrix(rows);
      const exact = arithmetic.vector(solution);
      const x = method(
        arithmetic,
        (v) => arithmetic.multiply(a, v),
        arithmetic.multiply(a, exact),
        [mu, smoothness],
        steps,
        { start: arithmetic.vector(fromEigenbasis(basis, coordinates, solution)) },
      );
      const before = Math.hypot(...coordinates);
      return {
        before,
        after: arithmetic.norm(arithmetic.subtract(x, exact)),
        last: arithmetic.toArray(x),
        factor: chebyshevValue(conditionNumber, steps),
        scale: conditionNumber * (before + Math.hypot(...solution)),
      };
    },
    figures(_, instance) {
      return systemFigures(this, instance, "distance ‖x_k − x*‖");
    },
    variants: {
      printed: {
        statement: String.raw`\|x_N - x^\star\| \le \frac{2}{q^{-N} + q^N}\, \|x_0 - x^\star\|,
          \qquad q = \frac{\sqrt\kappa - 1}{\sqrt\kappa + 1}`,
        expected: "holds",
        relations: (observation) => [
          contraction(observation, "‖x_N − x*‖ <= (2/(q^{−N} + q^N)) ‖x_0 − x*‖", 1),
        ],
      },
      sharpened: {
        statement: String.raw`\|x_N - x^\star\| \le 0.98 \cdot \frac{2}{q^{-N} + q^N}\,
          \|x_0 - x^\star\|`,
        expected: "refuted",
        relations: (observation) => [
          contraction(observation, "‖x_N − x*‖ <= 0.98 (2/(q^{−N} + q^N)) ‖x_0 − x*‖", 0.98),
        ],
      },
    },
  });
}
