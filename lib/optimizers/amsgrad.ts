import type { Arithmetic } from "../arithmetic/mod.ts";
import { descend } from "./_descend.ts";
import { chain } from "./chain.ts";
import {
  scaleByAmsgrad,
  type ScaleByAmsgradOptions,
  type ScaleByAmsgradState,
} from "./scale_by_amsgrad.ts";
import type { StepSizeOptions } from "./step_size_options.ts";
import type { GradientTransformation } from "./transformation.ts";

/** The options of {@linkcode amsgrad}: those of {@linkcode scaleByAmsgrad}, and α. */
export interface AmsgradOptions extends ScaleByAmsgradOptions, StepSizeOptions {}

/**
 * AMSGrad: {@linkcode scaleByAmsgrad}, then −α (Reddi, Kale and Kumar, 2018). Without bias
 * correction, and ε enters inside the root, by default. As in a library, with ε `"outside"`:
 *
 * | library | `biasCorrection` | its default ε |
 * | --- | --- | --- |
 * | PyTorch 2.15.0 | `"after maximum"` | 1e-8 |
 * | optax 0.2.8 | `"before maximum"` | 1e-8 |
 * | Keras 3.15.1 | `"of the step size"` | 1e-7 |
 *
 * The same options train differently from one library to another (optax's issue 1389 reports it);
 * `AmsgradBiasCorrection` says where they differ.
 *
 * @param arithmetic The number system.
 * @returns The optimizer.
 * @throws {RangeError} If α is not positive and finite, β₁ or β₂ is not in [0, 1), or ε is negative
 * or not finite.
 */
export function amsgrad<T>(
  arithmetic: Arithmetic<T>,
  { stepSize, ...scaling }: AmsgradOptions,
): GradientTransformation<T, readonly [ScaleByAmsgradState<T>, null]> {
  return chain(scaleByAmsgrad(arithmetic, scaling), descend(arithmetic, stepSize));
}
