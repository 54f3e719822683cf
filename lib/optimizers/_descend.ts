import type { Arithmetic } from "../arithmetic/mod.ts";
import { checkPositive } from "./_check_options.ts";
import { scale } from "./scale.ts";
import type { GradientTransformation } from "./transformation.ts";

/** The end of a descent method: multiplication by −α. Throws unless α is positive and finite. */
export function descend<T>(
  arithmetic: Arithmetic<T>,
  stepSize: number,
): GradientTransformation<T, null> {
  checkPositive("stepSize", stepSize);
  return scale(arithmetic, -stepSize);
}
