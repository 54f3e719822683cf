/**
 * The subgradient method with its best constant step size.
 *
 * Problem: minimize f: R^d → R, convex with ‖g‖ ≤ M for all subgradients, with a minimizer x*, f* = f(x*).
 *
 * Algorithm: x_{k+1} = x_k − αg_k, g_k ∈ ∂f(x_k), α = R/(M√(N + 1)), R = ‖x_0 − x*‖, for N steps.
 *
 * Guarantee: min_{k≤N} f(x_k) − f* ≤ MR/√(N + 1).
 *
 * Reference: N. Z. Shor, Minimization Methods for Non-Differentiable Functions, 1985; Yu. Nesterov,
 * Introductory Lectures on Convex Optimization, 2004, §3.2.3; exactness: Y. Drori and M. Teboulle, "An
 * optimal variant of Kelley's cutting-plane method", Mathematical Programming 160 (2016), arXiv:1409.2636.
 * Proof: sum 2α(f(x_k) − f*) ≤ ‖x_k − x*‖² − ‖x_{k+1} − x*‖² + α²M² over k = 0, …, N.
 *
 * Worst case, by hand: f(x) = M max_i |x_i| in R^{N+1} from x_0 = (r, …, r), r = R/√(N + 1). There
 * f = Mr; the subgradient Me_1 makes a step of length αM = r, to (0, r, …, r), where f = Mr again; and so
 * on: f(x_k) = Mr = MR/√(N + 1) for k = 0, …, N. The worst case lives in dimension N + 1: for N = 1 in
 * dimension 2.
 *
 * The sharpened form is false on purpose: its bound is 0.97 of the tight one. With N = 1, M = 1,
 * x_0 = (1, 1): f(x_0) = f(x_1) = 1 = √2/√2 > 0.97.
 *
 * @module
 */

import fc from "fast-check";
import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import { iterate, subgradientMethod } from "../../lib/optimizers/mod.ts";
import {
  convexFunction,
  type ConvexStart,
  convexStarts,
  LIPSCHITZ_TERMS,
} from "../../problems/mod.ts";
import { type Claim, defineClaim } from "../../verify/mod.ts";
import { enumerated, level } from "../_figures.ts";
import { iterateFigures } from "./_figures.ts";
import { type BoundedGap, gapBelow, length, plus, stepCounts } from "./_convex_runs.ts";
import type { StepMethod } from "./gd_last_iterate.ts";

interface Instance extends ConvexStart {
  /** N. */
  readonly steps: number;
}

interface Observation extends BoundedGap {
  /** f(x_0) − f*, …, f(x_N) − f*. */
  readonly gaps: readonly number[];
  /** x_0, …, x_N. */
  readonly iterates: readonly (readonly number[])[];
}

const LABEL = "min f(x_k) − f* <= MR/√(N + 1)";

/** The claim, for the subgradient method or what a test puts in its place. */
export function subgradientRate(method: StepMethod = subgradientMethod): Claim {
  return defineClaim<Instance, Observation>({
    id: "calibration/subgradient-method",
    title: "The subgradient method with its best constant step size",
    locus: "Nesterov (2004), §3.2.3; Drori and Teboulle (2016)",
    kind: "universal",
    cost: 0.5,
    hypotheses: [],
    instances: fc.tuple(
      fc.oneof(
        { withCrossShrink: true },
        convexStarts({ kinds: ["maximum"] }),
        convexStarts({ kinds: ["separable", "maximum", "norm"], terms: LIPSCHITZ_TERMS }),
      ),
      stepCounts(),
    ).map(([start, steps]) => ({ ...start, steps })),
    observe<T>({ objective, offset, steps }: Instance, arithmetic: Arithmetic<T>): Observation {
      const f = convexFunction(objective);
      const radius = length(offset);
      const stepSize = radius / (f.lipschitz * Math.sqrt(steps + 1));
      const start = plus(f.minimizer, offset);
      const gaps: number[] = [];
      const iterates: number[][] = [];
      let magnitude = 0;
      iterate(arithmetic, f, method(arithmetic, { stepSize }), start, {
        steps,
        visit({ theta }) {
          const x = arithmetic.toArray(theta);
          iterates.push(x);
          gaps.push(f.value(arithmetic, theta));
          magnitude = Math.max(magnitude, f.magnitude(x));
        },
      });
      const position = length(start) + length(f.minimizer);
      return {
        gap: Math.min(...gaps),
        gaps,
        iterates,
        bound: f.lipschitz * radius / Math.sqrt(steps + 1),
        // Each step rounds x at the size of x, which moves f by at most M times that.
        scale: magnitude + (steps + 1) * f.lipschitz * position,
      };
    },
    figures: ({ gaps, iterates, bound }, { objective }) => [
      {
        kind: "lines",
        title: "the objective along the subgradient method, whose best value is judged",
        x: { label: "iteration k" },
        y: { label: "f(x_k) − f*", scale: "log" },
        series: [
          { name: "f(x_k) − f*", role: "observed", points: enumerated(gaps) },
          {
            name: "the best so far",
            role: "observed",
            points: enumerated(gaps.map((_, k) => Math.min(...gaps.slice(0, k + 1)))),
          },
          level("MR/√(N + 1), printed", "predicted", bound, [0, gaps.length - 1]),
          level("0.97 MR/√(N + 1), sharpened", "predicted", 0.97 * bound, [0, gaps.length - 1]),
        ],
      },
      ...iterateFigures(objective, iterates),
    ],
    variants: {
      printed: {
        statement: String.raw`\min_{k \le N} f(x_k) - f^* \le \frac{MR}{\sqrt{N + 1}}`,
        expected: "holds",
        relations: (observation) => gapBelow(LABEL, observation, 1),
      },
      sharpened: {
        statement: String.raw`\min_{k \le N} f(x_k) - f^* \le 0.97 \, \frac{MR}{\sqrt{N + 1}}`,
        expected: "refuted",
        relations: (observation) => gapBelow(LABEL, observation, 0.97),
      },
    },
  });
}
