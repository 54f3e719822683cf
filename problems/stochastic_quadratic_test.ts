/** Problems with stochastic gradients: their constants, against all outcomes of the noise. */

import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { float64 } from "../lib/arithmetic/mod.ts";
import { randomStream } from "../lib/statistics/mod.ts";
import {
  finiteSums,
  type StochasticProblem,
  stochasticProblem,
  type StochasticProblemInstance,
  stochasticQuadratics,
} from "./stochastic_quadratic.ts";
import { norm } from "./vectors.ts";

/** All draws of one gradient with their probabilities: of ε, or of batches. */
function allDraws(problem: StochasticProblem, instance: StochasticProblemInstance) {
  if (instance.kind === "finiteSum") {
    const { batch, features } = instance;
    const count = features.length;
    return Array.from({ length: count ** batch }, (_, index) => {
      const counts = new Array<number>(count).fill(0);
      for (let b = 0; b < batch; b++) counts[Math.floor(index / count ** b) % count]! += 1;
      return { draw: counts, probability: count ** -batch };
    });
  }
  let draws = [{ draw: [] as number[], probability: 1 }];
  for (let j = 0; j < problem.variables; j++) {
    draws = draws.flatMap(({ draw, probability }) =>
      problem.outcomes!.map((outcome) => ({
        draw: [...draw, outcome.value],
        probability: probability * outcome.probability,
      }))
    );
  }
  return draws;
}

/** ∇f by central differences of f, E g and the variance of g at w, in the coordinates of M^{-1/2}. */
function momentsAt(instance: StochasticProblemInstance, w: readonly number[]) {
  const problem = stochasticProblem(instance);
  const map = problem.over(float64);
  const whiten = float64.matrix(problem.metric.power(-0.5));
  const step = 1e-4 * (1 + norm(w));
  const gradient = w.map((_, i) => {
    const [up, down] = [step, -step].map((shift) =>
      map.values(float64.vector(w.map((x, j) => i === j ? x + shift : x)))[0]!
    );
    return (up! - down!) / (2 * step);
  });
  const h = float64.toArray(float64.multiply(whiten, float64.vector(gradient)));
  let mean = w.map(() => 0);
  let square = 0;
  for (const { draw, probability } of allDraws(problem, instance)) {
    const g = map.gradient(float64.vector(w), draw.map((x) => [x]));
    const whitened = float64.toArray(float64.multiply(whiten, g));
    mean = mean.map((x, i) => x + probability * whitened[i]!);
    square += probability * whitened.reduce((sum, x) => sum + x * x, 0);
  }
  return { problem, h, mean, variance: square - norm(mean) ** 2, square };
}

const instances = [
  ...fc.sample(
    stochasticQuadratics({
      maximumDimension: 3,
      maximumConditionNumber: 10,
      maximumMetricConditionNumber: 10,
      finite: true,
      vectors: 2,
    }),
    { seed: 6, numRuns: 60 },
  ),
  ...fc.sample(
    stochasticQuadratics({
      maximumDimension: 3,
      maximumConditionNumber: 10,
      maximumMetricConditionNumber: 10,
      finite: true,
      vectors: 1,
      terms: 2,
    }),
    { seed: 7, numRuns: 30 },
  ),
  ...fc.sample(finiteSums(3), { seed: 8, numRuns: 60 }).map((instance) => ({
    ...instance,
    batch: 1 + instance.batch % 2,
  })),
];

Deno.test("the constants bound the moments of g at every point; K + K_V‖h‖² is attained by ε", () => {
  for (const [index, instance] of instances.entries()) {
    const stream = randomStream(index, "points");
    const { dimension } = stochasticProblem(instance);
    for (const size of [0, 1, 30]) {
      const w = stream.vector(dimension, () => size * stream.normal());
      const { problem, h, mean, variance, square } = momentsAt(instance, w);
      const { alignment, growth, noise, noiseGrowth, secondMoment } = problem.bounds;
      const hh = norm(h) ** 2;
      const inner = h.reduce((sum, x, i) => sum + x * mean[i]!, 0);
      const slack = 1e-5 * (1 + square + hh);
      assert(inner >= alignment * hh - slack);
      assert(norm(mean) ** 2 <= growth ** 2 * hh + slack);
      assert(variance <= noise + noiseGrowth * hh + slack);
      if (instance.kind === "quadratic") {
        assertAlmostEquals(variance, noise + noiseGrowth * hh, slack);
      }
      assertEquals(secondMoment, noiseGrowth + growth ** 2);
      assertAlmostEquals(
        problem.largestStep,
        alignment / (problem.smoothness * secondMoment),
        1e-12 * problem.largestStep,
      );
    }
  }
});

Deno.test("K of a finite sum is attained: the variance touches its bound at some point", () => {
  // One dimension: x = (1, 2), r = (2, −1), b = 1: the variance is ½[(w − 2)² + 4(2w + 1)²] − (5w/2)².
  const instance: StochasticProblemInstance = {
    kind: "finiteSum",
    features: [[1], [2]],
    errors: [2, -1],
    batch: 1,
    slack: 2,
    metric: { kind: "identity" },
  };
  const { problem } = momentsAt(instance, [0]);
  const varianceAt = (w: number) => ((w - 2) ** 2 + 4 * (2 * w + 1) ** 2) / 2 - (5 * w / 2) ** 2;
  assertAlmostEquals(momentsAt(instance, [0.3]).variance, varianceAt(0.3), 1e-9);
  const { noise, noiseGrowth } = problem.bounds;
  // ½(1 + 16) − 25/4 = 9/4 of w², and h = 5w/2: the least K_V is 9/25.
  assertAlmostEquals(noiseGrowth, 2 * 9 / 25, 1e-12);
  const gap = (w: number) => noise + noiseGrowth * (5 * w / 2) ** 2 - varianceAt(w);
  const gaps = Array.from({ length: 4001 }, (_, i) => gap((i - 2000) / 500));
  assert(gaps.every((value) => value >= -1e-12));
  assert(Math.min(...gaps) < 1e-5);
});

Deno.test("L̂ and μ̂ bound the curvature in the metric", () => {
  for (const [index, instance] of instances.entries()) {
    const problem = stochasticProblem(instance);
    const map = problem.over(float64);
    const stream = randomStream(index, "segments");
    const root = float64.matrix(problem.metric.power(0.5));
    for (let k = 0; k < 4; k++) {
      const [v, w] = [0, 1].map(() => stream.vector(problem.dimension, () => 3 * stream.normal()));
      const middle = v!.map((x, i) => (x + w![i]!) / 2);
      const [a, b, m] = [v!, w!, middle].map((point) => map.values(float64.vector(point))[0]!);
      const difference = float64.vector(v!.map((x, i) => x - w![i]!));
      const square = float64.norm(float64.multiply(root, difference)) ** 2;
      // f(v) + f(w) − 2f((v + w)/2) lies between μ̂/4 and L̂/4 times ‖v − w‖_M².
      const bend = a! + b! - 2 * m!;
      const rounding = 1e-12 * (Math.abs(a!) + Math.abs(b!) + problem.smoothness * square);
      assert(bend >= problem.strongConvexity * square / 4 - rounding);
      assert(bend <= problem.smoothness * square / 4 + rounding);
    }
  }
});

Deno.test("the minimizer is 0, with f = 0", () => {
  for (const instance of instances) {
    const problem = stochasticProblem(instance);
    const map = problem.over(float64);
    const zero = float64.zeros(problem.dimension, 1);
    assertEquals(map.values(zero)[0], 0);
    const { mean } = momentsAt(instance, new Array<number>(problem.dimension).fill(0));
    const size = 1 + Math.sqrt(problem.bounds.noise);
    for (const x of mean) assertAlmostEquals(x, 0, 1e-9 * size);
  }
});

Deno.test("a step is w − αM⁻¹g", () => {
  const problem = stochasticProblem({
    kind: "quadratic",
    curvature: { eigenvalues: [1, 2], basis: "identity" },
    terms: [],
    metric: { kind: "diagonal", entries: [2, 4] },
    noise: {
      bias: { kind: "none" },
      additive: { kind: "vectors", vectors: [] },
      multiplicative: { kind: "none" },
      law: { kind: "rademacher" },
    },
  });
  const map = problem.over(float64);
  const w = float64.vector([3, 4]);
  // g = (3, 8); M⁻¹g = (1.5, 2).
  const gradient = map.gradient(w, []);
  for (const [i, x] of float64.toArray(gradient).entries()) {
    assertAlmostEquals(x, [3, 8][i]!, 1e-14);
  }
  const next = float64.toArray(map.step(w, gradient, 0.1));
  assertAlmostEquals(next[0]!, 2.85, 1e-14);
  assertAlmostEquals(next[1]!, 3.8, 1e-14);
  assertAlmostEquals(problem.smoothness, 0.5, 1e-15);
  assertAlmostEquals(problem.strongConvexity, 0.5, 1e-15);
});

Deno.test("what does not fit together is refused", () => {
  const sum = {
    kind: "finiteSum",
    features: [[1], [2]],
    errors: [1],
    batch: 1,
    slack: 2,
    metric: { kind: "identity" },
  } as const;
  assertThrows(() => stochasticProblem(sum), RangeError, "errors");
  assertThrows(() => stochasticProblem({ ...sum, errors: [1, 2], slack: 1 }), RangeError, "slack");
  assertThrows(
    () => stochasticProblem({ ...sum, features: [[1, 1], [2, 2]], errors: [1, 2] }),
    RangeError,
    "positive definite",
  );
});
