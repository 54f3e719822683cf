import type { Arithmetic } from "../arithmetic/mod.ts";
import { descend } from "./_descend.ts";
import { chain } from "./chain.ts";
import { scaleByAdam, type ScaleByAdamOptions, type ScaleByAdamState } from "./scale_by_adam.ts";
import type { StepSizeOptions } from "./step_size_options.ts";
import type { GradientTransformation } from "./transformation.ts";

/** The options of {@linkcode adam}: those of {@linkcode scaleByAdam}, and α. */
export interface AdamOptions extends ScaleByAdamOptions, StepSizeOptions {}

/**
 * Adam: {@linkcode scaleByAdam}, then −α (Kingma and Ba, 2015). With bias correction, and ε enters
 * outside of the root, by default, as in PyTorch 2.15.0 and optax 0.2.8 with the same default
 * ε = 1e-8. Keras 3.15.1 corrects the bias `"of the step size"`, so that its ε, 1e-7 by default,
 * weighs more in the first steps (see {@linkcode scaleByAdam}).
 *
 * @param arithmetic The number system.
 * @returns The optimizer.
 * @throws {RangeError} If α is not positive and finite, β₁ or β₂ is not in [0, 1), or ε is negative
 * or not finite.
 */
export function adam<T>(
  arithmetic: Arithmetic<T>,
  { stepSize, ...scaling }: AdamOptions,
): GradientTransformation<T, readonly [ScaleByAdamState<T>, null]> {
  return chain(scaleByAdam(arithmetic, scaling), descend(arithmetic, stepSize));
}
