/** Teeth of the claims about the logistic model. */

import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { type Arithmetic, float64 } from "../../lib/arithmetic/mod.ts";
import { reparameterizedLogistic } from "../../problems/mod.ts";
import { searchClaim } from "../../verify/search.ts";
import { coordinateStep } from "./_logistic.ts";
import { adamLogistic } from "./adam_logistic.ts";
import { corollary3 } from "./corollary_3.ts";
import { equation22 } from "./eq_22.ts";
import { derivativeOfTail, footnote5 } from "./footnote_5.ts";
import { lambdaMin, LOWER_CONSTANT, UPPER_CONSTANT } from "./lambda_min.ts";
import { DIVERGENCE_CONSTANT, GROWTH_CONSTANT, LARGEST_START, lemma3 } from "./lemma_3.ts";
import { remarkLocal } from "./remark_local.ts";
import { judged, testMistakes } from "./shared_test.ts";
import { speaksFrom, theorem2 } from "./theorem_2.ts";

testMistakes([
  [
    "a gradient of other labels",
    equation22((instance) => ({
      ...reparameterizedLogistic(instance),
      gradient: reparameterizedLogistic({
        ...instance,
        labels: instance.labels.map((p) => p + 1e-3),
      }).gradient,
    })),
    "printed",
  ],
  [
    "a derivative 1 % too large",
    footnote5((arithmetic, z) => arithmetic.scale(1.01, derivativeOfTail(arithmetic, z))),
    "corrected",
  ],
  ["a larger lower bound", lambdaMin({ lower: 0.99 * LOWER_CONSTANT }), "corrected"],
  ["a smaller upper bound", lambdaMin({ upper: 0.99 * UPPER_CONSTANT }), "corrected"],
  ["a smaller c for divergence", lemma3(coordinateStep, { diverging: 6 }), "sharpened"],
  ["a smaller c for growth", lemma3(coordinateStep, { growing: 9.9 }), "sharpened"],
  [
    "steps half as long",
    lemma3((theta, size, ridge, p) => coordinateStep(theta, size / 2, ridge, p)),
    "sharpened",
  ],
  ["a constant of 2", theorem2(2), "corrected"],
  ["steps 5 % longer", remarkLocal(1.05), "printed"],
  ["inputs that are less imbalanced", corollary3({ imbalance: 0.6 }), "corrected"],
  ["a first step too short", adamLogistic(0.05), "corrected"],
], 160);

/** The two constants of lemma 3 that a search forces, by label. */
async function forcedBy(seed: number) {
  const { variants } = await searchClaim(lemma3(), {
    seed,
    profile: "quick",
    instances: 160,
    arithmetic: float64 as Arithmetic<unknown>,
  });
  return new Map(variants.sharpened!.labels.map((one) => [one.label, one]));
}

Deno.test("adam-gn/lemma-3: searches from two seeds force the same two c within 5 %", async () => {
  const [first, second] = await Promise.all([3, 4].map(forcedBy));
  const constants = {
    "the largest c without growth by √2 a step <= c": GROWTH_CONSTANT,
    "the largest c without divergence <= c": DIVERGENCE_CONSTANT,
  };
  for (const [label, c] of Object.entries(constants)) {
    const [one, two] = [first!.get(label)!, second!.get(label)!];
    // The largest c of the search is largestRatio·c; the docstring says it, and what forces it.
    assertAlmostEquals(one.largestRatio! / two.largestRatio!, 1, 0.05);
    assertAlmostEquals(c * one.largestRatio!, c === GROWTH_CONSTANT ? 10 : 9.26, 0.05);
    for (const { attainedBy } of [one, two]) {
      const { start, label: p, ridge } = attainedBy as { [name: string]: number };
      assertAlmostEquals(start!, LARGEST_START, 0.01);
      assertAlmostEquals(p!, 0.6, 0.01);
      assert(ridge! < 0.01, `the ridge is ${ridge}`);
    }
  }
});

Deno.test("adam-gn/theorem-2: from which d on the bound speaks", () => {
  assertEquals([32, 13.2, 2, 1.5].map(speaksFrom), [9365, 1242, 9, 2]);
});

const smaller = (dimension: number) => 0.97 * (2 ** 16 / dimension) ** 0.25;

Deno.test("adam-gn/corollary-3: steps that fall with d do not refute it", () => {
  const instance = { delta: 0.25, label: 0.8, accuracy: 0.01 };
  for (
    const [claim, status] of [
      [corollary3(), "violated"],
      [corollary3({ shrinkage: smaller }), "supported"],
    ] as const
  ) {
    const labels = judged(claim, "printed", instance);
    assertEquals([...labels.values()].map((one) => one.status), [status]);
  }
});

Deno.test("adam-gn/corollary-3: what the scan for the threshold misses refutes nothing", () => {
  const claim = corollary3();
  for (const delta of [0, 0.25, 0.5]) {
    for (let label = 0.6; label <= 0.8; label += 0.004) {
      const instance = { delta, label, accuracy: 0.1 };
      const labels = judged(claim, "corrected", instance);
      assertEquals([...labels.values()].map((one) => one.status), ["supported"], `P = ${label}`);
    }
  }
});
