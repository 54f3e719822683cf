import type { Arithmetic } from "../arithmetic/mod.ts";
import { checkNonNegative } from "./_check_options.ts";
import { stateless } from "./stateless.ts";
import type { GradientTransformation } from "./transformation.ts";

/** The options of {@linkcode preconditionByHessian}. */
export interface PreconditionByHessianOptions {
  /**
   * λ ≥ 0, the multiple of the identity that is added to the Hessian: a number, or a function of the
   * norm of the incoming gradient. Default 0.
   */
  readonly regularization?: number | ((gradientNorm: number) => number);
}

/**
 * Newton's direction: g ↦ (∇²f(θ) + λI)⁻¹ g. The eigenvalues keep their signs: without a λ that
 * outweighs them, directions of negative curvature are followed uphill, as the formula has it.
 *
 * @param arithmetic The number system.
 * @returns The transformation.
 * @throws {RangeError} If λ is negative or not finite. On an update: if an eigenvalue of ∇²f(θ) + λI
 * is 0 to rounding, or an entry is not finite.
 * @throws {TypeError} On an update, if the problem gives no Hessian.
 */
export function preconditionByHessian<T>(
  arithmetic: Arithmetic<T>,
  { regularization = 0 }: PreconditionByHessianOptions = {},
): GradientTransformation<T, null> {
  if (typeof regularization === "number") checkNonNegative("regularization", regularization);
  return stateless((gradient, context) => {
    const lambda = typeof regularization === "number"
      ? regularization
      : regularization(arithmetic.norm(gradient));
    checkNonNegative("regularization", lambda);
    const { values, vectors } = arithmetic.symmetricEigendecomposition(context.hessian());
    const shifted = values.map((value) => value + lambda);
    const largest = Math.max(...shifted.map(Math.abs));
    const least = Math.min(...shifted.map(Math.abs));
    if (!(least > values.length * arithmetic.unitRoundoff * largest)) {
      throw new RangeError(
        `the Hessian at iteration ${context.iteration} is singular to rounding (eigenvalues from ` +
          `${least} to ${largest} in magnitude): give a regularization above 0.`,
      );
    }
    const coordinates = arithmetic.multiply(arithmetic.transpose(vectors), gradient);
    return arithmetic.multiply(
      vectors,
      arithmetic.quotient(coordinates, arithmetic.vector(shifted)),
    );
  });
}
