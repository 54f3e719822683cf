/**
 * Objectives with known constants in a metric M: quadratics with smooth, kinked or nonconvex terms.
 *
 * In M-coordinates v = M^{1/2}(w − w*) the objective is
 *
 *     F(v) = ½vᵀBv + Σ_j b_j a_j² D_φ(s_j),   s_j = q_jᵀv/a_j,
 *     D_φ(s) = φ(c_j + s) − φ(c_j) − φ'(c_j)s,
 *
 * so that F(0) = 0 and ∇F(0) = 0, and f(w) = F(v). Then ‖w − w̄‖_M = ‖v − v̄‖ and ‖∇f(w)‖_{M⁻¹} =
 * ‖∇F(v)‖, and the eigenvalues of M⁻¹∇²f(w) are those of ∇²F(v).
 *
 * @module
 */

import { array, boolean, constant, constantFrom, integer, noBias, oneof, record } from "fast-check";
import { type Arithmetic, float64 } from "../lib/arithmetic/mod.ts";
import type { Arbitrary } from "../lib/fast_check/mod.ts";
import { congruence, withEigenvalues } from "../lib/linalg/mod.ts";
import {
  cycle,
  dimensionUpTo,
  magnitude,
  PERIOD,
  periodicVectors,
  realNumber,
  spectrum,
} from "./arbitraries.ts";
import {
  fitOrthogonal,
  type OrthogonalDescription,
  orthogonalDescriptions,
  orthogonalRows,
} from "./gaussian_linear_regression.ts";
import {
  fitMetric,
  type Metric,
  metric,
  type MetricDescription,
  metricDescriptions,
} from "./metric.ts";
import { norm } from "./vectors.ts";

/**
 * The shape φ of a term:
 *
 * - `log-cosh`: log cosh x, φ'' from 0 (at infinity) to 1 (at 0);
 * - `pseudo-Huber`: √(1 + x²) − 1, φ'' the same;
 * - `cosine`: 1 − cos x, φ'' from −1 to 1;
 * - `positive part`: ½max(x, 0)², φ'' 0 below 0 and 1 above: not twice differentiable at 0.
 */
export type MetricTermShape = "log-cosh" | "pseudo-Huber" | "cosine" | "positive part";

/** One term b a² D_φ(qᵀv/a) of an objective. */
export interface MetricTerm {
  /** φ. */
  readonly shape: MetricTermShape;
  /** b > 0, its largest curvature along q. */
  readonly curvature: number;
  /** a > 0. */
  readonly scale: number;
  /** c. */
  readonly offset: number;
  /**
   * q: the number of a column of the quadratic's basis, or a vector of d numbers that is not 0, of
   * which the direction counts.
   */
  readonly direction: number | readonly number[];
}

/** An objective and its metric, as plain JSON. */
export interface MetricObjectiveInstance {
  /** The eigenvalues of the quadratic, of any sign: their number is the dimension d. */
  readonly eigenvalues: readonly number[];
  /** Its eigenvectors. */
  readonly basis: OrthogonalDescription;
  /**
   * What the quadratic and the directions are given in: `metric`, the coordinates v (B and q as they
   * stand), or `Euclidean`, those of w (A and p, of which B = M^{-1/2}AM^{-1/2} and q = M^{-1/2}p).
   */
  readonly frame: "metric" | "Euclidean";
  /** The terms beside the quadratic. */
  readonly terms: readonly MetricTerm[];
  /** M. A damped Hessian needs the Euclidean frame. */
  readonly metric: MetricDescription;
  /** w*. Default: 0. */
  readonly minimizer?: readonly number[];
}

/** An objective, built. */
export interface MetricObjective {
  /** d. */
  readonly dimension: number;
  /** M. */
  readonly metric: Metric;
  /** A lower bound of the eigenvalues of M⁻¹∇²f; μ̂ where it is positive. */
  readonly leastCurvature: number;
  /** An upper bound of the eigenvalues of M⁻¹∇²f. Both are attained, or limits, if the q_j are independent. */
  readonly largestCurvature: number;
  /** L̂: the larger of both in absolute value. */
  readonly smoothness: number;
  /** ‖B‖_F + Σ_j b_j‖q_j‖²: what ∇²F is summed of, and rounded beside. */
  readonly magnitude: number;
  /** The objective in an arithmetic. */
  over<T>(arithmetic: Arithmetic<T>): MetricObjectiveOver<T>;
}

/** An objective in an arithmetic. All points and displacements are d×1, in M-coordinates. */
export interface MetricObjectiveOver<T> {
  /** M^{1/2}. */
  readonly root: T;
  /** M^{-1/2}. */
  readonly inverseRoot: T;
  /** v of a point w. */
  coordinates(w: T): T;
  /** w of v. */
  point(v: T): T;
  /** F(v), which is f(w) − f(w*). */
  value(v: T): number;
  /** ∇F(v), of which ∇f(w) is M^{1/2}∇F(v). */
  slope(v: T): T;
  /** ∇²F(v), d×d, of which ∇²f(w) is M^{1/2}∇²F(v)M^{1/2}; at a kink the one above it. */
  curvature(v: T): T;
  /** ∇F(v + z) − ∇F(v), accurate also for a small z. */
  slopeChange(v: T, displacement: T): T;
  /** F(v + z) − F(v) − ∇F(v)ᵀz, accurate to u·`magnitude`·‖z‖² also for a small z. */
  divergence(v: T, displacement: T): number;
}

/** φ, by its differences. */
interface Shape {
  /** inf φ''. */
  readonly leastCurvature: number;
  /** φ''(x). */
  curvature(x: number): number;
  /** φ'(x + t) − φ'(x). */
  slopeChange(x: number, t: number): number;
  /** φ(x + t) − φ(x) − φ'(x)t. */
  divergence(x: number, t: number): number;
}

/** Below it differences are summed as series. */
const SMALL = 1 / 8;

/** sinh t − t (sign 1) or sin t − t (sign −1) for |t| ≤ ⅛. */
function cubicRemainder(t: number, sign: 1 | -1): number {
  const x = sign * t * t;
  return x * t / 6 * (1 + x / 20 * (1 + x / 42 * (1 + x / 72 * (1 + x / 110))));
}

/** log(1 + y) − y for |y| ≤ 1/7. */
function logarithmRemainder(y: number): number {
  let sum = 0;
  for (let k = 20; k >= 2; k--) sum = 1 / k - y * sum;
  return -y * y * sum;
}

/** log(1 + e^z), without overflow. */
function softplus(z: number): number {
  return Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));
}

const shapes: Readonly<Record<MetricTermShape, Shape>> = {
  "log-cosh": {
    leastCurvature: 0,
    curvature: (x) => 1 / Math.cosh(x) / Math.cosh(x),
    slopeChange: (x, t) =>
      Math.abs(t) <= 1
        ? Math.sinh(t) / Math.cosh(x + t) / Math.cosh(x)
        : Math.tanh(x + t) - Math.tanh(x),
    divergence(x, t) {
      // cosh(x + t)/cosh x = cosh t + tanh x sinh t.
      if (Math.abs(t) <= SMALL) {
        const tanh = Math.tanh(x);
        const rise = 2 * Math.sinh(t / 2) ** 2;
        return logarithmRemainder(rise + tanh * Math.sinh(t)) + rise + tanh * cubicRemainder(t, 1);
      }
      // With p = 1/(1 + e^{−2x}) and q = 1 − p, for t > 0: 2qt + log(p + qe^{−2t}).
      const [side, length] = t > 0 ? [x, t] : [-x, -t];
      const above = -softplus(-2 * side);
      const below = -softplus(2 * side);
      const [larger, smaller] = above > below - 2 * length
        ? [above, below - 2 * length]
        : [below - 2 * length, above];
      return 2 * Math.exp(below) * length + larger + Math.log1p(Math.exp(smaller - larger));
    },
  },
  "pseudo-Huber": {
    leastCurvature: 0,
    curvature: (x) => Math.hypot(1, x) ** -3,
    slopeChange(x, t) {
      const y = x + t;
      const [atX, atY] = [Math.hypot(1, x), Math.hypot(1, y)];
      // y²(1 + x²) − x²(1 + y²) = y² − x².
      return x * y > 0 ? t * (x + y) / ((y * atX + x * atY) * atX * atY) : y / atY - x / atX;
    },
    divergence(x, t) {
      const y = x + t;
      const [atX, atY] = [Math.hypot(1, x), Math.hypot(1, y)];
      // (1 + x²)(1 + y²) − (1 + xy)² = t².
      const inner = 1 + x * y;
      return inner >= 0 ? t * t / (atX * (atX * atY + inner)) : (atX * atY - inner) / atX;
    },
  },
  "cosine": {
    leastCurvature: -1,
    curvature: Math.cos,
    slopeChange: (x, t) => 2 * Math.sin(t / 2) * Math.cos(x + t / 2),
    divergence: (x, t) =>
      2 * Math.sin(t / 2) ** 2 * Math.cos(x) +
      (Math.abs(t) <= SMALL ? cubicRemainder(t, -1) : Math.sin(t) - t) * Math.sin(x),
  },
  "positive part": {
    leastCurvature: 0,
    curvature: (x) => x >= 0 ? 1 : 0,
    slopeChange(x, t) {
      const y = x + t;
      if (x > 0) return y > 0 ? t : -x;
      return y > 0 ? y : 0;
    },
    divergence(x, t) {
      const y = x + t;
      if (x > 0) return y > 0 ? t * t / 2 : -x * (t + x / 2);
      return y > 0 ? y * y / 2 : 0;
    },
  },
};

/** The shape of a term. */
function shapeOf({ shape }: MetricTerm): Shape {
  if (Object.hasOwn(shapes, shape)) return shapes[shape];
  throw new TypeError(
    `a term has the shape ${JSON.stringify(shape)}: give ${
      Object.keys(shapes).map((name) => JSON.stringify(name)).join(", ")
    }`,
  );
}

/** The unit vector that a direction stands for. */
function unitDirection(
  direction: number | readonly number[],
  basis: readonly (readonly number[])[],
): number[] {
  const dimension = basis.length;
  if (typeof direction === "number") {
    if (Number.isInteger(direction) && direction >= 0 && direction < dimension) {
      return basis.map((row) => row[direction]!);
    }
    throw new RangeError(
      `the direction ${direction} is no column of a ${dimension}×${dimension} basis: ` +
        `give a whole number from 0 to ${dimension - 1}`,
    );
  }
  const length = norm(direction);
  if (direction.length !== dimension || !(length > 0 && length < Infinity)) {
    throw new RangeError(
      `the direction [${direction.join(", ")}] is none in R^${dimension}: ` +
        `give ${dimension} numbers that are not all 0`,
    );
  }
  return direction.map((entry) => entry / length);
}

/** A + Σ_j x_j q_j q_jᵀ. */
function plusRankOnes(
  rows: readonly (readonly number[])[],
  directions: readonly (readonly number[])[],
  weights: readonly number[],
): number[][] {
  return rows.map((row, i) =>
    row.map((entry, k) =>
      directions.reduce((sum, q, j) => sum + weights[j]! * q[i]! * q[k]!, entry)
    )
  );
}

/** The eigenvalues of a symmetric matrix, in ascending order. */
function eigenvaluesOf(rows: readonly (readonly number[])[]): readonly number[] {
  return float64.symmetricEigendecomposition(float64.matrix(rows)).values;
}

/**
 * Builds an objective.
 *
 * @throws {TypeError} If a term's shape is not known.
 * @throws {RangeError} If a term's curvature or scale is not positive, lengths or directions do not
 *   fit d, or M is not positive definite.
 */
export function metricObjective(instance: MetricObjectiveInstance): MetricObjective {
  const { eigenvalues, basis, frame, terms } = instance;
  const dimension = eigenvalues.length;
  const minimizer = instance.minimizer ?? new Array<number>(dimension).fill(0);
  if (minimizer.length !== dimension) {
    throw new RangeError(`a minimizer of ${minimizer.length} numbers is not in R^${dimension}`);
  }
  for (const { curvature, scale } of terms) {
    if (!(curvature > 0 && curvature < Infinity && scale > 0 && scale < Infinity)) {
      throw new RangeError(
        `a term has the curvature ${curvature} and the scale ${scale}: give positive numbers`,
      );
    }
  }
  const eigenvectors = orthogonalRows(dimension, basis);
  const form = withEigenvalues(eigenvalues, eigenvectors);
  const units = terms.map(({ direction }) => unitDirection(direction, eigenvectors));
  const hessian = frame === "metric" ? undefined : plusRankOnes(
    form,
    units,
    terms.map((term) => term.curvature * shapeOf(term).curvature(term.offset)),
  );
  const built = metric(instance.metric, dimension, hessian);
  const inverseRoot = built.power(-0.5);
  const [quadratic, directions] = frame === "metric" ? [form, units] : [
    float64.toRows(congruence(float64, float64.matrix(inverseRoot), float64.matrix(form))),
    units.map((unit) =>
      inverseRoot.map((row) => row.reduce((sum, entry, i) => sum + entry * unit[i]!, 0))
    ),
  ];
  const extreme = (weight: (term: MetricTerm) => number) =>
    eigenvaluesOf(plusRankOnes(quadratic, directions, terms.map(weight)));
  const least = extreme((term) => term.curvature * shapeOf(term).leastCurvature);
  const leastCurvature = least[0]!;
  const largestCurvature = terms.length === 0
    ? least.at(-1)!
    : extreme(({ curvature }) => curvature).at(-1)!;
  return {
    dimension,
    metric: built,
    leastCurvature,
    largestCurvature,
    smoothness: Math.max(Math.abs(leastCurvature), Math.abs(largestCurvature)),
    magnitude: norm(quadratic.flat()) +
      terms.reduce((sum, { curvature }, j) => sum + curvature * norm(directions[j]!) ** 2, 0),
    over: (arithmetic) =>
      overArithmetic(arithmetic, {
        quadratic,
        directions,
        terms,
        minimizer,
        root: built.power(0.5),
        inverseRoot,
      }),
  };
}

/** The numbers that an objective is computed from. */
interface Parts {
  readonly quadratic: readonly (readonly number[])[];
  readonly directions: readonly (readonly number[])[];
  readonly terms: readonly MetricTerm[];
  readonly minimizer: readonly number[];
  readonly root: readonly (readonly number[])[];
  readonly inverseRoot: readonly (readonly number[])[];
}

function overArithmetic<T>(arithmetic: Arithmetic<T>, parts: Parts): MetricObjectiveOver<T> {
  const { terms } = parts;
  const quadratic = arithmetic.matrix(parts.quadratic);
  // Without terms nothing is projected on directions: there is no matrix without rows.
  const directions = terms.length === 0 ? undefined : arithmetic.matrix(parts.directions);
  const minimizer = arithmetic.vector(parts.minimizer);
  const root = arithmetic.matrix(parts.root);
  const inverseRoot = arithmetic.matrix(parts.inverseRoot);
  /** q_jᵀz/a_j. */
  const along = (z: T): number[] =>
    directions === undefined
      ? []
      : arithmetic.toArray(arithmetic.multiply(directions, z)).map((s, j) => s / terms[j]!.scale);
  /** c_j + q_jᵀv/a_j. */
  const arguments_ = (v: T) => along(v).map((s, j) => terms[j]!.offset + s);
  const changeFrom = (from: readonly number[], z: T): T => {
    const linear = arithmetic.multiply(quadratic, z);
    if (directions === undefined) return linear;
    const forces = along(z).map((t, j) => {
      const term = terms[j]!;
      return term.curvature * term.scale * shapeOf(term).slopeChange(from[j]!, t);
    });
    return arithmetic.add(
      linear,
      arithmetic.multiply(arithmetic.transpose(directions), arithmetic.vector(forces)),
    );
  };
  const divergenceFrom = (from: readonly number[], z: T): number =>
    along(z).reduce(
      (sum, t, j) => {
        const term = terms[j]!;
        return sum + term.curvature * term.scale ** 2 * shapeOf(term).divergence(from[j]!, t);
      },
      arithmetic.dot(z, arithmetic.multiply(quadratic, z)) / 2,
    );
  const offsets = terms.map(({ offset }) => offset);
  return {
    root,
    inverseRoot,
    coordinates: (w) => arithmetic.multiply(root, arithmetic.subtract(w, minimizer)),
    point: (v) => arithmetic.add(minimizer, arithmetic.multiply(inverseRoot, v)),
    value: (v) => divergenceFrom(offsets, v),
    slope: (v) => changeFrom(offsets, v),
    curvature(v) {
      if (directions === undefined) return quadratic;
      const weights = arguments_(v).map((x, j) =>
        terms[j]!.curvature * shapeOf(terms[j]!).curvature(x)
      );
      return arithmetic.add(
        quadratic,
        congruence(arithmetic, arithmetic.transpose(directions), arithmetic.diagonal(weights)),
      );
    },
    slopeChange: (v, displacement) => changeFrom(arguments_(v), displacement),
    divergence: (v, displacement) => divergenceFrom(arguments_(v), displacement),
  };
}

/** What {@linkcode metricObjectiveInstances} draws. */
export interface MetricObjectiveOptions {
  /** The largest dimension. Default: 50. */
  readonly maximumDimension?: number;
  /**
   * `strongly convex`: a positive definite quadratic, and convex terms; `any`: half of the quadratics
   * have eigenvalues that are negative or 0, and cosines are among the terms. Default: any.
   */
  readonly curvature?: "strongly convex" | "any";
  /** Whether kinks are left out, so that f is twice differentiable. Default: false. */
  readonly twiceDifferentiable?: boolean;
}

/**
 * Objectives of all kinds with metrics of all kinds, most of them in up to five dimensions, of scales
 * from 1e-2 to 1e2 and condition numbers to 1e4. In more than eight dimensions spectra and vectors
 * repeat periodically. Shrinks to ½w² in one dimension.
 */
export function metricObjectiveInstances(
  { maximumDimension = 50, curvature = "any", twiceDifferentiable = false }:
    MetricObjectiveOptions = {},
): Arbitrary<MetricObjectiveInstance> {
  const isConvex = curvature === "strongly convex";
  const positive = constant(new Array<number>(PERIOD).fill(1));
  const shape = constantFrom<MetricTermShape[]>(
    "log-cosh",
    "pseudo-Huber",
    ...(isConvex ? [] : ["cosine" as const]),
    ...(twiceDifferentiable ? [] : ["positive part" as const]),
  );
  return record({
    dimension: oneof(
      { withCrossShrink: true },
      { weight: 9, arbitrary: dimensionUpTo(Math.min(5, maximumDimension)) },
      { weight: 1, arbitrary: dimensionUpTo(maximumDimension) },
    ),
    eigenvalues: spectrum(PERIOD, { minimum: 1e-2, maximum: 1e2, maximumConditionNumber: 1e4 }),
    signs: isConvex ? positive : oneof(
      { withCrossShrink: true },
      positive,
      periodicVectors(constantFrom(1, -1, 0)),
    ),
    basis: orthogonalDescriptions(PERIOD),
    isEuclidean: boolean(),
    terms: array(
      record({
        shape,
        curvature: magnitude({ minimum: 1e-2, maximum: 1e2 }),
        scale: magnitude({ minimum: 0.1, maximum: 10 }),
        offset: oneof(
          { withCrossShrink: true },
          constant(0),
          realNumber({ minimum: -3, maximum: 3 }),
        ),
        column: noBias(integer({ min: 0, max: PERIOD - 1 })),
        direction: oneof({ withCrossShrink: true }, constant(undefined), periodicVectors()),
      }),
      { maxLength: 3 },
    ),
    // A Hessian that is not positive may need more damping than is drawn.
    metric: metricDescriptions(PERIOD, { dampedHessian: isConvex }),
    minimizer: oneof({ withCrossShrink: true }, constant(undefined), periodicVectors()),
  }).map((drawn): MetricObjectiveInstance => {
    const { dimension, signs, minimizer } = drawn;
    const fit = fitMetric(drawn.metric, dimension);
    return {
      eigenvalues: cycle(drawn.eigenvalues, dimension)
        .map((value, i) => signs[i % PERIOD] === 0 ? 0 : signs[i % PERIOD]! * value),
      basis: fitOrthogonal(drawn.basis, dimension),
      frame: drawn.isEuclidean || fit.kind === "dampedHessian" ? "Euclidean" : "metric",
      terms: drawn.terms.map(({ column, direction, ...term }) => {
        const vector = direction === undefined ? [] : cycle(direction, dimension);
        const isVector = vector.some((entry) => entry !== 0);
        return { ...term, direction: isVector ? vector : column % dimension };
      }),
      metric: fit,
      ...(minimizer === undefined ? {} : { minimizer: cycle(minimizer, dimension) }),
    };
  });
}
