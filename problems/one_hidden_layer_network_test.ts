import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertLessOrEqual,
  assertThrows,
} from "@std/assert";
import * as tf from "@tensorflow/tfjs-core";
import { float64, loadFloat32 } from "../lib/arithmetic/mod.ts";
import { numericalRank } from "../lib/linalg/mod.ts";
import { randomFor } from "../verify/random.ts";
import {
  activation,
  activationKinds,
  antisymmetricInitialization,
  estimateJacobianLipschitz,
  initialOutputs,
  oneHiddenLayerNetwork,
  type OneHiddenLayerNetworkInstance,
} from "./mod.ts";
import { direction, plus, symmetricUniform } from "./shared_test.ts";
import { matrixNorm } from "./vectors.ts";

// TensorFlow.js differentiates on its plain JavaScript backend.
await loadFloat32({ backend: "cpu" });

/** Three neurons, four inputs in the plane. */
function example(kind: typeof activationKinds[number]): OneHiddenLayerNetworkInstance {
  return {
    family: "network",
    activation: kind,
    inputs: [[1, 0.5], [-0.5, 1.25], [0.75, -1], [0.25, 0.125]],
    outerWeights: [1, -1, 1],
    initialWeights: [[0.5, -0.25], [1.5, 0.5], [-0.75, 0.25]],
  };
}

/** tanh by sinh and cosh, which TensorFlow.js differentiates twice; its own tanh only once. */
function tanhOfTensor(x: tf.Tensor): tf.Tensor {
  return tf.div(tf.sinh(x), tf.cosh(x));
}

const inTensors = {
  tanh: tanhOfTensor,
  sine: tf.sin,
  logistic: (x: tf.Tensor) => tf.mul(0.5, tf.add(1, tanhOfTensor(tf.mul(0.5, x)))),
  erf: tf.erf,
};

/** z·φ-vector(w) in TensorFlow's own functions, w as a vector. */
function weightedOutput(instance: OneHiddenLayerNetworkInstance, z: readonly number[]) {
  const { inputs, outerWeights, initialWeights } = instance;
  const d = inputs[0]!.length;
  return (w: tf.Tensor): tf.Scalar => {
    const weights = tf.reshape(w, [initialWeights.length, d]);
    const products = tf.matMul(tf.tensor2d(inputs.map((x) => [...x])), weights, false, true);
    const values = inTensors[instance.activation](products) as tf.Tensor;
    const outputs = tf.sum(tf.mul(values, tf.tensor1d([...outerWeights])), 1);
    return tf.sum(tf.mul(outputs, tf.tensor1d([...z])));
  };
}

/** Points, directions and weights near an instance's start. */
function draws(name: string, count: number, parameters: number, outputs: number) {
  const random = randomFor(name, 5);
  return Array.from({ length: count }, () => ({
    shift: direction(random, parameters).map((entry) => 1.5 * entry),
    u: direction(random, parameters),
    v: direction(random, parameters),
    z: direction(random, outputs),
  }));
}

for (const kind of activationKinds) {
  const instance = example(kind);
  const network = oneHiddenLayerNetwork(instance);
  const samples = draws(kind, 8, network.parameters, network.outputs);

  Deno.test(`${kind}: J and D²f are the automatic derivatives`, () => {
    for (const { shift, u, v, z } of samples) {
      const w = plus(network.start, 1, shift);
      const { first, second } = tf.tidy(() => {
        const at = tf.tensor1d(w);
        const output = weightedOutput(instance, z);
        const along = (x: tf.Tensor) => tf.sum(tf.mul(tf.grad(output)(x), tf.tensor1d(v)));
        return {
          first: [...tf.grad(output)(at).dataSync()],
          second: [...tf.grad(along)(at).dataSync()],
        };
      });
      const jacobian = network.jacobian(w);
      const closed = w.map((_, k) =>
        z.reduce((sum, entry, j) => sum + entry * jacobian[j]![k]!, 0)
      );
      closed.forEach((entry, k) => assertAlmostEquals(entry, first[k]!, 2e-6));
      const bySecond = z.reduce(
        (sum, entry, j) => sum + entry * network.secondDerivative(w, u, v)[j]!,
        0,
      );
      assertAlmostEquals(bySecond, u.reduce((sum, x, k) => sum + x * second[k]!, 0), 2e-6);
      const hessian = network.weightedHessian(w, z);
      hessian.forEach((row, k) =>
        assertAlmostEquals(row.reduce((sum, x, l) => sum + x * v[l]!, 0), second[k]!, 2e-6)
      );
    }
  });

  Deno.test(`${kind}: J and D²f are central differences`, () => {
    const h = 1e-5;
    for (const { shift, u, v } of samples) {
      const w = plus(network.start, 1, shift);
      const [up, down] = [plus(w, h, v), plus(w, -h, v)];
      const product = network.jacobian(w).map((row) =>
        row.reduce((sum, x, k) => sum + x * v[k]!, 0)
      );
      const [above, below] = [network.value(up), network.value(down)];
      product.forEach((entry, j) =>
        assertAlmostEquals(entry, (above[j]! - below[j]!) / (2 * h), 1e-9)
      );
      const along = (point: number[]) =>
        network.jacobian(point).map((row) => row.reduce((sum, x, k) => sum + x * u[k]!, 0));
      const [steeper, flatter] = [along(up), along(down)];
      network.secondDerivative(w, u, v).forEach((entry, j) =>
        assertAlmostEquals(entry, (steeper[j]! - flatter[j]!) / (2 * h), 1e-9)
      );
    }
  });

  Deno.test(`${kind}: f is φ less its value at the start, also very near to it`, () => {
    assertEquals(network.value(network.start).map(Math.abs), [0, 0, 0, 0]);
    const initial = initialOutputs(instance);
    for (const { shift } of samples) {
      const w = plus(network.start, 1, shift);
      const moved = { ...instance, initialWeights: [w.slice(0, 2), w.slice(2, 4), w.slice(4)] };
      initialOutputs(moved).forEach((entry, j) =>
        assertAlmostEquals(network.value(w)[j]!, entry - initial[j]!, 4e-15)
      );
      const near = plus(network.start, 2 ** -40, shift);
      const offset = near.map((entry, k) => entry - network.start[k]!);
      network.jacobian(network.start).forEach((row, j) => {
        const linear = row.reduce((sum, x, k) => sum + x * offset[k]!, 0);
        // Of the order of 1e-12: differences of φ itself would have no more than four digits.
        assertAlmostEquals(network.value(near)[j]!, linear, 1e-22);
      });
    }
  });

  Deno.test(`${kind}: L bounds what is observed, and is sharp for one input`, () => {
    const estimate = estimateJacobianLipschitz(network, network.start, 4);
    assertLessOrEqual(estimate, network.jacobianLipschitz * (1 + 1e-12));
    assert(estimate > 0.3 * network.jacobianLipschitz, `${estimate}`);
    assert(!network.lipschitzIsExact);
    for (const { shift, v } of samples) {
      const w = plus(network.start, 1, shift);
      const other = plus(w, 0.7, v);
      const jacobian = network.jacobian(w);
      const difference = network.jacobian(other).map((row, j) =>
        row.map((entry, k) => entry - jacobian[j]![k]!)
      );
      assertLessOrEqual(matrixNorm(difference), 0.7 * network.jacobianLipschitz);
    }
    const single = oneHiddenLayerNetwork({
      ...instance,
      inputs: [[3, 4]],
      outerWeights: [1, -2, 1],
    });
    assert(single.lipschitzIsExact);
    assertAlmostEquals(single.jacobianLipschitz, 2 * 25 * activation(kind).curvatureBound, 1e-12);
    const observed = estimateJacobianLipschitz(single, single.start, 2, {
      points: 800,
      ascents: 6,
    });
    assertLessOrEqual(observed, single.jacobianLipschitz * (1 + 1e-12));
    assert(observed > 0.97 * single.jacobianLipschitz, `${observed / single.jacobianLipschitz}`);
  });

  Deno.test(`${kind}: the bounds on σ and its derivatives are the suprema`, () => {
    const sigma = activation(kind);
    const grid = Array.from({ length: 40001 }, (_, i) => (i - 20000) / 2000);
    for (
      const [f, bound] of [
        [sigma.value, sigma.bound],
        [sigma.derivative, sigma.slopeBound],
        [sigma.secondDerivative, sigma.curvatureBound],
      ] as const
    ) {
      const largest = Math.max(...grid.map((s) => Math.abs(f(s))));
      assertLessOrEqual(largest, bound * (1 + 1e-15));
      assert(largest > bound * (1 - 1e-4), `${largest} of ${bound}`);
    }
  });

  Deno.test(`${kind}: differences agree with those of σ, far and near`, () => {
    const sigma = activation(kind);
    const random = randomFor(kind, "differences");
    for (let i = 0; i < 300; i++) {
      const s = 4 * symmetricUniform(random);
      const t = symmetricUniform(random) * 4 ** (1 - i % 5);
      assertAlmostEquals(sigma.difference(s, t), sigma.value(s + t) - sigma.value(s), 4e-16 * 4);
      const tiny = 2 ** -30 * t;
      const expansion = tiny * (sigma.derivative(s) + tiny / 2 * sigma.secondDerivative(s));
      assertAlmostEquals(
        sigma.difference(s, tiny),
        expansion,
        Math.abs(tiny) * (1e-14 * sigma.slopeBound + 2 * tiny ** 2),
      );
    }
  });

  Deno.test(`${kind}: the universal Lipschitz bound of f holds`, () => {
    for (const { shift } of samples) {
      const norm = matrixNorm(network.jacobian(plus(network.start, 1, shift)));
      assertLessOrEqual(norm, network.lipschitz);
    }
    // All neurons at 0, where tanh, sine, logistic and erf are steepest, and equal inputs.
    const steep = oneHiddenLayerNetwork({
      ...instance,
      inputs: [[1, 2], [1, 2]],
      initialWeights: [[0, 0], [0, 0], [0, 0]],
    });
    assertAlmostEquals(matrixNorm(steep.jacobian(steep.start)), steep.lipschitz, 1e-12);
  });
}

Deno.test("a network by hand", () => {
  const network = oneHiddenLayerNetwork({
    family: "network",
    activation: "sine",
    inputs: [[2], [-1]],
    outerWeights: [1, -1],
    initialWeights: [[0], [Math.PI / 2]],
  });
  assertEquals([network.parameters, network.outputs, network.neurons], [2, 2, 2]);
  const close = (actual: readonly number[], expected: readonly number[]) =>
    actual.forEach((entry, k) => assertAlmostEquals(entry, expected[k]!, 1e-15));
  // sin(2a) − sin(2b) and −sin a + sin b less their values 0 − 0 and 0 + 1 at (0, π/2).
  close(network.value([Math.PI / 4, Math.PI / 2]), [1, -Math.SQRT1_2]);
  close(network.jacobian([0, Math.PI / 2])[0]!, [2, 2]);
  close(network.jacobian([0, Math.PI / 2])[1]!, [-1, 0]);
  // −4 sin(2a) u₁v₁ + 4 sin(2b) u₂v₂ and sin a u₁v₁ − sin b u₂v₂.
  close(network.secondDerivative([Math.PI / 4, Math.PI / 2], [1, 1], [1, 2]), [
    -4,
    Math.SQRT1_2 - 2,
  ]);
  // ‖diag(2, 1)(2, −1)ᵀ‖.
  assertAlmostEquals(network.jacobianLipschitz, Math.sqrt(17), 1e-14);
});

Deno.test("the antisymmetric initialization nullifies φ and halves the rank", () => {
  for (const kind of activationKinds) {
    const half = example(kind);
    const whole = antisymmetricInitialization(half);
    for (const output of initialOutputs(whole)) assertAlmostEquals(output, 0, 4e-16);
    const network = oneHiddenLayerNetwork({
      ...whole,
      // As many inputs as there are parameters, so that inputs do not bound the rank.
      inputs: Array.from({ length: 12 }, (_, j) => [Math.cos(j * j), Math.sin(3 * j + 1)]),
    });
    const jacobian = float64.matrix(network.jacobian(network.start));
    assertEquals(network.parameters, 12);
    assertEquals(numericalRank(float64, jacobian), 6, kind);
  }
});

Deno.test("what is no network is refused", () => {
  const good = example("tanh");
  const make = (change: object) => () => oneHiddenLayerNetwork({ ...good, ...change });
  assertThrows(make({ activation: "relu" }), RangeError, "tanh, sine, logistic, erf");
  assertThrows(make({ outerWeights: [1] }), RangeError, "one per neuron");
  assertThrows(make({ inputs: [[1], [2]] }), RangeError, "one per coordinate");
  assertThrows(make({ inputs: [[1, 2], [2]] }), RangeError, "as many as");
  assertThrows(make({ inputs: undefined }), TypeError, "instance.inputs");
  const network = oneHiddenLayerNetwork(good);
  assertThrows(() => estimateJacobianLipschitz(network, network.start, -1), RangeError, "radius");
});
