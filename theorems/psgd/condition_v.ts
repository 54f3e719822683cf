/**
 * What hypothesis (v) of theorem 3.5 carries: its conditional bound without it.
 *
 * (v) asks that the moment bounds hold conditionally on survival to T, an event of the future. Without
 * it, survivors are a selection, and the selection may favour those whose loss rose.
 *
 * By hand: f = ½(x² + 4y²), M = I, r = 1, so that μ̂ = μ_QG = 1 and L̂ = 4; w_1 = (0.9, 0), α = 0.1. The
 * mean of w_2 is (0.81, 0). With probability 0.8 let w_2 = (1.01, −0.2), outside N_1, otherwise (0.01,
 * 0.8): g is unbiased, so c = c_G = 1 and K_V = 0, α²K = 0.8·0.08 + 0.2·1.28 = 0.32. Survivors have
 * lost 0.405 and then ½(0.01² + 4·0.8²) = 1.28005, but the bound at k = 2 is ½α²L̂K + 0.9·0.405 = 0.64 +
 * 0.3645 = 1.0045.
 *
 * Corrected: the expectation is over survivors, not conditional on survival. With B_1 = E f(w_1) − f*
 * and B_{k+1} = (1 − αcμ̂ + q_k/4)B_k + ½α²L̂K, P(S_T)·E[f(w_k) − f* | S_T] ≤ B_k. For E[φ_k; S_T] ≤ E[φ_k;
 * S_k], φ = f − f* being ≥ 0 on N_R; and from a w_k ∈ N_r, as in `theorem_3_5.ts`, E[φ⁺; no overshoot] ≤ φ
 * + E[∇f·d + ½L̂‖d‖²] + φ·E[1/t − 1; overshoot], where 1/t − 1 ≤ 1/(4t²) and E[t⁻²; overshoot] ≤ q_k; the
 * middle term is at most −αcμ̂φ + ½α²L̂K. (αcμ̂ ≤ μ̂/L̂·c²/K_G ≤ 1, so that the factor of B_k is not
 * negative.)
 *
 * The figure shows how restrictive (v) is: ∇fᵀM⁻¹E[g | ·]/‖∇f‖² at each point that survivors visit, before
 * and after conditioning. It need not stay positive. Nor can (v) hold at a minimizer where outcomes
 * survive unlike: there it asks E[g | S_T] = 0.
 *
 * @module
 */

import { type Claim, defineClaim, type Relation } from "../../verify/mod.ts";
import { basinClaim, basinFigures, closestBound } from "./_basin.ts";
import type { BasinInstance } from "./_basin_instances.ts";
import type { BasinRun, BasinStep } from "./_basin_run.ts";
import { contraction } from "./theorem_3_5.ts";

const CONTRACTION = "E[f(w_k) − f* | S_T] <= F + (1 − αcμ̂)^{k−1}(E[f(w_1) − f* | S_T] − F)";
const SURVIVORS = "P(S_T)·E[f(w_k) − f* | S_T] <= B_k";

/** B_1, …, B_T. */
function survivorsBounds(run: BasinRun, noiseFactor: number): number[] {
  const { basin: { smoothness, gradientDomination }, stepSizes, overshoots, startValue } = run;
  const { alignment, noise } = run.constants!;
  const bounds = [startValue];
  overshoots.forEach((overshoot, k) => {
    const alpha = stepSizes[k]!;
    const factor = 1 - alpha * alignment * gradientDomination + overshoot / 4;
    bounds.push(factor * bounds[k]! + noiseFactor * alpha ** 2 * smoothness * noise / 2);
  });
  return bounds;
}

/** The claim, for another step or another K in the corrected bound where a test says so. */
export function conditionV(
  { step, noiseFactor = 1 }: { readonly step?: BasinStep; readonly noiseFactor?: number } = {},
): Claim {
  return defineClaim<BasinInstance, BasinRun>({
    ...basinClaim("rim", step),
    id: "psgd/condition-v",
    title: "Without moment bounds conditional on survival, survivors need not contract",
    locus: "Theorem 3.5, hypothesis (v)",
    figures: (run) => {
      const { alignments } = run;
      const figures = basinFigures(run, contraction(run, run.constants!));
      if (alignments.length === 0) return figures;
      return [...figures, {
        kind: "lines",
        title: "how the gradients of survivors are aligned",
        x: { label: "k" },
        y: { label: "∇fᵀM⁻¹E[g]/‖∇f‖²" },
        mark: "dots",
        series: [
          {
            name: "given w_k",
            role: "reference",
            points: alignments.map(([k, before]) => [k, before] as const),
          },
          {
            name: "given w_k and survival to T",
            role: "observed",
            points: alignments.map(([k, , after]) => [k, after] as const),
          },
        ],
      }];
    },
    variants: {
      printed: {
        statement: String
          .raw`\text{under (i) to (iv): } \mathbb E[f(w_k) - f^\star \mid S_T] \le F +
          (1 - \alpha c\hat\mu)^{k-1}\big(\mathbb E[f(w_1) - f^\star \mid S_T] - F\big)`,
        expected: "refuted",
        trivialWhere: "where there is no step or no survivor",
        relations: (run) =>
          orTrivial(
            closestBound(
              CONTRACTION,
              run.conditionalValues,
              contraction(run, run.constants!),
              run.valueRounding,
            ),
            CONTRACTION,
          ),
      },
      corrected: {
        statement: String.raw`P(S_T)\,\mathbb E[f(w_k) - f^\star \mid S_T] \le B_k,\;
          B_1 = \mathbb E f(w_1) - f^\star,\;
          B_{k+1} = \big(1 - \alpha c\hat\mu + \tfrac14 q_k\big)B_k + \tfrac12\alpha^2\hat LK`,
        expected: "holds",
        trivialWhere: "where there is no step or no survivor",
        relations: (run) => {
          const bounds = survivorsBounds(run, noiseFactor);
          return orTrivial(
            closestBound(
              SURVIVORS,
              run.conditionalValues.map((value) => run.survival * value),
              (k) => bounds[k - 1]!,
              run.valueRounding,
            ),
            SURVIVORS,
          );
        },
      },
    },
  });
}

/** What is said where there is nothing to say. */
function orTrivial(relations: Relation[], label: string): Relation[] {
  return relations.length > 0 ? relations : [{ label, lhs: 0, sense: "<=", rhs: 0, trivial: true }];
}
