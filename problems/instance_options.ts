import { oneof } from "fast-check";
import type { Arbitrary } from "../lib/fast_check/mod.ts";
import { checkedConditionNumber } from "./arbitraries.ts";

/** What the arbitraries of instances draw. */
export interface InstanceOptions {
  /**
   * The largest ratio of two nonzero singular values of J(θ*). At least 1; at least 100 for the
   * families `graph`, `composition` and `network`. Default: 1e6.
   */
  readonly maximumConditionNumber?: number;
  /** The largest number of parameters and of residuals, at least 3. Default: 12; most have ≤ 8. */
  readonly maximumDimension?: number;
  /** The least scale of the matrix or of the largest weight. Default: 1e-3. */
  readonly minimumScale?: number;
  /** The largest scale of the matrix or of the largest weight. Default: 1e3. */
  readonly maximumScale?: number;
}

/** The options, with their defaults. */
export interface InstanceLimits {
  readonly maximumConditionNumber: number;
  readonly maximumDimension: number;
  readonly scale: { readonly minimum: number; readonly maximum: number };
}

/**
 * The options with their defaults, checked.
 *
 * @param options What the caller gave.
 * @param leastConditionNumber The least bound on the condition number that the family can meet
 *   without throwing most of its instances away.
 */
export function instanceLimits(
  options: InstanceOptions,
  leastConditionNumber: number = 1,
): InstanceLimits {
  const {
    maximumConditionNumber = 1e6,
    maximumDimension = 12,
    minimumScale = 1e-3,
    maximumScale = 1e3,
  } = options;
  checkedConditionNumber(maximumConditionNumber);
  if (maximumConditionNumber < leastConditionNumber) {
    throw new RangeError(
      `too few instances of this family have a condition number of at most ` +
        `${maximumConditionNumber}: allow ${leastConditionNumber} or choose other families`,
    );
  }
  if (!Number.isInteger(maximumDimension) || maximumDimension < 3) {
    throw new RangeError(
      `maximumDimension is ${maximumDimension}: give an integer of at least 3`,
    );
  }
  return {
    maximumConditionNumber,
    maximumDimension,
    scale: { minimum: minimumScale, maximum: maximumScale },
  };
}

/** Instances of dimension at most 4 or at most 8, equally often, and a few up to the largest. */
export function mostlySmall<T>(
  largest: number,
  build: (dimension: number) => Arbitrary<T>,
): Arbitrary<T> {
  return oneof(
    { weight: 4, arbitrary: build(Math.min(4, largest)) },
    { weight: 4, arbitrary: build(Math.min(8, largest)) },
    { weight: 1, arbitrary: build(largest) },
  );
}
