import type { Arithmetic } from "../arithmetic/mod.ts";
import { descend } from "./_descend.ts";
import { chain } from "./chain.ts";
import {
  type MetricOption,
  type MetricState,
  preconditionByMetric,
} from "./precondition_by_metric.ts";
import type { StepSizeOptions } from "./step_size_options.ts";
import type { GradientTransformation } from "./transformation.ts";

/** The options of {@linkcode preconditionedSgd}. */
export interface PreconditionedSgdOptions extends StepSizeOptions {
  /** M, symmetric positive definite, the same at every step. */
  readonly metric: MetricOption;
}

/**
 * Stochastic gradient descent, preconditioned by a fixed metric: w⁺ = w − α_k M⁻¹g (Scott et al.,
 * Design Criteria for SGD Preconditioners, §3). In the coordinates v = M^{1/2}w it is plain SGD.
 *
 * g is the gradient that the problem gives, so a stochastic one is a map whose `gradient()` draws: it
 * is asked once an iteration, at the iterate. (`visit` of {@linkcode iterate} sees the same draw if it
 * asks for the gradient, but at the last iterate it would draw once more.)
 *
 * The paper counts k from 1 and schedules count iterations from 0, so its harmonic step sizes
 * α_k = β/(γ + k) are those of the schedule with `scale` β and `delay` γ + 1.
 *
 * @example Two harmonic steps with β = 1 and γ = 3, under noise that is dealt in order
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { float64 } from "../arithmetic/mod.ts";
 * import { type GradientMap, iterate, preconditionedSgd, stepSizeSchedule } from "./mod.ts";
 *
 * const noise = [[1, 0], [0, -8]];
 * // f = ½(w₁² + 4w₂²), and g = ∇f + noise.
 * const map: GradientMap = {
 *   gradient: (arithmetic, w) =>
 *     arithmetic.add(
 *       arithmetic.multiply(arithmetic.diagonal([1, 4]), w),
 *       arithmetic.vector(noise.shift()!),
 *     ),
 * };
 * const optimizer = preconditionedSgd(float64, {
 *   metric: { kind: "diagonal", entries: [1, 4] },
 *   stepSize: stepSizeSchedule({ kind: "harmonic", scale: 1, delay: 3 + 1 }),
 * });
 * // α_1 = ¼: (3, 2) − ¼(4, 2) = (2, 1.5). α_2 = 1/5: (2, 1.5) − (2, −0.5)/5 = (1.6, 1.6).
 * assertEquals(iterate(float64, map, optimizer, [3, 2], { steps: 2 }), [1.6, 1.6]);
 * ```
 *
 * @param arithmetic The number system.
 * @param options The metric and the step size.
 * @returns The optimizer; its state is what is kept of the metric, then `null`.
 * @throws {RangeError} If α is not positive and finite, and for the reasons of
 * {@linkcode preconditionByMetric}.
 */
export function preconditionedSgd<T>(
  arithmetic: Arithmetic<T>,
  { metric, stepSize }: PreconditionedSgdOptions,
): GradientTransformation<T, readonly [MetricState<T>, null]> {
  return chain(preconditionByMetric(arithmetic, metric), descend(arithmetic, stepSize));
}
