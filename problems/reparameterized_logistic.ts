/**
 * Logistic regression on one-hot inputs, with squared weights.
 *
 * @module
 */

import type { Arithmetic } from "../lib/arithmetic/mod.ts";
import { requireNumbers, requireObject } from "./validation.ts";

/**
 * x = e_i with the probability ν_i, and given that y = 1 with the probability P_i; the model says
 * σ(θ_i²).
 */
export interface ReparameterizedLogisticInstance {
  /** ν, positive. It need not sum to 1, so that coordinates can be looked at alone. */
  readonly inputs: readonly number[];
  /** P, as many numbers between ½ and 1. */
  readonly labels: readonly number[];
}

/** The loss E[−y log q − (1 − y) log(1 − q)], q = σ(θ_i²), and what is derived from it. */
export interface ReparameterizedLogistic {
  /** d. */
  readonly parameters: number;
  /** θ* ≥ 0, √log(P_i/(1 − P_i)); every choice of signs minimizes too. */
  readonly minimizer: readonly number[];
  /** The loss at θ. */
  loss(theta: readonly number[]): number;
  /** ∇ℓ(θ), d×1. */
  gradient<T>(arithmetic: Arithmetic<T>, theta: T): T;
  /** The diagonal of the Gauss–Newton matrix, d×1; there is nothing beside it. */
  gaussNewtonDiagonal<T>(arithmetic: Arithmetic<T>, theta: T): T;
}

/** σ(z) = 1/(1 + e^{−z}). */
export function logistic(z: number): number {
  return 1 / (1 + Math.exp(-z));
}

/** σ⁻¹(p) = log(p/(1 − p)). */
export function logit(p: number): number {
  return Math.log(p / (1 - p));
}

/**
 * The problem of §4 of Liu et al., Adam or Gauss-Newton (2025): with z = θ_i², ∂ℓ/∂z = ν_i(σ(z) −
 * P_i) and ∂²ℓ/∂z² = ν_iσ(z)(1 − σ(z)), and ∂z/∂θ_i = 2θ_i.
 *
 * @example At θ = θ* the gradient vanishes
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { float64 } from "../lib/arithmetic/mod.ts";
 * import { reparameterizedLogistic } from "./mod.ts";
 *
 * const { gradient, minimizer } = reparameterizedLogistic({ inputs: [1], labels: [0.75] });
 * const [slope] = float64.toArray(gradient(float64, float64.vector(minimizer)));
 * assertAlmostEquals(slope!, 0, 1e-15);
 * ```
 *
 * @throws {TypeError} If a part of the instance is missing or of another type.
 * @throws {RangeError} If a ν_i is not positive, a P_i not between ½ and 1, or their numbers differ.
 */
export function reparameterizedLogistic(
  instance: ReparameterizedLogisticInstance,
): ReparameterizedLogistic {
  const { inputs, labels } = requireObject(instance, "instance");
  const nu = requireNumbers(inputs, "instance.inputs", { positive: true });
  const p = requireNumbers(labels, "instance.labels", {
    positive: true,
    length: nu.length,
    because: "one for each input",
  });
  const bad = p.findIndex((value) => !(value >= 0.5 && value < 1));
  if (bad >= 0) {
    throw new RangeError(
      `instance.labels[${bad}] is ${p[bad]}: σ(θ²) reaches the numbers from ½ on, below 1`,
    );
  }
  return {
    parameters: nu.length,
    minimizer: p.map((value) => Math.sqrt(logit(value))),
    loss: (theta) =>
      theta.reduce((sum, weight, i) => {
        const z = weight ** 2;
        // −P log σ − (1 − P) log(1 − σ) = log(1 + e^{−z}) + (1 − P)z.
        return sum + nu[i]! * (Math.log1p(Math.exp(-z)) + (1 - p[i]!) * z);
      }, 0),
    gradient: (arithmetic, theta) =>
      arithmetic.scope(() => {
        const prediction = arithmetic.apply("logistic", arithmetic.apply("square", theta));
        const error = arithmetic.subtract(prediction, arithmetic.vector(p));
        return arithmetic.hadamard(
          arithmetic.vector(nu.map((value) => 2 * value)),
          arithmetic.hadamard(theta, error),
        );
      }),
    gaussNewtonDiagonal: (arithmetic, theta) =>
      arithmetic.scope(() => {
        const square = arithmetic.apply("square", theta);
        // 1 − σ(z) = σ(−z), without cancellation.
        const spread = arithmetic.hadamard(
          arithmetic.apply("logistic", square),
          arithmetic.apply("logistic", arithmetic.scale(-1, square)),
        );
        return arithmetic.hadamard(
          arithmetic.vector(nu.map((value) => 4 * value)),
          arithmetic.hadamard(square, spread),
        );
      }),
  };
}

/** ν_i ∝ i^{−exponent} for i = 1, …, d, with the sum 1: κ(ν) = d^exponent. */
export function powerLawProbabilities(dimension: number, exponent: number): number[] {
  const weights = Array.from({ length: dimension }, (_, i) => (i + 1) ** -exponent);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}
