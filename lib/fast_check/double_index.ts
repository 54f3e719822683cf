/**
 * The doubles in their order, counted from 0.
 *
 * @module
 */

const float = new Float64Array(1);
const bits = new BigInt64Array(float.buffer);

/** The index of the least positive normal double. */
export const LEAST_NORMAL_INDEX = 1n << 52n;

/** The index of positive infinity. */
export const INFINITY_INDEX = 0x7ffn << 52n;

/** How many doubles from 0 on lie below x ≥ 0; for −x it is −1 less that many. fast-check counts so. */
export function doubleToIndex(x: number): bigint {
  float[0] = Math.abs(x);
  return x < 0 || Object.is(x, -0) ? -bits[0]! - 1n : bits[0]!;
}

/** The double of an index; NaN beyond the infinities. */
export function indexToDouble(index: bigint): number {
  bits[0] = index < 0n ? -index - 1n : index;
  return index < 0n ? -float[0]! : float[0]!;
}
