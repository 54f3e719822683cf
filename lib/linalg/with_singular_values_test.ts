import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { float64 } from "../arithmetic/mod.ts";
import { withSingularValues } from "./mod.ts";
import { assertClose, check, knownMatrix } from "./shared_test.ts";

Deno.test("withSingularValues() is diagonal by default", () => {
  assertEquals(withSingularValues(2, 3, [2, 5]), [[2, 0, 0], [0, 5, 0]]);
  assertEquals(withSingularValues(3, 2, [2]), [[2, 0], [0, 0], [0, 0]]);
  assertEquals(withSingularValues(1, 2, []), [[0, 0]]);
});

Deno.test("withSingularValues() of hand-worked singular vectors", () => {
  const turn = [[0, -1], [1, 0]];
  // Columns of `turn`: u₁ = (0, 1), u₂ = (−1, 0).
  assertEquals(withSingularValues(2, 2, [2, 3], turn), [[0, -3], [2, 0]]);
  assertEquals(withSingularValues(2, 2, [2, 3], undefined, turn), [[0, 2], [-3, 0]]);
  assertEquals(withSingularValues(1, 2, [2], [[-1]], turn), [[0, -2]]);
});

Deno.test("withSingularValues() is U Σ Vᵀ and has the given singular values", () => {
  check(float64, knownMatrix(0), ({ n, m, values, left, right, rows }) => {
    const error = 100 * float64.unitRoundoff * (values[0] ?? 0);
    const a = float64.matrix(rows);
    const sigma = float64.matrix(withSingularValues(n, m, values));
    const product = float64.multiply(
      float64.multiply(float64.matrix(left), sigma),
      float64.transpose(float64.matrix(right)),
    );
    assertClose(float64, a, product, error, "U Σ Vᵀ");
    float64.singularValueDecomposition(a).s
      .forEach((value, i) => assertAlmostEquals(value, values[i] ?? 0, error));
  });
});

Deno.test("withSingularValues() rejects impossible arguments", () => {
  assertThrows(() => withSingularValues(0, 1, []), RangeError, "rows");
  assertThrows(() => withSingularValues(1, 1.5, []), RangeError, "columns");
  assertThrows(() => withSingularValues(1, 2, [1, 1]), RangeError, "no 2 singular values");
  assertThrows(() => withSingularValues(1, 1, [-1]), RangeError, "at least 0");
  assertThrows(() => withSingularValues(1, 1, [NaN]), RangeError, "finite");
  assertThrows(() => withSingularValues(2, 1, [1], [[1]]), RangeError, "left must be 2×2");
  assertThrows(() => withSingularValues(1, 2, [1], [[1]], [[1]]), RangeError, "right must be 2×2");
  assertThrows(() => withSingularValues(1, 1, [1], [[NaN]]), RangeError, "left");
});
