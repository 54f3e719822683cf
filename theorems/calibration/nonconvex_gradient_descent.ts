/**
 * Gradient descent on smooth functions that need not be convex.
 *
 * Problem: f: R^d → R with an L-Lipschitz gradient, that is with its curvature in [−L, L].
 *
 * Algorithm: x_{k+1} = x_k − α∇f(x_k), 0 < α ≤ 1/L, for N steps.
 *
 * Guarantee: min_{k ≤ N} ‖∇f(x_k)‖² ≤ 4L (f(x_0) − f(x_N))/(N αL(4 − αL)); for α = 1/L it is
 * (4/3) L (f(x_0) − f(x_N))/N.
 *
 * Reference: H. Abbaszadehpeivasti, E. de Klerk and M. Zamani, "The exact worst-case convergence rate of
 * the gradient method with fixed step lengths for L-smooth functions", Optimization Letters 16 (2022),
 * Theorem 2, arXiv:2104.05468; there with f(x_0) − f*, to which the last gradient adds a term.
 *
 * Proof: between points x and y with the gradients g and h such a function has
 * f(x) − f(y) ≥ h·(x − y) + ¼(‖g − h‖²/L − L‖x − y‖² + 2(g − h)·(x − y)). With x − y = αg and a = αL this
 * is (1/4L) ((1 + 2a − a²)‖g‖² + ‖h‖² − 2(1 − a) g·h), and at least the same with ‖g‖‖h‖ for g·h, as
 * a ≤ 1. That is least, over ‖g‖, ‖h‖ ≥ m, at ‖g‖ = ‖h‖ = m: for given ‖g‖ it is least at
 * ‖h‖ = max(m, (1 − a)‖g‖), and rises with ‖g‖ on both branches. There it is (4a − a²)m²/(4L). Sum over
 * the steps.
 *
 * Worst case, by hand: one variable, the slope G at x_k = −kαG, and between two of these falling with
 * the curvature −L to G(1 − a/2) halfway and rising again: a sawtooth. Each step lowers f by
 * αG · G − 2 · ½ · (αG/2) · (aG/2) = (a − a²/4)G²/L: equality for all N.
 *
 * The sharpened form is false on purpose: its bound is 0.97 of the tight one. With L = α = G = N = 1, f
 * falls by 3/4, and 1 = (4/3)(3/4) > 0.97.
 *
 * @module
 */

import fc from "fast-check";
import { type Arithmetic, float64 } from "../../lib/arithmetic/mod.ts";
import { evaluate, gradientDescent, iterate } from "../../lib/optimizers/mod.ts";
import {
  descentTrajectories,
  type DescentTrajectory,
  interpolatedFunction,
} from "../../problems/mod.ts";
import { type Claim, defineClaim } from "../../verify/mod.ts";
import { evenly, over } from "../_figures.ts";
import { stepFigures } from "./_figures.ts";
import { admissibleStepSize, type EndedGap, gapBelow, length, stepShares } from "./_convex_runs.ts";
import type { StepMethod } from "./gd_last_iterate.ts";

const LABEL = "min ‖∇f(x_k)‖² <= 4L (f(x_0) − f(x_N))/(N αL(4 − αL))";

/** The claim, for gradient descent or what a test puts in its place. */
export function nonconvexGradientDescent(method: StepMethod = gradientDescent): Claim {
  return defineClaim<DescentTrajectory, EndedGap>({
    id: "calibration/nonconvex-gradient-descent",
    title: "The least gradient of gradient descent on smooth functions",
    locus: "Abbaszadehpeivasti, de Klerk and Zamani (2022), Theorem 2",
    kind: "universal",
    cost: 0.5,
    hypotheses: [admissibleStepSize],
    instances: descentTrajectories({
      stepShares: stepShares(),
      steps: fc.noBias(fc.integer({ min: 1, max: 7 })),
    }),
    observe<T>(instance: DescentTrajectory, arithmetic: Arithmetic<T>): EndedGap {
      const { objective, stepShare, steps } = instance;
      const f = interpolatedFunction(objective);
      const L = f.smoothness;
      const optimizer = method(arithmetic, { stepSize: stepShare / L });
      const values: number[] = [];
      const slopes: number[] = [];
      let rounding = 0;
      const start = Array.from({ length: objective.dimension }, () => 0);
      const last = iterate(arithmetic, f, optimizer, start, {
        steps,
        visit(context) {
          const x = arithmetic.toArray(context.theta);
          const slope = arithmetic.norm(context.gradient());
          values.push(f.value(arithmetic, context.theta));
          slopes.push(slope);
          // A step is known to the rounding of x and of the gradient, which moves f by its slope.
          rounding += f.magnitude(x) + slope * (length(x) + f.gradientMagnitude(x) / L);
        },
      });
      const factor = 4 * L / (steps * stepShare * (4 - stepShare));
      const least = Math.min(...slopes);
      return {
        gap: least ** 2,
        bound: factor * (values[0]! - values.at(-1)!),
        last,
        scale: factor * rounding + least * f.gradientMagnitude(last),
      };
    },
    figures({ last }, instance) {
      const { objective } = instance;
      const f = interpolatedFunction(objective);
      const figures = stepFigures(this, instance, "least squared gradient min ‖∇f(x_k)‖²", 1);
      if (objective.dimension !== 1) return figures;
      const ends = objective.data.map(({ point }) => point[0]!);
      const places = evenly(Math.min(...ends, last[0]!), Math.max(...ends, last[0]!), 121);
      const slope = (x: number) => evaluate(float64, f, float64.vector([x]), 0).gradient();
      return [...figures, {
        kind: "lines",
        title: "the derivative of f",
        x: { label: "x" },
        y: { label: "f′(x)" },
        series: [
          {
            name: "f′",
            role: "reference",
            points: over(places, (x) => float64.toArray(slope(x))[0]!),
          },
          {
            name: "data",
            role: "observed",
            points: objective.data.map(({ point, gradient }) => [point[0]!, gradient[0]!]),
          },
        ],
      }];
    },
    variants: {
      printed: {
        statement: String.raw`\min_{k \le N} \|\nabla f(x_k)\|^2 \le
          \frac{4 L \, (f(x_0) - f(x_N))}{N \alpha L (4 - \alpha L)}`,
        expected: "holds",
        relations: (observation) => gapBelow(LABEL, observation, 1),
      },
      sharpened: {
        statement: String.raw`\min_{k \le N} \|\nabla f(x_k)\|^2 \le 0.97 \,
          \frac{4 L \, (f(x_0) - f(x_N))}{N \alpha L (4 - \alpha L)}`,
        expected: "refuted",
        relations: (observation) => gapBelow(LABEL, observation, 0.97),
      },
    },
  });
}
