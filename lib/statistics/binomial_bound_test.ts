import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { logGamma } from "./_log_gamma.ts";
import { binomialBound, binomialSequence, probabilityConfidence } from "./binomial_bound.ts";
import type { Estimate } from "./estimate.ts";
import { assertFewAlarms, countAlarms, generator } from "./shared_test.ts";

const PROBABILITIES = [1e-4, 0.01, 0.1, 0.3, 0.5, 0.77, 0.95, 0.999];

/** The probabilities of 0, …, trials successes, by adding trial after trial. */
function distribution(trials: number, p: number): number[] {
  let weights = [1];
  for (let n = 0; n < trials; n++) {
    weights = [...weights, 0].map((weight, s) =>
      weight * (1 - p) + (s > 0 ? weights[s - 1]! * p : 0)
    );
  }
  return weights;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

Deno.test("binomialBound solves the exact tail equations", () => {
  for (const trials of [1, 2, 7, 40, 300]) {
    for (const successes of [0, 1, 3, 20, 150, 299, 300].filter((s) => s <= trials)) {
      for (const errorProbability of [0.05, 1e-6, 1e-12]) {
        const { lower, upper } = binomialBound(successes, trials, { errorProbability });
        const tailAbove = sum(distribution(trials, lower).slice(successes));
        const tailBelow = sum(distribution(trials, upper).slice(0, successes + 1));
        if (successes === 0) assertEquals(lower, 0);
        else assertAlmostEquals(tailAbove / (errorProbability / 2), 1, 1e-8);
        if (successes === trials) assertEquals(upper, 1);
        // 1 − upper is known to the rounding of upper only.
        else assertAlmostEquals(tailBelow / (errorProbability / 2), 1, 1e-8 + 1e-14 / (1 - upper));
      }
    }
  }
});

Deno.test("binomialBound has the closed forms of no failure and no success, for a million trials", () => {
  const trials = 1_000_000;
  const least = Math.exp(Math.log(1e-6) / trials);
  const one = { sides: "lower" } as const;
  assertAlmostEquals(binomialBound(trials, trials, one).lower, least, 1e-14);
  const most = -Math.expm1(Math.log(1e-6) / trials);
  const { lower, upper } = binomialBound(0, trials, { sides: "upper" });
  assertAlmostEquals(upper / most, 1, 1e-9);
  assertEquals(lower, 0);
  const half = binomialBound(trials / 2, trials);
  assertAlmostEquals(half.lower + half.upper, 1, 1e-12);
  // 4.9 standard deviations, where the normal approximation is good.
  assertAlmostEquals((half.upper - 0.5) / (4.892 * 0.5e-3), 1, 2e-3);
});

Deno.test("binomialBound misses no more often than stated, exactly, for every p", () => {
  for (const trials of [5, 30, 100]) {
    const intervals = Array.from(
      { length: trials + 1 },
      (_, s) =>
        (["both", "lower", "upper"] as const).map((sides) =>
          binomialBound(s, trials, { errorProbability: 0.05, sides })
        ),
    );
    for (let p = 0.004; p < 1; p += 0.004) {
      const weights = distribution(trials, p);
      for (const side of [0, 1, 2]) {
        const missed = sum(weights.filter((_, s) => {
          const { lower, upper } = intervals[s]![side]!;
          return p < lower || p > upper;
        }));
        assert(missed <= 0.05, `${missed} of p = ${p}, n = ${trials}`);
      }
    }
  }
});

function fixedSize(successes: number, trials: number, errorProbability?: number): Estimate {
  return binomialBound(
    successes,
    trials,
    errorProbability === undefined ? {} : { errorProbability },
  );
}

/** The exact probability that the intervals exclude p at any of the first `most` looks. */
function everExcludes(
  p: number,
  most: number,
  errorProbability: number,
  bound = binomialSequence,
): number {
  let weights = [1];
  let excluded = 0;
  for (let n = 1; n <= most; n++) {
    weights = [...weights, 0].map((weight, s) =>
      weight * (1 - p) + (s > 0 ? weights[s - 1]! * p : 0)
    );
    for (const [s, weight] of weights.entries()) {
      if (weight === 0) continue;
      const { lower, upper } = bound(s, n, errorProbability);
      if (p >= lower && p <= upper) continue;
      excluded += weight;
      weights[s] = 0;
    }
  }
  return excluded;
}

Deno.test("binomialSequence, looked at after every trial, misses no more often than stated, exactly", () => {
  for (const p of [0.01, 0.3, 0.5, 0.95]) {
    const excluded = everExcludes(p, 120, 0.05);
    assert(excluded <= 0.05, `${excluded} for p = ${p}`);
    assert(excluded > 0.001, "the sequence would be useless");
  }
});

Deno.test("a fixed-size interval, looked at after every trial, misses more often, exactly", () => {
  assert(everExcludes(0.3, 120, 0.05, fixedSize) > 0.15);
});

Deno.test("a normal approximation misses more often than stated at a single look, exactly", () => {
  const weights = distribution(100, 0.02);
  const missed = sum(weights.filter((_, s) => {
    const mean = s / 100;
    return Math.abs(mean - 0.02) > 1.96 * Math.sqrt(mean * (1 - mean) / 100);
  }));
  assert(missed > 0.1, `${missed}`);
});

for (const p of PROBABILITIES) {
  Deno.test(`probabilityConfidence, peeking at every step, seldom excludes p = ${p}`, () => {
    for (const [runs, errorProbability] of [[10_000, 0.05], [1250, 1e-6]] as const) {
      const alarms = countAlarms(runs, (random) => {
        const { decided, lower, upper } = probabilityConfidence(
          () => uniformFloat64(random) < p,
          {
            errorProbability,
            decide: { threshold: p, sense: "=" },
            maximumSamples: 300,
          },
        );
        assertEquals(decided === "violated", p < lower || p > upper);
        return decided === "violated";
      });
      if (errorProbability === 1e-6) assertEquals(alarms, 0);
      else assertFewAlarms(alarms, runs, errorProbability);
    }
  });
}

Deno.test("probabilityConfidence finds a probability 5 % beyond the bound", () => {
  for (const [index, p] of [0.05, 0.5, 0.95].entries()) {
    for (let run = 0; run < 10; run++) {
      const random = generator(100 * index + run);
      const threshold = 0.95 * p;
      const { decided, samples } = probabilityConfidence(() => uniformFloat64(random) < p, {
        decide: { threshold, sense: "<=" },
        maximumSamples: 1_000_000,
      });
      assertEquals(decided, "violated");
      // log(1/error), and half of log n for the mixture, over the relative entropy.
      const entropy = p * Math.log(p / threshold) +
        (1 - p) * Math.log((1 - p) / (1 - threshold));
      assert(samples < 3 * (Math.log(1e6) + 6) / entropy, `${samples} samples`);
    }
  }
});

Deno.test("probabilityConfidence decides thresholds that are no probabilities", () => {
  const random = generator(1);
  const run = (threshold: number, sense: "<=" | ">=") =>
    probabilityConfidence(() => uniformFloat64(random) < 0.5, {
      decide: { threshold, sense },
      maximumSamples: 20_000,
    }).decided;
  assertEquals(run(-0.1, "<="), "violated");
  assertEquals(run(0, "<="), "violated");
  assertEquals(run(1.5, "<="), "supported");
  assertEquals(run(1, "<="), "supported");
  assertEquals(run(-0.1, ">="), "supported");
  assertEquals(run(1, ">="), "violated");
});

Deno.test("binomial bounds refuse what makes no sense", () => {
  for (const [s, n] of [[-1, 3], [4, 3], [0.5, 3], [0, 0], [NaN, 3]] as const) {
    assertThrows(() => binomialBound(s, n), RangeError, "make no sense");
    assertThrows(() => binomialSequence(s, n), RangeError, "make no sense");
  }
  assertThrows(() => binomialBound(1, 2, { errorProbability: 2 }), RangeError, "(0, 1)");
});

Deno.test("logGamma is log (n − 1)! at n, and log √π at one half", () => {
  let log = 0;
  for (let n = 2; n <= 10_000; n++) {
    log += Math.log(n - 1);
    assertAlmostEquals(logGamma(n), log, 1e-13 * Math.max(1, log));
  }
  assertAlmostEquals(logGamma(0.5), Math.log(Math.PI) / 2, 1e-14);
  assertAlmostEquals(logGamma(1), 0, 1e-14);
});
