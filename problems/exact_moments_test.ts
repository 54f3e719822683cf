/** Exact moments: against all outcomes, the steady state, and simulated runs. */

import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { float64 } from "../lib/arithmetic/mod.ts";
import { meanConfidence, momentConfidence, randomStream } from "../lib/statistics/mod.ts";
import {
  allPaths,
  expectedValues,
  expectedValuesAt,
  momentMap,
  simulatedValues,
  steadyState,
  stepsWithin,
} from "./exact_moments.ts";
import {
  finiteSums,
  type StochasticProblem,
  stochasticProblem,
  type StochasticProblemInstance,
  stochasticQuadratics,
} from "./stochastic_quadratic.ts";

const tame = {
  maximumDimension: 3,
  maximumConditionNumber: 4,
  maximumMetricConditionNumber: 4,
};

Deno.test("the recursion gives what all paths of the method give", () => {
  const instances = fc.sample(stochasticQuadratics({ ...tame, finite: true, vectors: 1 }), {
    seed: 1,
    numRuns: 80,
  });
  for (const [index, instance] of instances.entries()) {
    const problem = stochasticProblem(instance);
    const stream = randomStream(index, "start");
    const start = stream.vector(problem.dimension, () => 3 * stream.normal());
    const steps = Array.from(
      { length: Math.min(4, stepsWithin(problem, 1024)) },
      (_, k) => problem.largestStep * (1 - k / 5),
    );
    const { values } = allPaths(float64, problem, start, steps);
    const expected = expectedValues(
      float64,
      problem.moments!,
      problem.toEigenbasis(start),
      steps,
    );
    assertEquals(expected.length, steps.length + 1);
    for (const [k, value] of values.entries()) {
      assertAlmostEquals(expected[k]!, value, 1e-11 * (values[0]! + value));
    }
    // Where the coordinates do not mix, the full recursion says the same.
    const dense = { ...problem.moments!, isDiagonal: false };
    const full = expectedValues(float64, dense, problem.toEigenbasis(start), steps);
    for (const [k, value] of full.entries()) {
      assertAlmostEquals(expected[k]!, value, 1e-11 * (full[0]! + value));
    }
  }
});

Deno.test("the recursion gives what all batches of finite sums give", () => {
  for (const [index, drawn] of fc.sample(finiteSums(2), { seed: 2, numRuns: 40 }).entries()) {
    const instance = { ...drawn, batch: 1 + drawn.batch % 2 };
    const problem = stochasticProblem(instance);
    const map = problem.over(float64);
    const stream = randomStream(index, "start");
    const start = stream.vector(problem.dimension, stream.normal);
    const count = instance.features.length;
    const batches = Array.from({ length: count ** instance.batch }, (_, k) => {
      const counts = new Array<number>(count).fill(0);
      for (let b = 0; b < instance.batch; b++) counts[Math.floor(k / count ** b) % count]! += 1;
      return counts.map((x) => [x]);
    });
    const stepSize = problem.largestStep;
    const next = (w: number[]) =>
      batches.map((batch) =>
        float64.toArray(
          map.step(float64.vector(w), map.gradient(float64.vector(w), batch), stepSize),
        )
      );
    const mean = (points: number[][]) =>
      points.reduce((sum, w) => sum + map.values(float64.vector(w))[0]! / points.length, 0);
    const first = next(start);
    const expected = expectedValues(float64, problem.moments!, problem.toEigenbasis(start), [
      stepSize,
      stepSize,
    ]);
    assertAlmostEquals(expected[1]!, mean(first), 1e-10 * (expected[0]! + expected[1]!));
    if (batches.length <= 16) {
      const second = mean(first.flatMap(next));
      assertAlmostEquals(expected[2]!, second, 1e-10 * (expected[0]! + expected[2]!));
    }
  }
});

Deno.test("many steps at once are as many single ones", () => {
  const instances = fc.sample(
    stochasticQuadratics({ ...tame, bias: false, multiplicative: false }),
    { seed: 3, numRuns: 30 },
  );
  for (const instance of instances) {
    const problem = stochasticProblem(instance);
    const start = new Array<number>(problem.dimension).fill(2);
    const z = problem.toEigenbasis(start);
    const stepSize = problem.largestStep / 3;
    const counts = [0, 1, 2, 3, 6, 13];
    const single = expectedValues(float64, problem.moments!, z, new Array(13).fill(stepSize));
    const many = expectedValuesAt(float64, problem.moments!, z, stepSize, counts);
    for (const [i, count] of counts.entries()) {
      assertAlmostEquals(many[i]!, single[count]!, 1e-13 * single[0]! + 1e-13 * single[count]!);
    }
  }
  const multiplicative = stochasticProblem(scalar({ kind: "aligned", level: 1 }));
  assertThrows(
    () => expectedValuesAt(float64, multiplicative.moments!, [1], 0.1, [1]),
    RangeError,
    "use expectedValues",
  );
});

/** f = ½w², g = w + ε and multiplicative noise. */
function scalar(
  multiplicative: { kind: "none" } | { kind: "aligned"; level: number },
): StochasticProblemInstance {
  return {
    kind: "quadratic",
    curvature: { eigenvalues: [1], basis: "identity" },
    terms: [],
    metric: { kind: "identity" },
    noise: {
      bias: { kind: "none" },
      additive: { kind: "vectors", vectors: [[1]] },
      multiplicative,
      law: { kind: "rademacher" },
    },
  };
}

Deno.test("by hand: ½w² with g = w + wε + ε' and α = ½", () => {
  const { moments } = stochasticProblem(scalar({ kind: "aligned", level: 1 }));
  // E w⁺² = w²/2 + ¼: 4, 2.25, 1.375; in the limit ½.
  assertEquals(expectedValues(float64, moments!, [2], [0.5, 0.5]), [2, 1.125, 0.6875]);
  const { value, spectralRadius } = steadyState(moments!, 0.5);
  assertAlmostEquals(value, 0.25, 1e-15);
  assertAlmostEquals(spectralRadius, 0.5, 1e-15);
  // α(2 − α(1 + K_V)) ≤ 0: none.
  assertThrows(() => steadyState(moments!, 1.001), RangeError, "no steady state");
  const { moments: additive } = stochasticProblem(scalar({ kind: "none" }));
  assertThrows(() => steadyState(additive!, 2), RangeError, "no steady state");
});

Deno.test("the steady state stays, and runs come to it", () => {
  const instances: StochasticProblemInstance[] = [
    ...fc.sample(stochasticQuadratics(tame), { seed: 4, numRuns: 40 }),
    ...fc.sample(finiteSums(2), { seed: 5, numRuns: 10 }),
  ];
  for (const instance of instances) {
    const problem = stochasticProblem(instance);
    const moments = { ...problem.moments!, isDiagonal: false };
    const stepSize = problem.largestStep;
    const { second, value, spectralRadius } = steadyState(moments, stepSize);
    assertAlmostEquals(steadyState(problem.moments!, stepSize).value, value, 1e-9 * value);
    const map = momentMap(float64, moments);
    const zero = map.start(problem.toEigenbasis(new Array(problem.dimension).fill(0)));
    const state = { ...zero, second: float64.matrix(second) };
    assertAlmostEquals(map.value(map.step(state, stepSize)), value, 1e-11 * value);
    // Without the closed form of additive noise the linear system says the same.
    const solved = steadyState(
      moments.multiplicative.kind === "none" && moments.samples === undefined
        ? { ...moments, multiplicative: { kind: "aligned", level: 0 } }
        : moments,
      stepSize,
    );
    assertAlmostEquals(solved.value, value, 1e-9 * value);
    const steps = Math.min(400, Math.ceil(Math.log(1e-6) / Math.log(spectralRadius + 1e-300)));
    const values = expectedValues(
      float64,
      moments,
      problem.toEigenbasis(new Array(problem.dimension).fill(0)),
      new Array(Math.max(1, steps)).fill(stepSize),
    );
    // From the minimizer they rise to it.
    assert(values.every((x) => x <= value * (1 + 1e-9)));
    if (steps < 400) assertAlmostEquals(values.at(-1)!, value, 1e-4 * value);
  }
});

/** E f and the variance of f after a run with Gaussian noise that does not depend on w. */
function gaussianMoments(problem: StochasticProblem, stepSizes: readonly number[]) {
  const map = momentMap(float64, { ...problem.moments!, isDiagonal: false });
  const lambda = float64.diagonal(problem.moments!.eigenvalues);
  let state = map.start(new Array<number>(problem.dimension).fill(0));
  for (const stepSize of stepSizes) state = map.step(state, stepSize);
  // From the minimizer the mean stays 0: f = ½zᵀΛz with z ~ N(0, S).
  const product = float64.multiply(lambda, state.second);
  return {
    mean: map.value(state),
    variance: float64.dot(product, float64.transpose(product)) / 2,
  };
}

Deno.test("exact and simulated floors agree on sixty quadratics", () => {
  const runs = 1000;
  const noisy = ({ bounds, largestStep, strongConvexity }: StochasticProblem) =>
    bounds.noise > 0 && largestStep * bounds.alignment * strongConvexity > 0.12;
  const candidates: StochasticProblemInstance[] = [
    ...fc.sample(stochasticQuadratics(tame), { seed: 11, numRuns: 900 }),
    ...fc.sample(finiteSums(2), { seed: 12, numRuns: 120 }),
  ].filter((instance) => noisy(stochasticProblem(instance)));
  const kindOf = (instance: StochasticProblemInstance) =>
    instance.kind === "finiteSum"
      ? "finite sum"
      : `${instance.noise.law.kind} ${instance.noise.multiplicative.kind} ` +
        `${instance.noise.additive.kind} ${instance.noise.bias.kind}`;
  // One of each kind after another, until there are sixty.
  const groups = [...Map.groupBy(candidates, kindOf).values()];
  const chosen: StochasticProblemInstance[] = [];
  for (let round = 0; chosen.length < 60; round++) {
    chosen.push(...groups.flatMap((group) => group.slice(round, round + 1)));
  }
  const instances = chosen.slice(0, Math.max(60, groups.length));
  let excludeHalf = 0;
  let twoSided = 0;
  for (const [index, instance] of instances.entries()) {
    const problem = stochasticProblem(instance);
    const { largestStep, strongConvexity, bounds, moments } = problem;
    const rate = largestStep * bounds.alignment * strongConvexity;
    const steps = new Array<number>(Math.ceil(Math.log(1000) / rate)).fill(largestStep);
    const start = new Array<number>(problem.dimension).fill(0);
    const expected = expectedValues(float64, moments!, start, steps).at(-1)!;
    const floor = steadyState(moments!, largestStep).value;
    assertAlmostEquals(expected, floor, 0.002 * floor);
    const stream = randomStream(index, "floors");
    const last = simulatedValues(float64, problem, start, steps, stream, runs).at(-1)!;
    // Each misses with probability 5e-7 at most: all of them, fewer than 200, with less than 1e-4.
    const observed = () => {
      let next = 0;
      return () => Math.max(0, last[next++]!);
    };
    const { lower } = meanConfidence(observed(), {
      lower: 0,
      upper: Infinity,
      errorProbability: 5e-7,
      maximumSamples: runs,
    });
    assert(lower <= expected, `${kindOf(instance)}: ${lower} > ${expected}`);
    if (lower > expected / 2) excludeHalf++;
    if (
      instance.kind === "quadratic" && instance.noise.law.kind === "gaussian" &&
      instance.noise.multiplicative.kind === "none"
    ) {
      const { mean, variance } = gaussianMoments(problem, steps);
      assertAlmostEquals(mean, expected, 1e-10 * expected);
      const interval = momentConfidence(observed(), {
        variance,
        errorProbability: 5e-7,
        maximumSamples: runs,
      });
      assert(interval.lower <= expected && expected <= interval.upper, kindOf(instance));
      // A floor that is half as large again is excluded.
      assert(interval.upper < 1.5 * expected, kindOf(instance));
      twoSided++;
    }
  }
  assert(instances.length >= 60 && instances.length < 150, `${instances.length}`);
  // The intervals would notice a floor that is half as large.
  assert(excludeHalf >= 0.8 * instances.length, `${excludeHalf} of ${instances.length}`);
  assert(twoSided >= 4, `${twoSided}`);
});

Deno.test("paths that are not finitely many are refused", () => {
  const instance = scalar({ kind: "none" }) as Extract<
    StochasticProblemInstance,
    { kind: "quadratic" }
  >;
  const problem = stochasticProblem({
    ...instance,
    noise: { ...instance.noise, law: { kind: "gaussian" } },
  });
  assertThrows(() => allPaths(float64, problem, [1], [0.1]), RangeError, "finitely many");
  assertThrows(() => stepsWithin(problem, 10), RangeError, "finitely many");
});
