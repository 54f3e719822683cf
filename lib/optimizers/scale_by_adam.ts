import type { Arithmetic } from "../arithmetic/mod.ts";
import { checkDecayRate, checkNonNegative } from "./_check_options.ts";
import { divideByRoot, movingAverage } from "./_moments.ts";
import type { EpsilonPlacement } from "./epsilon_placement.ts";
import type { GradientTransformation } from "./transformation.ts";

/** The options of {@linkcode scaleByAdam}. */
export interface ScaleByAdamOptions {
  /** β₁, the decay rate of the first moment, in [0, 1). Default 0.9. */
  readonly beta1?: number;
  /** β₂, the decay rate of the second moment, in [0, 1). Default 0.999. */
  readonly beta2?: number;
  /** ε ≥ 0, which keeps the denominator away from 0. Default 1e-8. */
  readonly epsilon?: number;
  /** Where ε enters. Default `"outside"`: √v̂ + ε. In optax, `eps_root` is an ε `"inside"`. */
  readonly epsilonPlacement?: EpsilonPlacement;
  /**
   * Whether to divide the moments by c_1 = 1 − β₁ᵗ and c_2 = 1 − β₂ᵗ, as Kingma and Ba's Algorithm
   * 1, PyTorch 2.15.0 and optax 0.2.8 do, or to multiply the step by √c_2/c_1, so that ε is added
   * to the uncorrected root, as Keras 3.15.1 does. Default `true`.
   */
  readonly biasCorrection?: boolean | "of the step size";
}

/** The state of {@linkcode scaleByAdam}. */
export interface ScaleByAdamState<T> {
  /** t, the number of updates so far. */
  readonly count: number;
  /** m_t, m×1, before the correction of its bias. */
  readonly firstMoment: T;
  /** v_t, m×1, before the correction of its bias. */
  readonly secondMoment: T;
}

/**
 * Divides a moving average of the gradients by the root of a moving average of their squares:
 *
 *     m_t = β₁ m_{t−1} + (1 − β₁) g_t,  v_t = β₂ v_{t−1} + (1 − β₂) g_t²,  m_0 = v_0 = 0,
 *     m̂_t = m_t / (1 − β₁ᵗ),  v̂_t = v_t / (1 − β₂ᵗ)  (without `biasCorrection`: m_t and v_t),
 *
 * and the step is m̂_t / (√v̂_t + ε) (Kingma and Ba, 2015, Algorithm 1), or m̂_t / √(v̂_t + ε) with ε
 * `"inside"` the root.
 *
 * With the correction `"of the step size"` the step is √(1 − β₂ᵗ)/(1 − β₁ᵗ) · m_t / (√v_t + ε),
 * which Kingma and Ba print at the end of section 2, before 2.1 (with ε̂ for ε), and Keras computes.
 * PyTorch did so too until 2019; its issue 2060 reports that this is not Algorithm 1. It is, with
 * ε/√(1 − β₂ᵗ) in place of ε: with β₂ = 0.999, the same ε weighs 32 times more in Keras' first
 * step.
 *
 * The tests compare 200 steps on five problems with values that PyTorch 2.15.0, optax 0.2.8 and
 * Keras 3.15.1 computed.
 *
 * Algorithm 1 of Chang, Hao and Liu prints no ε. With ε = 0, an entry whose first and second moment
 * are both 0 makes no step: 0/0 is 0. A second moment of 0 under a first moment that is not 0
 * (β₂ = 0, or a square that underflowed) makes a step that is huge or infinite, as the formula has
 * it.
 *
 * @param arithmetic The number system.
 * @returns The transformation.
 * @throws {RangeError} If β₁ or β₂ is not in [0, 1), or ε is negative or not finite.
 */
export function scaleByAdam<T>(
  arithmetic: Arithmetic<T>,
  {
    beta1 = 0.9,
    beta2 = 0.999,
    epsilon = 1e-8,
    epsilonPlacement = "outside",
    biasCorrection = true,
  }: ScaleByAdamOptions = {},
): GradientTransformation<T, ScaleByAdamState<T>> {
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
      };
    },
    update(gradient, state) {
      const square = arithmetic.apply("square", gradient);
      const count = state.count + 1;
      const firstMoment = movingAverage(arithmetic, beta1, state.firstMoment, gradient);
      const secondMoment = movingAverage(arithmetic, beta2, state.secondMoment, square);
      const correct = (moment: T, beta: number) =>
        biasCorrection === true ? arithmetic.scale(1 / (1 - beta ** count), moment) : moment;
      const step = divideByRoot(
        arithmetic,
        correct(firstMoment, beta1),
        correct(secondMoment, beta2),
        epsilon,
        epsilonPlacement,
      );
      const factor = Math.sqrt(1 - beta2 ** count) / (1 - beta1 ** count);
      return [
        biasCorrection === "of the step size" ? arithmetic.scale(factor, step) : step,
        { count, firstMoment, secondMoment },
      ];
    },
  };
}
