/**
 * Eqs. (45) to (48): the third term, its first part.
 *
 * Printed: I_{3,t} = ⟨B_t∇f(θ_t), z_{t+1} − z_t⟩ = I_{3,t}^{(A)} − I_{3,t}^{(B)} with I_{3,t}^{(A)} =
 * (β_1/(1 − β_1))⟨B_t∇f(θ_t), (A_{t−1} − A_t)m_{t−1}⟩ (45), and
 *
 *     |I_{3,t}^{(A)}| ≤ (β_1/(1 − β_1)) sup‖∇f(θ_t)‖_∞ ‖B_t(A_{t−1} − A_t)‖_{1,1} sup‖m_{t−1}‖_∞
 *                     ≤ (β_1M²/(1 − β_1)) sup‖B_t‖_{1,1}^op ‖A_{t−1} − A_t‖_{1,1},            (46)
 *     ‖A_{t−1} − A_t‖_{1,1} = ‖A_{t−1}‖_{1,1} − ‖A_t‖_{1,1},                                  (47)
 *     |I_{3,t}^{(A)}| ≤ (β_1M²C_{1,1}^op/(1 − β_1))(‖A_{t−1}‖_{1,1} − ‖A_t‖_{1,1}).           (48)
 *
 * The second step of (46) fails, and (48) with it: m_{t−1} averages the λ_j, of which (35) says
 * ‖λ_j‖_∞ ≤ C_∞M, and (46) takes M for it. By hand: m = 1, B = c > 1: with g_{t−1} and g_t near M,
 * I_{3,t}^{(A)} is nearly b·cM·(A_{t−1} − A_t)·cM (m_{t−1} near cM), and the bound b·M²·c·(A_{t−1} −
 * A_t), smaller by the factor c.
 *
 * Corrected: M²C_∞C_{1,1}^op in the place of M²C_{1,1}^op.
 *
 * @module
 */

import type { Claim, Relation } from "../../verify/mod.ts";
import {
  alongTheRun,
  closestOf,
  farthestOf,
  globalClaim,
  type GlobalRun,
  largest,
  later,
  ofMomentum,
  stepRounding,
} from "./_global.ts";

function thirdTerm(run: GlobalRun, more: string, factor: number): Relation[] {
  const { constants, momentumFactor: b, traces, traceDecreases, thirdNorms, i3a, i3b } = run;
  const { gradientBound, largestColumnSum, columnSum, dimension, rowSum } = constants;
  const { directionBounds, momentSteps, positionScales, largestMoment } = run;
  const bound = b * gradientBound ** 2 * factor;
  const scale = (k: number) => b * (gradientBound * rowSum) ** 2 * traces[k]!;
  const product = b * largest(run.gradientBounds) * largestMoment;
  const sizes = ofMomentum(run, i3a).map(Math.abs);
  return [
    ...farthestOf(
      "(45): I_{3,t} = I_{3,t}^{(A)} − I_{3,t}^{(B)}",
      later(run.i3),
      (k) => i3a[k + 1]! - i3b[k + 1]!,
      (k) =>
        Math.sqrt(dimension) * directionBounds[k + 1]! *
        (positionScales[k + 1]! + (1 + b) * momentSteps[k + 1]! + b * rowSum * gradientBound *
            traces[k]! +
          stepRounding(run, k + 1)),
    ),
    ...closestOf(
      "(46): |I_{3,t}^{(A)}| <= b sup‖∇f(θ_t)‖_∞ ‖B_t(A_{t−1} − A_t)‖_{1,1} sup‖m_{t−1}‖_∞",
      sizes,
      (k) => product * thirdNorms[k + 1]!,
      scale,
    ),
    ...closestOf(
      `(46): b sup‖∇f(θ_t)‖_∞ ‖B_t(A_{t−1} − A_t)‖_{1,1} sup‖m_{t−1}‖_∞ <= bM²${more} ` +
        "sup‖B_t‖_{1,1}^op ‖A_{t−1} − A_t‖_{1,1}",
      ofMomentum(run, thirdNorms).map((norm) => product * norm),
      (k) => bound * largestColumnSum * traceDecreases[k + 1]!,
    ),
    ...farthestOf(
      "(47): ‖A_{t−1} − A_t‖_{1,1} = ‖A_{t−1}‖_{1,1} − ‖A_t‖_{1,1}",
      later(traceDecreases),
      (k) => traces[k]! - traces[k + 1]!,
      (k) => traces[k]!,
    ),
    ...closestOf(
      `(48): |I_{3,t}^{(A)}| <= bM²${more}C_{1,1}^op(‖A_{t−1}‖_{1,1} − ‖A_t‖_{1,1})`,
      sizes,
      (k) => bound * columnSum * (traces[k]! - traces[k + 1]!),
      scale,
    ),
  ];
}

/** The claim; a test may change the bound of the corrected form. */
export function equation48(factor = 1): Claim {
  const statement = String.raw`|I_{3,t}^{(A)}| \le
    \frac{\beta_1M^2C_\infty C_{1,1}^{\mathrm{op}}}{1-\beta_1}
    \bigl(\|A_{t-1}\|_{1,1} - \|A_t\|_{1,1}\bigr)`;
  const corrected = (run: GlobalRun) => thirdTerm(run, "C_∞", factor * run.constants.rowSum);
  return globalClaim({
    id: "spgd/eq-48",
    title: "The third term of the proof, its first part",
    locus: "Proof of Theorem 3, eqs. (45) to (48)",
    variants: {
      printed: {
        statement: String.raw`|I_{3,t}^{(A)}| \le \frac{\beta_1M^2C_{1,1}^{\mathrm{op}}}{1-\beta_1}
          \bigl(\|A_{t-1}\|_{1,1} - \|A_t\|_{1,1}\bigr)`,
        expected: "refuted",
        relations: (run) => thirdTerm(run, "", 1),
      },
      corrected: { statement, expected: "holds", relations: corrected },
      sharpened: alongTheRun(statement, corrected),
    },
  });
}
