/**
 * Numbers of float64 as integers, in which arithmetic is exact.
 *
 * @module
 */

/** How many binary places a number of float64 has at most: the unit is 2 to the minus this. */
export const UNIT = 1074n;

/** A finite number as an integer times 2⁻¹⁰⁷⁴. */
export function units(x: number): bigint {
  const bits = new BigUint64Array(new Float64Array([x]).buffer)[0]!;
  const exponent = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & ((1n << 52n) - 1n);
  const magnitude = exponent === 0 ? fraction : (fraction | (1n << 52n)) << BigInt(exponent - 1);
  return bits >> 63n === 1n ? -magnitude : magnitude;
}
