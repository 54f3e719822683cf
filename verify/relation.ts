/**
 * Relations: what a claim says of one observation, and when it is broken.
 *
 * @module
 */

/** How the two sides of a relation should compare. A strict inequality is tested as `<=`. */
export type Sense = "<=" | ">=" | "=";

/** One comparison of two numbers that a claim asserts. */
export interface Relation {
  /** What is compared, for people; relations of one label are judged together. */
  readonly label: string;
  /** The left side. */
  readonly lhs: number;
  /** How the sides should compare. */
  readonly sense: Sense;
  /** The right side. */
  readonly rhs: number;
  /**
   * The magnitude of the numbers that entered, with the conditioning of the computation: rounding
   * may move the sides by a modest multiple of u·scale. Default: max(|lhs|, |rhs|).
   */
  readonly scale?: number;
  /**
   * The size of what is compared, where the sides do not show it (a difference against 0): the
   * relation says something only where its tolerance is well below it. Default: max(|lhs|, |rhs|).
   */
  readonly size?: number;
  /**
   * Half the width of the interval in which lhs − rhs is known: from a fit, an integrator's error
   * estimate, a truncated series. Default: 0.
   */
  readonly uncertainty?: number;
  /**
   * How close it comes to breaking, where the quotient of the sides says little: for a rate, the
   * predicted exponent over the observed one. 1 at equality, above 1 beyond. Default: the quotient.
   */
  readonly ratio?: number;
  /** Whether it says nothing on this instance, as a bound above what is possible anyway. */
  readonly trivial?: boolean;
  /** The family of instances that it was observed on, where the report should tell them apart. */
  readonly family?: string;
  /** For local claims: how far into the neighbourhood, and how small the step. */
  readonly neighbourhood?: Neighbourhood;
}

/** Where on the way to a limit a relation of a local claim was observed. */
export interface Neighbourhood {
  /** The radius of the neighbourhood. */
  readonly radius: number;
  /** A second quantity that the statement lets be as small as one likes, such as the step size. */
  readonly step?: number;
}

/**
 * A violation is an excess over this multiple of the unit roundoff times the relation's scale (and,
 * where that underflows, of the least normal number). The few hundred roundings of a small dense
 * computation stay an order of magnitude below it.
 */
export const TOLERANCE_FACTOR = 256;

/** A relation speaks only where what rounding may explain is below this fraction of its size, … */
export const RESOLUTION = 0.01;

/** … and its stated uncertainty below this one: exponents are known to a few per cent at best. */
export const UNCERTAINTY_RESOLUTION = 0.1;

/**
 * Where both sides are within so many tolerances, their quotient is one of roundings: there is no
 * ratio.
 */
export const RATIO_RESOLUTION = 10;

/** A relation, judged in one arithmetic. */
export interface JudgedRelation {
  /** The relation. */
  readonly relation: Relation;
  /**
   * By how much the sides break the relation; negative or zero if they do not, infinite if a side has
   * overflowed.
   */
  readonly excess: number;
  /** The excess that rounding and the stated uncertainty may explain. */
  readonly tolerance: number;
  /** Whether the excess is beyond the tolerance. */
  readonly violated: boolean;
  /** Whether the tolerance is small beside what is compared. */
  readonly resolved: boolean;
  /**
   * How close the relation comes to breaking: 1 at equality of an inequality's sides, above 1 beyond;
   * for an identity the error in units of its tolerance. Null where the sides are at rounding level
   * or not finite: there is none.
   */
  readonly ratio: number | null;
}

/**
 * Judges one relation. A side that is infinite the wrong way breaks it: divergence is the commonest
 * counterexample there is. Whether that is overflow is for confirmation to say.
 *
 * @param relation Scale, size, uncertainty and ratio must be finite, and no side NaN.
 * @param unitRoundoff The arithmetic's u.
 * @throws {RangeError} If a number of the relation is not finite and does not break it, or the scale
 *   is negative.
 */
export function judgeRelation(relation: Relation, unitRoundoff: number): JudgedRelation {
  const { lhs, rhs } = relation;
  const excess = excessOf(relation);
  if (excess === Infinity && !isFinitePair(relation)) {
    return { relation, excess, tolerance: 0, violated: true, resolved: true, ratio: null };
  }
  const larger = Math.max(Math.abs(lhs), Math.abs(rhs));
  const scale = Math.max(relation.scale ?? 0, larger);
  const size = relation.size ?? larger;
  const uncertainty = relation.uncertainty ?? 0;
  const stated = relation.ratio ?? 0;
  if (
    !(Number.isFinite(lhs) && Number.isFinite(rhs) && Number.isFinite(scale) &&
      Number.isFinite(size) && Number.isFinite(uncertainty) && Number.isFinite(stated))
  ) {
    rejectInfinite(relation.label, { lhs, rhs, scale, size, uncertainty, ratio: stated });
  }
  if ((relation.scale ?? 0) < 0 || uncertainty < 0) {
    throw new RangeError(`the relation "${relation.label}" has a negative scale or uncertainty`);
  }
  const rounding = scale === 0
    ? 0
    : TOLERANCE_FACTOR * (unitRoundoff * scale + leastNormal(unitRoundoff));
  const tolerance = rounding + uncertainty;
  const resolved = rounding <= RESOLUTION * size && uncertainty <= UNCERTAINTY_RESOLUTION * size;
  return {
    relation,
    excess,
    tolerance,
    violated: excess > tolerance,
    resolved,
    ratio: relation.ratio ?? closeness(relation, { excess, tolerance, resolved, larger, size }),
  };
}

/** Throws an error that names the first of the numbers that is not finite. */
function rejectInfinite(label: string, numbers: Readonly<Record<string, number>>): never {
  const [name, value] = Object.entries(numbers).find(([, number]) => !Number.isFinite(number))!;
  throw new RangeError(`the relation "${label}" has ${name} = ${value}`);
}

/** By how much the sides break a relation; negative or zero if they do not. */
export function excessOf({ lhs, sense, rhs }: Relation): number {
  return sense === "<=" ? lhs - rhs : sense === ">=" ? rhs - lhs : Math.abs(lhs - rhs);
}

/** Whether both sides are finite: an overflow alone confirms nothing. */
export function isFinitePair({ lhs, rhs }: Relation): boolean {
  return Number.isFinite(lhs) && Number.isFinite(rhs);
}

/** The least normal number of an arithmetic: what is smaller is rounded by an absolute amount. */
function leastNormal(unitRoundoff: number): number {
  return unitRoundoff < 2 ** -40 ? 2 ** -1022 : 2 ** -126;
}

/**
 * The quotient of the sides where both are non-negative and the bound is not zero; otherwise the
 * excess on the scale of what is compared. 0 against 0 counts as 0: it says nothing about tightness.
 * Nothing is said of sides at rounding level.
 */
function closeness(
  { lhs, rhs, sense }: Relation,
  { excess, tolerance, resolved, larger, size }: {
    readonly excess: number;
    readonly tolerance: number;
    readonly resolved: boolean;
    readonly larger: number;
    readonly size: number;
  },
): number | null {
  if (sense === "=") return tolerance === 0 ? 0 : excess / tolerance;
  if (larger === 0) return 0;
  if (!resolved || larger <= RATIO_RESOLUTION * tolerance) return null;
  const [smaller, bound] = sense === "<=" ? [lhs, rhs] : [rhs, lhs];
  if (smaller >= 0 && bound > 0 && rhs !== 0) return smaller / bound;
  return 1 + excess / Math.max(size, larger);
}
