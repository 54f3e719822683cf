import type { Arithmetic } from "../arithmetic/mod.ts";
import type { MomentumSequence } from "./momentum_sequence.ts";
import type { GradientTransformation } from "./transformation.ts";

/** The options of {@linkcode extrapolate}. */
export interface ExtrapolateOptions {
  /** β_k, the momentum of each iteration. */
  readonly momentum: Pick<MomentumSequence, "at">;
}

/** The state of {@linkcode extrapolate}. */
export interface ExtrapolateState<T> {
  /** k, the number of updates so far. */
  readonly count: number;
  /** x_k, m×1: the point that the last step led to before extrapolation. x_0 = θ_0. */
  readonly point: T;
}

/**
 * Nesterov's extrapolation, at the end of a method whose steps lead to x_{k+1} = y_k + step_k: the
 * next gradient is taken at y_{k+1} = x_{k+1} + β_k (x_{k+1} − x_k), x_0 = y_0. The iterates θ_k
 * are the points y_k; the x_k, of which the rates speak, are in the state.
 *
 * @param arithmetic The number system.
 * @returns The transformation. (With a constant β after a constant step size it does what
 * {@linkcode accumulateMomentum} with `nesterov` does.)
 */
export function extrapolate<T>(
  arithmetic: Arithmetic<T>,
  { momentum }: ExtrapolateOptions,
): GradientTransformation<T, ExtrapolateState<T>> {
  return {
    init: (theta) => ({ count: 0, point: arithmetic.scale(1, theta) }),
    update(step, { count, point }, { theta }) {
      const next = arithmetic.add(theta, step);
      const move = arithmetic.scale(momentum.at(count), arithmetic.subtract(next, point));
      return [arithmetic.add(step, move), { count: count + 1, point: next }];
    },
  };
}
