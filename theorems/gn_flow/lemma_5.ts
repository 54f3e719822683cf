/**
 * Lemma 5: αf is an injective immersion of B.
 *
 * Printed: J(w) has rank p for w in B, and f(w_1) ≠ f(w_2) for w_1 ≠ w_2. The proof takes Rolle's
 * theorem for vectors: from f(γ(0)) = f(γ(1)) it concludes that (f ∘ γ)' vanishes somewhere. This
 * is false in R^n (see remark-3), but on B the statement is true: the mean J̄ of J over the segment
 * from w_1 to w_2 has f(w_1) − f(w_2) = J̄(w_1 − w_2), and differs from J(w_0) by at most L times
 * the mean of ‖w − w_0‖, which is a convex function. So, sharpened,
 *
 *     ‖f(w_1) − f(w_2)‖ ≥ (2λ_0 − ½L(‖w_1 − w_0‖ + ‖w_2 − w_0‖))‖w_1 − w_2‖ > 2(1 − r)λ_0‖w_1 − w_2‖.
 *
 * Looked at: drawn pairs in B, and pairs on the way from them to two points with the same image, by
 * Newton's method within B. A search meets no equality exactly; "≠" is tested as a difference of
 * more than a millionth of the one proven. (That is a stronger statement than the printed one, and
 * true.)
 *
 * @module
 */

import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import { type Claim, defineClaim, type Relation } from "../../verify/mod.ts";
import { level } from "../_figures.ts";
import {
  assumption2,
  distanceFromStart,
  intoBall,
  manifold,
  type ManifoldChanges,
  pointAt,
  pursue,
  type Scene,
  scenes,
} from "./_manifold.ts";
import { distance } from "./_vectors.ts";

interface PairObservation {
  /** ‖w_1 − w_2‖. */
  readonly apart: number;
  /** ‖f(w_1) − f(w_2)‖. */
  readonly images: number;
  /** ½(‖w_1 − w_0‖ + ‖w_2 − w_0‖). */
  readonly meanDistance: number;
}

interface Observation {
  readonly family: string;
  readonly lambda0: number;
  readonly lipschitz: number;
  readonly r: number;
  readonly pairs: readonly PairObservation[];
  /** σ_min(J) at the first two points. */
  readonly least: readonly number[];
  readonly slopeScale: number;
  /** What enters f. */
  readonly outputScale: number;
}

/** The share of what is proven that counts as a difference. */
const MILLIONTH = 1e-6;

/** Whether the points of a pair differ. */
export const pointsDiffer = {
  name: "w_1 ≠ w_2",
  statement: String.raw`w_1 \ne w_2`,
  holdsAlong: ({ pairs }: { readonly pairs: readonly { readonly apart: number }[] }) =>
    pairs[0]!.apart > 0,
};

/** The claim; a test may enlarge B. */
export function lemma5(changes: ManifoldChanges = {}): Claim {
  return defineClaim<Scene, Observation>({
    id: "gn-flow/lemma-5",
    title: "αf is an injective immersion of the ball",
    locus: "Lemma 5",
    kind: "universal",
    cost: 3,
    hypotheses: [assumption2, pointsDiffer],
    instances: scenes({ places: 2 }),
    observe<T>(scene: Scene, arithmetic: Arithmetic<T>): Observation {
      const m = manifold(scene.manifold, changes);
      const { map } = m;
      const [a, b] = scene.places.map((place) => pointAt(m, place)) as [number[], number[]];
      return {
        family: m.family,
        lambda0: m.lambda0,
        lipschitz: m.lipschitz,
        r: m.r,
        pairs: pursue(map, [a, b], intoBall(m)).map(([a, b]) => ({
          apart: distance(a, b),
          images: distance(map.value(a), map.value(b)),
          meanDistance: (distanceFromStart(m, a) + distanceFromStart(m, b)) / 2,
        })),
        least: [a, b].map((w) =>
          arithmetic.scope(() =>
            arithmetic.singularValueDecomposition(arithmetic.matrix(map.jacobian(w))).s.at(-1)!
          )
        ),
        slopeScale: m.slopeScale,
        outputScale: m.outputScale / m.scaling,
      };
    },
    figures({ pairs, lambda0, r }) {
      const steps = pairs.map((_, k) => k);
      return [{
        kind: "lines",
        title: "pairs on the way to two points with the same image, within B",
        x: { label: "step of the pursuit" },
        y: { label: "‖f(w_1) − f(w_2)‖/‖w_1 − w_2‖" },
        series: [
          {
            name: "observed",
            role: "observed",
            points: pairs.map(({ apart, images }, k) => [k, images / apart]),
          },
          level("2(1 − r)λ_0", "predicted", 2 * (1 - r) * lambda0, steps),
        ],
      }];
    },
    variants: {
      printed: {
        statement: String.raw`\operatorname{rank} J(w) = p, \quad
          f(w_1) \ne f(w_2) \text{ for } w_1 \ne w_2 \text{ in } B`,
        expected: "holds",
        relations: ({ family, pairs, least, lambda0, r, slopeScale, outputScale }) => [
          ...least.map((value): Relation => ({
            label: "σ_min(J(w)) > 0: above 1e-6 · 2(1 − r)λ_0",
            lhs: value,
            sense: ">=",
            rhs: MILLIONTH * 2 * (1 - r) * lambda0,
            scale: slopeScale,
            size: lambda0,
            family,
          })),
          ...pairs.map(({ apart, images }): Relation => ({
            label: "f(w_1) ≠ f(w_2): apart by more than 1e-6 · 2(1 − r)λ_0‖w_1 − w_2‖",
            lhs: images,
            sense: ">=",
            rhs: MILLIONTH * 2 * (1 - r) * lambda0 * apart,
            scale: outputScale,
            family,
          })),
        ],
      },
      sharpened: {
        statement: String.raw`\|f(w_1) - f(w_2)\| \ge
          \left(2\lambda_0 - \tfrac L2(\|w_1 - w_0\| + \|w_2 - w_0\|)\right)\|w_1 - w_2\| \ge
          2(1 - r)\lambda_0\|w_1 - w_2\|`,
        expected: "holds",
        relations: ({ family, pairs, lambda0, lipschitz, r, outputScale }) =>
          pairs.flatMap(({ apart, images, meanDistance }): Relation[] => [
            {
              label: "‖f(w_1) − f(w_2)‖ >= (2λ_0 − ½L(‖w_1 − w_0‖ + ‖w_2 − w_0‖))‖w_1 − w_2‖",
              lhs: images,
              sense: ">=",
              rhs: (2 * lambda0 - lipschitz * meanDistance) * apart,
              scale: outputScale,
              family,
            },
            {
              label: "‖f(w_1) − f(w_2)‖ >= 2(1 − r)λ_0‖w_1 − w_2‖",
              lhs: images,
              sense: ">=",
              rhs: 2 * (1 - r) * lambda0 * apart,
              scale: outputScale,
              family,
            },
          ]),
      },
    },
  });
}
