import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { float64 } from "../arithmetic/mod.ts";
import { inverseRoot, type InverseRootOptions, withEigenvalues } from "./mod.ts";
import {
  assertClose,
  check,
  conditionNumber,
  descending,
  orthogonal,
  testOnBoth,
} from "./shared_test.ts";

/** Positive semidefinite n×n matrices of every rank from 1, with what they were made of. */
const semidefinite = fc.integer({ min: 1, max: 6 }).chain((n) =>
  fc.record({
    n: fc.constant(n),
    values: fc.integer({ min: 1, max: n }).chain((rank) => descending(rank, 1e-2)),
    scale: fc.integer({ min: -10, max: 10 }).map((exponent) => 2 ** exponent),
    basis: orthogonal(n),
    power: fc.constantFrom(0.25, 0.5, 1, 2, -1, -0.5, 0),
  })
).map(({ n, values, scale, basis, power }) => ({
  n,
  values: values.map((value) => value * scale),
  basis,
  power,
}));

function padded(values: readonly number[], n: number): number[] {
  return [...values, ...new Array<number>(n - values.length).fill(0)];
}

testOnBoth("inverseRoot() of hand-worked matrices", (arithmetic) => {
  const { unitRoundoff: u } = arithmetic;
  const root = inverseRoot(arithmetic, arithmetic.diagonal([4, 9]), 0.5);
  assertClose(arithmetic, root, arithmetic.diagonal([1 / 2, 1 / 3]), 8 * u, "diagonal");
  // The eigenvalues are 1 and 3, with eigenvectors (1, −1)/√2 and (1, 1)/√2.
  const a = arithmetic.matrix([[2, 1], [1, 2]]);
  const inverse = arithmetic.matrix([[2 / 3, -1 / 3], [-1 / 3, 2 / 3]]);
  assertClose(arithmetic, inverseRoot(arithmetic, a, 1), inverse, 20 * u, "the inverse");
  const [sum, difference] = [(1 + 1 / Math.sqrt(3)) / 2, (1 / Math.sqrt(3) - 1) / 2];
  const expected = arithmetic.matrix([[sum, difference], [difference, sum]]);
  assertClose(arithmetic, inverseRoot(arithmetic, a, 0.5), expected, 20 * u, "the root");
  const damped = inverseRoot(arithmetic, a, 0.5, { damping: 2 });
  // The shifted eigenvalues are 3 and 5.
  const [p, q] = [1 / Math.sqrt(5), 1 / Math.sqrt(3)].map((value) => value / 2);
  const shifted = arithmetic.matrix([[p! + q!, p! - q!], [p! - q!, p! + q!]]);
  assertClose(arithmetic, damped, shifted, 20 * u, "the damped root");
});

testOnBoth("inverseRoot() is Q λ^{−power} Qᵀ on the range", (arithmetic) => {
  check(arithmetic, semidefinite, ({ n, values, basis, power }) => {
    const a = arithmetic.matrix(withEigenvalues(padded(values, n), basis));
    // A relative tolerance between rounding and the smallest eigenvalue: 1e-2 of the largest.
    const actual = inverseRoot(arithmetic, a, power, { tolerance: 1e-3 });
    const powers = values.map((value) => value ** -power);
    const expected = arithmetic.matrix(withEigenvalues(padded(powers, n), basis));
    const magnitude = Math.max(...powers) * conditionNumber(values);
    const error = 200 * arithmetic.unitRoundoff * magnitude;
    assertClose(arithmetic, actual, expected, error, "A^{−power}");
  });
});

testOnBoth(
  "inverseRoot() of power 1/2, squared and times A, projects onto the range",
  (arithmetic) => {
    check(arithmetic, semidefinite, ({ n, values, basis }) => {
      const a = arithmetic.matrix(withEigenvalues(padded(values, n), basis));
      const root = inverseRoot(arithmetic, a, 0.5, { rank: values.length });
      const projector = withEigenvalues(padded(values.map(() => 1), n), basis);
      const product = arithmetic.multiply(arithmetic.multiply(root, root), a);
      const error = 200 * arithmetic.unitRoundoff * conditionNumber(values);
      assertClose(arithmetic, product, arithmetic.matrix(projector), error, "(A^{†/2})² A");
    });
  },
);

testOnBoth("inverseRoot() with damping whitens A + damping·I", (arithmetic) => {
  check(arithmetic, semidefinite, ({ n, values, basis }) => {
    const damping = values[0]! / 100;
    const a = arithmetic.matrix(withEigenvalues(padded(values, n), basis));
    const root = inverseRoot(arithmetic, a, 0.5, { damping });
    const shifted = arithmetic.add(a, arithmetic.scale(damping, arithmetic.identity(n)));
    const whitened = arithmetic.multiply(arithmetic.multiply(root, shifted), root);
    const error = 200 * arithmetic.unitRoundoff * 101;
    assertClose(arithmetic, whitened, arithmetic.identity(n), error, "whitened");
  });
});

Deno.test("inverseRoot() is symmetric to the last bit", () => {
  check(float64, semidefinite, ({ n, values, basis, power }) => {
    const a = float64.matrix(withEigenvalues(padded(values, n), basis));
    const root = inverseRoot(float64, a, power);
    assertEquals(float64.toRows(root), float64.toRows(float64.transpose(root)));
  });
});

Deno.test("inverseRoot() takes the rank from its options", () => {
  const inverse = (options: InverseRootOptions) =>
    float64.toArray(inverseRoot(float64, float64.diagonal([4, 1, 2 ** -60]), 1, options))
      .filter((_, index) => index % 4 === 0)
      .map((entry) => Math.round(entry * 2 ** 10) / 2 ** 10);
  assertEquals(inverse({}), [0.25, 1, 0], "by default what exceeds n·2u counts");
  assertEquals(inverse({ rank: 1 }), [0.25, 0, 0]);
  assertEquals(inverse({ rank: 3 }), [0.25, 1, 2 ** 60]);
  assertEquals(inverse({ rank: 0 }), [0, 0, 0]);
  assertEquals(inverse({ tolerance: 0.25 }), [0.25, 0, 0]);
  assertEquals(inverse({ tolerance: 0 }), [0.25, 1, 2 ** 60]);
});

Deno.test("inverseRoot() of the zero matrix is zero, or a multiple of the identity if damped", () => {
  const zero = float64.zeros(2, 2);
  assertEquals(float64.toRows(inverseRoot(float64, zero, 0.5)), [[0, 0], [0, 0]]);
  const damped = inverseRoot(float64, zero, 0.5, { damping: 4 });
  assertClose(
    float64,
    damped,
    float64.diagonal([0.5, 0.5]),
    4 * float64.unitRoundoff,
    "δ^{-1/2} I",
  );
});

Deno.test("inverseRoot() counts rounding below zero as zero, and rejects more", () => {
  const almost = float64.diagonal([1, -1e-12]);
  const pseudo = inverseRoot(float64, almost, 1, { tolerance: 0 });
  assertClose(float64, pseudo, float64.diagonal([1, 0]), 8 * float64.unitRoundoff, "clipped");
  const damped = inverseRoot(float64, almost, 1, { damping: 1e-14 });
  assert(float64.toRows(damped)[1]![1]! > 0, "not the sign of −1e-12 + 1e-14");
  for (const rows of [[[1, 0], [0, -1e-6]], [[-1]], [[0, 1], [1, 0]]]) {
    const attempt = () => inverseRoot(float64, float64.matrix(rows), 1, { damping: 10 });
    assertThrows(attempt, RangeError, "semidefinite");
  }
});

Deno.test("inverseRoot() rejects impossible arguments", () => {
  const a = float64.diagonal([1, 0]);
  const attempt = (power: number, options: InverseRootOptions) => () =>
    inverseRoot(float64, a, power, options);
  assertThrows(attempt(NaN, {}), RangeError, "power");
  assertThrows(attempt(1, { damping: -1 }), RangeError, "damping");
  assertThrows(attempt(1, { damping: 1, rank: 1 }), RangeError, "damping");
  assertThrows(attempt(1, { damping: 1, tolerance: 0.1 }), RangeError, "damping");
  assertThrows(attempt(1, { rank: 2 }), RangeError, "positive");
  assertThrows(attempt(1, { rank: 3 }), RangeError, "rank");
  assertThrows(() => inverseRoot(float64, float64.zeros(2, 3), 1), RangeError);
});
