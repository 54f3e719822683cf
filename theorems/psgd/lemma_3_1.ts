/**
 * Lemma 3.1 (repeated as Lemma C.3): L̂ and μ̂ by the eigenvalues of the preconditioned Hessian.
 *
 * Printed, for f twice differentiable and M positive definite: (i) ∇f is L̂-Lipschitz in the metric M
 * if and only if all eigenvalues of M⁻¹∇²f(w) are ≤ L̂; (ii) f is μ̂-strongly convex if and only if
 * they are all ≥ μ̂. Convexity is not among its words.
 *
 * Each direction is tested by itself. ⇐: with the largest (least) eigenvalue over all w for L̂ (μ̂) the
 * inequality on pairs; ⇒: with an L̂ (μ̂) that is valid for all pairs the eigenvalues at a point.
 *
 * **Without convexity (i ⇐) is false**: eigenvalues far below 0 make gradients change fast. By hand,
 * f = ½(x² − 3y²) with M = I: the eigenvalues 1 and −3 are ≤ 1, but ∇f(0, 1) − ∇f(0, 0) = (0, −3) is
 * three times as long as the displacement. The proof passes from "F's gradient is L̂-Lipschitz" to
 * "∇²F has eigenvalues bounded above by L̂".
 *
 * Corrected: ∇f is L̂-Lipschitz if and only if all eigenvalues are in [−L̂, L̂]. ⇐: ∇F(v̄) − ∇F(v) is
 * the mean of ∇²F on the segment, applied to v̄ − v, and that mean has a norm of at most L̂. ⇒: along
 * an eigenvector z of ∇²F(v), ‖∇F(v + tz) − ∇F(v)‖/t tends to |λ|. For convex f this is what is
 * printed. (ii) stands as it is.
 *
 * @module
 */

import { type Claim, defineClaim, type Hypothesis, type Relation } from "../../verify/mod.ts";
import {
  type HessianObservation,
  type MetricNorms,
  metricNorms,
  observeHessian,
  type PairInstance,
  pairInstances,
  segmentFigure,
} from "./_metric_lemmas.ts";

const twiceDifferentiable: Hypothesis<PairInstance, HessianObservation> = {
  name: "twice differentiable",
  statement: String.raw`f \in C^2`,
  holds: ({ objective: { terms } }) => terms.every(({ shape }) => shape !== "positive part"),
  without: pairInstances({}),
};

const positiveConstant: Hypothesis<PairInstance, HessianObservation> = {
  name: "L̂ > 0",
  statement: String.raw`\hat L > 0`,
  // An eigenvalue 0 may come out as a positive rounding error.
  holdsAlong: ({ largestCurvature, rounding }) => largestCurvature > 1e-10 * rounding,
};

/** The claim, for the norms of M and a factor of both constants that a test may change. */
export function lemma31(norms: MetricNorms = metricNorms, factor = 1): Claim {
  const strongConvexity = (observation: HessianObservation): Relation[] => {
    const { leastCurvature, distance, divergence, eigenvalues, rounding } = observation;
    if (leastCurvature <= 0) return [];
    return [
      {
        label: "all eigenvalues >= μ̂ ⟹ f is μ̂-strongly convex",
        lhs: divergence,
        sense: ">=",
        rhs: leastCurvature / factor / 2 * distance ** 2,
        scale: rounding * distance ** 2,
      },
      {
        label: "f is μ̂-strongly convex ⟹ all eigenvalues >= μ̂",
        lhs: eigenvalues[0]!,
        sense: ">=",
        rhs: leastCurvature / factor,
        scale: rounding,
      },
    ];
  };
  const lipschitz = (
    label: string,
    constant: number,
    { gradientChange, distance, rounding }: HessianObservation,
  ): Relation => ({
    label,
    lhs: gradientChange,
    sense: "<=",
    rhs: factor * constant * distance,
    scale: rounding * distance,
  });
  return defineClaim<PairInstance, HessianObservation>({
    id: "psgd/lemma-3.1",
    title: "Smoothness and strong convexity by the eigenvalues of the preconditioned Hessian",
    locus: "Section 3.1, Lemma 3.1",
    kind: "universal",
    hypotheses: [twiceDifferentiable, positiveConstant],
    instances: pairInstances({ twiceDifferentiable: true }),
    // A targeted search likes many dimensions, of which the eigenvalues take long.
    cost: 2,
    observe: (instance, arithmetic) => observeHessian(arithmetic, instance, norms),
    figures: (_, instance) => segmentFigure(instance),
    variants: {
      printed: {
        statement: String.raw`\text{(i) } \nabla f \text{ is } \hat L\text{-Lipschitz}
          \iff \lambda(M^{-1}\nabla^2 f(w)) \le \hat L \text{ for all } w; \qquad
          \text{(ii) } f \text{ is } \hat\mu\text{-strongly convex}
          \iff \lambda(M^{-1}\nabla^2 f(w)) \ge \hat\mu \text{ for all } w`,
        expected: "refuted",
        relations: (observation) => [
          lipschitz(
            "all eigenvalues <= L̂ ⟹ ∇f is L̂-Lipschitz",
            observation.largestCurvature,
            observation,
          ),
          {
            label: "∇f is L̂-Lipschitz ⟹ all eigenvalues <= L̂",
            lhs: observation.eigenvalues.at(-1)!,
            sense: "<=",
            rhs: factor * observation.smoothness,
            scale: observation.rounding,
          },
          ...strongConvexity(observation),
        ],
      },
      corrected: {
        statement: String.raw`\text{(i) } \nabla f \text{ is } \hat L\text{-Lipschitz}
          \iff |\lambda(M^{-1}\nabla^2 f(w))| \le \hat L \text{ for all } w; \qquad
          \text{(ii) as printed}`,
        expected: "holds",
        relations: (observation) => [
          lipschitz(
            "all |eigenvalues| <= L̂ ⟹ ∇f is L̂-Lipschitz",
            observation.smoothness,
            observation,
          ),
          {
            label: "∇f is L̂-Lipschitz ⟹ all |eigenvalues| <= L̂",
            lhs: Math.max(-observation.eigenvalues[0]!, observation.eigenvalues.at(-1)!),
            sense: "<=",
            rhs: factor * observation.smoothness,
            scale: observation.rounding,
          },
          ...strongConvexity(observation),
        ],
      },
    },
  });
}
