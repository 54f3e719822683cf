/**
 * Gradient descent contracts on smooth strongly convex functions.
 *
 * Problem: minimize f: R^d → R, L-smooth and μ-strongly convex, 0 ≤ μ ≤ L, with the minimizer x*.
 *
 * Algorithm: x⁺ = x − α∇f(x), α > 0.
 *
 * Guarantee: ‖x⁺ − x*‖ ≤ ρ‖x − x*‖, and ‖x⁺ − y⁺‖ ≤ ρ‖x − y‖ for a step from any two points, with
 * ρ = max(|1 − αμ|, |1 − αL|).
 *
 * Reference: B. T. Polyak, Introduction to Optimization, 1987, §1.4, Theorem 3; the form for pairs is
 * in E. K. Ryu and S. Boyd, "A primer on monotone operator methods", 2016, §5.1. Where f is twice
 * differentiable, x⁺ − y⁺ = (I − αH)(x − y) with H the mean of ∇²f on the segment, and the eigenvalues
 * of H lie in [μ, L].
 *
 * Worst case, by hand: f(x) = ½cx². x⁺ = (1 − αc)x, so with μ = L = c both sides are |1 − αc||x|. The
 * worst case lives in dimension 1; for given μ < L it is ½(μx₁² + Lx₂²), started on an axis.
 *
 * The sharpened form is false on purpose, to see whether the search finds that out: its factor is
 * 0.97ρ, 3 % too small. On f(x) = ½x² with α = ½ from x = 1: ½ > 0.485.
 *
 * @module
 */

import fc from "fast-check";
import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import { gradientDescent, iterate } from "../../lib/optimizers/mod.ts";
import {
  convexFunction,
  type ConvexStart,
  convexStarts,
  magnitude,
  SMOOTH_TERMS,
  vectorOf,
} from "../../problems/mod.ts";
import { type Claim, defineClaim, type Relation } from "../../verify/mod.ts";
import { evenly } from "../_figures.ts";
import { sweepFigures } from "./_figures.ts";
import { distance, length, plus } from "./_convex_runs.ts";
import type { StepMethod } from "./gd_last_iterate.ts";

interface Instance extends ConvexStart {
  /** y − x*. */
  readonly other: readonly number[];
  /** αL. */
  readonly stepShare: number;
}

interface Observation {
  /** ‖x − x*‖ and ‖x⁺ − x*‖. */
  readonly toMinimizer: readonly [before: number, after: number];
  /** ‖x − y‖ and ‖x⁺ − y⁺‖. */
  readonly apart: readonly [before: number, after: number];
  /** ρ. */
  readonly factor: number;
  /** The magnitude of what is added up in x⁺ and y⁺. */
  readonly magnitude: number;
}

function relations(observation: Observation, sharpening: number): Relation[] {
  const { toMinimizer, apart, factor, magnitude } = observation;
  const relation = (label: string, [before, after]: readonly [number, number]): Relation => ({
    label,
    lhs: after,
    sense: "<=",
    rhs: sharpening * factor * before,
    scale: magnitude,
  });
  return [
    relation("‖x⁺ − x*‖ <= ρ‖x − x*‖", toMinimizer),
    relation("‖x⁺ − y⁺‖ <= ρ‖x − y‖", apart),
  ];
}

/** The claim, for gradient descent or what a test puts in its place. */
export function gradientDescentContracts(method: StepMethod = gradientDescent): Claim {
  return defineClaim<Instance, Observation>({
    id: "calibration/gd-contraction",
    title: "A step of gradient descent contracts by max(|1 − αμ|, |1 − αL|)",
    locus: "Polyak (1987), §1.4, Theorem 3",
    kind: "universal",
    cost: 0.5,
    hypotheses: [{
      name: "positive step size",
      statement: String.raw`\alpha > 0`,
      holds: ({ stepShare }) => stepShare > 0,
    }],
    instances: fc.tuple(
      fc.oneof(
        { withCrossShrink: true },
        convexStarts({ kinds: ["separable"], terms: ["quadratic"] }),
        convexStarts({
          kinds: ["separable", "ridges", "envelope"],
          terms: SMOOTH_TERMS,
          stronglyConvex: true,
        }),
        convexStarts({ kinds: ["separable", "ridges", "envelope"], terms: SMOOTH_TERMS }),
      ),
      vectorOf(4),
      magnitude({ minimum: 1e-3, maximum: 4 }),
    ).map(([start, other, stepShare]) => ({
      ...start,
      other: other.slice(0, start.objective.dimension),
      stepShare,
    })),
    observe<T>(instance: Instance, arithmetic: Arithmetic<T>): Observation {
      const { objective, offset, other, stepShare } = instance;
      const f = convexFunction(objective);
      const stepSize = stepShare / f.smoothness;
      const step = (start: readonly number[]) =>
        iterate(arithmetic, f, method(arithmetic, { stepSize }), start, { steps: 1 });
      const x = plus(f.minimizer, offset);
      const y = plus(f.minimizer, other);
      const [nextX, nextY] = [step(x), step(y)];
      return {
        toMinimizer: [length(offset), distance(nextX, f.minimizer)],
        apart: [distance(offset, other), distance(nextX, nextY)],
        factor: Math.max(
          Math.abs(1 - stepSize * f.strongConvexity),
          Math.abs(1 - stepSize * f.smoothness),
        ),
        magnitude: (1 + stepShare) * (length(x) + length(y) + length(f.minimizer)),
      };
    },
    figures(_, instance) {
      return sweepFigures(this, {
        title: `distance to x* after a step (the claim is judged at αL = ${instance.stepShare})`,
        x: { label: "step size αL" },
        y: { label: "distance ‖x⁺ − x*‖" },
        places: evenly(0.1, 4, 40),
        at: (stepShare) => ({ ...instance, stepShare }),
      });
    },
    variants: {
      printed: {
        statement: String.raw`\|x^+ - x^*\| \le \rho\|x - x^*\|, \quad \|x^+ - y^+\| \le
          \rho\|x - y\|, \qquad \rho = \max(|1 - \alpha\mu|, |1 - \alpha L|)`,
        expected: "holds",
        relations: (observation) => relations(observation, 1),
      },
      sharpened: {
        statement: String.raw`\|x^+ - x^*\| \le 0.97\rho\|x - x^*\|, \quad \|x^+ - y^+\| \le
          0.97\rho\|x - y\|`,
        expected: "refuted",
        relations: (observation) => relations(observation, 0.97),
      },
    },
  });
}
