/**
 * Remark 3: injectivity of immersions of convex sets.
 *
 * Printed: Lemma 5 "basically implies that the restriction of an immersive mapping to a convex set
 * B is injective on B".
 *
 * False. By hand: f(w) = (sin w, 1 − cos w) has J = (cos w, sin w)ᵀ ≠ 0 everywhere, and f(0) =
 * f(2π), on any interval that contains both. Nor is it true of networks: of a sine neuron on the
 * inputs 1 and 2, f(w) = (sin w, sin 2w) from w_0 = 0 has J = (cos w, 2 cos 2w)ᵀ ≠ 0 (where cos w =
 * 0, cos 2w = −1), and f(0) = f(π): a figure of eight.
 *
 * Corrected: with c the midpoint of w_1 and w_2, J differs from J(c) by at most L‖w − c‖ on the
 * segment between them, of which the mean is ¼L‖w_1 − w_2‖, so that
 *
 *     ‖f(w_1) − f(w_2)‖ ≥ (σ_min(J(c)) − ¼L‖w_1 − w_2‖)‖w_1 − w_2‖;
 *
 * f is injective on a convex set of a diameter D where ¼LD < σ_min(J). (B has the diameter
 * 4λ_0r/L.)
 *
 * Looked at: pairs, and pairs on the way from them to two points with the same image, by Newton's
 * method. Every segment is certified: with σ_min(J) ≥ s at 64 places of it, δ apart, and the
 * Lipschitz constant L, σ_min(J) ≥ s − ½Lδ > 0 all along. So f is an immersion of a convex
 * neighbourhood of the segment, which is the set of the remark. A search meets no equality exactly:
 * the images are found to be apart by less than a millionth of (s − ½Lδ)‖w_1 − w_2‖, which points
 * of the same image are near to.
 *
 * @module
 */

import fc from "fast-check";
import { type Arithmetic, float64 } from "../../lib/arithmetic/mod.ts";
import type { Arbitrary } from "../../lib/fast_check/mod.ts";
import {
  gaussNewtonMap,
  type GaussNewtonMapInstance,
  magnitude,
  realNumber,
  type SmoothMap,
  type SmoothMapBlock,
} from "../../problems/mod.ts";
import { type Claim, defineClaim, type Relation } from "../../verify/mod.ts";
import { leastSingularValue, manifold, pointAt, pursue, scenes } from "./_manifold.ts";
import { plus } from "./_vectors.ts";
import { distanceIn } from "./_observed.ts";
import { pointsDiffer } from "./lemma_5.ts";

interface Instance {
  readonly map: GaussNewtonMapInstance;
  /** w_1 and w_2. */
  readonly from: readonly number[];
  readonly to: readonly number[];
}

interface PairObservation {
  /** ‖w_1 − w_2‖. */
  readonly apart: number;
  /** ‖f(w_1) − f(w_2)‖. */
  readonly images: number;
  /** σ_min(J(c)), c the midpoint. */
  readonly least: number;
  /** What σ_min(J) is certified to be at least along the segment. */
  readonly certified: number;
  /** What enters f. */
  readonly scale: number;
}

interface Observation {
  readonly family: string;
  readonly lipschitz: number;
  readonly pairs: readonly PairObservation[];
}

/** At how many places a segment is looked at. */
const PLACES = 64;

const MILLIONTH = 1e-6;

/** min σ_min(J) at places of a segment, less what it may be lower between them. */
function certificate(map: SmoothMap, from: readonly number[], to: readonly number[]): number {
  const way = plus(to, -1, from);
  const loss = map.jacobianLipschitz * Math.hypot(...way) / PLACES / 2;
  let least = Infinity;
  for (let k = 0; k < PLACES && least > loss; k++) {
    least = Math.min(least, leastSingularValue(map, plus(from, (k + 0.5) / PLACES, way)));
  }
  return least - loss;
}

function observePair<T>(
  arithmetic: Arithmetic<T>,
  map: SmoothMap,
  from: number[],
  to: number[],
): PairObservation {
  const apart = distanceIn(arithmetic, from, to);
  const middle = plus(from, 0.5, plus(to, -1, from));
  const { s } = float64.singularValueDecomposition(float64.matrix(map.jacobian(middle)));
  const reach = apart + Math.hypot(...from) + Math.hypot(...map.start);
  return {
    apart,
    images: distanceIn(arithmetic, map.value(from), map.value(to)),
    least: s.at(-1)!,
    certified: certificate(map, from, to),
    scale: (s[0]! + map.jacobianLipschitz * reach) * reach,
  };
}

/** A closed curve, or products of one with lines and waves. */
function closedCurves(): Arbitrary<Instance> {
  const block = fc.oneof(
    fc.record({
      kind: fc.constant("linear" as const),
      slope: magnitude({ minimum: 0.1, maximum: 10 }),
    }),
    fc.record({
      kind: fc.constant("wave" as const),
      slope: magnitude({ minimum: 0.1, maximum: 10 }),
      amplitude: magnitude({ minimum: 0.1, maximum: 10 }),
      frequency: magnitude({ minimum: 0.1, maximum: 10 }),
      phase: realNumber({ minimum: -3, maximum: 3 }),
    }),
  );
  return fc.record({
    radius: magnitude({ minimum: 0.1, maximum: 10 }),
    speed: magnitude({ minimum: 0.1, maximum: 10 }),
    others: fc.array<SmoothMapBlock>(block, { maxLength: 2 }),
    first: realNumber({ minimum: -3, maximum: 3 }),
    turns: fc.oneof(
      { withCrossShrink: true },
      fc.constant(1),
      realNumber({ minimum: 0.1, maximum: 2 }),
    ),
  }).map(({ radius, speed, others, first, turns }) => ({
    map: {
      family: "smooth map",
      blocks: [{ kind: "arc", radius, speed }, ...others],
      left: [],
      right: [],
    },
    from: [first, ...others.map(() => 0)],
    to: [first + turns * 2 * Math.PI * radius / speed, ...others.map(() => 0)],
  }));
}

/** A sine neuron on two inputs, over a part of its figure of eight or of a related curve. */
function sineNeurons(): Arbitrary<Instance> {
  return fc.record({
    input: magnitude({ minimum: 0.25, maximum: 4 }),
    ratio: fc.constantFrom(2, 4, 3, 1.5),
    start: fc.oneof(
      { withCrossShrink: true },
      fc.constant(0),
      realNumber({ minimum: -1, maximum: 1 }),
    ),
    first: realNumber({ minimum: -1, maximum: 1 }),
    turns: fc.oneof(
      { withCrossShrink: true },
      fc.constant(1),
      realNumber({ minimum: 0.1, maximum: 2 }),
    ),
  }).map(({ input, ratio, start, first, turns }) => ({
    map: {
      family: "network",
      activation: "sine",
      inputs: [[input], [ratio * input]],
      outerWeights: [1],
      initialWeights: [[start]],
    },
    from: [first],
    to: [first + turns * Math.PI / input],
  }));
}

/** Any maps, with pairs within a few radii of B. */
function anyMaps(): Arbitrary<Instance> {
  return fc.tuple(scenes({ places: 2 }), magnitude({ minimum: 0.1, maximum: 30 }))
    .map(([{ manifold: instance, places }, reach]) => {
      const m = manifold(instance, { reach });
      const [from, to] = places.map((place) => pointAt(m, place)) as [number[], number[]];
      return { map: instance.map, from, to };
    });
}

/** Pairs of all kinds. */
function pairs(): Arbitrary<Instance> {
  return fc.oneof(
    { weight: 1, arbitrary: closedCurves() },
    { weight: 1, arbitrary: sineNeurons() },
    { weight: 3, arbitrary: anyMaps() },
  );
}

/** The claim, over all pairs or those of a test. */
export function remark3(instances: Arbitrary<Instance> = pairs()): Claim {
  return defineClaim<Instance, Observation>({
    id: "gn-flow/remark-3",
    title: "An immersion of a convex set is injective",
    locus: "Remark 3",
    kind: "universal",
    cost: 4,
    hypotheses: [pointsDiffer, {
      name: "immersion",
      statement: String.raw`\operatorname{rank} J(w) = p \text{ on a convex set that contains }
        w_1 \text{ and } w_2`,
      holdsAlong: ({ pairs }) => pairs.some(({ certified }) => certified > 0),
    }],
    instances,
    observe<T>({ map: description, from, to }: Instance, arithmetic: Arithmetic<T>): Observation {
      const map = gaussNewtonMap(description);
      const found = pursue(map, [[...from], [...to]]);
      // The pairs on the way are of no interest: the first, and where it leads.
      const kept = found.length > 1 ? [found[0]!, found.at(-1)!] : found;
      return {
        family: map.family,
        lipschitz: map.jacobianLipschitz,
        pairs: kept.map(([a, b]) => observePair(arithmetic, map, a, b)),
      };
    },
    figures(_, { map: description, from, to }) {
      const map = gaussNewtonMap(description);
      const [a, b] = pursue(map, [[...from], [...to]]).at(-1)!;
      const way = plus(b, -1, a);
      const at = (k: number) => map.value(plus(a, k / 100, way));
      const middle = at(50);
      const ends = [at(0), at(100)];
      const places = Array.from({ length: 101 }, (_, k) => k);
      return [
        {
          kind: "plane",
          title: "the image of the segment from w_1 to w_2, in its first two coordinates",
          x: { label: "f_1" },
          y: { label: "f_2" },
          paths: [{
            name: "f",
            role: "observed",
            points: places.map((k): [number, number] => [at(k)[0]!, at(k)[1] ?? 0]),
          }],
          points: [
            { name: "f(w_1)", role: "reference", at: [ends[0]![0]!, ends[0]![1] ?? 0] },
            { name: "f(w_2)", role: "predicted", at: [ends[1]![0]!, ends[1]![1] ?? 0] },
            { name: "middle", role: "floor", at: [middle[0]!, middle[1] ?? 0] },
          ],
        },
      ];
    },
    variants: {
      printed: {
        statement: String.raw`f \text{ an immersion of a convex set},\ w_1 \ne w_2 \text{ in it}:
          \quad f(w_1) \ne f(w_2)`,
        expected: "refuted",
        relations: ({ family, pairs }) =>
          pairs.filter(({ certified }) => certified > 0).map((
            { apart, images, certified, scale },
          ): Relation => ({
            label: "f(w_1) ≠ f(w_2): apart by more than 1e-6 σ_min(J)‖w_1 − w_2‖",
            lhs: images,
            sense: ">=",
            rhs: MILLIONTH * certified * apart,
            scale,
            family,
          })),
      },
      corrected: {
        statement: String.raw`\|f(w_1) - f(w_2)\| \ge \left(\sigma_{\min}(J(c)) -
          \tfrac L4\|w_1 - w_2\|\right)\|w_1 - w_2\|, \quad c = \tfrac12(w_1 + w_2)`,
        expected: "holds",
        trivialWhere: "where ¼L‖w_1 − w_2‖ ≥ σ_min(J(c))",
        relations: ({ family, lipschitz, pairs }) =>
          pairs.map(({ apart, images, least, scale }): Relation => {
            const factor = least - lipschitz / 4 * apart;
            return {
              label: "‖f(w_1) − f(w_2)‖ >= (σ_min(J(c)) − ¼L‖w_1 − w_2‖)‖w_1 − w_2‖",
              lhs: images,
              sense: ">=",
              rhs: factor * apart,
              scale,
              trivial: factor <= 0,
              family,
            };
          }),
      },
    },
  });
}
