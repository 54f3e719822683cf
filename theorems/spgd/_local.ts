/**
 * What the claims of the local theory (§2.2 and Appendix A) share: the geometry of an instance at
 * its zero θ*, points at given distances from the zero set, and trajectories that start there.
 *
 * The quantities that belong to the statement (singular values, constants, starting points) are
 * computed in float64 from the instance; what the statement speaks of (F, ∇f, the iterates) in the
 * arithmetic under test.
 *
 * @module
 */

import fc, { type Arbitrary } from "fast-check";
import { type Arithmetic, float64 } from "../../lib/arithmetic/mod.ts";
import { leadingSingularTriplets } from "../../lib/linalg/mod.ts";
import {
  evaluate,
  type GradientTransformation,
  iterate,
  type ResidualMap,
} from "../../lib/optimizers/mod.ts";
import {
  cycle,
  type LeastSquares,
  leastSquares,
  type LeastSquaresInstance,
  leastSquaresInstances,
  nearestZero,
  residualMapOver,
  smoothnessConstant,
  vectorOf,
} from "../../problems/mod.ts";
import type { Hypothesis } from "../../verify/mod.ts";

/** Where a point is sampled: directions of R^m, whose entries are repeated to the length m. */
export interface Sample {
  /** Which way along the zero set its nearest zero lies from θ*. */
  readonly along: readonly number[];
  /** Which way off the zero set it lies; projected onto the normal space. */
  readonly off: readonly number[];
}

/** An instance of a local claim: a problem, and where to look near its zero. */
export interface LocalInstance {
  /** F. */
  readonly problem: LeastSquaresInstance;
  /** Directions, beside those of the extreme singular vectors, which are always looked at. */
  readonly samples: readonly Sample[];
}

/** Instances of local claims over all families of problems. */
export function localInstances(samples: number = 3): Arbitrary<LocalInstance> {
  const direction = fc.oneof(vectorOf(2), vectorOf(3), vectorOf(7));
  return fc.record({
    problem: leastSquaresInstances(),
    samples: fc.array(fc.record({ along: direction, off: direction }), { maxLength: samples }),
  });
}

/** Fractions of the largest admissible step size: 1 and simple ones first, down to 1e-3. */
export function stepFractions(): Arbitrary<number> {
  return fc.oneof(
    { withCrossShrink: true },
    fc.constantFrom(1, 0.5, 0.1),
    fc.double({ min: 1e-3, max: 1, noNaN: true }),
  );
}

/**
 * The instances with steps beyond what a statement admits, up to twelve times: what tells whether it
 * needs its bound. (A statement about any sufficiently small step is also tried at a quarter of it.)
 */
export function withLongSteps<I extends { readonly stepFraction: number }>(
  instances: Arbitrary<I>,
): Arbitrary<I> {
  return fc.tuple(instances, fc.double({ min: 1.5, max: 12, noNaN: true }))
    .map(([instance, stepFraction]) => ({ ...instance, stepFraction }));
}

/** At how many radii a neighbourhood is probed. */
const RADII = 6;

/**
 * By how much each radius is smaller than the one before. Single precision resolves F only as long
 * as θ* is not more than a few hundred radii away, so its radii have to lie closer together.
 */
function radiusRatio({ unitRoundoff }: Pick<Arithmetic<unknown>, "unitRoundoff">): number {
  return unitRoundoff < 1e-12 ? 16 : 2;
}

/** What is known of a problem at its zero. */
export interface Geometry {
  /** The problem. */
  readonly problem: LeastSquares;
  /** The r nonzero singular values of J(θ*), in descending order. */
  readonly singularValues: readonly number[];
  /** The largest of them. */
  readonly sigmaMax: number;
  /** The smallest of them. */
  readonly sigmaMin: number;
  /** The right singular vectors of the largest and the smallest. */
  readonly extremeDirections: readonly (readonly number[])[];
  /** The radii to probe, descending. On the first, the singular values move by half σ_min at most. */
  readonly radii: readonly number[];
  /** A ball about θ* with this radius contains all that starts within the radii. */
  readonly regionRadius: number;
  /** A Lipschitz constant of ∇f on that ball. */
  readonly smoothness: number;
  /** A Lipschitz constant of J on the ball about θ* with the given radius, computed once. */
  readonly lipschitz: (radius: number) => number;
}

/** A problem with the singular values and right singular vectors of J(θ*). */
function atZero(instance: LeastSquaresInstance) {
  const problem = leastSquares(instance);
  const jacobian = problem.jacobian(float64, float64.vector(problem.zero));
  const { s, v } = float64.singularValueDecomposition(jacobian);
  return { problem, singularValues: s.slice(0, problem.rank), v };
}

/**
 * The geometry of a problem at its zero.
 *
 * @param arithmetic The number system that is to resolve the radii. Default: float64.
 */
export function geometry(
  instance: LeastSquaresInstance,
  arithmetic: Pick<Arithmetic<unknown>, "unitRoundoff"> = float64,
): Geometry {
  const { problem, singularValues, v } = atZero(instance);
  const { zero, rank } = problem;
  const known = new Map<number, number>();
  const lipschitz = (radius: number) => {
    let constant = known.get(radius);
    if (constant === undefined) {
      constant = problem.jacobianLipschitz(zero, radius);
      known.set(radius, constant);
    }
    return constant;
  };
  const sigmaMax = singularValues[0]!;
  const sigmaMin = singularValues[rank - 1]!;
  // By Weyl's inequality the singular values move by at most L_J times the distance.
  let radius = 1;
  while (radius > 0 && lipschitz(4 * radius) * 4 * radius > sigmaMin / 2) {
    radius /= 2;
  }
  const regionRadius = 4 * radius;
  const column = (i: number) => float64.toArray(float64.slice(v, { columns: [i, i + 1] }));
  return {
    problem,
    singularValues,
    sigmaMax,
    sigmaMin,
    extremeDirections: rank === 1 ? [column(0)] : [column(0), column(rank - 1)],
    radii: Array.from({ length: RADII }, (_, k) => radius / radiusRatio(arithmetic) ** k),
    regionRadius,
    smoothness: smoothnessConstant(problem, zero, regionRadius, sigmaMax),
    lipschitz,
  };
}

/** Assumption 1, as far as an instance can fail it. */
export const constantRank: Hypothesis<LocalInstance, unknown> = {
  name: "constant rank",
  statement: String.raw`F(\theta^*) = 0,\quad \operatorname{rank} J_F(\theta) \equiv r \ge 1
    \text{ near } \theta^*`,
  holds: ({ problem }) => {
    // The families have constant rank by construction, but for networks, whose Jacobian may lose
    // rank at θ*, as with a hidden unit of weight zero. Where σ_r is at rounding level nobody can
    // tell which is the case.
    const { problem: { residuals, parameters }, singularValues } = atZero(problem);
    const rounding = 64 * Math.max(residuals, parameters) * float64.unitRoundoff;
    return singularValues.at(-1)! > rounding * singularValues[0]!;
  },
};

/** A point near the zero set. */
export interface Point {
  /** θ. */
  readonly theta: readonly number[];
  /** π(θ), a zero from which θ differs by a normal vector. */
  readonly projection: readonly number[];
  /** ‖n(θ)‖ = ‖θ − π(θ)‖. */
  readonly distance: number;
}

/**
 * Points within the radius of θ*: θ* moved along the extreme right singular vectors, to both sides,
 * and for each sample a zero about half the radius away, moved by half the radius along a vector of
 * its normal space. Within the reach of the zero set, which small radii are, π(θ) is the zero that
 * the point was made from.
 */
export function pointsAt(
  { problem, extremeDirections }: Geometry,
  samples: readonly Sample[],
  radius: number,
): Point[] {
  const { zero, rank } = problem;
  const points = extremeDirections.flatMap((direction) =>
    [radius, -radius].map((length) => offset(zero, direction, length))
  );
  for (const { along, off } of samples) {
    const target = nearestZero(problem, moved(zero, unit(along, zero.length), radius / 2));
    const jacobian = problem.jacobian(float64, float64.vector(target));
    const { v } = leadingSingularTriplets(float64, jacobian, { rank })!;
    const coordinates = float64.multiply(
      float64.transpose(v),
      float64.vector(unit(off, zero.length)),
    );
    const length = float64.norm(coordinates);
    // A direction along the zero set has no normal part to speak of.
    if (length < 1e-6) continue;
    const normal = float64.multiply(v, float64.scale(1 / length, coordinates));
    points.push(offset(target, float64.toArray(normal), radius / 2));
  }
  return points;
}

function offset(from: readonly number[], direction: readonly number[], length: number): Point {
  const theta = moved(from, direction, length);
  return { theta, projection: from, distance: distance(theta, from) };
}

function moved(from: readonly number[], direction: readonly number[], length: number): number[] {
  return from.map((value, i) => value + length * direction[i]!);
}

/** The unit vector of the given length whose entries repeat the given ones; e_1 for zeros. */
function unit(entries: readonly number[], length: number): number[] {
  const vector = cycle(entries, length);
  const norm = Math.hypot(...vector);
  return norm === 0 ? vector.map((_, i) => i === 0 ? 1 : 0) : vector.map((value) => value / norm);
}

/** The Euclidean distance of two points. */
export function distance(a: readonly number[], b: readonly number[]): number {
  let squares = 0;
  for (let i = 0; i < a.length; i++) {
    const difference = a[i]! - b[i]!;
    squares += difference * difference;
  }
  // Where squares underflow or overflow, Math.hypot is right; elsewhere it takes ten times as long.
  if (squares > 2 ** -900 && squares < Infinity) return Math.sqrt(squares);
  return Math.hypot(...a.map((value, i) => value - b[i]!));
}

/** Makes a descent method with a step size, for problems of known rank; what tests sabotage. */
export type Method = <T>(
  arithmetic: Arithmetic<T>,
  options: { readonly stepSize: number; readonly rank: number },
) => GradientTransformation<T>;

/** What is recorded of the iterates θ_0, …, θ_T of a run. */
export interface Trajectory {
  /** θ_t. */
  readonly iterates: readonly (readonly number[])[];
  /** ‖F(θ_t)‖. */
  readonly residualNorms: readonly number[];
  /** ‖θ_t − θ_0‖. */
  readonly displacements: readonly number[];
  /** Σ_{k<t} ‖θ_{k+1} − θ_k‖. */
  readonly pathLengths: readonly number[];
  /** A bound on what is added up in F along the run, for tolerances. */
  readonly magnitude: number;
  /** Where ‖F(θ_t)‖ is only rounding. */
  readonly floor: number;
}

/** Far beyond this growth nothing new is learned of a run that diverges. */
const DIVERGED = 1e20;

/**
 * Runs a method for a number of steps, but stops after the first where F is only rounding.
 *
 * @param map The problem's F, where its constants are at hand already.
 */
export function trajectory<T>(
  arithmetic: Arithmetic<T>,
  problem: LeastSquares,
  method: GradientTransformation<T>,
  start: readonly number[],
  steps: number,
  map: ResidualMap = problem,
): Trajectory {
  const iterates: number[][] = [];
  const residualNorms: number[] = [];
  const displacements: number[] = [];
  const pathLengths: number[] = [];
  const magnitude = problem.magnitude(start);
  const floor = 64 * arithmetic.unitRoundoff * magnitude;
  iterate(arithmetic, map, method, start, {
    steps,
    visit: (context) => {
      const theta = arithmetic.toArray(context.theta);
      const previous = iterates.at(-1);
      iterates.push(theta);
      const norm = arithmetic.norm(context.residual());
      residualNorms.push(norm);
      displacements.push(distance(theta, start));
      pathLengths.push(
        previous === undefined ? 0 : pathLengths.at(-1)! + distance(theta, previous),
      );
      return context.iteration === 0 || (norm > floor && norm <= DIVERGED * residualNorms[0]!);
    },
  });
  return { iterates, residualNorms, displacements, pathLengths, magnitude, floor };
}

/** F and ∇f at a point, as norms. */
export interface PointNorms {
  /** ‖F(θ)‖. */
  readonly residualNorm: number;
  /** ‖∇f(θ)‖. */
  readonly gradientNorm: number;
}

/** What computes ‖F‖ and ‖∇f‖; what tests sabotage. */
export type Norms = <T>(
  arithmetic: Arithmetic<T>,
  problem: LeastSquares,
  theta: readonly number[],
) => PointNorms;

/** ‖F‖ and ‖∇f‖. */
export function normsAt<T>(
  arithmetic: Arithmetic<T>,
  problem: LeastSquares,
  theta: readonly number[],
): PointNorms {
  const map = residualMapOver(arithmetic, problem);
  const context = evaluate(arithmetic, map, arithmetic.vector(theta), 0);
  return {
    residualNorm: arithmetic.norm(context.residual()),
    gradientNorm: arithmetic.norm(context.gradient()),
  };
}

/** The norms at all points of an instance, with the geometry of its problem. */
export interface NormsNearZero {
  /** The geometry at θ*. */
  readonly geometry: Geometry;
  /** The points, over all radii. */
  readonly points: readonly (Point & PointNorms & {
    /** The radius within which the point was sampled. */
    readonly radius: number;
    /** What is added up in F there, for tolerances. */
    readonly magnitude: number;
  })[];
}

/** Observes ‖F‖ and ‖∇f‖ at all points of an instance. */
export function observeNorms<T>(
  instance: LocalInstance,
  arithmetic: Arithmetic<T>,
  norms: Norms,
): NormsNearZero {
  const local = geometry(instance.problem, arithmetic);
  const { problem, radii } = local;
  const points = radii.flatMap((radius) =>
    pointsAt(local, instance.samples, radius).map((point) => ({
      ...point,
      ...arithmetic.scope(() => norms(arithmetic, problem, point.theta)),
      radius,
      magnitude: problem.magnitude(point.theta),
    }))
  );
  return { geometry: local, points };
}
