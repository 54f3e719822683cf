/**
 * Lemma 8: how long the steps of the auxiliary sequence are.
 *
 * Printed: ‖z_{t+1} − z_t‖ ≤ β_1/(1 − β_1)‖θ_t − θ_{t−1}‖ + ‖A_tλ_t‖ for t ≥ 2, since "{A_t} forms
 * a non-decreasing sequence of diagonal matrices", so that ‖I − A_tA_{t−1}^{-1}‖ ≤ 1.
 *
 * The bound is true, and so is the norm, but {A_t} never increases: v̂_t does not fall. By hand: m
 * = 1, B = 1, β_1 = 0, f = 1 − cos θ from θ_1 = 3: λ_1 = sin 3 = 0.141, and the step leads to a θ_2
 * < 3 with a larger gradient, so that v̂_2 > v̂_1 and A_2 < A_1. The search finds log cosh θ from
 * θ_1 = 0.2.
 *
 * Corrected: {A_t} is non-increasing, so that 0 ≤ 1 − A_{t,i}/A_{t−1,i} < 1.
 *
 * @module
 */

import type { Claim, Relation } from "../../verify/mod.ts";
import {
  closestOf,
  globalClaim,
  type GlobalMethod,
  type GlobalRun,
  largest,
  later,
  least,
  stepRounding,
} from "./_global.ts";

function shared(run: GlobalRun, factor: number): Relation[] {
  const { auxiliaryMoves, moves, directionSteps, momentumFactor: b, positionScales } = run;
  return [
    ...closestOf(
      "‖z_{t+1} − z_t‖ <= b‖θ_t − θ_{t−1}‖ + ‖A_tλ_t‖",
      later(auxiliaryMoves),
      (k) => factor * (b * moves[k + 1]! + directionSteps[k + 1]!),
      (k) => positionScales[k + 1]! + stepRounding(run, k + 1),
    ),
    {
      label: "‖I − A_tA_{t−1}^{-1}‖ <= 1",
      lhs: largest(later(run.relativeChanges)),
      sense: "<=",
      rhs: 1,
    },
  ];
}

/** The claim, for the modified Algorithm 1 or what a test puts in its place; it may change the bound. */
export function lemma8(method?: GlobalMethod, factor = 1): Claim {
  return globalClaim({
    id: "spgd/lemma-8",
    title: "How long the steps of the auxiliary sequence are",
    locus: "Lemma 8",
    variants: {
      printed: {
        statement: String.raw`\|z_{t+1} - z_t\|_2 \le
          \tfrac{\beta_1}{1-\beta_1}\|\theta_t - \theta_{t-1}\|_2 + \|A_t\lambda_t\|_2, \quad
          A_{t-1} \preceq A_t, \quad \|I - A_tA_{t-1}^{-1}\|_2 \le 1`,
        expected: "refuted",
        relations: (run) => [...shared(run, factor), {
          label: "{A_t} is non-decreasing",
          lhs: least(later(run.leastGrowths)),
          sense: ">=",
          rhs: 0,
          scale: 1,
          size: 1,
        }],
      },
      corrected: {
        statement: String.raw`\|z_{t+1} - z_t\|_2 \le
          \tfrac{\beta_1}{1-\beta_1}\|\theta_t - \theta_{t-1}\|_2 + \|A_t\lambda_t\|_2, \quad
          A_t \preceq A_{t-1}, \quad \|I - A_tA_{t-1}^{-1}\|_2 \le 1`,
        expected: "holds",
        relations: (run) => [...shared(run, factor), {
          label: "{A_t} is non-increasing",
          lhs: largest(later(run.largestGrowths)),
          sense: "<=",
          rhs: 0,
          scale: 1,
          size: 1,
        }],
      },
    },
  }, method);
}
