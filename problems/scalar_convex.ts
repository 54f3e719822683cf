/**
 * Convex functions of one variable whose derivative is piecewise linear, with exact constants: where
 * counterexamples in optimization are found first.
 *
 * @module
 */

import { array, constant, integer, noBias, oneof, record, tuple, uniqueArray } from "fast-check";
import type { Arithmetic } from "../lib/arithmetic/mod.ts";
import type { Bounds } from "../lib/convex/mod.ts";
import type { Arbitrary } from "../lib/fast_check/mod.ts";
import { magnitude, realNumber, vectorOf } from "./arbitraries.ts";
import { requireArray, requireNumber, requireObject } from "./validation.ts";

/**
 * A convex function f: R → R with a piecewise linear derivative: its curvatures between breakpoints,
 * and where it starts from. As all curvatures and jumps are at least 0, every description is one of a
 * convex function, and the least and largest curvature are its constants.
 *
 * The quadratic ½c(x − m)² is `{ breakpoints: [], curvatures: [c], point: m }`, |x| is
 * `{ breakpoints: [0], curvatures: [0, 0], jumps: [2], slope: -1 }`.
 */
export interface ScalarConvexInstance {
  /** Where f'' or f' jumps, in strictly increasing order. May be empty. */
  readonly breakpoints: readonly number[];
  /** f'' to the left of the first breakpoint, between them, and to the right of the last: each ≥ 0. */
  readonly curvatures: readonly number[];
  /** By how much f' jumps at each breakpoint, each ≥ 0. Default: not at all. */
  readonly jumps?: readonly number[];
  /** c, where slope and value are given. Default: 0. */
  readonly point?: number;
  /** f'(c), from the left where c is a breakpoint with a jump. Default: 0, so that c is a minimizer. */
  readonly slope?: number;
  /** f(c). Default: 0. */
  readonly value?: number;
}

/** Such a function with what is known of it, on plain numbers and over any arithmetic. */
export interface ScalarConvexFunction {
  /** L: the least Lipschitz constant of f'; `Infinity` where f' jumps. */
  readonly smoothness: number;
  /** μ: the largest constant of strong convexity, at least 0. */
  readonly strongConvexity: number;
  /** sup |f'|; `Infinity` where f' is unbounded. */
  readonly lipschitz: number;
  /** The interval of all minimizers, whose ends may be infinite; `null` if there is none. */
  readonly minimizers: Bounds | null;
  /** inf f: −∞ where there is no minimizer. */
  readonly minimum: number;
  /** f(x). */
  valueAt(x: number): number;
  /** ∂f(x): the derivatives from the left and from the right. */
  subdifferentialAt(x: number): Bounds;
  /** f'(x); where it jumps, the subgradient of least magnitude. */
  derivativeAt(x: number): number;
  /** f''(x), from the right where it jumps. */
  curvatureAt(x: number): number;
  /** prox_{λf}(x) = argmin_z f(z) + (z − x)²/(2λ), λ > 0. */
  proximalAt(x: number, lambda: number): number;
  /** A minimizer of f over the interval [low, high], which is finite: the least one. */
  minimizerOn(low: number, high: number): number;
  /**
   * The magnitude of what is added up in f(x), so that f(x) carries an absolute rounding error of the
   * order of u·magnitude, including the effect of the rounding of x.
   */
  magnitudeAt(x: number): number;
  /** f(x), for x of shape 1×1. */
  value<T>(arithmetic: Arithmetic<T>, x: T): number;
  /** f'(x), as {@linkcode ScalarConvexFunction.derivativeAt}, 1×1. */
  gradient<T>(arithmetic: Arithmetic<T>, x: T): T;
  /** f''(x), 1×1; there is none where f' jumps anywhere. */
  hessian?<T>(arithmetic: Arithmetic<T>, x: T): T;
  /** prox_{λf}(x), 1×1. */
  proximal<T>(arithmetic: Arithmetic<T>, x: T, lambda: number): T;
}

/** On a piece f = value + slope·(x − at) + ½ curvature (x − at)². */
interface Piece {
  readonly at: number;
  readonly slope: number;
  readonly value: number;
  readonly magnitude: number;
  readonly curvature: number;
}

/**
 * The function that an instance describes.
 *
 * @example The function on which heavy ball cycles: f' = 25x, but x + 24 between 1 and 2
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { scalarConvexFunction } from "./scalar_convex.ts";
 *
 * const f = scalarConvexFunction({ breakpoints: [1, 2], curvatures: [25, 1, 25] });
 * assertEquals([f.strongConvexity, f.smoothness], [1, 25]);
 * assertEquals([-1, 1.5, 3].map(f.derivativeAt), [-25, 25.5, 51]);
 * assertEquals(f.minimizers, { least: 0, largest: 0 });
 * ```
 *
 * @example One with a kink and a flat part: max(0, |x| − 1)
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { scalarConvexFunction } from "./scalar_convex.ts";
 *
 * const f = scalarConvexFunction({
 *   breakpoints: [-1, 1],
 *   curvatures: [0, 0, 0],
 *   jumps: [1, 1],
 * });
 * assertEquals(f.valueAt(3), 2);
 * assertEquals(f.subdifferentialAt(1), { least: 0, largest: 1 });
 * assertEquals(f.minimizers, { least: -1, largest: 1 });
 * ```
 *
 * @param instance What was read from JSON.
 * @throws {TypeError} If a part of the instance is missing or of another type.
 * @throws {RangeError} If the breakpoints do not increase, a curvature or a jump is negative, or
 * there are not as many as the breakpoints want.
 */
export function scalarConvexFunction(instance: ScalarConvexInstance): ScalarConvexFunction {
  const { breakpoints, curvatures, jumps, point, slope, value } = checked(instance);
  const count = breakpoints.length;

  // From `point` outwards, so that what is exact there stays so. `home` is the piece that holds it;
  // where it is a breakpoint, the piece to the left.
  const home = breakpoints.filter((b) => b < point).length;
  const pieces = new Array<Piece>(count + 1);
  /** The derivatives from the left and from the right at the breakpoints. */
  const sides = new Array<Bounds>(count);
  pieces[home] = {
    at: point,
    slope,
    value,
    magnitude: Math.abs(value),
    curvature: curvatures[home]!,
  };
  for (let i = home; i < count; i++) {
    const end = follow(pieces[i]!, breakpoints[i]!);
    sides[i] = { least: end.slope, largest: end.slope + jumps[i]! };
    pieces[i + 1] = { ...end, slope: sides[i]!.largest, curvature: curvatures[i + 1]! };
  }
  for (let i = home - 1; i >= 0; i--) {
    const end = follow(pieces[i + 1]!, breakpoints[i]!);
    sides[i] = { least: end.slope - jumps[i]!, largest: end.slope };
    pieces[i] = { ...end, slope: sides[i]!.least, curvature: curvatures[i]! };
  }
  const [first, last] = [pieces[0]!, pieces[count]!];

  const leftPieceAt = (x: number) => pieces[breakpoints.filter((b) => b < x).length]!;
  const rightPieceAt = (x: number) => pieces[breakpoints.filter((b) => b <= x).length]!;
  const subdifferentialAt = (x: number): Bounds => ({
    least: follow(leftPieceAt(x), x).slope,
    largest: follow(rightPieceAt(x), x).slope,
  });
  const derivativeAt = (x: number) => {
    const { least, largest } = subdifferentialAt(x);
    return Math.min(Math.max(0, least), largest) + 0;
  };
  const valueAt = (x: number) => follow(leftPieceAt(x), x).value;
  const curvatureAt = (x: number) => rightPieceAt(x).curvature;

  /** Where f' = 0 on a piece that is curved, kept within the piece against rounding. */
  const rootOn = (j: number): number => {
    const { at, slope, curvature } = pieces[j]!;
    return clamp(
      at - slope / curvature,
      breakpoints[j - 1] ?? -Infinity,
      breakpoints[j] ?? Infinity,
    );
  };
  /** The least x with f'(x+) ≥ 0; −∞ if that is so everywhere, ∞ if nowhere. */
  const leastMinimizer = (): number => {
    if (first.curvature === 0 && first.slope >= 0) return -Infinity;
    for (const [i, { least, largest }] of sides.entries()) {
      if (least >= 0) return rootOn(i);
      if (largest >= 0) return breakpoints[i]!;
    }
    return last.curvature > 0 ? rootOn(count) : Infinity;
  };
  /** The largest x with f'(x−) ≤ 0; ∞ if that is so everywhere, −∞ if nowhere. */
  const largestMinimizer = (): number => {
    if (last.curvature === 0 && last.slope <= 0) return Infinity;
    for (let i = count - 1; i >= 0; i--) {
      if (sides[i]!.largest <= 0) return rootOn(i + 1);
      if (sides[i]!.least <= 0) return breakpoints[i]!;
    }
    return first.curvature > 0 ? rootOn(0) : -Infinity;
  };
  const [least, largest] = [leastMinimizer(), largestMinimizer()];
  const minimizers = least === Infinity || largest === -Infinity ? null : { least, largest };
  const someMinimizer = [least, largest].find(Number.isFinite) ?? point;

  const proximalAt = (x: number, lambda: number): number => {
    // z + λf'(z) increases, and is x at the proximal point.
    let j = 0;
    for (; j < count; j++) {
      const { least, largest } = sides[j]!;
      if (x < breakpoints[j]! + lambda * least) break;
      if (x <= breakpoints[j]! + lambda * largest) return breakpoints[j]!;
    }
    const { at, slope, curvature } = pieces[j]!;
    const z = at + (x - at - lambda * slope) / (1 + lambda * curvature);
    return clamp(z, breakpoints[j - 1] ?? -Infinity, breakpoints[j] ?? Infinity);
  };

  const smoothness = jumps.some((jump) => jump > 0) ? Infinity : Math.max(...curvatures);
  const numberOf = <T>(arithmetic: Arithmetic<T>, x: T) => arithmetic.toArray(x)[0]!;
  return {
    smoothness,
    strongConvexity: Math.min(...curvatures),
    lipschitz: first.curvature > 0 || last.curvature > 0
      ? Infinity
      : Math.max(Math.abs(first.slope), Math.abs(last.slope)),
    minimizers,
    minimum: minimizers === null ? -Infinity : valueAt(someMinimizer),
    valueAt,
    subdifferentialAt,
    derivativeAt,
    curvatureAt,
    proximalAt,
    minimizerOn: (low, high) => clamp(least, low, high),
    magnitudeAt(x) {
      const { slope, magnitude } = follow(leftPieceAt(x), x);
      return magnitude + Math.abs(slope * x);
    },
    value: (arithmetic, x) => valueAt(numberOf(arithmetic, x)),
    gradient: (arithmetic, x) => arithmetic.vector([derivativeAt(numberOf(arithmetic, x))]),
    ...(smoothness < Infinity && {
      hessian: <T>(arithmetic: Arithmetic<T>, x: T) =>
        arithmetic.vector([curvatureAt(numberOf(arithmetic, x))]),
    }),
    proximal: (arithmetic, x, lambda) =>
      arithmetic.vector([proximalAt(numberOf(arithmetic, x), lambda)]),
  };
}

/** Slope and value at x, along a piece. */
function follow(piece: Piece, x: number): Omit<Piece, "curvature"> {
  const d = x - piece.at;
  const [linear, quadratic] = [piece.slope * d, piece.curvature * d * d / 2];
  return {
    at: x,
    slope: piece.slope + piece.curvature * d,
    value: piece.value + linear + quadratic,
    magnitude: piece.magnitude + Math.abs(linear) + quadratic,
  };
}

function clamp(x: number, low: number, high: number): number {
  return Math.min(Math.max(x, low), high);
}

function checked(instance: ScalarConvexInstance): Required<ScalarConvexInstance> {
  requireObject(instance, "instance");
  const { point = 0, slope = 0, value = 0 } = instance;
  const breakpoints = requireArray(instance.breakpoints, "instance.breakpoints", 0)
    .map((b, i) => requireNumber(b, `instance.breakpoints[${i}]`));
  const descent = breakpoints.findIndex((b, i) => i > 0 && b <= breakpoints[i - 1]!);
  if (descent > 0) {
    throw new RangeError(
      `instance.breakpoints[${descent}] is ${breakpoints[descent]}, after ` +
        `${breakpoints[descent - 1]}: give them in strictly increasing order`,
    );
  }
  const nonnegative = (list: unknown, where: string, length: number) => {
    const entries = requireArray(list, where, 0);
    if (entries.length !== length) {
      throw new RangeError(
        `${where} has ${entries.length} entries, but ${breakpoints.length} breakpoints want ${length}`,
      );
    }
    return entries.map((entry, i) => {
      const number = requireNumber(entry, `${where}[${i}]`);
      if (number >= 0) return number;
      throw new RangeError(`${where}[${i}] is ${number}: f is convex only if it is at least 0`);
    });
  };
  return {
    breakpoints,
    curvatures: nonnegative(instance.curvatures, "instance.curvatures", breakpoints.length + 1),
    jumps: nonnegative(
      instance.jumps ?? breakpoints.map(() => 0),
      "instance.jumps",
      breakpoints.length,
    ),
    point: requireNumber(point, "instance.point"),
    slope: requireNumber(slope, "instance.slope"),
    value: requireNumber(value, "instance.value"),
  };
}

/**
 * The sum of functions, which is one of the same kind.
 *
 * @example |x| + |x − 2| is flat from 0 to 2
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { scalarConvexFunction, sumOfScalarConvex } from "./scalar_convex.ts";
 *
 * const distanceTo = (point: number) => ({
 *   breakpoints: [point],
 *   curvatures: [0, 0],
 *   jumps: [2],
 *   point,
 *   slope: -1,
 * });
 * const { minimizers, minimum } = scalarConvexFunction(
 *   sumOfScalarConvex([distanceTo(0), distanceTo(2)]),
 * );
 * assertEquals([minimizers, minimum], [{ least: 0, largest: 2 }, 2]);
 * ```
 *
 * @param instances The functions, at least one.
 * @returns The description of their sum.
 * @throws {TypeError} If a part of an instance is missing or of another type.
 * @throws {RangeError} If there is none, or one is not as {@linkcode scalarConvexFunction} wants it.
 */
export function sumOfScalarConvex(
  instances: readonly ScalarConvexInstance[],
): ScalarConvexInstance {
  if (instances.length === 0) throw new RangeError("there is no sum of no functions: give some");
  const functions = instances.map(scalarConvexFunction);
  const parts = instances.map(checked);
  const { point } = parts[0]!;
  const breakpoints = [...new Set(parts.flatMap((part) => part.breakpoints))].sort((a, b) => a - b);
  const sum = (of: (f: ScalarConvexFunction) => number) =>
    functions.reduce((total, f) => total + of(f), 0);
  return {
    breakpoints,
    curvatures: [-Infinity, ...breakpoints].map((from) => sum((f) => f.curvatureAt(from))),
    jumps: breakpoints.map((b) =>
      parts.reduce(
        (total, { breakpoints, jumps }) => total + (jumps[breakpoints.indexOf(b)] ?? 0),
        0,
      )
    ),
    point,
    slope: sum((f) => f.subdifferentialAt(point).least),
    value: sum((f) => f.valueAt(point)),
  };
}

/** What {@linkcode scalarConvexInstances} draws. */
export interface ScalarConvexOptions {
  /** μ ≥ 0, the least curvature. Default: 0. */
  readonly strongConvexity?: number;
  /**
   * L, the largest curvature; with `Infinity` f' may jump besides, and curvatures reach up to
   * μ + 100. Default: `Infinity`.
   */
  readonly smoothness?: number;
  /** The most breakpoints beside the minimizer. Default: 4. */
  readonly maximumBreakpoints?: number;
  /** Whether `point` is a minimizer; otherwise the slope there is any number. Default: true. */
  readonly minimized?: boolean;
}

/**
 * Functions whose curvature lies in [μ, L]: half of the curvatures at one end of it, where worst cases
 * have theirs. Unless L = ∞, f' has no jumps. None is constant. Shrinks to no breakpoints, and to
 * a minimizer at 0.
 *
 * @throws {RangeError} Unless 0 ≤ μ ≤ L, 0 < L and μ < ∞.
 */
export function scalarConvexInstances(
  options: ScalarConvexOptions = {},
): Arbitrary<ScalarConvexInstance> {
  const {
    strongConvexity = 0,
    smoothness = Infinity,
    maximumBreakpoints = 4,
    minimized = true,
  } = options;
  if (
    !(strongConvexity >= 0 && strongConvexity <= smoothness && smoothness > 0 &&
      Number.isFinite(strongConvexity))
  ) {
    throw new RangeError(
      `no function has a curvature from ${strongConvexity} to ${smoothness}: give bounds in order, ` +
        "the lower one finite and at least 0, the upper one positive",
    );
  }
  const isSmooth = smoothness < Infinity;
  const largest = isSmooth ? smoothness : strongConvexity + 100;
  const curvature = oneof(
    { withCrossShrink: true },
    noBias(integer({ min: 0, max: 1 })).map((end) => end === 0 ? strongConvexity : largest),
    realNumber({ minimum: strongConvexity, maximum: largest }),
  );
  const jump = oneof(
    { withCrossShrink: true },
    constant(0),
    magnitude({ minimum: 1e-2, maximum: 1e2 }),
  );
  /** The corner at `point`: by how much f' jumps, and the share of it that is to the left of 0. */
  const corner = isSmooth ? constant(null) : oneof(
    { withCrossShrink: true },
    constant(null),
    tuple(magnitude({ minimum: 1e-2, maximum: 1e2 }), realNumber({ minimum: 0, maximum: 1 })),
  );
  return record({
    breakpoints: uniqueArray(realNumber(), { maxLength: maximumBreakpoints, size: "max" }),
    curvatures: vectorOf(maximumBreakpoints + 2, curvature),
    jumps: array(jump, { minLength: maximumBreakpoints, maxLength: maximumBreakpoints }),
    corner,
    point: realNumber(),
    slope: minimized ? constant(0) : realNumber(),
  }).map(({ breakpoints, curvatures, jumps, corner, point, slope }) => {
    const kinks = new Map(breakpoints.toSorted((a, b) => a - b).map((b, i) => [b, jumps[i]!]));
    if (minimized) kinks.delete(point);
    if (corner !== null) kinks.set(point, corner[0]);
    const sorted = [...kinks.keys()].sort((a, b) => a - b);
    const kept = curvatures.slice(0, sorted.length + 1);
    const isConstant = kept.every((c) => c === 0) &&
      (isSmooth || sorted.every((b) => !kinks.get(b)));
    return {
      breakpoints: sorted,
      curvatures: isConstant ? [...kept.slice(1), largest] : kept,
      ...(!isSmooth && { jumps: sorted.map((b) => kinks.get(b)!) }),
      point,
      slope: corner === null ? slope : slope - corner[0] * corner[1] + 0,
    };
  });
}
