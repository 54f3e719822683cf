import type { Arithmetic } from "../arithmetic/mod.ts";
import { advance, startAt } from "./_advance.ts";
import type { GradientMap, ResidualMap } from "./evaluate.ts";
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
 * @example Kaczmarz's method: each step solves one equation, θ₁ + θ₂ = 3 or θ₁ − θ₂ = 1
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { float64 } from "../arithmetic/mod.ts";
 * import { gradientDescent, iterates, type ResidualMap } from "./mod.ts";
 *
 * const equation = (row: readonly number[], value: number): ResidualMap => ({
 *   residual: (arithmetic, theta) =>
 *     arithmetic.shift(arithmetic.multiply(arithmetic.matrix([row]), theta), -value),
 *   jacobian: (arithmetic) => arithmetic.matrix([row]),
 * });
 * const equations = [equation([1, 1], 3), equation([1, -1], 1)];
 * const optimizer = gradientDescent(float64, { stepSize: 1 / 2 });
 * const run = iterates(float64, (iteration) => equations[iteration % 2]!, optimizer, [0, 0]);
 * assertEquals([run.next(), run.next(), run.next()].map(({ value }) => value), [
 *   [0, 0],
 *   [1.5, 1.5],
 *   [2, 1],
 * ]);
 * ```
 *
 * @typeParam S The optimizer's state.
 * @param arithmetic The number system.
 * @param map F, of which f = ½‖F‖² is minimized, or the (sub)gradient of f; for training on batches,
 * a function that gives the map of each iteration, asked for once its iterate has been seen.
 * @param optimizer Made over the same arithmetic.
 * @param start θ_0, at least one number.
 * @throws {RangeError} If `start` is empty.
 */
export function* iterates<T, S>(
  arithmetic: Arithmetic<T>,
  map: ResidualMap | GradientMap | ((iteration: number) => ResidualMap | GradientMap),
  optimizer: GradientTransformation<T, S>,
  start: readonly number[],
): Generator<number[], void, undefined> {
  const mapAt = typeof map === "function" ? map : () => map;
  let current = startAt(arithmetic, optimizer, start);
  try {
    for (let iteration = 0;; iteration++) {
      const place = current;
      yield arithmetic.toArray(place.theta);
      current = advance(arithmetic, mapAt(iteration), optimizer, place, iteration)!;
      arithmetic.release(place, current);
    }
  } finally {
    arithmetic.release(current);
  }
}
