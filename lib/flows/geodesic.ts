import { dormandPrince } from "./dormand_prince.ts";
import type { FlowOptions } from "./flow_options.ts";
import { connection, type Immersion } from "./immersion.ts";
import { requireTangent } from "./_tangent.ts";
import type { Trajectory } from "./trajectory.ts";

/** A point of a curve in parameter coordinates with its velocity. */
export interface CurvePoint {
  /** w(t), p numbers. */
  readonly point: readonly number[];
  /** ẇ(t), p numbers. */
  readonly velocity: readonly number[];
}

/** A curve in parameter coordinates. */
export type Curve = (t: number) => CurvePoint;

/** A geodesic over the unit interval of time. */
export interface Geodesic {
  /** (w, ẇ), 2p numbers. It is not `complete` where the geodesic leaves the immersion's domain. */
  readonly trajectory: Trajectory;
  /**
   * Point and velocity at a time from 0 to the end of the trajectory.
   *
   * @throws {RangeError} If the trajectory has no such time.
   */
  readonly at: Curve;
}

/**
 * The geodesic of M = F(B) from a point with an initial velocity, over times from 0 to 1, in
 * parameter coordinates: ẅ = −(JᵀJ)⁻¹ Jᵀ D²F(w)[ẇ, ẇ]. Its length is {@linkcode tangentLength} of
 * the velocity.
 *
 * It ends early, and its trajectory says why, where F ceases to be an immersion. That it stays in B
 * is for the caller to see: by an event function of (w, ẇ), for one.
 *
 * @example A quarter of a circle
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { exponentialMap, geodesic } from "./mod.ts";
 *
 * // F(w) = (w², √(1 − w⁴)): the angle is asin(w²).
 * const circle = {
 *   jacobian: ([w]: readonly number[]) => [[2 * w!], [-2 * w! ** 3 / Math.sqrt(1 - w! ** 4)]],
 *   secondDerivative: ([w]: readonly number[], [u]: readonly number[], [v]: readonly number[]) => {
 *     const rest = 1 - w! ** 4;
 *     const second = -6 * w! ** 2 / Math.sqrt(rest) - 4 * w! ** 6 / rest ** 1.5;
 *     return [2 * u! * v!, second * u! * v!];
 *   },
 * };
 * const from = Math.sqrt(Math.sin(0.2));
 * const velocity = Math.cos(0.2) / (2 * from);
 * const { point } = geodesic(circle, [from], [velocity]).at(0.5);
 * assertAlmostEquals(Math.asin(point[0]! ** 2), 0.2 + 0.5, 1e-7);
 * assertAlmostEquals(Math.asin(exponentialMap(circle, [from], [velocity])![0]! ** 2), 1.2, 1e-7);
 * ```
 *
 * @param immersion F.
 * @param point w(0), p numbers.
 * @param velocity ẇ(0), p numbers.
 * @param options As for {@linkcode dormandPrince}, about (w, ẇ).
 * @throws {RangeError} If lengths differ, a number is not finite, or F is no immersion at the point; and
 * as {@linkcode dormandPrince} does.
 */
export function geodesic(
  immersion: Immersion,
  point: readonly number[],
  velocity: readonly number[],
  options: FlowOptions = {},
): Geodesic {
  requireTangent(immersion, point, "the velocity", velocity);
  const p = point.length;
  const split = (state: readonly number[]): CurvePoint => ({
    point: state.slice(0, p),
    velocity: state.slice(p),
  });
  const trajectory = dormandPrince(
    (_t, state) => {
      const { point: w, velocity: v } = split(state);
      return [...v, ...connection(immersion, w, v, v)];
    },
    [...point, ...velocity],
    [0, 1],
    options,
  );
  return { trajectory, at: (t) => split(trajectory.at(t)) };
}

/**
 * exp_w(v) in parameter coordinates: where the geodesic from w with the velocity v is at time 1.
 *
 * @param immersion F.
 * @param point w, p numbers.
 * @param velocity v, p numbers.
 * @param options As for {@linkcode geodesic}.
 * @returns p numbers; null if the geodesic ends before: {@linkcode geodesic} tells where and why.
 * @throws {RangeError} As {@linkcode geodesic} does.
 */
export function exponentialMap(
  immersion: Immersion,
  point: readonly number[],
  velocity: readonly number[],
  options: FlowOptions = {},
): number[] | null {
  const { trajectory } = geodesic(immersion, point, velocity, options);
  return trajectory.status === "complete" ? trajectory.last.slice(0, point.length) : null;
}
