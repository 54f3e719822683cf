/**
 * Eqs. (50), (52), (53): the gradient by the third term.
 *
 * Printed: ‖∇f(θ_t)‖ ≤ sup‖B_t^{-1}A_t^{-1/2}‖ (I_{3,t}^{(B)})^{1/2} (50), ‖∇f(θ_t)‖² ≤
 * ((C_2^op)²√(C_∞²M² + ε)/α) I_{3,t}^{(B)} (52), I_{3,t}^{(B)} = ‖A_t^{1/2}B_t∇f(θ_t)‖², and the
 * average of (52) over t ≥ 2 (53).
 *
 * True, although (51), from which (52) is derived, is not: ‖∇f‖ ≤
 * ‖B_t^{-1}‖‖A_t^{-1/2}‖‖A_t^{1/2}B_t∇f‖, and the square of Lemma 5's fourth root is √(C_∞²M² +
 * ε)/α. (50) is looked at at some t, with the ‖B_t^{-1}A_t^{-1/2}‖ of the same t.
 *
 * @module
 */

import type { Claim, Relation } from "../../verify/mod.ts";
import {
  alongTheRun,
  closestOf,
  conditionNumber,
  globalClaim,
  type GlobalRun,
  later,
  rootBound,
  squares,
  total,
} from "./_global.ts";

/** The claim; a test may change the factor. */
export function equation52(factor = 1): Claim {
  const statement = String.raw`\|\nabla f(\theta_t)\|_2^2 \le
    \frac{(C_2^{\mathrm{op}})^2\sqrt{C_\infty^2M^2+\epsilon}}\alpha I_{3,t}^{(B)}`;
  const relations = (run: GlobalRun): Relation[] => {
    const { sampled, gradientNorms, i3b, instance: { steps: T, stepSize } } = run;
    const bound = factor * run.constants.spectral ** 2 * rootBound(run) / stepSize;
    const condition = conditionNumber(run);
    const sampledSquares = sampled.map(({ time }) => gradientNorms[time - 1]! ** 2);
    const average = squares(later(gradientNorms)) / (T - 1);
    const averageBound = bound * total(later(i3b)) / (T - 1);
    return [
      ...closestOf(
        "(50), squared: ‖∇f(θ_t)‖² <= ‖B_t^{-1}A_t^{-1/2}‖² I_{3,t}^{(B)}",
        sampledSquares,
        (k) => factor * sampled[k]!.productNorm ** 2 * i3b[sampled[k]!.time - 1]!,
        (k) => condition * sampledSquares[k]!,
      ),
      ...closestOf(
        "(52): ‖∇f(θ_t)‖² <= (C_2^op)²√(C_∞²M² + ε)/α I_{3,t}^{(B)}",
        gradientNorms.map((norm) => norm ** 2),
        (k) => bound * i3b[k]!,
        (k) => gradientNorms[k]! ** 2 + bound * i3b[k]! * condition,
      ),
      {
        label:
          "(53): the average of ‖∇f(θ_t)‖² <= (C_2^op)²√(C_∞²M² + ε)/((T − 1)α) ΣI_{3,t}^{(B)}",
        lhs: average,
        sense: "<=",
        rhs: averageBound,
        scale: average + averageBound * condition,
      },
    ];
  };
  return globalClaim({
    id: "spgd/eq-52",
    title: "The gradient by the third term",
    locus: "Proof of Theorem 3, eqs. (50), (52), (53)",
    variants: {
      printed: { statement, expected: "holds", relations },
      sharpened: alongTheRun(statement, relations),
    },
  });
}
