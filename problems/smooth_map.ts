/**
 * Smooth maps between Euclidean spaces with what Gauss–Newton methods and their theory ask of them.
 *
 * @module
 */

import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { type RandomGenerator, standardNormal } from "../lib/linalg/mod.ts";
import { requireNumber } from "./validation.ts";
import { norm } from "./vectors.ts";

/**
 * A smooth map f: R^p → R^n with f(w_0) = 0, in plain double precision: the derivatives that follow
 * from closed forms, and a Lipschitz constant of the Jacobian.
 */
export interface SmoothMap {
  /** Which of the two: a relation is labelled with it. */
  readonly family: "network" | "smooth map";
  /** p. */
  readonly parameters: number;
  /** n. */
  readonly outputs: number;
  /** w_0, p numbers; f(w_0) = 0. */
  readonly start: readonly number[];
  /** f(w), n numbers. */
  value(w: readonly number[]): number[];
  /** J(w) = Df(w): n rows of p numbers. */
  jacobian(w: readonly number[]): number[][];
  /** D²f(w)[u, v], n numbers: the derivative of J(w)v along u. */
  secondDerivative(w: readonly number[], u: readonly number[], v: readonly number[]): number[];
  /** Σⱼ zⱼ ∇²fⱼ(w), p rows of p numbers, symmetric. */
  weightedHessian(w: readonly number[], z: readonly number[]): number[][];
  /** L ≥ 0 with ‖J(w) − J(w')‖ ≤ L‖w − w'‖ in the spectral norm for all w, w' of R^p. */
  readonly jacobianLipschitz: number;
  /** Whether `jacobianLipschitz` is the least such constant. */
  readonly lipschitzIsExact: boolean;
}

/** How {@linkcode estimateJacobianLipschitz} searches. */
export interface LipschitzEstimateOptions {
  /** How many points of the ball it tries, its centre first. Default: 64. */
  readonly points?: number;
  /** How many ascents it starts at each point. Default: 4. */
  readonly ascents?: number;
  /** Decides the points and the starts. Default: 1. */
  readonly seed?: number;
}

/**
 * An estimate, from below, of the least Lipschitz constant of J on a closed ball: the largest
 * ‖D²f(w)[u, u]‖, ‖u‖ = 1, that was met. (On a convex set the least constant is the supremum of
 * ‖D²f(w)[u, v]‖ over w and unit u, v; for a fixed unit z the form z·D²f(w)[u, v] is symmetric, so
 * u = v attains it.)
 *
 * At each point, which is drawn uniformly or from the sphere, z ← D²f(w)[u, u]/‖…‖ and one step of
 * the power method with (Σⱼ zⱼ ∇²fⱼ(w))² for u take turns.
 *
 * @param map f.
 * @param center The centre of the ball, p numbers.
 * @param radius Its radius, at least 0 and finite.
 * @returns A number that no Lipschitz constant of J on the ball is below, up to rounding.
 * @throws {RangeError} If the radius is negative or not finite.
 */
export function estimateJacobianLipschitz(
  map: Pick<SmoothMap, "parameters" | "secondDerivative" | "weightedHessian">,
  center: readonly number[],
  radius: number,
  { points = 64, ascents = 4, seed = 1 }: LipschitzEstimateOptions = {},
): number {
  if (!(requireNumber(radius, "radius") >= 0)) {
    throw new RangeError(`radius is ${radius}: give a number of at least 0`);
  }
  const random = xoroshiro128plus(seed);
  let largest = 0;
  for (let point = 0; point < points; point++) {
    const w = point === 0 ? [...center] : pointOfBall(random, center, radius, point % 2 === 1);
    for (let ascent = 0; ascent < ascents; ascent++) {
      let u = unitVector(random, map.parameters);
      let before = 0;
      for (let step = 0; step < 30; step++) {
        const z = map.secondDerivative(w, u, u);
        const size = norm(z);
        if (size > largest) largest = size;
        // It has converged, or there is nothing to climb.
        if (!(size > before * (1 + 1e-6))) break;
        before = size;
        const hessian = map.weightedHessian(w, z.map((entry) => entry / size));
        const once = hessian.map((row) => inner(row, u));
        const twice = hessian.map((row) => inner(row, once));
        const length = norm(twice);
        if (length === 0) break;
        u = twice.map((entry) => entry / length);
      }
    }
  }
  return largest;
}

/** A unit vector, uniform on the sphere. */
export function unitVector(random: RandomGenerator, length: number): number[] {
  const entries = Array.from({ length }, () => standardNormal(random));
  const size = norm(entries);
  return size > 0 ? entries.map((entry) => entry / size) : entries.map((_, i) => Number(i === 0));
}

/** A point of the ball, uniform in it or on its boundary. */
export function pointOfBall(
  random: RandomGenerator,
  center: readonly number[],
  radius: number,
  onBoundary: boolean,
): number[] {
  const direction = unitVector(random, center.length);
  const share = (random.next() >>> 0) / 2 ** 32;
  const distance = onBoundary ? radius : radius * Math.pow(share, 1 / center.length);
  return center.map((entry, k) => entry + distance * direction[k]!);
}

/** x·y. */
export function inner(x: readonly number[], y: readonly number[]): number {
  let sum = 0;
  for (let k = 0; k < x.length; k++) sum += x[k]! * y[k]!;
  return sum;
}
