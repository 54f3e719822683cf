import { assert, assertAlmostEquals, assertThrows } from "@std/assert";
import * as tf from "@tensorflow/tfjs-core";
import { float64, loadFloat32 } from "../lib/arithmetic/mod.ts";
import { powerLawProbabilities, reparameterizedLogistic } from "./mod.ts";

const float32 = await loadFloat32({ backend: "cpu" });

const inputs = powerLawProbabilities(6, 0.6);
const labels = [0.6, 0.8, 0.75, 0.7, 0.65, 0.6];
const theta = [0.1, -0.8, 1.5, -1.2, -0.4, 1];
const problem = reparameterizedLogistic({ inputs, labels });

/**
 * The loss of (5), −log σ(z) = softplus(−z), in TensorFlow's own functions. (Its second derivative
 * of log σ(z) is wrong: the σ that the first one has kept counts as a constant.)
 */
function lossOfLogits(z: tf.Tensor): tf.Tensor {
  const p = tf.tensor1d(labels);
  const crossEntropy = tf.add(
    tf.mul(p, tf.softplus(tf.neg(z))),
    tf.mul(tf.sub(1, p), tf.softplus(z)),
  );
  return tf.sum(tf.mul(tf.tensor1d(inputs), crossEntropy));
}

Deno.test("the gradient is the automatic one of the cross-entropy", () => {
  tf.tidy(() => {
    const automatic = tf.grad((x) => lossOfLogits(tf.square(x)))(tf.tensor1d(theta)).dataSync();
    const closed = float32.toArray(problem.gradient(float32, float32.vector(theta)));
    closed.forEach((value, i) => assertAlmostEquals(value, automatic[i]!, 1e-6));
  });
});

Deno.test("the Gauss–Newton matrix is Jᵀ(∂²ℓ/∂z²)J by two automatic derivatives", () => {
  tf.tidy(() => {
    const point = tf.tensor1d(theta);
    const slope = tf.grad((x) => tf.sum(tf.square(x)))(point).dataSync();
    const curvature = tf.grad((z) => tf.sum(tf.grad(lossOfLogits)(z)))(tf.square(point)).dataSync();
    const closed = float32.toArray(problem.gaussNewtonDiagonal(float32, float32.vector(theta)));
    closed.forEach((value, i) => assertAlmostEquals(value, slope[i]! ** 2 * curvature[i]!, 1e-6));
  });
});

Deno.test("the gradient is the central difference of the loss", () => {
  const closed = float64.toArray(problem.gradient(float64, float64.vector(theta)));
  const h = 1e-5;
  closed.forEach((value, i) => {
    const at = (step: number) => problem.loss(theta.map((x, k) => x + (k === i ? step : 0)));
    assertAlmostEquals(value, (at(h) - at(-h)) / (2 * h), 1e-10);
  });
});

Deno.test("at θ* of any signs the gradient vanishes, and the Gauss–Newton matrix is the Hessian", () => {
  const minimizer = problem.minimizer.map((x, i) => i % 2 === 0 ? x : -x);
  const gradient = (x: readonly number[]) =>
    float64.toArray(problem.gradient(float64, float64.vector(x)));
  const diagonal = float64.toArray(
    problem.gaussNewtonDiagonal(float64, float64.vector(minimizer)),
  );
  const h = 1e-5;
  gradient(minimizer).forEach((value, i) => {
    assertAlmostEquals(value, 0, 1e-15);
    const at = (step: number) => gradient(minimizer.map((x, k) => x + (k === i ? step : 0)))[i]!;
    assertAlmostEquals(diagonal[i]!, (at(h) - at(-h)) / (2 * h), 1e-9);
  });
});

Deno.test("probabilities of a power law sum to 1 and span d^exponent", () => {
  const nu = powerLawProbabilities(100, 0.75);
  assertAlmostEquals(nu.reduce((sum, value) => sum + value, 0), 1, 1e-14);
  assertAlmostEquals(nu[0]! / nu.at(-1)!, 100 ** 0.75, 1e-10);
});

Deno.test("what is no instance is refused", () => {
  const make = (inputs: number[], labels: number[]) => () =>
    reparameterizedLogistic({ inputs, labels });
  const error = assertThrows(make([1], [0.4]), RangeError) as RangeError;
  assert(error.message.includes("labels[0] is 0.4"));
  assertThrows(make([0], [0.6]), RangeError);
  assertThrows(make([1, 1], [0.6]), RangeError);
});
