/**
 * Eq. (19): the Riemannian Hessian of g on M.
 *
 * Printed: ⟨u, Hess g[u]⟩ = u·∇²g u for tangent u.
 *
 * False: it forgets how M curves. Along the geodesic c with c'(0) = u, (g ∘ c)''(0) = u·∇²g u +
 * ∇g·c'', and c'' = II(u, u), the second fundamental form, is normal to M but not 0. (In print P∇g
 * is replaced by ∇g before the limit, as uᵀP(αf(w)) = uᵀ. But P(αf(γ(t)))∇g(αf(γ(t))) should be
 * differentiated, and P moves.) By hand, on the unit circle f(w) = (sin w, 1 − cos w), α = 1, with
 * g = ½‖ψ − y‖², y = (0, ½): g(f(w)) = 5/8 − ½ cos w, w being arc length, and its second derivative
 * at 0 is ½; but u·∇²g u = 1. The difference is ⟨∇g, II(u, u)⟩ = (0, −½)·(0, 1).
 *
 * Nor is it true of networks: of a sine neuron on the inputs 1 and 2, from w_0 = π/2, f(w) = (sin w
 * − 1, sin 2w) has J(w_0) = (0, −2)ᵀ and f'' = (−1, 0) there; u = (0, −1) is αJz for α = 1, z = ½,
 * and II(u, u) = ¼f'' = (−¼, 0). With g = ½‖ψ − y‖², y = (∓1, 0), ∇g = (±1, 0) and (g ∘ c)'' = 1 ∓
 * ¼.
 *
 * Corrected: ⟨u, Hess g[u]⟩ = u·∇²g u + ⟨∇g, II(u, u)⟩, II(u, u) = (I − P)αD²f(w)[z, z], u =
 * αJ(w)z.
 *
 * Looked at: the second derivative of g along geodesics, by finite differences: a central stencil
 * of order four along the integrated geodesic, with steps that are short beside the lengths over
 * which J and ∇²g vary; the difference to half the step counts as uncertainty.
 *
 * @module
 */

import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import { connection, geodesic, type Movement, movement } from "../../lib/flows/mod.ts";
import { type Claim, defineClaim, type Relation } from "../../verify/mod.ts";
import { over } from "../_figures.ts";
import {
  assumption2,
  inUnits,
  lossScale,
  manifold,
  type ManifoldInstance,
  MARGIN_OVER_MOVEMENT,
  pointAt,
  type Scene,
  scenes,
  tangentSpace,
  toleranceAt,
} from "./_manifold.ts";
import { dot, plus, times } from "./_vectors.ts";

interface Observation {
  readonly family: string;
  /** u·∇²g u, ‖u‖ = 1. */
  readonly euclidean: number;
  /** ⟨∇g, II(u, u)⟩. */
  readonly normal: number;
  /** ⟨∇g, c''(0)⟩, c''(0) = αD²f(w)[z, z] + αJ(w)ż with ż from the geodesic equation. */
  readonly acceleration: number;
  /** (g ∘ c)''(0), with the longer and with half the step. */
  readonly differences: Movement;
  /** How far from the start, in arc length, the stencil of the longer step reaches. */
  readonly reach: number;
  /** What entered u·∇²g u + ⟨∇g, II⟩ and the differences. */
  readonly scale: number;
  readonly differenceScale: number;
}

/** The stencil of order four of a second derivative: weights at ±1 and ±2 steps, the values less that at 0. */
const NEAR = 4 / 3;
const FAR = -1 / 12;

/** The share of the lengths over which J and ∇²g vary that the stencil takes. */
const SHARE = 0.1;

/**
 * The length in parameter coordinates over which the second derivatives of f vary: that of a radian
 * of the waves, arcs and spheres in it, and that in which the argument of an activation moves by 1.
 */
function variationLength({ map }: ManifoldInstance): number {
  const rates = map.family === "network"
    ? map.inputs.map((x) => Math.hypot(...x))
    : map.blocks.map((block) =>
      block.kind === "wave"
        ? block.frequency
        : block.kind === "arc" || block.kind === "sphere"
        ? Math.abs(block.speed) / block.radius
        : 0
    );
  return 1 / Math.max(...rates);
}

/** The length over which ∇²g varies. */
function variationOfLoss({ loss }: ManifoldInstance): number {
  return loss.kind === "quadratic plus log-cosh" ? loss.scale : Infinity;
}

/** (g ∘ c)''(0) over the squared unit of time, c in both senses, for a step that is a share of the reach. */
function secondDifference(values: (t: number) => number, step: number): number {
  return (NEAR * (values(step) + values(-step)) + FAR * (values(2 * step) + values(-2 * step))) /
    step ** 2;
}

/** The claim; a test may change the factor of ⟨∇g, II⟩ in the corrected form. */
export function equation19(factor: number = 1): Claim {
  return defineClaim<Scene, Observation>({
    id: "gn-flow/eq-19",
    title: "The Riemannian Hessian of g is its Euclidean one",
    locus: "eq. (19)",
    kind: "universal",
    cost: 5,
    hypotheses: [assumption2],
    instances: scenes({ directions: 1 }),
    observe<T>(scene: Scene, arithmetic: Arithmetic<T>, refinement: number): Observation {
      const m = manifold(scene.manifold);
      const { map, objective, scaling, radius } = m;
      const { loss } = objective;
      const w = pointAt(m, scene.places[0]!);
      const jacobian = map.jacobian(w);
      const space = tangentSpace(arithmetic, jacobian);
      const least = space.singularValues.at(-1)!;

      // z, of unit speed in M.
      const direction = scene.directions[0]!;
      const speed = scaling * Math.hypot(...times(jacobian, direction));
      const z = direction.map((entry) => entry / speed);
      const u = times(jacobian, z).map((entry) => scaling * entry);
      const gradient = loss.gradient(objective.output(w));
      const hessian = loss.hessianDiagonal(objective.output(w));
      const bend = map.secondDerivative(w, z, z).map((entry) => scaling * entry);
      const second = plus(bend, -1, space.project(bend));
      const turn = times(jacobian, connection(map, w, z, z));
      const gradientSize = Math.hypot(...gradient);

      // A geodesic over the reach of the stencil, in units in which it moves by about 1.
      const zLength = Math.hypot(...z);
      const length = SHARE / (refinement > 0 ? 8 : 1) *
        Math.min(
          least / m.lipschitz,
          radius,
          variationLength(scene.manifold),
          zLength * variationOfLoss(scene.manifold),
        );
      const reach = length / zLength;
      const immersion = inUnits(map, w, length);
      const zero = w.map(() => 0);
      const velocity = z.map((entry) => entry * (reach / length));
      const differences = movement((tolerance) => {
        const sides = [1, -1].map((sign) =>
          geodesic(immersion, zero, velocity.map((entry) => sign * entry), { tolerance })
        );
        const valueAt = (t: number) =>
          objective.difference(
            w,
            plus(w, length, sides[t > 0 ? 0 : 1]!.at(Math.abs(t)).point),
          );
        return [0.5, 0.25].map((step) => secondDifference(valueAt, step) / reach ** 2);
      }, toleranceAt(refinement) / 10);
      return {
        family: m.family,
        euclidean: u.reduce((sum, entry, j) => sum + hessian[j]! * entry * entry, 0),
        normal: dot(gradient, second),
        acceleration: dot(gradient, plus(bend, scaling, turn)),
        differences,
        reach,
        scale: loss.smoothness +
          4 * space.conditionNumber * gradientSize * Math.hypot(...bend),
        differenceScale: 64 * lossScale(m, gradientSize, reach) / reach ** 2,
      };
    },
    figures({ euclidean, normal, reach }, scene) {
      const m = manifold(scene.manifold);
      const w = pointAt(m, scene.places[0]!);
      const direction = scene.directions[0]!;
      const speed = m.scaling * Math.hypot(...times(m.map.jacobian(w), direction));
      const unit = reach / speed;
      const slope = unit * dot(m.objective.gradient(w), direction);
      const immersion = inUnits(m.map, w, unit);
      const sides = [1, -1].map((sign) =>
        geodesic(immersion, w.map(() => 0), direction.map((entry) => sign * entry))
      );
      const places = Array.from({ length: 41 }, (_, k) => k / 20 - 1);
      const remainder = (t: number) => {
        const { point } = sides[t > 0 ? 0 : 1]!.at(Math.abs(t));
        return m.objective.difference(w, plus(w, unit, point)) - t * slope;
      };
      const parabola = (second: number) => (t: number) => second / 2 * (t * reach) ** 2;
      return [{
        kind: "lines",
        title: "g along a geodesic, less its tangent",
        x: { label: "arc length over the reach of the stencil" },
        y: { label: "g(c(t)) − g(c(0)) − t(g ∘ c)'(0)" },
        series: [
          { name: "observed", role: "observed", points: over(places, remainder) },
          { name: "½t² u·∇²g u", role: "predicted", points: over(places, parabola(euclidean)) },
          {
            name: "½t² (u·∇²g u + ⟨∇g, II(u, u)⟩)",
            role: "reference",
            points: over(places, parabola(euclidean + normal)),
          },
        ],
      }];
    },
    variants: {
      printed: {
        statement: String.raw`\langle u, \operatorname{Hess} g[u]\rangle = u^\top\nabla^2 g\,u
          \text{ for tangent } u`,
        expected: "refuted",
        relations: (observation) => hessianRelations(observation, 0, "u·∇²g u"),
      },
      corrected: {
        statement: String.raw`\langle u, \operatorname{Hess} g[u]\rangle = u^\top\nabla^2 g\,u +
          \langle\nabla g, \mathrm{II}(u, u)\rangle`,
        expected: "holds",
        relations: (observation) =>
          hessianRelations(observation, factor, "u·∇²g u + ⟨∇g, II(u, u)⟩"),
      },
    },
  });
}

/** (g ∘ c)''(0), by finite differences and from the geodesic equation, against a formula. */
function hessianRelations(
  { family, euclidean, normal, acceleration, differences, scale, differenceScale }: Observation,
  factor: number,
  formula: string,
): Relation[] {
  const [longer, shorter] = differences.values as [number, number];
  const rhs = euclidean + factor * normal;
  return [
    {
      label: `(g ∘ c)'' by finite differences = ${formula}`,
      lhs: shorter,
      sense: "=",
      rhs,
      scale: scale + differenceScale,
      size: Math.abs(euclidean) + Math.abs(normal),
      uncertainty: Math.abs(longer - shorter) + MARGIN_OVER_MOVEMENT * differences.moved[1]!,
      family,
    },
    {
      label: `(g ∘ c)'' from the geodesic equation = ${formula}`,
      lhs: euclidean + acceleration,
      sense: "=",
      rhs,
      scale,
      size: Math.abs(euclidean) + Math.abs(normal),
      family,
    },
  ];
}
