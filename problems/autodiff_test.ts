/**
 * The derivatives against automatic differentiation: TensorFlow.js differentiates `residual` and
 * `jacobian`, which run on its tensors through the float32 arithmetic.
 */

import { assertLessOrEqual } from "@std/assert";
import * as tf from "@tensorflow/tfjs-core";
import { loadFloat32 } from "../lib/arithmetic/mod.ts";
import { leastSquaresFamilies } from "./mod.ts";
import { direction, naturalRadius, plus, samplesOf } from "./shared_test.ts";

const float32 = await loadFloat32({ backend: "cpu" });

for (const family of leastSquaresFamilies) {
  const samples = samplesOf(family, 25, 11);

  Deno.test(`${family}: Jᵀw is the automatic gradient of w·F, and JᵀF that of ½‖F‖²`, () => {
    for (const { instance, problem, random } of samples) {
      tf.tidy(() => {
        const radius = naturalRadius(problem) / 2;
        const theta = float32.vector(
          plus(problem.zero, radius, direction(random, problem.parameters)),
        );
        const transposed = float32.transpose(problem.jacobian(float32, theta));
        const size = float32.norm(transposed);
        // Each residual alone first, then all of them weighted by themselves.
        for (let i = 0; i <= problem.residuals; i++) {
          const unit = float32.vector(
            Array.from({ length: problem.residuals }, (_, k) => Number(k === i)),
          );
          const weights = i < problem.residuals ? unit : problem.residual(float32, theta);
          const automatic = tf.grad((x) => {
            const residual = problem.residual(float32, x as tf.Tensor2D);
            const other = i < problem.residuals ? unit : tf.mul(residual, 0.5);
            return tf.sum(tf.mul(residual, other));
          })(theta) as tf.Tensor2D;
          const error = float32.norm(
            float32.subtract(automatic, float32.multiply(transposed, weights)),
          );
          assertLessOrEqual(
            error,
            1e-4 * size * float32.norm(weights),
            JSON.stringify({ instance, i }),
          );
        }
      });
    }
  });

  Deno.test(`${family}: weightedHessian·v is the automatic gradient of w·Jv`, () => {
    // A linear J does not depend on θ, so that there is nothing to differentiate.
    if (family === "linear") return;
    for (const { instance, problem, random } of samples) {
      tf.tidy(() => {
        const radius = naturalRadius(problem) / 2;
        const theta = float32.vector(
          plus(problem.zero, radius, direction(random, problem.parameters)),
        );
        const v = float32.vector(direction(random, problem.parameters));
        const weights = float32.vector(direction(random, problem.residuals));
        const automatic = tf.grad((x) =>
          tf.sum(
            tf.mul(weights, float32.multiply(problem.jacobian(float32, x as tf.Tensor2D), v)),
          )
        )(theta) as tf.Tensor2D;
        const hessian = problem.weightedHessian(float32, theta, weights);
        const error = float32.norm(
          float32.subtract(automatic, float32.multiply(hessian, v)),
        );
        const lipschitz = problem.jacobianLipschitz(problem.zero, 2 * radius);
        assertLessOrEqual(error, 1e-4 * lipschitz, JSON.stringify(instance));
      });
    }
  });

  Deno.test(`${family}: evaluation leaks no tensors`, () => {
    const { problem } = samples[0]!;
    const theta = float32.vector(problem.zero);
    const weights = float32.vector(new Array<number>(problem.residuals).fill(1));
    const before = tf.memory().numTensors;
    const results = [
      problem.residual(float32, theta),
      problem.jacobian(float32, theta),
      problem.weightedHessian(float32, theta, weights),
    ];
    assertLessOrEqual(tf.memory().numTensors, before + results.length);
    float32.release([results, theta, weights]);
  });
}
