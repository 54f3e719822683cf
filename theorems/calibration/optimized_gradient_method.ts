/**
 * The optimized gradient method on smooth convex functions.
 *
 * Problem: minimize f: R^d → R, convex and L-smooth, with a minimizer x* and f* = f(x*).
 *
 * Algorithm: y_{k+1} = x_k − ∇f(x_k)/L,
 * x_{k+1} = y_{k+1} + ((t_k − 1)/t_{k+1}) (y_{k+1} − y_k) + (t_k/t_{k+1}) (y_{k+1} − x_k), y_0 = x_0, for N
 * steps, with t_0 = 1, t_k = ½(1 + √(1 + 4t_{k−1}²)) for k < N and t_N = ½(1 + √(1 + 8t_{N−1}²)).
 *
 * Guarantee: f(x_N) − f* ≤ LR²/(2t_N²), R = ‖x_0 − x*‖. No first-order method has a better one in
 * dimensions above N.
 *
 * Reference: D. Kim and J. A. Fessler, "Optimized first-order methods for smooth convex minimization",
 * Mathematical Programming 159 (2016), arXiv:1406.5468; tight by their "On the convergence
 * analysis of the optimized gradient method", Journal of Optimization Theory and Applications 172 (2017).
 *
 * Worst case, by hand: f(x) = ½Lx². Every gradient step leads to y_{k+1} = 0, and y_k = 0 but for y_0, whose
 * factor t_0 − 1 is 0, so x_{k+1} = −(t_k/t_{k+1}) x_k, x_N = (−1)^N x_0/t_N and f(x_N) = LR²/(2t_N²):
 * equality. (A Huber function is as bad.)
 *
 * The sharpened form is false on purpose: its bound is 0.97 of the tight one. With L = N = 1 and x_0 = 2,
 * t_1 = 2: f(x_1) = f(−1) = 1/2 = 4/8 > 0.97 · 4/8.
 *
 * @module
 */

import fc from "fast-check";
import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import {
  type GradientTransformation,
  iterate,
  optimizedGradientMethod,
  type OptimizedGradientMethodOptions,
  optimizedGradientWeights,
} from "../../lib/optimizers/mod.ts";
import {
  convexFunction,
  type ConvexStart,
  convexStarts,
  SMOOTH_TERMS,
} from "../../problems/mod.ts";
import { type Claim, defineClaim } from "../../verify/mod.ts";
import { stepFigures } from "./_figures.ts";
import { type EndedGap, gapBelow, length, plus, stepCounts } from "./_convex_runs.ts";

/** A method that knows L and N. */
export type HorizonMethod = <T>(
  arithmetic: Arithmetic<T>,
  options: OptimizedGradientMethodOptions,
) => GradientTransformation<T>;

interface Instance extends ConvexStart {
  /** N. */
  readonly steps: number;
}

const LABEL = "f(x_N) − f* <= LR²/(2t_N²)";

/** The claim, for the optimized gradient method or what a test puts in its place. */
export function optimizedGradientRate(method: HorizonMethod = optimizedGradientMethod): Claim {
  return defineClaim<Instance, EndedGap>({
    id: "calibration/optimized-gradient-method",
    title: "The optimized gradient method on smooth convex functions",
    locus: "Kim and Fessler (2016)",
    kind: "universal",
    cost: 0.5,
    hypotheses: [],
    instances: fc.tuple(
      convexStarts({ kinds: ["separable", "ridges", "envelope"], terms: SMOOTH_TERMS }),
      stepCounts(),
    ).map(([start, steps]) => ({ ...start, steps })),
    observe<T>({ objective, offset, steps }: Instance, arithmetic: Arithmetic<T>): EndedGap {
      const f = convexFunction(objective);
      const { smoothness } = f;
      const start = plus(f.minimizer, offset);
      // What is rounded off at an iterate is carried on by the momenta, at most N times.
      let magnitude = 0;
      const last = iterate(arithmetic, f, method(arithmetic, { smoothness, steps }), start, {
        steps,
        visit({ theta }) {
          magnitude = Math.max(magnitude, arithmetic.norm(theta));
        },
      });
      const radius = length(offset);
      const bound = smoothness * radius ** 2 / (2 * optimizedGradientWeights(steps)[steps]! ** 2);
      const x = arithmetic.vector(last);
      const slope = arithmetic.norm(f.gradient(arithmetic, x));
      const position = magnitude + length(f.minimizer);
      return {
        gap: f.value(arithmetic, x),
        bound,
        last,
        scale: f.magnitude(last) + (steps + 1) ** 2 * slope * position +
          bound * (1 + position / radius),
      };
    },
    figures(_, instance) {
      return stepFigures(this, instance, "f(x_N) − f*", 1);
    },
    variants: {
      printed: {
        statement: String.raw`f(x_N) - f^* \le \frac{L R^2}{2 t_N^2}`,
        expected: "holds",
        relations: (observation) => gapBelow(LABEL, observation, 1),
      },
      sharpened: {
        statement: String.raw`f(x_N) - f^* \le 0.97 \, \frac{L R^2}{2 t_N^2}`,
        expected: "refuted",
        relations: (observation) => gapBelow(LABEL, observation, 0.97),
      },
    },
  });
}
