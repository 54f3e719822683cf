import type { Arithmetic } from "../arithmetic/mod.ts";
import { leadingSingularTriplets, type RankOptions } from "../linalg/mod.ts";
import { checkInteger, checkNonNegative } from "./_check_options.ts";
import { stateless } from "./stateless.ts";
import type { GradientTransformation } from "./transformation.ts";

/**
 * Preconditions by the SVD of the Jacobian: g ↦ B g with B = [(JᵀJ)†]^{1/2} = V Σ⁻¹ Vᵀ, where
 * J_F(θ) = U Σ Vᵀ over the singular values that count as nonzero (Chang, Hao and Liu, §3.1).
 *
 * It can stand anywhere in a chain, since it acts on whatever gradient comes in. For the gradient of
 * f itself, the one that `context.gradient()` returns, B JᵀF = V Uᵀ F: this is then computed from the
 * residual, as eq. (6) prints it, because the quotient V Σ⁻¹ Vᵀ(JᵀF) would multiply the rounding
 * errors by the condition number of J.
 *
 * @param arithmetic The number system.
 * @param options Which singular values count as nonzero: the `rank` largest, or those above
 * `tolerance` times the largest, by default max(m, n)·2u times.
 * @returns The transformation. Its step is 0 where J_F(θ) = 0.
 * @throws {RangeError} If `rank` is not an integer that is at least 0, or `tolerance` is negative or
 * not finite. On an update: if the Jacobian has an entry that is not finite, if `rank` exceeds
 * min(m, n), or if it reaches a singular value 0 and the incoming gradient is not that of f.
 */
export function preconditionBySvd<T>(
  arithmetic: Arithmetic<T>,
  options: RankOptions = {},
): GradientTransformation<T, null> {
  if (options.rank !== undefined) checkInteger("rank", options.rank, 0);
  if (options.tolerance !== undefined) checkNonNegative("tolerance", options.tolerance);
  return stateless((gradient, context) => {
    const triplets = leadingSingularTriplets(arithmetic, context.jacobian(), options);
    if (triplets === undefined) return arithmetic.scale(0, gradient);
    const { u, s, v } = triplets;
    if (gradient === context.gradient()) {
      const coordinates = arithmetic.multiply(arithmetic.transpose(u), context.residual());
      return arithmetic.multiply(v, coordinates);
    }
    if (s.at(-1) === 0) {
      throw new RangeError(
        `rank is ${s.length}, but only ${s.indexOf(0)} singular values are not 0`,
      );
    }
    const coordinates = arithmetic.multiply(arithmetic.transpose(v), gradient);
    return arithmetic.multiply(v, arithmetic.quotient(coordinates, arithmetic.vector(s)));
  });
}
