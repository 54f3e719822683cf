/** The methods for maps that give only a (sub)gradient, worked by hand. */

import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { type Arithmetic, float64, loadFloat32 } from "../arithmetic/mod.ts";
import {
  displacement,
  evaluate,
  type FixedPointMap,
  type GradientMap,
  type GradientTransformation,
  halpern,
  iterate,
  krasnoselskiiMann,
  optimisticGradient,
  polyakStep,
  proximalDisplacement,
  type ProximalMap,
  proximalPoint,
  subgradientMethod,
} from "./mod.ts";
import { stepsFor } from "./shared_test.ts";

/** f(θ) = Σ|θ_i|, with the subgradient sign(θ). */
const absolute: GradientMap & ProximalMap = {
  gradient: (arithmetic, theta) => arithmetic.apply("sign", theta),
  proximal: (arithmetic, theta, lambda) =>
    arithmetic.vector(
      arithmetic.toArray(theta).map((t) => Math.sign(t) * Math.max(0, Math.abs(t) - lambda)),
    ),
};

/** A quarter turn of the plane. */
const quarterTurn: FixedPointMap = {
  apply: (arithmetic, theta) => arithmetic.multiply(arithmetic.matrix([[0, -1], [1, 0]]), theta),
};

/** All iterates. */
function path<T, S>(
  arithmetic: Arithmetic<T>,
  map: GradientMap,
  optimizer: GradientTransformation<T, S>,
  start: readonly number[],
  steps: number,
): number[][] {
  const iterates: number[][] = [];
  iterate(arithmetic, map, optimizer, start, {
    steps,
    visit: ({ theta }) => void iterates.push(arithmetic.toArray(theta)),
  });
  return iterates;
}

Deno.test("a context of a gradient remembers it, and says what it has not", () => {
  let calls = 0;
  const map: GradientMap = {
    gradient(arithmetic, theta) {
      calls++;
      return arithmetic.scale(3, theta);
    },
  };
  const context = evaluate(float64, map, float64.vector([2]), 5);
  assertEquals(float64.toArray(context.gradient()), [6]);
  context.gradient();
  assertEquals([calls, context.iteration], [1, 5]);
  const v = float64.vector([1]);
  for (
    const ask of [
      () => context.residual(),
      () => context.jacobian(),
      () => context.jacobianVectorProduct(v),
      () => context.vectorJacobianProduct(v),
    ]
  ) assertThrows(ask, TypeError, "gives only a gradient");
});

Deno.test("subgradientMethod() by hand", () => {
  // θ = 3, 1, 0 (sign(0) = 0) with α = 2, 1, …; and a constant step that jumps over the minimizer.
  const falling = subgradientMethod(float64, { stepSize: (t) => 2 / (t + 1) });
  assertEquals(path(float64, absolute, falling, [3], 3), [[3], [1], [0], [0]]);
  const constant = subgradientMethod(float64, { stepSize: 2 });
  assertEquals(path(float64, absolute, constant, [1], 2), [[1], [-1], [1]]);
  assertThrows(() => subgradientMethod(float64, { stepSize: 0 }), RangeError, "stepSize");
  const bad = subgradientMethod(float64, { stepSize: () => -1 });
  assertThrows(() => path(float64, absolute, bad, [1], 1), RangeError, "stepSize");
});

Deno.test("polyakStep() by hand", () => {
  // f = |θ₁| + |θ₂| at (3, 1): f = 4, g = (1, 1), step 4/2: (1, −1). There f = 2, g = (1, −1),
  // step 1: (0, 0), where g = 0.
  const gap = (theta: ReturnType<typeof float64.vector>) =>
    float64.toArray(theta).reduce((sum, t) => sum + Math.abs(t), 0);
  const method = polyakStep(float64, { gap });
  assertEquals(path(float64, absolute, method, [3, 1], 3), [[3, 1], [1, -1], [0, 0], [0, 0]]);
});

Deno.test("proximalPoint() by hand", () => {
  const map = proximalDisplacement(absolute, 0.75);
  assertEquals(path(float64, map, proximalPoint(float64), [2, -1], 3), [
    [2, -1],
    [1.25, -0.25],
    [0.5, 0],
    [0, 0],
  ]);
  assertThrows(() => proximalDisplacement(absolute, 0), RangeError, "lambda");
});

Deno.test("krasnoselskiiMann() by hand", () => {
  // Half way to a quarter turn: (2, 0) → (1, 1) → (0, 1).
  const method = krasnoselskiiMann(float64, { relaxation: 0.5 });
  assertEquals(path(float64, displacement(quarterTurn), method, [2, 0], 2), [
    [2, 0],
    [1, 1],
    [0, 1],
  ]);
  assertThrows(() => krasnoselskiiMann(float64, { relaxation: 0 }), RangeError, "relaxation");
});

Deno.test("halpern() by hand", () => {
  // T = −I: θ_0 = 6, θ_1 = ½·6 − ½·6 = 0, θ_2 = ⅓·6 = 2, θ_3 = ¼·6 − ¾·2 = 0.
  const negation = displacement({ apply: (a, theta) => a.scale(-1, theta) });
  const found = path(float64, negation, halpern(float64), [6], 3).map(([x]) => x!);
  for (const [i, x] of [6, 0, 2, 0].entries()) assertAlmostEquals(found[i]!, x, 1e-14);
  // A linear T makes θ_k the mean of θ_0, Tθ_0, …, T^k θ_0: of four quarter turns, 0.
  const turned = path(float64, displacement(quarterTurn), halpern(float64), [1, 0], 3);
  for (const [k, [x, y]] of [[1, 0], [1 / 2, 1 / 2], [0, 1 / 3], [0, 0]].entries()) {
    assertAlmostEquals(turned[k]![0]!, x!, 1e-15);
    assertAlmostEquals(turned[k]![1]!, y!, 1e-15);
  }
});

Deno.test("optimisticGradient() by hand", () => {
  // g = 1, 2, 4: steps −α(1, 2·2 − 1, 2·4 − 2).
  const method = optimisticGradient(float64, { stepSize: 0.5 });
  assertEquals(stepsFor(float64, method, [[1], [2], [4]]), [[-0.5], [-1.5], [-3]]);
  assertThrows(() => optimisticGradient(float64, { stepSize: -1 }), RangeError, "stepSize");
});

Deno.test("in single precision, memory stays flat and the anchor and last gradient survive", async () => {
  const float32 = await loadFloat32();
  const map = displacement(quarterTurn);
  const runs = <T>(arithmetic: Arithmetic<T>) => [
    path(arithmetic, map, halpern(arithmetic), [1, 2], 9),
    path(arithmetic, map, optimisticGradient(arithmetic, { stepSize: 0.25 }), [1, 2], 9),
    path(arithmetic, map, krasnoselskiiMann(arithmetic, { relaxation: 0.5 }), [1, 2], 9),
  ];
  const single = runs(float32 as Arithmetic<unknown>).flat(2);
  for (const [i, x] of runs(float64).flat(2).entries()) assertAlmostEquals(single[i]!, x, 1e-5);
});
