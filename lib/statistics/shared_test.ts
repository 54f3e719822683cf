/**
 * Distributions with known means, and how the tests count false alarms. (Named as a test so that it
 * is not published.)
 *
 * @module
 */

import { assert } from "@std/assert";
import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { type RandomGenerator, standardNormal } from "../linalg/mod.ts";
import { binomialBound } from "./binomial_bound.ts";

/** A distribution with what is known of it. */
export interface Distribution {
  readonly name: string;
  readonly draw: (random: RandomGenerator) => number;
  readonly mean: number;
  readonly variance: number;
  readonly lower: number;
  readonly upper: number;
}

function bernoulli(p: number): Distribution {
  return {
    name: `Bernoulli(${p})`,
    draw: (random) => uniformFloat64(random) < p ? 1 : 0,
    mean: p,
    variance: p * (1 - p),
    lower: 0,
    upper: 1,
  };
}

/** Density ∝ x^{−index−1} on [1, ∞): moments below the index exist. */
function pareto(index: number): Distribution {
  return {
    name: `Pareto(${index})`,
    draw: (random) => (1 - uniformFloat64(random)) ** (-1 / index),
    mean: index / (index - 1),
    variance: index / ((index - 1) ** 2 * (index - 2)),
    lower: 1,
    upper: Infinity,
  };
}

/** Distributions on an interval. */
export const bounded: readonly Distribution[] = [
  bernoulli(0.01),
  bernoulli(0.99),
  bernoulli(0.5),
  {
    name: "uniform on [-2, 5]",
    draw: (random) => -2 + 7 * uniformFloat64(random),
    mean: 1.5,
    variance: 49 / 12,
    lower: -2,
    upper: 5,
  },
  {
    name: "two points near each other in [0, 1]",
    draw: (random) => uniformFloat64(random) < 0.2 ? 0.31 : 0.3,
    mean: 0.302,
    variance: 0.16 * 1e-4,
    lower: 0,
    upper: 1,
  },
  {
    name: "Beta(1/3, 1)",
    draw: (random) => uniformFloat64(random) ** 3,
    mean: 1 / 4,
    variance: 1 / 7 - 1 / 16,
    lower: 0,
    upper: 1,
  },
];

/** Distributions with a lower bound alone. */
export const boundedBelow: readonly Distribution[] = [
  {
    name: "exponential",
    draw: (random) => -Math.log(1 - uniformFloat64(random)),
    mean: 1,
    variance: 1,
    lower: 0,
    upper: Infinity,
  },
  pareto(2.5),
  pareto(1.5),
];

/** Distributions with a variance. */
export const unbounded: readonly Distribution[] = [
  {
    name: "normal",
    draw: (random) => 3 + 2 * standardNormal(random),
    mean: 3,
    variance: 4,
    lower: -Infinity,
    upper: Infinity,
  },
  pareto(2.2),
  {
    ...pareto(2.05),
    name: "Pareto(2.05), reflected",
    draw: (random) => -pareto(2.05).draw(random),
    mean: -pareto(2.05).mean,
    lower: -Infinity,
    upper: -1,
  },
  {
    name: "a rare large value",
    draw: (random) => uniformFloat64(random) < 1e-3 ? 1000 : 0,
    mean: 1,
    variance: 1e3 - 1,
    lower: 0,
    upper: 1000,
  },
];

/**
 * A generator whose first draws are as random as its later ones: right after seeding, the output of
 * xoroshiro128plus is the seed itself less one.
 */
export function generator(seed: number): RandomGenerator {
  const random = xoroshiro128plus(Math.imul(seed + 1, 0x9e3779b1));
  for (let step = 0; step < 32; step++) random.next();
  return random;
}

/** How many of so many runs raise an alarm. Each run has its own seed. */
export function countAlarms(
  runs: number,
  alarm: (random: RandomGenerator, run: number) => boolean,
): number {
  let alarms = 0;
  for (let run = 0; run < runs; run++) {
    if (alarm(generator(run), run)) alarms++;
  }
  return alarms;
}

/**
 * Whether so many alarms show, by an exact test at 1e-6, that an alarm is more probable than stated.
 */
export function tooManyAlarms(alarms: number, runs: number, probability: number): boolean {
  const { lower } = binomialBound(alarms, runs, { errorProbability: 1e-6, sides: "lower" });
  return lower > probability;
}

/** Asserts that alarms are no more frequent than stated. */
export function assertFewAlarms(alarms: number, runs: number, probability: number): void {
  assert(
    !tooManyAlarms(alarms, runs, probability),
    `${alarms} false alarms in ${runs} runs, for a stated probability of ${probability}`,
  );
}
