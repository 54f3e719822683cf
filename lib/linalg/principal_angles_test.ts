import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { float64 } from "../arithmetic/mod.ts";
import { principalAngles } from "./mod.ts";
import { check, orthogonal, testOnBoth } from "./shared_test.ts";

Deno.test("principalAngles() between lines is accurate at both ends", () => {
  const u = float64.unitRoundoff;
  const axis = float64.vector([1, 0]);
  for (const tiny of [1e-3, 1e-9, 1e-14]) {
    const [small] = principalAngles(float64, axis, float64.vector([-7, 7 * Math.tan(tiny)]));
    assertAlmostEquals(small!, tiny, 8 * u, "a cosine alone gives no more than √u");
    const [large] = principalAngles(float64, axis, float64.vector([7 * Math.tan(tiny), -7]));
    assertAlmostEquals(large!, Math.PI / 2 - tiny, 8 * u, "a sine alone gives no more than √u");
  }
  const [middle] = principalAngles(float64, axis, float64.vector([1, 1]));
  assertAlmostEquals(middle!, Math.PI / 4, 8 * u);
});

Deno.test("principalAngles() of a plane and a line in space", () => {
  const plane = float64.matrix([[1, 1], [0, 1], [0, 0]]);
  const line = float64.vector([0, 1, Math.sqrt(3)]);
  const [angle, ...rest] = principalAngles(float64, plane, line);
  assertAlmostEquals(angle!, Math.PI / 3, 8 * float64.unitRoundoff);
  assertEquals(rest, []);
});

/** Two subspaces of R^n with known angles, each spanned by columns that are no orthonormal basis. */
const subspaces = fc.record({
  p: fc.integer({ min: 1, max: 3 }),
  extra: fc.integer({ min: 0, max: 2 }),
}).chain(({ p, extra }) =>
  fc.record({
    angles: fc.array(
      fc.oneof(
        fc.double({ min: 0, max: Math.PI / 2, noNaN: true }),
        fc.constantFrom(0, 1e-9, Math.PI / 4, Math.PI / 2 - 1e-9, Math.PI / 2),
      ),
      { minLength: p, maxLength: p },
    ).map((angles) => angles.toSorted((x, y) => x - y)),
    extra: fc.constant(extra),
    basis: orthogonal(2 * p + extra),
    mixA: orthogonal(p),
    mixB: orthogonal(p + extra),
  })
);

testOnBoth("principalAngles() are those that the subspaces were made with", (arithmetic) => {
  check(arithmetic, subspaces, ({ angles, extra, basis, mixA, mixB }) => {
    const p = angles.length;
    const n = 2 * p + extra;
    const { multiply } = arithmetic;
    // A: the first p axes. B: these, turned by the angles out of A, and `extra` further axes.
    const axesA = Array.from({ length: n }, (_, i) => angles.map((_, j) => +(i === j)));
    const axesB = Array.from({ length: n }, (_, i) =>
      Array.from({ length: p + extra }, (_, j) => {
        if (j >= p) return +(i === p + j);
        return i === j ? Math.cos(angles[j]!) : i === p + j ? Math.sin(angles[j]!) : 0;
      }));
    const scaling = (k: number) => Array.from({ length: k }, (_, i) => 1 + i);
    const spread = (axes: number[][], mix: number[][]) =>
      multiply(
        multiply(arithmetic.matrix(basis), arithmetic.matrix(axes)),
        multiply(arithmetic.matrix(mix), arithmetic.diagonal(scaling(mix.length))),
      );
    const a = spread(axesA, mixA);
    const b = spread(axesB, mixB);
    const error = 100 * arithmetic.unitRoundoff;
    for (const actual of [principalAngles(arithmetic, a, b), principalAngles(arithmetic, b, a)]) {
      assertEquals(actual.length, p);
      actual.forEach((angle, i) => assertAlmostEquals(angle, angles[i]!, error));
    }
  });
});

Deno.test("principalAngles() counts each dimension of a column space once", () => {
  const repeated = float64.matrix([[1, 2], [1, 2], [0, 0]]);
  assertEquals(principalAngles(float64, repeated, float64.identity(3)).length, 1);
  assertEquals(principalAngles(float64, float64.zeros(3, 2), float64.identity(3)), []);
  const nearly = float64.matrix([[1, 1], [0, 1e-6], [0, 0]]);
  assertEquals(principalAngles(float64, nearly, nearly).length, 2);
  assertEquals(principalAngles(float64, nearly, nearly, { tolerance: 1e-3 }).length, 1);
});

Deno.test("principalAngles() of a space with itself are zero", () => {
  const a = float64.matrix([[1, 2], [3, 4], [5, 7]]);
  for (const angle of principalAngles(float64, a, a)) {
    assertAlmostEquals(angle, 0, 20 * float64.unitRoundoff);
  }
});

Deno.test("principalAngles() rejects matrices with different numbers of rows", () => {
  assertThrows(
    () => principalAngles(float64, float64.identity(2), float64.identity(3)),
    RangeError,
    "2 and 3 rows",
  );
});
