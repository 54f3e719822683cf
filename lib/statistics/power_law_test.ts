import { assert, assertAlmostEquals, assertThrows } from "@std/assert";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { standardNormal } from "../linalg/mod.ts";
import { fitPowerLaw } from "./power_law.ts";

const GRID = [4, 6, 9, 13.5, 20.25, 30.375, 45.5625];

Deno.test("fitPowerLaw recovers an exact power law", () => {
  const fit = fitPowerLaw(GRID, GRID.map((x) => 3 * x ** 1.7));
  assertAlmostEquals(fit.exponent, 1.7, 1e-12);
  assert(fit.interval < 1e-11);
  assert(fit.largestResidual < 1e-12);
});

Deno.test("fitPowerLaw's interval covers the limit of a law with a correction of lower order", () => {
  // d log y/d log x = (2x² + x)/(x² + x) → 2, but 1.8 at x = 4.
  const fit = fitPowerLaw(GRID, GRID.map((x) => x ** 2 + x));
  assert(fit.exponent < 1.95);
  assert(Math.abs(fit.exponent - 2) <= fit.interval);
  assert(Math.abs(fit.exponent - 1.5) > fit.interval, "the interval must still exclude 1.5");
});

Deno.test("fitPowerLaw's interval misses the exponent of noisy laws as seldom as it says", () => {
  const random = xoroshiro128plus(5);
  let missed = 0;
  for (let run = 0; run < 2000; run++) {
    const y = GRID.map((x) => x ** 2 * Math.exp(0.05 * standardNormal(random)));
    const { exponent, confidence } = fitPowerLaw(GRID, y, 0.05);
    if (Math.abs(exponent - 2) > confidence) missed++;
  }
  // Binomial(2000, 0.05): mean 100, standard deviation 9.7; six of them on either side.
  assert(missed > 42 && missed < 158, `${missed} of 2000 missed`);
});

Deno.test("fitPowerLaw refuses what it cannot fit", () => {
  assertThrows(() => fitPowerLaw([1, 2, 3], [1, 2, 3]), RangeError, "5 points");
  assertThrows(() => fitPowerLaw(GRID, GRID.map(() => 0)), RangeError, "positive");
});
