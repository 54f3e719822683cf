/**
 * Functions that satisfy the Polyak–Łojasiewicz inequality ‖∇f(x)‖² ≥ 2μ(f(x) − f*), convex or not,
 * with exact constants.
 *
 * @module
 */

import { array, constant, oneof, record, tuple } from "fast-check";
import type { Arithmetic } from "../lib/arithmetic/mod.ts";
import type { Arbitrary } from "../lib/fast_check/mod.ts";
import { reflectionProduct } from "../lib/linalg/mod.ts";
import { dimensionUpTo, magnitude, vectorOf } from "./arbitraries.ts";
import { norm } from "./vectors.ts";

/**
 * φ on one side of its minimum 0, by its slope |φ'|: 0 at 0, then joined by straight lines through
 * the `slopes` (positive), each `lengths` farther out than the one before; from the last one on it
 * rises with `curvature` > 0. A falling slope makes φ concave there. Without slopes φ = ½ curvature t².
 */
export interface PiecewiseQuadraticSide {
  /** The distances between the corners of the slope, positive. */
  readonly lengths: readonly number[];
  /** The slopes at the corners, positive. */
  readonly slopes: readonly number[];
  /** The curvature beyond the last corner, positive. */
  readonly curvature: number;
}

/** A function of one variable with its minimum φ(0) = 0. */
export interface PiecewiseQuadratic {
  /** φ for t < 0, as a function of |t|. */
  readonly left: PiecewiseQuadraticSide;
  /** φ for t ≥ 0. */
  readonly right: PiecewiseQuadraticSide;
}

/** Σ φ_i(q_i·(x − x*)) over the rows q_i of the product of the Householder `reflections`. */
export interface GradientDominatedInstance {
  /** d. */
  readonly dimension: number;
  /** x*, of length d. */
  readonly minimizer: readonly number[];
  /** The vectors of the reflections, each of length d. */
  readonly reflections: readonly (readonly number[])[];
  /** φ_1, …, φ_d. */
  readonly terms: readonly PiecewiseQuadratic[];
}

/** A smooth function with the Polyak–Łojasiewicz inequality, over any arithmetic; f* = 0. */
export interface GradientDominatedFunction {
  /** x*, the minimizer. */
  readonly minimizer: readonly number[];
  /** L, the least Lipschitz constant of ∇f. */
  readonly smoothness: number;
  /** μ, the largest constant with ‖∇f‖² ≥ 2μf. */
  readonly dominance: number;
  /** f(x). */
  value<T>(arithmetic: Arithmetic<T>, x: T): number;
  /** ∇f(x), d×1, for x of shape d×1. */
  gradient<T>(arithmetic: Arithmetic<T>, x: T): T;
}

/** Such a function with a point away from its minimizer. */
export interface GradientDominatedStart {
  /** The function. */
  readonly objective: GradientDominatedInstance;
  /** x_0 − x*, not zero. */
  readonly offset: readonly number[];
}

/** One piece of φ: from `start` on, φ = value + slope s + ½ curvature s² with s = t − start. */
interface Piece {
  readonly start: number;
  readonly value: number;
  readonly slope: number;
  readonly curvature: number;
}

function piecesOf({ lengths, slopes, curvature }: PiecewiseQuadraticSide): Piece[] {
  const pieces: Piece[] = [];
  let [start, value, slope] = [0, 0, 0];
  for (const [j, next] of slopes.entries()) {
    const length = lengths[j]!;
    pieces.push({ start, value, slope, curvature: (next - slope) / length });
    start += length;
    value += (slope + next) / 2 * length;
    slope = next;
  }
  return [...pieces, { start, value, slope, curvature }];
}

/**
 * inf φ'²/(2φ). Along a piece of curvature c the derivative of 2cφ − φ'² is 0, so that of φ'²/(2φ)
 * keeps its sign: the infimum is met at a corner, at 0 or at infinity, where the quotient tends to the
 * curvature.
 */
function dominanceOf(pieces: readonly Piece[]): number {
  return Math.min(
    pieces[0]!.curvature,
    pieces.at(-1)!.curvature,
    ...pieces.slice(1).map(({ slope, value }) => slope ** 2 / (2 * value)),
  );
}

/** The function that an instance describes. */
export function gradientDominatedFunction(
  { dimension, minimizer, reflections, terms }: GradientDominatedInstance,
): GradientDominatedFunction {
  const rows = reflections.length === 0 ? null : reflectionProduct(dimension, reflections);
  const sides = terms.map(({ left, right }) => ({ left: piecesOf(left), right: piecesOf(right) }));
  const all = sides.flatMap(({ left, right }) => [left, right]);
  const along = <T>(arithmetic: Arithmetic<T>, x: T) => {
    const t = arithmetic.subtract(x, arithmetic.vector(minimizer));
    return rows === null ? t : arithmetic.multiply(arithmetic.matrix(rows), t);
  };
  const pieceAt = (i: number, t: number): Piece =>
    sides[i]![t < 0 ? "left" : "right"].findLast(({ start }) => start <= Math.abs(t))!;
  return {
    minimizer,
    smoothness: Math.max(...all.flat().map(({ curvature }) => Math.abs(curvature))),
    dominance: Math.min(...all.map(dominanceOf)),
    value: (arithmetic, x) =>
      arithmetic.toArray(along(arithmetic, x)).reduce((sum, t, i) => {
        const { start, value, slope, curvature } = pieceAt(i, t);
        const s = Math.abs(t) - start;
        return sum + value + (slope + curvature * s / 2) * s;
      }, 0),
    gradient(arithmetic, x) {
      const slopes = arithmetic.vector(
        arithmetic.toArray(along(arithmetic, x)).map((t, i) => {
          const { start, slope, curvature } = pieceAt(i, t);
          return Math.sign(t) * (slope + curvature * (Math.abs(t) - start));
        }),
      );
      return rows === null
        ? slopes
        : arithmetic.multiply(arithmetic.transpose(arithmetic.matrix(rows)), slopes);
    },
  };
}

/**
 * Functions in one to four dimensions: quadratics as often as functions with one to three corners a
 * side, concave in parts. Shrinks to one dimension and to quadratics.
 */
export function gradientDominatedStarts(
  maximumDimension: number = 4,
): Arbitrary<GradientDominatedStart> {
  const size = magnitude({ minimum: 1e-2, maximum: 1e2 });
  const side = tuple(
    oneof(
      { withCrossShrink: true },
      constant<[number, number][]>([]),
      array(tuple(magnitude({ minimum: 1e-2, maximum: 10 }), size), { minLength: 1, maxLength: 3 }),
    ),
    size,
  ).map(([corners, curvature]): PiecewiseQuadraticSide => ({
    lengths: corners.map(([length]) => length),
    slopes: corners.map(([, slope]) => slope),
    curvature,
  }));
  const term = oneof(
    { withCrossShrink: true },
    side.map((both): PiecewiseQuadratic => ({ left: both, right: both })),
    record({ left: side, right: side }),
  );
  return record({
    dimension: dimensionUpTo(maximumDimension),
    reflections: oneof(
      { withCrossShrink: true },
      constant<number[][]>([]),
      array(vectorOf(maximumDimension), { minLength: 1, maxLength: 2 }),
    ),
    terms: oneof(
      { withCrossShrink: true },
      term.map((one) => Array.from({ length: maximumDimension }, () => one)),
      array(term, { minLength: maximumDimension, maxLength: maximumDimension }),
    ),
    minimizer: oneof(
      { withCrossShrink: true },
      constant(Array.from({ length: maximumDimension }, () => 0)),
      vectorOf(maximumDimension),
    ),
    offset: vectorOf(maximumDimension),
  }).map(({ dimension, reflections, terms, minimizer, offset }) => {
    const cut = offset.slice(0, dimension);
    return {
      objective: {
        dimension,
        minimizer: minimizer.slice(0, dimension),
        reflections: reflections.map((vector) => vector.slice(0, dimension))
          .filter((vector) => norm(vector) > 0),
        terms: terms.slice(0, dimension),
      },
      offset: norm(cut) > 0 ? cut : cut.map((_, i) => Number(i === 0)),
    };
  });
}
