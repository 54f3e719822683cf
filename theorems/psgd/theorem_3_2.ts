/**
 * Theorem 3.2: with a fixed step size the expected gap contracts to a floor.
 *
 * Printed: for 0 < α ≤ c/(L̂K_G), with F = αL̂K/(2cμ̂),
 *
 *     E f(w_k) − f* ≤ F + (1 − αcμ̂)^{k−1}(f(w_1) − f* − F).
 *
 * True, and an equality where κ̂ = 1, α = c/(L̂K_G) and the noise attains its bounds: with f = ½Lw²,
 * E w⁺² = (1 − 2αL + α²L²(1 + K_V))w² + α²K = (1 − αL)w² + α²K at α = 1/(L(1 + K_V)), and F =
 * αK/2 in f = ½Lw² is ½L times the fixed point αK/L of that.
 *
 * @module
 */

import type { Claim } from "../../verify/mod.ts";
import { gapRatio, gapScale, geometricPicks } from "./_global.ts";
import {
  constantStepBound,
  constantStepClaim,
  type ConstantStepSabotage,
} from "./_global_constant_step.ts";

/** The claim, for preconditioned SGD and the paper's constants or what a test puts in their place. */
export function theorem32(sabotage?: ConstantStepSabotage): Claim {
  return constantStepClaim({
    id: "psgd/theorem-3.2",
    title: "With a fixed step size the expected gap contracts to a floor",
    locus: "Theorem 3.2",
    variants: {
      printed: {
        statement: String.raw`\mathbb{E}f(w_k) - f^* \le \frac{\alpha\hat LK}{2c\hat\mu} +
          (1 - \alpha c\hat\mu)^{k-1}
          \Bigl(f(w_1) - f^* - \frac{\alpha\hat LK}{2c\hat\mu}\Bigr)`,
        expected: "holds",
        relations(run) {
          const { gaps, family, floor, factor } = run;
          const picks = new Set(geometricPicks(gaps.at(-1)!.k));
          return gaps.flatMap((gap, index) => {
            const { k, value, uncertainty } = gap;
            if (k === 1 || !picks.has(k)) return [];
            const bound = constantStepBound(run, k);
            return [{
              label: "E f(w_k) − f* <= F + (1 − αcμ̂)^{k−1}(f(w_1) − f* − F)",
              lhs: value,
              sense: "<=" as const,
              rhs: bound,
              scale: gapScale(run, index, floor, factor),
              uncertainty,
              ...gapRatio(gap, bound),
              family,
            }];
          });
        },
      },
    },
  }, sabotage);
}
