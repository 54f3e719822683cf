import type { Arithmetic } from "../arithmetic/mod.ts";
import { checkDecayRate } from "./_check_options.ts";
import type { GradientTransformation } from "./transformation.ts";

/** The options of {@linkcode accumulateMomentum}. */
export interface AccumulateMomentumOptions {
  /** β, the decay rate of the trace, in [0, 1). Default 0.9. */
  readonly beta?: number;
  /** Whether to look ahead along the new trace, as Nesterov's method does. Default `false`. */
  readonly nesterov?: boolean;
}

/** The state of {@linkcode accumulateMomentum}. */
export interface AccumulateMomentumState<T> {
  /** m_t, m×1. */
  readonly trace: T;
}

/**
 * Replaces the gradient by a decaying sum of the gradients so far: m_t = β m_{t−1} + g_t, m_0 = 0.
 *
 * Without `nesterov` the step is m_t: with a constant step size α this is Polyak's heavy ball,
 * θ_{t+1} = θ_t − α g_t + β(θ_t − θ_{t−1}) (Polyak, 1964). With `nesterov` the step is g_t + β m_t:
 * the iterates are then the points y_t of Nesterov's method (1983, with constant β) at which it
 * evaluates gradients, x_{t+1} = y_t − α∇f(y_t), y_{t+1} = x_{t+1} + β(x_{t+1} − x_t), x_0 = y_0.
 *
 * @param arithmetic The number system.
 * @returns The transformation.
 * @throws {RangeError} If β is not in [0, 1).
 */
export function accumulateMomentum<T>(
  arithmetic: Arithmetic<T>,
  { beta = 0.9, nesterov = false }: AccumulateMomentumOptions = {},
): GradientTransformation<T, AccumulateMomentumState<T>> {
  checkDecayRate("beta", beta);
  const decayAndAdd = (trace: T, gradient: T) =>
    arithmetic.add(arithmetic.scale(beta, trace), gradient);
  return {
    init: (theta) => ({ trace: arithmetic.zeros(...arithmetic.shape(theta)) }),
    update(gradient, state) {
      const trace = decayAndAdd(state.trace, gradient);
      return [nesterov ? decayAndAdd(trace, gradient) : trace, { trace }];
    },
  };
}
