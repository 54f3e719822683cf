/**
 * Lemma 8: the sublevel set.
 *
 * Printed: S = {y ∈ M : g(y) ≤ g(0)} is a geodesically convex subset of M, "i.e., for any w_1, w_2
 * ∈ B and any arbitrary geodesic γ: [0, 1] → M connecting αf(w_1) and αf(w_2), we have γ(t) ∈ S";
 * and g|_S is ν-strongly convex. Two readings, each with its label:
 *
 * - *ends in B*, as printed: w_1 and w_2 are any points of B. False at once, for γ(0) need not be in S. By
 *   hand, on the circle below, w_1 = w_2 = −a has the constant geodesic at g = 2 > g(0).
 * - *ends in S*, what convexity of S asks: αf(w_1), αf(w_2) ∈ S. False too. By hand: f(w) = (sin w,
 *   1 − cos w), α = 1, w_0 = 0: w is the arc length of the unit circle about (0, 1), B = (−r, r). Let
 *   sin a = 7/25, cos a = 24/25 (a = 0.2838), and y = (7/25, 49/25), the point of the circle opposite of
 *   f(−a). With g = ½‖ψ − y‖², g(f(w)) = 1 + cos(w + a). For r = 0.9, w_1 = 0 with g = g(0) = 1.96
 *   and w_2 = −0.6 with g = 1 + cos 0.3162 = 1.9504 are in B and in S; between them, at w = −0.3, g =
 *   1 + cos 0.0162 = 1.9999.
 *
 * Corrected: let γ be a geodesic of M with any ends, ℓ its length, G = ½(‖∇g(γ(0))‖ + ‖∇g(γ(1))‖ +
 * μℓ), which bounds ‖∇g‖ along γ, and κ = L/(4α(1 − r)²λ_0²), which bounds the second fundamental
 * form. As for lemma-7, (g ∘ γ)'' ≥ (ν − κG)ℓ², whence
 *
 *     g(γ(t)) ≤ (1 − t)g(γ(0)) + tg(γ(1)) − ½(ν − κG)t(1 − t)ℓ².
 *
 * So geodesics of M with ends in S stay in S where κG ≤ ν. It is enough that on all of M κ sup‖∇g‖
 * ≤ ν: r small and α large, as ‖∇g(αf(w))‖ ≤ ‖∇g(0)‖ + αμ‖f(w)‖. (That a geodesic of M joins two
 * points of S is another matter: it may have to leave M.)
 *
 * Looked at: geodesics found by shooting between places in B, those that stay in B; with the
 * velocity found, at several tolerances.
 *
 * @module
 */

import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import { geodesic, type Movement, movement, shoot } from "../../lib/flows/mod.ts";
import { type Claim, defineClaim, type Relation } from "../../verify/mod.ts";
import { evenly, level } from "../_figures.ts";
import {
  assumption2,
  distanceFromStart,
  inUnits,
  lossScale,
  manifold,
  MARGIN_OVER_MOVEMENT,
  pointAt,
  type Scene,
  scenes,
  toleranceAt,
} from "./_manifold.ts";
import { distance, plus, times } from "./_vectors.ts";
import { riseIn } from "./_observed.ts";

interface Observation {
  readonly family: string;
  /** g(αf(w_0)) = g(0). */
  readonly initialValue: number;
  /** g(γ(t)) − g(0) at the times t; null where no geodesic in M was found. */
  readonly values: Movement | null;
  readonly length: number;
  /** ν − κG. */
  readonly modulus: number;
  readonly strongConvexity: number;
  readonly scale: number;
}

/** The times at which a geodesic is looked at. */
const TIMES: readonly number[] = [0, 0.125, 0.25, 0.375, 0.5, 0.625, 0.75, 0.875, 1];

/** At how many times it is looked at whether it stays in B. */
const LOOKS = 65;

/** The parts of the statement that a relation speaks of, beside "ends in B". */
const LEAVES_S = "ends in S: g(γ(t)) <= g(0)";
const NOT_CONVEX = "ends in S: g(γ(t)) <= (1 − t)g(γ(0)) + tg(γ(1)) − ½νt(1 − t)ℓ²";
const CORRECTED = "g(γ(t)) <= (1 − t)g(γ(0)) + tg(γ(1)) − ½(ν − κG)t(1 − t)ℓ²";

/** g(γ(t)) ≤ g(0), at the highest of the times. */
function sublevel({ family, initialValue, values, scale }: Observation, label: string): Relation {
  const highest = values!.values.indexOf(Math.max(...values!.values));
  return {
    label,
    lhs: initialValue + values!.values[highest]!,
    sense: "<=",
    rhs: initialValue,
    scale: scale + initialValue,
    uncertainty: MARGIN_OVER_MOVEMENT * values!.moved[highest]!,
    family,
  };
}

/** Convexity with a modulus along the geodesic: ½ modulus t(1 − t)ℓ² is below the chord's excess. */
function convexity(
  { family, values, length, scale }: Observation,
  label: string,
  modulus: number,
): Relation[] {
  const { values: g, moved } = values!;
  const [first, last] = [g[0]!, g.at(-1)!];
  return TIMES.slice(1, -1).map((t, index): Relation => {
    const k = index + 1;
    return {
      label,
      lhs: modulus / 2 * t * (1 - t) * length ** 2,
      sense: "<=",
      rhs: (1 - t) * first + t * last - g[k]!,
      scale,
      uncertainty: MARGIN_OVER_MOVEMENT * (moved[0]! + moved[k]! + moved.at(-1)!),
      family,
    };
  });
}

/** Whether both ends are in S. */
function endsInS({ values }: Observation): boolean {
  return values!.values[0]! <= 0 && values!.values.at(-1)! <= 0;
}

/** The claim; a test may change κ. */
export function lemma8(curvatureFactor: number = 1): Claim {
  return defineClaim<Scene, Observation>({
    id: "gn-flow/lemma-8",
    title: "The sublevel set of g(0) is geodesically convex",
    locus: "Lemma 8",
    kind: "universal",
    cost: 5,
    hypotheses: [assumption2, {
      name: "a geodesic",
      statement: String.raw`\gamma : [0, 1] \to \mathcal M \text{ is a geodesic from }
        \alpha f(w_1) \text{ to } \alpha f(w_2)`,
      holdsAlong: ({ values }) => values !== null,
    }],
    instances: scenes({ places: 2, ridges: true }),
    observe<T>(scene: Scene, arithmetic: Arithmetic<T>, refinement: number): Observation {
      const m = manifold(scene.manifold);
      const { map, objective, radius, scaling } = m;
      const { loss } = objective;
      const [from, to] = scene.places.map((place) => pointAt(m, place)) as [number[], number[]];
      const start = map.start;
      // Units in which the places are 1 apart.
      const unit = distance(from, to) || radius;
      const way = plus(to, -1, from).map((entry) => entry / unit);
      const zero = from.map(() => 0);
      const at = (point: readonly number[]) => plus(from, unit, point);
      const immersion = inUnits(map, from, unit);
      const tolerance = toleranceAt(refinement);
      const none = {
        family: m.family,
        initialValue: objective.value(start),
        values: null,
        length: 0,
        modulus: 0,
        strongConvexity: loss.strongConvexity,
        scale: 0,
      };
      const shot = shoot(immersion, zero, way, { tolerance });
      if (!shot.found) return none;
      const inside = evenly(0, 1, LOOKS).every((t) =>
        distanceFromStart(m, at(shot.geodesic.at(t).point)) < radius
      );
      if (!inside) return none;
      const values = movement((tolerance) => {
        const curve = geodesic(immersion, zero, shot.velocity, { tolerance });
        return TIMES.map((t) => riseIn(arithmetic, objective, start, at(curve.at(t).point)));
      }, tolerance);
      const step = shot.velocity.map((entry) => unit * entry);
      const length = scaling * Math.hypot(...times(map.jacobian(from), step));
      const gradientAt = (w: readonly number[]) =>
        Math.hypot(...loss.gradient(objective.output(w)));
      const end = at(shot.geodesic.at(1).point);
      const largest = (gradientAt(from) + gradientAt(end) + loss.smoothness * length) / 2;
      const reach = 2 * Math.hypot(...objective.output(from)) + length;
      return {
        ...none,
        values,
        length,
        modulus: loss.strongConvexity - curvatureFactor * m.curvature * largest,
        scale: 4 * lossScale(m, gradientAt(start), reach),
      };
    },
    figures: ({ initialValue, values, length, strongConvexity }) => {
      const g = values!.values.map((value) => initialValue + value);
      return [{
        kind: "lines",
        title: "g along the geodesic between two places in B",
        x: { label: "t" },
        y: { label: "g(γ(t))" },
        series: [
          { name: "observed", role: "observed", points: TIMES.map((t, k) => [t, g[k]!]) },
          level("g(0)", "reference", initialValue, TIMES),
          {
            name: "(1 − t)g(γ(0)) + tg(γ(1)) − ½νt(1 − t)ℓ²",
            role: "predicted",
            points: TIMES.map((t) => [
              t,
              (1 - t) * g[0]! + t * g.at(-1)! -
              strongConvexity / 2 * t * (1 - t) * length ** 2,
            ]),
          },
        ],
      }];
    },
    variants: {
      printed: {
        statement: String.raw`w_1, w_2 \in B \ (\text{or } \alpha f(w_1), \alpha f(w_2) \in S):
          \quad g(\gamma(t)) \le g(0), \quad
          g(\gamma(t)) \le (1 - t)g(\gamma(0)) + tg(\gamma(1)) - \tfrac\nu2 t(1 - t)\ell^2`,
        expected: "refuted",
        relations: (observation) => [
          sublevel(observation, "ends in B: g(γ(t)) <= g(0)"),
          ...(endsInS(observation)
            ? [
              sublevel(observation, LEAVES_S),
              ...convexity(observation, NOT_CONVEX, observation.strongConvexity),
            ]
            : []),
        ],
      },
      corrected: {
        statement: String.raw`g(\gamma(t)) \le (1 - t)g(\gamma(0)) + tg(\gamma(1)) -
          \tfrac12(\nu - \kappa G)t(1 - t)\ell^2, \quad
          \kappa = \frac{L}{4\alpha(1 - r)^2\lambda_0^2}, \quad
          G = \tfrac12(\|\nabla g(\gamma(0))\| + \|\nabla g(\gamma(1))\| + \mu\ell)`,
        expected: "holds",
        relations: (observation) => convexity(observation, CORRECTED, observation.modulus),
      },
    },
  });
}
