import type { Arithmetic } from "../arithmetic/mod.ts";
import { checkPositive } from "./_check_options.ts";
import { displacement } from "./fixed_point_map.ts";
import type { GradientMap } from "./evaluate.ts";
import { scale } from "./scale.ts";
import type { GradientTransformation } from "./transformation.ts";

/** A convex function by its proximal operator, over any arithmetic. */
export interface ProximalMap {
  /** prox_{λf}(θ) = argmin_z f(z) + ‖z − θ‖²/(2λ), m×1, for θ of shape m×1 and λ > 0. */
  proximal<T>(arithmetic: Arithmetic<T>, theta: T, lambda: number): T;
}

/**
 * θ − prox_{λf}(θ), in the place of a gradient: λ times the gradient of the Moreau envelope of f.
 *
 * @param map f.
 * @param lambda λ > 0.
 * @returns The map on which {@linkcode proximalPoint} runs.
 * @throws {RangeError} If λ is not positive and finite.
 */
export function proximalDisplacement(map: ProximalMap, lambda: number): GradientMap {
  checkPositive("lambda", lambda);
  return displacement({
    apply: (arithmetic, theta) => map.proximal(arithmetic, theta, lambda),
  });
}

/**
 * The proximal point method (Martinet, 1970; Rockafellar, 1976): θ⁺ = prox_{λf}(θ), on the
 * {@linkcode proximalDisplacement} of f.
 *
 * @example One step on f(θ) = |θ| with λ = ½ from θ = 2
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { float64 } from "../arithmetic/mod.ts";
 * import { iterate, proximalDisplacement, proximalPoint, type ProximalMap } from "./mod.ts";
 *
 * const absolute: ProximalMap = {
 *   proximal: (arithmetic, theta, lambda) =>
 *     arithmetic.vector(
 *       arithmetic.toArray(theta).map((t) => Math.sign(t) * Math.max(0, Math.abs(t) - lambda)),
 *     ),
 * };
 * const map = proximalDisplacement(absolute, 0.5);
 * assertEquals(iterate(float64, map, proximalPoint(float64), [2], { steps: 1 }), [1.5]);
 * ```
 *
 * @param arithmetic The number system.
 * @returns The method, as a gradient transformation.
 */
export function proximalPoint<T>(arithmetic: Arithmetic<T>): GradientTransformation<T, null> {
  return scale(arithmetic, -1);
}
