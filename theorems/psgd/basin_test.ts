/** Local basins: runs by hand and by simulation, the counterexample to dropping (v), teeth. */

import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { type Arithmetic, float64, loadFloat32 } from "../../lib/arithmetic/mod.ts";
import { metricStep } from "../../problems/mod.ts";
import type { Claim, VariantName } from "../../verify/mod.ts";
import { judge } from "../../verify/judgement.ts";
import { searchClaim } from "../../verify/search.ts";
import type { BasinInstance, OvershootInstance } from "./_basin_instances.ts";
import { type BasinRun, basinRun, type BasinStep } from "./_basin_run.ts";
import { conditionV } from "./condition_v.ts";
import { lemma34 } from "./lemma_3_4.ts";
import { contraction, theorem35 } from "./theorem_3_5.ts";
import { theorem36 } from "./theorem_3_6.ts";

/** Steps twice as long. */
const long: BasinStep = (arithmetic, metric) => {
  const step = metricStep(arithmetic, metric);
  return (points, gradients, stepSize) => step(points, gradients, 2 * stepSize);
};

/** Steps uphill. */
const uphill: BasinStep = (arithmetic, metric) => {
  const step = metricStep(arithmetic, metric);
  return (points, gradients, stepSize) => step(points, arithmetic.scale(-1, gradients), stepSize);
};

/** Steps without M⁻¹. */
const plain: BasinStep = (arithmetic) => (points, gradients, stepSize) =>
  arithmetic.subtract(points, arithmetic.scale(stepSize, gradients));

const mistakes: readonly [what: string, claim: Claim, variant: VariantName][] = [
  ["a q_k 2 % too small", lemma34({ factor: 0.98 }), "printed"],
  ["steps twice as long", lemma34({ step: long }), "printed"],
  ["steps without the metric", lemma34({ step: plain }), "printed"],
  ["an α 10 % too large in the rate", theorem35({ contractionFactor: 1.1 }), "printed"],
  ["steps uphill", theorem35({ step: uphill }), "printed"],
  ["steps without the metric", theorem35({ step: plain }), "printed"],
  ["a Δ_r three times as large", theorem35({ barrierFactor: 3 }), "printed"],
  ["a Δ_r twice as large", theorem35({ barrierFactor: 2 }), "sharpened"],
  ["steps without the metric", theorem35({ step: plain }), "sharpened"],
  ["a ν 10 % too small", theorem36({ leadingFactor: 0.9 }), "printed"],
  ["steps uphill", theorem36({ step: uphill }), "printed"],
  ["a Δ_r three times as large", theorem36({ barrierFactor: 3 }), "printed"],
  ["a Δ_r twice as large", theorem36({ barrierFactor: 2 }), "sharpened"],
  ["half the noise", conditionV({ noiseFactor: 0.5 }), "corrected"],
  ["steps without the metric", conditionV({ step: plain }), "corrected"],
];

for (const [what, claim, variant] of mistakes) {
  Deno.test(`${claim.id} (${variant}) notices ${what}`, async () => {
    assertEquals(claim.variants[variant]!.expected, "holds");
    const { variants } = await searchClaim(claim, {
      seed: 1,
      profile: "quick",
      instances: 800,
      arithmetic: float64 as Arithmetic<unknown>,
      stopAtViolationOf: variant,
    });
    assertEquals(variants[variant]!.verdict, "refuted");
  });
}

/** ½x² on the line from 0.5, r = 1, R = 2, α = ½, without noise. */
const simple: BasinInstance = {
  basin: { radius: 1, outerRadius: 2, wells: [{ kind: "parabola", curvature: 1 }] },
  metric: { kind: "identity" },
  basis: "identity",
  offset: [0],
  starts: [{ point: [0.5], weight: 1 }],
  bias: { scale: 1, angle: 0 },
  noise: { kind: "none" },
  horizon: 3,
  stepFraction: 0.5,
  multiplicative: 0,
};

function statuses(claim: Claim, instance: BasinInstance, variant: VariantName): string[] {
  const run = basinRun(float64, instance, 0);
  const judged = judge(claim.kind, claim.variants[variant]!, run, instance, float64.unitRoundoff);
  return [...judged.values()].map(({ status }) => status);
}

Deno.test("condition-v by hand: survivors go up, and the corrected bound holds", () => {
  const instance: BasinInstance = {
    ...simple,
    basin: {
      radius: 1,
      outerRadius: 2,
      wells: [{ kind: "parabola", curvature: 1 }, { kind: "parabola", curvature: 4 }],
    },
    offset: [0, 0],
    starts: [{ point: [0.9, 0], weight: 1 }],
    // α = 0.4/L̂ = 0.1.
    stepFraction: 0.4,
    noise: { kind: "aim", probability: 0.2, target: [0.01, 0.8] },
    horizon: 2,
  };
  const run = basinRun(float64, instance, 0);
  const { constants, conditionalConstants, basin, stepSizes } = run;
  assertEquals([basin.gradientDomination, basin.smoothness, stepSizes[0]], [1, 4, 0.1]);
  assertAlmostEquals(constants!.alignment, 1, 1e-12);
  assertAlmostEquals(constants!.growth, 1, 1e-12);
  assertAlmostEquals(constants!.noise, 32, 1e-12);
  assertEquals(conditionalConstants, null);
  assertAlmostEquals(run.survival, 0.2, 1e-15);
  assertAlmostEquals(run.conditionalValues[0]!, 0.405, 1e-15);
  assertAlmostEquals(run.conditionalValues[1]!, 1.28005, 1e-12);
  const [relation] = conditionV().variants.printed.relations(run, instance);
  assertAlmostEquals(relation!.rhs, 1.0045, 1e-12);
  assertEquals(statuses(conditionV(), instance, "printed"), ["violated"]);
  assertEquals(statuses(conditionV(), instance, "corrected"), ["supported"]);
  // Theorem 3.5 with (v) says nothing of it, and its bound on survival holds.
  assert(!statuses(theorem35(), instance, "printed").includes("violated"));
});

Deno.test("all paths by hand: survival, conditional loss, constants", () => {
  // x⁺ = x/2 ± 0.35: from 0.5 to 0.6 or −0.1, and on to 0.65, −0.05, 0.3, −0.4; then 0.675 and so on.
  const noise = {
    kind: "outcomes" as const,
    count: 2 as const,
    probability: 0.5,
    size: 0.35,
    direction: "fixed" as const,
    vector: [1],
    presence: "everywhere" as const,
  };
  const inside = basinRun(float64, { ...simple, noise }, 0);
  assertEquals(inside.survival, 1);
  assertAlmostEquals(inside.conditionalValues[1]!, (0.36 + 0.01) / 4, 1e-15);
  assertAlmostEquals(
    inside.conditionalValues[2]!,
    (0.65 ** 2 + 0.05 ** 2 + 0.3 ** 2 + 0.4 ** 2) / 8,
    1e-15,
  );
  // Var g = (0.35/½)², and with the drift s_2² = ‖½·0.6‖² + 0.35² is the largest at the second step.
  assertAlmostEquals(inside.constants!.noise, 0.49, 1e-14);
  assertAlmostEquals(inside.overshoots[0]!, 0.25 ** 2 + 0.35 ** 2, 1e-14);
  assertAlmostEquals(inside.overshoots[1]!, 0.3 ** 2 + 0.35 ** 2, 1e-14);
  // With 0.8 in the place of 0.35: 1.05 leaves at once; −0.55 goes to 0.525 or −1.075.
  const wide = basinRun(float64, { ...simple, noise: { ...noise, size: 0.8 } }, 0);
  assertEquals(wide.survivalCurve, [1, 0.5, 0.25]);
  assertEquals(wide.survival, 0.25);
  assertAlmostEquals(wide.conditionalValues[2]!, 0.525 ** 2 / 2, 1e-15);
  // At 0.5 the survivors have η = 0.5 + 1.6, at −0.55 η = −0.55 − 1.6: (v) cannot hold with c_G = 4.2.
  assertAlmostEquals(wide.alignments[0]![2], 4.2, 1e-12);
  assertEquals(wide.conditionalConstants, null);
});

Deno.test("at a minimizer (v) fails where outcomes survive unlike", () => {
  // From (0, 0): to (0.9, 0) with probability 0.6, else to (−1.35, 0), which is outside.
  const run = basinRun(float64, {
    ...simple,
    starts: [{ point: [0], weight: 1 }],
    noise: { kind: "aim", probability: 0.6, target: [0.9] },
    horizon: 2,
  }, 0);
  assertAlmostEquals(run.survival, 0.6, 1e-15);
  assert(run.constants !== null);
  assertEquals(run.conditionalConstants, null);
});

Deno.test("theorem-3.5's bound keeps its digits where αcμ̂ is small, and at αcμ̂ = 1", () => {
  const run = basinRun(float64, { ...simple, stepFraction: 1 }, 0);
  const constants = { alignment: 1, growth: 1, noise: 3, multiplicative: 0 };
  // F + 0.
  assertEquals(contraction(run, constants)(2), 1.5);
  assertEquals(contraction(run, constants)(1), run.conditionalValues[0]);
  // F = 1.5e14, and in two steps the loss may rise by 2·½α²L̂K.
  const tiny = contraction(run, { ...constants, alignment: 1e-14 })(3);
  assertAlmostEquals(tiny, 0.125 + 3, 1e-12);
});

Deno.test("multiplicative noise: K_V takes what α leaves of c/(αL̂) − c_G²", () => {
  const run = basinRun(float64, {
    ...simple,
    bias: { scale: 1, angle: 0 },
    multiplicative: 1,
    noise: {
      kind: "outcomes",
      count: 3,
      probability: 0.25,
      size: 0.2,
      direction: "gradient",
      vector: [1],
      presence: "gradient",
    },
  }, 0);
  // c/(αL̂) − 1 = 1, and Var = (0.2·‖∇f‖/½)² = 0.16‖∇f‖² is below ‖∇f‖².
  assertAlmostEquals(run.constants!.multiplicative, 1, 1e-12);
  assertEquals(run.constants!.noise, 0);
});

/** What a run says, without functions and with numbers as float32 would know them. */
function summary(run: BasinRun): number[] {
  const { constants, survival, conditionalValues, overshoots, survivalCurve } = run;
  return [
    ...Object.values(constants!),
    survival,
    ...conditionalValues,
    ...overshoots,
    ...survivalCurve,
  ];
}

Deno.test("neither the metric nor the basis nor the place changes what happens in its norm", async () => {
  const plainInstance: BasinInstance = {
    ...simple,
    basin: {
      radius: 1,
      outerRadius: 2,
      sphere: { coordinates: 2, curvature: 1, sphereRadius: 3 },
      wells: [{ kind: "cosine", curvature: 2, bend: 1 }],
    },
    offset: [0, 0, 0],
    starts: [{ point: [3.2, 0.1, -0.3], weight: 1 }, { point: [0, -2.5, 0.2], weight: 2 }],
    bias: { scale: 1.5, angle: 0.4 },
    noise: { kind: "jump", probability: 0.1, distance: 1.1 },
    horizon: 5,
  };
  const moved: BasinInstance = {
    ...plainInstance,
    metric: { kind: "diagonal", entries: [0.01, 3, 100] },
    basis: { kind: "reflections", vectors: [[1, 2, -1]] },
    offset: [1, -2, 0.5],
  };
  const expected = summary(basinRun(float64, plainInstance, 0));
  const actual = summary(basinRun(float64, moved, 0));
  expected.forEach((value, i) => assertAlmostEquals(actual[i]!, value, 1e-11 * (1 + value)));
  const single = await loadFloat32();
  const rounded = summary(basinRun(single, moved, 0));
  expected.forEach((value, i) => assertAlmostEquals(rounded[i]!, value, 1e-3 * (1 + value)));
  assert(expected.some((value) => value > 0 && value < 1), "some runs leave");
});

Deno.test("simulated runs survive as often as all paths say", () => {
  const size = 0.4;
  const exact = basinRun(float64, {
    ...simple,
    horizon: 8,
    noise: {
      kind: "outcomes",
      count: 2,
      probability: 0.2,
      size,
      direction: "fixed",
      // A step is against g: two-point noise has its rare value on the positive side.
      vector: [-1],
      presence: "everywhere",
    },
  }, 0);
  const { estimate } = basinRun(float64, {
    ...simple,
    horizon: 8,
    noise: {
      kind: "simulated",
      law: { kind: "twoPoint", probability: 0.2 },
      size,
      runs: 4000,
      seed: 5,
    },
  }, 0);
  assert(exact.survival < 0.9 && exact.survival > 0.05, `${exact.survival}`);
  assert(Math.abs(estimate!.mean - exact.survival) < 0.04, `${estimate!.mean}, ${exact.survival}`);
  assert(estimate!.upper >= exact.survival);
});

Deno.test("lemma-3.4 by hand: equality for a step that is just long enough from the rim", () => {
  const instance: OvershootInstance = {
    ...simple,
    point: [1 - 1e-9],
    stepSize: 0.5,
    outcomes: [{ displacement: [1 + 2e-9], weight: 1 }, { displacement: [0], weight: 3 }],
  };
  const claim = lemma34();
  const observation = claim.observe(instance, float64 as Arithmetic<unknown>, 0);
  const [relation] = claim.variants.printed.relations(observation, instance);
  assertEquals(relation!.lhs, 0.25);
  assertAlmostEquals(relation!.rhs, 0.25, 1e-8);
  assert(relation!.rhs >= relation!.lhs);
});

Deno.test("theorem-3.5 by hand: the sharpened bound is nearly met from x to 0 or just out", () => {
  // From 0.5 with a tiny α to 1.001 with probability p, else to about 0: P(S_2) = 1 − p; of the bound
  // all but q and the contraction is p·1.001².
  const instance: BasinInstance = {
    ...simple,
    basin: { ...simple.basin, outerRadius: 20 },
    noise: { kind: "jump", probability: 0.4995, distance: 1.001 },
    stepFraction: 1e-3,
    horizon: 2,
  };
  const run = basinRun(float64, instance, 0);
  const [relation] = theorem35().variants.sharpened!.relations(run, instance);
  assertAlmostEquals(relation!.lhs, 0.5005, 1e-12);
  assert(relation!.lhs - relation!.rhs > 0 && relation!.lhs - relation!.rhs < 0.005);
});
