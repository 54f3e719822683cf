import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { float64 } from "../arithmetic/mod.ts";
import { withEigenvalues } from "./mod.ts";
import { assertClose, check, orthogonal, vector } from "./shared_test.ts";

Deno.test("withEigenvalues() of hand-worked bases", () => {
  assertEquals(withEigenvalues([2, -3]), [[2, 0], [0, -3]]);
  assertEquals(withEigenvalues([2, -3], [[0, -1], [1, 0]]), [[-3, 0], [0, 2]]);
  const root = Math.SQRT1_2;
  const a = float64.matrix(withEigenvalues([1, 3], [[root, root], [-root, root]]));
  assertClose(float64, a, float64.matrix([[2, 1], [1, 2]]), 8 * float64.unitRoundoff, "2×2");
});

const instances = fc.integer({ min: 1, max: 6 })
  .chain((n) => fc.record({ eigenvalues: vector(n), basis: orthogonal(n) }));

Deno.test("withEigenvalues() is symmetric to the last bit and has the given eigenpairs", () => {
  check(float64, instances, ({ eigenvalues, basis }) => {
    const rows = withEigenvalues(eigenvalues, basis);
    const a = float64.matrix(rows);
    assertEquals(rows, float64.toRows(float64.transpose(a)));
    const q = float64.matrix(basis);
    const error = 100 * float64.unitRoundoff * Math.max(...eigenvalues.map(Math.abs));
    const images = float64.multiply(q, float64.diagonal(eigenvalues));
    assertClose(float64, float64.multiply(a, q), images, error, "A Q = Q Λ");
    const ascending = eigenvalues.toSorted((x, y) => x - y);
    float64.symmetricEigendecomposition(a).values
      .forEach((value, i) => assertAlmostEquals(value, ascending[i]!, error));
  });
});

Deno.test("withEigenvalues() rejects impossible arguments", () => {
  assertThrows(() => withEigenvalues([]), RangeError, "at least 1");
  assertThrows(() => withEigenvalues([Infinity]), RangeError, "finite");
  assertThrows(() => withEigenvalues([1, 2], [[1]]), RangeError, "basis must be 2×2");
  assertThrows(() => withEigenvalues([1], [[NaN]]), RangeError, "basis");
});
