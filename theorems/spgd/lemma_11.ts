/**
 * Lemma 11: the squares of the steps, summed.
 *
 * Printed: with K = 1/(2ε^{1/2}(1 − β_2)^{1/2}(1 − γ)), γ = β_1/√β_2, Σ_t‖A_t m_t‖² ≤ (1 − β_1)α²K
 * T^{1/2} Σ_i‖λ_{1:T,i}‖ (28) and Σ_t‖A_tλ_t‖² ≤ α²K T^{1/2} Σ_i‖λ_{1:T,i}‖ (29).
 *
 * True: v + ε ≥ 2√(vε); m_t² ≤ (1 − β_1)Σβ_1^{t−j}λ_j², and √v_t ≥ √(1 − β_2) β_2^{(t−j)/2}|λ_j|
 * for every j ≤ t; sum over t, then Cauchy and Schwarz over t. For (29) j = t alone remains, which
 * makes it true without 1 − γ.
 *
 * @module
 */

import type { Claim } from "../../verify/mod.ts";
import { directionSum, globalClaim, type GlobalMethod, squares } from "./_global.ts";

/** The claim, for the modified Algorithm 1 or what a test puts in its place; it may change K. */
export function lemma11(method?: GlobalMethod, factor = 1): Claim {
  return globalClaim({
    id: "spgd/lemma-11",
    title: "The squares of the steps, summed",
    locus: "Lemma 11, eqs. (28), (29) of the appendix",
    variants: {
      printed: {
        statement: String.raw`\sum_t\|A_tm_t\|^2 \le
          (1-\beta_1)\alpha^2KT^{1/2}\sum_i\|\lambda_{1:T,i}\|, \quad
          \sum_t\|A_t\lambda_t\|^2 \le \alpha^2KT^{1/2}\sum_i\|\lambda_{1:T,i}\|`,
        expected: "holds",
        relations(run) {
          const { stepSize, beta1, steps } = run.instance;
          const bound = factor * stepSize ** 2 * run.constants.k * Math.sqrt(steps) *
            directionSum(run);
          return [
            {
              label: "(28): Σ‖A_tm_t‖² <= (1 − β_1)α²K√T Σ‖λ_{1:T,i}‖",
              lhs: squares(run.momentSteps),
              sense: "<=",
              rhs: (1 - beta1) * bound,
            },
            {
              label: "(29): Σ‖A_tλ_t‖² <= α²K√T Σ‖λ_{1:T,i}‖",
              lhs: squares(run.directionSteps),
              sense: "<=",
              rhs: bound,
            },
          ];
        },
      },
    },
  }, method);
}
