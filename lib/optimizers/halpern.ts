import type { Arithmetic } from "../arithmetic/mod.ts";
import type { GradientTransformation } from "./transformation.ts";

/** The state of {@linkcode halpern}. */
export interface HalpernState<T> {
  /** k, the number of updates so far. */
  readonly count: number;
  /** θ_0, m×1, to which every step is drawn back. */
  readonly anchor: T;
}

/**
 * Halpern's iteration for a fixed point of T, with the weights of Lieder (2021):
 * θ_{k+1} = λ_k θ_0 + (1 − λ_k) T(θ_k), λ_k = 1/(k + 2), on the {@linkcode displacement} of T.
 *
 * @param arithmetic The number system.
 * @returns The iteration, as a gradient transformation.
 */
export function halpern<T>(
  arithmetic: Arithmetic<T>,
): GradientTransformation<T, HalpernState<T>> {
  return {
    init: (theta) => ({ count: 0, anchor: arithmetic.scale(1, theta) }),
    update(displaced, { count, anchor }, { theta }) {
      const weight = 1 / (count + 2);
      const step = arithmetic.subtract(
        arithmetic.scale(weight, arithmetic.subtract(anchor, theta)),
        arithmetic.scale(1 - weight, displaced),
      );
      return [step, { count: count + 1, anchor }];
    },
  };
}
