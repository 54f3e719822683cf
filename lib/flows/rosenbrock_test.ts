import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { dormandPrince, rosenbrock } from "./mod.ts";
import {
  assertClose,
  assertConvergence,
  assertEndings,
  assertFollowsTolerance,
  KNOWN,
} from "./shared_test.ts";

Deno.test("rosenbrock() is of order 4, its dense output of order 3", () => {
  assertConvergence(rosenbrock, 4);
});

Deno.test("rosenbrock() has errors of the size of its tolerance", () => {
  assertFollowsTolerance(rosenbrock);
});

Deno.test("rosenbrock() says why it ends early", () => assertEndings(rosenbrock));

Deno.test("rosenbrock() takes the derivatives that it is given", () => {
  const jacobian = (t: number, [x]: readonly number[]) => [[-4 * t * x!, 0], [1, Math.cos(t)]];
  const timeDerivative = (t: number, [x, y]: readonly number[]) => [
    -2 * x! * x!,
    -Math.sin(t) * y! + 2 * t / (1 + t * t) ** 2,
  ];
  const start = KNOWN.solution(0);
  const options = { tolerance: 1e-7 };
  const given = rosenbrock(KNOWN.field, start, [0, 1], { ...options, jacobian, timeDerivative });
  const differenced = rosenbrock(KNOWN.field, start, [0, 1], options);
  assertClose(given.last, differenced.last, 1e-9);
  assertEquals(given.evaluations, 2 + 7 * (given.steps + given.rejections));
  const tries = differenced.steps + differenced.rejections;
  assertEquals(differenced.evaluations, 2 + 9 * tries + 4 * differenced.steps);
});

Deno.test("rosenbrock() takes few steps on a linear flow with rates from 1 to 1e6", () => {
  // ẏ = −A y, A with the eigenvalues 1, 1e3, 1e6 in a rotated basis.
  const q = [[2 / 3, -2 / 3, 1 / 3], [1 / 3, 2 / 3, 2 / 3], [2 / 3, 1 / 3, -2 / 3]];
  const rates = [1, 1e3, 1e6];
  const apply = (factors: readonly number[], y: readonly number[]) =>
    y.map((_, i) =>
      factors.reduce(
        (sum, factor, k) =>
          sum + q[i]![k]! * factor * y.reduce((inner, v, j) => inner + q[j]![k]! * v, 0),
        0,
      )
    );
  const field = (_t: number, y: readonly number[]) => apply(rates.map((rate) => -rate), y);
  const start = [1, -2, 3];
  const run = rosenbrock(field, start, [0, 5], { tolerance: 1e-7 });
  assertEquals(run.status, "complete");
  for (const t of [1e-6, 1e-3, 0.1, 2, 5]) {
    assertClose(
      run.at(t),
      apply(rates.map((rate) => Math.exp(-rate * t)), start),
      1e-5,
      `t = ${t}`,
    );
  }
  assert(run.steps < 250, `${run.steps} steps`);
  // What is stiff about it: the explicit pair has steps below 3.31/1e6 all along.
  const explicit = dormandPrince(field, start, [0, 5], { tolerance: 1e-7 });
  assertEquals(explicit.status, "exhausted");
  assert(explicit.end < 0.1, `t = ${explicit.end}`);
});

Deno.test("rosenbrock() keeps its order on a stiff flow along a curve", () => {
  // Prothero and Robinson's problem, y = cos t for every λ. RODAS takes 1200 steps for λ = 1e4.
  for (const lambda of [1, 1e2, 1e4, 1e6]) {
    const field = (t: number, [y]: readonly number[]) => [
      -lambda * (y! - Math.cos(t)) - Math.sin(t),
    ];
    const run = rosenbrock(field, [1], [0, 3], { tolerance: 1e-8 });
    assert(run.steps < 100, `${run.steps} steps for λ = ${lambda}`);
    for (const t of [0.7, 1.9, 3]) assertAlmostEquals(run.at(t)[0]!, Math.cos(t), 1e-7);
  }
});

Deno.test("rosenbrock() solves Van der Pol's equation with ε = 1e-6", () => {
  // Hairer and Wanner II, section IV.10, and the reference solution on their page of test problems.
  const vanDerPol = (_t: number, [x, y]: readonly number[]) => [
    y!,
    ((1 - x! * x!) * y! - x!) / 1e-6,
  ];
  const jacobian = (_t: number, [x, y]: readonly number[]) => [
    [0, 1],
    [(-2 * x! * y! - 1) / 1e-6, (1 - x! * x!) / 1e-6],
  ];
  const run = rosenbrock(vanDerPol, [2, 0], [0, 2], { tolerance: 1e-5, jacobian });
  assertEquals(run.status, "complete");
  assertClose(run.last, [1.706167732170469, -0.8928097010248257], 1e-5);
  assert(run.steps + run.rejections < 900, `${run.steps} steps`);
  // Of the two fast jumps, the first is that from x = 1 to x = −2.
  assertAlmostEquals(Math.min(...run.times.map((t) => run.at(t)[0]!)), -2, 1e-3);
});

Deno.test("rosenbrock() refuses derivatives of another shape", () => {
  const { field } = KNOWN;
  const refuses = (message: string, options: Parameters<typeof rosenbrock>[3]) => {
    const error = assertThrows(() => rosenbrock(field, [1, 1], [0, 1], options), RangeError);
    assertEquals(error.message, message);
  };
  refuses("∂f/∂y must be 2×2, but has 1 rows of length 2", { jacobian: () => [[1, 2]] });
  refuses("∂f/∂y must be 2×2, but has 2 rows of length 1 or 2", { jacobian: () => [[1], [1, 2]] });
  refuses("∂f/∂t must have 2 entries, but has 3", { timeDerivative: () => [1, 2, 3] });
});

Deno.test("rosenbrock() ends where derivatives are not finite or its matrix is singular", () => {
  const reason = (options: Parameters<typeof rosenbrock>[3]) => {
    const run = rosenbrock((_t, [y]) => [-y!], [1], [0, 1], options);
    assertEquals(run.status, "stuck");
    return run.reason;
  };
  assertEquals(
    reason({ jacobian: () => [[NaN]] }),
    "no step leads on from t = 0: ∂f/∂y has an entry that is not finite at t = 0",
  );
  assertEquals(
    reason({ timeDerivative: () => [-Infinity] }),
    "no step leads on from t = 0: ∂f/∂t has an entry that is not finite at t = 0",
  );
  // 1/(γh) = 4 for the only step that is tried; shorter ones succeed.
  const once = rosenbrock((_t, [y]) => [4 * y!], [1], [0, 1], { firstStep: 1, tolerance: 1 });
  assertEquals([once.status, once.rejections > 0], ["complete", true]);
});
