/** The calibration theorems of `_performance.ts`: worst cases by hand, teeth, and the verdicts. */

import { assertEquals, assertLessOrEqual } from "@std/assert";
import { type Arithmetic, float64 } from "../../lib/arithmetic/mod.ts";
import { chain, frankWolfe, gradientDescent, scale } from "../../lib/optimizers/mod.ts";
import { type Claim, judge, type VariantName } from "../../verify/mod.ts";
import { searchClaim } from "../../verify/search.ts";
import { performanceClaims } from "./_performance.ts";
import type { StepMethod } from "./gd_last_iterate.ts";
import { frankWolfeRate } from "./frank_wolfe.ts";
import { nonconvexGradientDescent } from "./nonconvex_gradient_descent.ts";

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

for (const claim of performanceClaims) {
  Deno.test(`${claim.id}: two seeds of the quick profile find what is false and nothing else`, async () => {
    for (const seed of [11, 12]) {
      const { printed, sharpened } = (await searchClaim(claim, {
        seed,
        profile: "quick",
        arithmetic: float64 as Arithmetic<unknown>,
      })).variants;
      assertEquals(printed.verdict, "holds", printed.reason ?? "");
      assertEquals(sharpened!.verdict, "refuted", `seed ${seed}`);
      assertLessOrEqual(0.97, printed.tightness!);
    }
  });
}
