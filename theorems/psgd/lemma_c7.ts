/**
 * Lemma C.7 of the paper, whose words are lost: one step of the recursion that proves Theorem 3.2,
 * eqs. (20) to (22), and the inequalities that follow them.
 *
 * Printed: for 0 < α ≤ c/(L̂K_G), with F = αL̂K/(2cμ̂),
 *
 *     E f(w_{k+1}) − f* − F ≤ (1 − αcμ̂)(E f(w_k) − f* − F),
 *     0 < αcμ̂ ≤ c²μ̂/(L̂K_G) ≤ c²μ̂/(L̂c_G²) ≤ μ̂/L̂ ≤ 1.
 *
 * True: Lemma C.6 gives E f(w_{k+1}) − E f(w_k) ≤ −½αcE‖∇f‖²_{M⁻¹} + ½α²L̂K, as c − ½αL̂K_G ≥ ½c; and
 * ‖∇f‖²_{M⁻¹} ≥ 2μ̂(f − f*).
 *
 * Rounding: the two sides are differences of gaps and F, each known to u times what enters it.
 * Simulated runs show the step from w_1, which is known.
 *
 * @module
 */

import type { Claim, Relation } from "../../verify/mod.ts";
import { gapScale } from "./_global.ts";
import {
  constantStepClaim,
  type ConstantStepRun,
  type ConstantStepSabotage,
} from "./_global_constant_step.ts";

/** The claim, for preconditioned SGD and the paper's constants or what a test puts in their place. */
export function lemmaC7(sabotage?: ConstantStepSabotage): Claim {
  return constantStepClaim({
    id: "psgd/lemma-c7",
    title: "One step brings the expected gap nearer to the floor, or below it",
    locus: "Lemma C.7 and Appendix C.2.1, eqs. (20) to (22)",
    variants: {
      printed: {
        statement: String.raw`\mathbb{E}f(w_{k+1}) - f^* - \frac{\alpha\hat LK}{2c\hat\mu} \le
          (1 - \alpha c\hat\mu)\Bigl(\mathbb{E}f(w_k) - f^* - \frac{\alpha\hat LK}{2c\hat\mu}\Bigr),
          \quad 0 < \alpha c\hat\mu \le \frac{c^2\hat\mu}{\hat LK_G} \le
          \frac{c^2\hat\mu}{\hat Lc_G^2} \le \frac{\hat\mu}{\hat L} \le 1`,
        expected: "holds",
        relations: (run) => [...steps(run), ...chain(run)],
      },
    },
  }, sabotage);
}

/** The steps along the run. */
function steps(run: ConstantStepRun): Relation[] {
  const { gaps, floor, factor, family } = run;
  return gaps.flatMap(({ k, value, uncertainty }, index) => {
    const previous = gaps[index - 1];
    if (previous === undefined || previous.k !== k - 1 || previous.uncertainty > 0) return [];
    return [{
      label: "E f(w_{k+1}) − f* − F <= (1 − αcμ̂)(E f(w_k) − f* − F)",
      lhs: value - floor,
      sense: "<=" as const,
      rhs: factor * (previous.value - floor),
      scale: gapScale(run, index, floor, factor),
      uncertainty,
      family,
    }];
  });
}

/** The inequalities of which αcμ̂ ≤ 1 is made. */
function chain({ stepSize, bounds, smoothness, strongConvexity, family }: ConstantStepRun) {
  const { alignment, growth, secondMoment } = bounds;
  const rate = stepSize * alignment * strongConvexity;
  const ratio = strongConvexity / smoothness;
  const links = [
    ["0", 0],
    ["αcμ̂", rate],
    ["c²μ̂/(L̂K_G)", alignment ** 2 * ratio / secondMoment],
    ["c²μ̂/(L̂c_G²)", alignment ** 2 * ratio / growth ** 2],
    ["μ̂/L̂", ratio],
    ["1", 1],
  ] as const;
  return links.slice(1).map(([name, value], i): Relation => ({
    label: `${links[i]![0]} <= ${name}`,
    lhs: links[i]![1],
    sense: "<=",
    rhs: value,
    family,
  }));
}
