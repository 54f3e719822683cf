/**
 * Lemma 3.4: a step from the inner neighbourhood seldom overshoots the outer one.
 *
 * Printed: with r < R and E[α_k²‖g_k‖²_{M⁻¹} | F_k] ≤ s_k² on N_r, P(w_{k+1} ∉ N_R | w_k ∈ N_r) ≤ s_k²/(R −
 * r)² = q_k, N_r = {dist_M(w, W*) < r}. It asks nothing of f.
 *
 * It is Markov's inequality for ‖d‖² ≥ (R − r)², with equality in the limit for dist → r and steps that
 * either stay or have the length R − dist along the normal. Each instance takes s_k² = E‖d‖² of the
 * point that it starts from: the bound for the other points of N_r is not less.
 *
 * @module
 */

import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import { localBasin } from "../../problems/mod.ts";
import { type Claim, defineClaim } from "../../verify/mod.ts";
import { type OvershootInstance, overshootInstances } from "./_basin_instances.ts";
import { basinSpace, type BasinStep } from "./_basin_run.ts";

interface Observation {
  /** dist_M(w_{k+1}, W*), outcome by outcome, with the probability of each. */
  readonly reached: readonly (readonly [distance: number, probability: number])[];
  /** s_k² = E‖α_kg_k‖²_{M⁻¹}. */
  readonly square: number;
  /** By how much rounding moves a point, in units of u. */
  readonly rounding: number;
}

/** The claim, for another step or another factor of q_k where a test says so. */
export function lemma34(
  { step, factor = 1 }: { readonly step?: BasinStep; readonly factor?: number } = {},
): Claim {
  return defineClaim<OvershootInstance, Observation>({
    id: "psgd/lemma-3.4",
    title: "A step from N_r leaves N_R with probability at most s_k²/(R − r)²",
    locus: "Lemma 3.4, proof in C.2.3",
    kind: "universal",
    cost: 2,
    hypotheses: [{
      name: "w_k ∈ N_r",
      statement: String.raw`w_k \in \mathcal N_r`,
      holds: ({ basin, point }) => localBasin(basin).distance(point) < basin.radius,
    }],
    instances: overshootInstances(),
    observe<T>(instance: OvershootInstance, arithmetic: Arithmetic<T>): Observation {
      const { outcomes, point, stepSize, offset } = instance;
      const space = basinSpace(arithmetic, instance, step);
      const [start] = space.at([point]);
      const gradients = outcomes.map(({ displacement }) =>
        displacement.map((entry) => -entry / stepSize)
      );
      const reached = space.advance(outcomes.map(() => start!), gradients, stepSize);
      const total = outcomes.reduce((sum, { weight }) => sum + weight, 0);
      const square = outcomes.reduce(
        (sum, { weight }, j) =>
          sum + weight / total * (stepSize * Math.hypot(...gradients[j]!)) ** 2,
        0,
      );
      const longest = Math.max(...outcomes.map(({ displacement }) => Math.hypot(...displacement)));
      return {
        reached: reached.map(({ distance }, j) => [distance, outcomes[j]!.weight / total]),
        square,
        rounding: space.conditioning * (Math.hypot(...point) + Math.hypot(...offset) + longest),
      };
    },
    figures({ reached, square }, { basin: { radius, outerRadius } }) {
      const byDistance = reached.toSorted(([a], [b]) => a - b);
      const beyond = (distance: number) =>
        reached.reduce(
          (sum, [other, probability]) => other >= distance ? sum + probability : sum,
          0,
        );
      const last = Math.max(byDistance.at(-1)![0], outerRadius);
      const places = [...new Set([...byDistance.map(([distance]) => distance), outerRadius, last])]
        .filter((distance) => distance > radius).toSorted((a, b) => a - b);
      return [{
        kind: "lines",
        title: "how far a step leads",
        x: { label: "distance R from the minimizers" },
        y: { label: "probability" },
        mark: "dots",
        series: [
          {
            name: "P(w_{k+1} ∉ N_R)",
            role: "observed",
            points: places.map((distance) => [distance, beyond(distance)] as const),
          },
          {
            name: "s_k²/(R − r)², where it is below 1",
            role: "predicted",
            points: places.map((distance) =>
              [distance, Math.min(1, square / (distance - radius) ** 2)] as const
            ),
          },
        ],
      }];
    },
    variants: {
      printed: {
        statement: String.raw`P(w_{k+1} \notin \mathcal N_R \mid w_k \in \mathcal N_r) \le q_k =
          \frac{s_k^2}{(R - r)^2}`,
        expected: "holds",
        trivialWhere: "where q_k ≥ 1",
        relations({ reached, square, rounding }, { basin: { radius, outerRadius } }) {
          const gap = outerRadius - radius;
          const bound = factor * square / gap ** 2;
          return [{
            label: "P(w_{k+1} ∉ N_R | w_k ∈ N_r) <= s_k²/(R − r)²",
            lhs: reached.reduce(
              (sum, [distance, probability]) => distance >= outerRadius ? sum + probability : sum,
              0,
            ),
            sense: "<=",
            rhs: bound,
            trivial: bound >= 1,
            // The distances that count, R − dist, are differences of positions.
            scale: bound * (1 + rounding / gap),
          }];
        },
      },
    },
  });
}
