import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { float64 } from "../arithmetic/mod.ts";
import { conjugateGradients, withEigenvalues } from "./mod.ts";
import { assertClose, check, descending, orthogonal, testOnBoth, vector } from "./shared_test.ts";

testOnBoth("conjugateGradients() of a hand-worked system", (arithmetic) => {
  const { unitRoundoff: u } = arithmetic;
  const a = arithmetic.matrix([[2, 1], [1, 2]]);
  const apply = (v: typeof a) => arithmetic.multiply(a, v);
  const b = arithmetic.vector([3, 0]);
  const solve = (steps: number) => conjugateGradients(arithmetic, apply, b, steps);
  assertClose(arithmetic, solve(0), arithmetic.zeros(2, 1), 0, "no step");
  // bᵀb/bᵀAb = 1/2.
  assertClose(arithmetic, solve(1), arithmetic.vector([1.5, 0]), 8 * u, "one step");
  assertClose(arithmetic, solve(2), arithmetic.vector([2, -1]), 8 * u, "two steps");
  // r = (−1, −1) is an eigenvector.
  const start = arithmetic.vector([7 / 3, -2 / 3]);
  const one = conjugateGradients(arithmetic, apply, b, 1, { start });
  assertClose(arithmetic, one, arithmetic.vector([2, -1]), 16 * u, "one step from there");
});

testOnBoth("conjugateGradients() takes a step for each distinct eigenvalue", (arithmetic) => {
  const systems = fc.integer({ min: 1, max: 8 }).chain((m) =>
    fc.record({
      spectrum: descending(3, 0.2),
      picks: fc.array(fc.nat({ max: 2 }), { minLength: m, maxLength: m }),
      basis: orthogonal(m),
      solution: vector(m),
      start: vector(m),
    })
  );
  check(arithmetic, systems, ({ spectrum, picks, basis, solution, start }) => {
    const rows = withEigenvalues(picks.map((pick) => spectrum[pick]!), basis);
    const a = arithmetic.matrix(rows);
    const x = arithmetic.vector(solution);
    const apply = (v: typeof a) => arithmetic.multiply(a, v);
    const found = conjugateGradients(arithmetic, apply, apply(x), 3, {
      start: arithmetic.vector(start),
    });
    const error = 1000 * arithmetic.unitRoundoff * (Math.hypot(...solution) + Math.hypot(...start));
    assertClose(arithmetic, found, x, error, "x*");
  });
});

testOnBoth("conjugateGradients() ends before the residual underflows", (arithmetic) => {
  const a = arithmetic.matrix(withEigenvalues([0.004, 0.003], [[0.6, 0.8], [0.8, -0.6]]));
  const b = arithmetic.vector([1, -1]);
  const x = conjugateGradients(arithmetic, (v) => arithmetic.multiply(a, v), b, 1000);
  const residual = arithmetic.subtract(b, arithmetic.multiply(a, x));
  assertClose(arithmetic, residual, arithmetic.zeros(2, 1), 32 * arithmetic.unitRoundoff, "A x");
  const early = conjugateGradients(arithmetic, (v) => arithmetic.multiply(a, v), b, 9, {
    tolerance: 1,
  });
  assertClose(arithmetic, early, arithmetic.zeros(2, 1), 0, "no step");
});

Deno.test("conjugateGradients() stops at a residual of 0", () => {
  let products = 0;
  const counting = (v: ReturnType<typeof float64.vector>) => (products++, v);
  const b = float64.vector([1, 2]);
  assertEquals(float64.toArray(conjugateGradients(float64, counting, b, 9)), [1, 2]);
  assertEquals(products, 1);
});

Deno.test("conjugateGradients() rejects impossible arguments", () => {
  const b = float64.vector([1, 1]);
  const identity = (v: typeof b) => v;
  const indefinite = (v: typeof b) => float64.multiply(float64.diagonal([1, -1]), v);
  const solve = (apply: (v: typeof b) => typeof b, steps: number, start = b) => () =>
    conjugateGradients(float64, apply, b, steps, { start: float64.scale(2, start) });
  assertThrows(solve(indefinite, 1), RangeError, "not positive definite");
  assertThrows(solve(identity, -1), RangeError, "steps");
  assertThrows(solve(identity, 1, float64.vector([1])), RangeError, "2×1");
  assertThrows(solve(() => float64.vector([1]), 1), RangeError, "apply must return a 2×1");
  const negative = () => conjugateGradients(float64, identity, b, 1, { tolerance: -1 });
  assertThrows(negative, RangeError, "tolerance");
  const wide = () => conjugateGradients(float64, identity, float64.identity(2), 1);
  assertThrows(wide, RangeError, "b must be a vector");
});
