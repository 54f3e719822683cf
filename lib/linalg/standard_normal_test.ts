import { assert, assertAlmostEquals, assertEquals, assertLessOrEqual } from "@std/assert";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { standardNormal } from "./mod.ts";
import { dkwDistance, hoeffdingRadius, kolmogorovDistance } from "./statistics_test.ts";

/** Φ(x) = ½ + φ(x) (x + x³/3 + x⁵/(3·5) + ⋯). */
function normalDistribution(x: number): number {
  if (x < -8) return 0;
  if (x > 8) return 1;
  let term = x;
  let sum = x;
  for (let k = 3; Math.abs(term) > 1e-17 * Math.abs(sum); k += 2) sum += term *= x * x / k;
  return 0.5 + sum * Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
}

Deno.test("kolmogorovDistance() of hand-worked draws", () => {
  assertAlmostEquals(kolmogorovDistance([0.5], (x) => x), 0.5);
  assertAlmostEquals(kolmogorovDistance([0.9, 0.1], (x) => x), 0.4);
  assertAlmostEquals(kolmogorovDistance([0.1, 0.2], (x) => x), 0.8);
});

Deno.test("standardNormal() follows the normal distribution", () => {
  const random = xoroshiro128plus(1);
  const draws = Array.from({ length: 200_000 }, () => standardNormal(random));
  const distance = kolmogorovDistance(draws, normalDistribution);
  assertLessOrEqual(distance, dkwDistance(draws.length, 1e-6));
});

Deno.test("standardNormal() draws independently", () => {
  const random = xoroshiro128plus(2);
  const draws = Array.from({ length: 200_000 }, () => standardNormal(random));
  for (const lag of [1, 2]) {
    // Half of the draws as the first of a pair, so that the pairs do not overlap.
    const pairs = draws.flatMap((x, i) =>
      Math.floor(i / lag) % 2 === 0 ? [[x, draws[i + lag]!]] : []
    );
    const mean = (f: (x: number, y: number) => number) =>
      pairs.reduce((sum, [x, y]) => sum + f(x!, y!), 0) / pairs.length;
    const radius = hoeffdingRadius(pairs.length, 2, 1e-6 / 4);
    assertLessOrEqual(Math.abs(mean((x, y) => Math.sign(x * y))), radius, "signs");
    const outer = (x: number) => Math.abs(x) > 0.6744897501960817 ? 1 : -1;
    assertLessOrEqual(Math.abs(mean((x, y) => outer(x) * outer(y))), radius, "magnitudes");
  }
});

Deno.test("standardNormal() is finite for every uniform draw", () => {
  const constant = (bits: number) => ({
    next: () => bits,
    clone: () => constant(bits),
    getState: () => [],
  });
  assertAlmostEquals(standardNormal(constant(0)), 0);
  const extreme = standardNormal(constant(-1));
  assert(Number.isFinite(extreme));
  assertLessOrEqual(Math.abs(extreme), 8.6);
});

Deno.test("standardNormal() advances the generator by the same number of steps", () => {
  for (let seed = 0; seed < 100; seed++) {
    const random = xoroshiro128plus(seed);
    const twin = random.clone();
    standardNormal(random);
    for (let i = 0; i < 4; i++) twin.next();
    assertEquals(random.getState(), twin.getState());
  }
});
