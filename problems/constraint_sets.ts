/**
 * Compact convex sets with their projections and linear minimization oracles, and smooth convex functions
 * whose least value on such a set is known, wherever their own minimizers are.
 *
 * @module
 */

import { array, constant, oneof, record, tuple } from "fast-check";
import type { Arithmetic } from "../lib/arithmetic/mod.ts";
import { envelopeOfMaximum, projectOntoBall, projectOntoBox } from "../lib/convex/mod.ts";
import type { Arbitrary } from "../lib/fast_check/mod.ts";
import { dimensionUpTo, magnitude, realNumber, vectorOf } from "./arbitraries.ts";
import { convexFunction, type ConvexFunctionInstance } from "./convex_functions.ts";
import { multiply, norm, subtract } from "./vectors.ts";

/** A compact convex set of R^d: a ball, a box, or the convex hull of its `vertices`. */
export type ConstraintSetInstance =
  | { readonly kind: "ball"; readonly center: readonly number[]; readonly radius: number }
  | { readonly kind: "box"; readonly lower: readonly number[]; readonly upper: readonly number[] }
  | { readonly kind: "polytope"; readonly vertices: readonly (readonly number[])[] };

/** A compact convex set, over any arithmetic. */
export interface ConstraintSet {
  /** d. */
  readonly dimension: number;
  /** D, the largest distance of two of its points. */
  readonly diameter: number;
  /** The largest norm of its points, or a little more. */
  readonly size: number;
  /** The nearest point of the set, d×1, for x of shape d×1. */
  project<T>(arithmetic: Arithmetic<T>, x: T): T;
  /**
   * A point s of the set at which g·s is least, d×1, for g of shape d×1: of several vertices the first,
   * of a box the one with the lower bounds, of a ball, if g = 0, c + (r, 0, …, 0).
   */
  minimizeLinear<T>(arithmetic: Arithmetic<T>, g: T): T;
}

/**
 * The set that an instance describes.
 *
 * @throws {RangeError} If the set is empty, or lengths do not match.
 */
export function constraintSet(instance: ConstraintSetInstance): ConstraintSet {
  switch (instance.kind) {
    case "ball": {
      const { center, radius } = instance;
      if (!(radius >= 0)) throw new RangeError(`a ball cannot have the radius ${radius}`);
      return {
        dimension: center.length,
        diameter: 2 * radius,
        size: norm(center) + radius,
        project: (arithmetic, x) => projectOntoBall(arithmetic, x, instance),
        minimizeLinear(arithmetic, g) {
          const entries = arithmetic.toArray(g);
          const length = norm(entries);
          return arithmetic.vector(
            center.map((c, i) =>
              length > 0 ? c - radius * (entries[i]! / length) : c + (i === 0 ? radius : 0)
            ),
          );
        },
      };
    }
    case "box": {
      const { lower, upper } = instance;
      if (lower.length !== upper.length || lower.some((bound, i) => !(bound <= upper[i]!))) {
        throw new RangeError("each lower bound of a box needs an upper bound that is not below it");
      }
      return {
        dimension: lower.length,
        diameter: norm(subtract(upper, lower)),
        size: norm(lower.map((bound, i) => Math.max(Math.abs(bound), Math.abs(upper[i]!)))),
        project: (arithmetic, x) => projectOntoBox(arithmetic, x, instance),
        minimizeLinear: (arithmetic, g) =>
          arithmetic.vector(
            arithmetic.toArray(g).map((entry, i) => entry < 0 ? upper[i]! : lower[i]!),
          ),
      };
    }
    case "polytope": {
      const { vertices } = instance;
      const dimension = vertices[0]?.length ?? 0;
      if (dimension === 0 || vertices.some((vertex) => vertex.length !== dimension)) {
        throw new RangeError("a polytope needs vertices, all of one length");
      }
      const offsets = vertices.map(() => 0);
      return {
        dimension,
        diameter: Math.max(...vertices.flatMap((v) => vertices.map((w) => norm(subtract(v, w))))),
        size: Math.max(...vertices.map(norm)),
        // The gradient of ½‖x‖² − ½ dist(x)², the envelope of the support function, is the projection.
        project: (arithmetic, x) =>
          arithmetic.vector(
            envelopeOfMaximum({ slopes: vertices, offsets }, arithmetic.toArray(x), 1).gradient,
          ),
        minimizeLinear(arithmetic, g) {
          const values = multiply(vertices, arithmetic.toArray(g));
          return arithmetic.vector(vertices[values.indexOf(Math.min(...values))]!);
        },
      };
    }
  }
}

/**
 * f(x) = a·(x − x*) + F(x) on a set C, with F convex, least at x* and F(x*) = 0, and with x* a point of C
 * at which the `tilt` a is least. So 0 is the least value of f on C and x* a minimizer there, ∇f(x*) = a;
 * every convex function with a minimizer on C has this form, up to a number.
 */
export interface ConstrainedInstance {
  /** C. */
  readonly set: ConstraintSetInstance;
  /** F; its minimizer is x*. */
  readonly objective: ConvexFunctionInstance;
  /** a, of length d. */
  readonly tilt: readonly number[];
  /** x_0, a point of C. */
  readonly start: readonly number[];
}

/** A convex function on a set, over any arithmetic. Its least value there is 0. */
export interface ConstrainedFunction {
  /** x*, a minimizer on the set. */
  readonly minimizer: readonly number[];
  /** L, the least Lipschitz constant of ∇f. */
  readonly smoothness: number;
  /** f(x). */
  value<T>(arithmetic: Arithmetic<T>, x: T): number;
  /** ∇f(x), d×1, for x of shape d×1. */
  gradient<T>(arithmetic: Arithmetic<T>, x: T): T;
  /** As of a convex function. */
  magnitude(x: readonly number[]): number;
}

/** The function that an instance describes. */
export function constrainedFunction(
  { objective, tilt }: Pick<ConstrainedInstance, "objective" | "tilt">,
): ConstrainedFunction {
  const f = convexFunction(objective);
  const { minimizer } = f;
  return {
    minimizer,
    smoothness: f.smoothness,
    value(arithmetic, x) {
      const offset = arithmetic.subtract(x, arithmetic.vector(minimizer));
      return f.value(arithmetic, x) + arithmetic.dot(arithmetic.vector(tilt), offset);
    },
    gradient: (arithmetic, x) => arithmetic.add(f.gradient(arithmetic, x), arithmetic.vector(tilt)),
    magnitude: (x) => f.magnitude(x) + norm(tilt) * (norm(x) + norm(minimizer)),
  };
}

/** What {@linkcode constrainedStarts} draws. */
export interface ConstrainedOptions {
  /** Default: 4. */
  readonly maximumDimension?: number;
}

/**
 * Envelopes and quadratics on balls, boxes and polytopes of up to d + 2 vertices. The minimizer of F on
 * the set is a vertex or another boundary point with a tilt that points inwards, or, where the tilt is
 * 0, any point of the set. Shrinks to an interval and to the function ½t².
 *
 * Slopes are drawn in units of L times a length, so that a function has several pieces within the set.
 */
export function constrainedStarts(
  options: ConstrainedOptions = {},
): Arbitrary<ConstrainedInstance> {
  const { maximumDimension = 4 } = options;
  const vector = vectorOf(maximumDimension, realNumber({ minimum: -4, maximum: 4 }));
  const share = realNumber({ minimum: 0, maximum: 1 });
  const shares = array(share, {
    minLength: maximumDimension + 2,
    maxLength: maximumDimension + 2,
  });
  const set = oneof(
    { withCrossShrink: true },
    record({
      kind: constant("box" as const),
      lower: vector,
      widths: vectorOf(maximumDimension, magnitude({ minimum: 1e-1, maximum: 10 })),
    }).map(({ kind, lower, widths }): ConstraintSetInstance => ({
      kind,
      lower,
      upper: lower.map((bound, i) => bound + widths[i]!),
    })),
    record({
      kind: constant("ball" as const),
      center: vector,
      radius: magnitude({ minimum: 1e-1, maximum: 10 }),
    }),
    {
      weight: 3,
      arbitrary: array(vector, { minLength: 2, maxLength: maximumDimension + 2 })
        .map((vertices): ConstraintSetInstance => ({ kind: "polytope", vertices })),
    },
  );
  return record({
    dimension: dimensionUpTo(maximumDimension),
    set,
    smoothness: magnitude({ minimum: 1e-2, maximum: 1e2 }),
    tilt: oneof({ withCrossShrink: true }, constant(null), vector),
    pieces: oneof(
      { withCrossShrink: true },
      constant(null),
      array(tuple(vector, oneof(constant(0), magnitude({ minimum: 1e-2, maximum: 10 }))), {
        minLength: 1,
        maxLength: maximumDimension + 2,
      }),
    ),
    from: shares,
    to: shares,
  }).map(({ dimension, set, smoothness, tilt, pieces, from, to }) => {
    const cut = cutSet(set, dimension);
    const direction = (tilt ?? []).slice(0, dimension);
    const slope = from.slice(0, dimension).map((_, i) => smoothness * (direction[i] ?? 0));
    const minimizer = lowestPoint(cut, slope, to);
    const kept = (pieces ?? []).map(([slope, offset]) => ({
      slope: slope.slice(0, dimension).map((entry) => smoothness * entry),
      offset: smoothness * offset,
    })).filter(({ slope }) => norm(slope) > 0);
    return {
      set: cut,
      objective: kept.length > 0
        ? {
          kind: "envelope",
          dimension,
          minimizer,
          smoothness,
          slopes: kept.map(({ slope }) => slope),
          offsets: kept.map(({ offset }) => offset),
        }
        : {
          kind: "separable",
          dimension,
          minimizer,
          reflections: [],
          terms: minimizer.map(() => ({ kind: "quadratic", curvature: smoothness })),
        },
      tilt: slope,
      start: pointOf(cut, from),
    };
  });
}

function cutSet(set: ConstraintSetInstance, dimension: number): ConstraintSetInstance {
  const cut = (v: readonly number[]) => v.slice(0, dimension);
  switch (set.kind) {
    case "ball":
      return { ...set, center: cut(set.center) };
    case "box":
      return { ...set, lower: cut(set.lower), upper: cut(set.upper) };
    case "polytope": {
      const vertices = set.vertices.map(cut);
      const isPoint = vertices.every((vertex) => norm(subtract(vertex, vertices[0]!)) === 0);
      const [first, ...others] = vertices as [number[], ...number[][]];
      return {
        ...set,
        vertices: isPoint ? [first.map((x, i) => i === 0 ? x + 1 : x), ...others] : vertices,
      };
    }
  }
}

/** A point of the set, by shares between 0 and 1. */
function pointOf(set: ConstraintSetInstance, shares: readonly number[]): number[] {
  switch (set.kind) {
    case "ball": {
      const offset = set.center.map((_, i) => 2 * shares[i]! - 1);
      const length = Math.max(1, norm(offset));
      return set.center.map((c, i) => c + set.radius * offset[i]! / length);
    }
    case "box":
      return set.lower.map((bound, i) => {
        const upper = set.upper[i]!;
        return Math.min(upper, bound + shares[i]! * (upper - bound));
      });
    case "polytope":
      return combined(set.vertices, shares);
  }
}

/** A point of the set at which a·x is least, by shares where there are several. */
function lowestPoint(
  set: ConstraintSetInstance,
  a: readonly number[],
  shares: readonly number[],
): number[] {
  if (a.every((entry) => entry === 0)) return pointOf(set, shares);
  switch (set.kind) {
    case "ball": {
      const length = norm(a);
      return set.center.map((c, i) => c - set.radius * (a[i]! / length));
    }
    case "box":
      return pointOf(set, a.map((entry, i) => entry > 0 ? 0 : entry < 0 ? 1 : shares[i]!));
    case "polytope": {
      const values = multiply(set.vertices, a);
      const least = Math.min(...values);
      return combined(set.vertices.filter((_, k) => values[k] === least), shares);
    }
  }
}

/** The vertices, weighted; the first of them where all weights are 0. */
function combined(
  vertices: readonly (readonly number[])[],
  weights: readonly number[],
): number[] {
  const [first, ...others] = vertices as [readonly number[], ...(readonly number[])[]];
  const total = vertices.reduce((sum, _, k) => sum + weights[k]!, 0);
  // From the first one on: a vertex stays as it is.
  return first.map((x, i) =>
    total === 0
      ? x
      : others.reduce((sum, vertex, k) => sum + weights[k + 1]! / total * (vertex[i]! - x), x)
  );
}

/** A constrained function with a number of steps for which its set was laid out. */
export interface OracleTrajectory extends ConstrainedInstance {
  /** N. */
  readonly steps: number;
}

/**
 * Functions and polytopes laid out along a run of the Frank–Wolfe method, x_{k+1} = x_k + γ_k (s_k − x_k)
 * with γ_k = 2/(k + 2), from x_0 to s_0, …, s_{N−1}. These N + 1 points are the vertices of a regular
 * simplex in R^{N+1}, and the minimizer x* = 0 is a weighted mean of them; F is ½L‖x‖² or the envelope of
 * max(0, max_k v_k·x). In R^{N+2} the vertices and x* are set apart by a first coordinate, on which
 * F does not depend, and the tilt is (αL, 0, …, 0). That coordinate of s_k is as large as it may be for the
 * oracle to prefer s_k to x* at x_k, max(0, −∇F(x_k)·s_k)/(αL), or a share of that; that of x_0 is as
 * small as it may be for the oracle never to return. Shrinks to N = 1 and the quadratic.
 *
 * Nothing says that the oracle does not prefer another vertex: then the run takes another way.
 *
 * @param stepCounts N.
 */
export function oracleTrajectories(stepCounts: Arbitrary<number>): Arbitrary<OracleTrajectory> {
  const coefficient = realNumber({ minimum: -3, maximum: 3 });
  return stepCounts.chain((steps) =>
    record({
      steps: constant(steps),
      smoothness: magnitude({ minimum: 1e-2, maximum: 1e2 }),
      steepness: magnitude({ minimum: 1e-1, maximum: 1e2 }),
      weights: vectorOf(steps + 1, realNumber({ minimum: 0, maximum: 1 })),
      slopes: oneof(
        { withCrossShrink: true },
        constant(null),
        array(vectorOf(steps + 1, coefficient), { minLength: 2, maxLength: steps + 1 }),
      ),
      share: oneof(
        { withCrossShrink: true },
        // Nearly all of it: at a tie rounding would decide which vertex the oracle takes.
        constant(0.9999),
        realNumber({ minimum: 0, maximum: 1 }),
      ),
    })
  ).map(({ steps, smoothness, steepness, weights, slopes, share }) => {
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const mean = weights.map((weight, i) => total > 0 ? weight / total : Number(i === 0));
    const [start, ...targets] = mean.map((_, i) => mean.map((m, j) => Number(i === j) - m)) as [
      number[],
      ...number[][],
    ];
    // In units of L.
    const pieces = (slopes ?? []).map((coefficients) =>
      start.map((_, j) =>
        coefficients.reduce((sum, c, i) => sum + c * [start, ...targets][i]![j]!, 0)
      )
    ).filter((slope) => norm(slope) > 0);
    const gradientAt = (x: readonly number[]) =>
      pieces.length === 0 ? [...x] : envelopeOfMaximum(
        { slopes: [x.map(() => 0), ...pieces], offsets: [0, ...pieces.map(() => 0)] },
        x,
        1,
      ).gradient;
    let [x, apart] = [start, 0];
    const vertices = targets.map((target, k) => {
      const reach = -multiply([gradientAt(x)], target)[0]!;
      x = x.map((entry, i) => entry + 2 / (k + 2) * (target[i]! - entry));
      apart = Math.max(apart, -multiply([gradientAt(x)], start)[0]! / steepness);
      return [share * Math.max(0, reach) / steepness, ...target];
    });
    const origin = [0, ...start.map(() => 0)];
    const first = [apart, ...start];
    return {
      set: { kind: "polytope", vertices: [...vertices, first, origin] },
      objective: pieces.length > 0
        ? {
          kind: "envelope",
          dimension: origin.length,
          minimizer: origin,
          smoothness,
          slopes: pieces.map((slope) => [0, ...slope.map((entry) => smoothness * entry)]),
          offsets: pieces.map(() => 0),
        }
        : {
          kind: "separable",
          dimension: origin.length,
          minimizer: origin,
          reflections: [],
          terms: origin.map((_, i) => ({ kind: "quadratic", curvature: i === 0 ? 0 : smoothness })),
        },
      tilt: origin.with(0, smoothness * steepness),
      start: first,
      steps,
    };
  });
}
