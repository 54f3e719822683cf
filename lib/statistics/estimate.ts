/**
 * Estimates: a number that was measured, with the interval that it lies in.
 *
 * @module
 */

/** What a sequential test says of the relation that it was asked about. */
export type Decision = "violated" | "supported" | "undecided";

/** A mean or a probability that was measured. All numbers are in the units of the observations. */
export interface Estimate {
  /** The average of the observations. */
  readonly mean: number;
  /** The lower end of the confidence interval. */
  readonly lower: number;
  /** The upper end of the confidence interval; infinite where nothing bounds it. */
  readonly upper: number;
  /** The number of observations. */
  readonly samples: number;
}

/** An estimate, and what it says of the relation in question. */
export interface DecidedEstimate extends Estimate {
  /** What the interval says of the relation; `undecided` where none was asked about. */
  readonly decided: Decision;
}

/** A relation between a quantity that is being measured and a number. */
export interface ThresholdRelation {
  /** The number. */
  readonly threshold: number;
  /** How the quantity, on the left, should compare with the threshold. */
  readonly sense: "<=" | ">=" | "=";
  /**
   * An inequality is supported once the interval lies on its side of the threshold and the
   * uncertainty of {@linkcode relationOfEstimate} is at most this fraction of the larger side's
   * magnitude; an identity once all observations are made, the interval contains the threshold and
   * the uncertainty is as small. So what supports a relation could have broken it. Default: 0.1, what
   * the engine calls resolved.
   */
  readonly resolution?: number;
}

/** The left side of a relation, with what is not known of it. */
export interface EstimatedSide {
  /** The left side. */
  readonly lhs: number;
  /** The distance from `lhs` to the end of the interval that speaks against the relation. */
  readonly uncertainty: number;
}

/**
 * Turns an estimate into the left side of a relation, such that the relation is broken by more than
 * its uncertainty exactly where the interval excludes it.
 *
 * - `=` : lhs = (lower + upper)/2, uncertainty = (upper − lower)/2.
 * - `<=`: lhs = the mean, uncertainty = mean − lower: lhs − rhs > uncertainty ⟺ lower > rhs.
 * - `>=`: lhs = the mean, uncertainty = upper − mean.
 *
 * The one-sided forms need one end of the interval only, so that a quantity with no upper bound can
 * still refute "≤". Their left side is the observed mean, moved into the interval if it lies outside
 * (as it can where past intervals were narrower): in a tight relation it may exceed the right side by
 * chance, within the uncertainty.
 *
 * @param estimate The estimate.
 * @param sense How the relation compares its sides. Default: `=`.
 * @throws {RangeError} If the end of the interval that is needed is infinite.
 */
export function relationOfEstimate(
  { mean, lower, upper }: Pick<Estimate, "mean" | "lower" | "upper">,
  sense: ThresholdRelation["sense"] = "=",
): EstimatedSide {
  const inside = Math.min(Math.max(mean, lower), upper);
  const lhs = sense === "=" ? lower + (upper - lower) / 2 : inside;
  const uncertainty = sense === "="
    ? (upper - lower) / 2
    : sense === "<="
    ? lhs - lower
    : upper - lhs;
  if (!Number.isFinite(lhs) || !Number.isFinite(uncertainty)) {
    throw new RangeError(
      `a relation "${sense}" needs a finite end of the interval, got [${lower}, ${upper}]`,
    );
  }
  return { lhs, uncertainty };
}
