/**
 * Points of R^{d×k}, and functions there.
 *
 * @module
 */

import fc, { type Arbitrary } from "fast-check";
import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import type { FunctionPoint, Potential } from "../../lib/convex/mod.ts";
import { vectorOf } from "../../problems/mod.ts";

/** The entries of a matrix, row by row, of which {@linkcode repeated} makes as many as it has. */
export function points(): Arbitrary<number[]> {
  return fc.oneof(vectorOf(1), vectorOf(3), vectorOf(7));
}

/** A shape. */
export interface MatrixShape {
  /** d. */
  readonly rows: number;
  /** k. */
  readonly columns: number;
}

/** Shapes up to 5×3. Shrinks to 1×1. */
export function matrixShapes(): Arbitrary<MatrixShape> {
  return fc.record({
    rows: fc.noBias(fc.integer({ min: 1, max: 5 })),
    columns: fc.noBias(fc.integer({ min: 1, max: 3 })),
  });
}

/** The entries, repeated to the given length. */
export function repeated(entries: readonly number[], length: number): number[] {
  return Array.from({ length }, (_, i) => entries[i % entries.length]!);
}

/** The numbers that the arithmetic makes of these. */
export function rounded<T>(arithmetic: Arithmetic<T>, entries: readonly number[]): number[] {
  return arithmetic.toArray(arithmetic.vector(entries));
}

/** The Frobenius norm. */
export function normOf(entries: readonly number[]): number {
  return Math.hypot(...entries);
}

/** max |z_ij|. */
export function largestOf(entries: readonly number[]): number {
  return Math.max(...entries.map(Math.abs));
}

/** A − B. */
export function minus(a: readonly number[], b: readonly number[]): number[] {
  return a.map((entry, i) => entry - b[i]!);
}

/**
 * K at Z, as the Bregman divergences take it.
 *
 * @param sizes The sizes of what was added up in the entries of Z, where Z is known to the rounding
 * of that only, and K there accordingly. Default: Z is taken as it is.
 */
export function potentialAt(
  potential: Potential,
  z: readonly number[],
  sizes: readonly number[] = [],
): FunctionPoint {
  const { value, size } = potential.value(z);
  const gradient = potential.gradient(z);
  const spread = sizes.reduce((sum, entry, i) => sum + entry * Math.abs(gradient[i]!), 0);
  return {
    theta: z,
    value: { value, size: size + spread },
    gradient,
    gradientSize: potential.gradientSize(z),
  };
}
