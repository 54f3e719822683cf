import { assertThrows } from "@std/assert";
import { float64 } from "../arithmetic/mod.ts";
import { powerMethod } from "./mod.ts";
import { assertClose, testOnBoth } from "./shared_test.ts";

testOnBoth("powerMethod() of hand-worked matrices", (arithmetic) => {
  const { unitRoundoff: u } = arithmetic;
  const diagonal = arithmetic.diagonal([-4, 3]);
  const apply = (v: typeof diagonal) => arithmetic.multiply(diagonal, v);
  const ones = arithmetic.vector([5, 5]);
  const iterate = (steps: number) => powerMethod(arithmetic, apply, ones, steps);
  const half = arithmetic.vector([Math.SQRT1_2, Math.SQRT1_2]);
  assertClose(arithmetic, iterate(0), half, 4 * u, "the start, normalized");
  assertClose(arithmetic, iterate(1), arithmetic.vector([-0.8, 0.6]), 8 * u, "one step");
  const two = arithmetic.vector([16 / Math.sqrt(337), 9 / Math.sqrt(337)]);
  assertClose(arithmetic, iterate(2), two, 8 * u, "two steps");
});

testOnBoth("powerMethod() finds the leading eigenvector", (arithmetic) => {
  const a = arithmetic.matrix([[2, 1], [1, 2]]);
  const x = powerMethod(
    arithmetic,
    (v) => arithmetic.multiply(a, v),
    arithmetic.vector([1, 0]),
    40,
  );
  const half = arithmetic.vector([Math.SQRT1_2, Math.SQRT1_2]);
  assertClose(arithmetic, x, half, 16 * arithmetic.unitRoundoff, "(1, 1)/√2");
});

Deno.test("powerMethod() of tiny and huge products", () => {
  for (const factor of [1e-310, 1e300]) {
    const x = powerMethod(float64, (v) => float64.scale(factor, v), float64.vector([3, 4]), 3);
    assertClose(float64, x, float64.vector([0.6, 0.8]), 1e-12, "the start");
  }
});

Deno.test("powerMethod() rejects impossible arguments", () => {
  const one = float64.vector([1, 0]);
  const nilpotent = float64.matrix([[0, 1], [0, 0]]);
  const vanish = () => powerMethod(float64, (v) => float64.multiply(nilpotent, v), one, 1);
  assertThrows(vanish, RangeError, "A x must be finite and not zero");
  const from = (start: typeof one, steps = 1) => () => powerMethod(float64, (v) => v, start, steps);
  assertThrows(from(float64.zeros(2, 1)), RangeError, "the start must be finite and not zero");
  assertThrows(from(float64.identity(2)), RangeError, "vector");
  assertThrows(from(one, -1), RangeError, "steps");
});
