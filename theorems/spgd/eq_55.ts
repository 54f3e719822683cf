/**
 * Eqs. (54), (55): the fourth term.
 *
 * Printed: I_{4,t} = (L/2)‖z_{t+1} − z_t‖² ≤ L(β_1/(1 − β_1))²‖θ_t − θ_{t−1}‖² + L‖A_tλ_t‖² (54),
 * and Σ_{t=2}^T I_{4,t} ≤ L(β_1/(1 − β_1))² Σ_{t=1}^{T−1}‖A_tm_t‖² + LΣ_{t=2}^T‖A_tλ_t‖² (55).
 * True: Lemma 8 and (x + y)² ≤ 2x² + 2y².
 *
 * @module
 */

import type { Claim, Relation } from "../../verify/mod.ts";
import {
  alongTheRun,
  closestOf,
  fourthTerms,
  globalClaim,
  type GlobalRun,
  later,
  squares,
  total,
} from "./_global.ts";

/** The claim; a test may change L. */
export function equation55(factor = 1): Claim {
  const statement = String.raw`\sum_{t=2}^T I_{4,t} \le L\Bigl(\frac{\beta_1}{1-\beta_1}\Bigr)^2
    \sum_{t=1}^{T-1}\|A_tm_t\|_2^2 + L\sum_{t=2}^T\|A_t\lambda_t\|_2^2`;
  const relations = (run: GlobalRun): Relation[] => {
    const { constants: { smoothness }, momentumFactor: b, moves, directionSteps } = run;
    const { momentSteps, auxiliaryMoves, positionScales } = run;
    const l = factor * smoothness;
    const i4 = later(fourthTerms(run));
    const scale = (k: number) =>
      smoothness * (auxiliaryMoves[k + 1]! + positionScales[k + 1]!) * positionScales[k + 1]!;
    return [
      ...closestOf(
        "(54): I_{4,t} <= Lb²‖θ_t − θ_{t−1}‖² + L‖A_tλ_t‖²",
        i4,
        (k) => l * (b ** 2 * moves[k + 1]! ** 2 + directionSteps[k + 1]! ** 2),
        scale,
      ),
      {
        label: "(55): ΣI_{4,t} <= Lb²Σ‖A_tm_t‖² + LΣ‖A_tλ_t‖²",
        lhs: total(i4),
        sense: "<=",
        rhs: l * (b ** 2 * squares(momentSteps.slice(0, -1)) + squares(later(directionSteps))),
        scale: total(i4.map((_, k) => scale(k))),
      },
    ];
  };
  return globalClaim({
    id: "spgd/eq-55",
    title: "The fourth term of the proof",
    locus: "Proof of Theorem 3, eqs. (54), (55)",
    variants: {
      printed: { statement, expected: "holds", relations },
      sharpened: alongTheRun(statement, relations),
    },
  });
}
