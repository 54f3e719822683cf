/** Gaussian moments: by hand, and the closed forms against the cubature. */

import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { float64 } from "../arithmetic/mod.ts";
import { gaussianCubature, gaussianFourthMoment, secondMomentStep } from "./gaussian_moments.ts";

Deno.test("the fourth moment of one normal number is 3", () => {
  const one = float64.matrix([[1]]);
  assertEquals(float64.toArray(gaussianFourthMoment(float64, one, one)), [3]);
});

for (const d of [1, 2, 3, 4, 5, 9, 32]) {
  Deno.test(`the cubature is exact for moments up to the fourth, d = ${d}`, () => {
    const { points, weights } = gaussianCubature(d);
    assertEquals(points.length, d * d + 1);
    const mean = (f: (z: readonly number[]) => number) =>
      points.reduce((sum, z, k) => sum + weights[k]! * f(z), 0);
    assertAlmostEquals(mean(() => 1), 1, 1e-12);
    for (let i = 0; i < Math.min(d, 3); i++) {
      assertAlmostEquals(mean((z) => z[i]! ** 4), 3, 1e-10);
      for (let j = 0; j < i; j++) {
        assertAlmostEquals(mean((z) => z[i]! * z[j]!), 0, 1e-10);
        assertAlmostEquals(mean((z) => z[i]! ** 2 * z[j]! ** 2), 1, 1e-10);
        assertAlmostEquals(mean((z) => z[i]! ** 3 * z[j]!), 0, 1e-10);
      }
    }
  });
}

Deno.test("one step in one dimension: M⁺ = M − 2ηPΣM + η²P²Σ²M(1 + 2/B)", () => {
  const [sigma, p, eta, m] = [2, 3, 0.1, 5];
  for (const batchSize of [1, 4, Infinity]) {
    const step = secondMomentStep(float64, {
      covariance: float64.matrix([[sigma]]),
      preconditioner: float64.matrix([[p]]),
      stepSize: eta,
      batchSize,
    }, float64.matrix([[m]]));
    const x = eta * p * sigma;
    assertAlmostEquals(
      float64.toArray(step)[0]!,
      m * (1 - 2 * x + x * x * (1 + 2 / batchSize)),
      1e-12,
    );
  }
});

Deno.test("a batch of infinitely many samples is the expected gradient", () => {
  const covariance = float64.matrix([[2, 1], [1, 3]]);
  const m = float64.matrix([[1, 2], [2, 4]]);
  const preconditioner = float64.identity(2);
  const options = { covariance, preconditioner, stepSize: 0.25, batchSize: Infinity };
  // Δ = (1, 2): ΣΔ = (4, 7), Δ⁺ = (0, 1/4).
  assertEquals(float64.toArray(secondMomentStep(float64, options, m)), [0, 0, 0, 1 / 16]);
  assert(
    float64.norm(secondMomentStep(float64, { ...options, batchSize: 1 }, m)) > 1 / 16,
  );
});
