/** The calibration theorems of `_performance.ts`: worst cases by hand, teeth, and the verdicts. */

import { assertEquals, assertLessOrEqual } from "@std/assert";
import { type Arithmetic, float64 } from "../../lib/arithmetic/mod.ts";
import {
  chain,
  frankWolfe,
  gradientDescent,
  informationTheoreticExactMethod,
  mapNextPoint,
  optimizedGradientMethod,
  proximalPoint,
  scale,
} from "../../lib/optimizers/mod.ts";
import type {
  ConvexFunctionInstance,
  ConvexTerm,
  MonotoneOperatorInstance,
} from "../../problems/mod.ts";
import { type Claim, judge, type VariantName } from "../../verify/mod.ts";
import { searchClaim } from "../../verify/search.ts";
import { testOnTwoSeeds } from "./testdata/two_seeds.ts";
import { performanceClaims } from "./_performance.ts";
import type { StepMethod } from "./gd_last_iterate.ts";
import { douglasRachford, douglasRachfordContracts } from "./douglas_rachford.ts";
import { forwardStepContracts } from "./forward_step.ts";
import { frankWolfeRate } from "./frank_wolfe.ts";
import { gradientDescentGradientNorm } from "./gd_gradient_norm.ts";
import { inexactGradientDescent } from "./inexact_gradient.ts";
import { informationTheoreticExactRate } from "./information_theoretic_exact_method.ts";
import { nonconvexGradientDescent } from "./nonconvex_gradient_descent.ts";
import { optimizedGradientRate } from "./optimized_gradient_method.ts";
import { proximalPointOnInclusions } from "./proximal_point_inclusion.ts";
import { projectedGradient, projectedGradientRate } from "./projected_gradient.ts";

const claims = new Map(performanceClaims.map((claim) => [claim.id.split("/")[1]!, claim]));

/** The slope `slope` at `steps` + 1 points that are `slope`·`stepShare`/L apart, and the drops by hand. */
function sawtooth(steps: number, slope: number, smoothness: number, stepShare: number) {
  const drop = (stepShare - stepShare ** 2 / 4) * slope ** 2 / smoothness;
  return {
    objective: {
      dimension: 1,
      least: -smoothness,
      largest: smoothness,
      data: Array.from({ length: steps + 1 }, (_, k) => ({
        point: [-k * stepShare * slope / smoothness],
        gradient: [slope],
        value: -k * drop,
      })),
    },
    stepShare,
    steps,
  };
}

/** A function of one variable. */
function line(term: ConvexTerm): ConvexFunctionInstance {
  return { kind: "separable", dimension: 1, minimizer: [0], reflections: [], terms: [term] };
}

const quadratic = (curvature: number) => line({ kind: "quadratic", curvature });
/** Of the plane, by so many right angles. */
function rotation(size: number, turn: number): MonotoneOperatorInstance {
  return { kind: "linear", dimension: 2, zero: [1, 0], reflections: [], blocks: [{ size, turn }] };
}

const ownClass = { leastShare: 1, largestShare: 1 };

const worstCases: readonly [name: string, what: string, instance: unknown][] = [
  ...[1, 2, 7].map((steps): [string, string, unknown] => [
    "nonconvex-gradient-descent",
    `a sawtooth, N = ${steps}`,
    sawtooth(steps, 1, 1, 1),
  ]),
  ["nonconvex-gradient-descent", "a sawtooth, α = 0.3/L", sawtooth(4, 3, 5, 0.3)],
  ["frank-wolfe", "½Lx² over [0, D], N = 1", {
    set: { kind: "polytope", vertices: [[3], [0]] },
    objective: {
      kind: "separable",
      dimension: 1,
      minimizer: [0],
      reflections: [],
      terms: [{ kind: "quadratic", curvature: 7 }],
    },
    tilt: [0],
    start: [0],
    steps: 1,
  }],
  ...[1, 6].map((steps): [string, string, unknown] => [
    "projected-gradient",
    `cx over [0, R], N = ${steps}`,
    {
      set: { kind: "box", lower: [0], upper: [2] },
      // Curved left of 0 only.
      objective: {
        kind: "envelope",
        dimension: 1,
        minimizer: [0],
        smoothness: 3,
        slopes: [[-1]],
        offsets: [0],
      },
      tilt: [3 / (steps * 0.5)],
      start: [2],
      stepShare: 0.5,
      steps,
    },
  ]),
  ["gd-gradient-norm", "a Huber function", {
    objective: line({ kind: "huber", curvature: 3, threshold: 2 }),
    offset: [2 * (5 * 0.3 + 1)],
    stepShare: 0.3,
    steps: 5,
  }],
  ["gd-gradient-norm", "a Huber function as an envelope", {
    objective: {
      kind: "envelope",
      dimension: 1,
      minimizer: [0],
      smoothness: 1,
      slopes: [[1], [-1]],
      offsets: [0, 0],
    },
    offset: [-8],
    stepShare: 1,
    steps: 7,
  }],
  ...[1, 2, 30].map((steps): [string, string, unknown] => [
    "optimized-gradient-method",
    `½Lx², N = ${steps}`,
    { objective: quadratic(3), offset: [2], steps },
  ]),
  ...[1, 2, 9].map((steps): [string, string, unknown] => [
    "information-theoretic-exact-method",
    `½μx², N = ${steps}`,
    { objective: quadratic(2), offset: [1], leastShare: 1, largestShare: 0.25, steps },
  ]),
  ["information-theoretic-exact-method", "½Lx², N = 1", {
    objective: quadratic(2),
    offset: [3],
    leastShare: 0.25,
    largestShare: 1,
    steps: 1,
  }],
  ...[1, 8].map((steps): [string, string, unknown] => [
    "forward-step",
    `a rotation, N = ${steps}`,
    { operator: rotation(3, 2 / 3), offset: [1, 2], step: 0.7, steps },
  ]),
  ...[2, 3, 20].map((steps): [string, string, unknown] => [
    "proximal-point-inclusion",
    `a right angle, N = ${steps}`,
    { operator: rotation(2, 1), offset: [1, 2], step: 1 / Math.sqrt(steps - 1), steps },
  ]),
  ...[1, 5].flatMap((steps): [string, string, unknown][] => [
    ["inexact-gradient", `½μx², N = ${steps}`, {
      objective: quadratic(2),
      offset: [1],
      leastShare: 1,
      largestShare: 0.1,
      epsilon: 0.5,
      errors: [{ along: -1, across: [1] }],
      steps,
    }],
    ["inexact-gradient", `½Lx², N = ${steps}`, {
      objective: quadratic(2),
      offset: [1],
      leastShare: 0.1,
      largestShare: 1,
      epsilon: 0.5,
      errors: [{ along: 1, across: [1] }],
      steps,
    }],
    ["douglas-rachford", `½μx² and 0, N = ${steps}`, {
      ...ownClass,
      objective: quadratic(2),
      offset: [1],
      other: line({ kind: "deadZone", slope: 1, width: 10 }),
      between: [2],
      step: 0.5,
      steps,
    }],
    ["douglas-rachford", `½Lx² and c|x|, N = ${steps}`, {
      ...ownClass,
      objective: quadratic(2),
      offset: [1],
      other: line({ kind: "absolute", left: 100, right: 100 }),
      between: [2],
      step: 2,
      steps,
    }],
  ]),
];

for (const [name, what, instance] of worstCases) {
  Deno.test(`calibration/${name} is tight on ${what}, where its false form fails`, () => {
    const claim = claims.get(name)!;
    for (const { holds } of claim.hypotheses) assertEquals(holds?.(instance) ?? true, true);
    const observation = claim.observe(instance, float64 as Arithmetic<unknown>, 0);
    const judged = (variant: VariantName) => {
      const form = claim.variants[variant]!;
      const all = judge(claim.kind, form, observation, instance, float64.unitRoundoff);
      return [...all.values()];
    };
    const printed = judged("printed");
    assertEquals(printed.map(({ status }) => status), printed.map(() => "supported"));
    // Equality by hand; what is missing is rounding.
    assertLessOrEqual(1 - 1e-12, Math.max(...printed.map(({ worst }) => worst.ratio!)));
    assertEquals(judged("sharpened").some(({ status }) => status === "violated"), true);
  });
}

Deno.test("every claim that performance estimation solves has a worst case by hand", () => {
  assertEquals(new Set(worstCases.map(([name]) => name)), new Set(claims.keys()));
});

/** A method with its step multiplied. */
const scaled = (method: StepMethod, factor: number): StepMethod => (arithmetic, options) =>
  chain(method(arithmetic, options), scale(arithmetic, factor));

const mistakes: readonly [what: string, claim: Claim][] = [
  ["a step 10 % too short", nonconvexGradientDescent(scaled(gradientDescent, 0.9))],
  ["a step 10 % too short", gradientDescentGradientNorm(scaled(gradientDescent, 0.9))],
  ["a step 5 % too long", inexactGradientDescent(scaled(gradientDescent, 1.05))],
  ["a step 5 % too short", inexactGradientDescent(scaled(gradientDescent, 0.95))],
  [
    "a step uphill",
    projectedGradientRate((arithmetic, { stepSize, set }) =>
      chain(
        scaled(gradientDescent, -1)(arithmetic, { stepSize }),
        mapNextPoint(arithmetic, (x) => set.project(arithmetic, x)),
      )
    ),
  ],
  [
    "a step 10 % too short",
    projectedGradientRate((arithmetic, { stepSize, set }) =>
      projectedGradient(arithmetic, { stepSize: 0.9 * stepSize, set })
    ),
  ],
  [
    "gradient descent in its place",
    optimizedGradientRate((arithmetic, { smoothness }) =>
      gradientDescent(arithmetic, { stepSize: 1 / smoothness })
    ),
  ],
  [
    "the last momentum made like the others",
    optimizedGradientRate((arithmetic, { smoothness, steps }) =>
      optimizedGradientMethod(arithmetic, { smoothness, steps: steps + 1 })
    ),
  ],
  [
    "L taken 10 % too large",
    informationTheoreticExactRate((arithmetic, { strongConvexity, smoothness }) =>
      informationTheoreticExactMethod(arithmetic, {
        strongConvexity,
        smoothness: 1.1 * smoothness,
      })
    ),
  ],
  ["a step 5 % too long", forwardStepContracts(scaled(gradientDescent, 1.05))],
  ["a step uphill", forwardStepContracts(scaled(gradientDescent, -1))],
  [
    "a step 20 % too long",
    proximalPointOnInclusions((arithmetic) =>
      chain(proximalPoint(arithmetic), scale(arithmetic, 1.2))
    ),
  ],
  [
    "the reflection left out",
    douglasRachfordContracts((arithmetic, w, first, second) =>
      arithmetic.add(w, arithmetic.subtract(second(first(w)), first(w)))
    ),
  ],
  [
    "a step 20 % too short",
    douglasRachfordContracts((arithmetic, w, first, second) => {
      const next = douglasRachford(arithmetic, w, first, second);
      return arithmetic.add(w, arithmetic.scale(0.8, arithmetic.subtract(next, w)));
    }),
  ],
  [
    "steps of 2/(t + 3) instead of 2/(t + 2)",
    frankWolfeRate((arithmetic, options) =>
      frankWolfe(arithmetic, { ...options, part: (t) => 2 / (t + 3) })
    ),
  ],
  [
    "an oracle that maximizes",
    frankWolfeRate((arithmetic, { set }) =>
      frankWolfe(arithmetic, {
        set: {
          minimizeLinear: (arithmetic, g) =>
            set.minimizeLinear(arithmetic, arithmetic.scale(-1, g)),
        },
      })
    ),
  ],
];

for (const [what, claim] of mistakes) {
  Deno.test(`${claim.id} notices ${what}`, async () => {
    const { variants } = await searchClaim(claim, {
      seed: 1,
      profile: "quick",
      instances: 200,
      arithmetic: float64 as Arithmetic<unknown>,
    });
    assertEquals(variants.printed.verdict, "refuted");
  });
}

testOnTwoSeeds(performanceClaims);
