import { assertThrows } from "@std/assert";
import fc from "fast-check";
import { float64 } from "../arithmetic/mod.ts";
import { chebyshevIteration, withEigenvalues } from "./mod.ts";
import { assertClose, check, orthogonal, testOnBoth, vector } from "./shared_test.ts";

/** T_k(x) by its recurrence. */
function chebyshev(k: number, x: number): number {
  let [previous, current] = [1, x];
  for (let i = 0; i < k; i++) [previous, current] = [current, 2 * x * current - previous];
  return previous;
}

testOnBoth("chebyshevIteration() of a hand-worked system", (arithmetic) => {
  const a = arithmetic.diagonal([1, 3]);
  const apply = (v: typeof a) => arithmetic.multiply(a, v);
  const iterate = (steps: number) =>
    chebyshevIteration(arithmetic, apply, arithmetic.zeros(2, 1), [1, 3], steps, {
      start: arithmetic.vector([1, 1]),
    });
  const { unitRoundoff: u } = arithmetic;
  assertClose(arithmetic, iterate(0), arithmetic.vector([1, 1]), 0, "the start");
  // T_1(2 − λ)/T_1(2), then T_2(±1)/T_2(2) = 1/7.
  assertClose(arithmetic, iterate(1), arithmetic.vector([0.5, -0.5]), 8 * u, "one step");
  assertClose(arithmetic, iterate(2), arithmetic.vector([1 / 7, 1 / 7]), 8 * u, "two steps");
  assertClose(arithmetic, iterate(3), arithmetic.vector([1 / 26, -1 / 26]), 8 * u, "three steps");
});

testOnBoth("chebyshevIteration() applies T_k(x)/T_k(σ) to the error", (arithmetic) => {
  const systems = fc.integer({ min: 1, max: 6 }).chain((m) =>
    fc.record({
      eigenvalues: fc.array(fc.double({ min: 0.5, max: 2, noNaN: true }), {
        minLength: m,
        maxLength: m,
      }),
      basis: orthogonal(m),
      solution: vector(m),
      steps: fc.integer({ min: 0, max: 8 }),
    })
  );
  check(arithmetic, systems, ({ eigenvalues, basis, solution, steps }) => {
    const a = arithmetic.matrix(withEigenvalues(eigenvalues, basis));
    const x = arithmetic.vector(solution);
    const apply = (v: typeof a) => arithmetic.multiply(a, v);
    const found = chebyshevIteration(arithmetic, apply, apply(x), [0.5, 2], steps);
    const values = eigenvalues.map((value) =>
      1 - chebyshev(steps, (2.5 - 2 * value) / 1.5) / chebyshev(steps, 5 / 3)
    );
    const expected = arithmetic.multiply(arithmetic.matrix(withEigenvalues(values, basis)), x);
    assertClose(arithmetic, found, expected, 500 * arithmetic.unitRoundoff, "x_k");
  });
});

testOnBoth("chebyshevIteration() on a point interval is one exact step", (arithmetic) => {
  const apply = (v: ReturnType<typeof arithmetic.vector>) => arithmetic.scale(4, v);
  const b = arithmetic.vector([4, 8]);
  for (const steps of [1, 2, 5]) {
    const x = chebyshevIteration(arithmetic, apply, b, [4, 4], steps);
    assertClose(arithmetic, x, arithmetic.vector([1, 2]), 0, `${steps} steps`);
  }
});

Deno.test("chebyshevIteration() rejects impossible arguments", () => {
  const b = float64.vector([1, 1]);
  const solve = (interval: [number, number], steps = 1) => () =>
    chebyshevIteration(float64, (v) => v, b, interval, steps);
  for (const interval of [[0, 1], [2, 1], [-1, 1], [1, Infinity], [NaN, 1]] as const) {
    assertThrows(solve([...interval]), RangeError, "no interval of positive numbers");
  }
  assertThrows(solve([1, 2], 0.5), RangeError, "steps");
  const short = () => chebyshevIteration(float64, () => float64.vector([1]), b, [1, 2], 1);
  assertThrows(short, RangeError, "apply must return a 2×1");
});
