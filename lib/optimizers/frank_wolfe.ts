import type { Arithmetic } from "../arithmetic/mod.ts";
import { stateless } from "./stateless.ts";
import type { GradientTransformation } from "./transformation.ts";

/** A compact convex set by its linear minimization oracle, over any arithmetic. */
export interface LinearMinimizer {
  /** A point s of the set at which g·s is least, m×1, for g of shape m×1. */
  minimizeLinear<T>(arithmetic: Arithmetic<T>, g: T): T;
}

/** The options of {@linkcode frankWolfe}. */
export interface FrankWolfeOptions {
  /** The set. */
  readonly set: LinearMinimizer;
  /** γ_t in [0, 1], the part of the way at iteration t. Default: 2/(t + 2). */
  readonly part?: (iteration: number) => number;
}

/**
 * The Frank–Wolfe method (1956), or conditional gradients: θ_{t+1} = θ_t + γ_t (s_t − θ_t), with s_t a
 * point of the set at which g_t·s is least. The iterates stay in the set.
 *
 * @example f(θ) = ½θ² on [1, 3] from 3
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { float64 } from "../arithmetic/mod.ts";
 * import { frankWolfe, iterate, type LinearMinimizer } from "./mod.ts";
 *
 * const interval: LinearMinimizer = {
 *   minimizeLinear: (arithmetic, g) =>
 *     arithmetic.vector(arithmetic.toArray(g).map((entry) => entry < 0 ? 3 : 1)),
 * };
 * const optimizer = frankWolfe(float64, { set: interval });
 * const map = { gradient: <T>(_: unknown, theta: T) => theta };
 * assertEquals(iterate(float64, map, optimizer, [3], { steps: 1 }), [1]);
 * ```
 *
 * @param arithmetic The number system.
 * @returns The optimizer.
 *
 * Source: M. Jaggi, Revisiting Frank–Wolfe: projection-free sparse convex optimization, ICML 2013,
 * Algorithm 1.
 */
export function frankWolfe<T>(
  arithmetic: Arithmetic<T>,
  { set, part = (t) => 2 / (t + 2) }: FrankWolfeOptions,
): GradientTransformation<T, null> {
  return stateless((gradient, { theta, iteration }) => {
    const target = set.minimizeLinear(arithmetic, gradient);
    return arithmetic.scale(part(iteration), arithmetic.subtract(target, theta));
  });
}
