import type { FlowOptions } from "./flow_options.ts";
import { type Geodesic, geodesic } from "./geodesic.ts";
import { connection, type Immersion, tangentLength } from "./immersion.ts";
import { leastSquares } from "./_least_squares.ts";
import { requireCount, requirePositive, requireVectorOf } from "./_require.ts";
import { requireTangent } from "./_tangent.ts";

/** How {@linkcode shoot} searches. */
export interface ShootingOptions extends FlowOptions {
  /** The largest number of Newton steps towards one target. Default: 12. */
  readonly mostNewtonSteps?: number;
  /**
   * The search gives up where the target can be moved by no more than this share of the way from
   * one point to the other. Default: 1/32.
   */
  readonly shortestAdvance?: number;
}

/** A geodesic from one point to another, or why none was found. */
export type Shot =
  | {
    readonly found: true;
    /** The initial velocity v with exp_w(v) = the other point, in parameter coordinates. */
    readonly velocity: readonly number[];
    /** The length of the geodesic, in R^n. */
    readonly length: number;
    /** The distance from the end of the geodesic to the other point, in parameter coordinates. */
    readonly residual: number;
    /** The geodesic. */
    readonly geodesic: Geodesic;
  }
  | {
    readonly found: false;
    /** What was met, for people. */
    readonly reason: string;
  };

/** How far a geodesic may miss its target, in tolerances. */
const MISS = 10;

/**
 * A geodesic of M = F(B) between two parameter points: Newton's method on the initial velocity,
 * with differences of the exponential map for its derivative. It starts from what the geodesic
 * equation says to second order; where the miss does not fall by half in each step, a target on the
 * way is taken first, along the straight line of parameters, and its velocity prolonged.
 *
 * There may be several geodesics between two points, and the one found need not be the shortest;
 * nor need it stay in B. Where none is found there may be one nevertheless.
 *
 * @example From the equator of a sphere to a point at its latitude of 0.8
 * ```ts
 * import { assert, assertAlmostEquals } from "@std/assert";
 * import { shoot } from "./mod.ts";
 *
 * // F(θ, φ) = (cos θ cos φ, cos θ sin φ, sin θ).
 * const { cos, sin } = Math;
 * const sphere = {
 *   jacobian: ([a, b]: readonly number[]) => [
 *     [-sin(a!) * cos(b!), -cos(a!) * sin(b!)],
 *     [-sin(a!) * sin(b!), cos(a!) * cos(b!)],
 *     [cos(a!), 0],
 *   ],
 *   secondDerivative([a, b]: readonly number[], u: readonly number[], v: readonly number[]) {
 *     const [aa, ab, bb] = [u[0]! * v[0]!, u[0]! * v[1]! + u[1]! * v[0]!, u[1]! * v[1]!];
 *     return [
 *       -cos(a!) * cos(b!) * (aa + bb) + sin(a!) * sin(b!) * ab,
 *       -cos(a!) * sin(b!) * (aa + bb) - sin(a!) * cos(b!) * ab,
 *       -sin(a!) * aa,
 *     ];
 *   },
 * };
 * const shot = shoot(sphere, [0, 0], [0.8, 1.2]);
 * assert(shot.found);
 * assertAlmostEquals(shot.length, Math.acos(cos(0.8) * cos(1.2)), 1e-7);
 * ```
 *
 * @param immersion F.
 * @param from w, p numbers.
 * @param to The other point, p numbers.
 * @param options As for {@linkcode geodesic}, and how long to search. Event functions make no sense
 * here: a geodesic that meets one counts as one that ends early.
 * @throws {RangeError} If lengths differ, a number is not finite, F is no immersion at the first point,
 * or an option is out of its range.
 */
export function shoot(
  immersion: Immersion,
  from: readonly number[],
  to: readonly number[],
  options: ShootingOptions = {},
): Shot {
  const { tolerance = 1e-9, mostNewtonSteps = 12, shortestAdvance = 1 / 32 } = options;
  requireVectorOf("the point to reach", to, from.length);
  requirePositive("tolerance", tolerance);
  requireCount("mostNewtonSteps", mostNewtonSteps);
  requirePositive("shortestAdvance", shortestAdvance);
  const way = to.map((entry, i) => entry - from[i]!);
  requireTangent(immersion, from, "the way between the points", way);

  let reached = 0;
  let advance = 1;
  let velocity: readonly number[] = way;
  for (;;) {
    const share = Math.min(1, reached + advance);
    const target = share === 1 ? to : from.map((entry, i) => entry + share * way[i]!);
    const guess = reached === 0
      ? secondOrderGuess(immersion, from, way, share)
      : velocity.map((entry) => entry * (share / reached));
    const hit = aim(immersion, from, target, guess, { ...options, tolerance, mostNewtonSteps });
    if (typeof hit === "string") {
      advance = Math.min(advance, share - reached) / 2;
      if (advance >= shortestAdvance) continue;
      return {
        found: false,
        reason: `no geodesic was found that goes further than ${reached} of the way: ${hit}`,
      };
    }
    if (share === 1) {
      return { found: true, ...hit, length: tangentLength(immersion, from, hit.velocity) };
    }
    reached = share;
    velocity = hit.velocity;
    advance *= 2;
  }
}

/** v with w + v + ½ẅ = the target to second order, ẅ the acceleration of a geodesic of velocity v. */
function secondOrderGuess(
  immersion: Immersion,
  from: readonly number[],
  way: readonly number[],
  share: number,
): number[] {
  const straight = way.map((entry) => share * entry);
  const acceleration = connection(immersion, from, straight, straight);
  return straight.map((entry, i) => entry - acceleration[i]! / 2);
}

interface Hit {
  readonly velocity: readonly number[];
  readonly residual: number;
  readonly geodesic: Geodesic;
}

/** Newton's method towards one target; what it failed of, where it failed. */
function aim(
  immersion: Immersion,
  from: readonly number[],
  target: readonly number[],
  guess: readonly number[],
  options: ShootingOptions & { readonly tolerance: number; readonly mostNewtonSteps: number },
): Hit | string {
  const { tolerance, mostNewtonSteps } = options;
  const p = from.length;
  const most = MISS * tolerance * (1 + Math.max(...target.map(Math.abs)));
  const shootOnce = (velocity: readonly number[]) => {
    const curve = geodesic(immersion, from, velocity, options);
    const { status, last, reason } = curve.trajectory;
    if (status !== "complete") return `a geodesic ended early (${reason})`;
    const miss = target.map((entry, i) => entry - last[i]!);
    return { velocity, geodesic: curve, miss, residual: Math.hypot(...miss) };
  };
  let current = shootOnce(guess);
  for (let k = 0; typeof current !== "string"; k++) {
    const { velocity, miss, residual } = current;
    if (residual <= most) return { velocity, residual, geodesic: current.geodesic };
    if (k === mostNewtonSteps) return `${k} Newton steps left a miss of ${residual}`;
    const difference = Math.sqrt(tolerance) * Math.hypot(...velocity);
    const columns: number[][] = [];
    for (let j = 0; j < p; j++) {
      const beside = shootOnce(velocity.map((entry, i) => i === j ? entry + difference : entry));
      if (typeof beside === "string") return beside;
      columns.push(beside.miss.map((entry, i) => (miss[i]! - entry) / difference));
    }
    const solve = leastSquares(miss.map((_, i) => columns.map((column) => column[i]!)));
    if (solve === null) return "the end of a geodesic does not follow its initial velocity";
    const step = solve(miss);
    current = shootOnce(velocity.map((entry, i) => entry + step[i]!));
    if (typeof current !== "string" && current.residual > residual / 2) {
      return `a Newton step from a miss of ${residual} left one of ${current.residual}`;
    }
  }
  return current;
}
