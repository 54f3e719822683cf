import type { Arithmetic } from "../arithmetic/mod.ts";
import { descend } from "./_descend.ts";
import type { StepSizeOptions } from "./step_size_options.ts";
import type { GradientTransformation } from "./transformation.ts";

/**
 * Gradient descent: θ⁺ = θ − α∇f(θ).
 *
 * @param arithmetic The number system.
 * @returns The optimizer.
 * @throws {RangeError} If α is not positive and finite.
 */
export function gradientDescent<T>(
  arithmetic: Arithmetic<T>,
  { stepSize }: StepSizeOptions,
): GradientTransformation<T, null> {
  return descend(arithmetic, stepSize);
}
