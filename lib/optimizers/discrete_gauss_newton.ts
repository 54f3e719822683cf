import { checkPositive } from "./_check_options.ts";

/** The constants of which {@linkcode discreteGaussNewtonConstants} makes the printed ones. */
export interface DiscreteGaussNewtonProblem {
  /** m, the number of neurons. */
  readonly neurons: number;
  /** n, the number of samples. */
  readonly samples: number;
  /** λ_0 > 0, K_0 ⪰ 4λ_0²I. */
  readonly lambda0: number;
  /** λ_n, λ_n² = ¼‖K_0‖. */
  readonly lambdaN: number;
  /** ρ. */
  readonly damping: number;
  /** ν, the strong convexity of g. */
  readonly strongConvexity: number;
  /** μ, the smoothness of g. */
  readonly smoothness: number;
  /** Δ_0, how far g(0) lies above the least value of g. */
  readonly initialGap: number;
  /** σ_2 = sup |σ''|. */
  readonly curvatureBound: number;
  /** Lip_f, a Lipschitz constant of f. */
  readonly mapLipschitz: number;
  /** Lip_g, a bound on ‖∇g‖. */
  readonly lossLipschitz: number;
  /** L, a Lipschitz constant of J. */
  readonly jacobianLipschitz: number;
}

/** What Theorem 2 prints. */
export interface DiscreteGaussNewtonConstants {
  /** The least α. */
  readonly leastScaling: number;
  /** αη. The step size is η = `scaledStepSize`/α. */
  readonly scaledStepSize: number;
  /** The factor by which (14) has Δ fall at every step. */
  readonly contraction: number;
}

const NAMES = [
  "neurons",
  "samples",
  "lambda0",
  "lambdaN",
  "damping",
  "strongConvexity",
  "smoothness",
  "initialGap",
  "curvatureBound",
  "mapLipschitz",
  "lossLipschitz",
  "jacobianLipschitz",
] as const satisfies (keyof DiscreteGaussNewtonProblem)[];

/**
 * The constants of the discrete Gauss–Newton method w⁺ = w − η [(1 − ρ)JᵀJ + ρI]⁻¹Jᵀ∇g(αf(w)) as
 * Theorem 2 prints them. With d_0 = (1 − ρ)λ_0² + ρ and d_n = (1 − ρ)λ_n² + ρ,
 *
 * - α ≥ max{ Lμ√(2Δ_0)/(√m ν^{3/2}) · λ_n/λ_0³ · d_0/d_n, σ_2√n Lip_g/(μ Lip_f² √m) },
 * - η = (1/(α√m)) (λ_0²/λ_n²) (1/Lip_f²) d_n²/d_0,
 * - Δ_k ≤ Δ_0 (1 − (ν/μ) λ_0⁴/(λ_n² Lip_f²) (d_n/d_0)²)^k, eq. (14).
 *
 * They are printed so; whether they fit together is for the claim to say. Nothing is assumed about
 * ρ.
 *
 * @throws {RangeError} If a constant is not positive and finite.
 *
 * Source: Theorem 2 of the paper of the claims `gn-flow`.
 */
export function discreteGaussNewtonConstants(
  problem: DiscreteGaussNewtonProblem,
): DiscreteGaussNewtonConstants {
  for (const name of NAMES) checkPositive(name, problem[name]);
  const { neurons: m, samples: n, lambda0, lambdaN, damping: rho } = problem;
  const { strongConvexity: nu, smoothness: mu, initialGap } = problem;
  const { curvatureBound, mapLipschitz, lossLipschitz, jacobianLipschitz } = problem;
  const d0 = (1 - rho) * lambda0 ** 2 + rho;
  const dn = (1 - rho) * lambdaN ** 2 + rho;
  const root = Math.sqrt(m);
  return {
    leastScaling: Math.max(
      jacobianLipschitz * mu * Math.sqrt(2 * initialGap) / (root * nu ** 1.5) *
        (lambdaN / lambda0 ** 3) * (d0 / dn),
      curvatureBound * Math.sqrt(n) * lossLipschitz / (mu * mapLipschitz ** 2 * root),
    ),
    scaledStepSize: lambda0 ** 2 / (lambdaN ** 2 * mapLipschitz ** 2) * (dn ** 2 / d0) / root,
    contraction: 1 -
      nu / mu * (lambda0 ** 4 / (lambdaN * mapLipschitz) ** 2) * (dn / d0) ** 2,
  };
}
