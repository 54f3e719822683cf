import type { Arithmetic } from "../arithmetic/mod.ts";

/** A half-space of R^m: the points with a·x ≤ b. */
export interface HalfSpace {
  /** a, of length m, not 0. */
  readonly normal: readonly number[];
  /** b. */
  readonly offset: number;
}

/**
 * The nearest point with a·x ≤ b: x − max(0, a·x − b)/‖a‖² · a. Points of the half-space stay exactly
 * where they are.
 *
 * @param arithmetic The number system.
 * @param x x, m×1.
 * @param halfSpace a and b.
 * @returns The projection, m×1.
 * @throws {RangeError} If a is 0 or its length is not m.
 */
export function projectOntoHalfSpace<T>(
  arithmetic: Arithmetic<T>,
  x: T,
  { normal, offset }: HalfSpace,
): T {
  const length = Math.hypot(...normal);
  if (!(length > 0 && length < Infinity)) {
    throw new RangeError(`the normal of a half-space must be finite and not 0: [${normal}]`);
  }
  // With a unit normal no square overflows.
  const direction = arithmetic.vector(normal.map((entry) => entry / length));
  const excess = arithmetic.dot(direction, x) - offset / length;
  return excess > 0
    ? arithmetic.subtract(x, arithmetic.scale(excess, direction))
    : arithmetic.scale(1, x);
}
