import { assert, assertEquals, assertLessOrEqual, assertThrows } from "@std/assert";
import { sample } from "fast-check";
import {
  magnitude,
  nonzeroNumber,
  nonzeroVector,
  realNumber,
  spectrum,
  vectorOf,
} from "./arbitraries.ts";
import { simplerNumbers } from "../lib/fast_check/simpler_numbers.ts";
import { shrunk } from "./shared_test.ts";

const options = { numRuns: 3000, seed: 1 };

function isOrdinary(x: number): boolean {
  return Number.isFinite(x) && !Object.is(x, -0) && (x === 0 || Math.abs(x) >= 2 ** -1022);
}

function digitsOf(x: number): number {
  return x.toExponential().split("e")[0]!.replace(/[-.]/g, "").length;
}

Deno.test("realNumber keeps to its interval and mixes simple numbers with full precision", () => {
  for (const [minimum, maximum] of [[-10, 10], [0, 1], [-3, -2], [0.25, 0.5], [7, 7]] as const) {
    const numbers = sample(realNumber({ minimum, maximum }), options);
    assert(numbers.every((x) => isOrdinary(x) && x >= minimum && x <= maximum));
  }
  const numbers = sample(realNumber(), options);
  const share = (has: (x: number) => boolean) => numbers.filter(has).length / numbers.length;
  assert(share(Number.isInteger) > 0.3 && share(Number.isInteger) < 0.8);
  assert(share((x) => digitsOf(x) > 10) > 0.15);
  assert(share((x) => digitsOf(x) > 1 && digitsOf(x) <= 3) > 0.1);
  assert(share((x) => x < 0) > 0.3 && share((x) => x === 0) > 0.02);
  assert(share((x) => x !== 0 && Math.abs(x) < 0.1) > 0.05);
});

Deno.test("realNumber leaves 0 out on request", () => {
  for (const [minimum, maximum] of [[-10, 10], [-1, 0], [0, 1]] as const) {
    const numbers = sample(realNumber({ minimum, maximum, nonzero: true }), options);
    assert(numbers.every((x) => x !== 0 && x >= minimum && x <= maximum));
  }
});

Deno.test("magnitude is log-uniform between its bounds", () => {
  const numbers = sample(magnitude({ minimum: 1e-3, maximum: 1e3 }), options);
  assert(numbers.every((x) => isOrdinary(x) && x >= 1e-3 && x <= 1e3));
  for (const decade of [-3, -2, -1, 0, 1, 2]) {
    const share = numbers.filter((x) => x >= 10 ** decade && x < 10 ** (decade + 1)).length /
      numbers.length;
    // 1/6 each, with a standard deviation of 0.007.
    assert(Math.abs(share - 1 / 6) < 0.04, `decade ${decade}: ${share}`);
  }
  assert(numbers.some((x) => digitsOf(x) > 10) && numbers.some((x) => digitsOf(x) === 1));
});

Deno.test("magnitude spans bounds whose ratio overflows", () => {
  const numbers = sample(magnitude({ minimum: 1e-300, maximum: 1e300 }), options);
  assert(numbers.every((x) => x >= 1e-300 && x <= 1e300));
  for (const third of [1e-300, 1e-100, 1e100]) {
    const share = numbers.filter((x) => x >= third && x < third * 1e200).length / numbers.length;
    assert(Math.abs(share - 1 / 3) < 0.06, `from ${third}: ${share}`);
  }
});

Deno.test("nonzeroNumber has both signs, nonzeroVector is not zero, vectorOf has its length", () => {
  const numbers = sample(nonzeroNumber({ minimum: 0.5, maximum: 2 }), options);
  assert(numbers.every((x) => Math.abs(x) >= 0.5 && Math.abs(x) <= 2));
  assert(numbers.some((x) => x < 0) && numbers.some((x) => x > 0));
  for (const vector of sample(nonzeroVector(1, 3), options)) {
    assert(vector.some((x) => x !== 0) && vector.length >= 1 && vector.length <= 3);
  }
  assert(sample(vectorOf(5), options).every(({ length }) => length === 5));
});

Deno.test("spectrum respects scale and condition number, repeats values and uses the whole range", () => {
  const spectra = sample(
    spectrum(4, { maximumConditionNumber: 1e4, minimum: 0.1, maximum: 10 }),
    options,
  );
  const conditions = spectra.map((s) => Math.max(...s) / Math.min(...s));
  assertLessOrEqual(Math.max(...conditions), 1e4 * (1 + 1e-12));
  assert(spectra.every((s) => s.every((x) => x > 0 && x <= 10)));
  assert(conditions.filter((c) => c > 1e3).length > 100);
  assert(conditions.filter((c) => c === 1).length > 50);
  assert(spectra.filter((s) => new Set(s).size < 4).length > 1000);
  assert(spectra.filter((s) => new Set(s).size === 4).length > 100);
});

Deno.test("arbitraries reject impossible ranges", () => {
  assertThrows(() => realNumber({ minimum: 1, maximum: 0 }), RangeError, "[1, 0]");
  assertThrows(() => realNumber({ maximum: Infinity }), RangeError, "finite");
  assertThrows(() => realNumber({ minimum: 0, maximum: 0, nonzero: true }), RangeError, "[0, 0]");
  assertThrows(() => magnitude({ minimum: 0 }), RangeError, "positive");
  assertThrows(() => nonzeroNumber({ minimum: 2, maximum: 1 }), RangeError, "in order");
  assertThrows(() => spectrum(3, { maximumConditionNumber: 0.5 }), RangeError, "1 or more");
});

Deno.test("simplerNumbers only offers what reads more easily, so that shrinking ends", () => {
  assertEquals(simplerNumbers(0), []);
  assertEquals(simplerNumbers(1), [0]);
  assertEquals(simplerNumbers(-2).slice(0, 4), [0, 1, -1, 2]);
  for (const start of [...sample(realNumber(), options), 1e-300, -1.7e308, 123.456]) {
    // Always taking the last offer is the slowest descent.
    let x = start;
    let steps = 0;
    for (; x !== 0; steps++) {
      x = simplerNumbers(x).at(-1)!;
      assert(isOrdinary(x));
    }
    assertLessOrEqual(steps, 1000);
  }
});

Deno.test("numbers shrink to 0, to 1, and to the simplest number that still fails", () => {
  assertEquals(shrunk(realNumber(), () => true).value, 0);
  assertEquals(shrunk(realNumber(), (x) => x !== 0).value, 1);
  assertEquals(shrunk(realNumber(), (x) => x < 0).value, -1);
  assertEquals(shrunk(realNumber(), (x) => x > 1.37).value, 2);
  const between = shrunk(realNumber(), (x) => x > 1.37 && x < 1.9).value;
  assertEquals(String(between).length, 3, `${between} has more than two digits`);
  assertEquals(shrunk(magnitude(), () => true).value, 1);
  assertEquals(shrunk(magnitude({ minimum: 10, maximum: 1e6 }), () => true).value, 10);
  assertEquals(shrunk(magnitude(), (x) => x > 40).value, 50);
  assertEquals(shrunk(magnitude(), (x) => x < 0.02).value, 0.01);
  assertEquals(shrunk(nonzeroNumber(), () => true).value, 1);
  assertEquals(shrunk(vectorOf(3), (v) => v[1]! > 2).json, "[0,3,0]");
  const wide = shrunk(spectrum(3), (s) => Math.max(...s) > 50 * Math.min(...s)).value;
  assertEquals(wide.toSorted(), [0.01, 1, 1]);
});
