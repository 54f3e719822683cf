import { assert, assertEquals, assertThrows } from "@std/assert";
import type { RandomGenerator } from "../linalg/mod.ts";
import { catoniSequence } from "./_catoni.ts";
import {
  assertFewAlarms,
  bounded,
  countAlarms,
  type Distribution,
  generator,
  tooManyAlarms,
  unbounded,
} from "./shared_test.ts";
import { momentConfidence, momentSequence } from "./moment_bound.ts";

const RUNS = 10_000;
const LENGTH = 100;

/** Whether a run, tested after each draw, ever excludes the true mean. */
function alarmOf({ draw, mean, variance }: Distribution, errorProbability: number, share = 1) {
  return (random: RandomGenerator): boolean => {
    // The test that momentConfidence stops at, without the interval that it returns in the end.
    const sequence = catoniSequence({ variance: share * variance, errorProbability });
    sequence.watch(mean);
    for (let n = 0; n < LENGTH; n++) if (sequence.add(draw(random))) return true;
    return false;
  };
}

for (const distribution of unbounded) {
  Deno.test(`momentConfidence, peeking at every step, seldom excludes the mean of ${distribution.name}`, () => {
    assertFewAlarms(countAlarms(RUNS, alarmOf(distribution, 0.05)), RUNS, 0.05);
  });
}

Deno.test("momentConfidence raises no false alarm at 1e-6 in 10,000 runs", () => {
  const alarms = [...unbounded, ...bounded].map((distribution) => alarmOf(distribution, 1e-6));
  assertEquals(countAlarms(RUNS, (random, run) => alarms[run % alarms.length]!(random)), 0);
});

Deno.test("momentConfidence's intervals, stopped at the worst moment, seldom miss the mean", () => {
  const runs = 100;
  for (const { draw, mean, variance } of unbounded) {
    const alarms = countAlarms(runs, (random) => {
      const { decided, lower, upper } = momentConfidence(() => draw(random), {
        variance,
        errorProbability: 0.05,
        decide: { threshold: mean, sense: "=" },
        maximumSamples: 100,
      });
      assertEquals(decided === "violated", mean < lower || mean > upper);
      return decided === "violated";
    });
    assertFewAlarms(alarms, runs, 0.05);
  }
});

Deno.test("the coverage test notices a variance that is stated too small", () => {
  const runs = 1000;
  const alarms = countAlarms(runs, alarmOf(unbounded[0]!, 0.05, 1 / 4));
  assert(tooManyAlarms(alarms, runs, 0.05), `${alarms} alarms only`);
});

Deno.test("a bare normal approximation fails on the rare large value", () => {
  const { draw, mean } = unbounded.at(-1)!;
  const alarms = countAlarms(RUNS, (random) => {
    const values = Array.from({ length: LENGTH }, () => draw(random));
    const average = values.reduce((a, b) => a + b, 0) / LENGTH;
    const squares = values.reduce((sum, x) => sum + (x - average) ** 2, 0);
    return Math.abs(average - mean) > 4.9 * Math.sqrt(squares / (LENGTH - 1) / LENGTH);
  });
  assert(tooManyAlarms(alarms, RUNS, 0.5), `${alarms} alarms only, at a stated 1e-6`);
});

Deno.test("momentConfidence finds a mean σ/10 beyond the bound within the stated number of samples", () => {
  const stated = Math.ceil(4 * (Math.log(2e6) + 3) * 100);
  for (const { draw, mean, variance } of unbounded.slice(0, 3)) {
    for (const sense of ["<=", ">="] as const) {
      const shift = Math.sqrt(variance) / 10;
      for (let run = 0; run < 10; run++) {
        const random = generator(run);
        const { decided, samples } = momentConfidence(() => draw(random), {
          variance,
          decide: { threshold: sense === "<=" ? mean - shift : mean + shift, sense },
          maximumSamples: 4 * stated,
        });
        assertEquals(decided, "violated");
        assert(samples < 2 * stated, `${samples} samples, about ${stated} stated`);
      }
    }
  }
});

Deno.test("momentSequence is equivariant and narrows", () => {
  const random = generator(2);
  const plain = momentSequence({ variance: 4 });
  const moved = momentSequence({ variance: 400 });
  const { draw } = unbounded[0]!;
  for (let n = 0; n < 1000; n++) {
    const x = draw(random);
    plain.add(x);
    moved.add(50 - 10 * x);
  }
  const { lower, upper, samples } = plain.interval();
  const other = moved.interval();
  assertEquals(samples, 1000);
  const width = upper - lower;
  assert(Math.abs(other.lower - (50 - 10 * upper)) < 0.01 * 10 * width);
  assert(Math.abs(other.upper - (50 - 10 * lower)) < 0.01 * 10 * width);
  assert(lower < 3 && upper > 3 && width < 14 * 2 / Math.sqrt(1000), `width ${width}`);
});

Deno.test("momentSequence refuses what it cannot bound", () => {
  for (const variance of [0, -1, NaN, Infinity]) {
    assertThrows(() => momentSequence({ variance }), RangeError, "variance");
  }
  assertThrows(() => momentSequence({ variance: 1, errorProbability: 1 }), RangeError);
  const sequence = momentSequence({ variance: 1 });
  for (const bad of [NaN, Infinity]) assertThrows(() => sequence.add(bad), RangeError, "finite");
  const { lower, upper, samples } = sequence.interval();
  assertEquals([lower, upper, samples], [-Infinity, Infinity, 0]);
});
