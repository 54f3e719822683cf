/**
 * Theorem 5, eq. (22): the underparameterized Gauss–Newton flow converges at the rate exp(−2νt).
 *
 * Printed: under Assumptions 2 and 3, with α = (Lμ/(r(1 − r)λ_0²))√(Δ_0/(8ν³)),
 * Δ_t ≤ g(0)exp(−2νt) for all t ≥ 0.
 *
 * It fails late. Near w_* the rate is twice the least eigenvalue of the Riemannian Hessian, which
 * is not P∇²gP but P∇²gP + ⟨N, II⟩, N = ∇g(αf(w_*)) the normal residual: where M bends towards y it
 * is below ν.
 *
 * **An arc, by hand.** f(w) = (sin w, 1 − cos w), g(ψ) = ½‖ψ − y‖²: ν = μ = L = 1, λ_0 = ½, and the
 * radius of B is r. M is an arc of a circle with the radius α. Let y lie inside the circle, at the
 * distance qα from its centre in the direction of αf(w_*), 0 < q ≤ 1. With θ = w − w_*:
 *
 *   Δ = α²q(1 − cos θ), θ̇ = −q sin θ, whence tan(θ_t/2) = tan(θ_0/2)exp(−qt) and
 *   Δ_t ~ 2α²q tan²(θ_0/2)exp(−2qt).
 *
 * w_* is the only minimizer. The printed α solves α = √2 √Δ_0/(r(1 − r)), which says q(1 − cos w_*)
 * = r²(1 − r)²/2, for every α. With r = ½ and w_* = 0.4 that is q = 0.03125/0.07894 = 0.3959; then
 * Δ_0 = 0.03125α², g(0) = Δ_0 + ½(1 − q)²α² = 0.2137α². At t = 5 tan(θ/2) = 0.2027 · 0.1382 =
 * 0.0280, Δ = 6.21e-4α², but g(0)exp(−10) = 9.70e-6α².
 *
 * **A network, by hand.** One neuron, σ = sin, the inputs 1 and 2, w_0 = ½: f(w) = (sin w, sin 2w)
 * − (…). With L = √17 (≥ sup|f''| = 4.06), r = ½ and w_* = w_0 + 0.8R, R = 0.16881: λ_0 = 0.69603,
 * w_* = 0.63505, J_* = (0.80505, 0.59247), f_* = (0.11380, 0.11365), f''_* = (−0.59323, −3.82049),
 * the unit normal e = (0.59272, −0.80540). Let N = −xαe. Then Δ_0/α² = ½‖f_*‖² + x⟨e, f_*⟩ =
 * 0.012934 − 0.02408x, and the printed α asks for (r(1 − r)λ_0²)²·8/L² = 0.006903: x = 0.2505. So d
 * ln Δ/dt → −2q with q = 1 + ⟨N, f''_*⟩/(α‖J_*‖²) = 1 − 0.2505 · 2.7254/0.9991 = 0.317, and Δ_t
 * exp(2t) → ∞.
 *
 * **Corrected**, with an explicit α (g(0) does not depend on it) and without Assumption 3, which
 * follows: for α ≥ (L√g(0)/((1 − r)λ_0²)) max{√(μ/2)/(ν(1 − r)), 1/(2r√ν)} the flow stays in B and
 * Δ_t ≤ g(0)exp(−νt). The proof is in `_underparameterized.ts`. (With ν' = ν − δ√(2μg(0)) in place
 * of ν/2 the rate tends to 2ν as α → ∞.)
 *
 * @module
 */

import fc from "fast-check";
import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import {
  type UnderparameterizedInstance,
  underparameterizedInstances,
} from "../../problems/mod.ts";
import { type Claim, defineClaim, type Relation } from "../../verify/mod.ts";
import {
  observeTheorem5,
  rateFigure,
  type RateObservation,
  theorem5Hypotheses,
  type Theorem5Observation,
  type Theorem5Options,
  valleys,
} from "./_underparameterized.ts";

function decay(
  label: string,
  { initialValue, gap, gapScale, exponentRatio }: RateObservation,
  rate: number,
  family: string,
): Relation {
  return {
    label,
    lhs: gap.value,
    sense: "<=",
    rhs: initialValue * Math.exp(-rate * gap.time),
    scale: gapScale,
    uncertainty: 10 * gap.moved,
    ratio: exponentRatio,
    family,
  };
}

/** The claim, for the constants of the corrected form or what a test puts in their place. */
export function theorem5Rate(options: Theorem5Options = {}): Claim {
  return defineClaim<UnderparameterizedInstance, Theorem5Observation>({
    id: "gn-flow/theorem-5-rate",
    title: "The underparameterized Gauss–Newton flow converges at the rate exp(−2νt)",
    locus: "Theorem 5, eq. (22)",
    kind: "universal",
    cost: 12,
    hypotheses: theorem5Hypotheses(),
    instances: fc.oneof(
      { withCrossShrink: true },
      { weight: 7, arbitrary: underparameterizedInstances({ scaling: "printed" }) },
      { weight: 1, arbitrary: valleys() },
    ),
    observe: <T>(
      instance: UnderparameterizedInstance,
      arithmetic: Arithmetic<T>,
      refinement: number,
    ) => observeTheorem5("rate", instance, arithmetic as Arithmetic<unknown>, refinement, options),
    figures: ({ printed, corrected, strongConvexity: nu }) => [
      rateFigure("Δ_t with the printed α", printed, 2 * nu, "g(0)exp(−2νt)"),
      rateFigure("Δ_t with the corrected α", corrected(), nu, "g(0)exp(−νt)"),
    ],
    variants: {
      printed: {
        statement: String.raw`\alpha = \frac{L\mu}{r(1-r)\lambda_0^2}
          \sqrt{\frac{\Delta_0}{8\nu^3}} \implies
          \Delta_t \le g(0)\,e^{-2\nu t} \text{ for all } t \ge 0`,
        expected: "refuted",
        relations: ({ printed, strongConvexity, family }) => [
          decay("Δ_t <= g(0)exp(−2νt)", printed, 2 * strongConvexity, family),
        ],
      },
      corrected: {
        statement: String.raw`\alpha \ge \frac{L\sqrt{g(0)}}{(1-r)\lambda_0^2}
          \max\Big\{\frac{\sqrt{\mu/2}}{\nu(1-r)}, \frac{1}{2r\sqrt\nu}\Big\} \implies
          \Delta_t \le g(0)\,e^{-\nu t} \text{ for all } t \ge 0`,
        expected: "holds",
        relations: ({ corrected, strongConvexity, family }) => [
          decay("Δ_t <= g(0)exp(−νt)", corrected(), strongConvexity, family),
        ],
      },
    },
  });
}
