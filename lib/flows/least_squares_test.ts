import { assertAlmostEquals, assertEquals } from "@std/assert";
import { leastSquares } from "./_least_squares.ts";

const close = (actual: readonly number[], expected: readonly number[], tolerance: number) => {
  assertEquals(actual.length, expected.length);
  expected.forEach((entry, i) => assertAlmostEquals(actual[i]!, entry, tolerance));
};

Deno.test("leastSquares() solves a square system and leaves the matrix as it is", () => {
  const rows = [[0, 2, 1], [1, 1, 0], [3, 0, -1]];
  close(leastSquares(rows)!([7, 3, 0]), [1, 2, 3], 1e-14);
  assertEquals(rows, [[0, 2, 1], [1, 1, 0], [3, 0, -1]]);
});

Deno.test("leastSquares() fits a line", () => {
  // The line 1 + 2x with residuals (1, −2, 1), orthogonal to 1 and x.
  const fit = leastSquares([[1, 0], [1, 1], [1, 2]])!;
  close(fit([2, 1, 6]), [1, 2], 1e-14);
});

Deno.test("leastSquares() keeps the accuracy that the condition of the matrix allows", () => {
  // Columns at an angle of 1e-7: the normal equations would lose them altogether.
  const solve = leastSquares([[1, 1], [0, 1e-7], [0, 1e-7]])!;
  close(solve([3, 2e-7, 2e-7]), [1, 2], 1e-8);
});

Deno.test("leastSquares() finds dependent columns, at any scale", () => {
  for (const scale of [1e-100, 1, 1e100]) {
    assertEquals(leastSquares([[scale, 2 * scale], [3 * scale, 6 * scale]]), null);
    assertEquals(leastSquares([[0, scale], [0, scale]]), null);
    close(leastSquares([[scale, 0], [0, 1e-9 * scale]])!([scale, scale]), [1, 1e9], 1e-6);
  }
  assertEquals(leastSquares([[NaN]]), null);
});
