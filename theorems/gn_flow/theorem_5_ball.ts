/**
 * Theorem 5, eq. (23): the underparameterized Gauss–Newton flow stays in B, and J keeps its rank.
 *
 * Printed: with α = (Lμ/(r(1 − r)λ_0²))√(Δ_0/(8ν³)), ‖w_t − w_0‖ < 2rλ_0/L and
 * J(w_t)ᵀJ(w_t) ⪰ 4(1 − r)²λ_0²I for all t ≥ 0.
 *
 * The proof bounds the length of the path by the rate (22), which is wrong: where M bends towards y the flow
 * is slower, and may take a detour.
 *
 * **By hand.** f(w) = (w₁, w₁/10 + 8w₂, 0.008w₁² + ½w₂²), w_0 = 0, g = ½‖ψ − y‖²: ν = μ = L = 1 (the column (0, 0, 1)
 * of second derivatives along w₂). H_0 = [[1.01, 0.8], [0.8, 64]] has the least eigenvalue
 * 65.01/2 − √((62.99/2)² + 0.64) = 0.99984, so 2λ_0 = 0.99992; with r = 0.1 the radius R of B is 0.1. Let
 * y = αf(w_*) − N with N = −57α times the normal, nearly the third axis, w_* = 0.34R (0.12, 1)/‖…‖. On B the third row of
 * J, (0.016w₁, w₂), is at most 0.1 beside the second, 8, so J and N are those at w_0 to within 2 per cent,
 * and with H_0 − C, C = 57 diag(0.016, 1), the flow is
 *
 *   d(w − w_*)/dt = −H_0⁻¹A (w − w_*), A = H_0 − C = [[0.098, 0.8], [0.8, 7]], det A = 0.046 > 0.
 *
 * H_0⁻¹A has the trace (64·0.098 − 1.28 + 1.01·7)/64 = 0.1885 and the determinant 0.046/64 = 0.00072: the eigenvalues
 * 0.1846 and 0.0039, with the eigenvectors v₁ = (1, 0.134) and v₂ = (1, −0.119) nearly. Now w_* = a(v₁ − 0.97v₂): both parts are
 * long and cancel. After t = 15 the first has decayed by the factor exp(−2.8) = 0.06 and the second by 0.94: w_t
 * is near av₁, with ‖v₁‖/‖v₁ − 0.97v₂‖ = 1.009/0.252 = 4.0 times the length of w_*, 1.27R (less what is left
 * of both, about 1.2R): outside B, in the direction of w₁. α's equation: Δ_0 = ½α²wᵀAw, and
 * 4λ_0²(1 − r)²R² = 0.81R² is what wᵀAw must be; in fact N is what solves it (`placement`).
 * With other signs of the numbers the flow need not come back: a barrier or a saddle leads it out of B.
 *
 * **A network:** one tanh neuron with two inputs, three data, r = 0.05; the linearized flow by the same steps
 * (test). H_0⁻¹A has eigenvalues near 0.2 and 0.001, and the flow swings out to about 1.5R.
 *
 * **Corrected**: with the explicit α of the corrected form of `theorem-5-rate` both hold.
 *
 * @module
 */

import fc from "fast-check";
import {
  type UnderparameterizedInstance,
  underparameterizedInstances,
} from "../../problems/mod.ts";
import { type Claim, defineClaim, type Relation } from "../../verify/mod.ts";
import {
  ballFigure,
  observeTheorem5,
  type RateObservation,
  theorem5Hypotheses,
  type Theorem5Observation,
  type Theorem5Options,
  valleys,
} from "./_underparameterized.ts";

function staysInBall(
  { farthest, leastEigenvalue, minimizerDistance }: RateObservation,
  { radius, r, lambda0, family }: Theorem5Observation,
): Relation[] {
  return [
    {
      label: "‖w_t − w_0‖ < 2rλ_0/L",
      lhs: farthest.value,
      sense: "<=",
      rhs: radius,
      uncertainty: 10 * farthest.moved,
      // How far beyond w_*, which is in B, towards the boundary.
      ratio: (farthest.value - minimizerDistance) / (radius - minimizerDistance),
      family,
    },
    {
      label: "λ_min(J(w_t)ᵀJ(w_t)) >= 4(1 − r)²λ_0²",
      lhs: leastEigenvalue.value,
      sense: ">=",
      rhs: 4 * (1 - r) ** 2 * lambda0 ** 2,
      uncertainty: 10 * leastEigenvalue.moved,
      family,
    },
  ];
}

/** The claim, for the constants of the corrected form or what a test puts in their place. */
export function theorem5Ball(options: Theorem5Options = {}): Claim {
  return defineClaim<UnderparameterizedInstance, Theorem5Observation>({
    id: "gn-flow/theorem-5-ball",
    title: "The underparameterized Gauss–Newton flow stays in B, where J keeps its rank",
    locus: "Theorem 5, eq. (23)",
    kind: "universal",
    cost: 10,
    hypotheses: theorem5Hypotheses(),
    instances: fc.oneof(
      { withCrossShrink: true },
      { weight: 3, arbitrary: underparameterizedInstances({ scaling: "printed" }) },
      { weight: 1, arbitrary: valleys() },
    ),
    observe: (instance, _arithmetic, refinement) =>
      observeTheorem5("ball", instance, refinement, options),
    figures: ({ printed, corrected, radius }) => [
      ballFigure("the distance from w_0 with the printed α", printed, radius),
      ballFigure("the distance from w_0 with the corrected α", corrected(), radius),
    ],
    variants: {
      printed: {
        statement: String.raw`\alpha = \frac{L\mu}{r(1-r)\lambda_0^2}
          \sqrt{\frac{\Delta_0}{8\nu^3}} \implies
          \|w_t - w_0\| < \frac{2r\lambda_0}{L},\ 
          J(w_t)^\top J(w_t) \succeq 4(1-r)^2\lambda_0^2 I \text{ for all } t \ge 0`,
        expected: "refuted",
        relations: (observation) => staysInBall(observation.printed, observation),
      },
      corrected: {
        statement: String.raw`\alpha \ge \frac{L\sqrt{g(0)}}{(1-r)\lambda_0^2}
          \max\Big\{\frac{\sqrt{\mu/2}}{\nu(1-r)}, \frac{1}{2r\sqrt\nu}\Big\} \implies
          \|w_t - w_0\| < \frac{2r\lambda_0}{L},\ 
          J(w_t)^\top J(w_t) \succeq 4(1-r)^2\lambda_0^2 I \text{ for all } t \ge 0`,
        expected: "holds",
        relations: (observation) => staysInBall(observation.corrected(), observation),
      },
    },
  });
}
