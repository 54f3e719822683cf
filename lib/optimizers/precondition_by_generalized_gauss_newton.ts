import type { Arithmetic } from "../arithmetic/mod.ts";
import { lanczosFunction } from "../linalg/mod.ts";
import { checkFinite, checkInteger, checkPositive } from "./_check_options.ts";
import { stateless } from "./stateless.ts";
import type { GradientTransformation } from "./transformation.ts";

/** The options of {@linkcode preconditionByGeneralizedGaussNewton}. */
export interface PreconditionByGeneralizedGaussNewtonOptions {
  /** δ > 0, the multiple of the identity that is added to JᵀCJ. */
  readonly damping: number;
  /** p, any finite number; ½ is the preconditioner of Remark 3, 1 the damped inverse. Default ½. */
  readonly power?: number;
  /**
   * k ≥ 1, the number of Lanczos steps; fewer are taken where the Krylov space is exhausted. By
   * default there is no Lanczos iteration: the power is exact, by a singular value decomposition.
   */
  readonly steps?: number;
}

/**
 * Preconditions by a power of the damped generalized Gauss–Newton matrix:
 * g ↦ (JᵀCJ + δI)^{−p} g for f(θ) = ℓ(F(θ)), J = J_F(θ) and C = ∇²ℓ at the outputs F(θ) (Chang, Hao
 * and Liu, Remark 3, for the cross-entropy of a softmax; p = ½). With C = I, for f = ½‖F‖², it is
 * `preconditionByDampedPower`, without what that one saves of the rounding where g = JᵀF.
 *
 * With A = RᵀJ, C = RRᵀ, that the problem gives as `gaussNewtonFactor`, JᵀCJ is AᵀA. The exact form
 * takes it from the singular values of A, which know it to be semidefinite however small δ is. With
 * `steps` it is approximated by the Lanczos iteration (Remark 4), each step of which takes one
 * product with A and one with Aᵀ; after m steps it is exact up to rounding, and before that, for
 * 0 < p ≤ 1, the Euclidean norm of the error never grows with k.
 *
 * **What Remark 3 prints.** It averages the loss over B samples, but not C, whose blocks are
 * C_i = diag(p_i) − p_i p_iᵀ without the factor 1/B. So its JᵀCJ is not the Gauss–Newton matrix G of
 * the loss that it prints, but B times that. Here C is the Hessian of the loss: G. As
 * (B·G + δI)^{−1/2} = B^{−1/2}(G + (δ/B)I)^{−1/2}, what the remark prints is the damping δ/B and a
 * step size smaller by √B (or the same, where Adam divides out every factor); with the same δ here
 * it damps B times as much as there. Nor does the remark say how F(θ) ∈ R^{B×K} becomes a vector;
 * that C is block diagonal has its outputs sample by sample.
 *
 * @param arithmetic The number system.
 * @returns The transformation.
 * @throws {RangeError} If δ is not positive and finite, p is not finite, or k is not an integer that
 * is at least 1. On an update: if A has an entry that is not finite.
 * @throws {TypeError} On an update, if the problem gives neither a residual nor `gaussNewtonFactor`.
 *
 * Source: N. N. Schraudolph, Neural Computation 14 (2002) 1723–1738, for the generalized
 * Gauss–Newton matrix; A. Frommer, Electron. Trans. Numer. Anal. 35 (2009) 118–128, for the errors
 * of the Lanczos iteration.
 */
export function preconditionByGeneralizedGaussNewton<T>(
  arithmetic: Arithmetic<T>,
  { damping, power = 0.5, steps }: PreconditionByGeneralizedGaussNewtonOptions,
): GradientTransformation<T, null> {
  checkPositive("damping", damping);
  checkFinite("power", power);
  if (steps !== undefined) checkInteger("steps", steps, 1);
  const dampedPower = (eigenvalue: number) => (eigenvalue + damping) ** -power;
  return stateless((gradient, context) => {
    const factor = context.gaussNewtonFactor();
    if (steps !== undefined) {
      const transpose = arithmetic.transpose(factor);
      return lanczosFunction(
        arithmetic,
        (v) => arithmetic.multiply(transpose, arithmetic.multiply(factor, v)),
        gradient,
        // The spectrum of AᵀA is not negative; its Ritz values can be, by rounding.
        (value) => dampedPower(Math.max(value, 0)),
        steps,
      );
    }
    const { s, v } = arithmetic.singularValueDecomposition(factor);
    const coordinates = arithmetic.multiply(arithmetic.transpose(v), gradient);
    const weights = arithmetic.vector(s.map((value) => dampedPower(value ** 2)));
    const along = arithmetic.multiply(v, arithmetic.hadamard(weights, coordinates));
    const [m, rank] = arithmetic.shape(v);
    if (rank === m) return along;
    // An economy-sized V leaves out directions that AᵀA maps to 0.
    const rest = arithmetic.subtract(gradient, arithmetic.multiply(v, coordinates));
    return arithmetic.add(along, arithmetic.scale(dampedPower(0), rest));
  });
}
