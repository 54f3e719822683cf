import { assertAlmostEquals, assertEquals } from "@std/assert";
import { float64 } from "../arithmetic/mod.ts";
import { spectralNorm } from "./mod.ts";
import { check, knownMatrix, testOnBoth } from "./shared_test.ts";

Deno.test("spectralNorm() of hand-worked matrices", () => {
  const u = float64.unitRoundoff;
  assertAlmostEquals(spectralNorm(float64, float64.vector([3, 4])), 5, 20 * u);
  assertAlmostEquals(spectralNorm(float64, float64.matrix([[2, 1], [1, 2]])), 3, 12 * u);
  // The golden ratio: the eigenvalues of AᵀA = [[1, 1], [1, 2]] are its square and inverse square.
  const shear = float64.matrix([[1, 1], [0, 1]]);
  assertAlmostEquals(spectralNorm(float64, shear), (1 + Math.sqrt(5)) / 2, 8 * u);
  assertEquals(spectralNorm(float64, float64.zeros(3, 2)), 0);
});

testOnBoth(
  "spectralNorm() is the largest singular value that a matrix was made with",
  (arithmetic) => {
    check(arithmetic, knownMatrix(1), ({ values: [largest], rows }) => {
      const error = 100 * arithmetic.unitRoundoff * largest!;
      assertAlmostEquals(spectralNorm(arithmetic, arithmetic.matrix(rows)), largest!, error);
    });
  },
);
