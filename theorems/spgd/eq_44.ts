/**
 * Eqs. (42) to (44): the second term of the proof of Theorem 3.
 *
 * Printed, for I_{2,t} = ⟨B_t∇f(z_t) − B_t∇f(θ_t), z_{t+1} − z_t⟩ and b = β_1/(1 − β_1):
 *
 * - (42): |I_{2,t}| ≤ C_2L‖z_t − θ_t‖‖z_{t+1} − z_t‖;
 * - (43): |I_{2,t}| ≤ C_2Lb²‖θ_t − θ_{t−1}‖² + (C_2L/2)b(‖θ_t − θ_{t−1}‖² + ‖A_tλ_t‖²);
 * - (44): Σ_{t=2}^T I_{2,t} ≤ (C_2L/2)(β_1(1 + β_1)/(1 − β_1)²) Σ_{t=1}^{T−1}‖A_tm_t‖² + (C_2L/2)b Σ_{t=2}^T‖A_tλ_t‖².
 *
 * True: z_t − θ_t = b(θ_t − θ_{t−1}), Lemma 8, 2xy ≤ x² + y², and b(1 + 2b)/… = β_1(1 + β_1)/(1 −
 * β_1)².
 *
 * @module
 */

import type { Claim, Relation } from "../../verify/mod.ts";
import {
  alongTheRun,
  closestOf,
  globalClaim,
  type GlobalRun,
  later,
  ofMomentum,
  squares,
  total,
} from "./_global.ts";

/** The claim; a test may change C_2. */
export function equation44(factor = 1): Claim {
  const statement = String.raw`|I_{2,t}| \le C_2L\|z_t-\theta_t\|\|z_{t+1}-z_t\|, \quad
    \sum_{t=2}^T I_{2,t} \le \frac{C_2L}2\frac{\beta_1(1+\beta_1)}{(1-\beta_1)^2}
    \sum_{t=1}^{T-1}\|A_tm_t\|^2 + \frac{C_2L}2\frac{\beta_1}{1-\beta_1}
    \sum_{t=2}^T\|A_t\lambda_t\|^2`;
  const relations = (run: GlobalRun): Relation[] => {
    const { constants: { spectral, largestNorm, smoothness }, momentumFactor: b } = run;
    const { moves, auxiliaryMoves, momentSteps, directionSteps, positionScales } = run;
    const { gradientGaps, gradientNorms } = run;
    const c = factor * spectral * smoothness;
    const sizes = ofMomentum(run, run.i2).map(Math.abs);
    const scale = (k: number) =>
      spectral * (smoothness * positionScales[k + 1]! + gradientNorms[k + 1]! +
        gradientGaps[k + 1]!) *
      (auxiliaryMoves[k + 1]! + positionScales[k + 1]!);
    const product = (k: number) => largestNorm * gradientGaps[k + 1]! * auxiliaryMoves[k + 1]!;
    return [
      ...closestOf(
        "(42): |I_{2,t}| <= sup‖B_t‖‖∇f(z_t) − ∇f(θ_t)‖‖z_{t+1} − z_t‖",
        sizes,
        product,
        scale,
      ),
      ...closestOf(
        "(42): |I_{2,t}| <= C_2L‖z_t − θ_t‖‖z_{t+1} − z_t‖",
        sizes,
        (k) => c * b * moves[k + 1]! * auxiliaryMoves[k + 1]!,
        scale,
      ),
      ...closestOf(
        "(43): |I_{2,t}| <= C_2Lb‖θ_t − θ_{t−1}‖(b‖θ_t − θ_{t−1}‖ + ‖A_tλ_t‖)",
        sizes,
        (k) => c * b * moves[k + 1]! * (b * moves[k + 1]! + directionSteps[k + 1]!),
        scale,
      ),
      ...closestOf(
        "(43): |I_{2,t}| <= C_2Lb²‖θ_t − θ_{t−1}‖² + ½C_2Lb(‖θ_t − θ_{t−1}‖² + ‖A_tλ_t‖²)",
        sizes,
        (k) =>
          c * (b ** 2 * moves[k + 1]! ** 2 +
            b / 2 * (moves[k + 1]! ** 2 + directionSteps[k + 1]! ** 2)),
        scale,
      ),
      {
        label: "(44): ΣI_{2,t} <= ½C_2Lb((1 + 2b)Σ‖A_tm_t‖² + Σ‖A_tλ_t‖²)",
        lhs: total(later(run.i2)),
        sense: "<=",
        rhs: c * b / 2 *
          ((1 + 2 * b) * squares(momentSteps.slice(0, -1)) + squares(later(directionSteps))),
        scale: total(sizes.map((_, k) => scale(k))),
      },
    ];
  };
  return globalClaim({
    id: "spgd/eq-44",
    title: "The second term of the proof",
    locus: "Proof of Theorem 3, eqs. (42) to (44)",
    variants: {
      printed: { statement, expected: "holds", relations },
      sharpened: alongTheRun(statement, relations),
    },
  });
}
