/**
 * Lemma 6: the descent lemma, eq. (19) of the appendix, and what eqs. (37) and (38) make of it.
 *
 * Printed: f(y) ≤ f(x) + ⟨∇f(x), y − x⟩ + (L/2)‖y − x‖² for any x, y. True, by Taylor's formula.
 * Looked at where the paper uses it: x = z_t, y = z_{t+1}, which is (37); (38) splits the inner
 * product into I_{1,t} + I_{2,t} + I_{3,t}.
 *
 * @module
 */

import type { Claim } from "../../verify/mod.ts";
import {
  alongTheRun,
  closestOf,
  fourthTerms,
  globalClaim,
  type GlobalRun,
  valueScale,
} from "./_global.ts";

/** The claim; a test may change L. */
export function lemma6(factor = 1): Claim {
  const statement = String
    .raw`f(y) \le f(x) + \langle\nabla f(x), y - x\rangle + \tfrac L2\|y - x\|^2`;
  const relations = (run: GlobalRun) => {
    const { values, nextValues, innerProducts, i1, i2, i3, auxiliaryMoves, constants } = run;
    const { gradientNorms, gradientGaps } = run;
    const i4 = fourthTerms(run);
    // The three parts of the inner product may be larger than it by the norm of B_t.
    const parts = (k: number) =>
      (1 + constants.largestNorm) * (gradientNorms[k]! + gradientGaps[k]!) * auxiliaryMoves[k]!;
    return [
      ...closestOf(
        "(37): f(z_{t+1}) <= f(z_t) + ⟨∇f(z_t), z_{t+1} − z_t⟩ + (L/2)‖z_{t+1} − z_t‖²",
        nextValues,
        (k) => values[k]! + innerProducts[k]! + factor * i4[k]!,
        (k) => valueScale(run, k),
      ),
      ...closestOf(
        "(38): f(z_{t+1}) <= f(z_t) + I_{1,t} + I_{2,t} + I_{3,t} + I_{4,t}",
        nextValues,
        (k) => values[k]! + i1[k]! + i2[k]! + i3[k]! + factor * i4[k]!,
        (k) => valueScale(run, k) + parts(k),
      ),
    ];
  };
  return globalClaim({
    id: "spgd/lemma-6",
    title: "The descent lemma",
    locus: "Lemma 6, eq. (19) of the appendix, eqs. (37), (38)",
    variants: {
      printed: { statement, expected: "holds", relations },
      sharpened: alongTheRun(statement, relations),
    },
  });
}
