import type { Arithmetic } from "../arithmetic/mod.ts";
import { checkDecayRate, checkNonNegative } from "./_check_options.ts";
import { divideByRoot, movingAverage } from "./_moments.ts";
import type { EpsilonPlacement } from "./epsilon_placement.ts";
import type { GradientTransformation } from "./transformation.ts";

/** The options of {@linkcode scaleByRootMeanSquare}. */
export interface ScaleByRootMeanSquareOptions {
  /** β, the decay rate of the mean square, in [0, 1). Default 0.9. */
  readonly beta?: number;
  /** ε ≥ 0, which keeps the denominator away from 0. Default 1e-8. */
  readonly epsilon?: number;
  /** Where ε enters. Default `"outside"`: √v + ε. */
  readonly epsilonPlacement?: EpsilonPlacement;
}

/** The state of {@linkcode scaleByRootMeanSquare}. */
export interface ScaleByRootMeanSquareState<T> {
  /** v_t, m×1. */
  readonly secondMoment: T;
}

/**
 * Divides by the root of a moving average of squares: v_t = β v_{t−1} + (1 − β) g_t², v_0 = 0, and
 * the step is g_t / (√v_t + ε), or g_t / √(v_t + ε) with ε `"inside"` the root (Tieleman and
 * Hinton, 2012). With ε = 0, an entry whose gradients have all been 0 makes no step: 0/0 is 0.
 *
 * @param arithmetic The number system.
 * @returns The transformation.
 * @throws {RangeError} If β is not in [0, 1) or ε is negative or not finite.
 */
export function scaleByRootMeanSquare<T>(
  arithmetic: Arithmetic<T>,
  { beta = 0.9, epsilon = 1e-8, epsilonPlacement = "outside" }: ScaleByRootMeanSquareOptions = {},
): GradientTransformation<T, ScaleByRootMeanSquareState<T>> {
  checkDecayRate("beta", beta);
  checkNonNegative("epsilon", epsilon);
  return {
    init: (theta) => ({ secondMoment: arithmetic.zeros(...arithmetic.shape(theta)) }),
    update(gradient, state) {
      const square = arithmetic.apply("square", gradient);
      const secondMoment = movingAverage(arithmetic, beta, state.secondMoment, square);
      const step = divideByRoot(arithmetic, gradient, secondMoment, epsilon, epsilonPlacement);
      return [step, { secondMoment }];
    },
  };
}
