import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { type Arithmetic, float64 } from "../arithmetic/mod.ts";
import { lanczosFunction, polarFactor, withEigenvalues, withSingularValues } from "./mod.ts";
import { assertClose, check, descending, orthogonal, testOnBoth, vector } from "./shared_test.ts";

/** Positive definite m×m matrices with a vector. */
const definite = fc.integer({ min: 1, max: 8 }).chain((m) =>
  fc.record({
    m: fc.constant(m),
    eigenvalues: descending(m, 0.05),
    basis: orthogonal(m),
    b: vector(m),
  })
);

const functions: Readonly<Record<string, (x: number) => number>> = {
  "x^{-1/2}": (x) => x ** -0.5,
  "1/x": (x) => 1 / x,
  "exp x": Math.exp,
  "sin 3x": (x) => Math.sin(3 * x),
  "1": () => 1,
};

/** Q f(Λ) Qᵀ b. */
function exact<T>(
  arithmetic: Arithmetic<T>,
  { eigenvalues, basis, b }: { eigenvalues: number[]; basis: number[][]; b: number[] },
  f: (x: number) => number,
): T {
  const rows = withEigenvalues(eigenvalues.map(f), basis);
  return arithmetic.vector(rows.map((row) => row.reduce((sum, x, i) => sum + x * b[i]!, 0)));
}

testOnBoth("lanczosFunction() of a hand-worked root", (arithmetic) => {
  // The eigenvalues are 1 and 3, with eigenvectors (1, −1)/√2 and (1, 1)/√2.
  const a = arithmetic.matrix([[2, 1], [1, 2]]);
  const apply = (v: ReturnType<typeof arithmetic.vector>) => arithmetic.multiply(a, v);
  const b = arithmetic.vector([2, 0]);
  const result = lanczosFunction(arithmetic, apply, b, (x) => x ** -0.5, 2);
  const expected = arithmetic.vector([1 / Math.sqrt(3) + 1, 1 / Math.sqrt(3) - 1]);
  assertClose(arithmetic, result, expected, 20 * arithmetic.unitRoundoff, "A^{-1/2} b");
  // One step: T₁ = b'Ab/‖b‖² = 2.
  const one = lanczosFunction(arithmetic, apply, b, (x) => x ** -0.5, 1);
  const direction = arithmetic.vector([Math.SQRT2, 0]);
  assertClose(arithmetic, one, direction, 20 * arithmetic.unitRoundoff, "one step");
});

for (const [name, f] of Object.entries(functions)) {
  testOnBoth(`lanczosFunction() in full is the matrix function ${name}`, (arithmetic) => {
    check(arithmetic, definite, (instance) => {
      const { m, eigenvalues, basis, b } = instance;
      const a = arithmetic.matrix(withEigenvalues(eigenvalues, basis));
      const apply = (v: typeof a) => arithmetic.multiply(a, v);
      const result = lanczosFunction(arithmetic, apply, arithmetic.vector(b), f, m);
      // All f here have |f'| ≤ 1/λ_min² on the spectrum, the norm of which is at most 1.
      const slope = eigenvalues.at(-1)! ** -2;
      const error = 100 * arithmetic.unitRoundoff * (3 + slope) * Math.hypot(...b);
      assertClose(arithmetic, result, exact(arithmetic, instance, f), error, "f(A) b");
    });
  });
}

testOnBoth("lanczosFunction() is exact for polynomials of degree below k", (arithmetic) => {
  check(arithmetic, definite, ({ eigenvalues, basis, b }) => {
    const { add, multiply, scale } = arithmetic;
    const a = arithmetic.matrix(withEigenvalues(eigenvalues, basis));
    const v = arithmetic.vector(b);
    const result = lanczosFunction(arithmetic, (x) => multiply(a, x), v, (x) => 2 - x + x * x, 3);
    const product = multiply(a, v);
    const expected = add(scale(2, v), add(scale(-1, product), multiply(a, product)));
    const error = 100 * arithmetic.unitRoundoff * Math.hypot(...b);
    assertClose(arithmetic, result, expected, error, "(2 − A + A²) b");
  });
});

testOnBoth("lanczosFunction() of a singular JᵀJ stays in its range: V Uᵀ F", (arithmetic) => {
  // f is not defined at 0, so a step past the invariant subspace would show. Well-separated singular
  // values and a residual with a part along each keep rounding from being amplified on the way.
  const instances = fc.record({
    n: fc.integer({ min: 1, max: 5 }),
    m: fc.integer({ min: 1, max: 5 }),
  }).chain(({ n, m }) =>
    fc.record({
      n: fc.constant(n),
      m: fc.constant(m),
      values: fc.subarray([1, 0.6, 0.3], { minLength: 1, maxLength: Math.min(3, n, m) }),
      left: orthogonal(n),
      right: orthogonal(m),
      weights: fc.array(fc.double({ min: 0.5, max: 1, noNaN: true }), {
        minLength: n,
        maxLength: n,
      }),
    })
  );
  check(arithmetic, instances, ({ n, m, values, left, right, weights }) => {
    const { multiply, transpose } = arithmetic;
    const jacobian = arithmetic.matrix(withSingularValues(n, m, values, left, right));
    const residual = multiply(arithmetic.matrix(left), arithmetic.vector(weights));
    const result = lanczosFunction(
      arithmetic,
      (v) => multiply(transpose(jacobian), multiply(jacobian, v)),
      multiply(transpose(jacobian), residual),
      (x) => x ** -0.5,
      m,
    );
    const expected = multiply(polarFactor(arithmetic, jacobian), residual);
    const error = 1000 * arithmetic.unitRoundoff * arithmetic.norm(residual);
    assertClose(arithmetic, result, expected, error, "V Uᵀ F");
  });
});

testOnBoth("lanczosFunction() of b = 0 is 0, and needs no product", (arithmetic) => {
  const forbidden = () => {
    throw new Error("not to be called");
  };
  const result = lanczosFunction(arithmetic, forbidden, arithmetic.zeros(3, 1), (x) => 1 / x, 2);
  assertEquals(arithmetic.toRows(result), [[0], [0], [0]]);
});

testOnBoth("lanczosFunction() leaves alone what apply remembers", (arithmetic) => {
  const { multiply } = arithmetic;
  const remembered: { a?: ReturnType<typeof arithmetic.vector> } = {};
  const apply = (v: ReturnType<typeof arithmetic.vector>) =>
    multiply(remembered.a ??= arithmetic.diagonal([1, 4]), v);
  const b = arithmetic.vector([1, 1]);
  for (let i = 0; i < 2; i++) {
    const result = lanczosFunction(arithmetic, apply, b, Math.sqrt, 2);
    const error = 20 * arithmetic.unitRoundoff;
    assertClose(arithmetic, result, arithmetic.vector([1, 2]), error, "the root");
  }
  assertEquals(arithmetic.toRows(remembered.a!), [[1, 0], [0, 4]]);
});

Deno.test("lanczosFunction() rejects impossible arguments", () => {
  const identity = (v: ReturnType<typeof float64.vector>) => v;
  const ones = float64.vector([1, 1]);
  const pole = () => lanczosFunction(float64, (v) => float64.scale(0, v), ones, (x) => 1 / x, 2);
  assertThrows(pole, RangeError, "f is Infinity at the eigenvalue 0");
  const wide = () => lanczosFunction(float64, identity, float64.identity(2), Math.exp, 2);
  assertThrows(wide, RangeError, "vector");
  for (const b of [ones, float64.zeros(2, 1)]) {
    assertThrows(() => lanczosFunction(float64, identity, b, Math.exp, 0), RangeError, "steps");
  }
  const notANumber = float64.vector([NaN, 1]);
  assertThrows(() => lanczosFunction(float64, identity, notANumber, Math.exp, 1), RangeError);
});
