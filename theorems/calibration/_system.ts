/**
 * Symmetric matrices that carry their spectrum, with a vector in the coordinates of their
 * eigenvectors: the instances of the claims on quadratics.
 *
 * @module
 */

import fc from "fast-check";
import { reflectionProduct, withEigenvalues } from "../../lib/linalg/mod.ts";
import {
  type Arbitrary,
  realNumber,
  spectrum,
  type SpectrumOptions,
  vectorOf,
} from "../../problems/mod.ts";

/** A = Q diag(eigenvalues) Qᵀ and a vector Q·coordinates. */
export interface SymmetricInstance {
  /** The eigenvalues, in any order. */
  readonly eigenvalues: readonly number[];
  /** The vectors of the Householder reflections whose product is Q; none for Q = I. */
  readonly reflections: readonly (readonly number[])[];
  /** The coordinates of a vector in the basis of eigenvectors; not all 0. */
  readonly coordinates: readonly number[];
}

/** A x = b with b = A x*: minimize f(x) = ½(x − x*)ᵀA(x − x*). */
export interface SystemInstance extends SymmetricInstance {
  /** x*. */
  readonly solution: readonly number[];
  /** The number of iterations. */
  readonly steps: number;
}

const LARGEST = 8;

/** A spectrum is positive unless signs are wanted. */
export interface SymmetricOptions extends SpectrumOptions {
  /** Whether eigenvalues may be negative. Default: false. */
  readonly indefinite?: boolean;
}

/**
 * Symmetric matrices of dimension 1 to 8, of any spectrum with a condition number of at most 1e4 and
 * any eigenvectors, with a vector. Shape and material are drawn apart and joined afterwards, so that
 * an instance keeps its numbers when a shrinker takes dimensions away.
 */
export function symmetricInstances(
  { indefinite = false, ...options }: SymmetricOptions = {},
): Arbitrary<SymmetricInstance> {
  return fc.record({
    dimension: fc.oneof(
      { withCrossShrink: true },
      fc.noBias(fc.integer({ min: 2, max: 3 })),
      fc.noBias(fc.integer({ min: 1, max: LARGEST })),
    ),
    eigenvalues: spectrum(LARGEST, { maximumConditionNumber: 1e4, ...options }),
    negative: indefinite ? vectorOf(LARGEST, fc.constantFrom(1, -1)) : fc.constant<number[]>([]),
    reflections: fc.oneof(
      { withCrossShrink: true },
      fc.constant<number[][]>([]),
      fc.array(vectorOf(LARGEST), { minLength: 1, maxLength: 2 }),
    ),
    coordinates: vectorOf(LARGEST, fc.oneof(fc.constantFrom(1, -1), realNumber())),
  }).map(({ dimension, eigenvalues, negative, reflections, coordinates }) => {
    const vector = coordinates.slice(0, dimension);
    return {
      eigenvalues: eigenvalues.slice(0, dimension).map((value, i) => value * (negative[i] ?? 1)),
      reflections: reflections.map((reflection) => reflection.slice(0, dimension)),
      coordinates: vector.some((x) => x !== 0) ? vector : [1, ...vector.slice(1)],
    };
  });
}

/** Numbers of iterations, few or many. */
export function stepCounts(most: number): Arbitrary<number> {
  return fc.oneof(
    { withCrossShrink: true },
    fc.noBias(fc.integer({ min: 1, max: Math.min(3, most) })),
    fc.noBias(fc.integer({ min: 1, max: most })),
  );
}

/** Systems with any solution, often 0. */
export function systemInstances(options: SymmetricOptions = {}): Arbitrary<SystemInstance> {
  return fc.record({
    symmetric: symmetricInstances(options),
    solution: fc.oneof(
      { withCrossShrink: true },
      fc.constant(new Array<number>(LARGEST).fill(0)),
      vectorOf(LARGEST),
    ),
    steps: stepCounts(20),
  }).map(({ symmetric, solution, steps }) => ({
    ...symmetric,
    solution: solution.slice(0, symmetric.eigenvalues.length),
    steps,
  }));
}

/** What a {@linkcode SymmetricInstance} describes. */
export interface SymmetricParts {
  /** The rows of A. */
  readonly rows: number[][];
  /** The rows of Q. */
  readonly basis: number[][];
  /** The rows of diag(√|λ|) Qᵀ: ‖x‖_A is the norm of their product with x. */
  readonly root: number[][];
  /** The least of the |λ|. */
  readonly mu: number;
  /** The largest of the |λ|. */
  readonly smoothness: number;
  /** κ. */
  readonly conditionNumber: number;
}

/** A, its eigenvectors, its root and its extreme eigenvalues. */
export function symmetricParts({ eigenvalues, reflections }: SymmetricInstance): SymmetricParts {
  const basis = reflectionProduct(eigenvalues.length, reflections);
  const magnitudes = eigenvalues.map(Math.abs);
  const mu = Math.min(...magnitudes);
  const smoothness = Math.max(...magnitudes);
  return {
    rows: withEigenvalues(eigenvalues, basis),
    basis,
    root: magnitudes.map((value, k) => basis.map((row) => Math.sqrt(value) * row[k]!)),
    mu,
    smoothness,
    conditionNumber: smoothness / mu,
  };
}

/** offset + Q·coordinates. */
export function fromEigenbasis(
  basis: readonly (readonly number[])[],
  coordinates: readonly number[],
  offset: readonly number[] = [],
): number[] {
  return basis.map((row, i) =>
    row.reduce((sum, entry, k) => sum + entry * coordinates[k]!, offset[i] ?? 0)
  );
}

/** √(Σ λᵢ cᵢ²): the A-norm of a vector with the coordinates c in the basis of eigenvectors. */
export function energyNorm(eigenvalues: readonly number[], coordinates: readonly number[]): number {
  return Math.hypot(...eigenvalues.map((value, i) => Math.sqrt(value) * coordinates[i]!));
}

/** (√κ − 1)/(√κ + 1). */
export function rootRate(conditionNumber: number): number {
  return (Math.sqrt(conditionNumber) - 1) / (Math.sqrt(conditionNumber) + 1);
}

/** 1/T_k((κ + 1)/(κ − 1)) = 2/(q^{−k} + q^k) with q = (√κ − 1)/(√κ + 1): 0 for κ = 1, k ≥ 1. */
export function chebyshevValue(conditionNumber: number, k: number): number {
  const power = rootRate(conditionNumber) ** k;
  return 2 * power / (1 + power ** 2);
}
