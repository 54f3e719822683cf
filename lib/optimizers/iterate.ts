import type { Arithmetic } from "../arithmetic/mod.ts";
import { advance, startAt } from "./_advance.ts";
import { checkInteger } from "./_check_options.ts";
import type { GradientMap, ResidualMap } from "./evaluate.ts";
import type { Context, GradientTransformation } from "./transformation.ts";

/** The options of {@linkcode iterate}. */
export interface IterateOptions<T, S> {
  /** The number of steps: the iterates are θ_0, …, θ_steps. */
  readonly steps: number;
  /**
   * Called at every iterate, θ_steps included, with the state that the next update receives (at
   * θ_t: the state after t updates). Return `false` to stop at this iterate. Keep plain numbers
   * only: the matrices are freed when the iteration ends. Do not ask the context for anything for
   * the first time within an `arithmetic.scope` of your own, which would free what the context
   * remembers.
   */
  readonly visit?: (context: Context<T>, state: S) => boolean | void;
}

/**
 * Runs an optimizer: θ_{t+1} = θ_t + step, from θ_0 = `start`. The matrices of an iteration are
 * freed at its end, so memory stays flat however long the run.
 *
 * Iterates that overflow are not caught: `visit` sees them, unless the optimizer throws first, as
 * those that decompose the Jacobian do.
 *
 * @example One step of gradient descent on F(θ) = 2θ: 1 − 0.1·4
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { float64 } from "../arithmetic/mod.ts";
 * import { gradientDescent, iterate, type ResidualMap } from "./mod.ts";
 *
 * const map: ResidualMap = {
 *   residual: (arithmetic, theta) => arithmetic.scale(2, theta),
 *   jacobian: (arithmetic) => arithmetic.matrix([[2]]),
 * };
 * const optimizer = gradientDescent(float64, { stepSize: 0.1 });
 * assertEquals(iterate(float64, map, optimizer, [1], { steps: 1 }), [0.6]);
 * ```
 *
 * @typeParam S The optimizer's state.
 * @param arithmetic The number system.
 * @param map F, of which f = ½‖F‖² is minimized, or the (sub)gradient of f.
 * @param optimizer Made over the same arithmetic.
 * @param start θ_0, at least one number.
 * @returns The last iterate.
 * @throws {RangeError} If `steps` is not an integer that is at least 0, or `start` is empty.
 */
export function iterate<T, S>(
  arithmetic: Arithmetic<T>,
  map: ResidualMap | GradientMap,
  optimizer: GradientTransformation<T, S>,
  start: readonly number[],
  { steps, visit }: IterateOptions<T, S>,
): number[] {
  checkInteger("steps", steps, 0);
  const isLast = (context: Context<T>, state: S) =>
    visit?.(context, state) === false || context.iteration === steps;
  let current = startAt(arithmetic, optimizer, start);
  try {
    for (let iteration = 0;; iteration++) {
      const place = current;
      const next = advance(arithmetic, map, optimizer, place, iteration, isLast);
      if (next === null) return arithmetic.toArray(place.theta);
      current = next;
      arithmetic.release(place, next);
    }
  } finally {
    arithmetic.release(current);
  }
}
