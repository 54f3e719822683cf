import type { Arithmetic } from "../arithmetic/mod.ts";
import { conjugateGradients } from "../linalg/mod.ts";
import { checkInteger, checkNonNegative } from "./_check_options.ts";
import { stateless } from "./stateless.ts";
import type { GradientTransformation } from "./transformation.ts";

/** The options of {@linkcode preconditionByConjugateGradients}. */
export interface PreconditionByConjugateGradientsOptions {
  /** ρ in [0, 1], the damping factor. Default 0. */
  readonly damping?: number;
  /** The largest number of steps, at least 1. */
  readonly steps: number;
  /** The residual of the linear system, relative to g, at which they end. Default: u. */
  readonly tolerance?: number;
}

/**
 * The directions of Gauss–Newton (ρ = 0) and Levenberg–Marquardt without a decomposition: g ↦ [(1 −
 * ρ)JᵀJ + ρI]⁻¹ g by conjugate gradients from 0, each step of which takes one product with J and
 * one with Jᵀ. With ρ = 0 and JᵀJ singular it converges to the solution of least norm, as g = JᵀF
 * lies in the range of JᵀJ.
 *
 * The number of steps that it needs grows with the condition number of JᵀJ, to which its accuracy
 * is proportional as well: it is the square of J's.
 *
 * @param arithmetic The number system.
 * @returns The transformation.
 * @throws {RangeError} If ρ is not in [0, 1], `steps` is not an integer that is at least 1, or
 * `tolerance` is negative or not finite. On an update: if a product is not finite, or the system is
 * singular along a direction that is met.
 * @throws {TypeError} On an update, if the problem gives no Jacobian.
 */
export function preconditionByConjugateGradients<T>(
  arithmetic: Arithmetic<T>,
  { damping = 0, steps, tolerance = arithmetic.unitRoundoff }:
    PreconditionByConjugateGradientsOptions,
): GradientTransformation<T, null> {
  checkNonNegative("damping", damping);
  if (damping > 1) throw new RangeError(`damping must be at most 1; got ${damping}.`);
  checkInteger("steps", steps, 1);
  checkNonNegative("tolerance", tolerance);
  return stateless((gradient, context) =>
    conjugateGradients(
      arithmetic,
      (v) =>
        arithmetic.add(
          arithmetic.scale(
            1 - damping,
            context.vectorJacobianProduct(context.jacobianVectorProduct(v)),
          ),
          arithmetic.scale(damping, v),
        ),
      gradient,
      steps,
      { tolerance },
    )
  );
}
