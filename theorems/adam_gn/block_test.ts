/** The block example's claims: counterexamples by hand, and mistakes that the checkers must notice. */

import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { float64 } from "../../lib/arithmetic/mod.ts";
import {
  chain,
  preconditionByGaussNewton,
  preconditionBySecondMoment,
  scale,
} from "../../lib/optimizers/mod.ts";
import { type Claim, supports, type VariantName } from "../../verify/mod.ts";
import { type AdamStep, runAdam } from "./_block.ts";
import { autoTuneDecrease } from "./auto_tune_decrease.ts";
import { autoTuneSchedule } from "./auto_tune_schedule.ts";
import { autoTuneUpdate } from "./auto_tune_update.ts";
import { judged, testCounterexamples, testMistakes } from "./shared_test.ts";

function supported(claim: Claim, variant: VariantName, instance: unknown): boolean {
  return supports(judged(claim, variant, instance));
}

testCounterexamples([
  {
    claim: autoTuneUpdate(),
    instance: { first: [1, 0, 0, 0], second: [1, 1, 1, 1], stepSize: 1 },
    index: 0,
    printed: [0, 1 / 2],
  },
  {
    claim: autoTuneUpdate(),
    instance: { first: [1, 0, 0, 0], second: [1, 1, 1, 1], stepSize: 1 },
    index: 1,
    printed: [-1, -1 / 2],
  },
  {
    claim: autoTuneDecrease(),
    instance: { first: [1, 0, 0, 0], second: [1, 1, 1, 1], stepSize: 1 },
    index: 0,
    printed: [6, 2],
  },
  {
    // Both ratios are ¼ and below ½: both norms 4 and above ηd/2 = 2.
    claim: autoTuneDecrease(),
    instance: { first: [0.5, 0.5, 0.5, 0.5], second: [1, 1, 1, 1], stepSize: 1 },
    index: 1,
    printed: [4, 2],
  },
], 1e-12);

Deno.test("the ratio of the symmetric start by hand: s is 2, −2, 2", () => {
  const start = { first: [0.5, 0.5, 0.5, 0.5], second: [1, 2, 3, 4] };
  const sums = runAdam(float64, start, [1, 1]).map((point) =>
    point.slice(0, 4).reduce((sum, x) => sum + x, 0)
  );
  assertEquals(sums, [2, -2, 2]);
});

Deno.test("a sum whose sign is one of roundings decides nothing", () => {
  // 0.1 + 0.2 − 0.3 is 0, or 5.6e-17.
  const instance = { first: [0.1, 0.2, -0.3], second: [1, 1, 1], stepSize: 1 };
  const label = "Δ_0⁺ = (I − ηΣ/‖g_0‖)Δ_0";
  assertEquals(judged(autoTuneUpdate(), "printed", instance).get(label)!.status, "undecided");
});

// Gauss–Newton in place of Adam: gradient descent.
const gaussNewton: AdamStep = (a) => preconditionByGaussNewton(a);

// Adam with a step that is 1 % longer.
const longer: AdamStep = (a) => chain(preconditionBySecondMoment(a), scale(a, 1.01));

testMistakes([
  ["gradient descent", autoTuneUpdate(gaussNewton), "corrected"],
  ["a step 1 % longer", autoTuneUpdate(longer), "corrected"],
  ["gradient descent", autoTuneDecrease(gaussNewton), "corrected"],
  ["a step 1 % longer", autoTuneDecrease(longer), "corrected"],
  ["gradient descent", autoTuneSchedule(gaussNewton), "printed"],
  ["a step 1 % longer", autoTuneSchedule(longer), "sharpened"],
  [
    "a step that is divided by 3",
    autoTuneSchedule(undefined, (burnIn) => ({ burnIn, factor: 1 / 3 })),
    "printed",
  ],
  [
    "a step that stays",
    autoTuneSchedule(undefined, (burnIn) => ({ burnIn, factor: 1 })),
    "printed",
  ],
  [
    "no burn-in",
    autoTuneSchedule(undefined, () => ({ burnIn: 0, factor: 1 / 2 })),
    "printed",
  ],
], 60);

Deno.test("the schedule by hand: steps of 1, ½, ¼ from s = 4, Δ_i = 3, and the target missed", () => {
  const schedule = { first: [4, 0], second: [3, -1], stepSize: 1, target: 1 };
  // Three steps with 1: |s|/2 is 1, 0, 0 and |Δ_i| 2, 1, 0 and 0, 0, 0. Then nothing is left.
  assert(supported(autoTuneSchedule(), "printed", schedule));
  assert(supported(autoTuneSchedule(), "sharpened", schedule));
  // Without burn-in ½ + ¼ + … of the way from 3: two or more are left.
  const hasty = autoTuneSchedule(undefined, () => ({ burnIn: 0, factor: 1 / 2 }));
  const status = judged(hasty, "printed", schedule).get(
    "ℓ <= ε after log_4(½(d² + d)η²/ε) halvings",
  )!;
  assertEquals(status.status, "violated");
  assert(status.worst.relation.lhs >= 2);
});

Deno.test("the first block's own error need not vanish: Δ_0 = (1, −1) stays", () => {
  const points = runAdam(float64, { first: [1, -1], second: [1, 1] }, [1, 0.5, 0.25]);
  for (const point of points) assertEquals(point.slice(0, 2), [1, -1]);
});

Deno.test("the sharpened bound is attained, from Δ = η1", () => {
  const instance = { first: [1, 1], second: [1, 1], stepSize: 1, target: 1e-3 };
  // No burn-in: a = η from the start would be 0 after a step with η.
  const direct = autoTuneSchedule(undefined, () => ({ burnIn: 0, factor: 1 / 2 }));
  const ratios = [...judged(direct, "sharpened", instance).values()].map(({ worst }) =>
    worst.ratio
  );
  for (const ratio of ratios) assertAlmostEquals(ratio!, 1, 1e-9);
});
