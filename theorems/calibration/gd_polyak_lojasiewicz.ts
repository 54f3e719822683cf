/**
 * Gradient descent under the Polyak–Łojasiewicz inequality.
 *
 * Problem: minimize f: R^d → R, L-smooth, convex or not, with ‖∇f(x)‖² ≥ 2μ(f(x) − f*), μ > 0.
 *
 * Algorithm: x⁺ = x − α∇f(x), 0 < α ≤ 2/L.
 *
 * Guarantee: f(x⁺) − f* ≤ (1 − αμ(2 − αL))(f(x) − f*).
 *
 * Reference: B. T. Polyak, "Gradient methods for the minimisation of functionals", USSR Computational
 * Mathematics and Mathematical Physics 3 (1963); H. Karimi, J. Nutini, M. Schmidt, ECML 2016,
 * arXiv:1608.04636, Theorem 1. Proof: f(x⁺) ≤ f(x) − α(1 − αL/2)‖∇f(x)‖², then the inequality.
 *
 * Worst case, by hand: f(x) = ½Lx², where μ = L: f(x⁺) = (1 − αL)² f(x), and (1 − αL)² =
 * 1 − αL(2 − αL): equality for every α ≤ 2/L. The worst case lives in dimension 1. So the bound is the
 * best one of its form for all μ ≤ L together, and it is tight for any μ as α → 0; for a given μ < L and
 * α of the order of 1/L it is not the least one (H. Abbaszadehpeivasti, E. de Klerk, M. Zamani,
 * "Conditions for linear convergence of the gradient method for non-convex optimization", Optimization
 * Letters 17 (2023), arXiv:2204.00647, Theorem 3).
 *
 * The sharpened form is false on purpose: the factor is 1 − 1.05αμ(2 − αL). On f(x) = ½x² with α = ½ from
 * x = 1: f(x⁺) = ¼ · ½, but 1 − 1.05 · ¾ = 0.2125 < ¼.
 *
 * The functions are sums, in rotated coordinates, of piecewise quadratics of one variable each, whose
 * slopes may rise and fall: they are convex or not, and their L and μ are known exactly.
 *
 * @module
 */

import fc from "fast-check";
import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import { evaluate, gradientDescent, iterate } from "../../lib/optimizers/mod.ts";
import {
  gradientDominatedFunction,
  type GradientDominatedStart,
  gradientDominatedStarts,
} from "../../problems/mod.ts";
import { type Claim, defineClaim, type Relation } from "../../verify/mod.ts";
import { evenly } from "../_figures.ts";
import { sweepFigures } from "./_figures.ts";
import { length, plus, stepShares } from "./_convex_runs.ts";
import type { StepMethod } from "./gd_last_iterate.ts";

interface Instance extends GradientDominatedStart {
  /** αL/2. */
  readonly stepShare: number;
}

interface Observation {
  /** f(x) − f*. */
  readonly before: number;
  /** f(x⁺) − f*. */
  readonly after: number;
  /** αμ(2 − αL). */
  readonly decrease: number;
  readonly scale: number;
}

function relations(
  { before, after, decrease, scale }: Observation,
  sharpening: number,
): Relation[] {
  return [{
    label: "f(x⁺) − f* <= (1 − αμ(2 − αL))(f(x) − f*)",
    lhs: after,
    sense: "<=",
    rhs: (1 - sharpening * decrease) * before,
    scale,
  }];
}

/** The claim, for gradient descent or what a test puts in its place. */
export function gradientDescentDominated(method: StepMethod = gradientDescent): Claim {
  return defineClaim<Instance, Observation>({
    id: "calibration/gd-polyak-lojasiewicz",
    title: "Gradient descent under the Polyak–Łojasiewicz inequality",
    locus: "Polyak (1963); Karimi, Nutini and Schmidt (2016), Theorem 1",
    kind: "universal",
    cost: 0.5,
    hypotheses: [{
      name: "admissible step size",
      statement: String.raw`0 < \alpha \le 2/L`,
      holds: ({ stepShare }) => stepShare > 0 && stepShare <= 1,
    }],
    instances: fc.tuple(gradientDominatedStarts(), stepShares())
      .map(([start, stepShare]) => ({ ...start, stepShare })),
    observe<T>({ objective, offset, stepShare }: Instance, arithmetic: Arithmetic<T>): Observation {
      const f = gradientDominatedFunction(objective);
      const stepSize = 2 * stepShare / f.smoothness;
      const x = plus(f.minimizer, offset);
      const next = iterate(arithmetic, f, method(arithmetic, { stepSize }), x, { steps: 1 });
      const at = (point: readonly number[]) => {
        const theta = arithmetic.vector(point);
        return {
          value: f.value(arithmetic, theta),
          slope: arithmetic.norm(evaluate(arithmetic, f, theta, 0).gradient()),
        };
      };
      const [before, after] = [at(x), at(next)];
      const position = length(x) + length(next) + length(f.minimizer);
      return {
        before: before.value,
        after: after.value,
        decrease: stepSize * f.dominance * (2 - 2 * stepShare),
        // Rounding moves x and x⁺ at their size, and f by its slope times that.
        scale: before.value + after.value + (before.slope + 3 * after.slope) * position,
      };
    },
    figures(_, instance) {
      return sweepFigures(this, {
        title: `f after a step (the claim is judged at αL = ${2 * instance.stepShare})`,
        x: { label: "step size αL" },
        y: { label: "f(x⁺) − f*" },
        places: evenly(0.05, 2, 40),
        at: (step) => ({ ...instance, stepShare: step / 2 }),
      });
    },
    variants: {
      printed: {
        statement: String.raw`f(x^+) - f^* \le (1 - \alpha\mu(2 - \alpha L))(f(x) - f^*)`,
        expected: "holds",
        relations: (observation) => relations(observation, 1),
      },
      sharpened: {
        statement: String.raw`f(x^+) - f^* \le (1 - 1.05\,\alpha\mu(2 - \alpha L))(f(x) - f^*)`,
        expected: "refuted",
        relations: (observation) => relations(observation, 1.05),
      },
    },
  });
}
