import type { Arithmetic } from "../arithmetic/mod.ts";
import { descend } from "./_descend.ts";
import { chain } from "./chain.ts";
import type { StepSizeOptions } from "./step_size_options.ts";
import type { GradientTransformation } from "./transformation.ts";

/** The state of {@linkcode extrapolateGradient}. */
export interface ExtrapolateGradientState<T> {
  /** g_{t−1}, m×1; `null` before the first update. */
  readonly previous: T | null;
}

/**
 * Extrapolates the gradient along its last change: g_t ↦ 2g_t − g_{t−1}, with g_{−1} = g_0.
 *
 * @param arithmetic The number system.
 * @returns The transformation.
 */
export function extrapolateGradient<T>(
  arithmetic: Arithmetic<T>,
): GradientTransformation<T, ExtrapolateGradientState<T>> {
  return {
    init: () => ({ previous: null }),
    update(gradient, { previous }) {
      const step = previous === null
        ? gradient
        : arithmetic.subtract(arithmetic.scale(2, gradient), previous);
      return [step, { previous: gradient }];
    },
  };
}

/**
 * The optimistic gradient method (Popov, 1980): θ_{t+1} = θ_t − 2αg_t + αg_{t−1}, g_{−1} = g_0. On
 * the field of a saddle point problem it converges where gradient descent–ascent circles outwards.
 *
 * @param arithmetic The number system.
 * @returns The optimizer.
 * @throws {RangeError} If α is not positive and finite.
 */
export function optimisticGradient<T>(
  arithmetic: Arithmetic<T>,
  { stepSize }: StepSizeOptions,
): GradientTransformation<T, readonly [ExtrapolateGradientState<T>, null]> {
  return chain(extrapolateGradient(arithmetic), descend(arithmetic, stepSize));
}
