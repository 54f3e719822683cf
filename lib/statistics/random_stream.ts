import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plusFromState } from "pure-rand/generator/xoroshiro128plus";
import { standardNormal } from "../linalg/mod.ts";
import { mixSeed } from "./mix_seed.ts";

/** Random numbers that a seed and names determine. Every draw advances the stream. */
export interface RandomStream {
  /** A number, uniform in [`minimum`, `maximum`); in [0, 1), in steps of 2⁻⁵³, by default. */
  uniform(minimum?: number, maximum?: number): number;
  /** A normal number: of mean 0 and standard deviation 1 by default. */
  normal(mean?: number, standardDeviation?: number): number;
  /** 1 or −1, each with probability ½. */
  rademacher(): number;
  /** True with the given probability, from 0 to 1. */
  bernoulli(probability: number): boolean;
  /** An integer, uniform from 0 to `count` − 1. */
  index(count: number): number;
  /** The integers from 0 to `count` − 1 in an order of which all are equally likely. */
  permutation(count: number): number[];
  /** `length` draws: `stream.vector(3, stream.normal)`. */
  vector(length: number, draw: () => number): number[];
  /**
   * The stream of this seed and these names, followed by the given ones: independent of this stream,
   * of what was drawn from it, and of its substreams of other names.
   */
  substream(...names: readonly (string | number)[]): RandomStream;
}

/**
 * The random numbers of a claim: a stream from the seed that its instance holds. Names keep streams
 * apart: noise and starting point, one trial and the next, and the search from the confirmation,
 * which has to see other numbers (`refinement` is 0 in the one and 1 in the other).
 *
 * Each stream starts from a state of 128 bits that is hashed from the seed and all names, so that many
 * thousand of them neither coincide nor overlap.
 *
 * @example The mean of g² for Rademacher noise of size ½ about 1: 1 + ¼
 * ```ts
 * import { assert, assertEquals } from "@std/assert";
 * import { meanConfidence, randomStream } from "./mod.ts";
 *
 * const instance = { noise: 0.5, seed: 7 };
 * const refinement = 0;
 * const stream = randomStream(instance.seed, "gradient noise", refinement);
 * const draw = () => (1 + instance.noise * stream.rademacher()) ** 2;
 * const { lower, upper } = meanConfidence(draw, { lower: 0, upper: 2.25, maximumSamples: 2000 });
 * assert(lower <= 1.25 && 1.25 <= upper);
 *
 * // The same seed and names give the same numbers, other names others.
 * const again = randomStream(instance.seed).substream("gradient noise", refinement);
 * const first = randomStream(instance.seed, "gradient noise", 0).uniform();
 * assertEquals(again.uniform(), first);
 * assert(randomStream(instance.seed, "gradient noise", 1).uniform() !== first);
 * ```
 *
 * @param seed Any finite number: an entry of the instance.
 * @param names What the numbers are for.
 * @returns The stream, at its start.
 * @throws {RangeError} If the seed or a number among the names is not finite.
 */
export function randomStream(
  seed: number,
  ...names: readonly (string | number)[]
): RandomStream {
  for (const part of [seed, ...names]) {
    if (typeof part === "number" && !Number.isFinite(part)) {
      throw new RangeError(`a random stream cannot be named ${part}: give a finite number`);
    }
  }
  const random = xoroshiro128plusFromState(
    [0, 1, 2, 3].map((word) => mixSeed(word, seed, ...names)),
  );
  return {
    uniform: (minimum = 0, maximum = 1) => minimum + (maximum - minimum) * uniformFloat64(random),
    normal: (mean = 0, standardDeviation = 1) => mean + standardDeviation * standardNormal(random),
    rademacher: () => random.next() < 0 ? -1 : 1,
    bernoulli(probability) {
      if (!(probability >= 0 && probability <= 1)) {
        throw new RangeError(`a probability lies between 0 and 1, got ${probability}`);
      }
      return uniformFloat64(random) < probability;
    },
    index(count) {
      requireCount(count, 1);
      return uniformInt(random, 0, count - 1);
    },
    permutation(count) {
      requireCount(count, 0);
      const order = Array.from({ length: count }, (_, i) => i);
      // Fisher and Yates: each position in turn receives one of those that are left.
      for (let i = count - 1; i > 0; i--) {
        const j = uniformInt(random, 0, i);
        [order[i], order[j]] = [order[j]!, order[i]!];
      }
      return order;
    },
    vector: (length, draw) => Array.from({ length }, () => draw()),
    substream: (...more) => randomStream(seed, ...names, ...more),
  };
}

function requireCount(count: number, least: number): void {
  if (Number.isSafeInteger(count) && count >= least) return;
  throw new RangeError(`count must be an integer of at least ${least}, got ${count}`);
}
