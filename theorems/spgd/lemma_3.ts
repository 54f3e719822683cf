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

import { type Claim, defineClaim, type Relation } from "../../verify/mod.ts";
import { jacobianSpectrum, radiusFigure } from "./_run_figures.ts";
import {
  constantRank,
  type Geometry,
  type LocalInstance,
  localInstances,
  type Norms,
  normsAt,
  type NormsNearZero,
  observeNorms,
} from "./_local.ts";

/** The last of the min(m, n) singular values: 0 where the rank is lower. */
function lastSingularValue({ problem, sigmaMin }: Geometry): number {
  const { rank, parameters, residuals } = problem;
  return rank === Math.min(parameters, residuals) ? sigmaMin : 0;
}

/** The claim, for the norm of F or what a test puts in its place. */
export function lemma3(norms: Norms = normsAt): Claim {
  return defineClaim<LocalInstance, NormsNearZero>({
    id: "spgd/lemma-3",
    title: "The residual bounds the distance to the zero set",
    locus: "Appendix A, Lemma 3",
    kind: "local",
    cost: 2,
    hypotheses: [constantRank],
    instances: localInstances(),
    observe: (instance, arithmetic) => observeNorms(instance, arithmetic, norms),
    figures: ({ geometry: { sigmaMin, singularValues }, points }) => [
      radiusFigure(
        "the residual over the distance to the zero set, near θ*",
        { label: "‖F(θ)‖/‖n(θ)‖", scale: "log" },
        points.map(({ radius, residualNorm, distance }) => ({
          radius,
          value: residualNorm / distance,
        })),
        { name: "σ_min/2, σ_min the smallest nonzero one", value: sigmaMin / 2 },
        { name: "σ_min, the least limit at θ*", value: sigmaMin },
      ),
      ...jacobianSpectrum(singularValues),
    ],
    variants: {
      printed: {
        statement: String.raw`\|F(\theta)\|_2 \ge \tfrac12 \sigma_{\min}(J_F(\theta_0))
          \|n(\theta)\|_2`,
        expected: "holds",
        relations: ({ geometry, points }) =>
          [
            ["smallest nonzero singular value", geometry.sigmaMin] as const,
            ["last of min(m, n) singular values", lastSingularValue(geometry)] as const,
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
