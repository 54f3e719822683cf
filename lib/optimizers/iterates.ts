import type { Arithmetic } from "../arithmetic/mod.ts";
import { evaluate, type GradientMap, type ResidualMap } from "./evaluate.ts";
import type { GradientTransformation } from "./transformation.ts";

/**
 * The iterates θ_0 = `start`, θ_1, … of an optimizer, one by one and without end: what
 * `observeLimit` runs, and whoever does not know beforehand how many steps are needed. Memory stays
 * flat; the last matrices are freed when the caller stops asking.
 *
 * @example Gradient descent on θ², by halves
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { float64 } from "../arithmetic/mod.ts";
 * import { type GradientMap, gradientDescent, iterates } from "./mod.ts";
 *
 * const map: GradientMap = { gradient: (arithmetic, theta) => arithmetic.scale(2, theta) };
 * const optimizer = gradientDescent(float64, { stepSize: 0.25 });
 * const seen: number[] = [];
 * for (const [theta] of iterates(float64, map, optimizer, [1])) {
 *   seen.push(theta!);
 *   if (seen.length === 4) break;
 * }
 * assertEquals(seen, [1, 0.5, 0.25, 0.125]);
 * ```
 *
 * @typeParam S The optimizer's state.
 * @param arithmetic The number system.
 * @param map F, of which f = ½‖F‖² is minimized, or the (sub)gradient of f.
 * @param optimizer Made over the same arithmetic.
 * @param start θ_0, at least one number.
 * @throws {RangeError} If `start` is empty.
 */
export function* iterates<T, S>(
  arithmetic: Arithmetic<T>,
  map: ResidualMap | GradientMap,
  optimizer: GradientTransformation<T, S>,
  start: readonly number[],
): Generator<number[], void, undefined> {
  let current = arithmetic.scope(() => {
    const theta = arithmetic.vector(start);
    return { theta, state: optimizer.init(theta) };
  });
  try {
    for (let iteration = 0;; iteration++) {
      const { theta, state } = current;
      yield arithmetic.toArray(theta);
      const next = arithmetic.scope(() => {
        const context = evaluate(arithmetic, map, theta, iteration);
        const [step, nextState] = optimizer.update(context.gradient(), state, context);
        return { theta: arithmetic.add(theta, step), state: nextState };
      });
      current = next;
      arithmetic.release({ theta, state }, next);
    }
  } finally {
    arithmetic.release(current);
  }
}
