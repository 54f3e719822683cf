import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import * as tf from "@tensorflow/tfjs-core";
import { loadFloat32 } from "../../lib/arithmetic/mod.ts";
import { supports } from "../../verify/mod.ts";
import { equation26, type HiddenLayer, layerGradients } from "./eq_26.ts";
import { judged } from "./shared_test.ts";

// TensorFlow.js needs a backend.
await loadFloat32({ backend: "cpu" });

type Rows = readonly (readonly number[])[];

const FACTORS = { left: [[1, 2], [0, 3]], right: [[1, 1, 0], [2, 0, -1]] };

const of = (...values: readonly Rows[]) => ({
  gradients: { kind: "matrices", values },
  ...FACTORS,
});

/** The distance of the sides. */
function distanceOf(instance: unknown): number {
  const [judgement] = [...judged(equation26(), "printed", instance).values()];
  return judgement!.worst.relation.lhs;
}

const TWO_UNITS = of([[1, 0], [0, 0]], [[0, 0], [0, 1]]);

/** Two inputs, each with a unit of its own. */
const OWN_UNITS: HiddenLayer = {
  weights: [[1, 0], [0, 1]],
  amplitudes: [1, 1],
  samples: [{ input: [1, 0], target: 0 }, { input: [0, 1], target: 0 }],
};

Deno.test("adam-gn/eq-26: the counterexample by hand, and the one of G = I", () => {
  assertAlmostEquals(distanceOf(TWO_UNITS), 1 / 2, 1e-15);
  for (const n of [2, 3, 5]) {
    const identity = Array.from(
      { length: n },
      (_, i) => Array.from({ length: n }, (_, j) => Number(i === j)),
    );
    assertAlmostEquals(distanceOf(of(identity)), Math.sqrt(n * n - 1), 1e-12);
  }
  for (const instance of [TWO_UNITS, of([[1, 0], [0, 1]])]) {
    const [printed] = [...judged(equation26(), "printed", instance).values()];
    assertEquals(printed!.status, "violated");
    assert(supports(judged(equation26(), "corrected", instance)));
  }
});

Deno.test("a network with a unit of its own for each input is a counterexample too", () => {
  // Units at rest have tanh'(0) = 1: δ = (t/cosh²1, t), t = tanh 1, at the first input.
  const [first] = layerGradients(OWN_UNITS);
  const t = Math.tanh(1);
  [t / Math.cosh(1) ** 2, 0, t, 0].forEach((x, i) =>
    assertAlmostEquals(first!.flat()[i]!, x, 1e-15)
  );
  const instance = { gradients: { kind: "network", ...OWN_UNITS }, ...FACTORS };
  const [printed] = [...judged(equation26(), "printed", instance).values()];
  assertEquals(printed!.status, "violated");
  assert(supports(judged(equation26(), "corrected", instance)));
});

Deno.test("one sample alone is exact, and so are samples with the same δ", () => {
  assert(supports(judged(equation26(), "printed", of([[2, -4, 6], [1, -2, 3]]))));
  assert(supports(judged(equation26(), "printed", of([[1, 2], [1, 2]], [[3, 0], [3, 0]]))));
});

Deno.test("the gradients of the layer are the automatic ones", () => {
  const layer: HiddenLayer = {
    weights: [[0.5, -1], [1, 0.25], [-0.75, 2]],
    amplitudes: [1, -0.5, 2],
    samples: [{ input: [1, -0.5], target: 0.5 }, { input: [0.25, 2], target: -1 }],
  };
  const gradients = layerGradients(layer);
  layer.samples.forEach(({ input, target }, k) =>
    tf.tidy(() => {
      const loss = (weights: tf.Tensor) => {
        const inner = tf.matMul(weights as tf.Tensor2D, tf.tensor2d([...input], [2, 1]));
        const output = tf.sum(tf.mul(tf.tensor2d([...layer.amplitudes], [3, 1]), tf.tanh(inner)));
        return tf.mul(0.5, tf.square(tf.sub(output, target))) as tf.Scalar;
      };
      const weights = tf.tensor2d(layer.weights.map((row) => [...row]));
      const automatic = tf.grad(loss)(weights).dataSync();
      gradients[k]!.flat().forEach((x, i) => assertAlmostEquals(x, automatic[i]!, 1e-5));
    })
  );
});

Deno.test("a factor 1 % off, another factor, and g column by column", () => {
  const wide = of([[1, 2, 0], [0, 1, -1]], [[0, 1, 1], [2, 0, 3]]);
  assert(supports(judged(equation26(), "corrected", wide)));
  const columns = (rows: Rows) => rows[0]!.flatMap((_, j) => rows.map((row) => row[j]!));
  for (
    const wrong of [
      equation26({ factor: (trace) => 1.01 / trace }),
      equation26({ factor: () => 1 }),
      equation26({ flatten: columns }),
    ]
  ) {
    assertEquals(supports(judged(wrong, "corrected", wide)), false);
  }
});
