/**
 * Theorem 3.6: harmonic steps in a local basin, up to a finite horizon.
 *
 * Printed: with α_k = β/(γ + k), β > 1/(cμ̂), γ > 0, α_1 ≤ c/(L̂K_G), under (i) to (v): E[f(w_k) − f* |
 * S_T] ≤ ν/(γ + k), ν = max{β²L̂K/(2(βcμ̂ − 1)), (γ + 1)E[f(w_1) − f* | S_T]}, k ≤ T; and P(S_T) ≥ [1 − (E
 * f(w_1) − f* + ½L̂KΣ_{k≤T}α_k²)/Δ_r − Σ_{k<T} q_k]_+.
 *
 * Its proof has the gap of that of theorem 3.5, and is mended in the same way, see
 * `theorem_3_5.ts`, which is about one step and so does not mind that α changes: Σ_{k<T} suffices
 * (sharpened). What is lost, and the constants of an instance, are as there. Where conditioning on
 * survival leaves a c with βcμ̂ ≤ 1, the conditional bound is not claimed.
 *
 * @module
 */

import { type Claim, defineClaim, type Relation } from "../../verify/mod.ts";
import { basinClaim, basinFigures, closestBound, survivalRelation } from "./_basin.ts";
import type { BasinInstance } from "./_basin_instances.ts";
import { type BasinRun, type BasinStep, harmonic } from "./_basin_run.ts";

/** ν/(γ + k), and βcμ̂ − 1, where (v) holds with βcμ̂ > 1; else null. */
function harmonicBound(
  { basin, stepSizes: [first], conditionalConstants, conditionalValues }: BasinRun,
  { bias: { scale, angle }, excess }: BasinInstance,
  factor: number = 1,
): { readonly bound: (k: number) => number; readonly more: number } | null {
  if (conditionalConstants === null) return null;
  const { alignment, noise } = conditionalConstants;
  const { beta, gamma } = harmonic(excess!, scale * Math.cos(angle), basin, first!);
  const more = beta * alignment * basin.gradientDomination - 1;
  if (!(more > 0)) return null;
  const nu = Math.max(
    beta ** 2 * basin.smoothness * noise / (2 * more),
    (gamma + 1) * conditionalValues[0]!,
  );
  return { bound: (k) => factor * nu / (gamma + k), more };
}

function conditionalRelations(run: BasinRun, instance: BasinInstance, factor: number): Relation[] {
  const found = harmonicBound(run, instance, factor);
  if (found === null) return [];
  const { bound, more } = found;
  return closestBound(
    "E[f(w_k) − f* | S_T] <= ν/(γ + k)",
    run.conditionalValues,
    bound,
    // βcμ̂ − 1 is known to u(1 + its size), and ν is divided by it.
    run.valueRounding + bound(1) / more,
  );
}

/** What a test may put wrong. */
export interface Theorem36Mistakes {
  /** Another step. */
  readonly step?: BasinStep;
  /** ν is multiplied by it. */
  readonly leadingFactor?: number;
  /** Δ_r is multiplied by it. */
  readonly barrierFactor?: number;
}

/** The claim, or what a test makes of it. */
export function theorem36(
  { step, leadingFactor = 1, barrierFactor = 1 }: Theorem36Mistakes = {},
): Claim {
  const survival = (range: string) =>
    String.raw`P(S_T) \ge \Big[1 - \frac{\mathbb E f(w_1) - f^\star
      + \frac12\hat LK\sum_{${range}}\alpha_k^2}{\Delta_r} - \sum_{k<T} q_k\Big]_+`;
  return defineClaim<BasinInstance, BasinRun>({
    ...basinClaim("harmonic", step),
    id: "psgd/theorem-3.6",
    title: "Harmonic steps converge like 1/k while they stay in a local basin, and likely stay",
    locus: "Theorem 3.6, proof in C.2.5",
    figures: (run, instance) => basinFigures(run, harmonicBound(run, instance)?.bound ?? null),
    variants: {
      printed: {
        statement: String.raw`\text{under (i) to (v): } \mathbb E[f(w_k) - f^\star \mid S_T] \le
          \frac{\nu}{\gamma + k},\; \nu = \max\Big\{\frac{\beta^2\hat LK}{2(\beta c\hat\mu - 1)},
          (\gamma + 1)\mathbb E[f(w_1) - f^\star \mid S_T]\Big\};\quad
          \text{under (i) to (iv): } ${survival(String.raw`k\le T`)}`,
        expected: "holds",
        trivialWhere: "where the bound on the probability is not positive",
        relations: (run, instance) => [
          ...conditionalRelations(run, instance, leadingFactor),
          survivalRelation(run, instance, instance.horizon, barrierFactor),
        ],
      },
      sharpened: {
        statement: survival("k<T"),
        expected: "holds",
        trivialWhere: "where the bound on the probability is not positive",
        relations: (run, instance) => [
          survivalRelation(run, instance, instance.horizon - 1, barrierFactor),
        ],
      },
    },
  });
}
