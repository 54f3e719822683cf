/**
 * Instances that the search came upon on which rounding looked like a violation, until its scale was
 * counted: near coincidences, where what is compared is a difference of almost equal numbers.
 */

import { assertEquals } from "@std/assert";
import { type Arithmetic, float64, loadFloat32 } from "../lib/arithmetic/mod.ts";
import type { Claim, VariantName } from "../verify/mod.ts";
import { judge } from "../verify/judgement.ts";
import { clippingStep } from "./dual/clipping_step.ts";
import { theorem2Rate } from "./dual/theorem_2_rate.ts";
import { preconditionedForm } from "./spgd/preconditioned_form.ts";
import { remark1 } from "./spgd/remark_1.ts";

function statusesOf<T>(
  claim: Claim,
  variant: VariantName,
  instance: unknown,
  arithmetic: Arithmetic<T>,
): string[] {
  const observation = arithmetic.scope(() => claim.observe(instance, arithmetic, 0));
  const { unitRoundoff } = arithmetic;
  const judgement = judge(
    claim.kind,
    claim.variants[variant]!,
    observation,
    instance,
    unitRoundoff,
  );
  return [...judgement.values()].map(({ status }) => status);
}

const squared = [{ terms: [{ weight: 1, profile: { kind: "quadratic" } }] }];

Deno.test("theorem-2-rate: q = (1 − x)² is a difference, all rounding where x is near 1", () => {
  // Each step multiplies W − W_∞ by 1 − x, so the squares of the distances are q^i times the first:
  // equality. With 1 − x = 2.6e-4 q is 6.9e-8, and its error of a few u is 3e-9 of it.
  const instance = {
    problem: {
      matrix: [[0.0142, 0.0322]],
      solution: [[7.75, 0.85]],
      start: [[0, 0]],
      losses: squared,
    },
    potential: { kind: "isotropic", profile: { kind: "quadratic" } },
    relativeStepSize: 0.9997381240663453,
    steps: 10,
  };
  assertEquals(statusesOf(theorem2Rate(), "corrected", instance, float64), ["supported"]);
});

Deno.test("clipping-step: on the edge ησ_1/n = 2 nothing is claimed", () => {
  // n = 1, σ_1 = 4, ε = 1: η = stepShare · max{ε, 1} = ½(1 − 1e-12) is 2n/σ_1 but for rounding, and
  // where |∇L| < ε the first entry of W goes from w to −w(1 − 2e-12).
  const instance = {
    problem: { matrix: [[2, 0]], solution: [[0]], start: [[0.1, 1]], losses: squared },
    epsilon: 1,
    stepShare: 0.5 * (1 - 1e-12),
  };
  assertEquals(statusesOf(clippingStep(), "corrected", instance, float64), [
    "undecided",
    "undecided",
  ]);
  // Well below it the entry falls by |1 − ησ_1| = 0.6 a step.
  const below = { ...instance, stepShare: 0.4 };
  assertEquals(statusesOf(clippingStep(), "corrected", below, float64), [
    "supported",
    "supported",
  ]);
});

Deno.test("remark-1: single precision does not count steps that rounding θ has changed", async () => {
  // At |θ*| = 10 a step rounds θ by 6e-7, κ² = 400 of which add up along the slowest direction where
  // ‖F‖ is to fall to 1e-5.
  const instance = {
    family: "linear",
    scale: 1.215683236240535,
    interior: [0, 0, 0],
    weights: [-0.1],
    reflection: [2.705778982112294, 1, 0],
    zero: [-0.0799590670440624, -10],
  };
  const float32 = await loadFloat32({ size: "small" });
  assertEquals(statusesOf(remark1(), "printed", instance, float32), ["undecided"]);
  assertEquals(statusesOf(remark1(), "printed", instance, float64), ["supported"]);
});

Deno.test("preconditioned-form: in single precision JᵀJ of condition κ² = 6e7 may be singular", async () => {
  // Its inverse root sends F to 8e4 there, where VUᵀF is no longer than ‖F‖ = 10.
  const instance = {
    jacobian: {
      rows: 3,
      columns: 2,
      singularValues: [860, 0.109526258183313],
      left: [[-10, -10, -0.029], [4, -4.4724598393904795, 6]],
      right: [[-3.6901385276093235, 0], [-5, 10]],
    },
    residual: [-1, -10, 0.0311],
  };
  const float32 = await loadFloat32({ size: "small" });
  assertEquals(statusesOf(preconditionedForm(), "printed", instance, float32), ["undecided"]);
  assertEquals(statusesOf(preconditionedForm(), "printed", instance, float64), ["supported"]);
});
