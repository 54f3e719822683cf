/**
 * Lemma 6: the tangent space of M at αf(w) is range J(w).
 *
 * Printed: T = {αJ(w)z} = range J(w) is the tangent space, that is the set of the velocities c'(0)
 * of smooth curves c in M with c(0) = αf(w); and u·v makes a Riemannian metric on it.
 *
 * True: as αf is an embedding of B (see theorem-3), every curve in M is the image of one in B.
 *
 * Looked at: c(h) = αf(γ(h)), γ(h) = w + ha + ½h²b, for steps h that shrink. Since J is
 * L-Lipschitz,
 *
 *     ‖c(h) − c(0) − αJ(w)(γ(h) − w)‖ ≤ ½αL‖γ(h) − w‖²,
 *
 * so that the chord's part normal to range J vanishes faster than h, and c'(0) = αJ(w)a; every
 * αJ(w)z is such a velocity. The metric is positive definite where ‖αJ(w)z‖ ≥ 2α(1 − r)λ_0‖z‖.
 *
 * @module
 */

import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import { type Claim, defineClaim, type Relation } from "../../verify/mod.ts";
import {
  assumption2,
  manifold,
  pointAt,
  type Rows,
  type Scene,
  scenes,
  tangentSpace,
} from "./_manifold.ts";
import { plus, times } from "./_vectors.ts";

interface Chord {
  /** h. */
  readonly step: number;
  /** ‖c(h) − c(0)‖. */
  readonly length: number;
  /** ½αL‖γ(h) − w‖². */
  readonly bound: number;
  /** ‖(I − P)(c(h) − c(0))‖. */
  readonly normal: number;
  /** ‖c(h) − c(0) − αJ(w)(γ(h) − w)‖. */
  readonly rest: number;
}

interface Observation {
  readonly family: string;
  readonly chords: readonly Chord[];
  readonly outputScale: number;
  readonly conditionNumber: number;
  /** ‖αJ(w)a‖ and 2α(1 − r)λ_0‖a‖. */
  readonly speed: number;
  readonly leastSpeed: number;
  readonly speedScale: number;
}

/** Steps, over what takes γ out of half of B. */
const STEPS: readonly number[] = [1, 0.3, 0.1, 0.03, 0.01];

/** The claim; a test may change J. */
export function lemma6(change: (jacobian: Rows) => Rows = (jacobian) => jacobian): Claim {
  return defineClaim<Scene, Observation>({
    id: "gn-flow/lemma-6",
    title: "The tangent space is the range of J",
    locus: "Lemma 6, eq. (17)",
    kind: "universal",
    cost: 3,
    hypotheses: [assumption2],
    instances: scenes({ directions: 2 }),
    observe<T>(scene: Scene, arithmetic: Arithmetic<T>): Observation {
      const m = manifold(scene.manifold);
      const { map, scaling, lipschitz, radius } = m;
      const place = scene.places[0]!;
      const w = pointAt(m, { ...place, share: place.share / 2 });
      const [a, b] = scene.directions.map((direction) => {
        const length = Math.hypot(...direction);
        return direction.map((entry) => radius / 4 * (entry / length));
      }) as [number[], number[]];
      const jacobian = change(map.jacobian(w));
      const space = tangentSpace(arithmetic, jacobian);
      const from = map.value(w);
      const chords = STEPS.map((step): Chord => {
        const move = a.map((entry, k) => step * (entry + step * b[k]! / 2));
        const chord = plus(map.value(plus(w, 1, move)), -1, from).map((entry) => scaling * entry);
        const linear = times(jacobian, move).map((entry) => scaling * entry);
        return {
          step,
          length: Math.hypot(...chord),
          bound: scaling * lipschitz / 2 * Math.hypot(...move) ** 2,
          normal: Math.hypot(...plus(chord, -1, space.project(chord))),
          rest: Math.hypot(...plus(chord, -1, linear)),
        };
      });
      const size = scaling * Math.hypot(...a);
      return {
        family: m.family,
        chords,
        outputScale: m.outputScale,
        conditionNumber: space.conditionNumber,
        speed: scaling * Math.hypot(...times(jacobian, a)),
        leastSpeed: 2 * (1 - m.r) * m.lambda0 * size,
        speedScale: m.slopeScale * size,
      };
    },
    figures: ({ chords }) => [{
      kind: "lines",
      title: "the part of chords c(h) − c(0) that is normal to range J",
      x: { label: "h", scale: "log" },
      y: { label: "length", scale: "log" },
      series: [
        {
          name: "‖(I − P)(c(h) − c(0))‖",
          role: "observed",
          points: chords.map(({ step, normal }) => [step, normal]),
        },
        {
          name: "½αL‖γ(h) − w‖²",
          role: "predicted",
          points: chords.map(({ step, bound }) => [step, bound]),
        },
      ],
    }],
    variants: {
      printed: {
        statement: String.raw`T_{\alpha f(w)}\mathcal M = \{c'(0)\} =
          \operatorname{range} J(w): \quad \|(I - P)(c(h) - c(0))\| \le
          \tfrac12\alpha L\|\gamma(h) - w\|^2 = O(h^2), \quad c'(0) = \alpha J(w)\gamma'(0)`,
        expected: "holds",
        relations: (
          { family, chords, outputScale, conditionNumber, speed, leastSpeed, speedScale },
        ) => [
          ...chords.flatMap(({ length, bound, normal, rest }): Relation[] => [
            {
              label: "‖(I − P)(c(h) − c(0))‖ <= ½αL‖γ(h) − w‖²",
              lhs: normal,
              sense: "<=",
              rhs: bound,
              scale: outputScale + conditionNumber * length,
              family,
            },
            {
              label: "‖c(h) − c(0) − αJ(w)(γ(h) − w)‖ <= ½αL‖γ(h) − w‖²",
              lhs: rest,
              sense: "<=",
              rhs: bound,
              scale: outputScale,
              family,
            },
          ]),
          {
            label: "‖αJ(w)z‖ >= 2α(1 − r)λ_0‖z‖",
            lhs: speed,
            sense: ">=",
            rhs: leastSpeed,
            scale: speedScale,
            family,
          },
        ],
      },
    },
  });
}
