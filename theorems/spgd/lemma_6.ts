/**
 * Lemma 6: the descent lemma, eq. (19) of the appendix.
 *
 * Printed: f(y) ≤ f(x) + ⟨∇f(x), y − x⟩ + (L/2)‖y − x‖² for any x, y. True, by Taylor's formula.
 * Looked at where the paper uses it: x = z_t, y = z_{t+1}.
 *
 * @module
 */

import type { Claim } from "../../verify/mod.ts";
import { closestOf, globalClaim, valueScale } from "./_global.ts";

/** The claim; a test may change L. */
export function lemma6(factor = 1): Claim {
  return globalClaim({
    id: "spgd/lemma-6",
    title: "The descent lemma",
    locus: "Lemma 6, eq. (19) of the appendix",
    variants: {
      printed: {
        statement: String
          .raw`f(y) \le f(x) + \langle\nabla f(x), y - x\rangle + \tfrac L2\|y - x\|^2`,
        expected: "holds",
        relations: (run) =>
          closestOf(
            "f(z_{t+1}) <= f(z_t) + ⟨∇f(z_t), z_{t+1} − z_t⟩ + (L/2)‖z_{t+1} − z_t‖²",
            run.nextValues,
            (k) => run.descentBounds[k]! + (factor - 1) * run.i4[k]!,
            (k) => valueScale(run, k),
          ),
      },
    },
  });
}
