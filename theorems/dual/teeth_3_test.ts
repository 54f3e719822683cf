/**
 * Teeth of the claims on the proximity to gradient descent: mistakes that their checkers must
 * notice, and the counterexamples of their docstrings, with the numbers found by hand.
 */

import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { type Arithmetic, float64 } from "../../lib/arithmetic/mod.ts";
import { dualSpaceLimit, type LossDescription } from "../../lib/convex/mod.ts";
import { chain, dualSpacePreconditionedGradientDescent, scale } from "../../lib/optimizers/mod.ts";
import type { Claim, VariantName, Verdict } from "../../verify/mod.ts";
import { searchClaim } from "../../verify/search.ts";
import { adamAlpha, adamStrongConvexity } from "./adam_alpha.ts";
import { distanceFromGradientDescentAlternative } from "./distance_from_gd_alternative.ts";
import { gradientDescentProximityStep } from "./gd_proximity_step.ts";
import { lemma4GradientDescent } from "./lemma_4_gd.ts";
import { lemma4Preconditioned } from "./lemma_4_preconditioned.ts";
import { lemma5 } from "./lemma_5.ts";
import { lemma6 } from "./lemma_6.ts";
import type { DualMethod } from "./_setting.ts";
import { HALF_SQUARE, type LimitOf, type ProximityInstance } from "./_proximity.ts";
import { theorem2DistanceFromGradientDescent } from "./theorem_2_distance_from_gd.ts";
import { theorem2DistanceFromStart } from "./theorem_2_distance_from_start.ts";

async function verdictOf(claim: Claim, variant: VariantName): Promise<Verdict> {
  const { variants } = await searchClaim(claim, {
    seed: 1,
    profile: "quick",
    instances: 60,
    targetInstances: 60,
    stopAtViolationOf: variant,
    arithmetic: float64 as Arithmetic<unknown>,
  });
  return variants[variant]!.verdict;
}

/** The method with its step multiplied. */
const scaled = (factor: number): DualMethod => (arithmetic, options) =>
  chain(dualSpacePreconditionedGradientDescent(arithmetic, options), scale(arithmetic, factor));

/** The method without K. */
const unpreconditioned: DualMethod = (arithmetic, { stepSize }) =>
  dualSpacePreconditionedGradientDescent(arithmetic, {
    stepSize,
    potential: { gradient: (gradient) => gradient },
  });

/** A limit that lies a multiple of its way from the start, or from the projection of the start. */
const stretched = (factor: number, from: "start" | "projection"): LimitOf => (run) => {
  const found = dualSpaceLimit(run);
  const origin = from === "start" ? run.start : run.loss.project(run.start);
  return {
    ...found,
    limit: found.limit.map((entry, p) => origin[p]! + factor * (entry - origin[p]!)),
  };
};

const mistakes: readonly [what: string, claim: Claim, variant: VariantName][] = [
  [
    "m_K without its square",
    adamAlpha((epsilon, gradient) => 1 / (epsilon + gradient)),
    "corrected",
  ],
  [
    "m_K one per cent too large",
    adamAlpha((epsilon, gradient) => 1.01 * adamStrongConvexity(epsilon, gradient)),
    "corrected",
  ],
  ["no step", lemma4Preconditioned(scaled(0)), "corrected"],
  ["a step uphill", lemma4Preconditioned(scaled(-1)), "corrected"],
  ["half the step", lemma4Preconditioned(scaled(0.5)), "corrected"],
  ["no preconditioner", lemma4Preconditioned(unpreconditioned), "corrected"],
  ["no step", lemma4GradientDescent(scaled(0)), "corrected"],
  ["nine tenths of the step", lemma4GradientDescent(scaled(0.9)), "corrected"],
  ["no step", lemma5(scaled(0)), "corrected"],
  ["a step uphill", lemma5(scaled(-1)), "corrected"],
  ["no preconditioner", lemma5(unpreconditioned), "corrected"],
  ["no step", lemma6(scaled(0)), "corrected"],
  ["nine tenths of the step", lemma6(scaled(0.9)), "corrected"],
  ["four times the step", gradientDescentProximityStep(scaled(4)), "corrected"],
  ["one and a half times the step", gradientDescentProximityStep(scaled(1.5)), "sharpened"],
  [
    "gradient descent with ten times the step",
    gradientDescentProximityStep(undefined, scaled(10)),
    "corrected",
  ],
  [
    "gradient descent with twice the step",
    gradientDescentProximityStep(undefined, scaled(2)),
    "sharpened",
  ],
  ["a limit twenty times as far", theorem2DistanceFromStart(stretched(20, "start")), "corrected"],
  ["a limit a tenth too far", theorem2DistanceFromStart(stretched(1.1, "start")), "sharpened"],
  [
    "a limit twenty times as far",
    theorem2DistanceFromGradientDescent(stretched(20, "projection")),
    "corrected",
  ],
  [
    "a limit ten times as far",
    theorem2DistanceFromGradientDescent(stretched(10, "projection")),
    "sharpened",
  ],
  [
    "a limit twenty times as far",
    distanceFromGradientDescentAlternative(stretched(20, "projection")),
    "corrected",
  ],
  [
    "a limit ten times as far",
    distanceFromGradientDescentAlternative(stretched(10, "projection")),
    "sharpened",
  ],
];

for (const [what, claim, variant] of mistakes) {
  Deno.test(`${claim.id} (${variant}) notices ${what}`, async () => {
    assertEquals(claim.variants[variant]!.expected, "holds");
    const verdict = await verdictOf(claim, variant);
    assert(verdict === "refuted" || verdict === "error", `the verdict is ${verdict}`);
  });
}

const SQUARED: LossDescription = { terms: [{ weight: 1, profile: { kind: "quadratic" } }] };

/** An instance with k = 1, Y = 0 and K = ½‖·‖², but for what is given. */
function instance(
  matrix: readonly (readonly number[])[],
  start: readonly (readonly number[])[],
  rest: Partial<ProximityInstance> & { readonly solution?: readonly (readonly number[])[] } = {},
): ProximityInstance {
  const { solution = start.map(() => [0]), ...others } = rest;
  return {
    problem: { matrix, solution, start, losses: [SQUARED] },
    potential: HALF_SQUARE,
    relativeStepSize: 1,
    relativeModulus: 1,
    steps: 1,
    ...others,
  };
}

/** The sides of a label, where they are broken most, for an instance of the claim's hypotheses. */
function sidesOf(
  claim: Claim,
  subject: unknown,
  label: RegExp,
  variant: VariantName = "printed",
): { readonly lhs: number; readonly rhs: number } {
  const observation = claim.observe(subject, float64, 0);
  for (const { name, holds, holdsAlong } of claim.hypotheses) {
    assert(holds?.(subject) ?? true, name);
    assert(holdsAlong?.(observation, subject) ?? true, name);
  }
  const relations = claim.variants[variant]!.relations(observation, subject)
    .filter((relation) => label.test(relation.label));
  assert(relations.length > 0, `${label} is no label`);
  return relations.reduce((worst, relation) =>
    relation.lhs - relation.rhs > worst.lhs - worst.rhs ? relation : worst
  );
}

function assertSides(
  { lhs, rhs }: { readonly lhs: number; readonly rhs: number },
  left: number,
  right: number,
): void {
  assertAlmostEquals(lhs, left, 1e-11);
  assertAlmostEquals(rhs, right, 1e-11);
}

Deno.test("adam-alpha by hand: α = 1.9 where ½ is the most, η = 0.8 too", () => {
  const at = (relativeStepSize: number) => ({
    problem: { matrix: [[1, 1]], solution: [[0, 0]], start: [[1, 0]], losses: [SQUARED] },
    epsilon: 1,
    relativeStepSize,
    relativeModulus: 0.95,
  });
  // What a point inside of the box shows; at its corner it would be ½.
  const inBox = sidesOf(adamAlpha(), at(0.5), /in the box/);
  assertAlmostEquals(inBox.lhs, 1.9, 1e-12);
  assert(inBox.rhs >= 0.5 && inBox.rhs < 1);
  assertSides(sidesOf(adamAlpha(), at(0.8), /L\* − ηK/), 0.8, 0.5);
  assert(sidesOf(adamAlpha(), at(0.5), /convex on S\}/).rhs < 1e-20);
  assertSides(sidesOf(adamAlpha(), at(0.5), /in the box/, "corrected"), 0.5, 0.5);
});

Deno.test("lemma 4 by hand: the spectral norm, and a K that is least elsewhere", () => {
  const claim = lemma4Preconditioned();
  const identity = instance([[1, 0, 0], [0, 1, 0]], [[1, 0, 0], [0, 1, 0]]);
  assertSides(sidesOf(claim, identity, /spectral/), Math.SQRT2 / 2, 1 / 2);
  const translated = instance([[1, 0]], [[0, 0]], {
    solution: [[1, 0]],
    potential: { kind: "translated", by: [1, 0], potential: HALF_SQUARE },
  });
  assertSides(sidesOf(claim, translated, /Frobenius/), 1, 0);
  assertSides(sidesOf(claim, translated, /Q/, "corrected"), 1, 1);
});

Deno.test("lemma 4 for gradient descent by hand: the missing square", () => {
  const claim = lemma4GradientDescent();
  const quarter = instance([[1, 0]], [[1 / 4, 0]]);
  assertSides(sidesOf(claim, quarter, /2Q²/), 1 / 4, 1 / 8);
  const long = instance([[1, 0]], [[1, 0]], { relativeStepSize: 1.9 });
  assertSides(sidesOf(claim, long, /2Q²/), 0.9, 0.1);
});

Deno.test("lemma 5 by hand: the hypothesis between consecutive iterates is not enough", () => {
  const subject = {
    ...instance([[1, 0]], [[2, 0]], {
      potential: { kind: "separable", profile: { kind: "softThreshold", threshold: 1 } },
    }),
    comparison: [2, 0],
  };
  assertSides(sidesOf(lemma5(), subject, /W_\*/), 1 / 2, 0);
  // W = W_0: the divergence from it was 0.
  assertSides(sidesOf(lemma5(), subject, /any W/), 1 / 2, 0);
});

Deno.test("lemma 6 by hand: a step of 3/2", () => {
  const subject = instance([[1, 0]], [[1, 0]], { relativeStepSize: 1.5 });
  assertSides(sidesOf(lemma6(), subject, /L\(W_0\)/), 1 / 2, -1 / 2);
});

Deno.test("steps beside gradient descent by hand", () => {
  const claim = gradientDescentProximityStep();
  const translated = instance([[1, 0]], [[0, 0]], {
    potential: { kind: "translated", by: [1, 0], potential: HALF_SQUARE },
  });
  assertSides(sidesOf(claim, translated, /^‖Ŵ_i/), 1, 0);

  // K = ½⟨Z, qqᵀZ⟩/20 and 1e-6 · ½‖Z‖²: q = (1, √20) is √21 long, and reflected to an axis.
  const length = Math.sqrt(21);
  const small = 1e-3;
  const long = instance([[Math.SQRT2, 0, 0], [0, Math.sqrt(0.1), 0]], [[0, 20, 0]], {
    potential: {
      kind: "composed",
      weights: [Math.sqrt(21 / 20), small, small],
      reflections: [[1 / length - 1, Math.sqrt(20) / length, 0]],
      potential: { kind: "separable", profile: { kind: "quadratic" } },
    },
    steps: 2,
  });
  const early = sidesOf(claim, long, /§III\.B/);
  assertAlmostEquals(early.lhs, 90 / Math.sqrt(20), 1e-2);
  assertAlmostEquals(early.rhs, 10 * (1 / Math.sqrt(20) + 1.5), 1e-2);
  const printed = sidesOf(claim, long, /∇L\(W_j\)/);
  assert(printed.lhs <= printed.rhs);
});

Deno.test("distances by hand: X = (x x) with small x", () => {
  const x = 0.01;
  const subject = instance([[x, x]], [[1, 0]], {
    potential: { kind: "separable", profile: { kind: "quadratic" }, weights: [1, 3] },
  });
  const gap = 1 - Math.sqrt(3 / 4);
  assertSides(
    sidesOf(theorem2DistanceFromStart(), subject, /./),
    Math.sqrt(10) / 4,
    Math.SQRT1_2 * (1 + Math.SQRT2 * 2 * x ** 2 / gap + 2 * x ** 2),
  );
  assertSides(
    sidesOf(theorem2DistanceFromGradientDescent(), subject, /./),
    Math.SQRT2 / 4,
    7 * Math.SQRT2 * x ** 2,
  );
  assertSides(
    sidesOf(distanceFromGradientDescentAlternative(), subject, /./),
    Math.SQRT2 / 4,
    Math.SQRT1_2 * 2 * x ** 2 * (Math.SQRT2 / gap + 1),
  );
});
