import { assert, assertEquals, assertLessOrEqual, assertThrows } from "@std/assert";
import * as tf from "@tensorflow/tfjs-core";
import { sample } from "fast-check";
import { float64, loadFloat32 } from "../lib/arithmetic/mod.ts";
import {
  chain,
  evaluate,
  iterate,
  preconditionByConjugateGradients,
  preconditionBySvdLanczos,
  scale,
} from "../lib/optimizers/mod.ts";
import { randomFor } from "../verify/random.ts";
import { deepNetwork, type DeepNetworkInstance, deepNetworkInstances } from "./mod.ts";
import { direction, distance, plus, shrunk } from "./shared_test.ts";

const float32 = await loadFloat32({ backend: "cpu" });

const samples = sample(deepNetworkInstances(), { numRuns: 60, seed: 5 }).map((instance, i) => ({
  instance,
  problem: deepNetwork(instance),
  random: randomFor("deep network", i),
}));

/** u(xᵢ; θ) − yᵢ for all i, unit by unit. */
function residualByUnits(
  { inputs, targets, layers }: DeepNetworkInstance,
  theta: readonly number[],
): number[] {
  return inputs.flatMap((x, i) => {
    let values = [...x];
    let used = 0;
    layers.forEach(({ biases }, l) => {
      const next = biases.map((_, j) => {
        let sum = theta[used + values.length * biases.length + j]!;
        for (const [k, value] of values.entries()) {
          sum += theta[used + k * biases.length + j]! * value;
        }
        return l === layers.length - 1 ? sum : Math.tanh(sum);
      });
      used += (values.length + 1) * biases.length;
      values = next;
    });
    return values.map((value, j) => value - targets[i]![j]!);
  });
}

Deno.test("a network of one hidden unit, by hand", () => {
  // u(x) = a tanh(w x + b) + c.
  const [w, b, a, c] = [0.5, -0.25, 2, 0.125];
  const inputs = [[1], [-2], [3]];
  const problem = deepNetwork({
    family: "deep network",
    inputs,
    targets: [[1], [0], [-1]],
    layers: [{ weights: [[w]], biases: [b] }, { weights: [[a]], biases: [c] }],
  });
  assertEquals([problem.parameters, problem.residuals, problem.start], [4, 3, [w, b, a, c]]);
  const theta = float64.vector(problem.start);
  const values = inputs.map(([x]) => Math.tanh(w * x! + b));
  const expected = inputs.map(([x], i) => {
    const slope = a * (1 - values[i]! ** 2);
    return [slope * x!, slope, values[i]!, 1];
  });
  assertEquals(
    float64.toArray(problem.residual(float64, theta)),
    values.map((value, i) => a * value + c - [1, 0, -1][i]!),
  );
  const difference = float64.subtract(
    problem.jacobian(float64, theta),
    float64.matrix(expected),
  );
  assertLessOrEqual(float64.maximumNorm(difference), 1e-15);
});

Deno.test("F is the network unit by unit, from the residual and from the linearization", () => {
  for (const { instance, problem, random } of samples) {
    const theta = plus(problem.start, 1, direction(random, problem.parameters));
    const expected = residualByUnits(instance, theta);
    const vector = float64.vector(theta);
    for (
      const residual of [
        problem.residual(float64, vector),
        problem.linearize(float64, vector).residual,
      ]
    ) {
      assertEquals([...float64.shape(residual)], [problem.residuals, 1]);
      assertLessOrEqual(
        distance(float64.toArray(residual), expected),
        1e-13 * (1 + Math.hypot(...theta)) * Math.sqrt(expected.length) * 10,
        JSON.stringify(instance),
      );
    }
  }
});

Deno.test("the Jacobian is the limit of difference quotients", () => {
  for (const { instance, problem, random } of samples) {
    const theta = problem.start;
    const jacobian = problem.jacobian(float64, float64.vector(theta));
    assertEquals([...float64.shape(jacobian)], [problem.residuals, problem.parameters]);
    const v = direction(random, problem.parameters);
    const change = float64.toArray(float64.multiply(jacobian, float64.vector(v)));
    // Central differences err by h²/6 times the third derivative; halving h shows that they do.
    const errors = [2e-3, 1e-3].map((h) => {
      const after = residualByUnits(instance, plus(theta, h, v));
      const before = residualByUnits(instance, plus(theta, -h, v));
      return distance(after.map((entry, i) => (entry - before[i]!) / (2 * h)), change);
    });
    const shown = `${errors} ${JSON.stringify(instance)}`;
    assert(errors[1]! <= errors[0]! / 3.5 || errors[1]! <= 1e-9, shown);
    assertLessOrEqual(errors[1]!, 1e-2, shown);
  }
});

Deno.test("the products are those with the dense Jacobian, again and again", () => {
  for (const { instance, problem, random } of samples) {
    const theta = float64.vector(plus(problem.start, 0.5, direction(random, problem.parameters)));
    const jacobian = problem.jacobian(float64, theta);
    const transposed = float64.transpose(jacobian);
    const linearization = problem.linearize(float64, theta);
    const tolerance = 1e-14 * problem.parameters * (1 + float64.norm(jacobian));
    for (let i = 0; i < 3; i++) {
      const v = float64.vector(direction(random, problem.parameters));
      const w = float64.vector(direction(random, problem.residuals));
      const forward = linearization.jacobianVectorProduct(v);
      const backward = linearization.vectorJacobianProduct(w);
      const errors = [
        float64.norm(float64.subtract(forward, float64.multiply(jacobian, v))),
        float64.norm(float64.subtract(backward, float64.multiply(transposed, w))),
        Math.abs(float64.dot(forward, w) - float64.dot(v, backward)),
      ];
      for (const error of errors) assertLessOrEqual(error, tolerance, JSON.stringify(instance));
    }
  }
});

Deno.test("J Jᵀ is the product of the dense Jacobian with its transpose", () => {
  for (const { instance, problem, random } of samples) {
    const theta = float64.vector(plus(problem.start, 0.5, direction(random, problem.parameters)));
    const jacobian = problem.jacobian(float64, theta);
    const expected = float64.multiply(jacobian, float64.transpose(jacobian));
    const gram = problem.linearize(float64, theta).gram!();
    assertLessOrEqual(
      float64.norm(float64.subtract(gram, expected)),
      1e-14 * problem.parameters * (1 + float64.norm(expected)),
      JSON.stringify(instance),
    );
  }
});

Deno.test("Jᵀw is the automatic gradient of w·F", () => {
  for (const { instance, problem, random } of samples.slice(0, 30)) {
    tf.tidy(() => {
      const theta = float32.vector(problem.start);
      const w = float32.vector(direction(random, problem.residuals));
      const automatic = tf.grad((x) =>
        tf.sum(tf.mul(problem.residual(float32, x as tf.Tensor2D), w))
      )(theta) as tf.Tensor2D;
      const closed = problem.linearize(float32, theta).vectorJacobianProduct(w);
      assertLessOrEqual(
        float32.norm(float32.subtract(automatic, closed)),
        1e-4 * (1 + float32.norm(automatic)),
        JSON.stringify(instance),
      );
    });
  }
});

Deno.test("both number systems agree, and products leave nothing but their results behind", () => {
  for (const { instance, problem, random } of samples.slice(0, 10)) {
    const v = direction(random, problem.parameters);
    const w = direction(random, problem.residuals);
    float32.scope(() => {
      const theta = float32.vector(problem.start);
      const [vector, weights] = [float32.vector(v), float32.vector(w)];
      const before = tf.memory().numTensors;
      const jacobian = problem.jacobian(float32, theta);
      problem.residual(float32, theta);
      assertEquals(tf.memory().numTensors, before + 2);
      const { jacobianVectorProduct, vectorJacobianProduct } = problem.linearize(float32, theta);
      const products = () => [jacobianVectorProduct(vector), vectorJacobianProduct(weights)];
      const single = products();
      // What the first ones have remembered, later ones only use.
      const remembered = tf.memory().numTensors;
      products();
      assertEquals(tf.memory().numTensors, remembered + 2);

      const exact = problem.linearize(float64, float64.vector(problem.start));
      const double = [
        exact.jacobianVectorProduct(float64.vector(v)),
        exact.vectorJacobianProduct(float64.vector(w)),
      ];
      for (const [i, product] of double.entries()) {
        assertLessOrEqual(
          distance(float32.toArray(single[i]!), float64.toArray(product)),
          1e-5 * (1 + float32.norm(jacobian)),
          JSON.stringify(instance),
        );
      }
    });
  }
});

Deno.test("an iteration in single precision leaves no tensor behind, and holds as many at every step", () => {
  const { problem } = samples.find(({ instance }) => instance.layers.length === 3)!;
  for (
    const preconditioner of [
      preconditionBySvdLanczos(float32, { damping: 0.1, steps: 3 }),
      preconditionByConjugateGradients(float32, { damping: 0.1, steps: 3, tolerance: 1e-3 }),
    ]
  ) {
    const before = tf.memory().numTensors;
    const live: number[] = [];
    iterate(float32, problem, chain(preconditioner, scale(float32, -0.1)), problem.start, {
      steps: 5,
      visit: () => void live.push(tf.memory().numTensors),
    });
    assertEquals(tf.memory().numTensors, before);
    assertEquals(new Set(live).size, 1, `tensors at each visit: ${live}`);
  }
});

Deno.test("Lanczos steps by products are those by the dense Jacobian", () => {
  for (const { instance, problem } of samples) {
    const optimizer = chain(
      preconditionBySvdLanczos(float64, { damping: 0.1, steps: 3 }),
      scale(float64, -0.5),
    );
    const { linearize: _, ...dense } = problem;
    const run = (map: typeof dense) =>
      iterate(float64, map, optimizer, problem.start, { steps: 2 });
    const forbidding = {
      ...problem,
      jacobian: () => {
        throw new Error("nobody needs a dense Jacobian");
      },
    };
    assertLessOrEqual(
      distance(run(forbidding), run(dense)),
      1e-9 * (1 + Math.hypot(...problem.start)),
      JSON.stringify(instance),
    );
  }
});

Deno.test("the context's gradient is JᵀF", () => {
  const { problem } = samples.find(({ instance }) => instance.layers.length === 4)!;
  const context = evaluate(float64, problem, float64.vector(problem.start), 0);
  const expected = float64.multiply(float64.transpose(context.jacobian()), context.residual());
  assertLessOrEqual(
    float64.norm(float64.subtract(context.gradient(), expected)),
    1e-12 * float64.norm(expected),
  );
});

Deno.test("all depths occur, with fewer residuals than parameters and with more", () => {
  const drawn = sample(deepNetworkInstances(), { numRuns: 300, seed: 1 });
  assertEquals([...new Set(drawn.map(({ layers }) => layers.length))].sort(), [1, 2, 3, 4]);
  const signs = new Set(drawn.map((instance) => {
    const { parameters, residuals } = deepNetwork(instance);
    return Math.sign(parameters - residuals);
  }));
  assert(signs.has(1) && signs.has(-1));
  for (const instance of drawn) assertEquals(JSON.parse(JSON.stringify(instance)), instance);
});

Deno.test("options bound what is drawn, and are checked", () => {
  const options = { maximumHiddenLayers: 5, maximumWidth: 2, maximumSamples: 1 };
  const drawn = sample(deepNetworkInstances(options), { numRuns: 200, seed: 2 });
  assertEquals(Math.max(...drawn.map(({ layers }) => layers.length)), 6);
  assert(drawn.every(({ inputs }) => inputs.length === 1 && inputs[0]!.length <= 2));
  assert(drawn.every(({ layers }) => layers.every(({ biases }) => biases.length <= 2)));
  assertThrows(() => deepNetworkInstances({ maximumHiddenLayers: -1 }), RangeError, "at least 0");
  assertThrows(() => deepNetworkInstances({ maximumWidth: 0 }), RangeError, "maximumWidth is 0");
  assertThrows(() => deepNetworkInstances({ maximumSamples: 1.5 }), RangeError, "1.5");
});

Deno.test("instances shrink to one sample, no hidden layer and zeros", () => {
  const { value } = shrunk(deepNetworkInstances(), () => true);
  assertEquals(value, {
    family: "deep network",
    inputs: [[0]],
    targets: [[0]],
    layers: [{ weights: [[0]], biases: [0] }],
  });
});

Deno.test("what is no network is an error that says where", () => {
  const valid: DeepNetworkInstance = {
    family: "deep network",
    inputs: [[1, 2], [3, 4]],
    targets: [[1], [2]],
    layers: [{ weights: [[1, 2, 3], [4, 5, 6]], biases: [0, 0, 0] }, {
      weights: [[1], [2], [3]],
      biases: [0],
    }],
  };
  assertEquals(deepNetwork(valid).parameters, 13);
  const [first, second] = valid.layers;
  const wrong: readonly (readonly [change: Partial<DeepNetworkInstance>, message: string])[] = [
    [{ inputs: [] }, "instance.inputs must have at least 1"],
    [{ inputs: [[1, 2], [3]] }, "instance.inputs[1] has 1 entries, but must have 2"],
    [{ targets: [[1]] }, "instance.targets has 1 entries, but must have 2, one per input"],
    [{ targets: [[1, 1], [2, 2]] }, "instance.targets[0] has 2 entries, but must have 1"],
    [{ layers: [] }, "instance.layers must have at least 1"],
    [{ layers: [second!] }, "instance.layers[0].weights has 3 rows, but must have 2"],
    [{ layers: [first!, { ...second!, weights: [[1], [2]] }] }, "layers[1].weights has 2 rows"],
    [{ layers: [{ ...first!, biases: [0, 0] }, second!] }, "layers[0].weights[0] has 3 entries"],
    [{ layers: [{ ...first!, biases: [0, NaN, 0] }, second!] }, "layers[0].biases[1] is NaN"],
  ];
  for (const [change, message] of wrong) {
    assertThrows(() => deepNetwork({ ...valid, ...change }), RangeError, message);
  }
  const nothing = undefined as unknown as DeepNetworkInstance;
  assertThrows(() => deepNetwork(nothing), TypeError, "instance must be an object");
});
