/**
 * What the tests of this folder share. (Named as a test so that it is not published.)
 *
 * @module
 */

import { assertLessOrEqual } from "@std/assert";
import fc from "fast-check";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { type Arithmetic, float64, loadFloat32 } from "../arithmetic/mod.ts";
import { haarOrthogonal, withSingularValues } from "./mod.ts";

const float32 = await loadFloat32();

/** Registers a test on both number systems. */
export function testOnBoth(name: string, body: <T>(arithmetic: Arithmetic<T>) => void): void {
  Deno.test(`${name} (float64)`, () => body(float64));
  Deno.test(`${name} (float32, ${float32.backend})`, () => float32.scope(() => body(float32)));
}

/** Checks a property on instances from `arbitrary`; fewer where each operation is a tensor's. */
export function check<T, I>(
  arithmetic: Arithmetic<T>,
  arbitrary: fc.Arbitrary<I>,
  body: (instance: I) => void,
): void {
  const property = fc.property(arbitrary, (instance) => arithmetic.scope(() => body(instance)));
  fc.assert(property, { numRuns: arithmetic.name === "float64" ? 200 : 30, seed: 20250 });
}

/** Asserts ‖actual − expected‖_F ≤ tolerance. */
export function assertClose<T>(
  arithmetic: Arithmetic<T>,
  actual: T,
  expected: T,
  tolerance: number,
  what: string,
): void {
  const distance = arithmetic.norm(arithmetic.subtract(actual, expected));
  assertLessOrEqual(distance, tolerance, `${what}: distance <= tolerance`);
}

/** Asserts that the columns of Q are orthonormal to c·u in the Frobenius norm. */
export function assertOrthonormal<T>(arithmetic: Arithmetic<T>, q: T, c: number): void {
  const gram = arithmetic.multiply(arithmetic.transpose(q), q);
  const identity = arithmetic.identity(arithmetic.shape(q)[1]);
  assertClose(arithmetic, gram, identity, c * arithmetic.unitRoundoff, "QᵀQ = I");
}

/** Haar-distributed orthogonal n×n matrices. */
export function orthogonal(n: number): fc.Arbitrary<number[][]> {
  return fc.nat().map((seed) => haarOrthogonal(xoroshiro128plus(seed), n));
}

/** Vectors with n entries from −1 to 1, not all of them tiny. */
export function vector(n: number): fc.Arbitrary<number[]> {
  return fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: n, maxLength: n })
    .filter((entries) => Math.hypot(...entries) > 1e-3);
}

/** `length` numbers from `least` to 1, in descending order. */
export function descending(length: number, least: number): fc.Arbitrary<number[]> {
  return fc.array(fc.double({ min: least, max: 1, noNaN: true }), {
    minLength: length,
    maxLength: length,
  }).map((values) => values.toSorted((x, y) => y - x));
}

/** An n×m matrix with everything that it was made of. */
export interface KnownMatrix {
  readonly n: number;
  readonly m: number;
  /** The singular values that are not zero, in descending order: as many as the rank. */
  readonly values: number[];
  readonly left: number[][];
  readonly right: number[][];
  readonly rows: number[][];
}

/**
 * Matrices of every shape up to 6×6 and every rank from `leastRank`, with condition numbers on
 * their range up to 1/least and norms from 2⁻²⁰ to 2²⁰.
 */
export function knownMatrix(leastRank: number, least = 1e-2): fc.Arbitrary<KnownMatrix> {
  return fc.record({
    n: fc.integer({ min: Math.max(1, leastRank), max: 6 }),
    m: fc.integer({ min: Math.max(1, leastRank), max: 6 }),
    exponent: fc.integer({ min: -20, max: 20 }),
  }).chain(({ n, m, exponent }) =>
    fc.record({
      values: fc.integer({ min: leastRank, max: Math.min(n, m) })
        .chain((rank) => descending(rank, least))
        .map((values) => values.map((value) => value * 2 ** exponent)),
      left: orthogonal(n),
      right: orthogonal(m),
    }).map(({ values, left, right }) => ({
      n,
      m,
      values,
      left,
      right,
      rows: withSingularValues(n, m, values, left, right),
    }))
  );
}

/** The ratio of the largest of these descending numbers to the smallest. */
export function conditionNumber(values: readonly number[]): number {
  return values[0]! / values.at(-1)!;
}
