/**
 * Convex functions with a known minimizer and exact constants: what the classical theorems of convex
 * optimization speak of.
 *
 * Every function is normalized to f* = 0. A sum Σ φ_k(a_k·x) with a minimizer x* is, up to f*, the sum
 * of the φ_k(a_k·x) − φ_k(a_k·x*) − φ_k'(a_k·x*) a_k·(x − x*), because the linear terms add up to 0: so
 * sums of terms that are each least at t = 0 lose no generality.
 *
 * @module
 */

import { array, constant, integer, noBias, oneof, record, tuple } from "fast-check";
import { type Arithmetic, float64 } from "../lib/arithmetic/mod.ts";
import type { Arbitrary } from "../lib/fast_check/mod.ts";
import { type AffinePieces, envelopeOfMaximum } from "../lib/convex/mod.ts";
import { reflectionProduct } from "../lib/linalg/mod.ts";
import { magnitude, realNumber, vectorOf } from "./arbitraries.ts";
import { multiply, multiplyAbsolute, norm, subtract } from "./vectors.ts";

/**
 * A convex function φ of one variable, least at t = 0, where φ = 0:
 *
 * - `quadratic`: ½ c t²;
 * - `huber`: ½ c t² up to |t| = `threshold`, from there on straight;
 * - `logCosh`: c w² (log cosh(p + t/w) − log cosh p − tanh(p) t/w) with w = `width`, p = `at`;
 * - `oneSided`: ½ c max(0, t)²;
 * - `absolute`: `right` · t for t ≥ 0, `left` · |t| for t ≤ 0, both slopes positive;
 * - `deadZone`: `slope` · max(0, |t| − `width`).
 */
export type ConvexTerm =
  | { readonly kind: "quadratic" | "oneSided"; readonly curvature: number }
  | { readonly kind: "huber"; readonly curvature: number; readonly threshold: number }
  | {
    readonly kind: "logCosh";
    readonly curvature: number;
    readonly width: number;
    readonly at: number;
  }
  | { readonly kind: "absolute"; readonly left: number; readonly right: number }
  | { readonly kind: "deadZone"; readonly slope: number; readonly width: number };

/** The names of the terms. */
export type ConvexTermKind = ConvexTerm["kind"];

/**
 * A convex function of t = x − `minimizer` in R^d, d = `dimension`:
 *
 * - `separable`: Σ φ_i(q_i·t) over the d rows q_i of an orthogonal matrix, the product of the
 *   Householder `reflections`;
 * - `ridges`: Σ φ_k(a_k·t) over any `directions` a_k;
 * - `maximum`: max(0, max_k(a_k·t − b_k)) with the `slopes` a_k and `offsets` b_k ≥ 0;
 * - `envelope`: the Moreau envelope min_s h(s) + ½ `smoothness` ‖t − s‖² of such a maximum h, with a
 *   slope that is not 0. Through the values and gradients of any convex smooth function at finitely
 *   many points, one of them a minimizer, goes such an envelope;
 * - `norm`: `weight` · ‖t‖.
 *
 * A separable function, a sum of ridges and an envelope may carry ½ `convexity` ‖t‖² besides.
 */
export type ConvexFunctionInstance =
  & {
    /** d. */
    readonly dimension: number;
    /** x*, of length d. */
    readonly minimizer: readonly number[];
  }
  & (
    | {
      readonly kind: "separable";
      readonly reflections: readonly (readonly number[])[];
      readonly terms: readonly ConvexTerm[];
      readonly convexity?: number;
    }
    | {
      readonly kind: "ridges";
      readonly directions: readonly (readonly number[])[];
      readonly terms: readonly ConvexTerm[];
      readonly convexity?: number;
    }
    | {
      readonly kind: "maximum";
      readonly slopes: readonly (readonly number[])[];
      readonly offsets: readonly number[];
    }
    | {
      readonly kind: "envelope";
      readonly smoothness: number;
      readonly slopes: readonly (readonly number[])[];
      readonly offsets: readonly number[];
      readonly convexity?: number;
    }
    | { readonly kind: "norm"; readonly weight: number }
  );

/** A convex function, evaluated over any arithmetic. Its least value is 0. */
export interface ConvexFunction {
  /** d. */
  readonly dimension: number;
  /** x*, a minimizer. */
  readonly minimizer: readonly number[];
  /**
   * L: the least Lipschitz constant of ∇f for separable functions and envelopes; for ridges the
   * largest eigenvalue of Σ sup φ_k'' a_k a_kᵀ, which is the least constant where all φ_k'' are largest
   * at one point, and an upper bound of it in any case; `Infinity` where f has corners.
   */
  readonly smoothness: number;
  /** μ, likewise from below: the least curvature, 0 where f is not strongly convex. */
  readonly strongConvexity: number;
  /** M: the least Lipschitz constant of f, for ridges an upper bound of it; `Infinity` without one. */
  readonly lipschitz: number;
  /** f(x). */
  value<T>(arithmetic: Arithmetic<T>, x: T): number;
  /** ∇f(x), or an element of ∂f(x), d×1, for x of shape d×1. */
  gradient<T>(arithmetic: Arithmetic<T>, x: T): T;
  /**
   * ∇²f(x), d×d; where a curvature jumps, one of its limits. There is none where f has corners.
   */
  hessian?<T>(arithmetic: Arithmetic<T>, x: T): T;
  /**
   * prox_{λf}(x), d×1.
   *
   * @throws {TypeError} For ridges, whose proximal operators have no closed form.
   */
  proximal<T>(arithmetic: Arithmetic<T>, x: T, lambda: number): T;
  /**
   * The magnitude of what is added up in f(x), so that f(x) carries an absolute rounding error of the
   * order of u·magnitude, including the effect of the rounding of x and x*.
   */
  magnitude(x: readonly number[]): number;
}

/** φ with what is known of it. */
interface Term {
  value(t: number): number;
  slope(t: number): number;
  /** φ''(t), where φ has no corners. */
  curvature(t: number): number;
  proximal(v: number, lambda: number): number;
  /** The magnitude of what is added up in φ(t). */
  magnitude(t: number): number;
  /** sup φ''. */
  readonly smoothness: number;
  /** inf φ''. */
  readonly strongConvexity: number;
  /** sup |φ'|. */
  readonly lipschitz: number;
}

/** v shrunk towards 0 by `by`, to 0 at least. */
function shrinkBy(v: number, by: number): number {
  return Math.sign(v) * Math.max(0, Math.abs(v) - by);
}

/** log cosh x, without overflow. */
function logCosh(x: number): number {
  const size = Math.abs(x);
  return size + Math.log1p(Math.exp(-2 * size)) - Math.LN2;
}

/** The root of a continuous function that increases at least as fast as t, between two bounds. */
function root(increasing: (t: number) => number, from: number, to: number): number {
  let [low, high] = from < to ? [from, to] : [to, from];
  for (;;) {
    const middle = low + (high - low) / 2;
    if (middle <= low || middle >= high) return middle;
    if (increasing(middle) < 0) low = middle;
    else high = middle;
  }
}

function termOf(term: ConvexTerm): Term {
  switch (term.kind) {
    case "quadratic": {
      const { curvature: c } = term;
      const value = (t: number) => c * t * t / 2;
      return {
        value,
        magnitude: value,
        slope: (t) => c * t,
        curvature: () => c,
        proximal: (v, lambda) => v / (1 + lambda * c),
        smoothness: c,
        strongConvexity: c,
        lipschitz: Infinity,
      };
    }
    case "oneSided": {
      const { curvature: c } = term;
      const value = (t: number) => c * Math.max(0, t) ** 2 / 2;
      return {
        value,
        magnitude: value,
        slope: (t) => c * Math.max(0, t),
        curvature: (t) => t > 0 ? c : 0,
        proximal: (v, lambda) => v > 0 ? v / (1 + lambda * c) : v,
        smoothness: c,
        strongConvexity: 0,
        lipschitz: Infinity,
      };
    }
    case "huber": {
      const { curvature: c, threshold } = term;
      const isInside = (t: number) => Math.abs(t) <= threshold;
      return {
        value: (t) => isInside(t) ? c * t * t / 2 : c * threshold * (Math.abs(t) - threshold / 2),
        magnitude: (t) => isInside(t) ? c * t * t / 2 : c * threshold * Math.abs(t),
        slope: (t) => isInside(t) ? c * t : c * threshold * Math.sign(t),
        curvature: (t) => isInside(t) ? c : 0,
        proximal: (v, lambda) =>
          Math.abs(v) <= threshold * (1 + lambda * c)
            ? v / (1 + lambda * c)
            : v - Math.sign(v) * lambda * c * threshold,
        smoothness: c,
        strongConvexity: 0,
        lipschitz: c * threshold,
      };
    }
    case "logCosh": {
      const { curvature: c, width: w, at: p } = term;
      const tilt = Math.tanh(p);
      const slope = (t: number) => c * w * (Math.tanh(p + t / w) - tilt);
      return {
        value: (t) => Math.max(0, c * w * w * (logCosh(p + t / w) - logCosh(p) - tilt * (t / w))),
        magnitude: (t) => c * w * w * (1 + 2 * Math.abs(p) + 2 * Math.abs(t / w)),
        slope,
        curvature: (t) => c / Math.cosh(p + t / w) ** 2,
        proximal: (v, lambda) => root((t) => t + lambda * slope(t) - v, 0, v),
        smoothness: c,
        strongConvexity: 0,
        lipschitz: c * w * (1 + Math.abs(tilt)),
      };
    }
    case "absolute": {
      const { left, right } = term;
      const value = (t: number) => t >= 0 ? right * t : -left * t;
      return {
        value,
        magnitude: value,
        slope: (t) => t > 0 ? right : t < 0 ? -left : 0,
        curvature: () => 0,
        proximal: (v, lambda) =>
          v >= 0 ? Math.max(0, v - lambda * right) : shrinkBy(v, lambda * left),
        smoothness: Infinity,
        strongConvexity: 0,
        lipschitz: Math.max(left, right),
      };
    }
    case "deadZone": {
      const { slope, width } = term;
      return {
        value: (t) => slope * Math.max(0, Math.abs(t) - width),
        magnitude: (t) => Math.abs(t) < width / 2 ? 0 : slope * (Math.abs(t) + width),
        slope: (t) => Math.abs(t) > width ? slope * Math.sign(t) : 0,
        curvature: () => 0,
        proximal: (v, lambda) =>
          Math.abs(v) <= width ? v : Math.sign(v) * Math.max(width, Math.abs(v) - lambda * slope),
        smoothness: Infinity,
        strongConvexity: 0,
        lipschitz: slope,
      };
    }
  }
}

/** φ + ½ c t². */
function strengthened(term: Term, c: number): Term {
  if (c === 0) return term;
  return {
    value: (t) => term.value(t) + c * t * t / 2,
    magnitude: (t) => term.magnitude(t) + c * t * t / 2,
    slope: (t) => term.slope(t) + c * t,
    curvature: (t) => term.curvature(t) + c,
    proximal: (v, lambda) => term.proximal(v / (1 + lambda * c), lambda / (1 + lambda * c)),
    smoothness: term.smoothness + c,
    strongConvexity: term.strongConvexity + c,
    lipschitz: Infinity,
  };
}

/**
 * The function that an instance describes.
 *
 * @throws {RangeError} If lengths do not match the dimension.
 */
export function convexFunction(instance: ConvexFunctionInstance): ConvexFunction {
  const { dimension, minimizer } = instance;
  if (minimizer.length !== dimension) {
    throw new RangeError(`the minimizer has ${minimizer.length} entries, not ${dimension}`);
  }
  switch (instance.kind) {
    case "separable": {
      const { reflections, terms, convexity = 0 } = instance;
      if (terms.length !== dimension) {
        throw new RangeError(
          `there are ${terms.length} terms, not one per dimension: ${dimension}`,
        );
      }
      const rows = reflections.length === 0 ? null : reflectionProduct(dimension, reflections);
      return sumOfTerms(instance, rows, terms.map((term) => strengthened(termOf(term), convexity)));
    }
    case "ridges": {
      const { directions, terms, convexity = 0 } = instance;
      if (terms.length !== directions.length || terms.length === 0) {
        throw new RangeError(`${directions.length} directions cannot carry ${terms.length} terms`);
      }
      if (convexity === 0) return sumOfTerms(instance, directions, terms.map(termOf));
      const uniform: ConvexTerm = { kind: "quadratic", curvature: convexity };
      const axes = minimizer.map((_, i) => minimizer.map((_, j) => Number(i === j)));
      return sumOfTerms(
        instance,
        [...directions, ...axes],
        [...terms, ...axes.map(() => uniform)].map(termOf),
      );
    }
    case "maximum":
      return maximumOfPieces(instance, instance.slopes, instance.offsets);
    case "envelope":
      return envelope(instance, instance);
    case "norm":
      return weightedNorm(instance, instance.weight);
  }
}

type Place = Pick<ConvexFunctionInstance, "dimension" | "minimizer">;

/** ‖x‖ + ‖x*‖: what rounding of x and of x − x* is relative to. */
function positionMagnitude({ minimizer }: Place, x: readonly number[]): number {
  return norm(x) + norm(minimizer);
}

/** Σ φ_k(a_k·t) over the rows a_k, those of the identity where there are none. */
function sumOfTerms(
  place: Place & { readonly kind: "separable" | "ridges" },
  rows: readonly (readonly number[])[] | null,
  terms: readonly Term[],
): ConvexFunction {
  const { dimension, minimizer, kind } = place;
  const isSeparable = kind === "separable";
  const along = <T>(arithmetic: Arithmetic<T>, x: T) => {
    const t = arithmetic.subtract(x, arithmetic.vector(minimizer));
    return rows === null ? t : arithmetic.multiply(arithmetic.matrix(rows), t);
  };
  const back = <T>(arithmetic: Arithmetic<T>, coordinates: readonly number[]) => {
    const vector = arithmetic.vector(coordinates);
    return rows === null
      ? vector
      : arithmetic.multiply(arithmetic.transpose(arithmetic.matrix(rows)), vector);
  };
  const lengths = terms.map((_, k) => rows === null ? 1 : norm(rows[k]!));
  const extremes = isSeparable || rows === null
    ? [
      Math.min(...terms.map(({ strongConvexity }) => strongConvexity)),
      Math.max(...terms.map(({ smoothness }) => smoothness)),
    ]
    : [
      extremeCurvatures(dimension, rows, terms.map((term) => term.strongConvexity))[0],
      extremeCurvatures(dimension, rows, terms.map((term) => term.smoothness))[1],
    ];
  return {
    dimension,
    minimizer,
    strongConvexity: extremes[0]!,
    smoothness: extremes[1]!,
    lipschitz: isSeparable
      ? norm(terms.map(({ lipschitz }) => lipschitz))
      : terms.reduce((sum, { lipschitz }, k) => sum + lipschitz * lengths[k]!, 0),
    value: (arithmetic, x) =>
      arithmetic.toArray(along(arithmetic, x))
        .reduce((sum, t, k) => sum + terms[k]!.value(t), 0),
    gradient: (arithmetic, x) =>
      back(
        arithmetic,
        arithmetic.toArray(along(arithmetic, x)).map((t, k) => terms[k]!.slope(t)),
      ),
    ...(extremes[1]! < Infinity && {
      hessian: <T>(arithmetic: Arithmetic<T>, x: T) => {
        const curvatures = arithmetic.diagonal(
          arithmetic.toArray(along(arithmetic, x)).map((t, k) => terms[k]!.curvature(t)),
        );
        if (rows === null) return curvatures;
        const matrix = arithmetic.matrix(rows);
        return arithmetic.multiply(
          arithmetic.transpose(matrix),
          arithmetic.multiply(curvatures, matrix),
        );
      },
    }),
    proximal(arithmetic, x, lambda) {
      if (!isSeparable) rejectProximal("sum of ridges");
      const moved = arithmetic.toArray(along(arithmetic, x))
        .map((t, k) => terms[k]!.proximal(t, lambda));
      return arithmetic.add(arithmetic.vector(minimizer), back(arithmetic, moved));
    },
    magnitude(x) {
      const t = subtract(x, minimizer);
      const position = positionMagnitude(place, x);
      return (rows === null ? t : multiply(rows, t)).reduce(
        (sum, coordinate, k) =>
          sum + terms[k]!.magnitude(coordinate) +
          Math.abs(terms[k]!.slope(coordinate)) * lengths[k]! * position,
        0,
      );
    },
  };
}

/** The least (at least 0) and the largest eigenvalue of Σ c_k a_k a_kᵀ. */
function extremeCurvatures(
  dimension: number,
  rows: readonly (readonly number[])[],
  curvatures: readonly number[],
): [least: number, largest: number] {
  if (curvatures.includes(Infinity)) return [0, Infinity];
  const matrix = Array.from(
    { length: dimension },
    (_, i) =>
      Array.from(
        { length: dimension },
        (_, j) => rows.reduce((sum, row, k) => sum + curvatures[k]! * row[i]! * row[j]!, 0),
      ),
  );
  if (dimension === 1) return [matrix[0]![0]!, matrix[0]![0]!];
  const { values } = float64.symmetricEigendecomposition(float64.matrix(matrix));
  return [Math.max(0, values[0]!), values.at(-1)!];
}

function maximumOfPieces(
  place: Place,
  slopes: readonly (readonly number[])[],
  offsets: readonly number[],
): ConvexFunction {
  const { dimension, minimizer } = place;
  checkPieces({ slopes, offsets });
  /** The values of the pieces. A tie goes to the first of them. */
  const pieces = <T>(arithmetic: Arithmetic<T>, x: T) =>
    arithmetic.toArray(
      arithmetic.multiply(
        arithmetic.matrix(slopes),
        arithmetic.subtract(x, arithmetic.vector(minimizer)),
      ),
    ).map((value, k) => value - offsets[k]!);
  return {
    dimension,
    minimizer,
    smoothness: Infinity,
    strongConvexity: 0,
    // Along the longest slope its own piece grows fastest, so the constant is attained.
    lipschitz: Math.max(...slopes.map(norm)),
    value: (arithmetic, x) => Math.max(0, ...pieces(arithmetic, x)),
    gradient(arithmetic, x) {
      const values = pieces(arithmetic, x);
      const largest = Math.max(...values);
      return largest > 0
        ? arithmetic.vector(slopes[values.indexOf(largest)]!)
        : arithmetic.zeros(dimension, 1);
    },
    proximal(arithmetic, x, lambda) {
      const t = arithmetic.subtract(x, arithmetic.vector(minimizer));
      const { gradient } = envelopeOfMaximum(
        withZero({ slopes, offsets }),
        arithmetic.toArray(t),
        1 / lambda,
      );
      return arithmetic.subtract(x, arithmetic.scale(lambda, arithmetic.vector(gradient)));
    },
    magnitude: (x) =>
      Math.max(
        ...multiplyAbsolute(slopes, subtract(x, minimizer)).map((value, k) =>
          value + offsets[k]! + norm(slopes[k]!) * positionMagnitude(place, x)
        ),
      ),
  };
}

function checkPieces({ slopes, offsets }: AffinePieces): void {
  if (slopes.length === 0 || slopes.length !== offsets.length || offsets.some((b) => b < 0)) {
    throw new RangeError("each of the slopes, at least one, needs an offset of at least 0");
  }
}

/** The pieces of max(0, max_k(a_k·t − b_k)). */
function withZero({ slopes, offsets }: AffinePieces): AffinePieces {
  return { slopes: [slopes[0]!.map(() => 0), ...slopes], offsets: [0, ...offsets] };
}

/** The Moreau envelope of a maximum of 0 and affine pieces, and ½ `convexity` ‖t‖². */
function envelope(
  place: Place,
  { slopes, offsets, smoothness, convexity = 0 }: AffinePieces & {
    readonly smoothness: number;
    readonly convexity?: number;
  },
): ConvexFunction {
  const { dimension, minimizer } = place;
  checkPieces({ slopes, offsets });
  if (slopes.every((slope) => norm(slope) === 0)) {
    throw new RangeError("an envelope needs a slope that is not 0");
  }
  const pieces = withZero({ slopes, offsets });
  const offset = <T>(arithmetic: Arithmetic<T>, x: T) =>
    arithmetic.subtract(x, arithmetic.vector(minimizer));
  const at = (t: readonly number[]) => envelopeOfMaximum(pieces, t, smoothness);
  const square = (t: readonly number[]) => convexity / 2 * norm(t) ** 2;
  return {
    dimension,
    minimizer,
    // Some piece lies above 0 far out, and where it begins to, the curvature is L along its slope.
    smoothness: smoothness + convexity,
    strongConvexity: convexity,
    lipschitz: convexity === 0 ? Math.max(...slopes.map(norm)) : Infinity,
    value(arithmetic, x) {
      const t = arithmetic.toArray(offset(arithmetic, x));
      return at(t).value + square(t);
    },
    gradient(arithmetic, x) {
      const t = offset(arithmetic, x);
      const gradient = arithmetic.vector(at(arithmetic.toArray(t)).gradient);
      return convexity === 0 ? gradient : arithmetic.add(gradient, arithmetic.scale(convexity, t));
    },
    hessian(arithmetic, x) {
      const { curved } = at(arithmetic.toArray(offset(arithmetic, x)));
      return arithmetic.matrix(
        minimizer.map((_, i) =>
          minimizer.map((_, j) =>
            curved.reduce((sum, q) => sum + smoothness * q[i]! * q[j]!, i === j ? convexity : 0)
          )
        ),
      );
    },
    proximal(arithmetic, x, lambda) {
      // With ½ c ‖t‖²: that of λ' = λ/(1 + λc) at t/(1 + λc). The envelope of an envelope is one:
      // prox_{λ'f}(t) = t − λ'u, u its gradient for the parameter λ' + 1/L.
      const share = 1 / (1 + lambda * convexity);
      const t = arithmetic.scale(share, offset(arithmetic, x));
      const { gradient } = envelopeOfMaximum(
        pieces,
        arithmetic.toArray(t),
        1 / (lambda * share + 1 / smoothness),
      );
      return arithmetic.add(
        arithmetic.vector(minimizer),
        arithmetic.subtract(t, arithmetic.scale(lambda * share, arithmetic.vector(gradient))),
      );
    },
    magnitude(x) {
      const t = subtract(x, minimizer);
      const { gradient, sensitivity } = at(t);
      const height = Math.max(
        ...multiplyAbsolute(slopes, t).map((value, k) => value + offsets[k]!),
      );
      const slope = norm(gradient) + convexity * norm(t);
      // Where active pieces are nearly parallel, rounding of their heights moves the point.
      return height + square(t) +
        slope * (positionMagnitude(place, x) + height * sensitivity);
    },
  };
}

function weightedNorm(place: Place, weight: number): ConvexFunction {
  const { dimension, minimizer } = place;
  const offset = <T>(arithmetic: Arithmetic<T>, x: T) =>
    arithmetic.subtract(x, arithmetic.vector(minimizer));
  return {
    dimension,
    minimizer,
    smoothness: Infinity,
    strongConvexity: 0,
    lipschitz: weight,
    value: (arithmetic, x) => weight * arithmetic.norm(offset(arithmetic, x)),
    gradient(arithmetic, x) {
      const t = offset(arithmetic, x);
      const length = arithmetic.norm(t);
      return length === 0 ? t : arithmetic.scale(weight / length, t);
    },
    proximal(arithmetic, x, lambda) {
      const t = offset(arithmetic, x);
      const length = arithmetic.norm(t);
      const kept = length === 0 ? 0 : Math.max(0, 1 - lambda * weight / length);
      return arithmetic.add(arithmetic.vector(minimizer), arithmetic.scale(kept, t));
    },
    magnitude: (x) => weight * positionMagnitude(place, x),
  };
}

function rejectProximal(what: string): never {
  throw new TypeError(`the proximal operator of a ${what} has no closed form: draw another kind`);
}

/** What {@linkcode convexFunctionInstances} draws. */
export interface ConvexFunctionOptions {
  /** At most the largest. Default: 1. */
  readonly minimumDimension?: number;
  /** Default: 4. */
  readonly maximumDimension?: number;
  /** Default: all. */
  readonly kinds?: readonly ConvexFunctionInstance["kind"][];
  /** The terms of separable functions and ridges. Default: all. */
  readonly terms?: readonly ConvexTermKind[];
  /** Whether ½ c ‖t‖², c > 0, is added. Default: false. */
  readonly stronglyConvex?: boolean;
}

/** A convex function with a point away from its minimizer. */
export interface ConvexStart {
  /** The function. */
  readonly objective: ConvexFunctionInstance;
  /** x_0 − x*, not zero. */
  readonly offset: readonly number[];
}

/** The terms whose derivative is Lipschitz continuous. */
export const SMOOTH_TERMS: readonly ConvexTermKind[] = [
  "quadratic",
  "huber",
  "logCosh",
  "oneSided",
];

/** The terms that are Lipschitz continuous themselves. */
export const LIPSCHITZ_TERMS: readonly ConvexTermKind[] = [
  "absolute",
  "deadZone",
  "huber",
  "logCosh",
];

/**
 * Convex functions of all kinds in one to four dimensions, rotated and shifted or not, with a start.
 * Shrinks to one dimension, to diagonal functions and to a minimizer at 0.
 */
export function convexStarts(options: ConvexFunctionOptions = {}): Arbitrary<ConvexStart> {
  const {
    minimumDimension = 1,
    maximumDimension = 4,
    kinds = ["separable", "ridges", "maximum", "envelope", "norm"],
    terms = ["quadratic", "huber", "logCosh", "oneSided", "absolute", "deadZone"],
    stronglyConvex = false,
  } = options;
  const term = convexTerm(terms);
  return record({
    dimension: noBias(integer({ min: minimumDimension, max: maximumDimension })),
    build: oneof(
      { withCrossShrink: true },
      ...kinds.map((kind) => shapes[kind](maximumDimension, term)),
    ),
    minimizer: oneof(
      { withCrossShrink: true },
      constant(zeros(maximumDimension)),
      vectorOf(maximumDimension),
    ),
    offset: startOffset(maximumDimension),
    convexity: magnitude({ minimum: 1e-2, maximum: 1e2 }),
  }).map(({ dimension, build, minimizer, offset, convexity }) => ({
    objective: {
      ...cutTo(dimension, build),
      ...(stronglyConvex ? { convexity } : {}),
      dimension,
      minimizer: minimizer.slice(0, dimension),
    },
    offset: nonzeroCut(offset, dimension),
  }));
}

/** Any direction; or, as often, entries of one size: the diagonals on which many bounds are tight. */
function startOffset(dimension: number): Arbitrary<number[]> {
  return oneof(
    { withCrossShrink: true },
    tuple(magnitude({ minimum: 1e-2, maximum: 10 }), vectorOf(dimension, signs()))
      .map(([size, entries]) => entries.map((entry) => size * entry)),
    vectorOf(dimension),
  );
}

/** 1 or −1, or seldom 0. */
function signs(): Arbitrary<number> {
  return noBias(integer({ min: 0, max: 6 })).map((draw) =>
    draw === 6 ? 0 : draw % 2 === 0 ? 1 : -1
  );
}

/** A function without its place, in the largest dimension. */
type Shape =
  | Omit<Extract<ConvexFunctionInstance, { kind: "separable" }>, keyof Place>
  | Omit<Extract<ConvexFunctionInstance, { kind: "ridges" }>, keyof Place>
  | Omit<Extract<ConvexFunctionInstance, { kind: "maximum" }>, keyof Place>
  | Omit<Extract<ConvexFunctionInstance, { kind: "envelope" }>, keyof Place>
  | Omit<Extract<ConvexFunctionInstance, { kind: "norm" }>, keyof Place>;

const shapes: Record<
  ConvexFunctionInstance["kind"],
  (dimension: number, term: Arbitrary<ConvexTerm>) => Arbitrary<Shape>
> = {
  separable: (dimension, term) =>
    record({
      kind: constant("separable" as const),
      reflections: reflectionVectors(dimension),
      terms: oneof(
        { withCrossShrink: true },
        term.map((one) => Array.from({ length: dimension }, () => one)),
        array(term, { minLength: dimension, maxLength: dimension }),
      ),
    }),
  ridges: (dimension, term) =>
    array(tuple(vectorOf(dimension, realNumber({ minimum: -2, maximum: 2 })), term), {
      minLength: 1,
      maxLength: dimension + 1,
    }).map((pairs) => ({
      kind: "ridges",
      directions: pairs.map(([direction]) => direction),
      terms: pairs.map(([, one]) => one),
    })),
  maximum: (dimension) => affinePieces(dimension).map((pieces) => ({ kind: "maximum", ...pieces })),
  envelope: (dimension) =>
    tuple(affinePieces(dimension), magnitude({ minimum: 1e-2, maximum: 1e2 }))
      .map(([pieces, smoothness]) => ({ kind: "envelope", ...pieces, smoothness })),
  norm: () =>
    magnitude({ minimum: 1e-2, maximum: 1e2 }).map((weight): Shape => ({ kind: "norm", weight })),
};

/** A multiple of max |t_i|, or as often any pieces. */
function affinePieces(dimension: number): Arbitrary<AffinePieces> {
  return oneof(
    { withCrossShrink: true },
    magnitude({ minimum: 1e-2, maximum: 1e2 }).map((weight): AffinePieces => ({
      slopes: zeros(dimension).flatMap((_, i) =>
        [weight, -weight].map((entry) => zeros(dimension).map((_, j) => i === j ? entry : 0))
      ),
      offsets: zeros(2 * dimension),
    })),
    array(
      tuple(
        vectorOf(dimension),
        oneof(constant(0), magnitude({ minimum: 1e-2, maximum: 10 })),
      ),
      { minLength: 1, maxLength: 2 * dimension },
    ).map((pieces): AffinePieces => ({
      slopes: pieces.map(([slope]) => slope),
      offsets: pieces.map(([, offset]) => offset),
    })),
  );
}

function cutTo(dimension: number, shape: Shape): Shape {
  switch (shape.kind) {
    case "separable":
      return {
        ...shape,
        reflections: cutVectors(shape.reflections, dimension),
        terms: shape.terms.slice(0, dimension),
      };
    case "ridges":
      return {
        ...shape,
        directions: shape.directions.map((direction) => nonzeroCut(direction, dimension)),
      };
    case "maximum":
    case "envelope": {
      const kept = shape.slopes.map((slope, k) => ({
        slope: slope.slice(0, dimension),
        offset: shape.offsets[k]!,
      })).filter(({ slope }) => slope.some((entry) => entry !== 0));
      const pieces = kept.length > 0
        ? kept
        : [{ slope: nonzeroCut([], dimension), offset: shape.offsets[0]! }];
      return {
        ...shape,
        slopes: pieces.map(({ slope }) => slope),
        offsets: pieces.map(({ offset }) => offset),
      };
    }
    case "norm":
      return shape;
  }
}

function convexTerm(kinds: readonly ConvexTermKind[]): Arbitrary<ConvexTerm> {
  const size = magnitude({ minimum: 1e-2, maximum: 1e2 });
  const length = magnitude({ minimum: 1e-2, maximum: 10 });
  const slope = oneof(constant(1), size);
  const drawn: Record<ConvexTermKind, Arbitrary<ConvexTerm>> = {
    quadratic: record({ kind: constant("quadratic" as const), curvature: size }),
    oneSided: record({ kind: constant("oneSided" as const), curvature: size }),
    huber: record({ kind: constant("huber" as const), curvature: size, threshold: length }),
    logCosh: record({
      kind: constant("logCosh" as const),
      curvature: size,
      width: length,
      at: realNumber({ minimum: -3, maximum: 3 }),
    }),
    absolute: record({ kind: constant("absolute" as const), left: slope, right: slope }),
    deadZone: record({ kind: constant("deadZone" as const), slope, width: length }),
  };
  return oneof({ withCrossShrink: true }, ...kinds.map((kind) => drawn[kind]));
}

/** No reflection (half of the time), one or two. */
function reflectionVectors(dimension: number): Arbitrary<number[][]> {
  return oneof(
    { withCrossShrink: true },
    constant<number[][]>([]),
    array(vectorOf(dimension), { minLength: 1, maxLength: 2 }),
  );
}

function cutVectors(vectors: readonly (readonly number[])[], length: number): number[][] {
  return vectors.map((vector) => vector.slice(0, length))
    .filter((vector) => vector.some((entry) => entry !== 0));
}

/** The first entries; (1, 0, …, 0) where all of them are 0. */
function nonzeroCut(vector: readonly number[], length: number): number[] {
  const cut = vector.slice(0, length);
  return cut.some((entry) => entry !== 0) ? cut : zeros(length).map((_, i) => i === 0 ? 1 : 0);
}

function zeros(length: number): number[] {
  return Array.from({ length }, () => 0);
}
