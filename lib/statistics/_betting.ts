import { checkErrorProbability, DEFAULT_ERROR_PROBABILITY } from "./_decision.ts";
import { type Side, WealthSequence } from "./_wealth.ts";
import type { MeanSequenceOptions } from "./mean_sequence.ts";

/** Multiples of the largest bet that cannot lose everything, 1/m: near 1 for small variances. */
export const FRACTIONS: readonly number[] = [
  15 / 16,
  3 / 4,
  ...Array.from({ length: 16 }, (_, k) => 2 ** -(k + 1)),
];

/** The wealth that `meanSequence` describes. */
export function bettingSequence(options: MeanSequenceOptions): WealthSequence {
  const { lower, upper, errorProbability = DEFAULT_ERROR_PROBABILITY } = options;
  checkErrorProbability(errorProbability);
  if (!(lower < upper) || (lower === -Infinity && upper === Infinity)) {
    throw new RangeError(
      `the observations need bounds lower < upper, one of them finite, got [${lower}, ${upper}]`,
    );
  }
  const side = (sign: 1 | -1, origin: number): Side | undefined =>
    Number.isFinite(origin)
      ? { sign, origin, floor: 0, bets: FRACTIONS, factor: bettingFactor }
      : undefined;
  return new WealthSequence({ lower: side(1, lower), upper: side(-1, upper) }, errorProbability);
}

/** y ↦ 1 + fraction·(y/mean − 1). */
export function bettingFactor(mean: number, fraction: number): (y: number) => number {
  const kept = 1 - fraction;
  const bet = fraction / mean;
  return (y) => kept + bet * y;
}
