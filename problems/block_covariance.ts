/**
 * The block-covariance example: linear regression whose inputs have the covariance diag(11ᵀ, I).
 *
 * @module
 */

import type { Arithmetic } from "../lib/arithmetic/mod.ts";
import { requireDimension } from "./validation.ts";

/**
 * The loss ½ΔᵀΣΔ of the error Δ = θ − θ* in R^{2d}, with Σ = diag(11ᵀ, I), and what is derived. It
 * can be iterated on as it is.
 */
export interface BlockCovariance {
  /** d + 1 inputs x_k, each of 2d entries, with Σ = Σ_k x_k x_kᵀ: (1, 0) and the last d unit vectors. */
  readonly inputs: readonly (readonly number[])[];
  /** Σ by rows, 2d×2d: the Gauss–Newton matrix, and the Hessian. */
  readonly gaussNewton: readonly (readonly number[])[];
  /** The largest step sizes at which gradient descent is stable on the first and the second block. */
  readonly stableStepSizes: readonly [first: number, second: number];
  /** The gradient ΣΔ = (s1, Δ_1, …, Δ_d), s = 1ᵀΔ_0, 2d×1, in O(d) operations. */
  gradient<T>(arithmetic: Arithmetic<T>, error: T): T;
  /** Σ, 2d×2d. */
  hessian<T>(arithmetic: Arithmetic<T>): T;
  /** ½ΔᵀΣΔ = ½(s² + Σ_i Δ_i²). */
  loss(error: readonly number[]): number;
}

/** 1ᵀΔ_0, the one number of the first block that the loss depends on. */
export function blockSum(first: readonly number[]): number {
  return first.reduce((sum, x) => sum + x, 0);
}

/**
 * The example of eq. (4) of Liu et al., Adam or Gauss-Newton? (2025): the diagonal of Σ is 1, and
 * hides that the first block has the eigenvalue d and the second 1.
 *
 * @example The gradient is the same for all coordinates of the first block
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { float64 } from "../lib/arithmetic/mod.ts";
 * import { blockCovariance } from "./mod.ts";
 *
 * const { gradient } = blockCovariance(2);
 * const slopes = gradient(float64, float64.vector([3, -1, 5, -6]));
 * assertEquals(float64.toArray(slopes), [2, 2, 5, -6]);
 * ```
 *
 * @param d The size of a block.
 * @throws {RangeError} If d is not an integer of at least 1.
 */
export function blockCovariance(d: number): BlockCovariance {
  requireDimension(d, "d");
  const indices = Array.from({ length: 2 * d }, (_, i) => i);
  const inputs = [
    indices.map((i) => i < d ? 1 : 0),
    ...indices.slice(d).map((k) => indices.map((i) => i === k ? 1 : 0)),
  ];
  const gaussNewton = indices.map((i) =>
    indices.map((j) => i < d ? (j < d ? 1 : 0) : (i === j ? 1 : 0))
  );
  const ones = new Array<number>(d).fill(1);
  return {
    inputs,
    gaussNewton,
    stableStepSizes: [2 / d, 2],
    gradient: (arithmetic, error) =>
      arithmetic.scope(() => {
        const [first, second] = [[0, d], [d, 2 * d]].map(([from, to]) =>
          arithmetic.slice(error, { rows: [from!, to!] })
        );
        const sum = arithmetic.multiply(arithmetic.matrix([ones]), first!);
        return arithmetic.concatenate(
          [arithmetic.multiply(arithmetic.vector(ones), sum), second!],
          "rows",
        );
      }),
    hessian: (arithmetic) => arithmetic.matrix(gaussNewton),
    loss: (error) =>
      error.slice(d).reduce((sum, x) => sum + x * x, blockSum(error.slice(0, d)) ** 2) / 2,
  };
}
