/**
 * The last gradient of gradient descent on smooth convex functions.
 *
 * Problem: minimize f: R^d → R, convex and L-smooth, with a minimizer x* and f* = f(x*).
 *
 * Algorithm: x_{k+1} = x_k − α∇f(x_k), 0 < α ≤ 1/L, for N steps.
 *
 * Guarantee: ‖∇f(x_N)‖ ≤ LR/(NαL + 1), R = ‖x_0 − x*‖, and ‖∇f(x_N)‖² ≤ 2L (f(x_0) − f*)/(2NαL + 1).
 *
 * Reference: M. Teboulle and Y. Vaisbourd, "An elementary approach to tight worst case complexity analysis
 * of gradient based methods", Mathematical Programming 201 (2023), for the first; T. Rotaru, F. Glineur
 * and P. Patrinos, "Tight convergence rates of the gradient method on smooth hypoconvex functions",
 * arXiv:2203.00775 (2022), for the second. Both are the values of performance estimation (A. B. Taylor,
 * J. M. Hendrickx and F. Glineur, Mathematical Programming 161 (2017), §4.1), which we have checked with
 * PEPit for N = 1, 2, 4 and αL = ½, 1.
 *
 * Worst case, by hand: f is the Huber function of one variable, ½Lt² up to |t| = δ and straight beyond,
 * started at R = (NαL + 1)δ. Its slope is Lδ as long as x_k ≥ δ, so x_N = R − NαLδ = δ, with
 * ‖∇f(x_N)‖ = Lδ = LR/(NαL + 1) and f(x_0) = Lδ(R − δ/2) = ½Lδ²(2NαL + 1): equality in both.
 *
 * The sharpened form is false on purpose: its bounds are 0.97 of the tight ones. With L = α = N = δ = 1:
 * ‖∇f(x_1)‖ = 1 > 0.97 · 2/2.
 *
 * @module
 */

import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import { gradientDescent, iterate } from "../../lib/optimizers/mod.ts";
import { convexFunction } from "../../problems/mod.ts";
import { type Claim, defineClaim, type Relation } from "../../verify/mod.ts";
import { iterateFigures, pathOf, stepFigures } from "./_figures.ts";
import {
  admissibleStepSize,
  gapBelow,
  type GradientRun,
  gradientRuns,
  length,
  plus,
} from "./_convex_runs.ts";
import type { StepMethod } from "./gd_last_iterate.ts";

interface Observation {
  /** ‖∇f(x_N)‖. */
  readonly slope: number;
  /** LR/(NαL + 1). */
  readonly byDistance: number;
  /** 2L (f(x_0) − f*)/(2NαL + 1). */
  readonly byValue: number;
  /** x_N. */
  readonly last: readonly number[];
  /** The magnitude of what is added up in the gradient. */
  readonly scale: number;
  /** The same of its square and of the value. */
  readonly squaredScale: number;
}

function relations(
  { slope, byDistance, byValue, scale, squaredScale }: Observation,
  share: number,
): Relation[] {
  return [
    ...gapBelow("‖∇f(x_N)‖ <= LR/(NαL + 1)", { gap: slope, bound: byDistance, scale }, share),
    ...gapBelow(
      "‖∇f(x_N)‖² <= 2L (f(x_0) − f*)/(2NαL + 1)",
      { gap: slope ** 2, bound: byValue, scale: squaredScale },
      share,
    ),
  ];
}

/** The claim, for gradient descent or what a test puts in its place. */
export function gradientDescentGradientNorm(method: StepMethod = gradientDescent): Claim {
  return defineClaim<GradientRun, Observation>({
    id: "calibration/gd-gradient-norm",
    title: "The last gradient of gradient descent on smooth convex functions",
    locus: "Teboulle and Vaisbourd (2023); Rotaru, Glineur and Patrinos (2022)",
    kind: "universal",
    cost: 0.5,
    hypotheses: [admissibleStepSize],
    instances: gradientRuns(),
    observe<T>(instance: GradientRun, arithmetic: Arithmetic<T>): Observation {
      const { objective, offset, stepShare, steps } = instance;
      const f = convexFunction(objective);
      const optimizer = method(arithmetic, { stepSize: stepShare / f.smoothness });
      const start = plus(f.minimizer, offset);
      const last = iterate(arithmetic, f, optimizer, start, { steps });
      const first = f.value(arithmetic, arithmetic.vector(start));
      const growth = 2 * steps * stepShare + 1;
      // Each step rounds x at the size of x, which moves the gradient by L times that.
      const position = length(start) + length(f.minimizer);
      const scale = (steps + 1) * f.smoothness * position;
      const slope = arithmetic.norm(f.gradient(arithmetic, arithmetic.vector(last)));
      return {
        slope,
        byDistance: f.smoothness * length(offset) / (steps * stepShare + 1),
        byValue: 2 * f.smoothness * first / growth,
        last,
        scale,
        squaredScale: (2 * slope + arithmetic.unitRoundoff * scale) * scale +
          2 * f.smoothness * f.magnitude(start) / growth,
      };
    },
    figures(_, instance) {
      return [
        ...stepFigures(this, instance, "‖∇f(x_k)‖"),
        ...iterateFigures(instance.objective, pathOf(this, instance)),
      ];
    },
    variants: {
      printed: {
        statement: String.raw`\|\nabla f(x_N)\| \le \frac{L R}{N \alpha L + 1}, \qquad
          \|\nabla f(x_N)\|^2 \le \frac{2 L \, (f(x_0) - f^*)}{2 N \alpha L + 1}`,
        expected: "holds",
        relations: (observation) => relations(observation, 1),
      },
      sharpened: {
        statement: String.raw`\|\nabla f(x_N)\| \le 0.97 \, \frac{L R}{N \alpha L + 1}, \qquad
          \|\nabla f(x_N)\|^2 \le 0.97 \, \frac{2 L \, (f(x_0) - f^*)}{2 N \alpha L + 1}`,
        expected: "refuted",
        relations: (observation) => relations(observation, 0.97),
      },
    },
  });
}
