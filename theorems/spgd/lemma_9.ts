/**
 * Lemma 9: gradients at z_t and at θ_t.
 *
 * Printed: ‖∇f(z_t) − ∇f(θ_t)‖ ≤ L β_1/(1 − β_1)‖θ_t − θ_{t−1}‖ for t ≥ 2. True: z_t − θ_t is
 * β_1/(1 − β_1)(θ_t − θ_{t−1}).
 *
 * @module
 */

import type { Claim } from "../../verify/mod.ts";
import { alongTheRun, closestOf, globalClaim, type GlobalRun, ofMomentum } from "./_global.ts";

/** The claim; a test may change the bound. */
export function lemma9(factor = 1): Claim {
  const statement = String.raw`\|\nabla f(z_t) - \nabla f(\theta_t)\|_2 \le
    L\tfrac{\beta_1}{1-\beta_1}\|\theta_t - \theta_{t-1}\|_2`;
  const relations = (run: GlobalRun) => {
    const { gradientGaps, gradientNorms, moves, momentumFactor: b, positionScales } = run;
    const { smoothness } = run.constants;
    return closestOf(
      "‖∇f(z_t) − ∇f(θ_t)‖ <= Lb‖θ_t − θ_{t−1}‖",
      ofMomentum(run, gradientGaps),
      (k) => factor * smoothness * b * moves[k + 1]!,
      (k) => smoothness * positionScales[k + 1]! + gradientNorms[k + 1]! + gradientGaps[k + 1]!,
    );
  };
  return globalClaim({
    id: "spgd/lemma-9",
    title: "The gradient at z_t is near that at θ_t",
    locus: "Lemma 9",
    variants: {
      printed: { statement, expected: "holds", relations },
      sharpened: alongTheRun(statement, relations),
    },
  });
}
