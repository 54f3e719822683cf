/**
 * Gradient domination: the gap in terms of the gradient, in the metric M.
 *
 * Printed: 2μ̂(f(w) − f*) ≤ ‖∇f(w)‖²_{M⁻¹} where f is μ̂-strongly convex in the metric M.
 *
 * By hand: f(w̄) ≥ f(w) + ∇f(w)ᵀ(w̄ − w) + (μ̂/2)‖w̄ − w‖_M² for all w̄, and the right side is least at
 * w̄ = w − M⁻¹∇f(w)/μ̂, where it is f(w) − ‖∇f(w)‖²_{M⁻¹}/(2μ̂). Equality for f = (μ̂/2)‖w‖_M².
 *
 * @module
 */

import { type Arithmetic, float64 } from "../../lib/arithmetic/mod.ts";
import { metricObjective } from "../../problems/mod.ts";
import { type Claim, defineClaim, type Hypothesis } from "../../verify/mod.ts";
import { evenly } from "../_figures.ts";
import {
  type MetricNorms,
  metricNorms,
  type PointInstance,
  pointInstances,
  quadraticForm,
  startOf,
} from "./_metric_lemmas.ts";

interface Observation {
  /** f(w) − f*. */
  readonly gap: number;
  /** ‖∇f(w)‖²_{M⁻¹}. */
  readonly squaredGradient: number;
  /** μ̂. */
  readonly strongConvexity: number;
  /** What rounds the squared gradient and μ̂ times the gap. */
  readonly scale: number;
}

const strongConvexity: Hypothesis<PointInstance, Observation> = {
  name: "M-strong convexity",
  statement: String.raw`f(\bar w) \ge f(w) + \nabla f(w)^\top(\bar w - w) +
    \tfrac12\hat\mu\|\bar w - w\|_M^2, \quad \hat\mu > 0`,
  holdsAlong: ({ strongConvexity: constant }) => constant > 0,
  without: pointInstances({}),
};

/** The claim, for the norm of M⁻¹ and a factor of μ̂ that a test may change. */
export function gradientDomination(norms: MetricNorms = metricNorms, factor = 1): Claim {
  return defineClaim<PointInstance, Observation>({
    id: "psgd/gradient-domination",
    title: "The gradient dominates the gap",
    locus: "Appendix C.2, before Lemma C.3",
    kind: "universal",
    hypotheses: [strongConvexity],
    instances: pointInstances({ curvature: "strongly convex" }),
    observe: (instance, arithmetic) => observe(arithmetic, instance, norms),
    figures: (_, instance) => {
      const shares = evenly(0, 1, 21);
      const observations = shares.map((share) =>
        observe(float64, { ...instance, point: instance.point.map((x) => share * x) }, metricNorms)
      );
      return [{
        kind: "lines",
        title: "the squared gradient and the gap, on the way from the minimizer to w",
        x: { label: "share of the way" },
        y: { label: "size" },
        series: [
          {
            name: "‖∇f‖²",
            role: "observed",
            points: shares.map((x, i) => [x, observations[i]!.squaredGradient] as const),
          },
          {
            name: "2μ̂(f − f*)",
            role: "predicted",
            points: shares.map((x, i) => {
              const { strongConvexity: constant, gap } = observations[i]!;
              return [x, 2 * constant * gap] as const;
            }),
          },
        ],
      }];
    },
    variants: {
      printed: {
        statement: String.raw`2\hat\mu(f(w) - f^*) \le \|\nabla f(w)\|_{M^{-1}}^2`,
        expected: "holds",
        relations: ({ gap, squaredGradient, strongConvexity: constant, scale }) => [{
          label: "2μ̂(f(w) − f*) <= ‖∇f(w)‖²",
          lhs: 2 * factor * constant * gap,
          sense: "<=",
          rhs: squaredGradient,
          scale,
        }],
      },
    },
  });
}

function observe<T>(
  arithmetic: Arithmetic<T>,
  instance: PointInstance,
  norms: MetricNorms,
): Observation {
  const built = metricObjective(instance.objective);
  return arithmetic.scope(() => {
    const f = built.over(arithmetic);
    const v = startOf(arithmetic, f, instance);
    const slope = f.slope(v);
    const gradient = arithmetic.multiply(f.root, slope);
    const size = arithmetic.norm(v);
    return {
      gap: f.value(v),
      squaredGradient: quadraticForm(arithmetic, built.metric.power(norms.gradient), gradient),
      strongConvexity: built.leastCurvature,
      scale: built.metric.conditionNumber * built.magnitude * size *
        (arithmetic.norm(slope) + built.leastCurvature * size),
    };
  });
}
