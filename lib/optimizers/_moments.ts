import type { Arithmetic } from "../arithmetic/mod.ts";
import type { EpsilonPlacement } from "./epsilon_placement.ts";

/** β · average + (1 − β) · value. */
export function movingAverage<T>(
  arithmetic: Arithmetic<T>,
  beta: number,
  average: T,
  value: T,
): T {
  return arithmetic.add(arithmetic.scale(beta, average), arithmetic.scale(1 - beta, value));
}

/** numerator ⊘ √(secondMoment + ε), or ⊘ (√secondMoment + ε); 0/0 counts as 0. */
export function divideByRoot<T>(
  arithmetic: Arithmetic<T>,
  numerator: T,
  secondMoment: T,
  epsilon: number,
  placement: EpsilonPlacement,
): T {
  const [inside, outside] = placement === "inside" ? [epsilon, 0] : [0, epsilon];
  const root = arithmetic.apply(
    "squareRoot",
    inside > 0 ? arithmetic.shift(secondMoment, inside) : secondMoment,
  );
  // Four over the largest number is the smallest normal one. A root that is not 0 is at least the
  // root of the smallest number, so much larger that this rounds away: only 0/0 becomes 0/smallest.
  const smallest = 4 / arithmetic.largest;
  return arithmetic.quotient(numerator, arithmetic.shift(root, Math.max(outside, smallest)));
}
