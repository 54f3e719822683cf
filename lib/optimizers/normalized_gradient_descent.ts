import type { Arithmetic } from "../arithmetic/mod.ts";
import { checkNonNegative } from "./_check_options.ts";
import { descend } from "./_descend.ts";
import { chain } from "./chain.ts";
import { stateless } from "./stateless.ts";
import type { StepSizeOptions } from "./step_size_options.ts";
import type { GradientTransformation } from "./transformation.ts";

/** The options of {@linkcode normalizedGradientDescent}. */
export interface NormalizedGradientDescentOptions extends StepSizeOptions {
  /** ε ≥ 0. */
  readonly epsilon: number;
}

/**
 * Normalized gradient descent, θ⁺ = θ − α g/(ε + ‖g‖): dual space preconditioning by
 * K(Z) = ‖Z‖_F − ε log(ε + ‖Z‖_F). A zero gradient makes no step.
 *
 * @param arithmetic The number system.
 * @returns The optimizer.
 * @throws {RangeError} If α is not positive and finite, or ε is negative or not finite.
 */
export function normalizedGradientDescent<T>(
  arithmetic: Arithmetic<T>,
  { epsilon, stepSize }: NormalizedGradientDescentOptions,
): GradientTransformation<T, readonly [null, null]> {
  checkNonNegative("epsilon", epsilon);
  const normalize = stateless<T>((gradient) => {
    const norm = arithmetic.norm(gradient);
    return arithmetic.scale(norm === 0 ? 0 : 1 / (epsilon + norm), gradient);
  });
  return chain(normalize, descend(arithmetic, stepSize));
}
