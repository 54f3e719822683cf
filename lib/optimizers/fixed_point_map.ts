import type { Arithmetic } from "../arithmetic/mod.ts";
import type { GradientMap } from "./evaluate.ts";

/** A map T: R^m → R^m whose fixed points are sought, over any arithmetic. */
export interface FixedPointMap {
  /** T(θ), m×1, for θ of shape m×1. */
  apply<T>(arithmetic: Arithmetic<T>, theta: T): T;
}

/**
 * The displacement θ ↦ θ − T(θ) of a map, in the place of a gradient: it vanishes at the fixed points
 * of T, and {@linkcode krasnoselskiiMann} and {@linkcode halpern} are steps along it.
 *
 * @example The displacement of T(θ) = −θ is 2θ
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { float64 } from "../arithmetic/mod.ts";
 * import { displacement } from "./mod.ts";
 *
 * const map = displacement({ apply: (arithmetic, theta) => arithmetic.scale(-1, theta) });
 * assertEquals(float64.toArray(map.gradient(float64, float64.vector([3]))), [6]);
 * ```
 *
 * @param map T.
 * @returns I − T, for {@linkcode iterate}.
 */
export function displacement(map: FixedPointMap): GradientMap {
  return {
    gradient: (arithmetic, theta) => arithmetic.subtract(theta, map.apply(arithmetic, theta)),
  };
}
