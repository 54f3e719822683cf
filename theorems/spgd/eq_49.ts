/**
 * Eq. (49): the third term, its first part, summed.
 *
 * Printed: Σ_{t=2}^T I_{3,t}^{(A)} ≤ (β_1M²C_{1,1}^op/(1 − β_1))‖A_1‖_{1,1}.
 *
 * It is the sum of (48), which is false; with C_∞ it is true, as the differences telescope. By hand
 * as there: the sum may come near b·c²M²(A_1 − A_T), where it is claimed to be at most b·cM²A_1.
 *
 * Corrected: M²C_∞C_{1,1}^op in the place of M²C_{1,1}^op.
 *
 * @module
 */

import type { Claim, Relation } from "../../verify/mod.ts";
import { alongTheRun, globalClaim, type GlobalRun, later, total } from "./_global.ts";

function telescoped(run: GlobalRun, label: string, factor: number): Relation[] {
  const { constants: { gradientBound, columnSum }, momentumFactor: b, traces } = run;
  const terms = later(run.i3a);
  return [{
    label,
    lhs: total(terms),
    sense: "<=",
    rhs: b * gradientBound ** 2 * columnSum * factor * traces[0]!,
    scale: total(terms.map(Math.abs)) + b * gradientBound ** 2 * columnSum * traces[0]!,
  }];
}

/** The claim; a test may change the bound of the corrected form. */
export function equation49(factor = 1): Claim {
  const statement = String.raw`\sum_{t=2}^T I_{3,t}^{(A)} \le
    \frac{\beta_1M^2C_\infty C_{1,1}^{\mathrm{op}}}{1-\beta_1}\|A_1\|_{1,1}`;
  const corrected = (run: GlobalRun) =>
    telescoped(
      run,
      "ΣI_{3,t}^{(A)} <= bM²C_∞C_{1,1}^op‖A_1‖_{1,1}",
      factor * run.constants.rowSum,
    );
  return globalClaim({
    id: "spgd/eq-49",
    title: "The third term of the proof, its first part, summed",
    locus: "Proof of Theorem 3, eq. (49)",
    variants: {
      printed: {
        statement: String.raw`\sum_{t=2}^T I_{3,t}^{(A)} \le
          \frac{\beta_1M^2C_{1,1}^{\mathrm{op}}}{1-\beta_1}\|A_1\|_{1,1}`,
        expected: "refuted",
        relations: (run) => telescoped(run, "ΣI_{3,t}^{(A)} <= bM²C_{1,1}^op‖A_1‖_{1,1}", 1),
      },
      corrected: { statement, expected: "holds", relations: corrected },
      sharpened: alongTheRun(statement, corrected),
    },
  });
}
