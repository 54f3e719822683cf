/** Teeth: counterexamples by hand, and mistakes that the checkers must notice. */

import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { float64 } from "../../lib/arithmetic/mod.ts";
import { preconditionByGaussNewton } from "../../lib/optimizers/mod.ts";
import { type Claim, judge, supports, type VariantName } from "../../verify/mod.ts";
import { autoTuneDecrease } from "./auto_tune_decrease.ts";
import { autoTuneUpdate } from "./auto_tune_update.ts";
import { equation26 } from "./eq_26.ts";

const BLOCK = { first: [1, 0, 0, 0], second: [1, 1, 1, 1], stepSize: 1 };
const MATRICES = {
  matrices: [[[1, 0], [0, 0]], [[0, 0], [0, 1]]],
  left: [[1, 2], [0, 3]],
  right: [[1, 1], [2, 0]],
};

function supported(claim: Claim, variant: VariantName, instance: unknown): boolean {
  const observation = claim.observe(instance, float64, 0);
  return supports(
    judge(claim.kind, claim.variants[variant]!, observation, instance, float64.unitRoundoff),
  );
}

for (
  const [claim, instance, [lhs, rhs]] of [
    [autoTuneUpdate(), BLOCK, [0, 1 / 2]],
    [autoTuneDecrease(), BLOCK, [6, 2]],
    [equation26(), MATRICES, [1 / 2, 0]],
  ] as const
) {
  Deno.test(`${claim.id}: the counterexample by hand`, () => {
    const observation = claim.observe(instance, float64, 0);
    const [relation] = claim.variants.printed.relations(observation, instance);
    assertAlmostEquals(relation!.lhs, lhs, 1e-12);
    assertAlmostEquals(relation!.rhs, rhs, 1e-12);
    assertEquals(supported(claim, "printed", instance), false);
    assert(supported(claim, "corrected", instance));
  });
}

// Gauss–Newton in place of Adam: gradient descent.
const gaussNewton: typeof import("../../lib/optimizers/mod.ts").preconditionBySecondMoment = (a) =>
  preconditionByGaussNewton(a);

Deno.test("gradient descent is no Adam", () => {
  const instance = { first: [2, 2], second: [3, 4], stepSize: 1 };
  assertEquals(supported(autoTuneUpdate(gaussNewton), "corrected", instance), false);
  // Gradient descent multiplies s by 1 − 3.8, where ηd = 3.8 is far below 2|s| = 80.
  const long = { first: [20, 20], second: [3, 4], stepSize: 1.9 };
  assert(supported(autoTuneDecrease(), "corrected", long));
  assertEquals(supported(autoTuneDecrease(gaussNewton), "corrected", long), false);
});

Deno.test("a trace factor 1 % off", () => {
  assertEquals(supported(equation26((trace) => 1.01 / trace), "corrected", MATRICES), false);
});
