import type { Arithmetic } from "../arithmetic/mod.ts";
import type { RankOptions } from "../linalg/mod.ts";
import { descend } from "./_descend.ts";
import { chain } from "./chain.ts";
import { preconditionBySvd } from "./precondition_by_svd.ts";
import { scaleByAdam, type ScaleByAdamOptions, type ScaleByAdamState } from "./scale_by_adam.ts";
import type { StepSizeOptions } from "./step_size_options.ts";
import type { GradientTransformation } from "./transformation.ts";

/**
 * The options of {@linkcode spgdAdam}: those of {@linkcode preconditionBySvd} and
 * {@linkcode scaleByAdam}, and α. By default ε = 0 and there is no bias correction.
 */
export interface SpgdAdamOptions extends RankOptions, ScaleByAdamOptions, StepSizeOptions {}

/**
 * SPGD in the Adam framework: λ_t = V Uᵀ F(θ_t) takes the place of Adam's gradient (Chang, Hao and
 * Liu, Algorithm 1). As printed there, without ε and without bias correction by default; an entry
 * of λ that has always been 0 makes no step (see {@linkcode scaleByAdam}).
 *
 * @param arithmetic The number system.
 * @returns The optimizer.
 * @throws {RangeError} If α is not positive and finite, β₁ or β₂ is not in [0, 1), ε is negative or
 * not finite, `rank` is not an integer that is at least 0, or `tolerance` is negative or not finite.
 * On an update: if the Jacobian has an entry that is not finite, or `rank` exceeds min(m, n).
 */
export function spgdAdam<T>(
  arithmetic: Arithmetic<T>,
  { stepSize, epsilon = 0, biasCorrection = false, ...options }: SpgdAdamOptions,
): GradientTransformation<T, readonly [null, ScaleByAdamState<T>, null]> {
  return chain(
    preconditionBySvd(arithmetic, options),
    scaleByAdam(arithmetic, { ...options, epsilon, biasCorrection }),
    descend(arithmetic, stepSize),
  );
}
