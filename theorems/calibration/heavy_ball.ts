/**
 * The heavy ball with Polyak's parameters on strongly convex quadratics: the √κ rate.
 *
 * Problem: minimize f(x) = ½(x − x*)ᵀA(x − x*), A symmetric with its eigenvalues in [μ, L], μ > 0;
 * κ = L/μ, q = (√κ − 1)/(√κ + 1).
 *
 * Algorithm: x_{t+1} = x_t − α∇f(x_t) + β(x_t − x_{t−1}), x_{−1} = x_0, with α = 4/(√L + √μ)² and
 * β = q².
 *
 * Guarantee: ‖x_N − x*‖ ≤ (1 + N + Nq) q^N ‖x_0 − x*‖. The rate is q; the linear factor is exact, and
 * a bound Cq^N is true for no C.
 *
 * Proof: along an eigenvector with the eigenvalue λ the error is p_t(λ) times what it was, where
 * p_{t+1} = (1 + β − αλ)p_t − βp_{t−1}, p_0 = p_{−1} = 1. With these parameters 1 + β − αλ = 2qz for a
 * z in [−1, 1], and p_t = q^t (U_t(z) − q U_{t−1}(z)) with the Chebyshev polynomials of the second
 * kind. As |U_t| ≤ t + 1 on [−1, 1], |p_t| ≤ q^t (t + 1 + qt).
 *
 * Worst case, in dimension 2: z = −1, λ = L, where U_t(−1) = (−1)^t (t + 1). So A = diag(μ, L),
 * x_0 − x* = (0, 1), for every N. (In dimension 1, where μ = L, q = 0 and x_1 = x*.)
 *
 * False on purpose: ‖x_N − x*‖ ≤ 0.97 (1 + N + Nq) q^N ‖x_0 − x*‖. By hand, μ = 1, L = 9, N = 1,
 * x_0 − x* = (0, 1): q = ½, α = ¼, x_1 − x* = (0, 1 − 9/4) = (0, −1.25), and (2 + ½)·½ = 1.25.
 *
 * Reference: B. T. Polyak, Some methods of speeding up the convergence of iteration methods, USSR
 * Comput. Math. Math. Phys. 4 (1964) 1–17; B. T. Polyak, Introduction to Optimization (1987), §3.2.1.
 *
 * Rounding: a step adds u(‖x*‖ + ‖x − x*‖) to x, along the run ‖x − x*‖ ≤ (1 + 2N)‖x_0 − x*‖, and a
 * later step makes at most 1 + 2N times as much of it.
 *
 * @module
 */

import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import {
  type GradientTransformation,
  heavyBall,
  iterate,
  type MomentumOptions,
  type ResidualMap,
} from "../../lib/optimizers/mod.ts";
import { type Claim, defineClaim, type Relation } from "../../verify/mod.ts";
import { systemFigures } from "./_figures.ts";
import {
  fromEigenbasis,
  rootRate,
  symmetricParts,
  type SystemInstance,
  systemInstances,
} from "./_system.ts";

/** Makes the method from α and β; what tests sabotage. */
export type MomentumMethod = <T>(
  arithmetic: Arithmetic<T>,
  options: MomentumOptions & { readonly stepSize: number },
) => GradientTransformation<T>;

interface Observation {
  /** ‖x_0 − x*‖. */
  readonly before: number;
  /** ‖x_N − x*‖. */
  readonly after: number;
  /** x_N. */
  readonly last: readonly number[];
  /** (1 + N + Nq) q^N. */
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

/** The claim, for the heavy ball or what a test puts in its place. */
export function heavyBallConverges(method: MomentumMethod = heavyBall): Claim {
  return defineClaim<SystemInstance, Observation>({
    id: "calibration/heavy-ball",
    title: "The heavy ball with Polyak's parameters on quadratics",
    locus: "Polyak 1964; Polyak 1987, §3.2.1",
    kind: "universal",
    cost: 0.5,
    hypotheses: [],
    instances: systemInstances(),
    observe<T>(instance: SystemInstance, arithmetic: Arithmetic<T>): Observation {
      const { coordinates, solution, steps } = instance;
      const { basis, root, mu, smoothness, conditionNumber } = symmetricParts(instance);
      const q = rootRate(conditionNumber);
      const optimizer = method(arithmetic, {
        stepSize: 4 / (Math.sqrt(smoothness) + Math.sqrt(mu)) ** 2,
        beta: q ** 2,
      });
      // f = ½‖F‖² with F(x) = A^{1/2}(x − x*), up to a rotation.
      const map: ResidualMap = {
        residual: (where, theta) =>
          where.multiply(where.matrix(root), where.subtract(theta, where.vector(solution))),
        jacobian: (where) => where.matrix(root),
      };
      const last = iterate(
        arithmetic,
        map,
        optimizer,
        fromEigenbasis(basis, coordinates, solution),
        { steps },
      );
      const before = Math.hypot(...coordinates);
      return {
        before,
        after: Math.hypot(...last.map((value, i) => value - solution[i]!)),
        last,
        factor: (1 + steps + steps * q) * q ** steps,
        scale: (1 + 2 * steps) ** 2 * (before + Math.hypot(...solution)),
      };
    },
    figures(_, instance) {
      return systemFigures(this, instance, "distance ‖x_k − x*‖");
    },
    variants: {
      printed: {
        statement: String.raw`\|x_N - x^\star\| \le (1 + N + Nq)\, q^N \|x_0 - x^\star\|, \qquad
          q = \frac{\sqrt\kappa - 1}{\sqrt\kappa + 1}`,
        expected: "holds",
        relations: (observation) => [
          contraction(observation, "‖x_N − x*‖ <= (1 + N + Nq) q^N ‖x_0 − x*‖", 1),
        ],
      },
      sharpened: {
        statement: String.raw`\|x_N - x^\star\| \le 0.97\, (1 + N + Nq)\, q^N \|x_0 - x^\star\|`,
        expected: "refuted",
        relations: (observation) => [
          contraction(observation, "‖x_N − x*‖ <= 0.97 (1 + N + Nq) q^N ‖x_0 − x*‖", 0.97),
        ],
      },
    },
  });
}
