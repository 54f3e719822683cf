/**
 * Eq. (35): the preconditioned direction is bounded.
 *
 * Printed: ‖λ_t‖_∞ ≤ ‖B_t‖_∞‖∇f(θ_t)‖_∞ ≤ C_∞M. True: λ_t = B_t g_t.
 *
 * @module
 */

import type { Claim } from "../../verify/mod.ts";
import {
  alongTheRun,
  closestOf,
  globalClaim,
  type GlobalMethod,
  type GlobalRun,
} from "./_global.ts";

/** The claim, for the modified Algorithm 1 or what a test puts in its place; it may change the bound. */
export function equation35(method?: GlobalMethod, factor = 1): Claim {
  const statement = String.raw`\|\lambda_t\|_\infty \le
    \|B_t\|_\infty\|\nabla f(\theta_t)\|_\infty \le C_\infty M`;
  const relations = ({ constants, gradientBounds, directionBounds }: GlobalRun) => [
    ...closestOf(
      "‖λ_t‖_∞ <= sup‖B_t‖_∞ ‖∇f(θ_t)‖_∞",
      directionBounds,
      (k) => factor * constants.largestColumnSum * gradientBounds[k]!,
    ),
    ...closestOf(
      "sup‖B_t‖_∞ ‖∇f(θ_t)‖_∞ <= C_∞M",
      gradientBounds.map((bound) => constants.largestColumnSum * bound),
      () => constants.rowSum * constants.gradientBound,
    ),
    ...closestOf(
      "‖λ_t‖_∞ <= C_∞M",
      directionBounds,
      () => factor * constants.rowSum * constants.gradientBound,
    ),
  ];
  return globalClaim({
    id: "spgd/eq-35",
    title: "The preconditioned direction is bounded",
    locus: "Remark 5, eq. (35)",
    variants: {
      printed: { statement, expected: "holds", relations },
      sharpened: alongTheRun(statement, relations),
    },
  }, method);
}
