/**
 * Lemma 1: the Hessian of f on the normal space.
 *
 * Printed: near θ_0 ∈ M, ⟨∇²f(θ)ξ, ξ⟩ ≥ 2μ‖ξ‖² for all ξ ∈ N_{π(θ)}M, with μ = σ_min²(θ_0)/4 and
 * σ_min(θ_0) the smallest nonzero singular value of J_F(θ_0).
 *
 * By hand: at θ_0 the Hessian is JᵀJ, which is at least σ_min² on the range of Jᵀ, the normal space;
 * both are continuous, and the claim asks for half of it. The smallest value over ξ is the smallest
 * eigenvalue of VᵀHV, V an orthonormal basis of the normal space at π(θ).
 *
 * @module
 */

import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import { leadingSingularTriplets } from "../../lib/linalg/mod.ts";
import { type LeastSquares, objectiveHessian } from "../../problems/mod.ts";
import { type Claim, defineClaim, type Relation } from "../../verify/mod.ts";
import { radiusFigure } from "./_run_figures.ts";
import { constantRank, geometry, type LocalInstance, localInstances, pointsAt } from "./_local.ts";

/** What computes ∇²f; what tests sabotage. */
export type Hessian = <T>(arithmetic: Arithmetic<T>, problem: LeastSquares, theta: T) => T;

interface Observation {
  readonly sigmaMin: number;
  readonly points: readonly {
    readonly radius: number;
    /** min ⟨∇²f(θ)ξ, ξ⟩ over unit normal vectors ξ. */
    readonly smallestCurvature: number;
    /** What is added up in it. */
    readonly scale: number;
  }[];
}

/** The claim, for the Hessian of f or what a test puts in its place. */
export function lemma1(hessian: Hessian = objectiveHessian): Claim {
  return defineClaim<LocalInstance, Observation>({
    id: "spgd/lemma-1",
    title: "The Hessian is uniformly positive definite on the normal space",
    locus: "Appendix A, Lemma 1",
    kind: "local",
    cost: 3,
    hypotheses: [constantRank],
    instances: localInstances(),
    observe<T>(instance: LocalInstance, arithmetic: Arithmetic<T>): Observation {
      const local = geometry(instance.problem, arithmetic);
      const { problem, radii, sigmaMax, sigmaMin } = local;
      const normalBasis = (projection: readonly number[]) => {
        const jacobian = problem.jacobian(arithmetic, arithmetic.vector(projection));
        return leadingSingularTriplets(arithmetic, jacobian, { rank: problem.rank })!.v;
      };
      // The projection of all points along the singular vectors.
      const basisAtZero = normalBasis(problem.zero);
      const points = radii.flatMap((radius) =>
        pointsAt(local, instance.samples, radius).map(({ theta, projection }) =>
          arithmetic.scope(() => {
            const v = projection === problem.zero ? basisAtZero : normalBasis(projection);
            const h = hessian(arithmetic, problem, arithmetic.vector(theta));
            const restricted = arithmetic.multiply(
              arithmetic.transpose(v),
              arithmetic.multiply(h, v),
            );
            const { values } = arithmetic.symmetricEigendecomposition(restricted);
            return {
              radius,
              smallestCurvature: values[0]!,
              scale: sigmaMax ** 2 + problem.magnitude(theta) * local.lipschitz(radius),
            };
          })
        )
      );
      return { sigmaMin, points };
    },
    figures: ({ sigmaMin, points }) => [
      radiusFigure(
        "the smallest curvature of f on the normal space, near θ*",
        { label: "min ⟨∇²f(θ)ξ, ξ⟩ over unit normal ξ, where positive", scale: "log" },
        points.map(({ radius, smallestCurvature }) => ({ radius, value: smallestCurvature })),
        { name: "2μ = σ_min²/2", value: sigmaMin ** 2 / 2 },
        { name: "σ_min², the limit at θ*", value: sigmaMin ** 2 },
      ),
    ],
    variants: {
      printed: {
        statement: String.raw`\langle \nabla^2 f(\theta)\xi, \xi\rangle \ge 2\mu\|\xi\|_2^2
          \quad \forall \xi \in N_{\pi(\theta)}\mathcal M, \qquad
          \mu = \tfrac14 \sigma_{\min}^2(\theta_0)`,
        expected: "holds",
        relations: ({ sigmaMin, points }) =>
          points.map(({ radius, smallestCurvature, scale }): Relation => ({
            label: "⟨∇²f(θ)ξ, ξ⟩ >= 2μ‖ξ‖²",
            lhs: smallestCurvature,
            sense: ">=",
            rhs: sigmaMin ** 2 / 2,
            scale,
            neighbourhood: { radius },
          })),
      },
    },
  });
}
