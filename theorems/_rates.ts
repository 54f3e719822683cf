/**
 * How tight rates are.
 *
 * @module
 */

import type { Relation } from "../verify/mod.ts";

/**
 * What a bound `value` ≤ `factor`·`first` has to show: the decrease that it predicts, and how near
 * its exponent is to the observed one (log factor over log value/first).
 */
export function rateTightness(
  factor: number,
  first: number,
  value: number,
): Pick<Relation, "ratio"> & Required<Pick<Relation, "size">> {
  const size = (1 - factor) * first;
  if (!(factor > 0 && factor < 1 && value < first)) return { size };
  return { size, ratio: value === 0 ? 0 : Math.log(factor) / Math.log(value / first) };
}
