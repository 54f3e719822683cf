import type { Arithmetic } from "../arithmetic/mod.ts";
import { descend } from "./_descend.ts";
import { chain } from "./chain.ts";
import {
  preconditionByHessian,
  type PreconditionByHessianOptions,
} from "./precondition_by_hessian.ts";
import { stateless } from "./stateless.ts";
import type { StepSize } from "./step_size_schedule.ts";
import type { GradientTransformation } from "./transformation.ts";

/** The options of {@linkcode newton}. */
export interface NewtonOptions extends PreconditionByHessianOptions {
  /**
   * α > 0: a number, one for each iteration, or `"damped"` for 1/(1 + δ), δ = (gᵀ(∇²f + λI)⁻¹g)^{1/2}
   * being Newton's decrement. Default 1.
   */
  readonly stepSize?: StepSize | "damped";
}

/**
 * Newton's method for minimizing f: θ⁺ = θ − α (∇²f(θ) + λI)⁻¹ ∇f(θ). With λ = 0 and α = 1 it is
 * the pure one, with the step size `"damped"` the one that decreases every self-concordant function
 * (Nesterov and Nemirovskii, 1994), with a λ it is regularized.
 *
 * @example A quadratic is minimized in one step: f(x, y) = x² + xy + 2y²
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { float64 } from "../arithmetic/mod.ts";
 * import { type GradientMap, iterate, newton } from "./mod.ts";
 *
 * const rows = [[2, 1], [1, 4]];
 * const map: GradientMap = {
 *   gradient: (arithmetic, theta) => arithmetic.multiply(arithmetic.matrix(rows), theta),
 *   hessian: (arithmetic) => arithmetic.matrix(rows),
 * };
 * for (const entry of iterate(float64, map, newton(float64), [3, -5], { steps: 1 })) {
 *   assertAlmostEquals(entry, 0, 1e-14);
 * }
 * ```
 *
 * @param arithmetic The number system.
 * @returns The optimizer. It needs a problem with a Hessian.
 * @throws {RangeError} If α is not positive and finite, or λ is negative or not finite. On an update:
 * if ∇²f + λI is singular to rounding or not finite, or, for damped steps, not positive along ∇f.
 */
export function newton<T>(
  arithmetic: Arithmetic<T>,
  { stepSize = 1, ...preconditioning }: NewtonOptions = {},
): GradientTransformation<T, readonly [null, null]> {
  const ending = stepSize === "damped"
    ? dampByDecrement(arithmetic)
    : descend(arithmetic, stepSize);
  return chain(preconditionByHessian(arithmetic, preconditioning), ending);
}

function dampByDecrement<T>(arithmetic: Arithmetic<T>): GradientTransformation<T, null> {
  return stateless((direction, context) => {
    const square = arithmetic.dot(context.gradient(), direction);
    if (!(square >= 0)) {
      throw new RangeError(
        `the square of Newton's decrement at iteration ${context.iteration} is ${square}: damped ` +
          "steps need a Hessian that is positive definite; give a larger regularization.",
      );
    }
    return arithmetic.scale(-1 / (1 + Math.sqrt(square)), direction);
  });
}
