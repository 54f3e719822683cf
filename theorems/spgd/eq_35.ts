/**
 * Eq. (35): the preconditioned direction is bounded.
 *
 * Printed: ‖λ_t‖_∞ ≤ ‖B_t‖_∞‖∇f(θ_t)‖_∞ ≤ C_∞M. True: λ_t = B_t g_t.
 *
 * @module
 */

import type { Claim } from "../../verify/mod.ts";
import { closestOf, globalClaim, type GlobalMethod } from "./_global.ts";

/** The claim, for the modified Algorithm 1 or what a test puts in its place; it may change the bound. */
export function equation35(method?: GlobalMethod, factor = 1): Claim {
  return globalClaim({
    id: "spgd/eq-35",
    title: "The preconditioned direction is bounded",
    locus: "Remark 5, eq. (35)",
    variants: {
      printed: {
        statement: String.raw`\|\lambda_t\|_\infty \le C_\infty M`,
        expected: "holds",
        relations: ({ directionBounds, constants: { rowSum, gradientBound } }) =>
          closestOf("‖λ_t‖_∞ <= C_∞M", directionBounds, () => factor * rowSum * gradientBound),
      },
    },
  }, method);
}
