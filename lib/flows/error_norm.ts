/**
 * The size of the estimated error of one step, as a number of at least 0. A step is accepted where
 * it is at most the tolerance.
 *
 * @param error The estimated error, entry by entry.
 * @param before The point before the step.
 * @param after The point after the step.
 */
export type ErrorNorm = (
  error: readonly number[],
  before: readonly number[],
  after: readonly number[],
) => number;

/**
 * max_i |e_i| / (floor_i + max(|y_i|, |y_i'|)), y and y' the points before and after the step: with
 * the tolerance τ, an error is allowed to have the relative size τ in each entry, or the absolute
 * size τ·floor_i.
 *
 * @example An error of 1e-6 in an entry of size 9
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { scaledMaximumNorm } from "./mod.ts";
 *
 * assertEquals(scaledMaximumNorm()([1e-6, 0], [9, 0], [8, 0]), 1e-7);
 * ```
 *
 * @param floor Absolute over relative tolerance, one number or one for each entry. Default: 1.
 * @throws {RangeError} If a floor is negative or not finite; from the norm, if there is not one floor
 * for each entry.
 */
export function scaledMaximumNorm(floor: number | readonly number[] = 1): ErrorNorm {
  requireFloor(floor);
  return (error, before, after) => {
    requireFloors(floor, error.length);
    let largest = 0;
    for (let i = 0; i < error.length; i++) {
      const ratio = scaled(error[i]!, floor, i, before, after);
      if (!(ratio <= largest)) largest = ratio;
    }
    return largest;
  };
}

/**
 * √(1/d Σ_i (e_i / (floor_i + max(|y_i|, |y_i'|)))²), d the number of entries, y and y' the points
 * before and after the step.
 *
 * @param floor Absolute over relative tolerance, one number or one for each entry. Default: 1.
 * @throws {RangeError} If a floor is negative or not finite; from the norm, if there is not one floor
 * for each entry.
 */
export function scaledRootMeanSquareNorm(floor: number | readonly number[] = 1): ErrorNorm {
  requireFloor(floor);
  return (error, before, after) => {
    requireFloors(floor, error.length);
    let sum = 0;
    for (let i = 0; i < error.length; i++) sum += scaled(error[i]!, floor, i, before, after) ** 2;
    return Math.sqrt(sum / error.length);
  };
}

function scaled(
  error: number,
  floor: number | readonly number[],
  i: number,
  before: readonly number[],
  after: readonly number[],
): number {
  // An entry that is and stays 0 with the floor 0 has no error.
  if (error === 0) return 0;
  const least = typeof floor === "number" ? floor : floor[i]!;
  return Math.abs(error) / (least + Math.max(Math.abs(before[i]!), Math.abs(after[i]!)));
}

function requireFloor(floor: number | readonly number[]): void {
  const bad = (typeof floor === "number" ? [floor] : floor)
    .find((value) => !(Number.isFinite(value) && value >= 0));
  if (bad !== undefined) {
    throw new RangeError(`the floor of an error norm must be finite and at least 0, not ${bad}`);
  }
}

function requireFloors(floor: number | readonly number[], length: number): void {
  if (typeof floor !== "number" && floor.length !== length) {
    throw new RangeError(`an error norm with ${floor.length} floors got ${length} entries`);
  }
}
