/**
 * What the identities of §3 are about: the Jacobian at a point of the ball, its kernel K = JJᵀ and
 * the preconditioner H_ρ.
 *
 * @module
 */

import fc from "fast-check";
import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import type { Arbitrary } from "../../lib/fast_check/mod.ts";
import {
  mapDimensions,
  type OverparameterizedInstance,
  overparameterizedInstances,
  type OverparameterizedProblem,
  overparameterizedProblem,
  realNumber,
  vectorOf,
} from "../../problems/mod.ts";

/** The largest p. */
const DIMENSION = 6;

/** A problem and a point of the ball, w_0 + share · r_0 · direction/‖direction‖. */
export interface KernelInstance {
  /** The problem. */
  readonly problem: OverparameterizedInstance;
  /** p numbers; 0 stands for w_0. */
  readonly direction: readonly number[];
  /** In [0, 1). */
  readonly share: number;
}

/** Problems with any ρ ∈ (0, 1], and points. */
export function kernelInstances(): Arbitrary<KernelInstance> {
  return fc.record({
    problem: overparameterizedInstances({ damping: "unit", maximumDimension: DIMENSION }),
    direction: vectorOf(DIMENSION, realNumber({ minimum: -3, maximum: 3 })),
    share: realNumber({ minimum: 0, maximum: 0.95 }),
  }).map(({ problem, direction, share }) => ({
    problem,
    direction: direction.slice(0, mapDimensions(problem.map).parameters),
    share,
  }));
}

/** The problem of an instance, and its point. */
export function placeOf(
  { problem: described, direction, share }: KernelInstance,
): { readonly problem: OverparameterizedProblem; readonly point: readonly number[] } {
  const problem = overparameterizedProblem(described);
  const { map: { start }, radius } = problem;
  const length = Math.hypot(...direction);
  const step = length === 0 ? 0 : share * radius / length;
  return { problem, point: start.map((entry, k) => entry + step * direction[k]!) };
}

/** Matrices at a point. */
export interface Kernel<T> {
  /** J. */
  readonly jacobian: T;
  /** K = JJᵀ. */
  readonly kernel: T;
  /** Its eigenvalues, ascending, and unit eigenvectors, as columns. */
  readonly eigenvalues: readonly number[];
  /** The eigenvectors. */
  readonly eigenvectors: T;
  /** J [H_ρ]⁻ᵏ Jᵀ, H_ρ = (1 − ρ)JᵀJ + ρI. */
  preconditioned(power: 1 | 2): T;
}

/** J, K and H_ρ at a point. */
export function kernelAt<T>(
  arithmetic: Arithmetic<T>,
  { map }: OverparameterizedProblem,
  point: readonly number[],
  damping: number,
): Kernel<T> {
  const jacobian = arithmetic.matrix(map.jacobian(point));
  const transposed = arithmetic.transpose(jacobian);
  const kernel = arithmetic.multiply(jacobian, transposed);
  const { values, vectors } = arithmetic.symmetricEigendecomposition(kernel);
  const h = arithmetic.add(
    arithmetic.scale(1 - damping, arithmetic.multiply(transposed, jacobian)),
    arithmetic.scale(damping, arithmetic.identity(point.length)),
  );
  return {
    jacobian,
    kernel,
    eigenvalues: values,
    eigenvectors: vectors,
    preconditioned: (power) =>
      arithmetic.multiply(
        arithmetic.multiply(jacobian, symmetricPower(arithmetic, h, -power)),
        transposed,
      ),
  };
}

/** A power of a symmetric positive definite matrix. */
export function symmetricPower<T>(arithmetic: Arithmetic<T>, matrix: T, power: number): T {
  const { values, vectors } = arithmetic.symmetricEigendecomposition(matrix);
  const powers = arithmetic.diagonal(values.map((value) => value ** power));
  return arithmetic.multiply(
    arithmetic.multiply(vectors, powers),
    arithmetic.transpose(vectors),
  );
}
