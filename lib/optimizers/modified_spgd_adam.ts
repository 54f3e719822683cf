import type { Arithmetic } from "../arithmetic/mod.ts";
import { descend } from "./_descend.ts";
import { chain } from "./chain.ts";
import {
  preconditionByDampedPower,
  type PreconditionByDampedPowerOptions,
} from "./precondition_by_damped_power.ts";
import {
  scaleByAmsgrad,
  type ScaleByAmsgradOptions,
  type ScaleByAmsgradState,
} from "./scale_by_amsgrad.ts";
import type { StepSizeOptions } from "./step_size_options.ts";
import type { GradientTransformation } from "./transformation.ts";

/**
 * The options of {@linkcode modifiedSpgdAdam}: those of {@linkcode preconditionByDampedPower} and
 * {@linkcode scaleByAmsgrad}, and α.
 */
export interface ModifiedSpgdAdamOptions
  extends PreconditionByDampedPowerOptions, ScaleByAmsgradOptions, StepSizeOptions {}

/**
 * The method whose global convergence Chang, Hao and Liu analyse (§3.2, eq. (32)):
 *
 *     λ_t = (JᵀJ + μI)^{−p}∇f(θ_t),  m_t = β₁ m_{t−1} + (1 − β₁) λ_t,
 *     v_t = β₂ v_{t−1} + (1 − β₂) λ_t²,  v̂_t = max(v̂_{t−1}, v_t),
 *     θ_{t+1} = θ_t − α diag(v̂_t + ε)^{−1/2} m_t,  m_0 = v_0 = v̂_0 = 0.
 *
 * @param arithmetic The number system.
 * @returns The optimizer.
 * @throws {RangeError} If α or μ is not positive and finite, p is not finite, β₁ or β₂ is not in
 * [0, 1), or ε is negative or not finite. On an update: if the Jacobian has an entry that is not
 * finite.
 */
export function modifiedSpgdAdam<T>(
  arithmetic: Arithmetic<T>,
  { stepSize, ...options }: ModifiedSpgdAdamOptions,
): GradientTransformation<T, readonly [null, ScaleByAmsgradState<T>, null]> {
  return chain(
    preconditionByDampedPower(arithmetic, options),
    scaleByAmsgrad(arithmetic, options),
    descend(arithmetic, stepSize),
  );
}
