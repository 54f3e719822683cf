import type { Arithmetic } from "../arithmetic/mod.ts";
import { stateless } from "./stateless.ts";
import type { GradientTransformation } from "./transformation.ts";

/**
 * Leads the step to the image of the point that it leads to: step ↦ P(θ + step) − θ, so that
 * θ⁺ = P(θ + step) up to rounding. With a projection this is the end of a projected method, with a
 * proximal operator that of a proximal gradient method.
 *
 * @example Projected gradient descent on f(θ) = ½‖θ − (2, 3)‖² over the unit box
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { float64 } from "../arithmetic/mod.ts";
 * import { projectOntoBox } from "../convex/mod.ts";
 * import { chain, type GradientMap, gradientDescent, iterate, mapNextPoint } from "./mod.ts";
 *
 * const map: GradientMap = {
 *   gradient: (arithmetic, theta) => arithmetic.subtract(theta, arithmetic.vector([2, 3])),
 * };
 * const box = { lower: [0, 0], upper: [1, 1] };
 * const method = chain(
 *   gradientDescent(float64, { stepSize: 0.5 }),
 *   mapNextPoint(float64, (x) => projectOntoBox(float64, x, box)),
 * );
 * assertEquals(iterate(float64, map, method, [0, 0], { steps: 3 }), [1, 1]);
 * ```
 *
 * @param arithmetic The number system.
 * @param image x ↦ P(x), m×1 to m×1; the second argument is the iteration, counted from 0.
 * @returns The transformation.
 */
export function mapNextPoint<T>(
  arithmetic: Arithmetic<T>,
  image: (x: T, iteration: number) => T,
): GradientTransformation<T, null> {
  return stateless((step, { theta, iteration }) =>
    arithmetic.subtract(image(arithmetic.add(theta, step), iteration), theta)
  );
}
