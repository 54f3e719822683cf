/**
 * Lemma 3: H_0 = JᵀJ stays positive definite on B.
 *
 * Printed: H_0(αf(w)) ⪰ (1 − r)²λ_0²I for w in B = {‖w − w_0‖ < 2λ_0r/L}.
 *
 * True, and four times as much is (as the proof of Theorem 5 uses it). Sharpened: by Weyl's
 * inequality for singular values, σ_min(J(w)) ≥ σ_min(J(w_0)) − ‖J(w) − J(w_0)‖ ≥ 2λ_0 − L‖w −
 * w_0‖, which is above 2λ_0(1 − r) in B. A fold w ↦ aw − (κ/2)w² attains it, as |J| = a − κw there.
 *
 * Looked at: drawn places in B, and those where the least singular value, to first order, falls
 * fastest: for the singular vectors u and v that go with it at w_0, its gradient is u·D²f(w_0)[v,
 * ·].
 *
 * @module
 */

import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import { float64 } from "../../lib/arithmetic/mod.ts";
import { type Claim, defineClaim, type Relation } from "../../verify/mod.ts";
import { evenly, level } from "../_figures.ts";
import {
  assumption2,
  distanceFromStart,
  leastSingularValue,
  type Manifold,
  manifold,
  type ManifoldChanges,
  pointAt,
  type Scene,
  scenes,
} from "./_manifold.ts";
import { times } from "./_vectors.ts";

interface Observation {
  readonly family: string;
  readonly lambda0: number;
  readonly lipschitz: number;
  readonly r: number;
  readonly slopeScale: number;
  /** ‖w − w_0‖ and σ_min(J(w)) at each place. */
  readonly places: readonly { readonly distance: number; readonly least: number }[];
}

/** The direction in which σ_min(J) falls fastest at w_0, to first order; 0 where none does. */
function steepestDirection({ map }: Manifold): number[] {
  const { u, v } = float64.singularValueDecomposition(float64.matrix(map.jacobian(map.start)));
  const last = (columns: typeof u) => float64.toRows(columns).map((row) => row.at(-1)!);
  return times(map.weightedHessian(map.start, last(u)), last(v)).map((entry) => -entry);
}

/** The claim; a test may enlarge B. */
export function lemma3(changes: ManifoldChanges = {}): Claim {
  return defineClaim<Scene, Observation>({
    id: "gn-flow/lemma-3",
    title: "H_0 stays positive definite on the ball",
    locus: "Lemma 3",
    kind: "universal",
    cost: 3,
    hypotheses: [assumption2],
    instances: scenes({ places: 3 }),
    observe<T>({ manifold: instance, places }: Scene, arithmetic: Arithmetic<T>): Observation {
      const m = manifold(instance, changes);
      const steepest = steepestDirection(m);
      const all = [
        ...places,
        ...places.map(({ share }) => ({ direction: steepest, share })),
      ];
      return {
        family: m.family,
        lambda0: m.lambda0,
        lipschitz: m.lipschitz,
        r: m.r,
        slopeScale: m.slopeScale,
        places: all.map((place) => {
          const w = pointAt(m, place);
          const jacobian = m.map.jacobian(w);
          return {
            distance: distanceFromStart(m, w),
            least: arithmetic.scope(() =>
              arithmetic.singularValueDecomposition(arithmetic.matrix(jacobian)).s.at(-1)!
            ),
          };
        }),
      };
    },
    figures({ lambda0, lipschitz, r }, { manifold: instance }) {
      const m = manifold(instance, changes);
      const direction = steepestDirection(m);
      const shares = evenly(0, 0.999, 40);
      return [{
        kind: "lines",
        title: "σ_min(J(w)) from w_0 to the boundary of B, where it falls fastest at first",
        x: { label: "‖w − w_0‖ over the radius of B" },
        y: { label: "√λ_min(H_0(αf(w)))" },
        series: [
          {
            name: "observed",
            role: "observed",
            points: shares.map((share) => [
              share,
              leastSingularValue(m.map, pointAt(m, { direction, share })),
            ]),
          },
          level("(1 − r)λ_0, as printed", "predicted", (1 - r) * lambda0, shares),
          {
            name: "2λ_0 − L‖w − w_0‖",
            role: "reference",
            points: shares.map((share) => [share, 2 * lambda0 - lipschitz * share * m.radius]),
          },
        ],
      }];
    },
    variants: {
      printed: {
        statement: String.raw`H_0(\alpha f(w)) \succeq (1 - r)^2\lambda_0^2 I \text{ for } w \in B`,
        expected: "holds",
        relations: ({ places, r, lambda0, slopeScale, family }) =>
          places.map(({ least }): Relation => ({
            label: "λ_min(H_0(αf(w))) >= (1 − r)²λ_0²",
            lhs: least ** 2,
            sense: ">=",
            rhs: ((1 - r) * lambda0) ** 2,
            // σ² − c² = (σ + c)(σ − c), and the singular values are known to u‖J‖.
            scale: 2 * (least + (1 - r) * lambda0) * slopeScale,
            family,
          })),
      },
      sharpened: {
        statement: String.raw`\sqrt{\lambda_{\min}(H_0(\alpha f(w)))} \ge
          2\lambda_0 - L\|w - w_0\| > 2(1 - r)\lambda_0 \text{ for } w \in B`,
        expected: "holds",
        relations: ({ places, r, lambda0, lipschitz, slopeScale, family }) =>
          places.flatMap(({ distance, least }): Relation[] => [
            {
              label: "√λ_min(H_0(αf(w))) >= 2λ_0 − L‖w − w_0‖",
              lhs: least,
              sense: ">=",
              rhs: 2 * lambda0 - lipschitz * distance,
              scale: 2 * slopeScale,
              family,
            },
            {
              label: "λ_min(H_0(αf(w))) >= 4(1 − r)²λ_0²",
              lhs: least ** 2,
              sense: ">=",
              rhs: 4 * ((1 - r) * lambda0) ** 2,
              scale: 2 * (least + 2 * (1 - r) * lambda0) * slopeScale,
              family,
            },
          ]),
      },
    },
  });
}
