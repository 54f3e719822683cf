/**
 * Theorem 3.5: constant steps in a local basin, up to a finite horizon.
 *
 * Printed: with α ≤ c/(L̂K_G), on the event S_T = {w_1, …, w_T ∈ N_r}, under (i) to (v): E[f(w_k) − f* |
 * S_T] ≤ F + (1 − αcμ̂)^{k−1}(E[f(w_1) − f* | S_T] − F), F = αL̂K/(2cμ̂), k ≤ T; and P(S_T) ≥ [1 − (E
 * f(w_1) − f* + ½α²L̂KT)/Δ_r − Σ_{k<T} q_k]_+, Δ_r = ½μ_QG r². The words that are lost after "Suppose"
 * must be w_1 ∈ N_r: outside N_R, f(w_1) may be below f*, and the bound above 1.
 *
 * **Assumptions.** The moment bounds and s_k are asked for at the iterates, where they are in N_r. Each
 * instance takes the tightest constants that hold at all points of its runs, K for the share of K_V that
 * it draws. The bound on P(S_T) does not need (v), so its constants are those without conditioning; the
 * conditional bound is judged where there are constants with α ≤ c/(L̂K_G) that hold both with and
 * without conditioning on survival.
 *
 * **The printed proof of the second bound has a gap, the bound is true.** It multiplies the smoothness
 * inequality at step k by the indicator of "no overshoot in steps 1, …, k" and drops the gradient's term
 * by Assumption 6; but that event depends on g_k, and E[−α∇fᵀM⁻¹g; no overshoot] may be positive: where
 * the steps that overshoot go downhill, the others lead uphill on average.
 *
 * What saves it: let φ = f − f* and d the step from w ∈ N_r. Where it overshoots, the segment leaves
 * N_R at w + td, t ≤ 1, and there 0 ≤ φ(w) + t∇f·d + ½L̂t²‖d‖², so that −∇f·d ≤ φ/t + ½L̂t‖d‖²; and
 * t‖d‖ ≥ R − r, so that E[t⁻²; overshoot] ≤ s²/(R − r)² = q. With the inequality for all of d,
 *
 * E[φ⁺; no overshoot] ≤ φ + E[∇f·d + ½L̂‖d‖²] + E[φ(1/t − 1); overshoot],
 *
 * whose middle term is at most ½α²L̂K. Stop at the first k with φ ≥ Δ_r or w_k ∉ N_r. Before, φ < Δ_r, and
 * φ(1/t − 1) + Δ_r ≤ Δ_r/t ≤ Δ_r/t². So E[φ⁺; no overshoot] + Δ_r P(overshoot) ≤ φ + ½α²L̂K + Δ_r q. An
 * exit into N_R ∖ N_r has φ ≥ Δ_r by quadratic growth. Summed over the T − 1 steps up to w_T this is the
 * bound, with T − 1 in the place of T: sharpened.
 *
 * @module
 */

import { type Claim, defineClaim, type Relation } from "../../verify/mod.ts";
import { basinClaim, basinFigures, closestBound, survivalRelation } from "./_basin.ts";
import type { BasinInstance } from "./_basin_instances.ts";
import type { BasinRun, BasinStep, MomentConstants } from "./_basin_run.ts";

/**
 * F + (1 − αcμ̂)^{k−1}(E[f(w_1) − f* | S_T] − F), in digits that a small αcμ̂, with which F is large,
 * takes nothing from.
 */
export function contraction(
  { basin: { smoothness, gradientDomination }, stepSizes: [alpha], conditionalValues }: BasinRun,
  { alignment, noise }: MomentConstants,
  factor: number = 1,
): (k: number) => number {
  const floor = factor * alpha! * smoothness * noise / (2 * alignment * gradientDomination);
  const share = Math.min(1, factor * alpha! * alignment * gradientDomination);
  return (k) => {
    // (1 − αcμ̂)^{k−1} − 1.
    const change = k === 1 ? 0 : Math.expm1((k - 1) * Math.log1p(-share));
    return (1 + change) * conditionalValues[0]! - floor * change;
  };
}

/** The conditional bound, where (v) holds. */
function conditionalRelations(run: BasinRun, factor: number): Relation[] {
  const { conditionalConstants: constants } = run;
  if (constants === null) return [];
  return closestBound(
    "E[f(w_k) − f* | S_T] <= F + (1 − αcμ̂)^{k−1}(E[f(w_1) − f* | S_T] − F)",
    run.conditionalValues,
    contraction(run, constants, factor),
    run.valueRounding,
  );
}

/** What a test may put wrong. */
export interface Theorem35Mistakes {
  /** Another step. */
  readonly step?: BasinStep;
  /** α in the conditional bound is multiplied by it. */
  readonly contractionFactor?: number;
  /** Δ_r is multiplied by it. */
  readonly barrierFactor?: number;
}

/** The claim, or what a test makes of it. */
export function theorem35(
  { step, contractionFactor = 1, barrierFactor = 1 }: Theorem35Mistakes = {},
): Claim {
  const survival = (count: string) =>
    String.raw`P(S_T) \ge \Big[1 - \frac{\mathbb E f(w_1) - f^\star
      + \frac12\alpha^2\hat LK${count}}{\Delta_r} - \sum_{k<T} q_k\Big]_+`;
  return defineClaim<BasinInstance, BasinRun>({
    ...basinClaim("constant", step),
    id: "psgd/theorem-3.5",
    title: "Constant steps contract to a floor while they stay in a local basin, and likely stay",
    locus: "Theorem 3.5, proof in C.2.4",
    figures: (run) =>
      basinFigures(
        run,
        run.conditionalConstants && contraction(run, run.conditionalConstants),
      ),
    variants: {
      printed: {
        statement: String.raw`\text{under (i) to (v): } \mathbb E[f(w_k) - f^\star \mid S_T] \le F +
          (1 - \alpha c\hat\mu)^{k-1}\big(\mathbb E[f(w_1) - f^\star \mid S_T] - F\big),\;
          F = \frac{\alpha\hat LK}{2c\hat\mu};\quad \text{under (i) to (iv): } ${survival("T")}`,
        expected: "holds",
        trivialWhere: "where the bound on the probability is not positive",
        relations: (run, instance) => [
          ...conditionalRelations(run, contractionFactor),
          survivalRelation(run, instance, instance.horizon, barrierFactor),
        ],
      },
      sharpened: {
        statement: survival("(T-1)"),
        expected: "holds",
        trivialWhere: "where the bound on the probability is not positive",
        relations: (run, instance) => [
          survivalRelation(run, instance, instance.horizon - 1, barrierFactor),
        ],
      },
    },
  });
}
