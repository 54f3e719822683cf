/** B_{2k}/(2k(2k − 1)) for k = 1, …, 8: the coefficients of Stirling's series. */
const STIRLING: readonly number[] = [
  1 / 12,
  -1 / 360,
  1 / 1260,
  -1 / 1680,
  1 / 1188,
  -691 / 360360,
  1 / 156,
  -3617 / 122400,
];

/** Stirling's series is taken from here on, where its terms fall below 1e-17. */
const LARGE_ENOUGH = 10;

/**
 * log Γ(x) for x > 0, to a few units of rounding of x·log x: Stirling's series, after
 * Γ(x) = Γ(x + 1)/x has made x large enough. (jstat's is good to 1e-10 only, which thousands of
 * trials would magnify.)
 */
export function logGamma(x: number): number {
  let shifted = x;
  let product = 1;
  while (shifted < LARGE_ENOUGH) product *= shifted++;
  const inverseSquare = 1 / (shifted * shifted);
  const series = STIRLING.reduceRight((sum, coefficient) => sum * inverseSquare + coefficient, 0) /
    shifted;
  return (shifted - 0.5) * Math.log(shifted) - shifted + Math.log(2 * Math.PI) / 2 + series -
    Math.log(product);
}
