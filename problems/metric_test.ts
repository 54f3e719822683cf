/** Metrics: powers, kinds, errors. */

import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { float64 } from "../lib/arithmetic/mod.ts";
import { withEigenvalues } from "../lib/linalg/mod.ts";
import { orthogonalRows } from "./gaussian_linear_regression.ts";
import {
  fitMetric,
  metric,
  type MetricDescription,
  metricDescriptions,
  metricStep,
} from "./metric.ts";

const product = (a: number[][], b: number[][]) =>
  float64.toRows(float64.multiply(float64.matrix(a), float64.matrix(b)));

function assertNear(
  actual: readonly (readonly number[])[],
  expected: readonly (readonly number[])[],
  tolerance: number,
): void {
  for (const [i, row] of actual.entries()) {
    for (const [j, entry] of row.entries()) {
      const error = Math.abs(entry - expected[i]![j]!);
      assert(error <= tolerance, `entry ${i}, ${j}: ${entry} is not ${expected[i]![j]}`);
    }
  }
}

Deno.test("a metric's powers multiply as numbers do", () => {
  fc.assert(
    fc.property(metricDescriptions(6, { dampedHessian: true }), (drawn) => {
      const description = fitMetric(drawn, 4);
      const hessian = withEigenvalues(
        [3, 1, 0.5, 0],
        orthogonalRows(4, { kind: "haar", seed: 1, determinant: 1 }),
      );
      const built = metric(description, 4, hessian);
      const m = built.power(1);
      const largest = Math.max(...built.eigenvalues);
      const root = built.power(0.5);
      assertNear(product(root, root), m, 1e-14 * largest);
      const inverseRoot = built.power(-0.5);
      assertNear(
        product(product(inverseRoot, m), inverseRoot),
        withEigenvalues([1, 1, 1, 1]),
        1e-9,
      );
      assertNear(product(built.power(-1), m), withEigenvalues([1, 1, 1, 1]), 1e-9);
    }),
    { seed: 3, numRuns: 200 },
  );
});

Deno.test("the spectral preconditioner of §4.1 is I + U(T − I)Uᵀ", () => {
  const description: MetricDescription = {
    kind: "lowRank",
    values: [4, 9],
    basis: { kind: "reflections", vectors: [[1, 2, 2]] },
  };
  // H = I − (2/9)vvᵀ; its first columns are (7, −4, −4)/9 and (−4, 1, −8)/9.
  const u = [[7, -4], [-4, 1], [-4, -8]].map((row) => row.map((x) => x / 9));
  const expected = u.map((row, i) =>
    u.map((other, j) => (i === j ? 1 : 0) + 3 * row[0]! * other[0]! + 8 * row[1]! * other[1]!)
  );
  assertNear(metric(description, 3).power(1), expected, 1e-14);
});

Deno.test("a damped Hessian adds its damping to the spectrum", () => {
  const { eigenvalues, conditionNumber } = metric({ kind: "dampedHessian", damping: 1 }, 2, [
    [2, 1],
    [1, 2],
  ]);
  assertNear([eigenvalues.toSorted((a, b) => a - b)], [[2, 4]], 1e-15);
  assert(Math.abs(conditionNumber - 2) < 1e-14);
});

Deno.test("a step in a metric goes from several points at once, by a size of its own each time", () => {
  // M = [[2, 1], [1, 2]] takes (1, 0) to (2, 1) and (0, 1) to (1, 2).
  const built = metric({ kind: "dampedHessian", damping: 1 }, 2, [[1, 1], [1, 1]]);
  const step = metricStep(float64, built);
  const points = float64.matrix([[5, 5], [7, 7]]);
  const gradients = float64.matrix([[2, 1], [1, 2]]);
  assertNear(float64.toRows(step(points, gradients, 1)), [[4, 5], [7, 6]], 1e-14);
  assertNear(float64.toRows(step(points, gradients, 0.5)), [[4.5, 5], [7, 6.5]], 1e-14);
});

Deno.test("all kinds are drawn, and shrink to the identity", () => {
  const drawn = fc.sample(metricDescriptions(3, { dampedHessian: true }), { seed: 1, numRuns: 99 });
  assertEquals(new Set(drawn.map(({ kind }) => kind)).size, 5);
  const { counterexample } = fc.check(fc.property(metricDescriptions(3), () => false), { seed: 2 });
  assertEquals(counterexample, [{ kind: "identity" }]);
});

Deno.test("what is no metric is told", () => {
  assertThrows(
    () => metric({ kind: "diagonal", entries: [1, -1] }, 2),
    RangeError,
    'a metric of kind "diagonal" has the eigenvalue -1: M must be positive definite',
  );
  assertThrows(
    () => metric({ kind: "diagonal", entries: [1] }, 2),
    RangeError,
    "1 entries do not make a metric on R^2: give 2",
  );
  assertThrows(
    () => metric({ kind: "lowRank", values: [1, 2, 3], basis: "identity" }, 2),
    RangeError,
    "3 values do not make a metric on R^2: give at most 2",
  );
  assertThrows(
    () => metric({ kind: "dampedHessian", damping: 1 }, 2),
    RangeError,
    "needs the Hessian: give its rows",
  );
  assertThrows(
    () => metric({ kind: "hessian" } as unknown as MetricDescription, 2),
    RangeError,
    'there is no metric of the kind "hessian"',
  );
});
