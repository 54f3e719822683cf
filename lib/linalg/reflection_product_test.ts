import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { determinant, Matrix } from "ml-matrix";
import { float64 } from "../arithmetic/mod.ts";
import { reflectionProduct } from "./mod.ts";
import { assertClose, assertOrthonormal, check, vector } from "./shared_test.ts";

Deno.test("reflectionProduct() of hand-worked vectors", () => {
  assertEquals(reflectionProduct(2, []), [[1, 0], [0, 1]]);
  assertEquals(reflectionProduct(2, [[3, 0]]), [[-1, 0], [0, 1]]);
  assertEquals(reflectionProduct(2, [[1, -1]]), [[0, 1], [1, 0]]);
  assertEquals(reflectionProduct(1, [[-5]]), [[-1]]);
  assertEquals(reflectionProduct(3, [[0, 0, 0]]), [[1, 0, 0], [0, 1, 0], [0, 0, 1]]);
});

Deno.test("reflectionProduct() multiplies from left to right", () => {
  // diag(−1, 1) times the exchange of the axes.
  assertEquals(reflectionProduct(2, [[1, 0], [1, -1]]), [[0, -1], [1, 0]]);
  assertEquals(reflectionProduct(2, [[1, -1], [0, 0], [1, 0]]), [[0, 1], [-1, 0]]);
});

const lists = fc.integer({ min: 1, max: 6 }).chain((n) =>
  fc.record({ n: fc.constant(n), vectors: fc.array(vector(n), { maxLength: 5 }) })
);

Deno.test("reflectionProduct() is orthogonal, with the determinant of its reflections", () => {
  check(float64, lists, ({ n, vectors }) => {
    const q = float64.matrix(reflectionProduct(n, vectors));
    assertOrthonormal(float64, q, 100);
    assertAlmostEquals(
      determinant(new Matrix(float64.toRows(q))),
      (-1) ** vectors.length,
      100 * float64.unitRoundoff,
    );
  });
});

Deno.test("reflectionProduct() is the product of I − 2vvᵀ/‖v‖²", () => {
  check(float64, lists, ({ n, vectors }) => {
    const expected = vectors.reduce((product, entries) => {
      const v = float64.vector(entries);
      const outer = float64.multiply(v, float64.transpose(v));
      const reflection = float64.subtract(
        float64.identity(n),
        float64.scale(2 / float64.dot(v, v), outer),
      );
      return float64.multiply(product, reflection);
    }, float64.identity(n));
    const actual = float64.matrix(reflectionProduct(n, vectors));
    assertClose(float64, actual, expected, 100 * float64.unitRoundoff, "the product");
  });
});

Deno.test("reflectionProduct() does not mind the length of its vectors", () => {
  for (const scale of [1e-300, 1e300, 5e-324]) {
    assertEquals(reflectionProduct(2, [[scale, -scale]]), [[0, 1], [1, 0]]);
  }
});

Deno.test("reflectionProduct() rejects impossible arguments", () => {
  assertThrows(() => reflectionProduct(0, []), RangeError, "n must");
  assertThrows(() => reflectionProduct(2.5, []), RangeError, "n must");
  assertThrows(() => reflectionProduct(2, [[1, 0], [1]]), RangeError, "vector 1");
  assertThrows(() => reflectionProduct(1, [[NaN]]), RangeError, "vector 0");
});
