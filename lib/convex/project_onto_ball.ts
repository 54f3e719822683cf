import type { Arithmetic } from "../arithmetic/mod.ts";

/** A Euclidean ball in R^m. */
export interface Ball {
  /** The radius, at least 0. */
  readonly radius: number;
  /** The center, of length m. Default: 0. */
  readonly center?: readonly number[];
}

/**
 * The nearest point of a Euclidean ball: c + (x − c) · min(1, r/‖x − c‖). Points of the ball stay
 * exactly where they are; others come to lie on the sphere up to rounding.
 *
 * @param arithmetic The number system.
 * @param x x, m×1.
 * @param ball The radius r and the center c.
 * @returns The projection, m×1.
 * @throws {RangeError} If the radius is negative or NaN.
 */
export function projectOntoBall<T>(
  arithmetic: Arithmetic<T>,
  x: T,
  { radius, center }: Ball,
): T {
  if (!(radius >= 0)) throw new RangeError(`the radius must be at least 0, got ${radius}`);
  const middle = center === undefined
    ? arithmetic.zeros(...arithmetic.shape(x))
    : arithmetic.vector(center);
  const offset = arithmetic.subtract(x, middle);
  const length = arithmetic.norm(offset);
  if (length <= radius) return arithmetic.scale(1, x);
  return arithmetic.add(middle, arithmetic.scale(radius / length, offset));
}
