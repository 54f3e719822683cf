import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import type { Arithmetic } from "../arithmetic/mod.ts";
import {
  alignSigns,
  geodesicBasis,
  haarOrthogonal,
  interpolatedBasis,
  signsWithoutHalfTurn,
} from "./mod.ts";
import { assertClose, assertOrthonormal, orthogonal, testOnBoth } from "./shared_test.ts";

/** The rotation of the plane by an angle. */
function rotation<T>(arithmetic: Arithmetic<T>, angle: number): T {
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  return arithmetic.matrix([[c, -s], [s, c]]);
}

testOnBoth("half of a quarter turn is an eighth, in its direction", (arithmetic) => {
  const tolerance = 16 * arithmetic.unitRoundoff;
  const quarter = arithmetic.matrix([[0, -1], [1, 0]]);
  for (const gamma of [0, 1 / 4, 1 / 2, 1, -1]) {
    const expected = rotation(arithmetic, gamma * Math.PI / 2);
    assertClose(arithmetic, interpolatedBasis(arithmetic, quarter, gamma), expected, tolerance, "");
  }
});

testOnBoth("on eigenvectors of −1 only the real part cos(γπ) is left", (arithmetic) => {
  const tolerance = 16 * arithmetic.unitRoundoff;
  // One dimension, determinant −1, and the half turn, where −1 is repeated.
  for (const diagonal of [[-1], [1, -1], [-1, -1], [1, -1, -1, -1]]) {
    for (const [gamma, cosine] of [[0, 1], [1 / 3, 1 / 2], [1 / 2, 0], [1, -1]] as const) {
      const u = interpolatedBasis(arithmetic, arithmetic.diagonal(diagonal), gamma);
      const expected = arithmetic.diagonal(diagonal.map((x) => x === 1 ? 1 : cosine));
      assertClose(arithmetic, u, expected, tolerance, `${diagonal} at ${gamma}`);
    }
  }
});

testOnBoth("repeated angles: two planes that turn alike, and the identity", (arithmetic) => {
  const tolerance = 32 * arithmetic.unitRoundoff;
  const turn = (angle: number) => {
    const [c, s] = [Math.cos(angle), Math.sin(angle)];
    return arithmetic.matrix([[c, 0, -s, 0], [0, c, 0, -s], [s, 0, c, 0], [0, s, 0, c]]);
  };
  const u = interpolatedBasis(arithmetic, turn(1.2), 1 / 3);
  assertClose(arithmetic, u, turn(0.4), tolerance, "two planes");
  const one = arithmetic.identity(3);
  assertClose(arithmetic, interpolatedBasis(arithmetic, one, 0.7), one, tolerance, "identity");
});

testOnBoth(
  "the geodesic starts at U_0, ends at U_1 and turns to the right of U_0",
  (arithmetic) => {
    const tolerance = 32 * arithmetic.unitRoundoff;
    // U_0 is a reflection: U_0 R(½) is not R(½) U_0 = U_0 R(−½), which a transposed U_0ᵀU_1 would give.
    const from = arithmetic.matrix([[1, 0], [0, -1]]);
    const to = arithmetic.multiply(from, rotation(arithmetic, 1));
    const half = arithmetic.multiply(from, rotation(arithmetic, 1 / 2));
    assertClose(arithmetic, geodesicBasis(arithmetic, from, to, 0), from, tolerance, "γ = 0");
    assertClose(arithmetic, geodesicBasis(arithmetic, from, to, 1 / 2), half, tolerance, "γ = ½");
    assertClose(arithmetic, geodesicBasis(arithmetic, from, to, 1), to, tolerance, "γ = 1");
  },
);

testOnBoth("with aligned signs every point of the geodesic is a basis", (arithmetic) => {
  const property = fc.property(
    fc.integer({ min: 1, max: 5 }).chain((n) => fc.tuple(orthogonal(n), orthogonal(n))),
    fc.constantFrom(0, 0.25, 0.5, 0.75, 1),
    ([first, second], gamma) => {
      const from = arithmetic.matrix(first);
      const to = alignSigns(arithmetic, arithmetic.matrix(second), from);
      const n = first.length;
      // An angle is known to u/|π − θ|, and |λ + 1| ≥ 2^(1−n).
      const c = 32 * n * 2 ** n;
      assertOrthonormal(arithmetic, geodesicBasis(arithmetic, from, to, gamma), c);
      const end = geodesicBasis(arithmetic, from, to, 1);
      assertClose(arithmetic, end, to, c * arithmetic.unitRoundoff, "γ = 1");
    },
  );
  fc.assert(property, { numRuns: arithmetic.name === "float64" ? 200 : 20, seed: 11 });
});

testOnBoth("aligned signs do not depend on those that the basis comes with", (arithmetic) => {
  const rows = haarOrthogonal(xoroshiro128plus(3), 4, -1);
  const aligned = arithmetic.toRows(alignSigns(arithmetic, arithmetic.matrix(rows)));
  const flipped = rows.map((row) => row.map((x, j) => j % 2 === 0 ? -x : x));
  assertEquals(arithmetic.toRows(alignSigns(arithmetic, arithmetic.matrix(flipped))), aligned);
  // The exchange of two axes, of determinant −1, becomes a quarter turn; −1 becomes 1.
  const exchange = arithmetic.matrix([[0, 1], [1, 0]]);
  const quarter = arithmetic.matrix([[0, -1], [1, 0]]);
  assertClose(arithmetic, alignSigns(arithmetic, exchange), quarter, 0, "a quarter turn");
  assertEquals(signsWithoutHalfTurn([[-1]]), [-1]);
});

testOnBoth("what is no basis is refused", (arithmetic) => {
  const one = arithmetic.identity(2);
  const skewed = arithmetic.matrix([[1, 1], [0, 1]]);
  const wide = arithmetic.matrix([[1, 0, 0], [0, 1, 0]]);
  const cases: [() => unknown, string][] = [
    [() => interpolatedBasis(arithmetic, skewed, 0.5), "U must be orthogonal, but an entry of"],
    [() => interpolatedBasis(arithmetic, wide, 0.5), "U must be square and orthogonal, but is 2×3"],
    [() => interpolatedBasis(arithmetic, one, NaN), "gamma must be finite, not NaN"],
    [() => geodesicBasis(arithmetic, skewed, one, 0.5), "U_0 must be orthogonal"],
    [() => geodesicBasis(arithmetic, one, skewed, 0.5), "U_1 must be orthogonal"],
    [() => alignSigns(arithmetic, skewed), "U_1 must be orthogonal"],
    [() => alignSigns(arithmetic, one, wide), "U_0 must be square"],
    [() => alignSigns(arithmetic, one, arithmetic.identity(3)), "3×3"],
  ];
  for (const [call, message] of cases) assertThrows(call, RangeError, message);
});
