/** The calibration claims about limits: known runs by hand, and mistakes that they must notice. */

import { assertAlmostEquals, assertEquals } from "@std/assert";
import { type Arithmetic, float64 } from "../../lib/arithmetic/mod.ts";
import type { LimitObservation } from "../../lib/limits/mod.ts";
import { gradientDescent, heavyBall } from "../../lib/optimizers/mod.ts";
import type { Claim, VariantName, Verdict } from "../../verify/mod.ts";
import { observeExample } from "../../verify/example.ts";
import { searchClaim } from "../../verify/search.ts";
import { derivativeOf, type PiecewiseInstance } from "./_piecewise_curvature.ts";
import { gradientDescentLimit } from "./gd_limit.ts";
import { heavyBallLimit } from "./heavy_ball_limit.ts";

const plain = float64 as Arithmetic<unknown>;

/** The function of Lessard, Recht and Packard. */
const known: PiecewiseInstance = { smoothness: 25, shares: [1, 0, 1], breaks: [1, 2], start: 3.3 };

function seenOf(claim: Claim, instance: unknown, refinement = 0): LimitObservation {
  return claim.observe(instance, plain, refinement) as LimitObservation;
}

Deno.test("f' is piecewise linear through 0, whatever the order of the breaks", () => {
  const expected = (x: number) => x < 1 ? 25 * x : x < 2 ? x + 24 : 25 * x - 24;
  for (const breaks of [[1, 2], [2, 1]]) {
    const derivative = derivativeOf({ ...known, breaks });
    for (const x of [-3, -0.5, 0, 0.25, 1, 1.5, 2, 7]) assertEquals(derivative(x), expected(x));
  }
  const shifted = derivativeOf({ smoothness: 3, shares: [1, 0], breaks: [-1] });
  assertEquals([-3, -1, 2].map(shifted), [-7, -1, 2]);
});

Deno.test("the heavy ball ends in the published cycle of three points", () => {
  for (const refinement of [0, 1]) {
    const { status, period, distance } = seenOf(heavyBallLimit(), known, refinement);
    assertEquals([status, period], ["cycles", 3]);
    assertAlmostEquals(distance, 2.11591836, 1e-7);
  }
  const judged = (name: VariantName) =>
    observeExample(heavyBallLimit(), name, known, plain, "counterexample").relations[0]!.violated;
  assertEquals([judged("printed"), judged("corrected")], [true, false]);
});

Deno.test("gradient descent with αL = 2.1 ends in a cycle of two where f'' falls to 1", () => {
  const instance = { smoothness: 10, shares: [0, 1, 0], breaks: [-1, 1], start: 0.5 };
  const { status, period, distance } = seenOf(gradientDescentLimit(), {
    ...instance,
    stepShare: 2.1,
  });
  assertEquals([status, period], ["cycles", 2]);
  assertAlmostEquals(distance, 0.21 * 9 / (2 - 0.21), 1e-12);
  const { status: below } = seenOf(gradientDescentLimit(), { ...instance, stepShare: 1.9 });
  assertEquals(below, "converges");
});

async function verdictOf(claim: Claim, variant: VariantName): Promise<Verdict> {
  const { variants } = await searchClaim(claim, { seed: 1, profile: "quick", arithmetic: plain });
  return variants[variant]!.verdict;
}

const mistakes: readonly [what: string, claim: Claim, variant: VariantName][] = [
  [
    "a step 10 % too long",
    heavyBallLimit((a, { stepSize, ...rest }) =>
      heavyBall(a, { stepSize: 1.1 * stepSize, ...rest })
    ),
    "corrected",
  ],
  [
    "a step 10 % too long",
    gradientDescentLimit((a, { stepSize }) =>
      gradientDescent(a, { stepSize: 1.1 * (stepSize as number) })
    ),
    "printed",
  ],
];

for (const [what, claim, variant] of mistakes) {
  Deno.test(`${claim.id} (${variant}) notices ${what}`, async () => {
    assertEquals(claim.variants[variant]!.expected, "holds");
    assertEquals(await verdictOf(claim, variant), "refuted");
  });
}
