import type { Arithmetic } from "../arithmetic/mod.ts";
import { checkFinite } from "./_check_options.ts";
import { stateless } from "./stateless.ts";
import type { GradientTransformation } from "./transformation.ts";

/**
 * Multiplies by a constant: with −α, the end of every descent method.
 *
 * @param arithmetic The number system.
 * @param factor Any finite number.
 * @returns The transformation g ↦ factor · g.
 * @throws {RangeError} If `factor` is not finite.
 */
export function scale<T>(
  arithmetic: Arithmetic<T>,
  factor: number,
): GradientTransformation<T, null> {
  checkFinite("factor", factor);
  return stateless((gradient) => arithmetic.scale(factor, gradient));
}
