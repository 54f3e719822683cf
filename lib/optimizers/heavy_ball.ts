import type { Arithmetic } from "../arithmetic/mod.ts";
import { descend } from "./_descend.ts";
import { accumulateMomentum, type AccumulateMomentumState } from "./accumulate_momentum.ts";
import { chain } from "./chain.ts";
import type { StepSizeOptions } from "./step_size_options.ts";
import type { GradientTransformation } from "./transformation.ts";

/** The options of {@linkcode heavyBall} and {@linkcode nesterovAcceleratedGradient}. */
export interface MomentumOptions extends StepSizeOptions {
  /** β, the momentum, in [0, 1). Default 0.9. */
  readonly beta?: number;
}

/**
 * Polyak's heavy ball: θ_{t+1} = θ_t − α∇f(θ_t) + β(θ_t − θ_{t−1}), θ_{−1} = θ_0 (Polyak, 1964).
 *
 * @param arithmetic The number system.
 * @returns The optimizer.
 * @throws {RangeError} If α is not positive and finite, or β is not in [0, 1).
 */
export function heavyBall<T>(
  arithmetic: Arithmetic<T>,
  { stepSize, ...momentum }: MomentumOptions,
): GradientTransformation<T, readonly [AccumulateMomentumState<T>, null]> {
  return chain(accumulateMomentum(arithmetic, momentum), descend(arithmetic, stepSize));
}
