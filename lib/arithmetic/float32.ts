/**
 * Single precision, over TensorFlow.js.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs-core";
import type { Arithmetic, ElementwiseFunction } from "./arithmetic.ts";
import { type Float32Backend, forcedBackend, loadBackend, type MatrixSize } from "./_backends.ts";
import { singularValueDecomposition, symmetricEigendecomposition } from "./_decompositions.ts";
import { flatMatrix, type Float64Matrix } from "./_float64_matrix.ts";
import { handlesIn } from "./_handles_in.ts";
import {
  checkDimensions,
  checkRange,
  checkReshape,
  rejectShapes,
  shapeOfConcatenation,
  shapeOfRows,
} from "./_shapes.ts";

// Written so because `deno doc --lint` wants each type that is named here to be exported here too.
/** The matrices of {@linkcode loadFloat32}: two-dimensional tensors of TensorFlow.js. */
export type Float32Matrix = ReturnType<typeof import("@tensorflow/tfjs-core")["tensor2d"]>;

/** The choice of {@linkcode loadFloat32}. */
export interface Float32Options {
  /**
   * What computes: `"tensorflow"` (native), `"wasm"` or `"cpu"` (plain JavaScript). By default what
   * the environment variable ASSAY_BACKEND names, and if it is not set, the first of these that
   * loads; for small matrices the first from the end.
   */
  readonly backend?: Float32Backend;
  /**
   * For matrices of which size the backend is to be the fastest, where none is asked for by name.
   * Up to about 20×20, which is `"small"`, plain JavaScript takes half the time of the others.
   * Default: `"large"`.
   */
  readonly size?: MatrixSize;
}

let loaded: Arithmetic<Float32Matrix> | undefined;

/**
 * Loads single-precision arithmetic (IEEE binary32) on the tensors of TensorFlow.js.
 *
 * The elementwise functions, products, slices and concatenations are TensorFlow.js operations and
 * can be differentiated with `tf.grad`. Numbers that enter (`c` in `scale`, for example) are first
 * rounded to single precision. Inner products and norms are summed in double precision and then
 * rounded; the decompositions are computed in double precision and then rounded.
 *
 * What backends differ in: WebAssembly computes sine and cosine to six units of roundoff of 1, not
 * of their value (the sine of an argument below 6·10⁻⁸ is 0); and some operations flush subnormal
 * numbers (below 1.2·10⁻³⁸) to zero.
 *
 * TensorFlow.js computes on one backend in a process: once loaded, the same arithmetic is returned.
 *
 * Throws an `Error` if the name is not that of a backend, if the backend that is asked for (or each
 * of them) cannot be loaded, or if another one is already in use.
 *
 * @example
 * ```ts
 * const float32 = await loadFloat32({ backend: "wasm" });
 * const a = float32.matrix([[1, 2], [3, 4]]);
 * float32.toRows(float32.multiply(a, a)); // [[7, 10], [15, 22]]
 * ```
 */
export async function loadFloat32(
  options: Float32Options = {},
): Promise<Arithmetic<Float32Matrix>> {
  const forced = forcedBackend(options.backend);
  if (loaded !== undefined) {
    if (forced === undefined || forced === loaded.backend) return loaded;
    throw new Error(
      `The float32 backend ${JSON.stringify(forced)} cannot be loaded: this process already ` +
        `computes on ${JSON.stringify(loaded.backend)}, and TensorFlow.js has one backend at a ` +
        "time. Use another process, or ask for the same backend everywhere.",
    );
  }
  // Otherwise TensorFlow.js advertises its native backend and warns about backends that are
  // registered twice. Errors are thrown all the same.
  tf.env().set("PROD", true);
  const backend = await loadBackend(forced, options.size);
  // tfjs-core has no gradients in the form that it takes here; tfjs-layers registers all of them.
  await import("@tensorflow/tfjs-layers");
  loaded ??= float32(backend);
  return loaded;
}

function float32(backend: Float32Backend): Arithmetic<tf.Tensor2D> {
  return {
    name: "float32",
    backend,
    unitRoundoff: 2 ** -24,
    largest: (2 - 2 ** -23) * 2 ** 127,

    matrix(rows) {
      const [m, n] = shapeOfRows(rows);
      const entries = new Float32Array(m * n);
      for (let i = 0; i < m; i++) entries.set(rows[i]!, i * n);
      return tf.tensor2d(entries, [m, n]);
    },
    vector(entries) {
      checkDimensions(entries.length, 1);
      return tf.tensor2d(new Float32Array(entries), [entries.length, 1]);
    },
    zeros(rows, columns) {
      checkDimensions(rows, columns);
      return tf.tensor2d(new Float32Array(rows * columns), [rows, columns]);
    },
    identity(n) {
      checkDimensions(n, n);
      return diagonal(Array<number>(n).fill(1));
    },
    diagonal,

    shape: (a) => a.shape,
    toRows(a) {
      const [rows, columns] = a.shape;
      const entries = entriesOf(a);
      return Array.from(
        { length: rows },
        (_, i) => Array.from(entries.subarray(i * columns, (i + 1) * columns)),
      );
    },
    toArray: (a) => Array.from(entriesOf(a)),

    add: (a, b) => binary(tf.Add, "add", a, b),
    subtract: (a, b) => binary(tf.Sub, "subtract", a, b),
    scale: (c, a) => withNumber(tf.Multiply, a, c),
    shift: (a, c) => withNumber(tf.Add, a, c),
    multiply(a, b) {
      if (a.shape[1] !== b.shape[0]) rejectShapes("multiply", a.shape, b.shape);
      return run(tf.BatchMatMul, { a, b }, { transposeA: false, transposeB: false });
    },
    transpose: (a) => run(tf.Transpose, { x: a }, { perm: [1, 0] }),
    hadamard: (a, b) => binary(tf.Multiply, "hadamard", a, b),
    quotient: (a, b) => binary(tf.RealDiv, "quotient", a, b),
    maximum: (a, b) => maximum(...sameShape("maximum", a, b)),
    apply: (f, a) => functions[f](a),
    slice(a, { rows = [0, a.shape[0]], columns = [0, a.shape[1]] }) {
      checkRange(rows, a.shape[0], "rows");
      checkRange(columns, a.shape[1], "columns");
      return tf.slice2d(a, [rows[0], columns[0]], [rows[1] - rows[0], columns[1] - columns[0]]);
    },
    reshape(a, rows, columns) {
      checkReshape(a.shape, rows, columns);
      // A copy: WebAssembly's product recognizes a right factor that it has seen by its memory, which a
      // reshaped tensor would share, and takes it in its first shape.
      const sharing = run(tf.Reshape, { x: a }, { shape: [rows, columns] });
      const copy = run(tf.Identity, { x: sharing });
      sharing.dispose();
      return copy;
    },
    concatenate(parts, along) {
      shapeOfConcatenation(parts.map((part) => part.shape), along);
      return tf.concat2d([...parts], along === "rows" ? 0 : 1);
    },

    dot(a, b) {
      sameShape("dot", a, b);
      return Math.fround(sumOfProducts(entriesOf(a), entriesOf(b)));
    },
    norm(a) {
      // In double precision, squares of single-precision numbers neither overflow nor underflow.
      const entries = entriesOf(a);
      return Math.fround(Math.sqrt(sumOfProducts(entries, entries)));
    },
    maximumNorm: (a) => entriesOf(a).reduce((largest, x) => Math.max(largest, Math.abs(x)), 0),

    singularValueDecomposition(a) {
      const { u, s, v } = singularValueDecomposition(toDouble(a));
      return { u: fromDouble(u), s: s.map(Math.fround), v: fromDouble(v) };
    },
    symmetricEigendecomposition(a) {
      const { values, vectors } = symmetricEigendecomposition(toDouble(a));
      return { values: values.map(Math.fround), vectors: fromDouble(vectors) };
    },

    scope<R>(body: () => R): R {
      // What tf.tidy does, without its search through every number of what is returned.
      const engine = tf.engine();
      engine.startScope();
      let kept: tf.Tensor[] = [];
      try {
        const result = body();
        kept = tensorsIn(result);
        return result;
      } finally {
        engine.endScope(kept);
      }
    },
    release(value, keep) {
      const kept = new Set(tensorsIn(keep));
      for (const tensor of tensorsIn(value)) {
        if (!kept.has(tensor)) tensor.dispose();
      }
    },
  };
}

type Elementwise = (a: tf.Tensor2D) => tf.Tensor2D;

const functions: Record<ElementwiseFunction, Elementwise> = {
  absolute: (x) => run(tf.Abs, { x }),
  cosine: (x) => run(tf.Cos, { x }),
  exponential: (x) => run(tf.Exp, { x }),
  logistic: (x) => run(tf.Sigmoid, { x }),
  reciprocal: (x) => run(tf.Reciprocal, { x }),
  sign,
  sine: (x) => run(tf.Sin, { x }),
  square: (x) => run(tf.Square, { x }),
  squareRoot: (x) => run(tf.Sqrt, { x }),
  tanh: (x) => run(tf.Tanh, { x }),
};

/**
 * An operation of TensorFlow.js by its kernel, which is what `tf.grad` records: on matrices of a few
 * entries `tf.add` and the like spend about as long on their arguments and on a scope of their own.
 */
function run(
  kernel: string,
  inputs: Readonly<Record<string, tf.Tensor>>,
  attributes?: Readonly<Record<string, boolean | number[]>>,
): tf.Tensor2D {
  return tf.engine().runKernel(kernel, inputs, attributes);
}

function binary(kernel: string, operation: string, a: tf.Tensor2D, b: tf.Tensor2D): tf.Tensor2D {
  sameShape(operation, a, b);
  return run(kernel, { a, b });
}

/** An operation with a number for each entry. */
function withNumber(kernel: string, a: tf.Tensor2D, number: number): tf.Tensor2D {
  const b = tf.engine().makeTensor(Float32Array.of(number), [], "float32");
  const result = run(kernel, { a, b });
  b.dispose();
  return result;
}

/** Not `tf.sign`: on WebAssembly that gives 0 for every entry below 10⁻⁷ or so, and for NaN. */
function sign(a: tf.Tensor2D): tf.Tensor2D {
  const operation = tf.customGrad((x) => {
    const entries = x as tf.Tensor;
    const positive = tf.cast(tf.greater(entries, 0), "float32");
    const negative = tf.cast(tf.less(entries, 0), "float32");
    return {
      value: tf.where(tf.isNaN(entries), entries, tf.sub(positive, negative)),
      gradFunc: (dy: tf.Tensor) => tf.zerosLike(dy),
    };
  });
  return operation(a) as tf.Tensor2D;
}

/** Not `tf.maximum` alone: on WebAssembly that loses a NaN in its second argument. */
function maximum(a: tf.Tensor2D, b: tf.Tensor2D): tf.Tensor2D {
  const operation = tf.customGrad((x, y, save) => {
    const left = x as tf.Tensor;
    const right = y as tf.Tensor;
    (save as tf.GradSaveFunc)([left, right]);
    return {
      value: tf.where(tf.isNaN(right), right, tf.maximum(left, right)),
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
        const leftIsLarger = tf.cast(tf.greaterEqual(saved[0]!, saved[1]!), "float32");
        return [tf.mul(dy, leftIsLarger), tf.mul(dy, tf.sub(1, leftIsLarger))];
      },
    };
  });
  return operation(a, b) as tf.Tensor2D;
}

function diagonal(entries: readonly number[]): tf.Tensor2D {
  const n = entries.length;
  checkDimensions(n, n);
  const values = new Float32Array(n * n);
  for (let i = 0; i < n; i++) values[i * (n + 1)] = entries[i]!;
  return tf.tensor2d(values, [n, n]);
}

function sameShape(
  operation: string,
  a: tf.Tensor2D,
  b: tf.Tensor2D,
): [tf.Tensor2D, tf.Tensor2D] {
  // TensorFlow.js would stretch a row, a column or a single entry to the other's shape.
  if (a.shape[0] !== b.shape[0] || a.shape[1] !== b.shape[1]) {
    rejectShapes(operation, a.shape, b.shape);
  }
  return [a, b];
}

function entriesOf(a: tf.Tensor2D): Float32Array {
  return a.dataSync<"float32">();
}

function sumOfProducts(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

function toDouble(a: tf.Tensor2D): Float64Matrix {
  return flatMatrix(Array.from(entriesOf(a)), a.shape[0]);
}

function fromDouble({ data, rows, columns }: Float64Matrix): tf.Tensor2D {
  return tf.tensor2d(new Float32Array(data), [rows, columns]);
}

function tensorsIn(value: unknown): tf.Tensor[] {
  return handlesIn(value, (part) => part instanceof tf.Tensor);
}
