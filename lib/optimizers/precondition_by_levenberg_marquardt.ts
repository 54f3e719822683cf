import type { Arithmetic } from "../arithmetic/mod.ts";
import { checkPositive } from "./_check_options.ts";
import { stateless } from "./stateless.ts";
import type { GradientTransformation } from "./transformation.ts";

/** The options of {@linkcode preconditionByLevenbergMarquardt}. */
export interface PreconditionByLevenbergMarquardtOptions {
  /**
   * ρ, above 0 and at most 1, the damping factor. (1 − ρ)JᵀJ + ρI is 1 − ρ times JᵀJ + λI with the
   * classical parameter λ = ρ/(1 − ρ), so ρ = λ/(1 + λ).
   */
  readonly damping: number;
}

/** Throws a `RangeError` unless 0 < ρ ≤ 1. */
export function checkDamping(damping: number): void {
  checkPositive("damping", damping);
  if (damping > 1) throw new RangeError(`damping must be at most 1; got ${damping}.`);
}

/**
 * Levenberg and Marquardt's direction: g ↦ [(1 − ρ)JᵀJ + ρI]⁻¹ g, J = J_F(θ), from the singular
 * value decomposition of J = U Σ Vᵀ.
 *
 * For the gradient of f itself, the one that `context.gradient()` returns, it is computed from the
 * residual, V diag(σ/((1 − ρ)σ² + ρ)) Uᵀ F: the rounding errors of JᵀF do not matter then. Any
 * other g is divided by ρ across the range of Jᵀ.
 *
 * @param arithmetic The number system.
 * @returns The transformation.
 * @throws {RangeError} If ρ is not above 0 and at most 1. On an update: if the Jacobian has an entry
 * that is not finite.
 * @throws {TypeError} On an update, if the problem gives no Jacobian.
 *
 * Source: K. Levenberg, Quart. Appl. Math. 2 (1944) 164–168, and D. W. Marquardt, J. SIAM 11 (1963)
 * 431–441; the form with ρ is that of the paper of the claims `gn-flow`, §2.2.
 */
export function preconditionByLevenbergMarquardt<T>(
  arithmetic: Arithmetic<T>,
  { damping }: PreconditionByLevenbergMarquardtOptions,
): GradientTransformation<T, null> {
  checkDamping(damping);
  const damped = (sigma: number) => (1 - damping) * sigma ** 2 + damping;
  return stateless((gradient, context) => {
    const { u, s, v } = arithmetic.singularValueDecomposition(context.jacobian());
    const scaledBy = (factors: readonly number[], coordinates: T) =>
      arithmetic.multiply(v, arithmetic.hadamard(coordinates, arithmetic.vector(factors)));
    if (gradient === context.gradient()) {
      const coordinates = arithmetic.multiply(arithmetic.transpose(u), context.residual());
      return scaledBy(s.map((sigma) => sigma / damped(sigma)), coordinates);
    }
    // 1/((1 − ρ)σ² + ρ) − 1/ρ, added to g/ρ.
    const coordinates = arithmetic.multiply(arithmetic.transpose(v), gradient);
    return arithmetic.add(
      arithmetic.scale(1 / damping, gradient),
      scaledBy(
        s.map((sigma) => -(1 - damping) * sigma ** 2 / (damping * damped(sigma))),
        coordinates,
      ),
    );
  });
}
