import { assert, assertEquals, assertThrows } from "@std/assert";
import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import type { RandomGenerator } from "../linalg/mod.ts";
import { bettingSequence } from "./_betting.ts";
import {
  assertFewAlarms,
  bounded,
  boundedBelow,
  countAlarms,
  type Distribution,
  generator,
  tooManyAlarms,
} from "./shared_test.ts";
import { meanConfidence, meanSequence } from "./mean_sequence.ts";

const RUNS = 10_000;
const LENGTH = 100;

/** Whether a run of LENGTH draws, tested after each of them, ever excludes the true mean. */
function alarmOf({ draw, mean, lower, upper }: Distribution, errorProbability: number) {
  return (random: RandomGenerator): boolean => {
    // The test that meanConfidence stops at, without the interval that it returns in the end.
    const sequence = bettingSequence({ lower, upper, errorProbability });
    sequence.watch(mean);
    for (let n = 0; n < LENGTH; n++) if (sequence.add(draw(random))) return true;
    return false;
  };
}

for (const distribution of [...bounded, ...boundedBelow]) {
  Deno.test(`meanConfidence, peeking at every step, seldom excludes the mean of ${distribution.name}`, () => {
    const alarms = countAlarms(RUNS, alarmOf(distribution, 0.05));
    assertFewAlarms(alarms, RUNS, 0.05);
  });
}

Deno.test("meanConfidence raises no false alarm at 1e-6 in 10,000 runs", () => {
  const alarms = [...bounded, ...boundedBelow].map((distribution) => alarmOf(distribution, 1e-6));
  assertEquals(countAlarms(RUNS, (random, run) => alarms[run % alarms.length]!(random)), 0);
});

Deno.test("meanConfidence's intervals, stopped at the worst moment, seldom miss the mean", () => {
  const runs = 100;
  for (const { draw, mean, lower, upper } of [...bounded, ...boundedBelow]) {
    const alarms = countAlarms(runs, (random) => {
      const { decided, ...interval } = meanConfidence(() => draw(random), {
        lower,
        upper,
        errorProbability: 0.05,
        decide: { threshold: mean, sense: "=" },
        maximumSamples: 100,
      });
      const misses = mean < interval.lower || mean > interval.upper;
      assertEquals(decided === "violated", misses);
      return misses;
    });
    assertFewAlarms(alarms, runs, 0.05);
  }
});

Deno.test("a bare normal approximation fails the same test", () => {
  const failures = [...bounded, ...boundedBelow].filter(({ draw, mean }) => {
    const alarms = countAlarms(RUNS, (random) => {
      let sum = 0;
      let squares = 0;
      for (let n = 1; n <= LENGTH; n++) {
        const x = draw(random) - mean;
        sum += x;
        squares += x * x;
        const deviation = Math.sqrt(Math.max(0, squares - sum * sum / n) / (n - 1));
        // ±1.96 standard errors, after the 30 observations that textbooks ask for.
        if (n >= 30 && Math.abs(sum / n) > 1.96 * deviation / Math.sqrt(n)) return true;
      }
      return false;
    });
    return tooManyAlarms(alarms, RUNS, 0.05);
  });
  assertEquals(failures.length, bounded.length + boundedBelow.length);
});

Deno.test("a bare normal approximation at 1e-6 fails too, and at a fixed sample size", () => {
  // Bernoulli(0.01): 30 failures in a row have the mean 0 with a standard error of 0.
  const { draw, mean } = bounded[0]!;
  const alarms = countAlarms(RUNS, (random) => {
    const sum = Array.from({ length: 30 }, () => draw(random)).reduce((a, b) => a + b, 0);
    const error = Math.sqrt(sum / 30 * (1 - sum / 30) / 30);
    return Math.abs(sum / 30 - mean) > 4.9 * error;
  });
  assert(tooManyAlarms(alarms, RUNS, 0.5));
});

Deno.test("meanConfidence finds a mean 3 % beyond the bound within the stated number of samples", () => {
  const sides = [{ lower: 0, upper: 1 }, { lower: -1, upper: Infinity }];
  for (const [index, sense] of (["<=", ">=", "="] as const).entries()) {
    for (const { lower, upper } of sides) {
      if (upper === Infinity && sense === ">=") continue;
      const threshold = sense === ">=" ? 0.515 : 0.485;
      const stated = Math.ceil(2 * (Math.log(2e6) + 3) / 12 / 0.015 ** 2);
      for (let run = 0; run < 10; run++) {
        const random = generator(1000 * index + run);
        const { decided, samples } = meanConfidence(() => uniformFloat64(random), {
          lower,
          upper,
          decide: { threshold, sense },
          maximumSamples: 4 * stated,
        });
        assertEquals(decided, "violated");
        // The number of observations varies by its own size over the square root of log(1/error).
        assert(samples < 3 * stated, `${samples} samples, about ${stated} stated`);
      }
    }
  }
});

Deno.test("meanConfidence supports a true relation, once the interval is narrow enough", () => {
  const random = generator(3);
  const options = { lower: 0, upper: 1, maximumSamples: 100_000 };
  const draw = () => uniformFloat64(random);
  const slack = meanConfidence(draw, { ...options, decide: { threshold: 0.9, sense: "<=" } });
  assertEquals(slack.decided, "supported");
  assert(slack.upper < 0.9 && slack.mean - slack.lower <= 0.09);
  const fine = { threshold: 0.9, sense: "<=", resolution: 0.01 } as const;
  const narrow = meanConfidence(draw, { ...options, decide: fine });
  assertEquals(narrow.decided, "supported");
  assert(narrow.samples > 10 * slack.samples && narrow.mean - narrow.lower <= 0.009);
  const equal = meanConfidence(draw, { ...options, decide: { threshold: 0.5, sense: "=" } });
  assertEquals([equal.decided, equal.samples], ["supported", 100_000]);
  const tight = meanConfidence(draw, { ...options, decide: { threshold: 0.5, sense: "<=" } });
  assertEquals(tight.decided, "undecided");
});

Deno.test("meanConfidence decides a threshold that no observation can reach, or that is the bound", () => {
  const random = generator(4);
  const options = { lower: 0, upper: 1, maximumSamples: 10_000 };
  const run = (threshold: number, sense: "<=" | ">=") =>
    meanConfidence(() => uniformFloat64(random), { ...options, decide: { threshold, sense } });
  assertEquals(run(-1, "<=").decided, "violated");
  assertEquals(run(0, "<=").decided, "violated");
  assertEquals(run(0, ">=").decided, "supported");
  assertEquals(run(2, "<=").decided, "supported");
  assert(run(0, "<=").samples < 100);
  const zero = meanConfidence(() => 0, { ...options, decide: { threshold: 0, sense: "<=" } });
  assertEquals([zero.decided, zero.lower], ["undecided", 0]);
});

Deno.test("meanSequence narrows, in the units of the observations, and mirrors", () => {
  const random = generator(5);
  const sequence = meanSequence({ lower: 0, upper: 1 });
  const scaled = meanSequence({ lower: -300, upper: 700 });
  const mirrored = meanSequence({ lower: 0, upper: 1 });
  let width = Infinity;
  for (let n = 1; n <= 2000; n++) {
    const x = uniformFloat64(random);
    sequence.add(x);
    scaled.add(-300 + 1000 * x);
    mirrored.add(1 - x);
    if (n % 100 !== 0) continue;
    const { lower, upper, mean, samples } = sequence.interval();
    assert(lower < mean && mean < upper && upper - lower <= width);
    assertEquals(samples, n);
    width = upper - lower;
    const other = scaled.interval();
    assert(Math.abs(other.lower - (-300 + 1000 * lower)) < 1e-3 * 1000 * width);
    assert(Math.abs(other.upper - (-300 + 1000 * upper)) < 1e-3 * 1000 * width);
    const mirror = mirrored.interval();
    assert(Math.abs(mirror.lower - (1 - upper)) < 1e-3 * width);
  }
  // ±6σ/√n at n = 2000.
  assert(width < 14 / Math.sqrt(12 * 2000), `width ${width}`);
});

Deno.test("meanSequence survives a million observations and products beyond any double", () => {
  const sequence = meanSequence({ lower: 0, upper: 1e6 });
  const random = generator(6);
  for (let n = 0; n < 1_000_000; n++) sequence.add(uniformFloat64(random) < 0.5 ? 0.1 : 2.1);
  const { lower, upper } = sequence.interval();
  assert(lower < 1.1 && lower > 1.08, `lower ${lower}`);
  // The bound 10⁶ may hide a mean of 10⁶·log(1/α)/n that was not seen.
  assert(upper > 1.1 && upper < 25, `upper ${upper}`);
});

Deno.test("meanSequence refuses what it was told not to see", () => {
  const sequence = meanSequence({ lower: 0, upper: 1 });
  for (const bad of [-1e-9, 1.0001, NaN, Infinity]) {
    assertThrows(() => sequence.add(bad), RangeError, "is not in [0, 1]");
  }
  assertThrows(() => meanSequence({ lower: 0, upper: Infinity }).add(Infinity), RangeError);
  assertEquals(sequence.samples, 0);
  assertEquals(sequence.interval().lower, 0);
  assertEquals(sequence.interval().upper, 1);
  assertThrows(() => meanSequence({ lower: 1, upper: 1 }), RangeError, "lower < upper");
  assertThrows(() => meanSequence({ lower: -Infinity, upper: Infinity }), RangeError, "finite");
  assertThrows(() => meanSequence({ lower: 0, upper: 1, errorProbability: 0 }), RangeError);
  const options = { lower: 0, upper: 1, maximumSamples: 0 };
  assertThrows(() => meanConfidence(() => 0, options), RangeError, "maximumSamples");
  const relation = { threshold: NaN, sense: "<=" } as const;
  assertThrows(
    () => meanConfidence(() => 0, { ...options, maximumSamples: 1, decide: relation }),
    RangeError,
    "threshold",
  );
});
