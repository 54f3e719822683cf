/** Interpolated functions go through their data and have the curvature that they claim. */

import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { integer, sample } from "fast-check";
import { float64 } from "../lib/arithmetic/mod.ts";
import { randomFor } from "../verify/random.ts";
import {
  descentTrajectories,
  type InterpolatedFunction,
  interpolatedFunction,
  type InterpolatedFunctionInstance,
} from "./mod.ts";
import { plus, shrunk, symmetricUniform } from "./shared_test.ts";

const random = randomFor("interpolated functions");
const valueAt = (f: InterpolatedFunction, x: readonly number[]) =>
  f.value(float64, float64.vector(x));
const gradientAt = (f: InterpolatedFunction, x: readonly number[]) =>
  float64.toArray(f.gradient(float64, float64.vector(x)));
const dot = (x: readonly number[], y: readonly number[]) =>
  x.reduce((sum, entry, i) => sum + entry * y[i]!, 0);
const point = (dimension: number, size: number) =>
  Array.from({ length: dimension }, () => size * symmetricUniform(random));

Deno.test("a sawtooth derivative by hand", () => {
  // Slope 1 at 0 and −1, L = 1: it falls to ½ at −½, and f falls by ¾ between the two.
  const f = interpolatedFunction({
    dimension: 1,
    least: -1,
    largest: 1,
    data: [
      { point: [0], gradient: [1], value: 0 },
      { point: [-1], gradient: [1], value: -0.75 },
    ],
  });
  assertEquals([0, -0.25, -0.5, -0.75, -1].map((x) => gradientAt(f, [x])[0]), [
    1,
    0.75,
    0.5,
    0.75,
    1,
  ]);
  assertEquals([0, -0.5, -1].map((x) => valueAt(f, [x])), [0, -0.375, -0.75]);
});

Deno.test("what makes no sense is refused", () => {
  const good: InterpolatedFunctionInstance = {
    dimension: 1,
    least: 0,
    largest: 1,
    data: [{ point: [0], gradient: [1], value: 0 }],
  };
  const bad: readonly [Partial<InterpolatedFunctionInstance>, string][] = [
    [{ data: [] }, "one point"],
    [{ dimension: 2 }, "length 2"],
    [{ largest: 0 }, "between 0 and 0"],
  ];
  for (const [part, message] of bad) {
    assertThrows(() => interpolatedFunction({ ...good, ...part }), RangeError, message);
  }
});

Deno.test("the curvature lies in [ℓ, L], in the form that is necessary and sufficient", () => {
  for (let run = 0; run < 400; run++) {
    const dimension = 1 + run % 3;
    const [least, largest] = [[-2, 2], [0, 1], [0.5, 4], [-1, 0.25]][run % 4] as [number, number];
    const data = Array.from({ length: 1 + run % 5 }, () => ({
      point: point(dimension, 2),
      gradient: point(dimension, 3),
      value: symmetricUniform(random),
    }));
    const f = interpolatedFunction({ dimension, least, largest, data });
    const [x, y] = [point(dimension, 4), point(dimension, 4)];
    const move = plus(x, -1, y);
    const turn = plus(plus(gradientAt(f, x), -1, gradientAt(f, y)), -least, move);
    const bound = valueAt(f, y) + dot(gradientAt(f, y), move) + least / 2 * dot(move, move) +
      dot(turn, turn) / (2 * (largest - least));
    assert(valueAt(f, x) >= bound - 1e-11, `${valueAt(f, x)} < ${bound}`);
  }
});

Deno.test("data of a smooth function are interpolated", () => {
  // cos a·x has its curvature in [−‖a‖², ‖a‖²].
  for (let run = 0; run < 200; run++) {
    const dimension = 1 + run % 3;
    const a = point(dimension, 2);
    const size = dot(a, a);
    if (size < 1e-2) continue;
    const data = Array.from({ length: 1 + run % 6 }, () => {
      const x = point(dimension, 3);
      const gradient = a.map((entry) => -entry * Math.sin(dot(a, x)));
      return { point: x, gradient, value: Math.cos(dot(a, x)) };
    });
    const f = interpolatedFunction({ dimension, least: -size, largest: size, data });
    for (const { point, gradient, value } of data) {
      assertAlmostEquals(valueAt(f, point), value, 1e-11);
      gradientAt(f, point).forEach((entry, i) => assertAlmostEquals(entry, gradient[i]!, 1e-7));
    }
  }
});

Deno.test("trajectories of equal gradients are runs of gradient descent", () => {
  const trajectories = descentTrajectories({ steps: integer({ min: 1, max: 6 }) });
  let equal = 0;
  for (const { objective, steps } of sample(trajectories, { numRuns: 400, seed: 4 })) {
    const { data } = objective;
    assertEquals(data.length, steps + 1);
    if (data.some(({ gradient }) => plus(gradient, -1, data[0]!.gradient).some((x) => x !== 0))) {
      continue;
    }
    const f = interpolatedFunction(objective);
    for (const { point, gradient, value } of data) {
      const size = 1e-13 * f.magnitude(point);
      assertAlmostEquals(valueAt(f, point), value, size);
      const rounding = 1e-13 * f.gradientMagnitude(point);
      gradientAt(f, point).forEach((entry, i) => assertAlmostEquals(entry, gradient[i]!, rounding));
    }
    equal++;
  }
  assert(equal > 100, `only ${equal} trajectories have equal gradients`);
});

Deno.test("trajectories shrink to a step of length 1", () => {
  const trajectories = descentTrajectories({ steps: integer({ min: 1, max: 6 }) });
  const { value } = shrunk(trajectories, ({ steps }) => steps > 1);
  assertEquals(value, {
    objective: {
      dimension: 1,
      least: -1,
      largest: 1,
      data: [
        { point: [0], gradient: [1], value: 0 },
        { point: [-1], gradient: [1], value: -0.75 },
        { point: [-2], gradient: [1], value: -1.5 },
      ],
    },
    stepShare: 1,
    steps: 2,
  });
});
