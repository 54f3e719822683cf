/**
 * What the tests of this folder share. (Named as a test so that it is not published.)
 *
 * @module
 */

import { assertEquals, assertLessOrEqual } from "@std/assert";
import fc from "fast-check";
import type { Arithmetic } from "../arithmetic/mod.ts";
import type { Context, GradientTransformation, ResidualMap } from "./mod.ts";

/** F(θ) = tanh(Aθ) − b, over an arithmetic and, independently of it, over plain numbers. */
export interface TanhMap extends ResidualMap {
  readonly start: readonly number[];
  residualAt(theta: readonly number[]): number[];
  jacobianAt(theta: readonly number[]): number[][];
  gradientAt(theta: readonly number[]): number[];
}

export function tanhMap(
  a: readonly (readonly number[])[],
  b: readonly number[],
  start: readonly number[],
): TanhMap {
  const activations = (theta: readonly number[]) =>
    a.map((row) => Math.tanh(row.reduce((sum, entry, j) => sum + entry * theta[j]!, 0)));
  const residualAt = (theta: readonly number[]) => activations(theta).map((x, i) => x - b[i]!);
  const jacobianAt = (theta: readonly number[]) =>
    activations(theta).map((x, i) => a[i]!.map((entry) => (1 - x * x) * entry));
  const tanh = <T>(arithmetic: Arithmetic<T>, theta: T) =>
    arithmetic.apply("tanh", arithmetic.multiply(arithmetic.matrix(a), theta));
  return {
    start,
    residualAt,
    jacobianAt,
    gradientAt(theta) {
      const residual = residualAt(theta);
      const jacobian = jacobianAt(theta);
      return theta.map((_, j) => residual.reduce((sum, r, i) => sum + r * jacobian[i]![j]!, 0));
    },
    residual: (arithmetic, theta) =>
      arithmetic.subtract(tanh(arithmetic, theta), arithmetic.vector(b)),
    jacobian(arithmetic, theta) {
      const slopes = arithmetic.toArray(tanh(arithmetic, theta)).map((x) => 1 - x * x);
      return arithmetic.multiply(arithmetic.diagonal(slopes), arithmetic.matrix(a));
    },
  };
}

/** F(θ) = Aθ − b. */
export function linearMap(
  a: readonly (readonly number[])[],
  b: readonly number[],
): ResidualMap {
  return {
    residual: (arithmetic, theta) =>
      arithmetic.subtract(
        arithmetic.multiply(arithmetic.matrix(a), theta),
        arithmetic.vector(b),
      ),
    jacobian: (arithmetic) => arithmetic.matrix(a),
  };
}

function numbers(length: number, bound: number): fc.Arbitrary<number[]> {
  return fc.array(fc.integer({ min: -16 * bound, max: 16 * bound }), {
    minLength: length,
    maxLength: length,
  }).map((entries) => entries.map((entry) => entry / 16));
}

/** Maps F(θ) = tanh(Aθ) − b of all shapes up to 4×4, with a start. */
export const tanhMaps: fc.Arbitrary<TanhMap> = fc.tuple(
  fc.integer({ min: 1, max: 4 }),
  fc.integer({ min: 1, max: 4 }),
).chain(([n, m]) =>
  fc.tuple(
    fc.array(numbers(m, 1), { minLength: n, maxLength: n }),
    numbers(n, 1),
    numbers(m, 1),
  )
).map(([a, b, start]) => tanhMap(a, b, start));

/** Sequences of one to eight gradients for up to three parameters. */
export const gradientSequences: fc.Arbitrary<number[][]> = fc.integer({ min: 1, max: 3 }).chain((
  m,
) => fc.array(numbers(m, 4), { minLength: 1, maxLength: 8 }));

/** The steps that a transformation makes of gradients when the point does not matter to it. */
export function stepsFor<T, S>(
  arithmetic: Arithmetic<T>,
  transformation: GradientTransformation<T, S>,
  gradients: readonly (readonly number[])[],
): number[][] {
  const nowhere = undefined as unknown as Context<T>;
  let state = transformation.init(arithmetic.vector(gradients[0]!.map(() => 0)));
  return gradients.map((gradient) => {
    const [step, next] = transformation.update(arithmetic.vector(gradient), state, nowhere);
    state = next;
    return arithmetic.toArray(step);
  });
}

/** Asserts that vectors agree entry by entry to `tolerance` · max(1, largest expected entry). */
export function assertClose(
  actual: readonly number[],
  expected: readonly number[],
  tolerance: number,
  what: string,
): void {
  assertEquals(actual.length, expected.length, what);
  const scale = Math.max(1, ...expected.map(Math.abs));
  for (const [i, value] of expected.entries()) {
    // Written so that NaN fails.
    assertLessOrEqual(
      Math.abs(actual[i]! - value) / scale,
      tolerance,
      `${what}: entry ${i} is ${actual[i]}, not ${value}; difference <= tolerance`,
    );
  }
}
