/**
 * Lemma 7: the steps of the auxiliary sequence.
 *
 * Printed: z_{t+1} − z_t = β_1/(1 − β_1)(A_{t−1} − A_t)m_{t−1} − A_tλ_t for t ≥ 2, and −A_1λ_1 for
 * t = 1. True: θ_{t+1} − θ_t = −A_t m_t, m_t = β_1m_{t−1} + (1 − β_1)λ_t, and (1/(1 − β_1))·β_1 =
 * β_1/(1 − β_1).
 *
 * @module
 */

import type { Claim, Relation } from "../../verify/mod.ts";
import { globalClaim, type GlobalMethod, stepRounding } from "./_global.ts";

/** The claim, for the modified Algorithm 1 or what a test puts in its place. */
export function lemma7(method?: GlobalMethod): Claim {
  return globalClaim({
    id: "spgd/lemma-7",
    title: "The steps of the auxiliary sequence",
    locus: "Lemma 7",
    variants: {
      printed: {
        statement: String.raw`z_{t+1} - z_t = \tfrac{\beta_1}{1-\beta_1}(A_{t-1} - A_t)m_{t-1} -
          A_t\lambda_t \ (t \ge 2), \quad z_2 - z_1 = -A_1\lambda_1`,
        expected: "holds",
        relations(run) {
          const { lemma7Errors, positionScales, auxiliaryMoves, momentumFactor, momentSteps } = run;
          // At the start, at the end and where the error is the largest share of what rounding may do.
          const share = (k: number) => lemma7Errors[k]! / (positionScales[k]! + Number.MIN_VALUE);
          let worst = 0;
          lemma7Errors.forEach((_, k) => {
            if (share(k) > share(worst)) worst = k;
          });
          const places = [...new Set([0, worst, lemma7Errors.length - 1])];
          return places.map((k): Relation => ({
            label: k === 0
              ? "z_2 − z_1 = −A_1λ_1"
              : "z_{t+1} − z_t = b(A_{t−1} − A_t)m_{t−1} − A_tλ_t",
            lhs: lemma7Errors[k]!,
            sense: "=",
            rhs: 0,
            scale: positionScales[k]! + (1 + momentumFactor) * momentSteps[k]! +
              stepRounding(run, k),
            size: auxiliaryMoves[k]!,
          }));
        },
      },
    },
  }, method);
}
