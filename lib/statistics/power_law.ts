/**
 * Exponents from measurements.
 *
 * @module
 */

// @ts-types="./jstat.d.ts"
import jstat from "jstat";

/** A power law y ≈ c·x^exponent, fitted to measurements. */
export interface PowerLaw {
  /** The least-squares slope of log y against log x. */
  readonly exponent: number;
  /**
   * Half the width of an interval for the exponent as x → ∞: the confidence interval of the slope,
   * and beyond it {@linkcode drift} for what the finite range of x hides.
   */
  readonly interval: number;
  /** Half the width of Student's confidence interval of the slope. */
  readonly confidence: number;
  /** How far the slope over the upper half of the range is from the one over the lower half. */
  readonly drift: number;
  /** The largest |log y − fit|. */
  readonly largestResidual: number;
}

/**
 * Fits a power law by ordinary least squares on logarithms.
 *
 * The slope s over a finite range differs from the exponent in the limit where y has corrections of
 * lower order. If these fall at least by half from the lower half of the range to the upper (in
 * log x), the limit lies within drift = |s_upper − s_lower| of s_upper, and s lies within drift/2 of
 * s_upper; hence the interval s ± (confidence + 1.5·drift).
 *
 * @param x At least 5 positive numbers, ascending.
 * @param y As many positive numbers.
 * @param errorProbability The probability that the confidence interval of the slope misses, if the
 *   logarithms scatter normally about a line. Default: 1e-3.
 * @throws {RangeError} If the lengths differ, are below 5, or a number is not positive and finite.
 */
export function fitPowerLaw(
  x: readonly number[],
  y: readonly number[],
  errorProbability = 1e-3,
): PowerLaw {
  if (x.length !== y.length || x.length < 5) {
    throw new RangeError(`a power law needs 5 points or more, got ${x.length} and ${y.length}`);
  }
  const bad = [...x, ...y].find((value) => !(value > 0 && Number.isFinite(value)));
  if (bad !== undefined) throw new RangeError(`a power law needs positive numbers, got ${bad}`);
  const logX = x.map(Math.log);
  const logY = y.map(Math.log);
  const { slope, intercept, spread } = line(logX, logY);
  const residuals = logX.map((u, i) => logY[i]! - intercept - slope * u);
  const freedom = x.length - 2;
  const variance = residuals.reduce((sum, residual) => sum + residual ** 2, 0) / freedom;
  const quantile = jstat.studentt.inv(1 - errorProbability / 2, freedom);
  const confidence = quantile * Math.sqrt(variance / spread);
  const middle = Math.floor(x.length / 2);
  const lower = line(logX.slice(0, middle + 1), logY.slice(0, middle + 1)).slope;
  const upper = line(logX.slice(middle), logY.slice(middle)).slope;
  const drift = Math.abs(upper - lower);
  return {
    exponent: slope,
    interval: confidence + 1.5 * drift,
    confidence,
    drift,
    largestResidual: Math.max(...residuals.map(Math.abs)),
  };
}

function line(
  x: readonly number[],
  y: readonly number[],
): { slope: number; intercept: number; spread: number } {
  const meanX = x.reduce((sum, value) => sum + value, 0) / x.length;
  const meanY = y.reduce((sum, value) => sum + value, 0) / y.length;
  const spread = x.reduce((sum, value) => sum + (value - meanX) ** 2, 0);
  const covariance = x.reduce((sum, value, i) => sum + (value - meanX) * (y[i]! - meanY), 0);
  const slope = covariance / spread;
  return { slope, intercept: meanY - slope * meanX, spread };
}
