/**
 * The statistical tests of this folder. Each accepts a true hypothesis but for a stated probability
 * over the seeds; the seeds are fixed, so a pass is a pass for ever. (Named as a test so that it is
 * not published.)
 *
 * @module
 */

/**
 * The radius within which the mean of `count` independent draws from an interval of length `range`
 * lies around its expectation, but for probability δ (Hoeffding).
 */
export function hoeffdingRadius(count: number, range: number, delta: number): number {
  return range * Math.sqrt(Math.log(2 / delta) / (2 * count));
}

/**
 * What the Kolmogorov distance of `count` draws from their distribution exceeds with probability
 * at most δ (Dvoretzky, Kiefer and Wolfowitz, with Massart's constant).
 */
export function dkwDistance(count: number, delta: number): number {
  return hoeffdingRadius(count, 1, delta);
}

/** sup |empirical distribution function − `distribution`|, for a continuous distribution. */
export function kolmogorovDistance(
  draws: readonly number[],
  distribution: (x: number) => number,
): number {
  const count = draws.length;
  return draws.toSorted((x, y) => x - y).reduce((largest, x, i) => {
    const expected = distribution(x);
    return Math.max(largest, expected - i / count, (i + 1) / count - expected);
  }, 0);
}
