import type { Arithmetic } from "../arithmetic/mod.ts";
import { descend } from "./_descend.ts";
import { chain } from "./chain.ts";
import {
  preconditionByGeneralizedGaussNewton,
  type PreconditionByGeneralizedGaussNewtonOptions,
} from "./precondition_by_generalized_gauss_newton.ts";
import { scaleByAdam, type ScaleByAdamOptions, type ScaleByAdamState } from "./scale_by_adam.ts";
import type { StepSizeOptions } from "./step_size_options.ts";
import type { GradientTransformation } from "./transformation.ts";

/**
 * The options of {@linkcode crossEntropySpgdAdam}: those of
 * {@linkcode preconditionByGeneralizedGaussNewton} with p = ½ and of {@linkcode scaleByAdam}, and α.
 * By default ε = 0 and there is no bias correction.
 */
export interface CrossEntropySpgdAdamOptions
  extends
    Omit<PreconditionByGeneralizedGaussNewtonOptions, "power">,
    ScaleByAdamOptions,
    StepSizeOptions {}

/**
 * SPGD in the Adam framework for the cross-entropy, or any other convex loss of a model's outputs:
 * Algorithm 1 of Chang, Hao and Liu with B_t = (JᵀCJ + δI)^{−1/2}, C the Hessian of the loss in the
 * outputs (Remark 3); exact, or with `steps` by the Lanczos iteration (Remark 4). As Algorithm 1 is
 * printed, without ε and without bias correction by default.
 *
 * The classification of §4.3 runs it with `steps` 10 or 20, δ = 1e-5 or 1e-4, α = 0.01, β₁ = 0.9,
 * β₂ = 0.999 and ε = 1e-8, on batches of B = 128. The remark leaves the factor 1/B of the loss out of
 * C: its δ is B times the damping that has the same effect here, and √B, by which λ_t differs too, is
 * divided out but for ε (see {@linkcode preconditionByGeneralizedGaussNewton}).
 *
 * @param arithmetic The number system.
 * @returns The optimizer.
 * @throws {RangeError} If α or δ is not positive and finite, `steps` is not an integer that is at
 * least 1, β₁ or β₂ is not in [0, 1), or ε is negative or not finite. On an update: if the factor of
 * the Gauss–Newton matrix has an entry that is not finite.
 * @throws {TypeError} On an update, if the problem gives neither a residual nor `gaussNewtonFactor`.
 */
export function crossEntropySpgdAdam<T>(
  arithmetic: Arithmetic<T>,
  { stepSize, epsilon = 0, biasCorrection = false, ...options }: CrossEntropySpgdAdamOptions,
): GradientTransformation<T, readonly [null, ScaleByAdamState<T>, null]> {
  return chain(
    preconditionByGeneralizedGaussNewton(arithmetic, { ...options, power: 0.5 }),
    scaleByAdam(arithmetic, { ...options, epsilon, biasCorrection }),
    descend(arithmetic, stepSize),
  );
}
