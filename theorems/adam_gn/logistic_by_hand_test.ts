/** Counterexamples of the claims about the logistic model, as their docstrings work them out. */

import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { float64 } from "../../lib/arithmetic/mod.ts";
import { supports } from "../../verify/mod.ts";
import { coordinateStep, landingStep } from "./_logistic.ts";
import { adamLogistic } from "./adam_logistic.ts";
import { corollary3, DIMENSIONS } from "./corollary_3.ts";
import { footnote5 } from "./footnote_5.ts";
import { lambdaMin } from "./lambda_min.ts";
import { judged, testCounterexamples } from "./shared_test.ts";
import { theorem2 } from "./theorem_2.ts";

// With the digits that the docstrings give. Where theorem 2 is broken, its corrected form says nothing.
testCounterexamples([
  {
    claim: theorem2(),
    instance: { dimension: 1, ratio: 1, ridge: 0, labels: [0.8, 0.8], drops: [], landing: "none" },
    printed: [0, 1],
  },
  {
    // λ = 10, in units of ν_min/c_1.
    claim: lambdaMin(),
    instance: { inputs: [1], labels: [0.6], multiple: 25.6907 },
    index: 1,
    printed: [10, 2.5691],
  },
  { claim: footnote5(), instance: { z: 2 }, printed: [-0.0908, 0.0942] },
  { claim: footnote5(), instance: { z: 2 }, index: 1, printed: [0.0942, 0] },
  {
    claim: adamLogistic(),
    instance: { labels: [0.6], copies: 2 ** 20, accuracy: 2 ** -5 },
    printed: [42, 21],
  },
], 1e-4);

Deno.test("adam-gn/theorem-2: the first step by hand", () => {
  assertAlmostEquals(coordinateStep(1, 1, 0, 0.8), 1.1753, 1e-4);
});

Deno.test("adam-gn/corollary-3: the six steps by hand", () => {
  const claim = corollary3();
  const instance = { delta: 0.5, label: 0.8, accuracy: 0.01 };
  const observation = claim.observe(instance, float64, 0) as { readonly steps: readonly number[] };
  assertEquals(observation.steps[DIMENSIONS.indexOf(2 ** 20)], 6);
  const statuses = [...judged(claim, "printed", instance).values()].map(({ status }) => status);
  assertEquals(statuses, ["violated"]);
  assert(supports(judged(claim, "corrected", instance)));

  const first = landingStep(2 ** 20, 2 ** 20, 0.8);
  assertAlmostEquals(first / 2.105e9, 1, 1e-3);
  const others = coordinateStep(2 ** -10, first, 2 ** 20, 0.8);
  assertAlmostEquals(others, Math.sqrt(Math.log(4)), 1e-12);
  const places = [1.234e6, 3.7e4, 1110, 33.3, 0.9992, 1.1872];
  let theta = 2 ** -10;
  places.forEach((place, t) => {
    theta = coordinateStep(theta, t === 0 ? first : 0.97 / 0.4, 1, 0.8);
    assertAlmostEquals(theta / place, 1, 1e-3);
  });
});
