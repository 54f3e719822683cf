/**
 * Lemma 12: the steps, summed.
 *
 * Printed: Σ_t‖A_t m_t‖ ≤ α[(1 − β_1)K]^{1/2} T^{3/4}(Σ_i‖λ_{1:T,i}‖)^{1/2} (38), and the same for
 * A_tλ_t without 1 − β_1 (39). True, by lemma-11 and Cauchy and Schwarz over t.
 *
 * @module
 */

import type { Claim } from "../../verify/mod.ts";
import {
  directionSum,
  directionSumScale,
  globalClaim,
  type GlobalMethod,
  total,
} from "./_global.ts";

/** The claim, for the modified Algorithm 1 or what a test puts in its place; it may change the bound. */
export function lemma12(method?: GlobalMethod, factor = 1): Claim {
  return globalClaim({
    id: "spgd/lemma-12",
    title: "The steps, summed",
    locus: "Lemma 12, eqs. (38), (39) of the appendix",
    variants: {
      printed: {
        statement: String.raw`\sum_t\|A_tm_t\| \le \alpha[(1-\beta_1)K]^{1/2}T^{3/4}
          \Bigl(\sum_i\|\lambda_{1:T,i}\|\Bigr)^{1/2}, \quad \sum_t\|A_t\lambda_t\| \le
          \alpha K^{1/2}T^{3/4}\Bigl(\sum_i\|\lambda_{1:T,i}\|\Bigr)^{1/2}`,
        expected: "holds",
        relations(run) {
          const { stepSize, beta1, steps } = run.instance;
          const boundOf = (sum: number) =>
            factor * stepSize * steps ** 0.75 * Math.sqrt(run.constants.k * sum);
          const bound = boundOf(directionSum(run));
          const scale = boundOf(directionSumScale(run));
          return [
            {
              label: "(38): Σ‖A_tm_t‖ <= α[(1 − β_1)K]^{1/2}T^{3/4}(Σ‖λ_{1:T,i}‖)^{1/2}",
              lhs: total(run.momentSteps),
              sense: "<=",
              rhs: Math.sqrt(1 - beta1) * bound,
              scale,
            },
            {
              label: "(39): Σ‖A_tλ_t‖ <= αK^{1/2}T^{3/4}(Σ‖λ_{1:T,i}‖)^{1/2}",
              lhs: total(run.directionSteps),
              sense: "<=",
              rhs: bound,
              scale,
            },
          ];
        },
      },
    },
  }, method);
}
