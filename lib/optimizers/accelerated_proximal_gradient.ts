import type { Arithmetic } from "../arithmetic/mod.ts";
import { descend } from "./_descend.ts";
import { chain } from "./chain.ts";
import { extrapolate, type ExtrapolateOptions, type ExtrapolateState } from "./extrapolate.ts";
import { mapNextPoint } from "./map_next_point.ts";
import { momentumSequence } from "./momentum_sequence.ts";
import type { ProximalMap } from "./proximal_point.ts";
import type { StepSizeOptions } from "./step_size_options.ts";
import { stepSizeAt } from "./step_size_schedule.ts";
import type { GradientTransformation } from "./transformation.ts";

/** The options of {@linkcode acceleratedProximalGradient}. */
export interface AcceleratedProximalGradientOptions
  extends StepSizeOptions, Partial<ExtrapolateOptions> {
  /** The part of the objective that is not smooth, by its proximal operator. */
  readonly proximal: ProximalMap;
}

/**
 * FISTA (Beck and Teboulle, 2009) for f + g, f by its gradient, g by its proximal operator:
 * x_{k+1} = prox_{αg}(y_k − α∇f(y_k)), y_{k+1} = x_{k+1} + β_k (x_{k+1} − x_k), x_0 = y_0, with
 * FISTA's momenta by default. The iterates θ_k are the y_k; x_k is `state[2].point`.
 *
 * @example f(θ) = ½(θ − 3)², g(θ) = |θ|: the minimizer is 2
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { float64 } from "../arithmetic/mod.ts";
 * import { acceleratedProximalGradient, iterate, type ProximalMap } from "./mod.ts";
 *
 * const absolute: ProximalMap = {
 *   proximal: (arithmetic, theta, lambda) =>
 *     arithmetic.vector(
 *       arithmetic.toArray(theta).map((t) => Math.sign(t) * Math.max(0, Math.abs(t) - lambda)),
 *     ),
 * };
 * const method = acceleratedProximalGradient(float64, { stepSize: 0.5, proximal: absolute });
 * const points: number[][] = [];
 * iterate(float64, { gradient: (a, theta) => a.shift(theta, -3) }, method, [0], {
 *   steps: 2,
 *   visit: (_, state) => void points.push(float64.toArray(state[2].point)),
 * });
 * assertEquals(points, [[0], [1], [1.5]]);
 * ```
 *
 * @param arithmetic The number system.
 * @returns The optimizer.
 * @throws {RangeError} If α is not positive and finite.
 */
export function acceleratedProximalGradient<T>(
  arithmetic: Arithmetic<T>,
  { stepSize, proximal, momentum = momentumSequence({ kind: "fista" }) }:
    AcceleratedProximalGradientOptions,
): GradientTransformation<T, readonly [null, null, ExtrapolateState<T>]> {
  return chain(
    descend(arithmetic, stepSize),
    mapNextPoint(
      arithmetic,
      (x, iteration) => proximal.proximal(arithmetic, x, stepSizeAt(stepSize, iteration)),
    ),
    extrapolate(arithmetic, { momentum }),
  );
}
