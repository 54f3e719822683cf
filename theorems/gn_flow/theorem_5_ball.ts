/**
 * Theorem 5, eq. (23): the underparameterized Gauss–Newton flow stays in B, and J keeps its rank.
 *
 * Printed: with α = (Lμ/(r(1 − r)λ_0²))√(Δ_0/(8ν³)), ‖w_t − w_0‖ < 2rλ_0/L and
 * J(w_t)ᵀJ(w_t) ⪰ 4(1 − r)²λ_0²I for all t ≥ 0.
 *
 * The proof bounds the length of the path by the rate (22), which is wrong: where M bends towards y
 * the flow is slower, and may take a detour.
 *
 * **By hand.** f(w) = (w₁, w₁/10 + 8w₂, 0.008w₁² + ½w₂²), w_0 = 0, g = ½‖ψ − y‖²: ν = μ = L = 1 (L
 * is the largest column of second derivatives). H_0 = [[1.01, 0.8], [0.8, 64]] has the least
 * eigenvalue 32.505 − √(31.495² + 0.64) = 0.9998, so 2λ_0 = 0.9999 and with r = 0.1 the radius of B
 * is R = 0.1. The third row of J, (0.016w₁, w₂), stays below 0.1 on B, beside 8: J is J(w_0) to
 * within a per cent. Let y = αf(w_*) − N, N = −57.09αe, e the unit normal at w_*, nearly the third
 * axis. Then d(w − w_*)/dt = −H_0⁻¹A(w − w_*) with
 *
 *   A = H_0 − 57.09 diag(0.016, 1) = [[0.0966, 0.8], [0.8, 6.913]], det A = 0.0278 > 0, and
 *   H_0⁻¹A: trace 0.1857, determinant 0.000435; eigenvalues 0.1833 and 0.0024 with the vectors
 *   v₁ = (1, 0.135) and v₂ = (1, −0.118).
 *
 * α's equation asks for (w_* − w_0)ᵀA(w_* − w_0) = 4λ_0²(1 − r)²R² = 0.81R², which w_* = R(0.0405,
 * 0.3376) solves (that is where 57.09 comes from): w_* is well within B. But w_* = R(1.351v₁ −
 * 1.311v₂): two long vectors that nearly cancel. At t = 15 the factors are exp(−2.75) = 0.064 and
 * exp(−0.036) = 0.965, so w_t = R(1.351·0.936v₁ − 1.311·0.035v₂) = R(1.219, 0.177), and ‖w_t‖ =
 * 1.23R.
 *
 * **A network, by hand**, of one tanh neuron with the inputs (−0.69, 0.25), (−0.25, 0.02), (−1.9,
 * −0.37), w_0 = (−0.47, 0.43), r = 0.05, L = 2.907, R = 0.00497: H_0 = [[1.7302, 0.1356], [0.1356,
 * 0.0947]]; with N/α = (0.938, −4.439, 0.481) A = ∇²(g ∘ αf)(w_*)/α² = [[0.1577, −0.0192],
 * [−0.0192, 0.0043]]. H_0⁻¹A has the eigenvalues 0.178 and 0.012 with the vectors v₁ = (1, −3.46),
 * v₂ = (1, 6.57). w_* − w_0 = R(−0.595, 0.676) = R(−0.457v₁ − 0.138v₂), of the length 0.9R; at t =
 * 15 the factors are 0.069 and 0.836, and w_t − w_0 = R(−0.448, 1.323), 1.40R from w_0 (1.35R
 * without the linearization).
 *
 * **Corrected**: with the explicit α of the corrected form of `theorem-5-rate` both hold.
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
  ballFigure,
  observeTheorem5,
  type RateObservation,
  theorem5Hypotheses,
  type Theorem5Observation,
  type Theorem5Options,
  valleys,
} from "./_underparameterized.ts";

function staysInBall(
  { farthest, leastEigenvalue, minimizerDistance, distanceScale, eigenvalueScale }: RateObservation,
  { radius, r, lambda0, family }: Theorem5Observation,
): Relation[] {
  return [
    {
      label: "‖w_t − w_0‖ < 2rλ_0/L",
      lhs: farthest.value,
      sense: "<=",
      rhs: radius,
      scale: distanceScale,
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
      scale: eigenvalueScale,
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
      { weight: 1, arbitrary: underparameterizedInstances({ scaling: "printed" }) },
      { weight: 1, arbitrary: valleys() },
    ),
    observe: <T>(
      instance: UnderparameterizedInstance,
      arithmetic: Arithmetic<T>,
      refinement: number,
    ) => observeTheorem5("ball", instance, arithmetic as Arithmetic<unknown>, refinement, options),
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
