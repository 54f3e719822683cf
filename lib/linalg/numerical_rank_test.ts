import { assertEquals, assertThrows } from "@std/assert";
import { float64 } from "../arithmetic/mod.ts";
import { numericalRank } from "./mod.ts";
import { check, knownMatrix, testOnBoth } from "./shared_test.ts";

testOnBoth(
  "numericalRank() is the number of singular values that a matrix was made with",
  (arithmetic) => {
    check(arithmetic, knownMatrix(0), ({ values, rows }) => {
      assertEquals(numericalRank(arithmetic, arithmetic.matrix(rows)), values.length);
    });
  },
);

Deno.test("numericalRank() counts what exceeds tolerance times the largest", () => {
  const a = float64.diagonal([4, 1, 0.5]);
  assertEquals(numericalRank(float64, a), 3);
  assertEquals(numericalRank(float64, a, { tolerance: 0.2 }), 2);
  assertEquals(numericalRank(float64, a, { tolerance: 0.25 }), 1);
});

Deno.test("numericalRank() cuts at max(n, m)·2u by default", () => {
  const cut = 5 * 2 * float64.unitRoundoff;
  const withSmall = (value: number) => float64.matrix([[1, 0, 0, 0, 0], [0, value, 0, 0, 0]]);
  assertEquals(numericalRank(float64, withSmall(1.01 * cut)), 2);
  assertEquals(numericalRank(float64, withSmall(0.99 * cut)), 1);
});

Deno.test("numericalRank() rejects a negative tolerance", () => {
  const a = float64.identity(2);
  assertThrows(() => numericalRank(float64, a, { tolerance: -1 }), RangeError, "tolerance");
});
