import { assertEquals, assertGreaterOrEqual } from "@std/assert";
import fc from "fast-check";
import { float64 } from "../arithmetic/mod.ts";
import { inverseRoot, polarFactor, withSingularValues } from "./mod.ts";
import {
  assertClose,
  check,
  conditionNumber,
  knownMatrix,
  testOnBoth,
  vector,
} from "./shared_test.ts";

testOnBoth("polarFactor() of hand-worked matrices", (arithmetic) => {
  const { unitRoundoff: u } = arithmetic;
  const rotation = polarFactor(arithmetic, arithmetic.matrix([[0, -2], [3, 0]]));
  assertClose(arithmetic, rotation, arithmetic.matrix([[0, 1], [-1, 0]]), 8 * u, "quarter turn");
  const row = polarFactor(arithmetic, arithmetic.vector([3, 4]));
  assertClose(arithmetic, row, arithmetic.matrix([[0.6, 0.8]]), 8 * u, "the normalized row");
});

testOnBoth("polarFactor() of a zero matrix, and of rank 0, is zero", (arithmetic) => {
  for (
    const factor of [
      polarFactor(arithmetic, arithmetic.zeros(2, 3)),
      polarFactor(arithmetic, arithmetic.matrix([[1, 2, 3], [4, 5, 6]]), { rank: 0 }),
    ]
  ) assertEquals(arithmetic.toRows(factor), [[0, 0], [0, 0], [0, 0]]);
});

testOnBoth(
  "polarFactor() is V Uᵀ over the singular vectors that a matrix was made with",
  (arithmetic) => {
    check(arithmetic, knownMatrix(1), ({ n, m, values, left, right, rows }) => {
      const expected = withSingularValues(m, n, values.map(() => 1), right, left);
      // The polar factor of a matrix on its range is as sensitive as 1/σ_r (Higham 2008, §8.1).
      const error = 100 * arithmetic.unitRoundoff * conditionNumber(values);
      const actual = polarFactor(arithmetic, arithmetic.matrix(rows));
      assertClose(arithmetic, actual, arithmetic.matrix(expected), error, "V Uᵀ");
    });
  },
);

testOnBoth("polarFactor() satisfies what defines it", (arithmetic) => {
  check(arithmetic, knownMatrix(0), ({ m, n, values, rows }) => {
    const a = arithmetic.matrix(rows);
    const q = polarFactor(arithmetic, a);
    const { multiply, transpose, unitRoundoff: u } = arithmetic;
    const norm = values[0] ?? 0;
    assertEquals(arithmetic.shape(q), [m, n]);

    const isometry = multiply(multiply(q, transpose(q)), q);
    assertClose(arithmetic, isometry, q, 100 * u, "Q Qᵀ Q = Q");
    const qa = multiply(q, a);
    const aq = multiply(a, q);
    assertClose(arithmetic, qa, transpose(qa), 100 * u * norm, "Q A is symmetric");
    assertClose(arithmetic, aq, transpose(aq), 100 * u * norm, "A Q is symmetric");
    const [smallest] = arithmetic.symmetricEigendecomposition(qa).values;
    assertGreaterOrEqual(smallest!, -100 * u * norm, "Q A is positive semidefinite");
    const gram = multiply(transpose(a), a);
    assertClose(arithmetic, multiply(qa, qa), gram, 200 * u * norm ** 2, "(Q A)² = AᵀA");
    const restored = multiply(transpose(q), qa);
    assertClose(arithmetic, restored, a, 200 * u * norm, "QᵀQ A = A");
  });
});

Deno.test("polarFactor() applied to F is ((AᵀA)^†)^{1/2} Aᵀ F", () => {
  const instances = knownMatrix(1)
    .chain((known) => fc.record({ known: fc.constant(known), residual: vector(known.n) }));
  check(float64, instances, ({ known: { values, rows }, residual }) => {
    const a = float64.matrix(rows);
    const f = float64.vector(residual);
    const transposed = float64.transpose(a);
    const root = inverseRoot(float64, float64.multiply(transposed, a), 0.5, {
      rank: values.length,
    });
    const expected = float64.multiply(root, float64.multiply(transposed, f));
    // Forming AᵀA squares the condition number.
    const error = 100 * float64.unitRoundoff * conditionNumber(values) ** 2 * float64.norm(f);
    const actual = float64.multiply(polarFactor(float64, a), f);
    assertClose(float64, actual, expected, error, "the SPGD direction");
  });
});

Deno.test("polarFactor() keeps the leading part of the given rank", () => {
  const factor = polarFactor(float64, float64.diagonal([3, 2, 1]), { rank: 2 });
  assertClose(float64, factor, float64.diagonal([1, 1, 0]), 8 * float64.unitRoundoff, "rank 2");
});
