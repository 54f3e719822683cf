import type { Arithmetic } from "../arithmetic/mod.ts";
import { checkPositive } from "./_check_options.ts";
import { scale } from "./scale.ts";
import type { GradientTransformation } from "./transformation.ts";

/** The options of {@linkcode krasnoselskiiMann}. */
export interface KrasnoselskiiMannOptions {
  /** t, how far each step goes towards T(θ): positive, at most 1 where T is only nonexpansive. */
  readonly relaxation: number;
}

/**
 * The averaged iteration of Krasnoselskii and Mann for a fixed point of T:
 * θ⁺ = (1 − t)θ + tT(θ), on the {@linkcode displacement} of T.
 *
 * @param arithmetic The number system.
 * @returns The iteration, as a gradient transformation.
 * @throws {RangeError} If t is not positive and finite.
 */
export function krasnoselskiiMann<T>(
  arithmetic: Arithmetic<T>,
  { relaxation }: KrasnoselskiiMannOptions,
): GradientTransformation<T, null> {
  checkPositive("relaxation", relaxation);
  return scale(arithmetic, -relaxation);
}
