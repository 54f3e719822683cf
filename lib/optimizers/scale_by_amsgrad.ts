import type { Arithmetic } from "../arithmetic/mod.ts";
import { checkDecayRate, checkNonNegative } from "./_check_options.ts";
import { divideByRoot, movingAverage } from "./_moments.ts";
import type { EpsilonPlacement } from "./epsilon_placement.ts";
import type { GradientTransformation } from "./transformation.ts";

/** The options of {@linkcode scaleByAmsgrad}. */
export interface ScaleByAmsgradOptions {
  /** β₁, the decay rate of the first moment, in [0, 1). Default 0.9. */
  readonly beta1?: number;
  /** β₂, the decay rate of the second moment, in [0, 1). Default 0.999. */
  readonly beta2?: number;
  /** ε ≥ 0, which keeps the denominator away from 0. Default 1e-8. */
  readonly epsilon?: number;
  /** Where ε enters. Default `"inside"`: √(v̂ + ε). In PyTorch, optax and Keras: `"outside"`. */
  readonly epsilonPlacement?: EpsilonPlacement;
  /** How the bias of the moments is corrected. Default `"none"`. */
  readonly biasCorrection?: AmsgradBiasCorrection;
}

/**
 * How AMSGrad corrects the bias that m_0 = v_0 = 0 leaves, c_1 = 1 − β₁ᵗ and c_2 = 1 − β₂ᵗ:
 *
 * - `"none"`: not at all, as Reddi, Kale and Kumar and Chang, Hao and Liu have it. So does optax,
 *   from 0.2.7 on, when `bias_correction_mu` and `bias_correction_nu` are `False`; its `eps_root`
 *   is an ε `"inside"`;
 * - `"after maximum"`: m/c_1 and max(v_1, …, v_t)/c_2, as PyTorch 2.15.0 does, with ε `"outside"`;
 * - `"before maximum"`: m/c_1 and max(v_1/c_2, …, v_t/c_2), each v with its own c_2, as optax 0.2.8
 *   does by default, with ε `"outside"`;
 * - `"of the step size"`: the step is multiplied by √c_2/c_1, so that ε is added to the uncorrected
 *   root, as Keras 3.15.1 does, with ε `"outside"`. This is `"after maximum"` with ε/√c_2 for ε:
 *   the two differ most in the first steps, and not at all without ε.
 *
 * An early v_t/c_2 may be much larger than all later ones, which optax's maximum remembers and
 * PyTorch's does not. optax's issue 1389 reports that the two train differently; PyTorch's issue
 * 142323, that its documentation had the correction before the maximum and its code after.
 *
 * The tests compare 200 steps on five problems with values that these versions computed.
 */
export type AmsgradBiasCorrection =
  | "none"
  | "after maximum"
  | "before maximum"
  | "of the step size";

/** The state of {@linkcode scaleByAmsgrad}. */
export interface ScaleByAmsgradState<T> {
  /** t, the number of updates so far. */
  readonly count: number;
  /** m_t, m×1. */
  readonly firstMoment: T;
  /** v_t, m×1. */
  readonly secondMoment: T;
  /** v̂_t, the entrywise maximum of v_1, …, v_t, each corrected if that comes first, m×1. */
  readonly largestSecondMoment: T;
}

/**
 * Adam's scaling with a second moment that never decreases, by default without bias correction:
 *
 *     m_t = β₁ m_{t−1} + (1 − β₁) g_t,  v_t = β₂ v_{t−1} + (1 − β₂) g_t²,  v̂_t = max(v̂_{t−1}, v_t),
 *
 * m_0 = v_0 = v̂_0 = 0, and the step is m_t / √(v̂_t + ε) (Reddi, Kale and Kumar, 2018, with the ε of
 * Chang, Hao and Liu, eq. (32)), or m_t / (√v̂_t + ε) with ε `"outside"` of the root. With ε = 0, an
 * entry whose moments are all 0 makes no step: 0/0 is 0.
 *
 * PyTorch, optax and Keras all correct the bias, each otherwise: see
 * {@linkcode AmsgradBiasCorrection}.
 *
 * @param arithmetic The number system.
 * @returns The transformation.
 * @throws {RangeError} If β₁ or β₂ is not in [0, 1), or ε is negative or not finite.
 */
export function scaleByAmsgrad<T>(
  arithmetic: Arithmetic<T>,
  {
    beta1 = 0.9,
    beta2 = 0.999,
    epsilon = 1e-8,
    epsilonPlacement = "inside",
    biasCorrection = "none",
  }: ScaleByAmsgradOptions = {},
): GradientTransformation<T, ScaleByAmsgradState<T>> {
  checkDecayRate("beta1", beta1);
  checkDecayRate("beta2", beta2);
  checkNonNegative("epsilon", epsilon);
  return {
    init(theta) {
      const [m, n] = arithmetic.shape(theta);
      return {
        count: 0,
        firstMoment: arithmetic.zeros(m, n),
        secondMoment: arithmetic.zeros(m, n),
        largestSecondMoment: arithmetic.zeros(m, n),
      };
    },
    update(gradient, state) {
      const square = arithmetic.apply("square", gradient);
      const firstMoment = movingAverage(arithmetic, beta1, state.firstMoment, gradient);
      const secondMoment = movingAverage(arithmetic, beta2, state.secondMoment, square);
      const count = state.count + 1;
      const [c1, c2] = [1 - beta1 ** count, 1 - beta2 ** count];
      const divided = (moment: T, by: number, when: boolean) =>
        when ? arithmetic.scale(1 / by, moment) : moment;
      const isBefore = biasCorrection === "before maximum";
      const isAfter = biasCorrection === "after maximum";
      const largestSecondMoment = arithmetic.maximum(
        state.largestSecondMoment,
        divided(secondMoment, c2, isBefore),
      );
      const step = divideByRoot(
        arithmetic,
        divided(firstMoment, c1, isBefore || isAfter),
        divided(largestSecondMoment, c2, isAfter),
        epsilon,
        epsilonPlacement,
      );
      return [
        divided(step, c1 / Math.sqrt(c2), biasCorrection === "of the step size"),
        { count, firstMoment, secondMoment, largestSecondMoment },
      ];
    },
  };
}
