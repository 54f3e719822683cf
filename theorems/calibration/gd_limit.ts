/**
 * Gradient descent converges for every step size below 2/L.
 *
 * Problem: minimize f: R → R, μ-strongly convex and L-smooth, μ > 0, with the minimizer x*.
 *
 * Algorithm: x⁺ = x − α∇f(x), 0 < α < 2/L.
 *
 * Guarantee: x_k → x*, as |x⁺ − x*| ≤ max(|1 − αμ|, |1 − αL|) |x − x*|; see `gd_contraction.ts`.
 *
 * The sharpened form is false on purpose: it admits α < 2.1/L. On f = ½Lx² the iterates then grow by
 * |1 − αL| > 1 in every step; where f'' falls to 1 away from the minimizer, they end in a cycle. By
 * hand, with αL = 2.1, L = 10, f'' = 10 on [−1, 1] and 1 beyond: x and −x take turns where αf'(x) = 2x,
 * f'(x) = 10 + x − 1, that is x = 0.21·9/(2 − 0.21) = 1.0558…; the slope of the map there is −(1 −
 * 0.21), so that the cycle attracts.
 *
 * @module
 */

import fc from "fast-check";
import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import type { LimitObservation } from "../../lib/limits/mod.ts";
import { gradientDescent } from "../../lib/optimizers/mod.ts";
import { magnitude, realNumber } from "../../problems/mod.ts";
import { type Claim, defineClaim } from "../../verify/mod.ts";
import { observeRun, type OptimizerFor, reachesMinimizer, runFigures } from "./_limit_runs.ts";
import { type PiecewiseInstance, piecewiseInstances } from "./_piecewise_curvature.ts";
import type { StepMethod } from "./gd_last_iterate.ts";

interface Instance extends PiecewiseInstance {
  /** αL. */
  readonly stepShare: number;
}

/** The claim, for gradient descent or what a test puts in its place. */
export function gradientDescentLimit(method: StepMethod = gradientDescent): Claim {
  const optimizerFor: OptimizerFor<Instance> = ({ smoothness, stepShare }, arithmetic) =>
    method(arithmetic, { stepSize: stepShare / smoothness });
  return defineClaim<Instance, LimitObservation>({
    id: "calibration/gd-limit",
    title: "Gradient descent converges for every step size below 2/L",
    locus: "Polyak (1987), §1.4, Theorem 3",
    kind: "limit",
    cost: 1,
    hypotheses: [{
      name: "positive step size",
      statement: String.raw`\alpha > 0`,
      holds: ({ stepShare }) => stepShare > 0,
    }],
    instances: fc.tuple(
      piecewiseInstances(100),
      fc.oneof(
        { withCrossShrink: true },
        magnitude({ minimum: 0.1, maximum: 2.1 }),
        realNumber({ minimum: 1.9, maximum: 2.1 }),
      ),
    ).map(([instance, stepShare]) => ({ ...instance, stepShare })),
    observe: <T>(instance: Instance, arithmetic: Arithmetic<T>, refinement: number) =>
      observeRun(instance, arithmetic, refinement, optimizerFor),
    figures: (seen, instance) => runFigures(seen, instance, optimizerFor),
    variants: {
      printed: {
        statement: String.raw`0 < \alpha < 2/L: \qquad x_k \to x^\star`,
        expected: "holds",
        relations: (seen, instance) => [reachesMinimizer(seen, instance.stepShare < 2)],
      },
      sharpened: {
        statement: String.raw`0 < \alpha < 2.1/L: \qquad x_k \to x^\star`,
        expected: "refuted",
        relations: (seen) => [reachesMinimizer(seen)],
      },
    },
  });
}
