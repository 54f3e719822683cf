/**
 * What the claims on the manifold M = αf(B) share: instances with places in B, the constants of
 * section 4, tangent spaces, and what happens along geodesics.
 *
 * @module
 */

import fc from "fast-check";
import { type Arithmetic, float64 } from "../../lib/arithmetic/mod.ts";
import type { Arbitrary } from "../../lib/fast_check/mod.ts";
import { geodesic, type Immersion, type Movement, movement } from "../../lib/flows/mod.ts";
import {
  type CompositeObjective,
  compositeObjective,
  gaussNewtonMap,
  type GaussNewtonMapInstance,
  magnitude,
  mapDimensions,
  realNumber,
  type SmoothMap,
  stronglyConvexLoss,
  type StronglyConvexLossShape,
  underparameterizedModels,
  vectorOf,
} from "../../problems/mod.ts";
import { dampedLeastSquares } from "../../problems/damped_least_squares.ts";
import type { Hypothesis, Relation } from "../../verify/mod.ts";
import { dotIn, riseIn } from "./_observed.ts";
import { distance, dot, plus, times } from "./_vectors.ts";

/** Rows of numbers. */
export type Rows = readonly (readonly number[])[];

/** A map, a loss, α and r: what M and g on it are made of. */
export interface ManifoldInstance {
  /** f, with p < n. */
  readonly map: GaussNewtonMapInstance;
  /** g, up to its target. */
  readonly loss: StronglyConvexLossShape;
  /** y, where g is 0. */
  readonly target: readonly number[];
  /** α. */
  readonly scaling: number;
  /** r, in (0, 1). */
  readonly r: number;
}

/** A place in B: w_0 + share · (the radius of B) · direction/‖direction‖. */
export interface Place {
  /** p numbers; 0 stands for w_0 itself. */
  readonly direction: readonly number[];
  /** From 0 on, below 1. */
  readonly share: number;
}

/** A manifold with what a claim looks at. */
export interface Scene {
  /** M and g. */
  readonly manifold: ManifoldInstance;
  /** Places in B. */
  readonly places: readonly Place[];
  /** Vectors of p numbers, not 0. */
  readonly directions: Rows;
  /** Vectors of n numbers. */
  readonly vectors: Rows;
}

/** How many of each a scene has. */
export interface SceneOptions {
  /** Default: 1. */
  readonly places?: number;
  /** Default: 0. */
  readonly directions?: number;
  /** Default: 0. */
  readonly vectors?: number;
  /**
   * Whether g may have a ridge: at its critical point M bends away from the target along the way
   * from w_0, and the first two places lie on both sides of it. Default: false.
   */
  readonly ridges?: boolean;
}

/** The largest p and n. */
const DIMENSION = 8;

/** M and g, evaluated. */
export interface Manifold {
  /** f. */
  readonly map: SmoothMap;
  /** Which of the two families f is of. */
  readonly family: SmoothMap["family"];
  /** h = g ∘ αf. */
  readonly objective: CompositeObjective;
  /** α. */
  readonly scaling: number;
  /** λ_0: half the least singular value of J(w_0). */
  readonly lambda0: number;
  /** L. */
  readonly lipschitz: number;
  /** r. */
  readonly r: number;
  /** The radius of B, 2λ_0r/L. */
  readonly radius: number;
  /**
   * κ = L/(4α(1 − r)²λ_0²), which bounds the second fundamental form of M: ‖II(u, u)‖ ≤ κ‖u‖². For
   * u = αJ(w)z, II(u, u) = (I − P)αD²f(w)[z, z] has at most the norm αL‖z‖², and ‖u‖ ≥ 2α(1 −
   * r)λ_0‖z‖.
   */
  readonly curvature: number;
  /** What enters J on B, of which rounding moves u times as much. */
  readonly slopeScale: number;
  /** What enters αf on B. */
  readonly outputScale: number;
}

/** Changes that tests make. */
export interface ManifoldChanges {
  /** Multiplies the radius of B. Default: 1. */
  readonly reach?: number;
}

/** M and g of an instance. */
export function manifold(
  { map: description, loss, target, scaling, r }: ManifoldInstance,
  { reach = 1 }: ManifoldChanges = {},
): Manifold {
  const map = gaussNewtonMap(description);
  const { s } = float64.singularValueDecomposition(float64.matrix(map.jacobian(map.start)));
  const lambda0 = s.at(-1)! / 2;
  const lipschitz = map.jacobianLipschitz;
  const radius = reach * 2 * lambda0 * r / lipschitz;
  const distance = Math.hypot(...map.start) + radius;
  const slopeScale = s[0]! + lipschitz * distance;
  return {
    map,
    family: map.family,
    objective: compositeObjective(map, stronglyConvexLoss(loss, target), scaling),
    scaling,
    lambda0,
    lipschitz,
    r,
    radius,
    curvature: lipschitz / (4 * scaling * ((1 - r) * lambda0) ** 2),
    slopeScale,
    outputScale: scaling * slopeScale * distance,
  };
}

/** w of a place. */
export function pointAt({ map, radius }: Manifold, { direction, share }: Place): number[] {
  const length = Math.hypot(...direction);
  if (length === 0) return [...map.start];
  return map.start.map((entry, k) => entry + share * radius * (direction[k]! / length));
}

/** ‖w − w_0‖. */
export function distanceFromStart({ map }: Manifold, w: readonly number[]): number {
  return Math.hypot(...w.map((entry, k) => entry - map.start[k]!));
}

/** p < n and λ_0 > 0. */
export const assumption2: Hypothesis<Scene, unknown> = {
  name: "Assumption 2",
  statement: String.raw`p < n, \quad H_0 = J(w_0)^\top J(w_0) \succeq 4\lambda_0^2 I, \quad
    \lambda_0 > 0`,
  holds: ({ manifold: instance }) => {
    const { map, lambda0 } = manifold(instance);
    return map.parameters < map.outputs && lambda0 > 0;
  },
};

/**
 * Underparameterized maps of both families with all losses, and places in B. The target is any
 * vector, or such that g has a critical point on M with a residual normal to it, as the later
 * theorems ask for.
 */
export function scenes(
  { places = 1, directions = 0, vectors = 0, ridges = false }: SceneOptions = {},
): Arbitrary<Scene> {
  const unit = () => vectorOf(DIMENSION, realNumber({ minimum: -1, maximum: 1 }));
  const several = <T>(count: number, arbitrary: Arbitrary<T>) =>
    fc.tuple(...new Array<Arbitrary<T>>(count).fill(arbitrary));
  const place = () =>
    fc.record({ direction: unit(), share: realNumber({ minimum: 0, maximum: 0.999 }) });
  return fc.record({
    model: underparameterizedModels({ maximumDimension: DIMENSION }),
    scaling: magnitude({ minimum: 0.01, maximum: 100 }),
    r: realNumber({ minimum: 0.05, maximum: 0.95 }),
    target: fc.oneof(
      { withCrossShrink: true },
      { weight: 1, arbitrary: vectorOf(DIMENSION) },
      {
        weight: 2,
        arbitrary: fc.record({
          critical: place(),
          normal: vectorOf(DIMENSION),
          residual: magnitude({ minimum: 0.01, maximum: 100 }),
          ridge: ridges ? fc.boolean() : fc.constant(false),
        }),
      },
    ),
    places: several(places, place()),
    directions: several(directions, unit()),
    vectors: several(vectors, vectorOf(DIMENSION)),
  }).map(({ model, scaling, r, target, places, directions, vectors }): Scene => {
    const { parameters: p, outputs: n } = mapDimensions(model.map);
    const cut = ({ direction, share }: Place) => ({ direction: direction.slice(0, p), share });
    const instance = { ...model, scaling, r };
    const scene = {
      places: places.map(cut),
      directions: directions.map((direction) => {
        const entries = direction.slice(0, p);
        return entries.some((entry) => entry !== 0) ? entries : [1, ...entries.slice(1)];
      }),
      vectors: vectors.map((vector) => vector.slice(0, n)),
    };
    if (!("critical" in target)) {
      return { ...scene, manifold: { ...instance, target: target.slice(0, n) } };
    }
    const { residual } = target;
    const critical = cut(target.critical);
    if (!target.ridge) {
      const y = targetOf(instance, critical, target.normal.slice(0, n), residual);
      return { ...scene, manifold: { ...instance, target: y } };
    }
    const top = { ...critical, share: critical.share / 2 };
    return {
      ...scene,
      manifold: { ...instance, target: ridgeOf(instance, top, residual) },
      places: straddle(top, scene.places),
    };
  });
}

/** Places with the shares of the given ones, the first two about a critical place. */
function straddle(
  { direction, share }: Place,
  [first, second, ...others]: readonly Place[],
): Place[] {
  return [
    { direction: direction.map((entry) => -entry), share: first!.share * share },
    { direction, share: Math.min(0.999, share * (2 + second!.share)) },
    ...others,
  ];
}

/** The target for which ∇g at a place is normal to M, and has the size residual · ‖αf‖ there. */
function targetOf(
  instance: Omit<ManifoldInstance, "target">,
  place: Place,
  direction: readonly number[],
  residual: number,
): number[] {
  const { m, w, output } = atPlace(instance, place);
  const normal = plus(direction, -1, projector(m.map.jacobian(w), direction));
  const length = Math.hypot(...normal);
  const size = length > 1e-9 * Math.hypot(...direction)
    ? residual * Math.hypot(...output) / length
    : 0;
  return withGradient(m, output, normal.map((entry) => size * entry));
}

/**
 * The target for which g has a ridge at a place, across the way from w_0: with u along the way and
 * ∇g opposite to II(u, u), u·∇²g u + ⟨∇g, II(u, u)⟩ ≤ −steepness · μ‖u‖². Where M does not bend,
 * that of no residual.
 */
function ridgeOf(
  instance: Omit<ManifoldInstance, "target">,
  place: Place,
  steepness: number,
): number[] {
  const { m, w, output } = atPlace(instance, place);
  const { map, scaling, objective } = m;
  const jacobian = map.jacobian(w);
  const speed = scaling * Math.hypot(...times(jacobian, place.direction));
  const bend = map.secondDerivative(w, place.direction, place.direction);
  const second = plus(bend, -1, projector(jacobian, bend)).map((entry) => scaling * entry);
  const length = Math.hypot(...second);
  const size = length > 1e-9 * scaling * Math.hypot(...bend)
    ? (1 + steepness) * objective.loss.smoothness * (speed / length) ** 2
    : 0;
  return withGradient(m, output, second.map((entry) => -size * entry));
}

function atPlace(instance: Omit<ManifoldInstance, "target">, place: Place) {
  const target = new Array<number>(mapDimensions(instance.map).outputs).fill(0);
  const m = manifold({ ...instance, target });
  const w = pointAt(m, place);
  return { m, w, output: m.objective.output(w) };
}

/** y with ∇g(ψ) = the gradient. */
function withGradient(m: Manifold, psi: readonly number[], gradient: readonly number[]): number[] {
  return plus(psi, -1, m.objective.loss.withGradient(gradient));
}

/** range J, by an orthonormal basis. */
export interface TangentSpace {
  /** p vectors of n numbers. */
  readonly basis: Rows;
  /** The singular values of J, in descending order. */
  readonly singularValues: readonly number[];
  /** The largest singular value over the least. */
  readonly conditionNumber: number;
  /** P z. */
  project(z: readonly number[]): number[];
}

/** The range of J, by its singular value decomposition in an arithmetic. */
export function tangentSpace<T>(arithmetic: Arithmetic<T>, jacobian: Rows): TangentSpace {
  return arithmetic.scope(() => {
    const { u, s } = arithmetic.singularValueDecomposition(arithmetic.matrix(jacobian));
    const basis = arithmetic.toRows(arithmetic.transpose(u));
    return {
      basis,
      singularValues: s,
      conditionNumber: s[0]! / s.at(-1)!,
      project: (z) => {
        const coordinates = basis.map((vector) => dot(vector, z));
        return z.map((_, j) =>
          basis.reduce((sum, vector, k) => sum + coordinates[k]! * vector[j]!, 0)
        );
      },
    };
  });
}

/** P z = J(JᵀJ)⁻¹Jᵀz, as (15) prints it: J times the solution of the least-squares problem. */
export function projector(jacobian: Rows, z: readonly number[]): number[] {
  return times(jacobian, dampedLeastSquares(jacobian, z, 0));
}

/** The least singular value of J(w). */
export function leastSingularValue(map: SmoothMap, w: readonly number[]): number {
  return float64.singularValueDecomposition(float64.matrix(map.jacobian(w))).s.at(-1)!;
}

/** Two parameter points. */
export type Pair = readonly [number[], number[]];

/** How often the points of a pair are moved. */
const PURSUIT_STEPS = 8;

/** A pair that has come closer together than this share of its first distance is given up. */
const TOGETHER = 1e-3;

/** A step that is longer than so many first distances leads away from where f says anything. */
const FAR = 1e3;

/** Singular values of a pursuit below this share of the largest count as 0. */
const PURSUIT_RANK = 1e-8;

/**
 * Pairs of points on the way to two with the same image, if there are: Newton's method for f(w_1) =
 * f(w_2), each step the shortest one in both points together. The given pair comes first; what
 * follows ends where the two points run into each other, or far away, as where J nearly vanishes.
 *
 * @param keep What is done with a point after each step: a projection into a set, for one.
 */
export function pursue(
  map: SmoothMap,
  pair: Pair,
  keep: (w: number[]) => number[] = (w) => w,
): Pair[] {
  const pairs = [pair];
  const first = distance(...pair);
  let [a, b] = pair;
  for (let step = 0; step < PURSUIT_STEPS; step++) {
    const second = map.jacobian(b);
    const rows = map.jacobian(a).map((row, j) => [...row, ...second[j]!.map((entry) => -entry)]);
    if (!rows.every((row) => row.every(Number.isFinite))) break;
    const { u, s, v } = float64.singularValueDecomposition(float64.matrix(rows));
    const gap = plus(map.value(a), -1, map.value(b));
    const coordinates = times(float64.toRows(float64.transpose(u)), gap)
      .map((entry, k) => s[k]! > PURSUIT_RANK * s[0]! ? entry / s[k]! : 0);
    const move = times(float64.toRows(v), coordinates);
    if (!(Math.hypot(...move) <= FAR * first)) break;
    a = keep(plus(a, -1, move.slice(0, a.length)));
    b = keep(plus(b, -1, move.slice(a.length)));
    if (!(distance(a, b) > TOGETHER * first)) break;
    pairs.push([a, b]);
  }
  return pairs;
}

/** The projection onto the ball about w_0 of 0.999 times the radius of B. */
export function intoBall(m: Manifold): (w: number[]) => number[] {
  const radius = 0.999 * m.radius;
  return (w) => {
    const away = distanceFromStart(m, w);
    return away <= radius
      ? w
      : w.map((entry, k) => m.map.start[k]! + (entry - m.map.start[k]!) * (radius / away));
  };
}

/**
 * f in the coordinates ω with w = centre + unit · ω: geodesics are the same curves, and their
 * coordinates are of the size 1 where the unit is well chosen.
 */
export function inUnits(map: SmoothMap, centre: readonly number[], unit: number): Immersion {
  const at = (omega: readonly number[]) => plus(centre, unit, omega);
  return {
    jacobian: (omega) => map.jacobian(at(omega)).map((row) => row.map((entry) => unit * entry)),
    secondDerivative: (omega, u, v) =>
      map.secondDerivative(at(omega), u, v).map((entry) => unit * (unit * entry)),
  };
}

/** The tolerance of geodesics and flows. */
export function toleranceAt(refinement: number): number {
  return refinement > 0 ? 1e-10 : 1e-7;
}

/**
 * What of a number's movement under tightened tolerances a relation is granted: ten times as much,
 * so that it is undecided where it moves by more than a tenth of its margin.
 */
export const MARGIN_OVER_MOVEMENT = 10;

/** ‖∇g‖, μ, ν, ℓ and κ of a geodesic, which bound the derivatives of g along it. */
export interface GeodesicBounds {
  /** ‖∇g‖ at its start. */
  readonly gradient: number;
  /** ν. */
  readonly strongConvexity: number;
  /** μ. */
  readonly smoothness: number;
  /** Its length, ‖v‖. */
  readonly length: number;
  /** κ. */
  readonly curvature: number;
}

/** g along a geodesic c(t) = Exp(tv) that stays in M for t in [0, 1]. */
export interface GeodesicExpansion extends GeodesicBounds {
  readonly family: string;
  /** The times at which g was observed. */
  readonly times: readonly number[];
  /** g(c(t)) − g(c(0)) − t⟨grad g, v⟩ at each time, and by how much it moves. */
  readonly remainders: Movement;
  /** What entered the remainders. */
  readonly scale: number;
}

/** The times at which g is observed along geodesics. */
const TIMES: readonly number[] = [0.25, 0.5, 0.75, 1];

/** Geodesics that leave B are followed for this share of the time at which they do. */
const STAY = 0.98;

/**
 * g along the geodesic from the first place along the first direction: its initial velocity in
 * parameter coordinates has the length of the second place's share of the radius of B. It is cut
 * before it leaves B.
 */
export function expandAlongGeodesic<T>(
  { manifold: instance, places, directions }: Scene,
  arithmetic: Arithmetic<T>,
  refinement: number,
): GeodesicExpansion {
  const m = manifold(instance);
  const { map, objective, radius, scaling } = m;
  const { loss } = objective;
  const start = pointAt(m, places[0]!);
  // Units in which the velocity has the length 1.
  const unit = radius * Math.max(places[1]!.share, 1e-3);
  const immersion = inUnits(map, start, unit);
  const size = Math.hypot(...directions[0]!);
  const guess = directions[0]!.map((entry) => entry / size);
  const zero = map.start.map(() => 0);
  const tolerance = toleranceAt(refinement);
  const p = map.parameters;
  const { trajectory } = geodesic(immersion, zero, guess, {
    tolerance,
    events: [(_t, state) => distanceFromStart(m, plus(start, unit, state.slice(0, p))) - radius],
  });
  const stay = trajectory.status === "complete" ? 1 : STAY * trajectory.end;
  const velocity = guess.map((entry) => stay * entry);

  const step = velocity.map((entry) => unit * entry);
  const slope = dotIn(arithmetic, objective.gradient(start), step);
  const length = scaling * Math.hypot(...times(map.jacobian(start), step));
  const gradient = Math.hypot(...loss.gradient(objective.output(start)));
  const remainders = movement((tolerance) => {
    const curve = geodesic(immersion, zero, velocity, { tolerance });
    return TIMES.map((t) => {
      const point = plus(start, unit, curve.at(t).point);
      return riseIn(arithmetic, objective, start, point) - t * slope;
    });
  }, tolerance);
  return {
    family: m.family,
    gradient,
    strongConvexity: loss.strongConvexity,
    smoothness: loss.smoothness,
    length,
    curvature: m.curvature,
    times: TIMES,
    remainders,
    scale: lossScale(m, gradient, length),
  };
}

/** What enters differences of g between points of M that are a length apart. */
export function lossScale(m: Manifold, gradient: number, length: number): number {
  const { loss } = m.objective;
  const mu = loss.smoothness;
  return (gradient + mu * length) * m.outputScale +
    mu * (m.outputScale + Math.hypot(...loss.minimizer)) * length;
}

/** A quadratic bound on g along a geodesic: ½ modulus t²‖v‖² below or above the remainder. */
export function quadraticBound(
  expansion: GeodesicExpansion,
  label: string,
  sense: "<=" | ">=",
  modulusAt: (t: number) => number,
): Relation[] {
  const { times, remainders, length, scale, family } = expansion;
  return times.map((t, k) => ({
    label,
    lhs: modulusAt(t) / 2 * (t * length) ** 2,
    sense,
    rhs: remainders.values[k]!,
    scale,
    uncertainty: MARGIN_OVER_MOVEMENT * remainders.moved[k]!,
    family,
  }));
}
