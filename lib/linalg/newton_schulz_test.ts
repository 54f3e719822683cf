import { assertThrows } from "@std/assert";
import { float64 } from "../arithmetic/mod.ts";
import { newtonSchulz, polarFactor, withSingularValues } from "./mod.ts";
import { assertClose, check, knownMatrix, testOnBoth } from "./shared_test.ts";

testOnBoth("newtonSchulz() of hand-worked matrices", (arithmetic) => {
  const { unitRoundoff: u } = arithmetic;
  const a = arithmetic.matrix([[0, -0.5], [1, 0], [0, 0]]);
  assertClose(arithmetic, newtonSchulz(arithmetic, a, 0), a, 0, "no step");
  const one = arithmetic.matrix([[0, -0.6875], [1, 0], [0, 0]]);
  assertClose(arithmetic, newtonSchulz(arithmetic, a, 1), one, 4 * u, "one step");
});

testOnBoth("newtonSchulz() takes σ to σ(3 − σ²)/2", (arithmetic) => {
  check(arithmetic, knownMatrix(1), ({ n, m, values, left, right }) => {
    const scaled = values.map((value) => 1.5 * value / values[0]!);
    const a = arithmetic.matrix(withSingularValues(n, m, scaled, left, right));
    const images = scaled.map((value) => value * (3 - value ** 2) / 2);
    // A negative image is a turned singular vector.
    const turned = left.map((row) => row.map((entry, k) => images[k]! < 0 ? -entry : entry));
    const expected = withSingularValues(n, m, images.map(Math.abs), turned, right);
    const error = 100 * arithmetic.unitRoundoff;
    const actual = newtonSchulz(arithmetic, a, 1);
    assertClose(arithmetic, actual, arithmetic.matrix(expected), error, "one step");
  });
});

testOnBoth("newtonSchulz() ends at the polar factor", (arithmetic) => {
  const a = arithmetic.matrix([[1, 0.5], [-0.25, 0.75], [0.5, 0]]);
  const polar = arithmetic.transpose(polarFactor(arithmetic, a));
  const limit = newtonSchulz(arithmetic, a, 8);
  assertClose(arithmetic, limit, polar, 50 * arithmetic.unitRoundoff, "U Vᵀ");
});

Deno.test("newtonSchulz() rejects impossible arguments", () => {
  assertThrows(() => newtonSchulz(float64, float64.identity(2), -1), RangeError, "steps");
});
