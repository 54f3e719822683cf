import type { Arithmetic } from "../arithmetic/mod.ts";
import { checkFinite, checkPositive } from "./_check_options.ts";
import { stateless } from "./stateless.ts";
import type { GradientTransformation } from "./transformation.ts";

/** The options of {@linkcode preconditionByDampedPower}. */
export interface PreconditionByDampedPowerOptions {
  /** μ > 0, the multiple of the identity that is added to JᵀJ. */
  readonly damping: number;
  /** p, any finite number; ½ is the damped form of the SVD preconditioner. Default ½. */
  readonly power?: number;
}

/**
 * Preconditions by a power of the damped Gauss–Newton matrix: g ↦ (JᵀJ + μI)^{−p} g, J = J_F(θ)
 * (Chang, Hao and Liu, §3.2).
 *
 * It is computed from the SVD J = U Σ Vᵀ, which knows JᵀJ to be semidefinite however small μ is. For
 * the gradient of f itself, the one that `context.gradient()` returns, the step is
 * V Σ(Σ² + μI)^{−p} Uᵀ F, in which rounding errors outside of the range of Jᵀ, that the power would
 * multiply by μ^{−p}, do not occur.
 *
 * @param arithmetic The number system.
 * @returns The transformation.
 * @throws {RangeError} If μ is not positive and finite, or p is not finite. On an update: if the
 * Jacobian has an entry that is not finite.
 */
export function preconditionByDampedPower<T>(
  arithmetic: Arithmetic<T>,
  { damping, power = 0.5 }: PreconditionByDampedPowerOptions,
): GradientTransformation<T, null> {
  checkPositive("damping", damping);
  checkFinite("power", power);
  const dampedPower = (singularValue: number) => (singularValue ** 2 + damping) ** -power;
  return stateless((gradient, context) => {
    const { u, s, v } = arithmetic.singularValueDecomposition(context.jacobian());
    if (gradient === context.gradient()) {
      const coordinates = arithmetic.multiply(arithmetic.transpose(u), context.residual());
      const weights = arithmetic.vector(s.map((value) => value * dampedPower(value)));
      return arithmetic.multiply(v, arithmetic.hadamard(weights, coordinates));
    }
    const coordinates = arithmetic.multiply(arithmetic.transpose(v), gradient);
    const weights = arithmetic.vector(s.map(dampedPower));
    const along = arithmetic.multiply(v, arithmetic.hadamard(weights, coordinates));
    const [m, k] = arithmetic.shape(v);
    if (k === m) return along;
    // An economy-sized V leaves out directions that JᵀJ maps to 0.
    const rest = arithmetic.subtract(gradient, arithmetic.multiply(v, coordinates));
    return arithmetic.add(along, arithmetic.scale(dampedPower(0), rest));
  });
}
