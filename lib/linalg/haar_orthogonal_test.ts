import { assertAlmostEquals, assertEquals, assertLessOrEqual, assertThrows } from "@std/assert";
import fc from "fast-check";
import { determinant, Matrix } from "ml-matrix";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { float64 } from "../arithmetic/mod.ts";
import { haarOrthogonal, standardNormal } from "./mod.ts";
import { assertOrthonormal, check } from "./shared_test.ts";
import { dkwDistance, hoeffdingRadius, kolmogorovDistance } from "./statistics_test.ts";

const seeded = fc.record({ seed: fc.integer(), n: fc.integer({ min: 1, max: 10 }) });

function sample(seed: number, n: number, sign?: 1 | -1): number[][][] {
  const random = xoroshiro128plus(seed);
  return Array.from({ length: 40_000 }, () => haarOrthogonal(random, n, sign));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function multiply(a: readonly number[][], b: readonly number[][]): number[][] {
  return a.map((row) => b[0]!.map((_, j) => row.reduce((sum, x, k) => sum + x * b[k]![j]!, 0)));
}

Deno.test("haarOrthogonal() is orthogonal", () => {
  check(float64, seeded, ({ seed, n }) => {
    const q = float64.matrix(haarOrthogonal(xoroshiro128plus(seed), n));
    assertEquals(float64.shape(q), [n, n]);
    assertOrthonormal(float64, q, 100);
  });
});

Deno.test("haarOrthogonal() has the determinant that it is conditioned on", () => {
  check(float64, seeded, ({ seed, n }) => {
    for (const sign of [1, -1] as const) {
      const q = haarOrthogonal(xoroshiro128plus(seed), n, sign);
      assertAlmostEquals(determinant(new Matrix(q)), sign, 100 * float64.unitRoundoff);
    }
  });
});

Deno.test("haarOrthogonal() normalizes a vector of normal draws to its first column", () => {
  check(float64, seeded.filter(({ n }) => n > 1), ({ seed, n }) => {
    const random = xoroshiro128plus(seed);
    const draws = Array.from({ length: n }, () => standardNormal(random));
    const q = haarOrthogonal(xoroshiro128plus(seed), n);
    q.forEach((row, i) => {
      assertAlmostEquals(row[0]!, draws[i]! / Math.hypot(...draws), 100 * float64.unitRoundoff);
    });
  });
});

Deno.test("haarOrthogonal() uses the generator alike with and without a determinant", () => {
  check(float64, seeded, ({ seed, n }) => {
    const [free, positive, negative] = [undefined, 1 as const, -1 as const].map((sign) => {
      const random = xoroshiro128plus(seed);
      return { q: haarOrthogonal(random, n, sign), state: random.getState() };
    });
    assertEquals(positive!.state, free!.state);
    assertEquals(negative!.state, free!.state);
    const same = determinant(new Matrix(free!.q)) > 0 ? positive! : negative!;
    assertEquals(free!.q, same.q);
  });
});

Deno.test("haarOrthogonal() has both determinants equally often", () => {
  for (const n of [1, 2, 3]) {
    const signs = sample(n, n).map((q) => Math.sign(determinant(new Matrix(q))));
    assertLessOrEqual(Math.abs(mean(signs)), hoeffdingRadius(signs.length, 2, 1e-6 / 3));
  }
});

Deno.test("haarOrthogonal() has the moments of the Haar measure up to the second", () => {
  const n = 3;
  const draws = sample(4, n).map((q) => q.flat());
  const entries = Array.from({ length: n * n }, (_, i) => i);
  const tests = entries.length + entries.length * (entries.length + 1) / 2;
  const radius = hoeffdingRadius(draws.length, 2, 1e-6 / tests);
  for (const i of entries) {
    assertLessOrEqual(Math.abs(mean(draws.map((q) => q[i]!))), radius, `E q_${i} = 0`);
    for (const j of entries.slice(i)) {
      const expected = i === j ? 1 / n : 0;
      const actual = mean(draws.map((q) => q[i]! * q[j]!));
      assertLessOrEqual(Math.abs(actual - expected), radius, `E q_${i} q_${j} = ${expected}`);
    }
  }
});

// A fixed orthogonal matrix without zeros or symmetries, to rotate the draws by.
const fixed = haarOrthogonal(xoroshiro128plus(5), 3, 1);

Deno.test("haarOrthogonal() makes an entry uniform for n = 3, rotated from either side or not", () => {
  // Archimedes: one coordinate of a uniform point on the sphere is uniform on [−1, 1].
  const views = [
    (q: number[][]) => q,
    (q: number[][]) => multiply(fixed, q),
    (q: number[][]) => multiply(q, fixed),
  ];
  const positions = [[0, 0], [0, 2], [1, 1], [2, 0], [2, 2]] as const;
  const signs = [undefined, 1, -1] as const;
  const delta = 1e-6 / (views.length * positions.length * signs.length);
  signs.forEach((sign, index) => {
    const draws = sample(6 + index, 3, sign);
    for (const view of views) {
      const rotated = draws.map(view);
      for (const [i, j] of positions) {
        const distance = kolmogorovDistance(rotated.map((q) => q[i]![j]!), (x) => (1 + x) / 2);
        assertLessOrEqual(distance, dkwDistance(draws.length, delta), `q_${i}${j}`);
      }
    }
  });
});

Deno.test("haarOrthogonal() with determinant 1 turns by Haar's angle for n = 3, rotated or not", () => {
  // tr Q = 1 + 2 cos θ, where the angle θ from 0 to π has the distribution (θ − sin θ)/π.
  const distribution = (theta: number) => (theta - Math.sin(theta)) / Math.PI;
  const draws = sample(9, 3, 1);
  for (const rotate of [(q: number[][]) => q, (q: number[][]) => multiply(fixed, q)]) {
    const angles = draws.map(rotate).map((q) => {
      const cosine = (q[0]![0]! + q[1]![1]! + q[2]![2]! - 1) / 2;
      return Math.acos(Math.max(-1, Math.min(1, cosine)));
    });
    const distance = kolmogorovDistance(angles, distribution);
    assertLessOrEqual(distance, dkwDistance(draws.length, 1e-6 / 2));
  }
});

Deno.test("haarOrthogonal() with determinant 1 turns by a uniform angle for n = 2", () => {
  const angles = sample(10, 2, 1).map((q) => Math.atan2(q[1]![0]!, q[0]![0]!));
  const distance = kolmogorovDistance(angles, (angle) => (angle + Math.PI) / (2 * Math.PI));
  assertLessOrEqual(distance, dkwDistance(angles.length, 1e-6));
});

Deno.test("haarOrthogonal() rejects an impossible dimension", () => {
  for (const n of [0, -1, 2.5, NaN]) {
    assertThrows(() => haarOrthogonal(xoroshiro128plus(1), n), RangeError, "n must");
  }
});
