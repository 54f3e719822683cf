/**
 * Theorem 2, second part, first bound: how far W_∞ is from W_0.
 *
 * Printed: ‖W_0 − W_∞‖_F ≤ D(1 + √2Q/(1 − √(1 − ηq/2)) + Q/(1 − √(1 − αη))), with D = ‖W_0 −
 * W_{GD,∞}‖_F, Q = Mσ_1/n, q = μσ_n/n.
 *
 * A factor of D must not depend on the unit of X, and Q does: it fails where X is small
 * (`_distance.ts` has an instance by hand, and the proofs). Corrected: with the factors η and L_K
 * + 2 that the proof has until its last line. Sharpened: ηL_KQ/(1 − √(1 − αη)) instead of the
 * whole bracket.
 *
 * @module
 */

import type { Claim } from "../../verify/mod.ts";
import { distanceClaim, ofWay } from "./_distance.ts";
import type { LimitOf } from "./_proximity.ts";

/** The claim, with W_∞ as computed or what a test puts in its place. */
export function theorem2DistanceFromStart(limitOf?: LimitOf): Claim {
  return distanceClaim({
    id: "dual/theorem-2-distance-from-start",
    title: "How far the limit is from the start",
    locus: "Theorem 2, General Preconditioners, first bound",
    from: "start",
    printed: {
      statement: String.raw`\|\mathbf W_0 - \mathbf W_\infty\|_F \le
        \|\mathbf W_0 - \mathbf W_{GD,\infty}\|_F \left(1 +
        \frac{\sqrt2 Q}{1 - \sqrt{1 - \eta q/2}} + \frac{Q}{1 - \sqrt{1 - \alpha\eta}}\right),
        \quad Q = \frac{M\sigma_1}{n},\ q = \frac{\mu\sigma_n}{n}`,
      label: "‖W_0 − W_∞‖ <= D(1 + √2Q/(1 − √(1 − ηq/2)) + Q/(1 − √(1 − αη)))",
      expected: "refuted",
      bound: (observation) => {
        const { steepness, gradientDescentGap, gap } = observation;
        return {
          of: ofWay(observation),
          factor: 1 + Math.SQRT2 * steepness / gradientDescentGap + steepness / gap,
        };
      },
    },
    corrected: {
      statement: String.raw`\|\mathbf W_0 - \mathbf W_\infty\|_F \le
        \|\mathbf W_0 - \mathbf W_{GD,\infty}\|_F \left(1 +
        \frac{\sqrt2\,\eta Q}{1 - \sqrt{1 - \eta q/2}} +
        \frac{\eta (L_K + 2) Q}{1 - \sqrt{1 - \alpha\eta}}\right)`,
      label: "‖W_0 − W_∞‖ <= D(1 + √2ηQ/(1 − √(1 − ηq/2)) + η(L_K + 2)Q/(1 − √(1 − αη)))",
      expected: "holds",
      bound: (observation) => {
        const { stepSize, steepness, gradientDescentGap, gap, lipschitz } = observation;
        return {
          of: ofWay(observation),
          factor: 1 +
            stepSize * steepness * (Math.SQRT2 / gradientDescentGap + (lipschitz + 2) / gap),
        };
      },
    },
    sharpened: {
      statement: String.raw`\|\mathbf W_0 - \mathbf W_\infty\|_F \le
        \|\mathbf W_0 - \mathbf W_{GD,\infty}\|_F
        \frac{\eta L_K Q}{1 - \sqrt{1 - \alpha\eta}}`,
      label: "‖W_0 − W_∞‖ <= D ηL_KQ/(1 − √(1 − αη))",
      expected: "holds",
      bound: (observation) => {
        const { stepSize, steepness, gap, lipschitz } = observation;
        return { of: ofWay(observation), factor: stepSize * lipschitz * steepness / gap };
      },
    },
  }, limitOf);
}
