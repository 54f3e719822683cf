/**
 * Lemma 6: the rate of gradient descent's gradients from the loss at the start.
 *
 * Printed, with no condition on η: ‖∇L(W_{GD,i})‖_F ≤ √(2Q L(W_0)) (1 − ηq)^i with Q = Mσ_1/n, q =
 * μσ_n/n.
 *
 * The proof bounds the norm of I − η∫∇²L on S by 1 − ηq, but its least eigenvalue may be 1 − ηQ,
 * as large in absolute value once η > 2/(q + Q). X = (1 0), the squared loss, Y = 0, W_0 = e_1: Q
 * = q = 1, and η = 3/2 gives ∇L(W_1) = −1/2, of norm 1/2 against 1 − 3/2 < 0. Nor is min L = 0
 * assumed: a loss that is negative at W_0 leaves no real number on the right (0 is taken, the
 * least that a norm can be), and such losses are told apart in the evidence.
 *
 * K does not enter but through the range of η; see `lemma_4_gd.ts`.
 *
 * Corrected: ∇L(W_{GD,i}) = (I − η∫∇²L)∇L(W_{GD,i−1}) lies in S, where the matrix is symmetric with
 * eigenvalues in [1 − ηQ, 1 − ηq]; and ‖∇L(W_0)‖² ≤ 2Q(L(W_0) − min L). So
 *
 *   ‖∇L(W_{GD,i})‖_F ≤ √(2Q(L(W_0) − min L)) max{|1 − ηq|, |1 − ηQ|}^i.
 *
 * For η ≤ 2/(q + Q) and min L = 0 that is the printed bound.
 *
 * @module
 */

import { dualSpacePreconditionedGradientDescent } from "../../lib/optimizers/mod.ts";
import { type Claim, defineClaim, type Relation } from "../../verify/mod.ts";
import {
  decayFigure,
  gradientDescentConverges,
  gradientDescentFactor,
  gradientDescentInstances,
  type GradientRun,
  gradientRun,
  gradientsDecay,
  leastCurvature,
  lossAssumptions,
  type ProximityInstance,
  rootOfLoss,
} from "./_proximity.ts";
import type { DualMethod } from "./_setting.ts";

/** √(2Q L(W_0)), with 0 for what is not real. */
function printedRoot({ setting, unitRoundoff }: GradientRun) {
  return rootOfLoss(setting, 0, unitRoundoff);
}

/** √(2Q(L(W_0) − min L)). */
function correctedRoot({ setting, unitRoundoff }: GradientRun) {
  return rootOfLoss(setting, setting.loss.minimum, unitRoundoff);
}

/** 1 − ηq. */
function printedFactor({ setting }: GradientRun): number {
  return 1 - setting.stepSize * leastCurvature(setting);
}

/** The claim, for gradient descent as eq. (1) with K = ½‖·‖², or what a test puts in its place. */
export function lemma6(method: DualMethod = dualSpacePreconditionedGradientDescent): Claim {
  const decay = (
    observed: GradientRun,
    label: string,
    { value, size }: ReturnType<typeof rootOfLoss>,
    factor: number,
  ): Relation[] =>
    gradientsDecay(observed, {
      label,
      at: (i) => value * factor ** i,
      size,
      family: observed.setting.loss.minimum === 0 ? "min L = 0" : "min L ≠ 0",
    });
  return defineClaim<ProximityInstance, GradientRun>({
    id: "dual/lemma-6",
    title: "The rate of gradient descent from the loss at the start",
    locus: "Lemma 6",
    kind: "universal",
    hypotheses: [lossAssumptions, gradientDescentConverges],
    instances: gradientDescentInstances(),
    observe: (instance, arithmetic) => gradientRun(instance, arithmetic, method),
    figures: (observed) => {
      const [printed, corrected] = [printedRoot(observed), correctedRoot(observed)];
      const factor = gradientDescentFactor(observed.setting);
      return [decayFigure(observed, {
        "|printed bound|": (i) => printed.value * Math.abs(printedFactor(observed)) ** i,
        "corrected bound": (i) => corrected.value * factor ** i,
      })];
    },
    variants: {
      printed: {
        statement: String.raw`\|\nabla\mathcal L(\mathbf W_{GD,i})\|_F \le
          \sqrt{2\tfrac{M\sigma_1}{n}\mathcal L(\mathbf W_0)}
          \left(1 - \eta\tfrac{\mu\sigma_n}{n}\right)^i`,
        expected: "refuted",
        relations: (observed) =>
          decay(
            observed,
            "‖∇L(W_GD,i)‖_F <= √(2Q L(W_0)) (1 − ηq)^i",
            printedRoot(observed),
            printedFactor(observed),
          ),
      },
      corrected: {
        statement: String.raw`\|\nabla\mathcal L(\mathbf W_{GD,i})\|_F \le
          \sqrt{2\tfrac{M\sigma_1}{n}(\mathcal L(\mathbf W_0) - \min\mathcal L)}
          \max\{|1 - \eta\tfrac{\mu\sigma_n}{n}|, |1 - \eta\tfrac{M\sigma_1}{n}|\}^i`,
        expected: "holds",
        relations: (observed) =>
          decay(
            observed,
            "‖∇L(W_GD,i)‖_F <= √(2Q(L(W_0) − min L)) max{|1 − ηq|, |1 − ηQ|}^i",
            correctedRoot(observed),
            gradientDescentFactor(observed.setting),
          ),
      },
    },
  });
}
