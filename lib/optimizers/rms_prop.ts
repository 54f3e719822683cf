import type { Arithmetic } from "../arithmetic/mod.ts";
import { descend } from "./_descend.ts";
import { chain } from "./chain.ts";
import {
  scaleByRootMeanSquare,
  type ScaleByRootMeanSquareOptions,
  type ScaleByRootMeanSquareState,
} from "./scale_by_root_mean_square.ts";
import type { StepSizeOptions } from "./step_size_options.ts";
import type { GradientTransformation } from "./transformation.ts";

/** The options of {@linkcode rmsProp}: those of {@linkcode scaleByRootMeanSquare}, and α. */
export interface RmsPropOptions extends ScaleByRootMeanSquareOptions, StepSizeOptions {}

/**
 * RMSProp: {@linkcode scaleByRootMeanSquare}, then −α (Tieleman and Hinton, 2012). ε enters
 * outside of the root by default.
 *
 * @param arithmetic The number system.
 * @returns The optimizer.
 * @throws {RangeError} If α is not positive and finite, β is not in [0, 1), or ε is negative or not
 * finite.
 */
export function rmsProp<T>(
  arithmetic: Arithmetic<T>,
  { stepSize, ...scaling }: RmsPropOptions,
): GradientTransformation<T, readonly [ScaleByRootMeanSquareState<T>, null]> {
  return chain(scaleByRootMeanSquare(arithmetic, scaling), descend(arithmetic, stepSize));
}
