/**
 * Eqs. (46), (48): the third term, its first part.
 *
 * Printed: |I_{3,t}^{(A)}| ≤ (β_1M²C_{1,1}^op/(1 − β_1))(‖A_{t−1}‖_{1,1} − ‖A_t‖_{1,1}),
 * I_{3,t}^{(A)} = (β_1/(1 − β_1))⟨B_t∇f(θ_t), (A_{t−1} − A_t)m_{t−1}⟩.
 *
 * It fails: m_{t−1} averages the λ_j, of which (35) says ‖λ_j‖_∞ ≤ C_∞M, and (46) takes M for it.
 * By hand: m = 1, B = c > 1: with g_{t−1} and g_t near M, I_{3,t}^{(A)} is nearly b·cM·(A_{t−1} −
 * A_t)·cM (m_{t−1} near cM), and the bound b·M²·c·(A_{t−1} − A_t), smaller by the factor c.
 *
 * Corrected: M²C_∞C_{1,1}^op in the place of M²C_{1,1}^op.
 *
 * @module
 */

import type { Claim } from "../../verify/mod.ts";
import { closestOf, globalClaim, type GlobalRun, later } from "./_global.ts";

function thirdTerm(run: GlobalRun, label: string, factor: number) {
  const { constants: { gradientBound, columnSum }, momentumFactor: b, traces } = run;
  const bound = b * gradientBound ** 2 * columnSum * factor;
  return closestOf(
    label,
    later(run.i3a).map(Math.abs),
    (k) => bound * (traces[k]! - traces[k + 1]!),
    (k) => bound * (1 + run.constants.rowSum) * traces[k]!,
  );
}

/** The claim; a test may change the bound of the corrected form. */
export function equation48(factor = 1): Claim {
  return globalClaim({
    id: "spgd/eq-48",
    title: "The third term of the proof, its first part",
    locus: "Proof of Theorem 3, eqs. (46), (48)",
    variants: {
      printed: {
        statement: String.raw`|I_{3,t}^{(A)}| \le \frac{\beta_1M^2C_{1,1}^{\mathrm{op}}}{1-\beta_1}
          \bigl(\|A_{t-1}\|_{1,1} - \|A_t\|_{1,1}\bigr)`,
        expected: "refuted",
        relations: (run) =>
          thirdTerm(run, "|I_{3,t}^{(A)}| <= bM²C_{1,1}^op(‖A_{t−1}‖_{1,1} − ‖A_t‖_{1,1})", 1),
      },
      corrected: {
        statement: String.raw`|I_{3,t}^{(A)}| \le
          \frac{\beta_1M^2C_\infty C_{1,1}^{\mathrm{op}}}{1-\beta_1}
          \bigl(\|A_{t-1}\|_{1,1} - \|A_t\|_{1,1}\bigr)`,
        expected: "holds",
        relations: (run) =>
          thirdTerm(
            run,
            "|I_{3,t}^{(A)}| <= bM²C_∞C_{1,1}^op(‖A_{t−1}‖_{1,1} − ‖A_t‖_{1,1})",
            factor * run.constants.rowSum,
          ),
      },
    },
  });
}
