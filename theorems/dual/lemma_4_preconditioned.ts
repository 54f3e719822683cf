/**
 * Lemma 4, first part: the gradients of the preconditioned method decay linearly.
 *
 * Printed: if K − αL* is convex on S, ‖∇L(W_i)‖_F ≤ (Mσ_1/n)‖W_0 − W_{GD,∞}‖_2 (1 − αη)^{i/2}.
 *
 * ‖·‖_2 of a matrix is its largest singular value. So read it fails at i = 0: with X = (I 0), n =
 * k = 2, and the squared loss, Q = Mσ_1/n = 1/2 and ∇L(W_0) = (W_0 − W_{GD,∞})/2; for W_0 −
 * W_{GD,∞} = I the sides are √2/2 and 1/2. The proof has ‖·‖_F in this place, which is tested
 * beside it. For k = 1 they are the same.
 *
 * The Frobenius reading needs that K is least at 0, which Assumption 1.1 does not say. X = (1 0),
 * the squared loss, W_0 = 0, Y = 1 and K(Z) = ½‖Z − (1, 0)‖² give ∇L(W_0) = −e_1 and W_1 = 2ηe_1:
 * with η = 1 the method stops there, at ∇L(W_1) = e_1, while α = 1 promises 0.
 *
 * Corrected: with m = min L, and D̃_L(W_*, W_i) = L(W_i) − m for ∇L(W_*) = 0, Proposition 1 (with
 * D_K as it usually is), Lemma 3 and D_K ≥ αD̃_L give
 *
 *   L(W_i) − m ≤ (1 − αη)(L(W_{i−1}) − m) + η(K(0) − K(∇L(W_i))),
 *
 * so L(W_i) − m ≤ (1 − αη)^i(L(W_0) − m) + (K(0) − inf K) Σ_{j<i} η(1 − αη)^j. By Q-smoothness
 * ‖∇L(W_i)‖² ≤ 2Q(L(W_i) − m) and L(W_0) − m ≤ (Q/2)‖W_0 − W_{GD,∞}‖_F². Where K is least at 0 that
 * is the printed bound in the Frobenius norm.
 *
 * @module
 */

import { dualSpacePreconditionedGradientDescent } from "../../lib/optimizers/mod.ts";
import { type Claim, defineClaim } from "../../verify/mod.ts";
import { distance } from "./_limits.ts";
import { minus, normOf } from "./_points.ts";
import {
  allAssumptions,
  convexModulus,
  decayFigure,
  familyOf,
  geometricSum,
  gradientDescentConverges,
  type GradientRun,
  gradientRun,
  gradientsDecay,
  largestCurvature,
  lossFactor,
  projectionRounding,
  type ProximityInstance,
  proximityInstances,
  type ProximitySetting,
  spectralNorm,
} from "./_proximity.ts";
import type { DualMethod } from "./_setting.ts";

/** Q‖W_0 − W_{GD,∞}‖(1 − αη)^{i/2} with a norm of the difference. */
function printedBound(
  setting: ProximitySetting,
  norm: (difference: readonly number[]) => number,
): (i: number) => number {
  const first = largestCurvature(setting) *
    norm(minus(setting.start, setting.gradientDescentLimit));
  return (i) => first * lossFactor(setting) ** (i / 2);
}

/** √(Q²‖W_0 − W_{GD,∞}‖_F²(1 − αη)^i + 2Q(K(0) − inf K)Σ_{j<i} η(1 − αη)^j). */
function correctedBound(setting: ProximitySetting): (i: number) => number {
  const { start, gradientDescentLimit, stepSize, drop } = setting;
  const steepness = largestCurvature(setting);
  const first = (steepness * distance(start, gradientDescentLimit)) ** 2;
  const factor = lossFactor(setting);
  return (i) =>
    Math.sqrt(first * factor ** i + 2 * steepness * drop * geometricSum(factor, stepSize, i));
}

/** The claim, for the method of eq. (1) or what a test puts in its place. */
export function lemma4Preconditioned(
  method: DualMethod = dualSpacePreconditionedGradientDescent,
): Claim {
  const decay = (observed: GradientRun, label: string, at: (i: number) => number) => {
    const { setting } = observed;
    const size = largestCurvature(setting) * projectionRounding(setting);
    return gradientsDecay(observed, { label, at, size, family: familyOf(setting) });
  };
  return defineClaim<ProximityInstance, GradientRun>({
    id: "dual/lemma-4-preconditioned",
    title: "The gradients of the preconditioned method decay linearly",
    locus: "Lemma 4, first bound",
    kind: "universal",
    cost: 5,
    hypotheses: [...allAssumptions, convexModulus, gradientDescentConverges],
    instances: proximityInstances(),
    observe: (instance, arithmetic) => gradientRun(instance, arithmetic, method),
    figures: (observed) => [decayFigure(observed, {
      "printed bound, Frobenius norm": printedBound(observed.setting, normOf),
      "corrected bound": correctedBound(observed.setting),
    })],
    variants: {
      printed: {
        statement: String.raw`\|\nabla\mathcal L(\mathbf W_i)\|_F \le \frac{M\sigma_1}{n}
          \|\mathbf W_0 - \mathbf W_{GD,\infty}\|_2 (1 - \alpha\eta)^{i/2}
          \text{, with } \|\cdot\|_2 \text{ as the spectral and as the Frobenius norm}`,
        expected: "refuted",
        relations: (observed) => {
          const { setting } = observed;
          return [
            ...decay(
              observed,
              "‖∇L(W_i)‖_F <= Q‖W_0 − W_GD,∞‖_2 (1 − αη)^{i/2}, spectral norm",
              printedBound(
                setting,
                (difference) => spectralNorm(difference, setting.loss.outputs),
              ),
            ),
            ...decay(
              observed,
              "‖∇L(W_i)‖_F <= Q‖W_0 − W_GD,∞‖_F (1 − αη)^{i/2}, Frobenius norm",
              printedBound(setting, normOf),
            ),
          ];
        },
      },
      corrected: {
        statement: String.raw`\|\nabla\mathcal L(\mathbf W_i)\|_F^2 \le
          \left(\frac{M\sigma_1}{n}\right)^2 \|\mathbf W_0 - \mathbf W_{GD,\infty}\|_F^2
          (1 - \alpha\eta)^i + \frac{2M\sigma_1}{n} (K(0) - \inf K)
          \sum_{j < i} \eta(1 - \alpha\eta)^j`,
        expected: "holds",
        relations: (observed) =>
          decay(
            observed,
            "‖∇L(W_i)‖_F <= √(Q²‖W_0 − W_GD,∞‖_F²(1 − αη)^i + 2Q(K(0) − inf K)Σ)",
            correctedBound(observed.setting),
          ),
      },
    },
  });
}
