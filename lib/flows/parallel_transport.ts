import { dormandPrince } from "./dormand_prince.ts";
import type { FlowOptions } from "./flow_options.ts";
import type { Curve } from "./geodesic.ts";
import { connection, type Immersion } from "./immersion.ts";
import { requireTangent } from "./_tangent.ts";
import type { Trajectory } from "./trajectory.ts";

/**
 * Transports a tangent vector of M = F(B) along a curve in parallel, in parameter coordinates:
 * v̇ = −(JᵀJ)⁻¹ Jᵀ D²F(w)[ẇ, v]. Lengths and angles of transported vectors stay what they are.
 *
 * @example In the plane nothing turns
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { parallelTransport } from "./mod.ts";
 *
 * const plane = { jacobian: () => [[1, 0], [0, 1], [0, 0]], secondDerivative: () => [0, 0, 0] };
 * const circle = (t: number) => ({
 *   point: [Math.cos(t), Math.sin(t)],
 *   velocity: [-Math.sin(t), Math.cos(t)],
 * });
 * assertEquals(parallelTransport(plane, circle, [1, 2], [0, 6]).last, [1, 2]);
 * ```
 *
 * @param immersion F.
 * @param curve The curve: `at` of a {@linkcode Geodesic}, or any other with its velocity.
 * @param vector v at the start, p numbers.
 * @param interval The times of the start and the end, in ascending order.
 * @param options As for {@linkcode dormandPrince}, about v.
 * @returns v as a function of time.
 * @throws {RangeError} If lengths differ, a number is not finite, or F is no immersion at the start; and
 * as {@linkcode dormandPrince} does.
 */
export function parallelTransport(
  immersion: Immersion,
  curve: Curve,
  vector: readonly number[],
  interval: readonly [number, number],
  options: FlowOptions = {},
): Trajectory {
  const { point, velocity } = curve(interval[0]);
  requireTangent(immersion, point, "the velocity of the curve", velocity);
  requireTangent(immersion, point, "the vector", vector);
  return dormandPrince(
    (t, v) => {
      const { point: w, velocity: u } = curve(t);
      return connection(immersion, w, u, v);
    },
    vector,
    interval,
    options,
  );
}
