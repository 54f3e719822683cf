/**
 * The heavy ball with Polyak's parameters need not converge.
 *
 * Printed, and false: with α = 4/(√L + √μ)² and β = ((√L − √μ)/(√L + √μ))² the heavy ball x_{k+1} =
 * x_k − α∇f(x_k) + β(x_k − x_{k−1}), x_{−1} = x_0, converges to the minimizer of every function that
 * is μ-strongly convex and L-smooth.
 *
 * By L. Lessard, B. Recht and A. Packard, Analysis and design of optimization algorithms via integral
 * quadratic constraints, SIAM J. Optim. 26 (2016), §4.6: for μ = 1, L = 25 and f'(x) = 25x for x < 1,
 * x + 24 for 1 ≤ x < 2, 25x − 24 for x ≥ 2, from x_0 = 3.3 the iterates end in a cycle of three points.
 * (The generator knows of no such function: it draws pieces of any curvature in [μ, L].)
 *
 * The iterates may even grow: with f'' = 100 for x < 0 and 30.7 for x > 0, f' is homogeneous, so that a
 * run that comes back larger goes on like that.
 *
 * Corrected: on quadratics, where ‖x_k − x*‖ is at most of the order of k((√κ − 1)/(√κ + 1))^k; see
 * `heavy_ball.ts`.
 *
 * @module
 */

import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import type { LimitObservation } from "../../lib/limits/mod.ts";
import { heavyBall } from "../../lib/optimizers/mod.ts";
import { type Claim, defineClaim } from "../../verify/mod.ts";
import { observeRun, type OptimizerFor, reachesMinimizer, runFigures } from "./_limit_runs.ts";
import { isQuadratic, type PiecewiseInstance, piecewiseInstances } from "./_piecewise_curvature.ts";
import type { MomentumMethod } from "./heavy_ball.ts";

/** The claim, for the heavy ball or what a test puts in its place. */
export function heavyBallLimit(method: MomentumMethod = heavyBall): Claim {
  const optimizerFor: OptimizerFor<PiecewiseInstance> = ({ smoothness }, arithmetic) => {
    const root = Math.sqrt(smoothness);
    return method(arithmetic, {
      stepSize: 4 / (root + 1) ** 2,
      beta: ((root - 1) / (root + 1)) ** 2,
    });
  };
  return defineClaim<PiecewiseInstance, LimitObservation>({
    id: "calibration/heavy-ball-limit",
    title: "The heavy ball with Polyak's parameters converges on quadratics, not on all functions",
    locus: "Lessard, Recht and Packard 2016, §4.6",
    kind: "limit",
    cost: 1,
    hypotheses: [],
    instances: piecewiseInstances(1e4),
    observe: <T>(instance: PiecewiseInstance, arithmetic: Arithmetic<T>, refinement: number) =>
      observeRun(instance, arithmetic, refinement, optimizerFor),
    figures: (seen, instance) => runFigures(seen, instance, optimizerFor),
    variants: {
      printed: {
        statement: String.raw`\mu \le f'' \le L, \quad
          \alpha = \frac{4}{(\sqrt L + \sqrt\mu)^2}, \quad
          \beta = \Big(\frac{\sqrt L - \sqrt\mu}{\sqrt L + \sqrt\mu}\Big)^2: \qquad x_k \to x^\star`,
        expected: "refuted",
        relations: (seen) => [reachesMinimizer(seen)],
      },
      corrected: {
        statement: String.raw`f \text{ quadratic}, \quad
          \alpha = \frac{4}{(\sqrt L + \sqrt\mu)^2}, \quad
          \beta = \Big(\frac{\sqrt L - \sqrt\mu}{\sqrt L + \sqrt\mu}\Big)^2: \qquad x_k \to x^\star`,
        expected: "holds",
        relations: (seen, instance) => [reachesMinimizer(seen, isQuadratic(instance))],
      },
    },
  });
}
