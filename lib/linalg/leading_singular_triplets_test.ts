import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { float64 } from "../arithmetic/mod.ts";
import { leadingSingularTriplets, spectralNorm } from "./mod.ts";
import { assertClose, assertOrthonormal, check, knownMatrix, testOnBoth } from "./shared_test.ts";

Deno.test("leadingSingularTriplets() finds the triplets of a scaled permutation", () => {
  const a = float64.matrix([[0, 2], [3, 0], [0, 0]]);
  const triplets = leadingSingularTriplets(float64, a);
  assert(triplets !== undefined);
  assertEquals(float64.shape(triplets.u), [3, 2]);
  assertEquals(float64.shape(triplets.v), [2, 2]);
  const u = 4 * float64.unitRoundoff;
  assertAlmostEquals(triplets.s[0]!, 3, 3 * u);
  assertAlmostEquals(triplets.s[1]!, 2, 3 * u);
  const magnitudes = (t: typeof a) => float64.apply("absolute", t);
  assertClose(float64, magnitudes(triplets.u), float64.matrix([[0, 1], [1, 0], [0, 0]]), u, "U");
  assertClose(float64, magnitudes(triplets.v), float64.identity(2), u, "V");
});

testOnBoth("leadingSingularTriplets() restores a matrix of any rank", (arithmetic) => {
  check(arithmetic, knownMatrix(1), ({ n, m, values, rows }) => {
    const a = arithmetic.matrix(rows);
    const triplets = leadingSingularTriplets(arithmetic, a);
    assert(triplets !== undefined);
    const { u, s, v } = triplets;
    const r = values.length;
    assertEquals(s.length, r);
    assertEquals(arithmetic.shape(u), [n, r]);
    assertEquals(arithmetic.shape(v), [m, r]);
    assertOrthonormal(arithmetic, u, 100);
    assertOrthonormal(arithmetic, v, 100);
    const error = 100 * arithmetic.unitRoundoff * values[0]!;
    s.forEach((value, i) => assertAlmostEquals(value, values[i]!, error));
    const product = arithmetic.multiply(
      arithmetic.multiply(u, arithmetic.diagonal(s)),
      arithmetic.transpose(v),
    );
    assertClose(arithmetic, product, a, error, "U diag(s) Vᵀ = A");
  });
});

Deno.test("leadingSingularTriplets() truncated to r leaves an error of σ_{r+1} (Eckart-Young)", () => {
  check(float64, knownMatrix(2), ({ values, rows }) => {
    const a = float64.matrix(rows);
    const rank = values.length - 1;
    const triplets = leadingSingularTriplets(float64, a, { rank });
    assert(triplets !== undefined);
    const { u, s, v } = triplets;
    assertEquals(float64.shape(u)[1], rank);
    const fit = float64.multiply(float64.multiply(u, float64.diagonal(s)), float64.transpose(v));
    const error = spectralNorm(float64, float64.subtract(a, fit));
    assertAlmostEquals(error, values[rank]!, 100 * float64.unitRoundoff * values[0]!);
  });
});

Deno.test("leadingSingularTriplets() takes the rank from its options", () => {
  const a = float64.diagonal([1, 0.25, 2 ** -60]);
  const rank = (options?: { rank?: number; tolerance?: number }) =>
    leadingSingularTriplets(float64, a, options)?.s.length;
  assertEquals(rank(), 2);
  assertEquals(rank({ tolerance: 0 }), 3);
  assertEquals(rank({ tolerance: 0.24 }), 2);
  assertEquals(rank({ tolerance: 0.25 }), 1, "only values above the threshold count");
  assertEquals(rank({ tolerance: 1 }), undefined);
  assertEquals(rank({ rank: 3 }), 3);
  assertEquals(rank({ rank: 1, tolerance: 0 }), 1);
  assertEquals(rank({ rank: 0 }), undefined);
});

Deno.test("leadingSingularTriplets() of a zero matrix is undefined", () => {
  assertEquals(leadingSingularTriplets(float64, float64.zeros(2, 3)), undefined);
  assertEquals(leadingSingularTriplets(float64, float64.zeros(2, 3), { rank: 2 })?.s, [0, 0]);
});

Deno.test("leadingSingularTriplets() rejects impossible options and matrices", () => {
  const a = float64.identity(2);
  for (const rank of [-1, 0.5, 3, NaN]) {
    assertThrows(() => leadingSingularTriplets(float64, a, { rank }), RangeError, "rank");
  }
  for (const tolerance of [-1, NaN, Infinity]) {
    assertThrows(() => leadingSingularTriplets(float64, a, { tolerance }), RangeError, "tolerance");
  }
  assertThrows(() => leadingSingularTriplets(float64, float64.vector([NaN])), RangeError);
});
