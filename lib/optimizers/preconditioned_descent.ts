import type { Arithmetic } from "../arithmetic/mod.ts";
import { descend } from "./_descend.ts";
import { chain } from "./chain.ts";
import {
  type DiagonalGaussNewtonOptions,
  preconditionByGaussNewton,
  preconditionByRunningSecondMoment,
  preconditionBySecondMoment,
  type RunningSecondMomentOptions,
  type RunningSecondMomentState,
  type SecondMomentOptions,
} from "./precondition_in_basis.ts";
import type { StepSizeOptions } from "./step_size_options.ts";
import type { GradientTransformation } from "./transformation.ts";

/** The options of {@linkcode preconditionedDescent}: η, and those of the preconditioner. */
export type PreconditionedDescentOptions<T> =
  & StepSizeOptions
  & (
    /** {@linkcode preconditionByGaussNewton}. */
    | { readonly preconditioner: "gaussNewton" } & DiagonalGaussNewtonOptions<T>
    /** {@linkcode preconditionBySecondMoment}. */
    | { readonly preconditioner: "adam" } & SecondMomentOptions<T>
    /** {@linkcode preconditionByRunningSecondMoment}. */
    | { readonly preconditioner: "adamWithRunningAverage" } & RunningSecondMomentOptions<T>
  );

/**
 * Descent with a diagonal preconditioner in a basis, θ_{t+1} = θ_t − η_t U D Uᵀ g_t (Liu et al.,
 * Adam or Gauss-Newton?, 2025, Algorithm 1, "Preconditioned optimizer"). The basis and the diagonal
 * are made anew at every iteration; which batches the gradient and H see is the problem's affair.
 *
 * Algorithm 1 takes the step sizes η_t as an input, but its last line is printed without them,
 * θ_{t+1} = θ_t − U D Uᵀ g_t; the update at the head of the paper's §2 has η, and so has this one.
 * It also takes a "regularization coefficient" that no line uses: here it is the ridge α. Its p is
 * that of Gauss–Newton only; Adam's is −½ unless another is given.
 *
 * @example Newton's method on a quadratic, and Adam in the same basis
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { float64 } from "../arithmetic/mod.ts";
 * import { type GradientMap, iterate, preconditionedDescent } from "./mod.ts";
 *
 * const rows = [[2, 1], [1, 2]];
 * const map: GradientMap = {
 *   gradient: (arithmetic, theta) => arithmetic.multiply(arithmetic.matrix(rows), theta),
 *   hessian: (arithmetic) => arithmetic.matrix(rows),
 * };
 * const run = (preconditioner: "gaussNewton" | "adam") => {
 *   const options = { preconditioner, basis: "eigenbasis", stepSize: 1 } as const;
 *   return iterate(float64, map, preconditionedDescent(float64, options), [1, -2], { steps: 1 });
 * };
 * for (const entry of run("gaussNewton")) assertAlmostEquals(entry, 0, 1e-14);
 * // The rotated gradient is (3, −3)/√2 up to signs, its signs turn back to (0, −√2).
 * assertAlmostEquals(run("adam")[1]!, -2 + Math.SQRT2, 1e-14);
 * ```
 *
 * @param arithmetic The number system.
 * @returns The optimizer.
 * @throws {RangeError} If η is not positive and finite, there is no such preconditioner, and for the
 * reasons of the preconditioner.
 * @throws {TypeError} On an update, if H is needed and the problem does not give it.
 */
export function preconditionedDescent<T>(
  arithmetic: Arithmetic<T>,
  { stepSize, ...options }: PreconditionedDescentOptions<T>,
): GradientTransformation<T, readonly [RunningSecondMomentState<T> | null, null]> {
  const descent = descend(arithmetic, stepSize);
  switch (options.preconditioner) {
    case "gaussNewton":
      return chain(preconditionByGaussNewton(arithmetic, options), descent);
    case "adam":
      return chain(preconditionBySecondMoment(arithmetic, options), descent);
    case "adamWithRunningAverage":
      return chain(preconditionByRunningSecondMoment(arithmetic, options), descent);
    default: {
      const { preconditioner } = options as { preconditioner: unknown };
      throw new RangeError(
        `there is no preconditioner ${
          JSON.stringify(preconditioner)
        }: give "gaussNewton", "adam" ` +
          'or "adamWithRunningAverage".',
      );
    }
  }
}
