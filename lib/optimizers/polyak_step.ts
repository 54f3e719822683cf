import type { Arithmetic } from "../arithmetic/mod.ts";
import { stateless } from "./stateless.ts";
import type { GradientTransformation } from "./transformation.ts";

/** The options of {@linkcode polyakStep}. */
export interface PolyakStepOptions<T> {
  /** f(θ) − f*, at least 0, for θ of shape m×1. */
  readonly gap: (theta: T) => number;
}

/**
 * The (sub)gradient method with Polyak's step size (1969), for problems whose least value f* is
 * known: θ⁺ = θ − ((f(θ) − f*)/‖g‖²) g, g ∈ ∂f(θ); where g = 0 (or its
 * square underflows) the method stays.
 *
 * @param arithmetic The number system.
 * @returns The optimizer.
 */
export function polyakStep<T>(
  arithmetic: Arithmetic<T>,
  { gap }: PolyakStepOptions<T>,
): GradientTransformation<T, null> {
  return stateless((subgradient, { theta }) => {
    const square = arithmetic.dot(subgradient, subgradient);
    const stepSize = square === 0 ? 0 : gap(theta) / square;
    return arithmetic.scale(-stepSize, subgradient);
  });
}
