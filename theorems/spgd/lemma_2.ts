/**
 * Lemma 2: the Polyak–Łojasiewicz inequality near the zero set.
 *
 * Printed: ‖∇f(θ)‖² ≥ 2μ(f(θ) − f(π(θ))) = 2μf(θ) on V, "with a constant μ = c_0/2 > 0". No c_0 is
 * defined; the proof uses Lemma 1's μ = σ_min²(θ_0)/4, and so does this checker.
 *
 * By hand: to first order F = Jn with n in the range of Jᵀ, so F is in the range of J,
 * ‖JᵀF‖² ≥ σ_min²‖F‖² = 2σ_min²f, four times what is asked for.
 *
 * @module
 */

import { type Claim, defineClaim, type Relation } from "../../verify/mod.ts";
import { jacobianSpectrum, radiusFigure } from "./_run_figures.ts";
import {
  constantRank,
  type LocalInstance,
  localInstances,
  type Norms,
  normsAt,
  type NormsNearZero,
  observeNorms,
} from "./_local.ts";

/** The claim, for the norms of F and ∇f or what a test puts in their place. */
export function lemma2(norms: Norms = normsAt): Claim {
  return defineClaim<LocalInstance, NormsNearZero>({
    id: "spgd/lemma-2",
    title: "The Polyak–Łojasiewicz inequality near the zero set",
    locus: "Appendix A, Lemma 2",
    kind: "local",
    cost: 2,
    hypotheses: [constantRank],
    instances: localInstances(),
    observe: (instance, arithmetic) => observeNorms(instance, arithmetic, norms),
    figures: ({ geometry: { sigmaMin, singularValues }, points }) => [
      radiusFigure(
        "the squared gradient over the objective, near θ*",
        { label: "‖∇f(θ)‖²/(2f(θ))", scale: "log" },
        points.map(({ radius, residualNorm, gradientNorm }) => ({
          radius,
          value: (gradientNorm / residualNorm) ** 2,
        })),
        { name: "μ = σ_min²/4", value: sigmaMin ** 2 / 4 },
        { name: "σ_min², the least limit at θ*", value: sigmaMin ** 2 },
      ),
      ...jacobianSpectrum(singularValues),
    ],
    variants: {
      printed: {
        statement: String.raw`\|\nabla f(\theta)\|_2^2 \ge 2\mu f(\theta), \qquad
          \mu = \tfrac14 \sigma_{\min}^2(\theta_0)`,
        expected: "holds",
        relations: ({ geometry: { sigmaMin, sigmaMax }, points }) =>
          points.map(({ radius, residualNorm, gradientNorm, magnitude }): Relation => ({
            label: "‖∇f(θ)‖² >= 2μf(θ)",
            lhs: gradientNorm ** 2,
            sense: ">=",
            rhs: sigmaMin ** 2 / 4 * residualNorm ** 2,
            // ∇f carries an error of u·σ_max·magnitude, F one of u·magnitude.
            scale: gradientNorm * sigmaMax * magnitude + sigmaMin ** 2 * residualNorm * magnitude,
            neighbourhood: { radius },
          })),
      },
    },
  });
}
