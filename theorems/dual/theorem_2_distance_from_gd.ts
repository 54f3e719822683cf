/**
 * Theorem 2, second part, second bound: how far W_∞ is from gradient descent's limit.
 *
 * Printed: ‖W_{GD,∞} − W_∞‖_F ≤ √(2Q L(W_0)) (1/(ημσ_n) + (L_K + 2)/(1 − √(1 − αη))), Q = Mσ_1/n.
 *
 * The proof sums ηΣ_j(1 − ηq)^j ≤ 1/q = n/(μσ_n) and η(L_K + 2)Σ_j(1 − αη)^{j/2}: a factor η is
 * lost from both terms, an n from the first, and the bound fails where η is large, as it is for
 * small X (`_distance.ts` has an instance by hand, and the proofs). Besides, L(W_0) should be
 * L(W_0) − min L: where L(W_0) < 0 nothing real stands on the right (0 is taken).
 *
 * Sharpened: without the term of gradient descent, and with c = max{1 − m, L_K − 1}, which is 0
 * for K = ½‖·‖², where L_K + 2 stands.
 *
 * @module
 */

import type { Claim } from "../../verify/mod.ts";
import { distanceClaim, type DistanceObservation } from "./_distance.ts";
import type { LimitOf } from "./_proximity.ts";

function familyOf({ setting }: DistanceObservation): string {
  return setting.loss.minimum === 0 ? "min L = 0" : "min L ≠ 0";
}

/** The claim, with W_∞ as computed or what a test puts in its place. */
export function theorem2DistanceFromGradientDescent(limitOf?: LimitOf): Claim {
  return distanceClaim({
    id: "dual/theorem-2-distance-from-gd",
    title: "How far the limit is from gradient descent's, by the loss at the start",
    locus: "Theorem 2, General Preconditioners, second bound",
    from: "gradient descent",
    printed: {
      statement: String.raw`\|\mathbf W_{GD,\infty} - \mathbf W_\infty\|_F \le
        \sqrt{2\tfrac{M\sigma_1}{n}\mathcal L(\mathbf W_0)} \left(\frac{1}{\eta\mu\sigma_n} +
        \frac{L_K + 2}{1 - \sqrt{1 - \alpha\eta}}\right)`,
      label: "‖W_GD,∞ − W_∞‖ <= √(2Q L(W_0)) (1/(ημσ_n) + (L_K + 2)/(1 − √(1 − αη)))",
      expected: "refuted",
      bound: ({ printedRoot, setting, stepSize, flatness, lipschitz, gap }) => ({
        of: printedRoot,
        factor: 1 / (stepSize * flatness * setting.loss.samples) + (lipschitz + 2) / gap,
      }),
      family: familyOf,
    },
    corrected: {
      statement: String.raw`\|\mathbf W_{GD,\infty} - \mathbf W_\infty\|_F \le
        \sqrt{2\tfrac{M\sigma_1}{n}(\mathcal L(\mathbf W_0) - \min\mathcal L)}
        \left(\frac{n}{\mu\sigma_n} + \frac{\eta(L_K + 2)}{1 - \sqrt{1 - \alpha\eta}}\right)`,
      label: "‖W_GD,∞ − W_∞‖ <= √(2Q(L(W_0) − min L)) (n/(μσ_n) + η(L_K + 2)/(1 − √(1 − αη)))",
      expected: "holds",
      bound: ({ root, stepSize, flatness, lipschitz, gap }) => ({
        of: root,
        factor: 1 / flatness + stepSize * (lipschitz + 2) / gap,
      }),
      family: familyOf,
    },
    sharpened: {
      statement: String.raw`\|\mathbf W_{GD,\infty} - \mathbf W_\infty\|_F \le
        \sqrt{2\tfrac{M\sigma_1}{n}(\mathcal L(\mathbf W_0) - \min\mathcal L)}
        \frac{\eta\max\{1 - m, L_K - 1\}}{1 - \sqrt{1 - \alpha\eta}}`,
      label: "‖W_GD,∞ − W_∞‖ <= √(2Q(L(W_0) − min L)) η max{1 − m, L_K − 1}/(1 − √(1 − αη))",
      expected: "holds",
      bound: ({ root, stepSize, departure, gap }) => ({
        of: root,
        factor: stepSize * departure / gap,
      }),
      family: familyOf,
    },
  }, limitOf);
}
