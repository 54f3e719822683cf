import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import { float64 } from "../arithmetic/mod.ts";
import { spectralRadius } from "./mod.ts";
import { check, orthogonal, testOnBoth } from "./shared_test.ts";

const radius = (rows: readonly (readonly number[])[]) =>
  spectralRadius(float64, float64.matrix(rows));

Deno.test("spectralRadius() of hand-worked matrices", () => {
  const u = float64.unitRoundoff;
  assertEquals(radius([[-4]]), 4);
  assertEquals(radius([[0, 0], [0, 0]]), 0);
  assertEquals(radius([[0, 7, 3], [0, 0, 5], [0, 0, 0]]), 0);
  // Eigenvalues ±i·√6, and those of a rotation by 60° scaled by 3.
  assertAlmostEquals(radius([[0, -2], [3, 0]]), Math.sqrt(6), 8 * u);
  const [c, s] = [3 / 2, 3 * Math.sqrt(3) / 2];
  assertAlmostEquals(radius([[c, -s], [s, c]]), 3, 20 * u);
  // A norm of 1e10, but the eigenvalues ±1.
  assertAlmostEquals(radius([[0, 1e10], [1e-10, 0]]), 1, 4 * u);
  // The cycle of three, and the Fibonacci recursion.
  assertAlmostEquals(radius([[0, 1, 0], [0, 0, 1], [1, 0, 0]]), 1, 4 * u);
  assertAlmostEquals(radius([[1, 1], [1, 0]]), (1 + Math.sqrt(5)) / 2, 8 * u);
  // Two moduli that nearly coincide: the larger one counts.
  assertAlmostEquals(radius([[1, 0], [0, -1 - 1e-9]]), 1 + 1e-9, 4 * u);
  // A Jordan block: ‖A^k‖^{1/k} comes down slowly, as (ck)^{1/k}.
  assertAlmostEquals(radius([[0.5, 1], [0, 0.5]]), 0.5, 1e-15);
});

Deno.test("spectralRadius() of huge and tiny matrices", () => {
  for (const size of [1e300, Number.MAX_VALUE / 4, 1e-300, 2 ** -1070]) {
    assertAlmostEquals(radius([[0, -size], [size, 0]]) / size, 1, 1e-14);
  }
});

Deno.test("spectralRadius() ends where QR iterations do not", () => {
  // ml-matrix 6.15.1 never returns from this one, whose eigenvalues are 0 and ±i·√(2 + 1e-300).
  const rows = [[0, 1, -1], [-1, 0, -1e-150], [1, 1e-150, 0]];
  assertAlmostEquals(radius(rows), Math.SQRT2, 1e-15);
});

testOnBoth("spectralRadius() of rotated block matrices is known", (arithmetic) => {
  const arbitrary = fc.record({
    pairs: fc.array(fc.tuple(fc.integer({ min: 1, max: 64 }), fc.integer({ min: 0, max: 32 })), {
      minLength: 1,
      maxLength: 3,
    }),
    single: fc.integer({ min: -64, max: 64 }),
    exponent: fc.integer({ min: -30, max: 30 }),
  }).chain((spectrum) =>
    orthogonal(2 * spectrum.pairs.length + 1).map((rotation) => ({ ...spectrum, rotation }))
  );
  check(arithmetic, arbitrary, ({ pairs, single, exponent, rotation }) => {
    // Moduli r and angles πφ/32: a normal matrix.
    const n = rotation.length;
    const block = Array.from({ length: n }, () => new Array<number>(n).fill(0));
    pairs.forEach(([r, angle], k) => {
      const [c, s] = [r * Math.cos(Math.PI * angle / 32), r * Math.sin(Math.PI * angle / 32)];
      block[2 * k]![2 * k] = c;
      block[2 * k + 1]![2 * k + 1] = c;
      block[2 * k]![2 * k + 1] = -s;
      block[2 * k + 1]![2 * k] = s;
    });
    block[n - 1]![n - 1] = single;
    const q = arithmetic.matrix(rotation);
    const a = arithmetic.scale(
      2 ** exponent,
      arithmetic.multiply(
        q,
        arithmetic.multiply(arithmetic.matrix(block), arithmetic.transpose(q)),
      ),
    );
    const expected = Math.max(Math.abs(single), ...pairs.map(([r]) => r));
    const found = spectralRadius(arithmetic, a) / 2 ** exponent;
    assertAlmostEquals(found, expected, 60 * arithmetic.unitRoundoff * expected);
  });
});

Deno.test("spectralRadius() agrees with ml-matrix's eigenvalues, and lies below the norm", () => {
  const matrices = fc.integer({ min: 1, max: 6 }).chain((n) =>
    fc.array(
      fc.array(fc.integer({ min: -50, max: 50 }), { minLength: n, maxLength: n }),
      { minLength: n, maxLength: n },
    )
  );
  check(float64, matrices, (rows) => {
    const norm = float64.norm(float64.matrix(rows));
    const found = radius(rows);
    assert(found <= norm * (1 + 1e-14));
    const { realEigenvalues, imaginaryEigenvalues } = new EigenvalueDecomposition(new Matrix(rows));
    const expected = Math.max(
      ...realEigenvalues.map((real, i) => Math.hypot(real, imaginaryEigenvalues[i]!)),
    );
    assertAlmostEquals(found, expected, 1e-9 * norm);
  });
});

Deno.test("spectralRadius() refuses what has none", () => {
  assertThrows(() => radius([[1, 2]]), RangeError, "must be square, not 1×2");
  assertThrows(() => radius([[1, NaN], [0, 1]]), RangeError, "not finite");
});
