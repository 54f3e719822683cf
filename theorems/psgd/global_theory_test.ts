/**
 * Teeth and hand calculations of the global theory: for each claim a deliberate mistake in the method
 * or a constant that its checker must notice, and the cases of equality.
 */

import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import fc from "fast-check";
import { type Arithmetic, float64 } from "../../lib/arithmetic/mod.ts";
import { momentConfidence, randomStream } from "../../lib/statistics/mod.ts";
import { stochasticProblem, type StochasticQuadraticInstance } from "../../problems/mod.ts";
import type { Claim } from "../../verify/mod.ts";
import { searchClaim } from "../../verify/search.ts";
import { geometricPicks, noiseFloor } from "./_global.ts";
import { constantStepBound, observeConstantStep } from "./_global_constant_step.ts";
import { arrivalAt, corollaryC71 } from "./corollary_c7_1.ts";
import { lemmaC7 } from "./lemma_c7.ts";
import { noiseLevel } from "./noise_level.ts";
import { theorem32 } from "./theorem_3_2.ts";
import { leadingConstant, theorem33 } from "./theorem_3_3.ts";

async function verdict(claim: Claim): Promise<string> {
  const { variants } = await searchClaim(claim, {
    seed: 1,
    profile: "quick",
    arithmetic: float64 as Arithmetic<unknown>,
  });
  return variants.printed!.verdict;
}

const tooLong = (stepSize: number) => 2.5 * stepSize;

const mistakes: Record<string, () => Claim> = {
  "lemma-c7: steps that are too long": () => lemmaC7({ made: tooLong }),
  "lemma-c7: half the floor": () => lemmaC7({ floor: 0.5 }),
  "lemma-c7: three times the rate": () => lemmaC7({ rate: 3 }),
  "theorem-3.2: steps that are too long": () => theorem32({ made: tooLong }),
  "theorem-3.2: nine tenths of the floor": () => theorem32({ floor: 0.9 }),
  "theorem-3.2: three times the rate": () => theorem32({ rate: 3 }),
  "theorem-3.3: steps that are too long": () => theorem33({ made: tooLong }),
  "theorem-3.3: a third of the noise's part of ν": () => theorem33({ noise: 0.3 }),
  "theorem-3.3: nine tenths of the start's part of ν": () => theorem33({ start: 0.9 }),
  "corollary-c7.1: steps that are too long": () => corollaryC71({ made: tooLong }),
  "corollary-c7.1: half the floor": () => corollaryC71({ floor: 0.5 }),
  "corollary-c7.1: three times the rate": () => corollaryC71({ rate: 3 }),
  "noise-level: b² in the place of b": () => noiseLevel(2),
  "noise-level: √b in the place of b": () => noiseLevel(0.5),
};

for (const [name, claim] of Object.entries(mistakes)) {
  Deno.test(`${name} is noticed`, async () => {
    assertEquals(await verdict(claim()), "refuted");
  });
}

Deno.test("without the bound on the step size the claims break", () => {
  for (const claim of [lemmaC7(), theorem32(), theorem33()]) {
    const { without } = claim.hypotheses.find(({ without }) => without !== undefined)!;
    const broken = fc.sample(without!, { seed: 3, numRuns: 100 }).filter((instance) => {
      const observation = claim.observe(instance, float64, 0);
      return claim.variants.printed.relations(observation, instance).some(({ lhs, rhs, label }) =>
        label.startsWith("E f") && lhs - rhs > 1e-3 * (Math.abs(lhs) + Math.abs(rhs))
      );
    });
    assert(broken.length >= 10, `${claim.id}: ${broken.length}`);
  }
});

/** f = ½Lw² with g = ∇f and additive and multiplicative noise, in the metric M. */
function scalar(curvature: number, metric: number, level: number): StochasticQuadraticInstance {
  return {
    kind: "quadratic",
    curvature: { eigenvalues: [curvature], basis: "identity" },
    terms: [],
    metric: { kind: "diagonal", entries: [metric] },
    noise: {
      bias: { kind: "none" },
      additive: { kind: "vectors", vectors: [[1]] },
      multiplicative: { kind: "aligned", level },
      law: { kind: "rademacher" },
    },
  };
}

Deno.test("theorem 3.2 by hand: equality at all k", () => {
  // L̂ = 1, K = K_V = 1, α = 1/(1·2): E w⁺² = w²/2 + ¼, so that from w = 2 the gaps are 2, 9/8, 11/16;
  // F = αK/2 = ¼ and ρ = ½.
  for (const method of ["moments", "paths"] as const) {
    const run = observeConstantStep(
      { problem: scalar(1, 1, 1), start: [2], method, seed: 0, share: 1, steps: 2 },
      float64,
      0,
    );
    assertEquals(run.stepSize, 0.5);
    assertEquals(run.floor, 0.25);
    for (const [index, { k, value }] of run.gaps.entries()) {
      assertAlmostEquals(value, [2, 9 / 8, 11 / 16][index]!, 1e-15);
      assertAlmostEquals(constantStepBound(run, k), value, 1e-15);
    }
  }
});

Deno.test("the metric by hand: M = 4 makes L̂ a quarter of L, and K is that of M^{1/2}ε", () => {
  const run = observeConstantStep(
    { problem: scalar(2, 4, 0), start: [1], method: "paths", seed: 0, share: 1, steps: 1 },
    float64,
    0,
  );
  // L̂ = ½, α = 2, g = 2w ± 2: w⁺ = w − 2·(2w ± 2)/4 = ±1 from w = 1.
  assertAlmostEquals(run.stepSize, 2, 1e-15);
  assertAlmostEquals(run.gaps[1]!.value, 1, 1e-15);
  // F = αL̂K/(2μ̂) = 1: attained.
  assertAlmostEquals(noiseFloor(run, run.stepSize), 1, 1e-15);
});

Deno.test("ν by hand", () => {
  const parts = { beta: 2, excess: 1, gamma: 1, smoothness: 1, noise: 3 };
  // 4·3/(2·1) = 6 against 2·f(w_1).
  assertEquals(leadingConstant({ ...parts, gap: 2 }), 6);
  assertEquals(leadingConstant({ ...parts, gap: 4 }), 8);
});

Deno.test("the arrival by hand", () => {
  // (1 − ½)^{k−1}·8 ≤ 1 from k = 4 on.
  assertEquals(arrivalAt(8, 1, 0.5), 4);
  assertEquals(arrivalAt(1, 1, 0.5), 1);
  assertEquals(arrivalAt(8, 1, 1), 2);
  assertEquals(arrivalAt(8, 0, 0.5), Infinity);
});

Deno.test("picks are geometric and end with the last", () => {
  assertEquals(geometricPicks(1), [1]);
  assertEquals(geometricPicks(17), [1, 2, 3, 4, 6, 8, 12, 16, 17]);
});

Deno.test("the noise level by hand, and of Gaussian noise", () => {
  // A = diag(1, 4), M = diag(2, 1), s²/b = 3: 3(½ + 4) = 13.5.
  const instance: StochasticQuadraticInstance = {
    kind: "quadratic",
    curvature: { eigenvalues: [1, 4], basis: "identity" },
    terms: [],
    metric: { kind: "diagonal", entries: [2, 1] },
    noise: {
      bias: { kind: "none" },
      additive: { kind: "curvature", level: 3 },
      multiplicative: { kind: "none" },
      law: { kind: "gaussian" },
    },
  };
  const problem = stochasticProblem(instance);
  assertAlmostEquals(problem.bounds.noise, 13.5, 1e-14);
  const stream = randomStream(1, "noise");
  const map = problem.over(float64);
  const count = 20_000;
  // At w = (1, 1), ∇f = (1, 4).
  const points = float64.matrix([1, 1].map((x) => new Array<number>(count).fill(x)));
  const rows = float64.toRows(map.gradient(points, problem.draw(stream, count)));
  let next = 0;
  const { lower, upper } = momentConfidence(() => {
    const k = next++;
    return (rows[0]![k]! - 1) ** 2 / 2 + (rows[1]![k]! - 4) ** 2;
  }, { variance: 2 * 9 * (0.25 + 16), maximumSamples: count });
  assert(lower <= 13.5 && 13.5 <= upper && upper - lower < 2, `[${lower}, ${upper}]`);

  const claim = noiseLevel();
  const observation = claim.observe(
    { ...instance, point: [1, 1], deviation: 3, batch: 3 },
    float64,
    0,
  );
  const relations = claim.variants.printed.relations(observation, {});
  assertEquals(relations.length, 3);
  for (const { lhs, rhs } of relations) {
    assertAlmostEquals(lhs, 13.5, 1e-12);
    assertAlmostEquals(rhs, 13.5, 1e-12);
  }
});
