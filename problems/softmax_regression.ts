/**
 * Softmax regression: multinomial logistic regression, the cross-entropy of linear logits.
 *
 * @module
 */

import type { Arithmetic } from "../lib/arithmetic/mod.ts";
import type { GradientMap } from "../lib/optimizers/mod.ts";
import {
  requireArray,
  requireDimension,
  requireNumber,
  requireNumbers,
  requireObject,
} from "./validation.ts";

/** B samples of d features, each of one of K classes. */
export interface SoftmaxRegressionInstance {
  /** X, B×d, a sample a row. For a bias, give a feature that is 1 on every sample. */
  readonly inputs: readonly (readonly number[])[];
  /** K, at least 2. */
  readonly classes: number;
  /** The class of each sample, counted from 0. */
  readonly labels: readonly number[];
  /** λ ≥ 0, of which ½λ‖θ‖² is added to the loss. Default 0. */
  readonly ridge?: number;
}

/**
 * An instance, built: f(θ) = ℓ(F(θ)) + ½λ‖θ‖² of the m = dK weights, d×K row by row, feature by
 * feature. The outputs F(θ) are the n = BK logits, sample by sample: (i, c) is Σ_j x_ij θ_jc.
 */
export interface SoftmaxRegression extends GradientMap {
  /** m = dK. */
  readonly parameters: number;
  /** n = BK. */
  readonly outputs: number;
  /** f(θ). */
  loss(theta: readonly number[]): number;
  /** p, n×1: the softmax of each sample's logits. */
  probabilities<T>(arithmetic: Arithmetic<T>, theta: T): T;
  /** J_F = X ⊗ I_K, n×m; the logits are linear. */
  jacobian<T>(arithmetic: Arithmetic<T>): T;
  /** C = ∇²ℓ, n×n: the blocks (diag(p_i) − p_i p_iᵀ)/B. */
  outputHessian<T>(arithmetic: Arithmetic<T>, theta: T): T;
  /** ∇f(θ) = Jᵀ(p − y)/B + λθ, m×1, y one-hot. */
  gradient<T>(arithmetic: Arithmetic<T>, theta: T): T;
  /** ∇²f(θ) = JᵀCJ + λI, m×m. */
  hessian<T>(arithmetic: Arithmetic<T>, theta: T): T;
  /** A = RᵀJ, n×m, with C = RRᵀ: AᵀA = JᵀCJ, without λ. */
  gaussNewtonFactor<T>(arithmetic: Arithmetic<T>, theta: T): T;
}

/**
 * Builds an instance: ℓ = −(1/B) Σ_i log p_{i,label_i}, the mean of the cross-entropies (Chang, Hao
 * and Liu, Remark 3).
 *
 * C is the Hessian of this loss and so carries its factor 1/B, which the remark leaves out of C. It
 * has the factor R of the blocks (diag(q_i) − p_i q_iᵀ)/√B, q_i = √p_i, as
 * diag(p) − ppᵀ = D(I − qqᵀ)D for D = diag(q), and I − qqᵀ is a projector. Both are singular along
 * (1, …, 1), by which the logits of a sample may be shifted.
 *
 * f is convex. Where λ = 0, some linear logits put every sample into its class and the weights are
 * scaled up, f tends to 0, and has no minimizer.
 *
 * @example Two classes of one feature are logistic regression: at θ = 0 the slope is ∓½x
 * ```ts
 * import { assertAlmostEquals, assertEquals } from "@std/assert";
 * import { float64 } from "../lib/arithmetic/mod.ts";
 * import { softmaxRegression } from "./mod.ts";
 *
 * const problem = softmaxRegression({ inputs: [[3]], classes: 2, labels: [0] });
 * const gradient = problem.gradient(float64, float64.vector([0, 0]));
 * assertEquals(float64.toArray(gradient), [-1.5, 1.5]);
 * assertAlmostEquals(problem.loss([0, 0]), Math.LN2, 1e-15);
 * ```
 *
 * @throws {TypeError} If a part of the instance is missing or of another type.
 * @throws {RangeError} If a number is not finite, the samples have different numbers of features, a
 * label names no class, there are not as many labels as samples, K < 2 or λ < 0.
 */
export function softmaxRegression(instance: SoftmaxRegressionInstance): SoftmaxRegression {
  const { inputs, classes, labels, ridge } = validated(instance);
  const [samples, parameters] = [inputs.length, inputs[0]!.length * classes];
  const outputs = samples * classes;
  const classRange = Array.from({ length: classes }, (_, c) => c);
  const jacobianRows = inputs.flatMap((x) =>
    classRange.map((c) => x.flatMap((entry) => classRange.map((k) => k === c ? entry : 0)))
  );
  const oneHot = labels.flatMap((label) => classRange.map((c) => c === label ? 1 : 0));
  // I_B ⊗ 11ᵀ: sums over the classes of a sample, and what is kept of a product of two outputs.
  const sameSample = oneHot.map((_, i) =>
    oneHot.map((_, j) => Math.floor(i / classes) === Math.floor(j / classes) ? 1 : 0)
  );

  const jacobian = <T>(arithmetic: Arithmetic<T>) => arithmetic.matrix(jacobianRows);
  const probabilities = <T>(arithmetic: Arithmetic<T>, theta: T) =>
    arithmetic.scope(() => {
      const logits = arithmetic.multiply(jacobian(arithmetic), theta);
      const shifts = largestOfEach(arithmetic.toArray(logits), classes);
      const powers = arithmetic.apply(
        "exponential",
        arithmetic.subtract(logits, arithmetic.vector(shifts)),
      );
      const sums = arithmetic.multiply(arithmetic.matrix(sameSample), powers);
      return arithmetic.quotient(powers, sums);
    });
  /** diag(a) − b cᵀ within each sample. */
  const blocks = <T>(arithmetic: Arithmetic<T>, a: T, b: T, c: T) =>
    arithmetic.subtract(
      arithmetic.diagonal(arithmetic.toArray(a)),
      arithmetic.hadamard(
        arithmetic.matrix(sameSample),
        arithmetic.multiply(b, arithmetic.transpose(c)),
      ),
    );
  const gaussNewtonFactor = <T>(arithmetic: Arithmetic<T>, theta: T) =>
    arithmetic.scope(() => {
      const p = probabilities(arithmetic, theta);
      const q = arithmetic.apply("squareRoot", p);
      const root = arithmetic.scale(1 / Math.sqrt(samples), blocks(arithmetic, q, p, q));
      return arithmetic.multiply(arithmetic.transpose(root), jacobian(arithmetic));
    });

  return {
    parameters,
    outputs,
    loss(theta) {
      let sum = 0;
      for (const [i, x] of inputs.entries()) {
        const logits = classRange.map((c) =>
          x.reduce((z, entry, j) => z + entry * theta[j * classes + c]!, 0)
        );
        sum += crossEntropy(logits, labels[i]!);
      }
      return sum / samples + ridge / 2 * theta.reduce((square, x) => square + x * x, 0);
    },
    probabilities,
    jacobian,
    outputHessian: (arithmetic, theta) =>
      arithmetic.scope(() => {
        const p = probabilities(arithmetic, theta);
        return arithmetic.scale(1 / samples, blocks(arithmetic, p, p, p));
      }),
    gradient: (arithmetic, theta) =>
      arithmetic.scope(() => {
        const error = arithmetic.subtract(
          probabilities(arithmetic, theta),
          arithmetic.vector(oneHot),
        );
        const slope = arithmetic.multiply(arithmetic.transpose(jacobian(arithmetic)), error);
        return arithmetic.add(
          arithmetic.scale(1 / samples, slope),
          arithmetic.scale(ridge, theta),
        );
      }),
    hessian: (arithmetic, theta) =>
      arithmetic.scope(() => {
        const factor = gaussNewtonFactor(arithmetic, theta);
        return arithmetic.add(
          arithmetic.multiply(arithmetic.transpose(factor), factor),
          arithmetic.scale(ridge, arithmetic.identity(parameters)),
        );
      }),
    gaussNewtonFactor,
  };
}

/** −log of the softmax at the label, without overflow and, near 0, without cancellation. */
function crossEntropy(logits: readonly number[], label: number): number {
  const largest = Math.max(...logits);
  const first = logits.indexOf(largest);
  const others = logits.reduce((sum, z, c) => c === first ? sum : sum + Math.exp(z - largest), 0);
  return largest - logits[label]! + Math.log1p(others);
}

/** Every group of `size` numbers replaced by the largest of them. */
function largestOfEach(numbers: readonly number[], size: number): number[] {
  return numbers.map((_, i) => {
    const start = i - i % size;
    return Math.max(...numbers.slice(start, start + size));
  });
}

function validated(instance: SoftmaxRegressionInstance): Required<SoftmaxRegressionInstance> {
  const { inputs, classes, labels, ridge = 0 } = requireObject(instance, "instance");
  const rows = requireArray(inputs, "instance.inputs");
  const features = requireNumbers(rows[0], "instance.inputs[0]").length;
  const samples = rows.map((row, i) =>
    requireNumbers(row, `instance.inputs[${i}]`, {
      length: features,
      because: "as many features as the first sample has",
    })
  );
  const count = requireDimension(classes, "instance.classes");
  if (count < 2) throw new RangeError("instance.classes is 1: give at least 2 classes");
  const known = requireNumbers(labels, "instance.labels", {
    length: samples.length,
    because: "one for each sample",
  });
  const bad = known.findIndex((label) => !(Number.isInteger(label) && label >= 0 && label < count));
  if (bad >= 0) {
    throw new RangeError(
      `instance.labels[${bad}] is ${known[bad]}: give a class, an integer from 0 to ${count - 1}`,
    );
  }
  const lambda = requireNumber(ridge, "instance.ridge");
  if (lambda < 0) throw new RangeError(`instance.ridge is ${lambda}: give a number from 0 on`);
  return { inputs: samples, classes: count, labels: known, ridge: lambda };
}
