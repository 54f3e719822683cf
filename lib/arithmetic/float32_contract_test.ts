/**
 * What single-precision arithmetic must do beyond the contract, on every backend: be differentiable
 * and not leak tensors. Run by `float32_wasm_test.ts`, `float32_cpu_test.ts` and, where the native
 * library is installed, `float32_tensorflow_test.ts`.
 */

import { assert, assertEquals, assertLessOrEqual, assertRejects } from "@std/assert";
import * as tf from "@tensorflow/tfjs-core";
import type { Arithmetic, ElementwiseFunction } from "./arithmetic.ts";
import { testContract } from "./contract_test.ts";
import type { Float32Backend } from "./_backends.ts";
import { loadFloat32 } from "./float32.ts";

type Tensor = tf.Tensor2D;

const derivatives: Readonly<Record<ElementwiseFunction, (x: number) => number>> = {
  absolute: Math.sign,
  cosine: (x) => -Math.sin(x),
  exponential: Math.exp,
  logistic: (x) => Math.exp(-x) / (1 + Math.exp(-x)) ** 2,
  reciprocal: (x) => -1 / x ** 2,
  sign: () => 0,
  sine: Math.cos,
  square: (x) => 2 * x,
  squareRoot: (x) => 1 / (2 * Math.sqrt(x)),
  tanh: (x) => 1 - Math.tanh(x) ** 2,
};

/**
 * The errors of elementwise functions in units of roundoff that a backend keeps to, where they are
 * larger than those of plain JavaScript and WebAssembly.
 */
const relativeErrors: Readonly<
  Record<Float32Backend, Readonly<Partial<Record<ElementwiseFunction, number>>>>
> = {
  cpu: {},
  wasm: {},
  // Vectorized: the worst of four million points are 2, 3.4, 3.5 and 6.5.
  tensorflow: { exponential: 3, logistic: 6, reciprocal: 5, tanh: 10 },
};

/** Registers all tests of single precision on a backend. */
export function testFloat32(float32: Arithmetic<Tensor>, backend: Float32Backend): void {
  const test = (name: string, body: () => void | Promise<void>) =>
    Deno.test(`float32 on ${backend}: ${name}`, body);
  const u = float32.unitRoundoff;

  /** The function that gives the gradient of the sum of the entries of f. */
  function gradientOf(f: (x: Tensor) => Tensor): (x: Tensor) => Tensor {
    return tf.grad((t) => tf.sum(f(t as Tensor))) as (x: Tensor) => Tensor;
  }

  function gradient(f: (x: Tensor) => Tensor, x: Tensor): number[] {
    return float32.scope(() => float32.toArray(gradientOf(f)(x)));
  }

  test("is what was asked for, and stays", async () => {
    assertEquals([float32.name, float32.backend, tf.getBackend()], ["float32", backend, backend]);
    assertEquals(await loadFloat32({ backend }), float32);
    const other = backend === "wasm" ? "cpu" : "wasm";
    await assertRejects(() => loadFloat32({ backend: other }), Error, "one backend at a time");
    assertEquals(tf.getBackend(), backend);
  });

  const points = [0.25, 0.5, 1.25, 3];
  for (const [f, derivative] of Object.entries(derivatives)) {
    test(`${f} can be differentiated`, () => {
      float32.scope(() => {
        const found = gradient(
          (x) => float32.apply(f as ElementwiseFunction, x),
          float32.vector(points),
        );
        for (const [i, x] of points.entries()) {
          const exact = derivative(x);
          // Derivatives combine values of a few u of error; those of tanh and logistic subtract
          // them from 1.
          assertLessOrEqual(Math.abs(found[i]! - exact), 12 * u * Math.max(1, Math.abs(exact)));
        }
      });
    });
  }

  test("the other operations can be differentiated", () => {
    float32.scope(() => {
      const x = float32.vector([1, -2]);
      const y = float32.vector([4, -8]);
      const row = float32.matrix([[3, 5]]);
      const found = (f: (x: Tensor) => Tensor) => gradient(f, x);
      assertEquals(found((t) => float32.add(t, y)), [1, 1]);
      assertEquals(found((t) => float32.subtract(y, t)), [-1, -1]);
      assertEquals(found((t) => float32.scale(3, t)), [3, 3]);
      assertEquals(found((t) => float32.shift(t, 3)), [1, 1]);
      assertEquals(found((t) => float32.multiply(row, t)), [3, 5]);
      assertEquals(found((t) => float32.multiply(t, float32.transpose(t))), [-2, -2]);
      assertEquals(found((t) => float32.transpose(t)), [1, 1]);
      assertEquals(found((t) => float32.hadamard(t, y)), [4, -8]);
      assertEquals(found((t) => float32.quotient(t, y)), [1 / 4, -1 / 8]);
      assertEquals(found((t) => float32.quotient(y, t)), [-4, 2]);
      assertEquals(found((t) => float32.maximum(t, y)), [0, 1]);
      assertEquals(found((t) => float32.maximum(y, t)), [0, 1]);
      assertEquals(found((t) => float32.slice(t, { rows: [1, 2] })), [0, 1]);
      assertEquals(found((t) => float32.multiply(row, float32.reshape(t, 2, 1))), [3, 5]);
      assertEquals(found((t) => float32.concatenate([t, t, y], "rows")), [2, 2]);
    });
  });

  test("second derivatives exist", () => {
    float32.scope(() => {
      const cube = (t: Tensor) => float32.hadamard(t, float32.apply("square", t));
      assertEquals(gradient(gradientOf(cube), float32.vector([1, -2])), [6, -12]);
    });
  });

  test("no operation leaves tensors behind but its result", () => {
    const a = float32.matrix([[4, 1], [1, 3]]);
    const operations: Record<string, [results: number, body: () => unknown]> = {
      matrix: [1, () => float32.matrix([[1]])],
      vector: [1, () => float32.vector([1])],
      zeros: [1, () => float32.zeros(1, 1)],
      identity: [1, () => float32.identity(2)],
      diagonal: [1, () => float32.diagonal([1])],
      toRows: [0, () => float32.toRows(a)],
      add: [1, () => float32.add(a, a)],
      subtract: [1, () => float32.subtract(a, a)],
      scale: [1, () => float32.scale(2, a)],
      shift: [1, () => float32.shift(a, 2)],
      multiply: [1, () => float32.multiply(a, a)],
      transpose: [1, () => float32.transpose(a)],
      hadamard: [1, () => float32.hadamard(a, a)],
      quotient: [1, () => float32.quotient(a, a)],
      maximum: [1, () => float32.maximum(a, a)],
      slice: [1, () => float32.slice(a, {})],
      reshape: [1, () => float32.reshape(a, 1, 4)],
      concatenate: [1, () => float32.concatenate([a, a], "rows")],
      dot: [0, () => float32.dot(a, a)],
      norm: [0, () => float32.norm(a)],
      maximumNorm: [0, () => float32.maximumNorm(a)],
      singularValueDecomposition: [2, () => float32.singularValueDecomposition(a)],
      symmetricEigendecomposition: [1, () => float32.symmetricEigendecomposition(a)],
    };
    for (const f of Object.keys(derivatives) as ElementwiseFunction[]) {
      operations[f] = [1, () => float32.apply(f, a)];
    }
    for (const [name, [results, body]] of Object.entries(operations)) {
      const before = tf.memory().numTensors;
      const value = body();
      assertEquals(tf.memory().numTensors - before, results, name);
      float32.release(value);
      assertEquals(tf.memory().numTensors, before, name);
    }
    float32.release(a);
  });

  test("scope keeps its return value, however nested, and nothing else", () => {
    const outside = float32.vector([1]);
    const before = tf.memory().numTensors;
    const kept = float32.scope(() => {
      const a = float32.add(outside, outside);
      const b = float32.scope(() => float32.multiply(float32.scale(2, a), a));
      float32.shift(b, 1);
      return { state: [{ a }, [b]], outside, step: 3 };
    });
    assertEquals(tf.memory().numTensors - before, 2);
    float32.release(kept, outside);
    assertEquals(tf.memory().numTensors, before);
    assertEquals(float32.toArray(outside), [1]);
    float32.release(outside);
  });

  test("scope frees everything when its body throws", () => {
    const before = tf.memory().numTensors;
    let message = "";
    try {
      float32.scope(() => float32.add(float32.zeros(1, 2), float32.zeros(2, 1)));
    } catch (error) {
      message = (error as Error).message;
    }
    assert(message.includes("1×2"));
    assertEquals(tf.memory().numTensors, before);
  });

  test("release spares what also occurs in keep, and takes the same tensor twice", () => {
    const before = tf.memory().numTensors;
    const [a, b, c] = [float32.zeros(1, 1), float32.zeros(1, 1), float32.zeros(1, 1)];
    float32.release({ list: [a, [b]], again: b, c, number: 1, none: null }, [{ c }]);
    assertEquals(tf.memory().numTensors - before, 1);
    assertEquals(float32.toArray(c), [0]);
    float32.release(c);
    float32.release(c);
    float32.release(undefined);
    assertEquals(tf.memory().numTensors, before);
  });

  testContract(float32, {
    round: Math.fround,
    scales: [1e-30, 1e-15, 1e15, 1e30],
    // Decompositions are exact to double precision; what is left is the rounding of their entries,
    // 1 u for each of U, s and V.
    decompositionConstant: 4,
    relativeErrors: {
      exponential: 1,
      logistic: 5,
      reciprocal: 1,
      square: 1,
      squareRoot: 1,
      tanh: 3,
      ...relativeErrors[backend],
    },
    absoluteErrors: { cosine: 6, sine: 6 },
  });
}
