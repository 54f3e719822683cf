/** The calibration theorems of `_convex.ts`: worst cases by hand, teeth, and the verdicts. */

import { assert, assertEquals, assertLessOrEqual } from "@std/assert";
import { type Arithmetic, float64 } from "../../lib/arithmetic/mod.ts";
import {
  chain,
  gradientDescent,
  krasnoselskiiMann,
  polyakStep,
  proximalPoint,
  scale,
  subgradientMethod,
} from "../../lib/optimizers/mod.ts";
import type { ConvexFunctionInstance, ConvexTerm } from "../../problems/mod.ts";
import type { Claim, VariantName, Verdict } from "../../verify/mod.ts";
import { searchClaim } from "../../verify/search.ts";
import { testOnTwoSeeds } from "./testdata/two_seeds.ts";
import { convexClaims } from "./_convex.ts";
import { gradientDescentContracts } from "./gd_contraction.ts";
import { gradientDescentLastIterate, type StepMethod } from "./gd_last_iterate.ts";
import { gradientDescentDominated } from "./gd_polyak_lojasiewicz.ts";
import { halpernRate } from "./halpern.ts";
import { krasnoselskiiMannRate } from "./krasnoselskii_mann.ts";
import { optimisticGradientRate } from "./optimistic_gradient.ts";
import { polyakStepDecrease } from "./polyak_step.ts";
import { proximalPointRate } from "./proximal_point.ts";
import { subgradientRate } from "./subgradient_method.ts";

const claims = new Map(convexClaims.map((claim) => [claim.id.split("/")[1]!, claim]));

/** A function of one variable. */
function line(term: ConvexTerm): ConvexFunctionInstance {
  return { kind: "separable", dimension: 1, minimizer: [0], reflections: [], terms: [term] };
}

/** max |x_i|, the coordinate with the least index first. */
function maximumNorm(dimension: number): ConvexFunctionInstance {
  const slopes = Array.from(
    { length: dimension },
    (_, i) => Array.from({ length: dimension }, (_, j) => Number(i === j)),
  );
  return {
    kind: "maximum",
    dimension,
    minimizer: slopes.map(() => 0),
    slopes: [...slopes, ...slopes.map((slope) => slope.map((entry) => -entry))],
    offsets: [...slopes, ...slopes].map(() => 0),
  };
}

/** lhs/rhs of the printed relation that is closest to breaking, and whether the sharpened breaks. */
function judged(name: string, instance: unknown): { tightness: number; fails: boolean } {
  const claim = claims.get(name)!;
  for (const hypothesis of claim.hypotheses) assert(hypothesis.holds?.(instance) ?? true);
  const observation = claim.observe(instance, float64, 0);
  const ratios = claim.variants.printed.relations(observation, instance)
    .filter(({ rhs }) => rhs > 0)
    .map(({ lhs, rhs }) => lhs / rhs);
  return {
    tightness: Math.max(...ratios),
    fails: claim.variants.sharpened!.relations(observation, instance).some(({ lhs, rhs }) =>
      lhs > rhs * (1 + 1e-9)
    ),
  };
}

const quadratic = line({ kind: "quadratic", curvature: 1 });
const side = { lengths: [], slopes: [], curvature: 1 };

const worstCases: readonly [name: string, what: string, instance: unknown][] = [
  ["gd-contraction", "½x²", { objective: quadratic, offset: [1], other: [0], stepShare: 0.5 }],
  ["gd-contraction", "½(x₁² + 4x₂²) along its flat axis", {
    objective: {
      ...quadratic,
      dimension: 2,
      minimizer: [3, -1],
      terms: [1, 4].map((curvature) => ({ kind: "quadratic", curvature })),
    },
    offset: [1, 0],
    other: [2, 0],
    stepShare: 0.5,
  }],
  ["gd-last-iterate", "a Huber function, N = 1", {
    objective: line({ kind: "huber", curvature: 1, threshold: 1 }),
    offset: [3],
    stepShare: 1,
    steps: 1,
  }],
  ["gd-last-iterate", "a Huber function, N = 20 and α = 0.3/L", {
    objective: line({ kind: "huber", curvature: 7, threshold: 2 }),
    offset: [2 * (2 * 20 * 0.3 + 1)],
    stepShare: 0.3,
    steps: 20,
  }],
  ["gd-last-iterate", "a Huber function as an envelope, N = 3", {
    objective: {
      kind: "envelope",
      dimension: 1,
      minimizer: [0],
      smoothness: 2,
      slopes: [[6], [-6]],
      offsets: [0, 0],
    },
    offset: [3 * 7],
    stepShare: 1,
    steps: 3,
  }],
  ["proximal-point", "max |x_i|, N = 2", {
    objective: maximumNorm(2),
    offset: [4, 0],
    lambda: 1,
    steps: 2,
  }],
  ["proximal-point", "|x|, N = 1", {
    objective: line({ kind: "absolute", left: 1, right: 1 }),
    offset: [2],
    lambda: 1,
    steps: 1,
  }],
  ["proximal-point", "3‖x‖ in three dimensions, N = 10", {
    objective: { kind: "norm", dimension: 3, minimizer: [1, 0, -1], weight: 3 },
    offset: [2, 2, 1],
    lambda: 3 / (2 * 10 * 3),
    steps: 10,
  }],
  ...[1, 2, 3, 10, 29].map((steps): [string, string, unknown] => [
    "halpern",
    `a rotation, N = ${steps}`,
    {
      map: {
        dimension: 2,
        fixedPoint: [5, -1],
        parts: [{ kind: "rotation", halfTurns: 1 / (steps + 1) }],
      },
      offset: [1, 2],
      steps,
    },
  ]),
  ["halpern", "−I on the line, N = 2", {
    map: { dimension: 1, fixedPoint: [0], parts: [{ kind: "scaling", factors: [-1] }] },
    offset: [3],
    steps: 2,
  }],
  ...[1, 2, 7, 30].map((steps): [string, string, unknown] => [
    "krasnoselskii-mann",
    `a rotation, N = ${steps}`,
    {
      map: {
        dimension: 2,
        fixedPoint: [0, 0],
        parts: [{ kind: "rotation", halfTurns: 2 * Math.atan(1 / Math.sqrt(steps)) / Math.PI }],
      },
      offset: [2, 0],
      steps,
    },
  ]),
  ...[1, 2, 9].map((steps): [string, string, unknown] => [
    "subgradient-method",
    `max |x_i| in dimension ${steps + 1}`,
    { objective: maximumNorm(steps + 1), offset: Array(steps + 1).fill(1), steps },
  ]),
  ["polyak-step", "|x₁| in the plane", {
    objective: {
      kind: "maximum",
      dimension: 2,
      minimizer: [0, 0],
      slopes: [[1, 0], [-1, 0]],
      offsets: [0, 0],
    },
    offset: [1, 1],
    steps: 1,
  }],
  ...[1, 30].map((steps): [string, string, unknown] => [
    "optimistic-gradient",
    `xy, N = ${steps}`,
    {
      matrix: { rows: 1, columns: 1, singularValues: [1], left: [], right: [] },
      start: [1, 0],
      stepShare: steps === 1 ? 1 : 0.7,
      steps,
    },
  ]),
  ["gd-polyak-lojasiewicz", "½x²", {
    objective: {
      dimension: 1,
      minimizer: [0],
      reflections: [],
      terms: [{ left: side, right: side }],
    },
    offset: [1],
    stepShare: 0.25,
  }],
];

for (const [name, what, instance] of worstCases) {
  Deno.test(`calibration/${name} is tight on ${what}, where its false form fails`, () => {
    const { tightness, fails } = judged(name, instance);
    // Equality by hand; what is missing or too much is rounding.
    assertLessOrEqual(1 - 1e-12, tightness);
    assertLessOrEqual(tightness, 1 + 1e-12);
    assert(fails);
  });
}

Deno.test("every calibration claim has a worst case by hand", () => {
  assertEquals(new Set(worstCases.map(([name]) => name)), new Set(claims.keys()));
});

async function verdictOf(
  claim: Claim,
  variant: VariantName,
  seed: number,
  instances: number,
): Promise<Verdict> {
  const { variants } = await searchClaim(claim, {
    seed,
    profile: "quick",
    instances,
    arithmetic: float64 as Arithmetic<unknown>,
  });
  return variants[variant]!.verdict;
}

/** A method with its step multiplied. */
const scaled = (method: StepMethod, factor: number): StepMethod => (arithmetic, options) =>
  chain(method(arithmetic, options), scale(arithmetic, factor));

const mistakes: readonly [what: string, claim: Claim][] = [
  ["a step 5 % too long", gradientDescentContracts(scaled(gradientDescent, 1.05))],
  ["a step 10 % too short", gradientDescentLastIterate(scaled(gradientDescent, 0.9))],
  ["a step uphill", gradientDescentLastIterate(scaled(gradientDescent, -1))],
  [
    "a step 5 % too short",
    proximalPointRate((arithmetic) => chain(proximalPoint(arithmetic), scale(arithmetic, 0.95))),
  ],
  ["no anchor", halpernRate((arithmetic) => krasnoselskiiMann(arithmetic, { relaxation: 0.5 }))],
  [
    "the relaxation 0.3",
    krasnoselskiiMannRate((arithmetic) => krasnoselskiiMann(arithmetic, { relaxation: 0.3 })),
  ],
  ["a tenth of the step", subgradientRate(scaled(subgradientMethod, 0.1))],
  ["a step uphill", subgradientRate(scaled(subgradientMethod, -1))],
  [
    "a step half as long again",
    polyakStepDecrease((arithmetic, options) =>
      chain(polyakStep(arithmetic, options), scale(arithmetic, 1.5))
    ),
  ],
  ["no extrapolation", optimisticGradientRate(gradientDescent)],
  ["a step 5 % too short", gradientDescentDominated(scaled(gradientDescent, 0.95))],
];

for (const [what, claim] of mistakes) {
  Deno.test(`${claim.id} notices ${what}`, async () => {
    assertEquals(await verdictOf(claim, "printed", 1, 200), "refuted");
  });
}

testOnTwoSeeds(convexClaims);
