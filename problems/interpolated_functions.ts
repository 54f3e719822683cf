/**
 * Smooth functions through given points, with given gradients and values: what performance estimation
 * speaks of, convex or not.
 *
 * @module
 */

import { array, constant, oneof, record, tuple } from "fast-check";
import type { Arithmetic } from "../lib/arithmetic/mod.ts";
import { envelopeOfMaximum } from "../lib/convex/mod.ts";
import type { Arbitrary } from "../lib/fast_check/mod.ts";
import { cycle, dimensionUpTo, magnitude, realNumber, vectorOf } from "./arbitraries.ts";
import { norm, subtract } from "./vectors.ts";

/** A value and a gradient that a function is to have at a point. */
export interface InterpolationPoint {
  /** x_k, of length d. */
  readonly point: readonly number[];
  /** g_k, of length d. */
  readonly gradient: readonly number[];
  /** f_k. */
  readonly value: number;
}

/**
 * f(x) = (ℓ/2)‖x‖² + F(x), where F is the Moreau envelope, (L − ℓ)-smooth and convex, with the gradients
 * g_k − ℓx_k and the values f_k − (ℓ/2)‖x_k‖² at the points x_k. Its curvature lies in [ℓ, L].
 *
 * f has the values and gradients of the points if any function with its curvature in [ℓ, L] has them:
 * if for all j and k, with Δ = x_j − x_k and Γ = g_j − g_k − ℓΔ,
 * f_j ≥ f_k + g_k·Δ + (ℓ/2)‖Δ‖² + ‖Γ‖²/(2(L − ℓ)). If none has, f is still in the class, by the same
 * formula, with other values.
 */
export interface InterpolatedFunctionInstance {
  /** d. */
  readonly dimension: number;
  /** ℓ, negative for functions that need not be convex. */
  readonly least: number;
  /** L > ℓ. */
  readonly largest: number;
  /** x_k, g_k, f_k, at least one. */
  readonly data: readonly InterpolationPoint[];
}

/** A smooth function over any arithmetic. */
export interface InterpolatedFunction {
  /** max(|ℓ|, |L|), a Lipschitz constant of ∇f. */
  readonly smoothness: number;
  /** f(x). */
  value<T>(arithmetic: Arithmetic<T>, x: T): number;
  /** ∇f(x), d×1, for x of shape d×1. */
  gradient<T>(arithmetic: Arithmetic<T>, x: T): T;
  /**
   * The magnitude of what is added up in f(x), so that f(x) carries an absolute rounding error of the
   * order of u·magnitude, including the effect of the rounding of x.
   */
  magnitude(x: readonly number[]): number;
  /** The same of ∇f(x). */
  gradientMagnitude(x: readonly number[]): number;
}

/**
 * The function that an instance describes.
 *
 * @throws {RangeError} If there are no data, their lengths are not the dimension, or L ≤ ℓ.
 *
 * Source: A. B. Taylor, J. M. Hendrickx and F. Glineur, Smooth strongly convex interpolation and exact
 * worst-case performance of first-order methods, Math. Program. 161 (2017) 307–345, Theorem 4.
 */
export function interpolatedFunction(
  { dimension, least, largest, data }: InterpolatedFunctionInstance,
): InterpolatedFunction {
  if (data.length === 0) throw new RangeError("a function needs one point at least");
  if (data.some(({ point, gradient }) => [point, gradient].some((v) => v.length !== dimension))) {
    throw new RangeError(`points and gradients must have the length ${dimension}`);
  }
  if (!(largest > least)) {
    throw new RangeError(`the curvature cannot lie between ${least} and ${largest}`);
  }
  const span = largest - least;
  const slopes = data.map(({ point, gradient }) => gradient.map((g, i) => g - least * point[i]!));
  const offsets = data.map(({ point, value }, k) =>
    dot(slopes[k]!, point) - (value - least / 2 * dot(point, point)) -
    dot(slopes[k]!, slopes[k]!) / (2 * span)
  );
  const at = (x: readonly number[]) => envelopeOfMaximum({ slopes, offsets }, x, span);
  const smoothness = Math.max(Math.abs(least), Math.abs(largest));
  /** What is added up in the heights of the pieces. */
  const height = (x: readonly number[]) =>
    Math.max(
      ...data.map(({ point, value }, k) =>
        norm(slopes[k]!) * (norm(x) + norm(point)) + Math.abs(value) +
        Math.abs(least) / 2 * norm(point) ** 2 + norm(slopes[k]!) ** 2 / (2 * span)
      ),
    );
  const gradientMagnitude = (x: readonly number[]) => {
    const { gradient, sensitivity } = at(x);
    // Where active pieces are nearly parallel, rounding of their heights moves the gradient.
    return norm(gradient) + smoothness * norm(x) + span * height(x) * sensitivity;
  };
  return {
    smoothness,
    value(arithmetic, x) {
      const entries = arithmetic.toArray(x);
      return at(entries).value + least / 2 * dot(entries, entries);
    },
    gradient(arithmetic, x) {
      const convex = arithmetic.vector(at(arithmetic.toArray(x)).gradient);
      return arithmetic.add(convex, arithmetic.scale(least, x));
    },
    gradientMagnitude,
    magnitude(x) {
      const size = norm(x);
      const slope = norm(at(x).gradient.map((entry, i) => entry + least * x[i]!));
      return height(x) + Math.abs(least) * size ** 2 +
        slope * (size + gradientMagnitude(x) / span);
    },
  };
}

/** A smooth function, convex or not, with a step size for which its data were laid out. */
export interface DescentTrajectory {
  /** The function, ℓ = −L. The first point is 0. */
  readonly objective: InterpolatedFunctionInstance;
  /** αL. */
  readonly stepShare: number;
  /** N, one less than there are points. */
  readonly steps: number;
}

/** What {@linkcode descentTrajectories} draws. */
export interface DescentTrajectoryOptions {
  /** Default: 3. */
  readonly maximumDimension?: number;
  /** αL. Default: 1. */
  readonly stepShares?: Arbitrary<number>;
  /** N. */
  readonly steps: Arbitrary<number>;
}

/**
 * Smooth functions that need not be convex, by their values and gradients along a run of gradient
 * descent from 0: x_{k+1} = x_k − αg_k, with gradients g_k that are all the same, or repeat
 * periodically; and with values that fall, from each point to the next, by the least that smoothness
 * allows, or by a share of the way to the most. Shrinks to one dimension, equal gradients of length 1 and least
 * decreases.
 *
 * Where the gradients turn more than smoothness allows, the function differs from its data, and the run
 * takes another way.
 */
export function descentTrajectories(
  { maximumDimension = 3, stepShares = constant(1), steps }: DescentTrajectoryOptions,
): Arbitrary<DescentTrajectory> {
  const gradient = vectorOf(maximumDimension);
  return record({
    dimension: dimensionUpTo(maximumDimension),
    smoothness: magnitude({ minimum: 1e-2, maximum: 1e2 }),
    stepShare: stepShares,
    steps,
    gradients: oneof(
      { withCrossShrink: true },
      tuple(gradient),
      array(gradient, { minLength: 2, maxLength: 4 }),
    ),
    shares: oneof(
      { withCrossShrink: true },
      constant([0]),
      array(realNumber({ minimum: 0, maximum: 1 }), { minLength: 1, maxLength: 4 }),
    ),
  }).map(({ dimension, smoothness, stepShare, steps, gradients, shares }) => {
    const cut = gradients.map((entries) => {
      const kept = entries.slice(0, dimension);
      return norm(kept) > 0 ? kept : kept.map((_, i) => Number(i === 0));
    });
    const share = cycle(shares, steps);
    const data: InterpolationPoint[] = [];
    let [point, value] = [cut[0]!.map(() => 0), 0];
    for (const [k, gradient] of cycle(cut, steps + 1).entries()) {
      const before = data[k - 1];
      if (before !== undefined) {
        point = before.point.map((x, i) => x - stepShare / smoothness * before.gradient[i]!);
        const least = leastDecrease(before, { point, gradient }, smoothness);
        const largest = -leastDecrease({ point, gradient }, before, smoothness);
        value = before.value - least - share[k - 1]! * (largest - least);
      }
      data.push({ point, gradient, value });
    }
    return {
      objective: { dimension, least: -smoothness, largest: smoothness, data },
      stepShare,
      steps,
    };
  });
}

/** The least f(x) − f(y) with the gradients g at x and h at y, over all L-smooth functions. */
function leastDecrease(
  { point: x, gradient: g }: Omit<InterpolationPoint, "value">,
  { point: y, gradient: h }: Omit<InterpolationPoint, "value">,
  smoothness: number,
): number {
  const move = subtract(x, y);
  const turn = subtract(g, h).map((entry, i) => entry + smoothness * move[i]!);
  return dot(h, move) - smoothness / 2 * dot(move, move) + dot(turn, turn) / (4 * smoothness);
}

function dot(x: readonly number[], y: readonly number[]): number {
  return x.reduce((sum, entry, i) => sum + entry * y[i]!, 0);
}
