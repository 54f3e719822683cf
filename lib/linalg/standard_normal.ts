import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import type { RandomGenerator } from "./random_generator.ts";

/**
 * One draw from the standard normal distribution. Every draw advances the generator by the same
 * number of steps.
 *
 * @param random The generator; it is advanced.
 * @returns A number of magnitude at most 8.6, the limit of 53-bit uniform draws.
 *
 * Source: G. E. P. Box and M. E. Muller, A note on the generation of random normal deviates, Ann.
 * Math. Statist. 29 (1958) 610–611.
 */
export function standardNormal(random: RandomGenerator): number {
  // The draw is from [0, 1); the logarithm wants (0, 1].
  const radius = Math.sqrt(-2 * Math.log(1 - uniformFloat64(random)));
  return radius * Math.cos(2 * Math.PI * uniformFloat64(random));
}
