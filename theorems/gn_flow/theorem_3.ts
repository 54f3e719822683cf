/**
 * Theorem 3: M is an embedded submanifold.
 *
 * Printed: M = αf(B) is a p-dimensional smooth embedded submanifold of R^n. (Its proof takes αf(B)
 * for an open set of R^n, in the footnote; it has measure 0 there.)
 *
 * True, since αf is bi-Lipschitz on B: with m = 2(1 − r)λ_0 every pair in B has ‖αf(w') − αf(w)‖ ≥
 * αm‖w' − w‖ (see lemma-5), so that αf is an immersion and a homeomorphism onto its image. What
 * this means of the set M near y = αf(w), P the projector on range J(w):
 *
 * - J has rank p: σ_min(J(w)) ≥ m.
 * - There is no other sheet of M near: any y' = αf(w') of M within ε of y has ‖w' − w‖ ≤ ε/(αm), and
 *   as ‖y' − y − αJ(w)(w' − w)‖ ≤ ½αL‖w' − w‖², it lies at most
 *   (L/(2αm²))‖y' − y‖² = ½κ‖y' − y‖², κ = L/(αm²), off the tangent space at y: to second order in ε.
 * - M is a graph over the tangent space there: for w', w'' within δ of w, (I − P)J̄ = (I − P)(J̄ −
 *   J(w)) for the mean J̄ of J between them, so that ‖(I − P)(y' − y'')‖ ≤ αLδ‖w' − w''‖ ≤
 *   (Lδ/m)‖y' − y''‖: two points over the same one of the tangent space coincide as soon as Lδ < m, and the
 *   slopes of the graph vanish with δ.
 *
 * Looked at: pairs at radii that shrink; and pairs far apart in B, moved within it towards a common
 * image, for the other sheets.
 *
 * @module
 */

import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import { type Claim, defineClaim, type Relation } from "../../verify/mod.ts";
import {
  assumption2,
  intoBall,
  type Manifold,
  manifold,
  type ManifoldChanges,
  type Pair,
  pointAt,
  pursue,
  type Scene,
  scenes,
  type TangentSpace,
  tangentSpace,
} from "./_manifold.ts";
import { distance, plus } from "./_vectors.ts";

/** A chord y' − y of M. */
interface Chord {
  /** Its length. */
  readonly length: number;
  /** The length of its part off the tangent space. */
  readonly normal: number;
  /** Of J where the tangent space is. */
  readonly conditionNumber: number;
}

interface Observation {
  readonly family: string;
  readonly lambda0: number;
  readonly r: number;
  /** κ. */
  readonly curvature: number;
  /** σ_min(J(w)). */
  readonly least: number;
  /** Chords from αf(w), nearby and to what may be another sheet. */
  readonly chords: readonly Chord[];
  /** Chords between points of which the parameters are within δ of w, and Lδ/m. */
  readonly between: readonly (Chord & { readonly slope: number })[];
  readonly slopeScale: number;
  readonly outputScale: number;
}

/** Radii about a point, over the radius of B. */
const RADII: readonly number[] = [0.5, 0.1, 0.02, 0.004];

function chordBetween(
  m: Manifold,
  { project, conditionNumber }: TangentSpace,
  [a, b]: Pair,
): Chord {
  const chord = plus(m.objective.output(b), -1, m.objective.output(a));
  return {
    length: Math.hypot(...chord),
    normal: distance(chord, project(chord)),
    conditionNumber,
  };
}

/** The claim; a test may enlarge B. */
export function theorem3(changes: ManifoldChanges = {}): Claim {
  return defineClaim<Scene, Observation>({
    id: "gn-flow/theorem-3",
    title: "M is a p-dimensional embedded submanifold",
    locus: "Theorem 3",
    kind: "universal",
    cost: 3,
    hypotheses: [assumption2],
    instances: scenes({ places: 2, directions: 2 }),
    observe<T>(scene: Scene, arithmetic: Arithmetic<T>): Observation {
      const m = manifold(scene.manifold, changes);
      const { map, radius, lambda0, lipschitz, r } = m;
      const space = (w: readonly number[]) => tangentSpace(arithmetic, map.jacobian(w));
      const keep = intoBall(m);
      const [w, far] = scene.places.map((place) => keep(pointAt(m, place))) as [number[], number[]];
      const at = space(w);
      const [up, across] = scene.directions.map((direction) => {
        const size = Math.hypot(...direction);
        return direction.map((entry) => entry / size);
      }) as [number[], number[]];
      const near = RADII.map((share): [number[], number[]] => [
        keep(plus(w, share * radius, up)),
        keep(plus(w, -share * radius / 2, across)),
      ]);
      // The other sheets: each pair with the tangent space at its first point.
      const others = distance(w, far) > 0 ? pursue(map, [w, far], keep) : [];
      return {
        family: m.family,
        lambda0,
        r,
        curvature: m.curvature,
        least: at.singularValues.at(-1)!,
        chords: [
          ...near.flat().map((other) => chordBetween(m, at, [w, other])),
          ...others.map((pair) => chordBetween(m, space(pair[0]), pair)),
        ],
        between: near.map((pair) => ({
          ...chordBetween(m, at, pair),
          slope: lipschitz * Math.max(...pair.map((one) => distance(one, w))) /
            (2 * (1 - r) * lambda0),
        })),
        slopeScale: m.slopeScale,
        outputScale: m.outputScale,
      };
    },
    figures: ({ chords, curvature }) => [{
      kind: "lines",
      title: "how far points of M are off the tangent space at y",
      x: { label: "‖y' − y‖", scale: "log" },
      y: { label: "‖(I − P)(y' − y)‖", scale: "log" },
      mark: "dots",
      series: [
        {
          name: "observed",
          role: "observed",
          points: chords.map(({ length, normal }) => [length, normal]),
        },
        {
          name: "½κ‖y' − y‖²",
          role: "predicted",
          points: chords.map(({ length }) => [length, curvature / 2 * length ** 2]),
        },
      ],
    }],
    variants: {
      printed: {
        statement: String.raw`\mathcal M \text{ is embedded: } \operatorname{rank} J = p,\quad
          \|(I - P)(y' - y)\| \le \tfrac12\kappa\|y' - y\|^2 \text{ for } y, y' \in \mathcal M,\quad
          \kappa = \frac{L}{4\alpha(1 - r)^2\lambda_0^2}`,
        expected: "holds",
        relations: (observation) => {
          const { family, lambda0, r, curvature, least, outputScale } = observation;
          const scaleOf = ({ length, conditionNumber }: Chord) =>
            outputScale + 4 * conditionNumber * length;
          return [
            {
              label: "rank J(w) = p: σ_min(J(w)) >= 2(1 − r)λ_0",
              lhs: least,
              sense: ">=",
              rhs: 2 * (1 - r) * lambda0,
              scale: 2 * observation.slopeScale,
              family,
            },
            ...observation.chords.map((chord): Relation => ({
              label: "‖(I − P)(y' − y)‖ <= ½κ‖y' − y‖², y and y' in M",
              lhs: chord.normal,
              sense: "<=",
              rhs: curvature / 2 * chord.length ** 2,
              scale: scaleOf(chord) * (1 + curvature * chord.length),
              family,
            })),
            ...observation.between.map(({ slope, ...chord }): Relation => ({
              label: "‖(I − P)(y' − y'')‖ <= (Lδ/m)‖y' − y''‖, within δ of w",
              lhs: chord.normal,
              sense: "<=",
              rhs: slope * chord.length,
              scale: scaleOf(chord) * (1 + slope),
              // ‖(I − P)z‖ is at most ‖z‖.
              trivial: slope >= 1,
              family,
            })),
          ];
        },
      },
    },
  });
}
