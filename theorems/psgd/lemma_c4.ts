/**
 * Lemma C.4: the quadratic upper bound of a function with a Lipschitz gradient in the metric M.
 *
 * Printed: f(w̄) ≤ f(w) + ∇f(w)ᵀ(w̄ − w) + (L̂/2)‖w̄ − w‖_M², under Assumption 2 alone: f need be
 * neither convex nor twice differentiable.
 *
 * By hand: f(w̄) − f(w) − ∇f(w)ᵀ(w̄ − w) = ∫₀¹ (∇f(w + t(w̄ − w)) − ∇f(w))ᵀ(w̄ − w) dt, where the
 * integrand is at most tL̂‖w̄ − w‖_M². Equality for f = (L̂/2)‖w‖_M².
 *
 * @module
 */

import { type Claim, defineClaim } from "../../verify/mod.ts";
import {
  lipschitzGradient,
  observePair,
  type PairInstance,
  pairInstances,
  type PairObservation,
  segmentFigure,
} from "./_metric_lemmas.ts";

/** The claim, for a factor of L̂ that a test may change. */
export function lemmaC4(factor = 1): Claim {
  return defineClaim<PairInstance, PairObservation>({
    id: "psgd/lemma-c4",
    title: "The quadratic upper bound in the metric",
    locus: "Appendix C.2, Lemma C.4, eq. (15)",
    kind: "universal",
    hypotheses: [lipschitzGradient],
    instances: pairInstances({}),
    observe: (instance, arithmetic) => observePair(arithmetic, instance),
    figures: (_, instance) => segmentFigure(instance),
    variants: {
      printed: {
        statement: String.raw`f(\bar w) \le f(w) + \nabla f(w)^\top(\bar w - w) +
          \tfrac12\hat L\|\bar w - w\|_M^2`,
        expected: "holds",
        relations: ({ divergence, smoothness, distance, rounding }) => [{
          label: "f(w̄) − f(w) − ∇f(w)ᵀ(w̄ − w) <= ½L̂‖w̄ − w‖_M²",
          lhs: divergence,
          sense: "<=",
          rhs: factor * smoothness / 2 * distance ** 2,
          scale: rounding * distance ** 2,
        }],
      },
    },
  });
}
