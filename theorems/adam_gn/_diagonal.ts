/**
 * Eq. (16): the diagonal of Σ^{1/2}MΣ^{1/2} in the eigenbasis of A = Σ^{1/2}PΣ^{1/2}, which evolves
 * on its own: v⁺ = B v, B = diag((1 − ηa)² + η²a²) + η²a²1ᵀ.
 *
 * @module
 */

import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import { congruence } from "../../lib/linalg/mod.ts";
import { gaussianLinearRegression, spectralFormRows } from "../../problems/mod.ts";
import type { PreconditionedInstance } from "./eq_13.ts";

/** A and the start of eq. (16). */
export interface Diagonalized {
  /** The eigenvalues a of A, positive, descending. */
  readonly eigenvalues: readonly number[];
  /** v_0: its sum is 2E[ℓ^{(0)}]. */
  readonly start: readonly number[];
  /** The relative error of the least eigenvalue, in units of the arithmetic's. */
  readonly conditioning: number;
}

/**
 * The eigenvalues of A as squares of the singular values of P^{1/2}Σ^{1/2}, which keeps them
 * positive.
 */
export function diagonalized<T>(
  arithmetic: Arithmetic<T>,
  { problem, preconditioner }: PreconditionedInstance,
): Diagonalized {
  const built = gaussianLinearRegression(problem);
  const { dimension } = built;
  const root = arithmetic.matrix(built.covariancePower(0.5));
  const factor = arithmetic.multiply(
    arithmetic.matrix(spectralFormRows(dimension, preconditioner, Math.sqrt)),
    root,
  );
  const { s, v } = arithmetic.singularValueDecomposition(factor);
  const m = congruence(arithmetic, root, arithmetic.matrix(built.secondMoment));
  const rotated = congruence(arithmetic, arithmetic.transpose(v), m);
  const largest = Math.sqrt(
    Math.max(...problem.covariance.eigenvalues) * Math.max(...preconditioner.eigenvalues),
  );
  // What rounding made of 0 is not to be divided by.
  const floor = arithmetic.unitRoundoff * largest;
  return {
    eigenvalues: s.map((value) => Math.max(value, floor) ** 2),
    start: arithmetic.toRows(rotated).map((row, i) => Math.max(row[i]!, 0)),
    conditioning: dimension * largest / Math.max(s.at(-1)!, floor),
  };
}

/** B of eq. (16), by rows. */
export function diagonalStep(eigenvalues: readonly number[], stepSize: number): number[][] {
  return eigenvalues.map((a, i) =>
    eigenvalues.map((_, j) =>
      (i === j ? (1 - stepSize * a) ** 2 + (stepSize * a) ** 2 : 0) + (stepSize * a) ** 2
    )
  );
}

/** Σ a_i. */
export function traceOf(eigenvalues: readonly number[]): number {
  return eigenvalues.reduce((sum, a) => sum + a, 0);
}
