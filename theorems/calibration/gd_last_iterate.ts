/**
 * The last iterate of gradient descent on smooth convex functions.
 *
 * Problem: minimize f: R^d → R, convex and L-smooth, with a minimizer x* and f* = f(x*).
 *
 * Algorithm: x_{k+1} = x_k − α∇f(x_k), 0 < α ≤ 1/L, for N steps.
 *
 * Guarantee: f(x_N) − f* ≤ LR²/(4NαL + 2), R = ‖x_0 − x*‖.
 *
 * Reference: Y. Drori and M. Teboulle, "Performance of first-order methods for smooth convex
 * minimization: a novel approach", Mathematical Programming 145 (2014), Theorem 3.1, arXiv:1206.3209.
 *
 * Worst case, by hand: f is the Huber function of one variable, ½Lt² up to |t| = δ and straight beyond,
 * with δ = R/(2NαL + 1), started at R. Its slope is Lδ as long as x_k ≥ δ, so
 * x_N = R − NαLδ = (NαL + 1)δ ≥ δ and f(x_N) = Lδ(x_N − δ/2) = ½Lδ²(2NαL + 1) = LR²/(4NαL + 2): equality.
 * The worst case lives in dimension 1. Quadratics come close where NαL is small:
 * (1 − αL)^{2N}(1 + 2NαL) → 1.
 *
 * The sharpened form is false on purpose: its bound is 0.97 of the tight one. On the worst case with
 * L = α = N = 1, R = 3, δ = 1: f(x_1) = f(2) = 3/2 = 9/6 > 0.97 · 9/6.
 *
 * @module
 */

import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import {
  gradientDescent,
  type GradientTransformation,
  iterate,
  type StepSizeOptions,
} from "../../lib/optimizers/mod.ts";
import { convexFunction } from "../../problems/mod.ts";
import { type Claim, defineClaim } from "../../verify/mod.ts";
import { minimizationFigures } from "./_figures.ts";
import {
  admissibleStepSize,
  type EndedGap,
  gapBelow,
  type GradientRun,
  gradientRuns,
  length,
  plus,
} from "./_convex_runs.ts";

/** A method with a step size. */
export type StepMethod = <T>(
  arithmetic: Arithmetic<T>,
  options: StepSizeOptions,
) => GradientTransformation<T>;

const LABEL = "f(x_N) − f* <= LR²/(4NαL + 2)";

/** The claim, for gradient descent or what a test puts in its place. */
export function gradientDescentLastIterate(method: StepMethod = gradientDescent): Claim {
  return defineClaim<GradientRun, EndedGap>({
    id: "calibration/gd-last-iterate",
    title: "The last iterate of gradient descent on smooth convex functions",
    locus: "Drori and Teboulle (2014), Theorem 3.1",
    kind: "universal",
    cost: 0.5,
    hypotheses: [admissibleStepSize],
    instances: gradientRuns(),
    observe<T>(instance: GradientRun, arithmetic: Arithmetic<T>): EndedGap {
      const { objective, offset, stepShare, steps } = instance;
      const f = convexFunction(objective);
      const optimizer = method(arithmetic, { stepSize: stepShare / f.smoothness });
      const start = plus(f.minimizer, offset);
      const last = iterate(arithmetic, f, optimizer, start, { steps });
      const radius = length(offset);
      const bound = f.smoothness * radius ** 2 / (4 * steps * stepShare + 2);
      const position = length(start) + length(f.minimizer);
      return {
        gap: f.value(arithmetic, arithmetic.vector(last)),
        bound,
        last,
        // Each step rounds x at the size of x, which moves f by its slope; R is known to the same.
        scale: (steps + 1) * f.magnitude(last) + bound * (1 + position / radius),
      };
    },
    figures(_, instance) {
      return minimizationFigures(this, instance);
    },
    variants: {
      printed: {
        statement: String.raw`f(x_N) - f^* \le \frac{L R^2}{4 N \alpha L + 2}`,
        expected: "holds",
        relations: (observation) => gapBelow(LABEL, observation, 1),
      },
      sharpened: {
        statement: String.raw`f(x_N) - f^* \le 0.97 \, \frac{L R^2}{4 N \alpha L + 2}`,
        expected: "refuted",
        relations: (observation) => gapBelow(LABEL, observation, 0.97),
      },
    },
  });
}
