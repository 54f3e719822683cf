/**
 * Eq. (52): the gradient by the third term.
 *
 * Printed: ‖∇f(θ_t)‖² ≤ ((C_2^op)²√(C_∞²M² + ε)/α) I_{3,t}^{(B)}, I_{3,t}^{(B)} =
 * ‖A_t^{1/2}B_t∇f(θ_t)‖².
 *
 * True, although (51), from which it is derived, is not: ‖∇f‖ ≤
 * ‖B_t^{-1}‖‖A_t^{-1/2}‖‖A_t^{1/2}B_t∇f‖, and the square of Lemma 5's fourth root is √(C_∞²M² +
 * ε)/α.
 *
 * @module
 */

import type { Claim } from "../../verify/mod.ts";
import { closestOf, globalClaim, rootBound } from "./_global.ts";

/** The claim; a test may change the factor. */
export function equation52(factor = 1): Claim {
  return globalClaim({
    id: "spgd/eq-52",
    title: "The gradient by the third term",
    locus: "Proof of Theorem 3, eq. (52)",
    variants: {
      printed: {
        statement: String.raw`\|\nabla f(\theta_t)\|_2^2 \le
          \frac{(C_2^{\mathrm{op}})^2\sqrt{C_\infty^2M^2+\epsilon}}\alpha I_{3,t}^{(B)}`,
        expected: "holds",
        relations(run) {
          const bound = factor * run.constants.spectral ** 2 * rootBound(run) /
            run.instance.stepSize;
          // λ_t is known to u times the condition number of B_t, as a share of itself.
          const condition = run.constants.largestNorm * run.constants.largestInverse;
          const squares = run.gradientNorms.map((x) => x ** 2);
          return closestOf(
            "‖∇f(θ_t)‖² <= (C_2^op)²√(C_∞²M² + ε)/α I_{3,t}^{(B)}",
            squares,
            (k) => bound * run.i3b[k]!,
            (k) => squares[k]! + bound * run.i3b[k]! * condition,
          );
        },
      },
    },
  });
}
