/**
 * Lemma 10: sums over the preconditioned directions.
 *
 * Printed: Σ_i‖λ_{1:T,i}‖ ≤ √m C_2 (Σ_i‖g_{1:T,i}‖²)^{1/2} (26) and Σ_i‖λ_{1:T,i}‖² ≤ C_2²
 * Σ_i‖g_{1:T,i}‖² (27). True: ‖λ_t‖ ≤ C_2‖g_t‖, and Cauchy and Schwarz.
 *
 * @module
 */

import type { Claim } from "../../verify/mod.ts";
import { directionSum, directionSumScale, globalClaim, total } from "./_global.ts";

/** The claim; a test may change C_2. */
export function lemma10(factor = 1): Claim {
  return globalClaim({
    id: "spgd/lemma-10",
    title: "Sums over the preconditioned directions",
    locus: "Lemma 10, eqs. (26), (27) of the appendix",
    variants: {
      printed: {
        statement: String.raw`\sum_i\|\lambda_{1:T,i}\| \le
          \sqrt m\,C_2\Bigl(\sum_i\|g_{1:T,i}\|^2\Bigr)^{1/2}, \quad
          \sum_i\|\lambda_{1:T,i}\|^2 \le C_2^2\sum_i\|g_{1:T,i}\|^2`,
        expected: "holds",
        relations(run) {
          const { constants: { dimension: m, spectral }, gradientSquares, directionSquares } = run;
          const c = factor * spectral;
          const gradients = total(gradientSquares);
          return [
            {
              label: "(26): Σ‖λ_{1:T,i}‖ <= √m C_2 (Σ‖g_{1:T,i}‖²)^{1/2}",
              lhs: directionSum(run),
              sense: "<=",
              rhs: c * Math.sqrt(m * gradients),
              scale: directionSumScale(run),
            },
            {
              label: "(27): Σ‖λ_{1:T,i}‖² <= C_2² Σ‖g_{1:T,i}‖²",
              lhs: total(directionSquares),
              sense: "<=",
              rhs: c ** 2 * gradients,
              // λ_t = B_tg_t is known to m u C_2‖g_t‖. With m = 200 and B = 1 in turned coordinates,
              // where both sides are equal, the left one came out 272 u above the right one.
              scale: m * total(directionSquares),
            },
          ];
        },
      },
    },
  });
}
