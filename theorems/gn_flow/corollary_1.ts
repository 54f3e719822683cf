/**
 * Corollary 1: geodesically Lipschitz gradients.
 *
 * Printed: for w in B, v tangent and c(t) = Exp(tv), t in [0, 1],
 *
 *     g(c(0)) + t⟨grad g(c(0)), v⟩ ≥ g(c(t)) − ½μt²‖v‖²
 *
 * (the g inside grad is missing in print), that is, the upper quadratic bound along geodesics. Read
 * for geodesics that stay in M up to t.
 *
 * False, as eq. (19) is. By hand, on the circle of lemma-7 (f(w) = (sin w, 1 − cos w), α = 1, w the
 * arc length) with y = (0, −1), on the other side of the circle: g(f(w)) = ½(sin²w + (2 − cos w)²)
 * = 5/2 − 2 cos w, and μ = 1. From w = 0, where grad g = 0, it grows as 2(1 − cos t), twice as fast
 * as ½μt²: at t = ½, v = 1, by 0.2448, and ½μt² = 0.125. Of the sine neuron of eq-19, (g ∘ c)'' =
 * 5/4 > μ = 1 at w_0 for y = (1, 0).
 *
 * Corrected: as for lemma-7, (g ∘ c)'' ≤ (μ + κ‖∇g(c(s))‖)‖v‖², and the bound holds with
 * μ + κ(‖∇g(c(0))‖ + μt‖v‖) for μ, κ = L/(4α(1 − r)²λ_0²).
 *
 * @module
 */

import type { Claim } from "../../verify/mod.ts";
import { quadraticBoundClaim } from "./lemma_7.ts";

/** The claim; a test may change κ. */
export function corollary1(curvatureFactor: number = 1): Claim {
  return quadraticBoundClaim({
    claim: {
      id: "gn-flow/corollary-1",
      title: "g has geodesically μ-Lipschitz gradients on M",
      locus: "Corollary 1",
    },
    sense: ">=",
    letter: "μ",
    modulus: ({ smoothness }) => smoothness,
    curvatureFactor,
    statements: {
      printed: String.raw`g(c(0)) + t\langle\operatorname{grad} g, v\rangle \ge
        g(c(t)) - \frac{\mu t^2}2\|v\|^2, \quad c(t) = \operatorname{Exp}(tv)`,
      corrected: String.raw`g(c(0)) + t\langle\operatorname{grad} g, v\rangle \ge
        g(c(t)) - \left(\mu + \kappa(\|\nabla g(c(0))\| + \mu t\|v\|)\right)\frac{t^2}2\|v\|^2,
        \quad \kappa = \frac{L}{4\alpha(1 - r)^2\lambda_0^2}`,
    },
  });
}
