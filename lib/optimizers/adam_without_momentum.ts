import type { Arithmetic } from "../arithmetic/mod.ts";
import { checkPositive } from "./_check_options.ts";
import { descend } from "./_descend.ts";
import { chain } from "./chain.ts";
import {
  normalizedGradientDescent,
  type NormalizedGradientDescentOptions,
} from "./normalized_gradient_descent.ts";
import { stateless } from "./stateless.ts";
import type { GradientTransformation } from "./transformation.ts";

/** The options of {@linkcode adamWithoutMomentum}. */
export interface AdamWithoutMomentumOptions extends NormalizedGradientDescentOptions {
  /**
   * What is added to ε: the absolute value of each entry of the gradient, or the gradient's norm.
   * Default: `"entrywise"`.
   */
  readonly denominator?: "entrywise" | "norm";
}

/**
 * Adam without momentum (β₁ = β₂ = 0), θ⁺ = θ − α g/(ε + |g|) entry by entry: dual space
 * preconditioning by K(Z) = Σ |Z_ij| − ε log(ε + |Z_ij|). With the denominator `"norm"` it is eq.
 * (7) of Ghane, Akhtiamov and Hassibi (arXiv:2603.10485) as printed, which is {@linkcode
 * normalizedGradientDescent}.
 *
 * @param arithmetic The number system.
 * @returns The optimizer.
 * @throws {RangeError} If α or ε is not positive and finite.
 */
export function adamWithoutMomentum<T>(
  arithmetic: Arithmetic<T>,
  { epsilon, stepSize, denominator = "entrywise" }: AdamWithoutMomentumOptions,
): GradientTransformation<T, readonly [null, null]> {
  checkPositive("epsilon", epsilon);
  if (denominator === "norm") return normalizedGradientDescent(arithmetic, { epsilon, stepSize });
  const divide = stateless<T>((gradient) =>
    arithmetic.quotient(
      gradient,
      arithmetic.shift(arithmetic.apply("absolute", gradient), epsilon),
    )
  );
  return chain(divide, descend(arithmetic, stepSize));
}
