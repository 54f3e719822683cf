import type { Arithmetic } from "../arithmetic/mod.ts";
import { descend } from "./_descend.ts";
import { accumulateMomentum, type AccumulateMomentumState } from "./accumulate_momentum.ts";
import { chain } from "./chain.ts";
import type { MomentumOptions } from "./heavy_ball.ts";
import type { GradientTransformation } from "./transformation.ts";

/**
 * Nesterov's accelerated gradient method with constant momentum (Nesterov, 1983):
 * x_{t+1} = y_t − α∇f(y_t), y_{t+1} = x_{t+1} + β(x_{t+1} − x_t), x_0 = y_0. The iterates θ_t are
 * the points y_t, at which the gradients are evaluated.
 *
 * @param arithmetic The number system.
 * @returns The optimizer.
 * @throws {RangeError} If α is not positive and finite, or β is not in [0, 1).
 */
export function nesterovAcceleratedGradient<T>(
  arithmetic: Arithmetic<T>,
  { stepSize, ...momentum }: MomentumOptions,
): GradientTransformation<T, readonly [AccumulateMomentumState<T>, null]> {
  return chain(
    accumulateMomentum(arithmetic, { ...momentum, nesterov: true }),
    descend(arithmetic, stepSize),
  );
}
