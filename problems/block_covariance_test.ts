import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import * as tf from "@tensorflow/tfjs-core";
import { float64, loadFloat32 } from "../lib/arithmetic/mod.ts";
import { blockCovariance, blockSum } from "./mod.ts";

const float32 = await loadFloat32({ backend: "cpu" });

const error = [1.5, -0.25, 2, 0.75, -3, 0.5];
const problem = blockCovariance(3);

/** The loss of predictions, ½Σ_k (x_kᵀΔ)², in TensorFlow's own functions. */
function lossOfPredictions(z: tf.Tensor): tf.Tensor {
  return tf.mul(0.5, tf.sum(tf.square(z)));
}

function predictions(delta: tf.Tensor): tf.Tensor {
  const inputs = tf.tensor2d(problem.inputs.map((x) => [...x]));
  return tf.reshape(tf.matMul(inputs, tf.reshape(delta, [-1, 1]) as tf.Tensor2D), [-1]);
}

Deno.test("the loss is that of the inputs, and the gradient the automatic one", () => {
  tf.tidy(() => {
    const point = tf.tensor1d(error);
    const loss = (delta: tf.Tensor) => lossOfPredictions(predictions(delta));
    assertAlmostEquals(problem.loss(error), loss(point).dataSync()[0]!, 1e-5);
    const automatic = tf.grad(loss)(point).dataSync();
    const closed = float32.toArray(problem.gradient(float32, float32.vector(error)));
    closed.forEach((value, i) => assertAlmostEquals(value, automatic[i]!, 1e-6));
  });
});

Deno.test("the Gauss–Newton matrix is Jᵀ(∂²ℓ/∂z²)J by automatic derivatives", () => {
  tf.tidy(() => {
    const point = tf.tensor1d(error);
    const jacobian = problem.inputs.map((_, k) =>
      tf.grad((delta) => tf.gather(predictions(delta), k))(point).dataSync()
    );
    const curvature = tf.grad((z) => tf.sum(tf.grad(lossOfPredictions)(z)))(predictions(point))
      .dataSync();
    problem.gaussNewton.forEach((row, i) =>
      row.forEach((value, j) => {
        const automatic = jacobian.reduce((sum, x, k) => sum + curvature[k]! * x[i]! * x[j]!, 0);
        assertAlmostEquals(value, automatic, 1e-6);
      })
    );
  });
});

Deno.test("the gradient is ΣΔ, and Σ the Hessian that is given", () => {
  const sigma = problem.hessian(float64);
  assertEquals(float64.toRows(sigma), problem.gaussNewton.map((row) => [...row]));
  assertEquals(
    float64.toArray(problem.gradient(float64, float64.vector(error))),
    float64.toArray(float64.multiply(sigma, float64.vector(error))),
  );
  assertEquals(blockSum(error.slice(0, 3)), 3.25);
});

Deno.test("a step of the stable size turns the block's gradient, a longer one makes it grow", () => {
  const [first, second] = problem.stableStepSizes;
  const after = (stepSize: number) => {
    const gradient = float64.toArray(problem.gradient(float64, float64.vector(error)));
    return error.map((x, i) => x - stepSize * gradient[i]!);
  };
  assertAlmostEquals(blockSum(after(first).slice(0, 3)), -3.25, 1e-14);
  after(second).slice(3).forEach((x, i) => assertAlmostEquals(x, -error[i + 3]!, 1e-14));
});

Deno.test("what is no dimension is refused", () => {
  assertThrows(() => blockCovariance(0), RangeError);
  assertThrows(() => blockCovariance(1.5), RangeError);
});
