/**
 * Nonexpansive maps with a known fixed point: ‖T(x) − T(y)‖ ≤ ‖x − y‖ for all x, y.
 *
 * @module
 */

import { array, constant, integer, noBias, oneof, record, tuple } from "fast-check";
import type { Arithmetic } from "../lib/arithmetic/mod.ts";
import type { Arbitrary } from "../lib/fast_check/mod.ts";
import { dimensionUpTo, magnitude, realNumber, vectorOf } from "./arbitraries.ts";

/**
 * A nonexpansive map of t = x − x* that fixes 0:
 *
 * - `rotation`: by π · `halfTurns` in the planes of the coordinates 1 and 2, 3 and 4, …; a last
 *   coordinate without a partner stays;
 * - `reflection`: t ↦ t − 2 (v·t / v·v) v with the `vector` v;
 * - `scaling`: each coordinate times one of the `factors`, all in [−1, 1];
 * - `halfSpace`: the projection onto v·t ≤ `offset`, `offset` ≥ 0;
 * - `box`: the projection onto |t_i| ≤ `bound`;
 * - `ball`: the projection onto the ball about `center` of radius ‖`center`‖ + `slack`, `slack` ≥ 0;
 * - `softThreshold`: each coordinate shrunk towards 0 by `threshold`.
 */
export type ElementaryPart =
  | { readonly kind: "rotation"; readonly halfTurns: number }
  | { readonly kind: "reflection"; readonly vector: readonly number[] }
  | { readonly kind: "scaling"; readonly factors: readonly number[] }
  | { readonly kind: "halfSpace"; readonly vector: readonly number[]; readonly offset: number }
  | { readonly kind: "box"; readonly bound: number }
  | { readonly kind: "ball"; readonly center: readonly number[]; readonly slack: number }
  | { readonly kind: "softThreshold"; readonly threshold: number };

/**
 * An elementary map P, or with `relaxation` r in [0, 2] a mixture: I + r(P − I) for projections and
 * soft thresholds (r = 2 reflects), I + (r/2)(P − I) for the others.
 */
export type NonexpansivePart = ElementaryPart & { readonly relaxation?: number };

/** The composition of `parts`, the first one applied first, about a fixed point. */
export interface NonexpansiveMapInstance {
  /** The dimension of the space. */
  readonly dimension: number;
  /** x*, with T(x*) = x*. */
  readonly fixedPoint: readonly number[];
  /** The parts. Without any, T is the identity. */
  readonly parts: readonly NonexpansivePart[];
}

/** A nonexpansive map, evaluated over any arithmetic. */
export interface NonexpansiveMap {
  /** x*, with T(x*) = x*. */
  readonly fixedPoint: readonly number[];
  /** T(x), of the shape of x, d×1. */
  apply<T>(arithmetic: Arithmetic<T>, x: T): T;
}

/** A nonexpansive map with a point away from its fixed point. */
export interface NonexpansiveStart {
  /** The map. */
  readonly map: NonexpansiveMapInstance;
  /** x_0 − x*, not zero. */
  readonly offset: readonly number[];
}

/**
 * The map that an instance describes. Factors beyond [−1, 1] and relaxations beyond [0, 2] count as
 * the nearest ones within: the map of any instance is nonexpansive.
 */
export function nonexpansiveMap({ fixedPoint, parts }: NonexpansiveMapInstance): NonexpansiveMap {
  return {
    fixedPoint,
    apply(arithmetic, x) {
      const center = arithmetic.vector(fixedPoint);
      const moved = parts.reduce(
        (t, part) => applyPart(arithmetic, part, t),
        arithmetic.subtract(x, center),
      );
      return arithmetic.add(center, moved);
    },
  };
}

/** Projections and proximal operators: they may be relaxed up to 2, to reflections. */
const FIRMLY_NONEXPANSIVE: ReadonlySet<ElementaryPart["kind"]> = new Set([
  "halfSpace",
  "box",
  "ball",
  "softThreshold",
]);

function applyPart<T>(arithmetic: Arithmetic<T>, part: NonexpansivePart, t: T): T {
  const moved = applyElementary(arithmetic, part, t);
  const { relaxation, kind } = part;
  if (relaxation === undefined) return moved;
  const r = Math.min(Math.max(relaxation, 0), 2);
  const share = FIRMLY_NONEXPANSIVE.has(kind) ? r : r / 2;
  return arithmetic.add(t, arithmetic.scale(share, arithmetic.subtract(moved, t)));
}

function applyElementary<T>(arithmetic: Arithmetic<T>, part: ElementaryPart, t: T): T {
  switch (part.kind) {
    case "rotation": {
      const [dimension] = arithmetic.shape(t);
      return arithmetic.multiply(arithmetic.matrix(rotationRows(dimension, part.halfTurns)), t);
    }
    case "reflection": {
      const v = arithmetic.vector(part.vector);
      const size = arithmetic.dot(v, v);
      if (size === 0) return t;
      return arithmetic.subtract(t, arithmetic.scale(2 * arithmetic.dot(v, t) / size, v));
    }
    case "scaling":
      return arithmetic.hadamard(
        arithmetic.vector(part.factors.map((factor) => Math.min(Math.max(factor, -1), 1))),
        t,
      );
    case "halfSpace": {
      const v = arithmetic.vector(part.vector);
      const size = arithmetic.dot(v, v);
      const excess = arithmetic.dot(v, t) - part.offset;
      return size === 0 || excess <= 0
        ? t
        : arithmetic.subtract(t, arithmetic.scale(excess / size, v));
    }
    case "box":
      return arithmetic.vector(
        arithmetic.toArray(t).map((x) => Math.min(Math.max(x, -part.bound), part.bound)),
      );
    case "ball": {
      const center = arithmetic.vector(part.center);
      const radius = arithmetic.norm(center) + part.slack;
      const fromCenter = arithmetic.subtract(t, center);
      const distance = arithmetic.norm(fromCenter);
      return distance <= radius
        ? t
        : arithmetic.add(center, arithmetic.scale(radius / distance, fromCenter));
    }
    case "softThreshold":
      return arithmetic.vector(
        arithmetic.toArray(t).map((x) => Math.sign(x) * Math.max(0, Math.abs(x) - part.threshold)),
      );
  }
}

function rotationRows(dimension: number, halfTurns: number): number[][] {
  const cosine = Math.cos(Math.PI * halfTurns);
  const sine = Math.sin(Math.PI * halfTurns);
  return Array.from({ length: dimension }, (_, i) =>
    Array.from({ length: dimension }, (_, j) => {
      const partner = i % 2 === 0 ? i + 1 : i - 1;
      if (partner >= dimension) return Number(i === j);
      if (j === i) return cosine;
      return j === partner ? (i % 2 === 0 ? -sine : sine) : 0;
    }));
}

/**
 * Compositions of none to three parts in one to four dimensions, with a start. Shrinks to one
 * dimension, to few parts and to the fixed point 0.
 */
export function nonexpansiveStarts(maximumDimension: number = 4): Arbitrary<NonexpansiveStart> {
  return record({
    dimension: dimensionUpTo(maximumDimension),
    parts: oneof(
      { withCrossShrink: true },
      array(nonexpansivePart(maximumDimension), { minLength: 1, maxLength: 1 }),
      array(nonexpansivePart(maximumDimension), { minLength: 0, maxLength: 3 }),
    ),
    fixedPoint: oneof(
      { withCrossShrink: true },
      constant(Array.from({ length: maximumDimension }, () => 0)),
      vectorOf(maximumDimension),
    ),
    offset: vectorOf(maximumDimension),
  }).map(({ dimension, parts, fixedPoint, offset }) => ({
    map: {
      dimension,
      fixedPoint: fixedPoint.slice(0, dimension),
      parts: parts.map((part) => cutPart(part, dimension)),
    },
    offset: nonzeroCut(offset, dimension),
  }));
}

function nonexpansivePart(dimension: number): Arbitrary<NonexpansivePart> {
  const length = magnitude({ minimum: 1e-2, maximum: 10 });
  const halfTurns = oneof(
    { withCrossShrink: true },
    noBias(integer({ min: 1, max: 32 })).map((n) => 1 / n),
    magnitude({ minimum: 1e-2, maximum: 1 }),
  );
  const elementary = oneof(
    { withCrossShrink: true },
    vectorOf(dimension, realNumber({ minimum: -1, maximum: 1 }))
      .map((factors): ElementaryPart => ({ kind: "scaling", factors })),
    {
      weight: 6,
      arbitrary: halfTurns.map((turns): ElementaryPart => ({ kind: "rotation", halfTurns: turns })),
    },
    vectorOf(dimension).map((vector): ElementaryPart => ({ kind: "reflection", vector })),
    tuple(vectorOf(dimension), oneof(constant(0), length))
      .map(([vector, offset]): ElementaryPart => ({ kind: "halfSpace", vector, offset })),
    length.map((bound): ElementaryPart => ({ kind: "box", bound })),
    tuple(vectorOf(dimension), oneof(constant(0), length))
      .map(([center, slack]): ElementaryPart => ({ kind: "ball", center, slack })),
    length.map((threshold): ElementaryPart => ({ kind: "softThreshold", threshold })),
  );
  return oneof(
    { withCrossShrink: true },
    { weight: 3, arbitrary: elementary },
    tuple(elementary, realNumber({ minimum: 0, maximum: 2 }))
      .map(([part, relaxation]): NonexpansivePart => ({ ...part, relaxation })),
  );
}

function cutPart(part: NonexpansivePart, dimension: number): NonexpansivePart {
  switch (part.kind) {
    case "reflection":
    case "halfSpace":
      return { ...part, vector: nonzeroCut(part.vector, dimension) };
    case "scaling":
      return { ...part, factors: part.factors.slice(0, dimension) };
    case "ball":
      return { ...part, center: part.center.slice(0, dimension) };
    default:
      return part;
  }
}

/** The first entries; (1, 0, …, 0) where all of them are 0. */
function nonzeroCut(vector: readonly number[], length: number): number[] {
  const cut = vector.slice(0, length);
  return cut.some((entry) => entry !== 0) ? cut : Array.from({ length }, (_, i) => Number(i === 0));
}
