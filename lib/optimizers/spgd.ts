import type { Arithmetic } from "../arithmetic/mod.ts";
import type { RankOptions } from "../linalg/mod.ts";
import { descend } from "./_descend.ts";
import { chain } from "./chain.ts";
import { preconditionBySvd } from "./precondition_by_svd.ts";
import type { StepSizeOptions } from "./step_size_options.ts";
import type { GradientTransformation } from "./transformation.ts";

/** The options of {@linkcode spgd}: those of {@linkcode preconditionBySvd}, and α. */
export interface SpgdOptions extends RankOptions, StepSizeOptions {}

/**
 * SVD-preconditioned gradient descent: θ⁺ = θ − α V Uᵀ F(θ), where J_F(θ) = U Σ Vᵀ over the
 * singular values that count as nonzero (Chang, Hao and Liu, eq. (6)).
 *
 * @param arithmetic The number system.
 * @returns The optimizer.
 * @throws {RangeError} If α is not positive and finite, `rank` is not an integer that is at least 0,
 * or `tolerance` is negative or not finite. On an update: if the Jacobian has an entry that is not
 * finite, or `rank` exceeds min(m, n).
 */
export function spgd<T>(
  arithmetic: Arithmetic<T>,
  { stepSize, ...rankOptions }: SpgdOptions,
): GradientTransformation<T, readonly [null, null]> {
  return chain(preconditionBySvd(arithmetic, rankOptions), descend(arithmetic, stepSize));
}
