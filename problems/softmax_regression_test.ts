/** Softmax regression: its derivatives against differences, and what it does at the extremes. */

import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { type Arithmetic, float64, loadFloat32 } from "../lib/arithmetic/mod.ts";
import {
  type SoftmaxRegression,
  softmaxRegression,
  type SoftmaxRegressionInstance,
} from "./mod.ts";

const float32 = await loadFloat32({ backend: "cpu" });

const instance = {
  inputs: [[1, 0.5], [1, -1.25], [1, 2], [1, 0.25], [1, -0.75]],
  classes: 3,
  labels: [0, 2, 1, 1, 0],
  ridge: 0.1,
};
const theta = [0.25, -0.5, 1, 0.75, -1.5, 0.5];
const problem = softmaxRegression(instance);

type Matrix = ReturnType<typeof float64.vector>;

function largestDifference(a: Matrix, b: Matrix): number {
  return float64.maximumNorm(float64.subtract(a, b));
}

/** f′(0) by central differences. */
function slope(f: (step: number) => number): number {
  const h = 1e-5;
  return (f(h) - f(-h)) / (2 * h);
}

function moved(x: readonly number[], k: number, step: number): number[] {
  return x.map((entry, i) => i === k ? entry + step : entry);
}

/** The mean of the cross-entropies, from its logits, sample by sample. */
function lossOfLogits(logits: readonly number[]): number {
  const { labels, classes } = instance;
  const each = labels.map((label, i) => {
    const z = logits.slice(i * classes, (i + 1) * classes);
    return Math.log(z.reduce((sum, entry) => sum + Math.exp(entry), 0)) - z[label]!;
  });
  return each.reduce((sum, entry) => sum + entry, 0) / labels.length;
}

/** Σ_j x_ij θ_jc, sample by sample. */
const logits = instance.inputs.flatMap(([x, y]) =>
  [0, 1, 2].map((c) => x! * theta[c]! + y! * theta[3 + c]!)
);

Deno.test("by hand: one sample of two classes", () => {
  // z = (log 3, 0), p = (¾, ¼), x = 2: J = 2I.
  const one = softmaxRegression({ inputs: [[2]], classes: 2, labels: [1] });
  const at = float64.vector([Math.log(3) / 2, 0]);
  assertEquals([one.parameters, one.outputs], [2, 2]);
  assertAlmostEquals(one.loss(float64.toArray(at)), Math.log(4), 1e-15);
  const close = (actual: Matrix, expected: number[][]) =>
    assert(largestDifference(actual, float64.matrix(expected)) < 1e-15);
  close(one.probabilities(float64, at), [[0.75], [0.25]]);
  close(one.jacobian(float64), [[2, 0], [0, 2]]);
  close(one.gradient(float64, at), [[1.5], [-1.5]]);
  close(one.outputHessian(float64, at), [[3 / 16, -3 / 16], [-3 / 16, 3 / 16]]);
  close(one.hessian(float64, at), [[0.75, -0.75], [-0.75, 0.75]]);
});

Deno.test("the logits are Jθ, sample by sample, and the loss is that of the logits", () => {
  const product = float64.multiply(problem.jacobian(float64), float64.vector(theta));
  assert(largestDifference(product, float64.vector(logits)) < 1e-15);
  const square = theta.reduce((sum, x) => sum + x * x, 0);
  assertAlmostEquals(problem.loss(theta), lossOfLogits(logits) + 0.05 * square, 1e-14);
});

Deno.test("the gradient is the central difference of the loss", () => {
  const gradient = float64.toArray(problem.gradient(float64, float64.vector(theta)));
  gradient.forEach((value, k) =>
    assertAlmostEquals(value, slope((step) => problem.loss(moved(theta, k, step))), 1e-9)
  );
});

Deno.test("the Hessian is the central difference of the gradient", () => {
  const hessian = float64.toRows(problem.hessian(float64, float64.vector(theta)));
  hessian.forEach((row, j) =>
    row.forEach((value, k) => {
      const at = (step: number) =>
        float64.toArray(problem.gradient(float64, float64.vector(moved(theta, k, step))))[j]!;
      assertAlmostEquals(value, slope(at), 1e-9);
    })
  );
});

/** The differences of the softmax, over B: the derivatives of ∇ℓ = (p − y)/B in the logits. */
function differencesOfTheSoftmax(): Matrix {
  const softmax = (z: readonly number[]) =>
    z.map((entry, i) => {
      const group = z.slice(i - i % 3, i - i % 3 + 3);
      return Math.exp(entry) / group.reduce((sum, other) => sum + Math.exp(other), 0);
    });
  return float64.matrix(
    logits.map((_, i) =>
      logits.map((_, j) =>
        slope((step) => softmax(moved(logits, j, step))[i]!) / instance.labels.length
      )
    ),
  );
}

Deno.test("C is the difference of the softmax over B; without −ppᵀ or without 1/B it is not", () => {
  const expected = differencesOfTheSoftmax();
  const c = problem.outputHessian(float64, float64.vector(theta));
  assert(largestDifference(c, expected) < 1e-10);
  // What a mistake would give is far from it.
  const p = float64.toArray(problem.probabilities(float64, float64.vector(theta)));
  assert(largestDifference(float64.diagonal(p.map((x) => x / 5)), expected) > 0.01);
  assert(largestDifference(float64.scale(5, c), expected) > 0.01);
});

Deno.test("the factor gives JᵀCJ", () => {
  const at = float64.vector(theta);
  const j = problem.jacobian(float64);
  const factor = problem.gaussNewtonFactor(float64, at);
  const c = problem.outputHessian(float64, at);
  const expected = float64.multiply(float64.transpose(j), float64.multiply(c, j));
  const product = float64.multiply(float64.transpose(factor), factor);
  assert(largestDifference(product, expected) < 1e-15);
});

function assertFinite<T>(
  arithmetic: Arithmetic<T>,
  regression: SoftmaxRegression,
  at: readonly number[],
): void {
  const point = arithmetic.vector(at);
  const p = arithmetic.toArray(regression.probabilities(arithmetic, point));
  assertAlmostEquals(p.reduce((sum, x) => sum + x, 0), 1, 1e-6);
  const factor = regression.gaussNewtonFactor(arithmetic, point);
  assert(arithmetic.toRows(factor).flat().every(Number.isFinite));
}

Deno.test("logits of any size overflow nothing, and a small loss keeps its digits", () => {
  const one = softmaxRegression({ inputs: [[1]], classes: 3, labels: [0] });
  const losses: [number[], number][] = [
    [[1e4, 0, -1e4], 0],
    [[0, 1e4, 0], 1e4],
    [[40, 0, -1e30], Math.exp(-40)],
    [[-1e4, -1e4, -1e4], Math.log(3)],
  ];
  for (const [at, expected] of losses) {
    assertAlmostEquals(one.loss(at), expected, 1e-15 * expected);
    assertFinite(float64, one, at);
    assertFinite(float32, one, at);
  }
});

Deno.test("in single precision everything agrees with double precision", () => {
  const [single, double] = [float32.vector(theta), float64.vector(theta)];
  const pairs: [number[], number[]][] = [
    [
      float32.toArray(problem.probabilities(float32, single)),
      float64.toArray(problem.probabilities(float64, double)),
    ],
    [
      float32.toArray(problem.gradient(float32, single)),
      float64.toArray(problem.gradient(float64, double)),
    ],
    [
      float32.toRows(problem.hessian(float32, single)).flat(),
      float64.toRows(problem.hessian(float64, double)).flat(),
    ],
    [
      float32.toRows(problem.outputHessian(float32, single)).flat(),
      float64.toRows(problem.outputHessian(float64, double)).flat(),
    ],
  ];
  for (const [actual, expected] of pairs) {
    assertEquals(actual.length, expected.length);
    expected.forEach((value, i) => assertAlmostEquals(actual[i]!, value, 1e-6));
  }
});

Deno.test("what is no instance is refused, by what, where and what to do", () => {
  const refused = (
    change: Partial<Record<keyof SoftmaxRegressionInstance, unknown>>,
    kind: typeof TypeError | typeof RangeError,
    message: string,
  ) =>
    assertThrows(
      () => softmaxRegression({ ...instance, ...change } as SoftmaxRegressionInstance),
      kind,
      message,
    );
  refused({ inputs: undefined }, TypeError, "instance.inputs must be an array, but is missing");
  refused({ inputs: [] }, RangeError, "instance.inputs must have at least 1 element(s)");
  refused({ inputs: [[]] }, RangeError, "instance.inputs[0] must have at least 1 element(s)");
  refused(
    { inputs: [[1, 2], [3]] },
    RangeError,
    "instance.inputs[1] has 1 entries, but must have 2, as many features as the first sample has",
  );
  refused({ inputs: [[NaN]] }, RangeError, "instance.inputs[0][0] is NaN: give a finite number");
  refused({ classes: "3" }, TypeError, "instance.classes must be a number");
  refused({ classes: 1 }, RangeError, "instance.classes is 1: give at least 2 classes");
  refused({ classes: 2.5 }, RangeError, "instance.classes is 2.5: give an integer");
  refused({ labels: [0] }, RangeError, "has 1 entries, but must have 5, one for each sample");
  for (const label of [3, -1, 0.5]) {
    refused(
      { labels: [0, label, 1, 1, 0] },
      RangeError,
      `instance.labels[1] is ${label}: give a class, an integer from 0 to 2`,
    );
  }
  refused({ ridge: -0.1 }, RangeError, "instance.ridge is -0.1: give a number from 0 on");
  refused({ ridge: Infinity }, RangeError, "instance.ridge is Infinity: give a finite number");
});
