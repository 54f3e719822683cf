import type { Arithmetic } from "../arithmetic/mod.ts";
import { descend } from "./_descend.ts";
import { chain } from "./chain.ts";
import {
  preconditionByGeneralizedGaussNewton,
  type PreconditionByGeneralizedGaussNewtonOptions,
} from "./precondition_by_generalized_gauss_newton.ts";
import type { StepSizeOptions } from "./step_size_options.ts";
import type { GradientTransformation } from "./transformation.ts";

/**
 * The options of {@linkcode crossEntropySpgd}: those of
 * {@linkcode preconditionByGeneralizedGaussNewton} with p = ½, and α.
 */
export interface CrossEntropySpgdOptions
  extends Omit<PreconditionByGeneralizedGaussNewtonOptions, "power">, StepSizeOptions {}

/**
 * SPGD for the cross-entropy, or any other convex loss of a model's outputs:
 * θ⁺ = θ − α (JᵀCJ + δI)^{−1/2}∇f(θ), C the Hessian of the loss in the outputs (Chang, Hao and Liu,
 * Remark 3 in the step of eq. (6)); exact, or with `steps` by the Lanczos iteration (Remark 4).
 *
 * The remark leaves the factor 1/B of the loss out of C. What it prints is this method with the
 * damping δ/B and the step size α/√B (see {@linkcode preconditionByGeneralizedGaussNewton}).
 *
 * Where ∇f is Lipschitz with the constant L, every step with α < 2√δ/L decreases f, as the
 * preconditioner is at most δ^{−1/2}.
 *
 * @param arithmetic The number system.
 * @returns The optimizer.
 * @throws {RangeError} If α or δ is not positive and finite, or `steps` is not an integer that is at
 * least 1. On an update: if the factor of the Gauss–Newton matrix has an entry that is not finite.
 * @throws {TypeError} On an update, if the problem gives neither a residual nor `gaussNewtonFactor`.
 */
export function crossEntropySpgd<T>(
  arithmetic: Arithmetic<T>,
  { stepSize, ...preconditioning }: CrossEntropySpgdOptions,
): GradientTransformation<T, readonly [null, null]> {
  return chain(
    preconditionByGeneralizedGaussNewton(arithmetic, { ...preconditioning, power: 0.5 }),
    descend(arithmetic, stepSize),
  );
}
