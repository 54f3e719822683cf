import type { Arithmetic } from "../arithmetic/mod.ts";
import { checkPositive } from "./_check_options.ts";
import { scale } from "./scale.ts";
import { stateless } from "./stateless.ts";
import { type StepSize, stepSizeAt } from "./step_size_schedule.ts";
import type { GradientTransformation } from "./transformation.ts";

/**
 * The end of a descent method: multiplication by −α_k. Throws a `RangeError` unless α is positive and
 * finite: a constant one here, others when their iteration comes (and those may underflow to 0).
 */
export function descend<T>(
  arithmetic: Arithmetic<T>,
  stepSize: StepSize,
): GradientTransformation<T, null> {
  if (typeof stepSize === "number") {
    checkPositive("stepSize", stepSize);
    return scale(arithmetic, -stepSize);
  }
  return stateless((gradient, { iteration }) =>
    arithmetic.scale(-stepSizeAt(stepSize, iteration), gradient)
  );
}
