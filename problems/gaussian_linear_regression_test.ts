/** Gaussian linear regression: what instances are built into, and what the generator spans. */

import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { sample } from "fast-check";
import { float64 } from "../lib/arithmetic/mod.ts";
import { gaussianFourthMoment } from "../lib/statistics/mod.ts";
import {
  gaussianLinearRegression,
  gaussianLinearRegressionInstances,
  type OrthogonalDescription,
  orthogonalRows,
  sampleMoments,
  spectralFormRows,
} from "./gaussian_linear_regression.ts";

const identity = "identity";

Deno.test("Σ, its powers and M, by hand", () => {
  // H((1, −1)) swaps the coordinates, so that Σ = diag(1, 4), and M's first axis is the second.
  const problem = gaussianLinearRegression({
    covariance: { eigenvalues: [4, 1], basis: { kind: "reflections", vectors: [[1, -1]] } },
    error: { eigenvalues: [9], basis: identity },
  });
  assertEquals([problem.dimension, problem.conditionNumber], [2, 4]);
  assertEquals(problem.covariancePower(1), [[1, 0], [0, 4]]);
  assertEquals(problem.covariancePower(-0.5), [[1, 0], [0, 0.5]]);
  assertEquals(problem.errors, [[0, 3]]);
  assertEquals(problem.secondMoment, [[0, 0], [0, 9]]);
  assertEquals(problem.basis("identity"), [[1, 0], [0, 1]]);
  assertEquals(problem.basis("eigenbasis"), [[0, 1], [1, 0]]);
});

Deno.test("too many eigenvalues are refused", () => {
  assertThrows(
    () => spectralFormRows(1, { eigenvalues: [1, 2], basis: identity }),
    RangeError,
    "has no 2 eigenvalues",
  );
});

Deno.test("Haar bases have the determinant that they name", () => {
  for (const determinant of [1, -1] as const) {
    const [[a, b], [c, d]] = orthogonalRows(2, { kind: "haar", seed: 4, determinant }) as [
      [number, number],
      [number, number],
    ];
    assertAlmostEquals(a * d - b * c, determinant, 1e-12);
    assertAlmostEquals(a * b + c * d, 0, 1e-12);
  }
});

Deno.test("the moments of a sample are those of the closed form", () => {
  for (const instance of sample(gaussianLinearRegressionInstances(), { seed: 2, numRuns: 40 })) {
    const problem = gaussianLinearRegression(instance);
    const [covariance, root] = [1, 0.5].map((power) =>
      float64.matrix(problem.covariancePower(power))
    );
    const m = float64.matrix(problem.secondMoment);
    const { second, fourth } = sampleMoments(float64, root!, m);
    const closed = gaussianFourthMoment(float64, covariance!, m);
    const difference = float64.norm(float64.subtract(fourth, closed));
    assert(difference <= 1e-11 * float64.norm(closed));
    assert(float64.norm(float64.subtract(second, covariance!)) <= 1e-11 * float64.norm(second));
  }
});

function kindOf(basis: OrthogonalDescription): string {
  if (basis === "identity") return basis;
  return basis.kind === "haar"
    ? `Haar, determinant ${basis.determinant}`
    : `${basis.vectors.length} reflection(s)`;
}

Deno.test("instances span dimensions, condition numbers, ranks and bases", () => {
  const drawn = sample(gaussianLinearRegressionInstances(), { seed: 1, numRuns: 600 });
  const spread = drawn.map(({ covariance, error }) => {
    const { eigenvalues, basis } = covariance;
    return {
      dimension: eigenvalues.length,
      condition: Math.max(...eigenvalues) / Math.min(...eigenvalues),
      rank: error.eigenvalues.length,
      kind: kindOf(basis),
    };
  });
  assert(spread.some(({ dimension }) => dimension === 1));
  assert(spread.some(({ dimension }) => dimension > 28));
  assert(spread.some(({ condition }) => condition > 1e5));
  assert(spread.every(({ condition }) => condition <= 1.001e6));
  assert(spread.some(({ rank, dimension }) => rank === 1 && dimension > 4));
  assert(spread.some(({ rank, dimension }) => rank === dimension && dimension > 4));
  assert(spread.every(({ rank, dimension }) => rank <= dimension));
  const kinds = new Set(spread.map(({ kind }) => kind));
  assertEquals(kinds.size, 5, [...kinds].join("; "));
});
