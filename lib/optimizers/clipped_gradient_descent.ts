import type { Arithmetic } from "../arithmetic/mod.ts";
import { checkPositive } from "./_check_options.ts";
import { descend } from "./_descend.ts";
import { chain } from "./chain.ts";
import { stateless } from "./stateless.ts";
import type { StepSizeOptions } from "./step_size_options.ts";
import type { GradientTransformation } from "./transformation.ts";

/** The options of {@linkcode clippedGradientDescent}. */
export interface ClippedGradientDescentOptions extends StepSizeOptions {
  /** The largest norm that a gradient keeps, positive. */
  readonly threshold: number;
}

/**
 * Gradient descent with clipping by the norm, θ⁺ = θ − α min{ε/‖g‖, 1} g, ε the threshold: dual
 * space preconditioning by the Huber function of ‖Z‖_F.
 *
 * @param arithmetic The number system.
 * @returns The optimizer.
 * @throws {RangeError} If α or the threshold is not positive and finite.
 */
export function clippedGradientDescent<T>(
  arithmetic: Arithmetic<T>,
  { threshold, stepSize }: ClippedGradientDescentOptions,
): GradientTransformation<T, readonly [null, null]> {
  checkPositive("threshold", threshold);
  const clip = stateless<T>((gradient) => {
    const norm = arithmetic.norm(gradient);
    return norm > threshold ? arithmetic.scale(threshold / norm, gradient) : gradient;
  });
  return chain(clip, descend(arithmetic, stepSize));
}
