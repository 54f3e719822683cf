import type { Arithmetic } from "../arithmetic/mod.ts";
import { descend } from "./_descend.ts";
import type { StepSizeOptions } from "./step_size_options.ts";
import type { GradientTransformation } from "./transformation.ts";

/** The options of {@linkcode subgradientMethod}. */
export interface SubgradientMethodOptions extends StepSizeOptions {}

/**
 * The subgradient method (Shor, 1962): θ_{t+1} = θ_t − α_t g_t, g_t ∈ ∂f(θ_t). No descent method:
 * its guarantees are on the best of its iterates.
 *
 * @param arithmetic The number system.
 * @returns The optimizer.
 * @throws {RangeError} If a step size is not positive and finite.
 */
export function subgradientMethod<T>(
  arithmetic: Arithmetic<T>,
  { stepSize }: SubgradientMethodOptions,
): GradientTransformation<T, null> {
  return descend(arithmetic, stepSize);
}
