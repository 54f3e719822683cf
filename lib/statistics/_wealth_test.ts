import { assert, assertAlmostEquals } from "@std/assert";
import { bettingFactor, FRACTIONS } from "./_betting.ts";
import { BETS, catoniFactor } from "./_catoni.ts";

/** Distributions on finitely many points ≥ 0: [value, probability] each. */
const DISTRIBUTIONS: readonly (readonly (readonly [number, number])[])[] = [
  [[0, 0.99], [1, 0.01]],
  [[0, 0.01], [1, 0.99]],
  [[0.3, 0.8], [0.31, 0.2]],
  [[0, 0.5], [1, 0.25], [7, 0.125], [1e6, 0.125]],
  [[0, 1 - 2 ** -20], [2 ** 20, 2 ** -20]],
];

/** The factors must fall as the candidate rises, or the excluded candidates are no half-line. */
const RISING = [0.1, 0.5, 0.9, 1, 1.1, 2, 10];

// Coverage alone would pass a wealth that is wrong by a modest factor: Ville's inequality has slack.
Deno.test("each factor of a bet has the expectation 1 at the mean, exactly", () => {
  for (const distribution of DISTRIBUTIONS) {
    const mean = distribution.reduce((sum, [y, p]) => sum + p * y, 0);
    for (const fraction of FRACTIONS) {
      const factor = bettingFactor(mean, fraction);
      assertAlmostEquals(distribution.reduce((sum, [y, p]) => sum + p * factor(y), 0), 1, 1e-12);
      for (const [y] of distribution) {
        const values = RISING.map((multiple) => bettingFactor(multiple * mean, fraction)(y));
        assert(values.every((value, i) => value >= 0 && (i === 0 || value <= values[i - 1]!)));
      }
    }
  }
});

Deno.test("each of Catoni's factors has an expectation of at most 1 at the mean, and hardly less", () => {
  for (const distribution of DISTRIBUTIONS) {
    const mean = distribution.reduce((sum, [y, p]) => sum + p * y, 0);
    const variance = distribution.reduce((sum, [y, p]) => sum + p * (y - mean) ** 2, 0);
    for (const multiple of BETS) {
      const bet = multiple / Math.sqrt(variance);
      for (const sign of [1, -1]) {
        const factor = catoniFactor(variance)(sign * mean, bet);
        const expectation = distribution.reduce((sum, [y, p]) => sum + p * factor(sign * y), 0);
        assert(expectation <= 1 + 1e-12, `${expectation}`);
        assert(expectation >= 1 - multiple ** 2, `${expectation} at ${multiple}`);
      }
      for (const [y] of distribution) {
        const values = RISING.map((scale) => catoniFactor(variance)(scale * mean, bet)(y));
        assert(values.every((value, i) => value > 0 && (i === 0 || value <= values[i - 1]!)));
      }
    }
  }
});
