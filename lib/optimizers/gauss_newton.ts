import type { Arithmetic } from "../arithmetic/mod.ts";
import { leadingSingularTriplets, type RankOptions } from "../linalg/mod.ts";
import { descend } from "./_descend.ts";
import { chain } from "./chain.ts";
import {
  preconditionByConjugateGradients,
  type PreconditionByConjugateGradientsOptions,
} from "./precondition_by_conjugate_gradients.ts";
import { stateless } from "./stateless.ts";
import type { StepSize } from "./step_size_schedule.ts";
import type { GradientTransformation } from "./transformation.ts";

/** The options of {@linkcode gaussNewton}. */
export interface GaussNewtonOptions extends RankOptions {
  /** α > 0: a number, or one for each iteration. Default 1. */
  readonly stepSize?: StepSize;
}

/**
 * The Gauss–Newton method for f = ½‖F‖²: θ⁺ = θ − α J†F, J = J_F(θ), which is θ − α (JᵀJ)⁻¹JᵀF
 * where J has full column rank and the step of least norm where it has not. With α = 1 it solves a
 * linear problem in one step.
 *
 * @example A line through two points
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { float64 } from "../arithmetic/mod.ts";
 * import { gaussNewton, iterate, type ResidualMap } from "./mod.ts";
 *
 * const rows = [[1, 0], [1, 2]];
 * const map: ResidualMap = {
 *   residual: (arithmetic, theta) =>
 *     arithmetic.subtract(
 *       arithmetic.multiply(arithmetic.matrix(rows), theta),
 *       arithmetic.vector([1, 5]),
 *     ),
 *   jacobian: (arithmetic) => arithmetic.matrix(rows),
 * };
 * const [intercept, slope] = iterate(float64, map, gaussNewton(float64), [0, 0], { steps: 1 });
 * assertAlmostEquals(intercept!, 1);
 * assertAlmostEquals(slope!, 2);
 * ```
 *
 * @param arithmetic The number system.
 * @returns The optimizer. It needs a problem with a Jacobian.
 * @throws {RangeError} If α is not positive and finite, `rank` is not an integer that is at least 0,
 * or `tolerance` is negative or not finite. On an update: if the Jacobian has an entry that is not
 * finite, or `rank` reaches a singular value 0.
 *
 * Source: Å. Björck, Numerical Methods for Least Squares Problems (1996), §9.2.
 */
export function gaussNewton<T>(
  arithmetic: Arithmetic<T>,
  { stepSize = 1, ...rankOptions }: GaussNewtonOptions = {},
): GradientTransformation<T, readonly [null, null]> {
  const direction = stateless<T>((gradient, context) => {
    const triplets = leadingSingularTriplets(arithmetic, context.jacobian(), rankOptions);
    if (triplets === undefined) return arithmetic.scale(0, gradient);
    const { u, s, v } = triplets;
    if (s.at(-1) === 0) {
      throw new RangeError(
        `rank is ${s.length}, but only ${s.indexOf(0)} singular values are not 0`,
      );
    }
    const coordinates = arithmetic.multiply(arithmetic.transpose(u), context.residual());
    return arithmetic.multiply(v, arithmetic.quotient(coordinates, arithmetic.vector(s)));
  });
  return chain(direction, descend(arithmetic, stepSize));
}

/** The options of {@linkcode gaussNewtonConjugateGradients}. */
export interface GaussNewtonConjugateGradientsOptions
  extends Omit<PreconditionByConjugateGradientsOptions, "damping"> {
  /** α > 0: a number, or one for each iteration. Default 1. */
  readonly stepSize?: StepSize;
}

/**
 * The Gauss–Newton method without a decomposition: θ⁺ = θ − α v, (JᵀJ)v = JᵀF by conjugate
 * gradients on products with J and Jᵀ. After as many steps as J has rank, v is J†F up to rounding
 * times the square of J's condition number.
 *
 * @param arithmetic The number system.
 * @returns The optimizer. It needs a problem with a Jacobian.
 * @throws {RangeError} As {@linkcode preconditionByConjugateGradients}, and if α is not positive and
 * finite.
 */
export function gaussNewtonConjugateGradients<T>(
  arithmetic: Arithmetic<T>,
  { stepSize = 1, ...solver }: GaussNewtonConjugateGradientsOptions,
): GradientTransformation<T, readonly [null, null]> {
  return chain(
    preconditionByConjugateGradients(arithmetic, solver),
    descend(arithmetic, stepSize),
  );
}
