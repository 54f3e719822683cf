/**
 * Lemma 3: the residual bounds the distance to the zero set.
 *
 * Printed: ‖F(θ)‖ ≥ (σ_min(J_F(θ_0))/2)‖n(θ)‖ on W, n(θ) = θ − π(θ), with "σ_min the smallest
 * singular value". For a J of rank r < min(m, n) that word has two readings: the smallest nonzero
 * one, σ_r, which Lemma 1 defines and the proof uses, and the last of the min(m, n), which is 0 and
 * makes the bound empty. Both are checked; they differ only there.
 *
 * By hand: F(θ) = J(π(θ))n + O(‖n‖²), and n lies in the range of J(π(θ))ᵀ, on which J is at least
 * σ_r(π(θ)) → σ_r(θ_0).
 *
 * @module
 */

import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import { type Claim, defineClaim, type Relation } from "../../verify/mod.ts";
import {
  constantRank,
  geometry,
  type LocalInstance,
  localInstances,
  normsAt,
  pointsAt,
} from "./_local.ts";
import type { Norms } from "./lemma_2.ts";

interface Observation {
  readonly smallestNonzero: number;
  readonly lastOfAll: number;
  readonly points: readonly {
    readonly radius: number;
    readonly distance: number;
    readonly residualNorm: number;
    readonly magnitude: number;
  }[];
}

/** The claim, for the norm of F or what a test puts in its place. */
export function lemma3(norms: Norms = normsAt): Claim {
  return defineClaim<LocalInstance, Observation>({
    id: "spgd/lemma-3",
    title: "The residual bounds the distance to the zero set",
    locus: "Appendix A, Lemma 3",
    kind: "local",
    cost: 2,
    hypotheses: [constantRank],
    instances: localInstances(),
    observe<T>(instance: LocalInstance, arithmetic: Arithmetic<T>): Observation {
      const local = geometry(instance.problem);
      const { problem, radii, sigmaMin } = local;
      const points = radii.flatMap((radius) =>
        pointsAt(local, instance.samples, radius).map(({ theta, distance }) => ({
          radius,
          distance,
          residualNorm: arithmetic.scope(() => norms(arithmetic, problem, theta)).residualNorm,
          magnitude: problem.magnitude(theta),
        }))
      );
      const hasFullRank = problem.rank === Math.min(problem.parameters, problem.residuals);
      return { smallestNonzero: sigmaMin, lastOfAll: hasFullRank ? sigmaMin : 0, points };
    },
    variants: {
      printed: {
        statement: String.raw`\|F(\theta)\|_2 \ge \tfrac12 \sigma_{\min}(J_F(\theta_0))
          \|n(\theta)\|_2`,
        expected: "holds",
        relations: ({ smallestNonzero, lastOfAll, points }) =>
          [
            ["smallest nonzero singular value", smallestNonzero] as const,
            ["last of min(m, n) singular values", lastOfAll] as const,
          ].flatMap(([reading, sigma]) =>
            points.map(({ radius, distance, residualNorm, magnitude }): Relation => ({
              label: `‖F(θ)‖ >= σ_min/2 ‖n(θ)‖, σ_min the ${reading}`,
              lhs: residualNorm,
              sense: ">=",
              rhs: sigma / 2 * distance,
              scale: magnitude,
              trivial: sigma === 0,
              neighbourhood: { radius },
            }))
          ),
      },
    },
  });
}
