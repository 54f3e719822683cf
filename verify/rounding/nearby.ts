/**
 * The noise of a computed function from its values at nearby points, for code whose arithmetic cannot
 * be rewritten.
 *
 * @module
 */

/** What {@linkcode estimateNoise} found. */
export interface NoiseEstimate {
  /**
   * - `noise`: `level` is the standard deviation of the values' noise.
   * - `constant`: at least half of the neighbouring values are equal; the points are too near one
   *   another, or there is no noise.
   * - `smooth`: the differences have the same sign or their level does not settle; the points are too
   *   far apart, or there is no noise.
   */
  readonly kind: "noise" | "constant" | "smooth";
  /** The noise level, in the units of the values; 0 unless there is one. */
  readonly level: number;
}

/** Estimates of three consecutive orders agree if they are within this factor of one another. */
const AGREEMENT = 4;

/**
 * Estimates the noise of a function from its values at equally spaced nearby points.
 *
 * The k-th differences of a smooth function become small, those of noise ε grow with variance
 * ε²(2k)!/(k!)². So σ_k² = γ_k · mean (Δᵏf)² with γ_k = (k!)²/(2k)! settles at ε²; the first order
 * counts from which three estimates agree within a factor of four and whose differences change sign.
 *
 * Source: J. J. Moré and S. M. Wild, "Estimating computational noise", SIAM J. Sci. Comput. 33 (2011),
 * algorithm ECNoise.
 *
 * @param values At least five values; seven to nine are the authors' advice.
 * @throws {RangeError} If there are fewer than five values, or one is not finite.
 */
export function estimateNoise(values: readonly number[]): NoiseEstimate {
  if (values.length < 5 || !values.every(Number.isFinite)) {
    throw new RangeError("the noise needs at least five finite values to be estimated from");
  }
  const largest = Math.max(...values.map(Math.abs));
  // Differences are taken of scaled values, so that neither they nor their squares overflow.
  let differences = values.map((value) => largest === 0 ? 0 : value / largest);
  const levels: number[] = [];
  const changesSign: boolean[] = [];
  let gamma = 1;
  for (let order = 1; order < values.length - 1; order++) {
    differences = differences.slice(1).map((value, index) => value - differences[index]!);
    if (order === 1 && 2 * differences.filter((value) => value === 0).length >= values.length) {
      return { kind: "constant", level: 0 };
    }
    gamma *= order / (2 * (2 * order - 1));
    const squares = differences.reduce((sum, value) => sum + value * value, 0);
    levels.push(Math.sqrt(gamma * squares / differences.length));
    changesSign.push(Math.min(...differences) * Math.max(...differences) < 0);
  }
  for (let order = 0; order + 2 < levels.length; order++) {
    const three = levels.slice(order, order + 3);
    if (Math.max(...three) <= AGREEMENT * Math.min(...three) && changesSign[order]) {
      return { kind: "noise", level: levels[order]! * largest };
    }
  }
  return { kind: "smooth", level: 0 };
}
