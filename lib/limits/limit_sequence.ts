/** A sequence whose convergence is in question. Everything about it must be deterministic. */
export interface LimitSequence {
  /** x_0: at least one number. */
  readonly start: readonly number[];
  /**
   * Runs the iteration from a point: x_0 = `start`, x_1, x_2, … It may end; what is shown then rests
   * on the points that there were. It is run from `start`, and from points nearby where a rest has
   * to be told from an iteration that is too slow to move. What knows only its own course (a formula
   * in k) may ignore the argument.
   */
  from(start: readonly number[]): Iterable<readonly number[]>;
}

/**
 * The sequence x_{k+1} = step(x_k, k), without end.
 *
 * @example Newton's method for the square root of 2
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { observeLimit, sequenceOf } from "./mod.ts";
 *
 * const newton = sequenceOf([1], ([x]) => [x! / 2 + 1 / x!]);
 * assertEquals(observeLimit(newton, { exact: [Math.SQRT2] }).status, "converges");
 * ```
 *
 * @param start x_0.
 * @param step The next point, from a point and its index.
 */
export function sequenceOf(
  start: readonly number[],
  step: (point: readonly number[], index: number) => readonly number[],
): LimitSequence {
  return {
    start,
    *from(first) {
      let point = first;
      for (let index = 0;; index++) {
        yield point;
        point = step(point, index);
      }
    },
  };
}
