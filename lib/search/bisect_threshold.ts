/** Two numbers between which a property turns: {@linkcode bisectThreshold}. */
export interface Bracket {
  /** The larger end, where the property was seen not to hold. */
  readonly fails: number;
  /** The smaller end, where it was seen to hold. */
  readonly holds: number;
}

/** How {@linkcode bisectThreshold} looks. */
export interface BisectThresholdOptions {
  /** The largest number, where the property must fail; positive. */
  readonly largest: number;
  /** The least number that is looked at; positive. */
  readonly least: number;
  /** How many numbers of the scan, in equal proportions. Default: 32. */
  readonly scan?: number;
  /** The relative width of the bracket at which bisection ends. Default: 1e-4. */
  readonly width?: number;
}

/**
 * The largest threshold below which a property holds, of one that need not be monotone (a method
 * may converge at lucky step sizes between those where it diverges): a scan from above to the first
 * number where it holds, then bisection, on a logarithmic scale. Both ends of the bracket have been
 * tried. What holds in a gap between two numbers of the scan that both fail is not seen.
 *
 * @example Gradient descent on x²/2 converges for steps below 2
 * ```ts
 * import { assert } from "@std/assert";
 * import { bisectThreshold } from "./mod.ts";
 *
 * const { holds, fails } = bisectThreshold((eta) => Math.abs(1 - eta) < 1, {
 *   largest: 10,
 *   least: 0.1,
 * })!;
 * assert(holds < 2 && fails >= 2 && fails / holds < 1.0002);
 * ```
 *
 * @param property What is asked of a number.
 * @returns The bracket, or null where the property holds nowhere that was looked at.
 * @throws {RangeError} Unless 0 < least < largest < ∞, `scan` is an integer of at least 2 and `width`
 * positive; if the property holds at `largest`.
 */
export function bisectThreshold(
  property: (value: number) => boolean,
  { largest, least, scan = 32, width = 1e-4 }: BisectThresholdOptions,
): Bracket | null {
  if (!(least > 0 && least < largest && largest < Infinity)) {
    throw new RangeError(
      `no scan leads from ${largest} down to ${least}: give 0 < least < largest`,
    );
  }
  if (!(Number.isInteger(scan) && scan >= 2 && width > 0)) {
    throw new RangeError(
      `a scan of ${scan} numbers and a width of ${width}: give 2 or more and a positive one`,
    );
  }
  if (property(largest)) {
    throw new RangeError(`the property holds at ${largest}, the largest number: give a larger one`);
  }
  const ratio = (least / largest) ** (1 / (scan - 1));
  let fails = largest;
  let holds: number | null = null;
  for (let k = 1; k < scan && holds === null; k++) {
    const value = k === scan - 1 ? least : largest * ratio ** k;
    if (property(value)) holds = value;
    else fails = value;
  }
  if (holds === null) return null;
  while (fails / holds > 1 + width) {
    const middle = Math.sqrt(fails * holds);
    if (middle <= holds || middle >= fails) break;
    if (property(middle)) holds = middle;
    else fails = middle;
  }
  return { holds, fails };
}
