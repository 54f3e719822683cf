import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { float64 } from "../arithmetic/mod.ts";
import { pseudoInverseSolve, withSingularValues } from "./mod.ts";
import {
  assertClose,
  check,
  conditionNumber,
  knownMatrix,
  testOnBoth,
  vector,
} from "./shared_test.ts";

Deno.test("pseudoInverseSolve() of hand-worked systems", () => {
  const u = float64.unitRoundoff;
  const { matrix, vector } = float64;
  const mean = pseudoInverseSolve(float64, vector([1, 1, 1]), vector([1, 2, 6]));
  assertClose(float64, mean, vector([3]), 30 * u, "least squares: the mean");
  const shortest = pseudoInverseSolve(float64, matrix([[1, 1]]), vector([4]));
  assertClose(float64, shortest, vector([2, 2]), 30 * u, "the shortest solution of x + y = 4");
  const singular = pseudoInverseSolve(float64, matrix([[1, 1], [1, 1]]), vector([1, 3]));
  assertClose(float64, singular, vector([1, 1]), 30 * u, "both at once");
});

testOnBoth(
  "pseudoInverseSolve() is A†b of the singular triplets that A was made with",
  (arithmetic) => {
    const instances = knownMatrix(1)
      .chain((known) => fc.record({ known: fc.constant(known), b: vector(known.n) }));
    check(arithmetic, instances, ({ known: { n, m, values, left, right, rows }, b }) => {
      const inverse = withSingularValues(m, n, values.map((value) => 1 / value), right, left);
      const expected = inverse.map((row) => row.reduce((sum, entry, i) => sum + entry * b[i]!, 0));
      const actual = pseudoInverseSolve(arithmetic, arithmetic.matrix(rows), arithmetic.vector(b));
      // A† changes by ‖A†‖² ‖ΔA‖ to first order (Golub and Van Loan, §5.5.5).
      const error = 200 * arithmetic.unitRoundoff * conditionNumber(values) / values.at(-1)! *
        Math.hypot(...b);
      assertClose(arithmetic, actual, arithmetic.vector(expected), error, "A†b");
    });
  },
);

Deno.test("pseudoInverseSolve() of the identity satisfies Penrose's conditions", () => {
  check(float64, knownMatrix(0), ({ n, m, values, rows }) => {
    const { multiply, transpose } = float64;
    const a = float64.matrix(rows);
    const x = pseudoInverseSolve(float64, a, float64.identity(n));
    assertEquals(float64.shape(x), [m, n]);
    const kappa = values.length === 0 ? 1 : conditionNumber(values);
    const error = 200 * float64.unitRoundoff * kappa;
    const ax = multiply(a, x);
    const xa = multiply(x, a);
    assertClose(float64, multiply(ax, a), a, error * (values[0] ?? 0), "A X A = A");
    assertClose(float64, multiply(xa, x), x, error * kappa / (values[0] ?? 1), "X A X = X");
    assertClose(float64, ax, transpose(ax), error, "A X is symmetric");
    assertClose(float64, xa, transpose(xa), error, "X A is symmetric");
  });
});

Deno.test("pseudoInverseSolve() truncates to the given rank", () => {
  const a = float64.diagonal([2, 1e-3]);
  const b = float64.vector([2, 1]);
  const x = pseudoInverseSolve(float64, a, b, { rank: 1 });
  assertClose(float64, x, float64.vector([1, 0]), 8 * float64.unitRoundoff, "truncated");
});

Deno.test("pseudoInverseSolve() divides by singular values whose reciprocal overflows", () => {
  const x = pseudoInverseSolve(
    float64,
    float64.diagonal([2 ** -1030]),
    float64.vector([2 ** -1030]),
  );
  assertClose(float64, x, float64.vector([1]), 8 * float64.unitRoundoff, "b/a");
});

Deno.test("pseudoInverseSolve() rejects what it cannot invert", () => {
  const a = float64.diagonal([1, 0]);
  const b = float64.vector([1, 1]);
  assertThrows(() => pseudoInverseSolve(float64, a, b, { rank: 2 }), RangeError, "too large");
  assertThrows(() => pseudoInverseSolve(float64, a, float64.vector([1])), RangeError, "rows");
});
