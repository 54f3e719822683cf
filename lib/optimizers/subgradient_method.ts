import type { Arithmetic } from "../arithmetic/mod.ts";
import { checkPositive } from "./_check_options.ts";
import { stateless } from "./stateless.ts";
import type { GradientTransformation } from "./transformation.ts";

/** The options of {@linkcode subgradientMethod}. */
export interface SubgradientMethodOptions {
  /** α_t > 0: one step size for all, or a function of the iteration, counted from 0. */
  readonly stepSize: number | ((iteration: number) => number);
}

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
  if (typeof stepSize === "number") checkPositive("stepSize", stepSize);
  const stepSizeAt = typeof stepSize === "number" ? () => stepSize : stepSize;
  return stateless((subgradient, { iteration }) => {
    const alpha = stepSizeAt(iteration);
    checkPositive("stepSize", alpha);
    return arithmetic.scale(-alpha, subgradient);
  });
}
