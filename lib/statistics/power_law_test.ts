import { assert, assertAlmostEquals, assertThrows } from "@std/assert";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { standardNormal } from "../linalg/mod.ts";
import { fitPowerLaw, residualsLookLinear } from "./power_law.ts";

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

Deno.test("residualsLookLinear tells power laws from what bends", () => {
  const looksLinear = (law: (x: number) => number) =>
    residualsLookLinear(fitPowerLaw(GRID, GRID.map(law)));
  for (const exponent of [-3, -0.5, 0, 1, 1.7, 12]) {
    for (const factor of [1e-30, 1, 7e20]) assert(looksLinear((x) => factor * x ** exponent));
  }
  assert(!looksLinear((x) => x ** 2 + x));
  assert(!looksLinear((x) => x * Math.log(x)));
  assert(!looksLinear(Math.exp));
});

Deno.test("the curvature is the coefficient of log² x, with an interval that misses as seldom as it says", () => {
  const bent = fitPowerLaw(GRID, GRID.map((x) => x ** 2 * Math.exp(0.3 * Math.log(x) ** 2)));
  assertAlmostEquals(bent.curvature.coefficient, 0.3, 1e-12);
  const random = xoroshiro128plus(6);
  let missed = 0;
  let noticed = 0;
  for (let run = 0; run < 2000; run++) {
    const noise = GRID.map(() => Math.exp(0.05 * standardNormal(random)));
    const straight = fitPowerLaw(GRID, GRID.map((x, i) => x ** 2 * noise[i]!), 0.05);
    if (!residualsLookLinear(straight)) missed++;
    const curved = GRID.map((x, i) => x ** 2 * Math.exp(0.3 * Math.log(x) ** 2) * noise[i]!);
    if (!residualsLookLinear(fitPowerLaw(GRID, curved, 0.05))) noticed++;
  }
  // Binomial(2000, 0.05): mean 100, standard deviation 9.7; six of them on either side.
  assert(missed > 42 && missed < 158, `${missed} of 2000 missed`);
  assert(noticed > 1900, `${noticed} of 2000 noticed`);
});

Deno.test("fitPowerLaw refuses what it cannot fit", () => {
  assertThrows(() => fitPowerLaw([1, 2, 3], [1, 2, 3]), RangeError, "5 points");
  assertThrows(() => fitPowerLaw(GRID, GRID.map(() => 0)), RangeError, "positive");
  assertThrows(() => fitPowerLaw(GRID.toReversed(), GRID), RangeError, "ascending");
});
