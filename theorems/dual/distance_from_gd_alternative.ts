/**
 * Appendix, the alternative to Theorem 2's second bound: by the distance instead of the loss.
 *
 * Printed: ‖W_{GD,∞} − W_∞‖_F ≤ QD(√2/(1 − √(1 − ηq/2)) + 1/(1 − √(1 − αη))), with D = ‖W_0 −
 * W_{GD,∞}‖_F, Q = Mσ_1/n, q = μσ_n/n.
 *
 * The factors η and L_K + 2 of the line that it follows from are lost, so that the multiple of D
 * depends on the unit of X, and it fails where X is small (`_distance.ts` has an instance by hand,
 * and the proofs). Sharpened: without the term of gradient descent, and with max{1 − m, L_K − 1}.
 *
 * @module
 */

import type { Claim } from "../../verify/mod.ts";
import { distanceClaim, ofWay } from "./_distance.ts";
import type { LimitOf } from "./_proximity.ts";

/** The claim, with W_∞ as computed or what a test puts in its place. */
export function distanceFromGradientDescentAlternative(limitOf?: LimitOf): Claim {
  return distanceClaim({
    id: "dual/distance-from-gd-alternative",
    title: "How far the limit is from gradient descent's, by the distance from the start",
    locus: "Appendix, before Lemma 4",
    from: "gradient descent",
    printed: {
      statement: String.raw`\|\mathbf W_{GD,\infty} - \mathbf W_\infty\|_F \le
        \frac{M\sigma_1}{n} \|\mathbf W_0 - \mathbf W_{GD,\infty}\|_F \left(
        \frac{\sqrt2}{1 - \sqrt{1 - \eta\mu\sigma_n/(2n)}} +
        \frac{1}{1 - \sqrt{1 - \alpha\eta}}\right)`,
      label: "‖W_GD,∞ − W_∞‖ <= QD(√2/(1 − √(1 − ηq/2)) + 1/(1 − √(1 − αη)))",
      expected: "refuted",
      bound: (observation) => {
        const { steepness, gradientDescentGap, gap } = observation;
        return {
          of: ofWay(observation),
          factor: steepness * (Math.SQRT2 / gradientDescentGap + 1 / gap),
        };
      },
    },
    corrected: {
      statement: String.raw`\|\mathbf W_{GD,\infty} - \mathbf W_\infty\|_F \le
        \eta\frac{M\sigma_1}{n} \|\mathbf W_0 - \mathbf W_{GD,\infty}\|_F \left(
        \frac{\sqrt2}{1 - \sqrt{1 - \eta\mu\sigma_n/(2n)}} +
        \frac{L_K + 2}{1 - \sqrt{1 - \alpha\eta}}\right)`,
      label: "‖W_GD,∞ − W_∞‖ <= ηQD(√2/(1 − √(1 − ηq/2)) + (L_K + 2)/(1 − √(1 − αη)))",
      expected: "holds",
      bound: (observation) => {
        const { stepSize, steepness, gradientDescentGap, lipschitz, gap } = observation;
        return {
          of: ofWay(observation),
          factor: stepSize * steepness * (Math.SQRT2 / gradientDescentGap + (lipschitz + 2) / gap),
        };
      },
    },
    sharpened: {
      statement: String.raw`\|\mathbf W_{GD,\infty} - \mathbf W_\infty\|_F \le
        \eta\frac{M\sigma_1}{n} \|\mathbf W_0 - \mathbf W_{GD,\infty}\|_F
        \frac{\max\{1 - m, L_K - 1\}}{1 - \sqrt{1 - \alpha\eta}}`,
      label: "‖W_GD,∞ − W_∞‖ <= ηQD max{1 − m, L_K − 1}/(1 − √(1 − αη))",
      expected: "holds",
      bound: (observation) => {
        const { stepSize, steepness, departure, gap } = observation;
        return { of: ofWay(observation), factor: stepSize * steepness * departure / gap };
      },
    },
  }, limitOf);
}
