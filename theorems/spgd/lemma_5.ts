/**
 * Lemma 5: the inverse roots of the step sizes are bounded.
 *
 * Printed: ‖A_t^{-1/2}‖_2 ≤ ((C_∞²M² + ε)/α²)^{1/4}. True: A_t^{-1/2} is diagonal with the entries
 * ((v̂_t + ε)/α²)^{1/4}, and v̂_t ≤ max λ² ≤ C_∞²M² by (35).
 *
 * @module
 */

import type { Claim } from "../../verify/mod.ts";
import {
  alongTheRun,
  closestOf,
  globalClaim,
  type GlobalMethod,
  type GlobalRun,
  rootBound,
} from "./_global.ts";

/** The claim, for the modified Algorithm 1 or what a test puts in its place; it may change the bound. */
export function lemma5(method?: GlobalMethod, factor = 1): Claim {
  const statement = String.raw`\|A_t^{-1/2}\|_2 \le \sqrt[4]{(C_\infty^2M^2 + \epsilon)/\alpha^2}`;
  const relations = (run: GlobalRun) =>
    closestOf(
      "‖A_t^{-1/2}‖ <= ((C_∞²M² + ε)/α²)^{1/4}",
      run.inverseRoots,
      () => factor * Math.sqrt(rootBound(run) / run.instance.stepSize),
    );
  return globalClaim({
    id: "spgd/lemma-5",
    title: "The inverse roots of the step sizes are bounded",
    locus: "Lemma 5",
    variants: {
      printed: { statement, expected: "holds", relations },
      sharpened: alongTheRun(statement, relations),
    },
  }, method);
}
