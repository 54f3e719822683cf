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
  /** Whether the residuals bend: what speaks against a power law over this range of x. */
  readonly curvature: Curvature;
}

/** The quadratic term of log y in log x. */
export interface Curvature {
  /** The coefficient of (log x)² where it is fitted beside the line. */
  readonly coefficient: number;
  /** Half the width of Student's confidence interval of the coefficient, and its rounding. */
  readonly confidence: number;
}

/**
 * Whether the residuals of a fit look like scatter about a line: the confidence interval of the
 * quadratic coefficient contains 0. Where it does not, y is no power law of x over this range: the
 * slope changes along it, and the exponent is that of no single law. Corrections of lower order do
 * that too, as in x² + x; they die out as the range moves up, and {@linkcode PowerLaw.drift} is there
 * for them.
 */
export function residualsLookLinear({ curvature }: Pick<PowerLaw, "curvature">): boolean {
  return Math.abs(curvature.coefficient) <= curvature.confidence;
}

/**
 * Fits a power law by ordinary least squares on logarithms.
 *
 * The slope s over a finite range differs from the exponent in the limit where y has corrections of
 * lower order. If these fall at least by half from the lower half of the range to the upper (in
 * log x), the limit lies within drift = |s_upper − s_lower| of s_upper, and s lies within drift/2 of
 * s_upper; hence the interval s ± (confidence + 1.5·drift).
 *
 * The fit is checked by a quadratic term: with q the part of (log x)² that is orthogonal to 1 and
 * log x, its coefficient in the least-squares parabola is Σ q·log y/Σ q², with the variance
 * RSS/((n − 3)·Σ q²), RSS the sum of the parabola's squared residuals; see
 * {@linkcode residualsLookLinear}.
 *
 * @param x At least 5 positive numbers, ascending.
 * @param y As many positive numbers.
 * @param errorProbability The probability that the confidence interval of the slope misses, if the
 *   logarithms scatter normally about a line, and that of the curvature, if they do about a parabola.
 *   Default: 1e-3.
 * @throws {RangeError} If the lengths differ, are below 5, or a number is not positive and finite; if
 *   x is not ascending.
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
  const descent = x.findIndex((value, i) => i > 0 && value <= x[i - 1]!);
  if (descent > 0) {
    throw new RangeError(
      `a power law needs ascending x, got ${x[descent]} after ${x[descent - 1]}`,
    );
  }
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
    curvature: fitCurvature(logX, logY, residuals, errorProbability),
  };
}

function fitCurvature(
  logX: readonly number[],
  logY: readonly number[],
  residuals: readonly number[],
  errorProbability: number,
): Curvature {
  const middle = logX.reduce((sum, u) => sum + u, 0) / logX.length;
  const centred = logX.map((u) => u - middle);
  const squares = centred.map((u) => u * u);
  const { slope, intercept } = line(centred, squares);
  const bend = squares.map((square, i) => square - intercept - slope * centred[i]!);
  const spread = bend.reduce((sum, q) => sum + q * q, 0);
  // q is orthogonal to the line, so log y may be replaced by what the line leaves of it.
  const coefficient = bend.reduce((sum, q, i) => sum + q * residuals[i]!, 0) / spread;
  const freedom = logX.length - 3;
  const variance =
    residuals.reduce((sum, residual, i) => sum + (residual - coefficient * bend[i]!) ** 2, 0) /
    freedom;
  const quantile = jstat.studentt.inv(1 - errorProbability / 2, freedom);
  // An exact power law leaves nothing but rounding, which does not scatter normally.
  const magnitude = Math.max(...logY.map(Math.abs), Math.abs(middle));
  const rounding = ROUNDINGS * Number.EPSILON * magnitude *
    bend.reduce((sum, q) => sum + Math.abs(q), 0) / spread;
  return { coefficient, confidence: quantile * Math.sqrt(variance / spread) + rounding };
}

/** The roundings of log y and of the line, in units of 2⁻⁵² of the largest logarithm. */
const ROUNDINGS = 16;

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
