import type { Arithmetic } from "../arithmetic/mod.ts";
import { lanczosFunction } from "../linalg/mod.ts";
import { checkInteger, checkPositive } from "./_check_options.ts";
import { stateless } from "./stateless.ts";
import type { GradientTransformation } from "./transformation.ts";

/** The options of {@linkcode preconditionBySvdLanczos}. */
export interface PreconditionBySvdLanczosOptions {
  /** μ > 0, the multiple of the identity that is added to JᵀJ. */
  readonly damping: number;
  /** k ≥ 1, the number of Lanczos steps; fewer are taken where the Krylov space is exhausted. */
  readonly steps: number;
}

/**
 * Preconditions by the damped form of the SVD preconditioner without decomposing the Jacobian:
 * g ↦ (JᵀJ + μI)^{−1/2} g, approximated by k steps of the Lanczos iteration, each of which takes one
 * product with J and one with Jᵀ (Chang, Hao and Liu, Remark 4).
 *
 * The remark prints μ twice, in A = JᵀJ + μI and in (T_k + μI)^{−1/2}. Here the iteration runs on
 * JᵀJ, and μ is added once, in the function: after m steps the result is exact up to rounding.
 *
 * @param arithmetic The number system.
 * @returns The transformation.
 * @throws {RangeError} If μ is not positive and finite, or k is not an integer that is at least 1.
 * On an update: if the gradient or a product is not finite.
 */
export function preconditionBySvdLanczos<T>(
  arithmetic: Arithmetic<T>,
  { damping, steps }: PreconditionBySvdLanczosOptions,
): GradientTransformation<T, null> {
  checkPositive("damping", damping);
  checkInteger("steps", steps, 1);
  // The spectrum of JᵀJ is not negative; its Ritz values can be, by rounding.
  const inverseSquareRoot = (value: number) => 1 / Math.sqrt(Math.max(value, 0) + damping);
  return stateless((gradient, context) =>
    lanczosFunction(
      arithmetic,
      (v) => context.vectorJacobianProduct(context.jacobianVectorProduct(v)),
      gradient,
      inverseSquareRoot,
      steps,
    )
  );
}
