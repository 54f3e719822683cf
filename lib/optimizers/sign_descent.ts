import type { Arithmetic } from "../arithmetic/mod.ts";
import { descend } from "./_descend.ts";
import { chain } from "./chain.ts";
import { stateless } from "./stateless.ts";
import type { StepSizeOptions } from "./step_size_options.ts";
import type { GradientTransformation } from "./transformation.ts";

/**
 * Sign descent, θ⁺ = θ − α sign(g), sign(0) = 0 (Bernstein, Wang, Azizzadenesheli and Anandkumar,
 * signSGD, ICML 2018). It is the limit ε → 0 of `adamWithoutMomentum`; its potential, Σ |Z_ij|, is
 * not differentiable at 0.
 *
 * @param arithmetic The number system.
 * @returns The optimizer.
 * @throws {RangeError} If α is not positive and finite.
 */
export function signDescent<T>(
  arithmetic: Arithmetic<T>,
  { stepSize }: StepSizeOptions,
): GradientTransformation<T, readonly [null, null]> {
  const sign = stateless<T>((gradient) => arithmetic.apply("sign", gradient));
  return chain(sign, descend(arithmetic, stepSize));
}
