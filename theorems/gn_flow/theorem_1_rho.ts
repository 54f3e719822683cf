/**
 * The remark after Theorem 1: with ρ = λ_0² the rate does not depend on λ_0.
 *
 * Printed: "setting ρ = λ_0² in Theorem 1 yields Δ_t ≤ g(0) exp(−νt)". The exponent does: ρ +
 * (1 − ρ)λ_0² = λ_0²(2 − λ_0²), so the rate is 2ν/(2 − λ_0²) ≥ ν (λ_0² = ρ < 1). ρ = λ_0² must be
 * admitted, λ_0² ≤ λ_n²/(1 + λ_n²), which is a hypothesis here.
 *
 * It fails with Theorem 1, whose α (12) is too small. By hand: one sine neuron on x_1 = e_1, x_2 =
 * e_2 ∈ R³ with w_init = (s, 0, 0), sin s = 40/41, cos s = 9/41, g(ψ) = ½‖ψ − e_1‖². K_0 =
 * diag(81/1681, 1), λ_0 = 9/82, λ_n = ½, L = 1, and with ρ = λ_0² = 0.012046 (at most 0.2) the
 * least α of (12) is (0.5/0.0013222) · 0.023947/0.259035 = 34.96. But f_1 = sin w_1 − 40/41 ≤ 1/41,
 * so αf_1 ≤ 0.853 and Δ_t ≥ ½(0.147)² > 0.01 for ever, while g(0)e^{−t} tends to 0.
 *
 * Corrected: with Λ = √ρ_0 (which is above λ_0) in the place of λ_n in (12).
 *
 * @module
 */

import type { OverparameterizedProblem } from "../../problems/mod.ts";
import type { Claim } from "../../verify/mod.ts";
import { correctedScaling } from "./_overparameterized.ts";
import { convergenceClaim, type Theorem1Options } from "./theorem_1.ts";

/** ν. */
function strongConvexityOf({ loss }: OverparameterizedProblem): number {
  return loss.strongConvexity;
}

/** The claim, or with a rate or an α that a test puts in its place. */
export function theorem1Rho(
  { rate = strongConvexityOf, scaling = correctedScaling }: Theorem1Options = {},
): Claim {
  return convergenceClaim({
    id: "gn-flow/theorem-1-rho",
    title: "With ρ = λ_0² the rate of convergence is ν",
    locus: "Section 3, after Theorem 1",
    damping: "least eigenvalue",
    dampingStatement: String.raw`\rho = \lambda_0^2 \le \lambda_n^2/(1 + \lambda_n^2)`,
    label: "Δ_t <= g(0) exp(−νt)",
    bound: String.raw`\Delta_t \le g(0) \exp(-\nu t) \ \forall t \ge 0`,
    withExit: false,
    rate,
    scaling,
  });
}
