/**
 * Teeth of the claims about divergences, the descent lemma, and the gradients of the examples: for
 * each a deliberate mistake, in the method, the formula or a hypothesis, that its checker must
 * notice; and for those that are false the counterexample that was worked out by hand.
 */

import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { type Arithmetic, float64 } from "../../lib/arithmetic/mod.ts";
import {
  adjustedBregmanDivergence,
  bregmanDivergence,
  printedBregmanDivergence,
} from "../../lib/convex/mod.ts";
import {
  adamWithoutMomentum,
  chain,
  clippedGradientDescent,
  dualSpacePreconditionedGradientDescent,
  gradientDescent,
  normalizedGradientDescent,
  scale,
} from "../../lib/optimizers/mod.ts";
import {
  brokenHypothesis,
  brokenHypothesisAlong,
  type Claim,
  judge,
  supports,
  type VariantName,
} from "../../verify/mod.ts";
import { searchClaim } from "../../verify/search.ts";
import { adamPotential } from "./adam_potential.ts";
import { adamRegimes } from "./adam_regimes.ts";
import { adamStrongConvexity } from "./adam_strong_convexity.ts";
import { clippingGradient } from "./clipping_gradient.ts";
import { definition4 } from "./definition_4.ts";
import type { EpsilonMethod } from "./_direction.ts";
import { equation9 } from "./eq_9.ts";
import { lemma1 } from "./lemma_1.ts";
import { lemma2 } from "./lemma_2.ts";
import { lemma3 } from "./lemma_3.ts";
import { lemma7 } from "./lemma_7.ts";
import { normOf } from "./_points.ts";
import { proposition1 } from "./proposition_1.ts";
import type { DualMethod } from "./_setting.ts";

/** Eq. (1) with another step than η. */
const stretched = (factor: number): DualMethod => (arithmetic, options) =>
  chain(dualSpacePreconditionedGradientDescent(arithmetic, options), scale(arithmetic, factor));

/** Eq. (1) without K. */
const unpreconditioned: DualMethod = (arithmetic, { stepSize }) =>
  gradientDescent(arithmetic, { stepSize });

/** A method with its step multiplied. */
const multiplied =
  (method: EpsilonMethod, factor: number): EpsilonMethod => (arithmetic, options) =>
    chain(method(arithmetic, options), scale(arithmetic, factor));

/** A method with another ε. */
const withEpsilon =
  (method: EpsilonMethod, factor: number): EpsilonMethod => (arithmetic, options) =>
    method(arithmetic, { ...options, epsilon: factor * options.epsilon });

const clipped: EpsilonMethod = (arithmetic, { epsilon, stepSize }) =>
  clippedGradientDescent(arithmetic, { threshold: epsilon, stepSize });

/** A sized number times a factor. */
const times = (factor: number, { value, size }: { value: number; size: number }) => ({
  value: factor * value,
  size,
});

function without(claim: Claim, name: string): Claim {
  const hypotheses = claim.hypotheses.filter((hypothesis) => hypothesis.name !== name);
  assertEquals(hypotheses.length, claim.hypotheses.length - 1);
  return { ...claim, hypotheses };
}

const mistakes: readonly [what: string, claim: Claim, variant: VariantName][] = [
  [
    "the gradient at the wrong point",
    definition4(printedBregmanDivergence, printedBregmanDivergence),
    "corrected",
  ],
  [
    "a divergence 1 % too large",
    definition4(printedBregmanDivergence, (points) => times(1.01, bregmanDivergence(points))),
    "corrected",
  ],
  ["a step 1 % too long", proposition1(stretched(1.01)), "corrected"],
  ["no preconditioner", proposition1(unpreconditioned), "corrected"],
  [
    "the points in the wrong order",
    lemma1(({ at, from }) => adjustedBregmanDivergence({ at: from, from: at })),
    "printed",
  ],
  ["a divergence without L*", lemma1(bregmanDivergence), "printed"],
  ["a conjugate 1 % too large", lemma2((f, y) => times(1.01, f.conjugate(y))), "printed"],
  ["a conjugate of the wrong sign", lemma2((f, y) => times(-1, f.conjugate(y))), "printed"],
  [
    "a divergence of the wrong sign",
    lemma3((points) => times(-1, adjustedBregmanDivergence(points))),
    "printed",
  ],
  [
    "a divergence 10 % too small",
    lemma3((points) => times(0.9, adjustedBregmanDivergence(points))),
    "sharpened",
  ],
  ["that L* − ηK is not convex", without(lemma3(), "Assumption 1.3"), "sharpened"],
  ["a step 1 % too long", equation9(stretched(1.01)), "corrected"],
  ["a step uphill", equation9(stretched(-1)), "corrected"],
  ["that L* − ηK is not convex", without(equation9(), "Assumption 1.3"), "corrected"],
  ["a gradient 1 % too long", lemma7((gradient) => 1.01 * normOf(gradient)), "printed"],
  ["another threshold", clippingGradient(withEpsilon(clipped, 1.01)), "printed"],
  ["normalization instead", clippingGradient(normalizedGradientDescent), "printed"],
  ["steps twice as long", clippingGradient(multiplied(clipped, 2)), "sharpened"],
  ["another ε", adamPotential(withEpsilon(adamWithoutMomentum, 1.01)), "corrected"],
  ["a norm in the denominator", adamPotential(normalizedGradientDescent), "corrected"],
  [
    "a step uphill",
    adamStrongConvexity(multiplied(adamWithoutMomentum, -1)),
    "corrected",
  ],
  [
    "that L* − ηK is not convex",
    without(adamStrongConvexity(), "Assumption 1.3"),
    "corrected",
  ],
  [
    "a norm in the denominator",
    adamRegimes(normalizedGradientDescent, normalizedGradientDescent),
    "corrected",
  ],
  [
    "steps 1 % too short",
    adamRegimes(normalizedGradientDescent, multiplied(adamWithoutMomentum, 0.99)),
    "corrected",
  ],
];

for (const [what, claim, variant] of mistakes) {
  Deno.test(`${claim.id} (${variant}) notices ${what}`, async () => {
    assertEquals(claim.variants[variant]!.expected, "holds");
    const { variants } = await searchClaim(claim, {
      seed: 1,
      profile: "quick",
      instances: 160,
      arithmetic: float64 as Arithmetic<unknown>,
    });
    const { verdict } = variants[variant]!;
    assert(verdict === "refuted" || verdict === "error", `the verdict is ${verdict}`);
  });
}

const SQUARED = [{ terms: [{ weight: 1, profile: { kind: "quadratic" } }] }];
const HALF_SQUARE = { kind: "isotropic", profile: { kind: "quadratic" } };

/** L(W) = ½w² on the line, in a plane; K = ½‖·‖², η = ½, W_0 = 1, W_1 = ½. */
const LINE = {
  problem: { matrix: [[1, 0]], solution: [[0]], start: [[1, 0]], losses: SQUARED },
  potential: HALF_SQUARE,
  relativeStepSize: 0.5,
};

/** The first relation of `printed` and of what corrects it, by hand. */
const byHand: readonly {
  readonly claim: Claim;
  readonly instance: unknown;
  readonly printed: readonly [lhs: number, rhs: number];
}[] = [
  {
    claim: definition4(),
    instance: { shape: { rows: 1, columns: 1 }, potential: HALF_SQUARE, at: [1], from: [0] },
    printed: [-0.5, 0],
  },
  {
    // W = 2: D̃(W, W_0) = ½, D̃(W, W_1) = 9/8, K(G_1) = ⅛, K(G) = 2, D̃(W_1, W_0) = ⅛, and as printed
    // D_K(G_1, G_0) = −⅛, D_K(G, G_0) = −½: 9/8 + ½·⅛ − ½·2 + ⅛ + ½·⅛ − ½·½ = ⅛.
    claim: proposition1(),
    instance: { ...LINE, point: [2, 0] },
    printed: [0.5, 0.125],
  },
  {
    claim: adamPotential(),
    instance: { shape: { rows: 1, columns: 1 }, entries: [1], epsilon: 2 },
    printed: [2 / 3, 1 / 3],
  },
  {
    // The largest entry grows to 1 + η/12 by the first step, and a little more by the second.
    claim: adamStrongConvexity(),
    instance: {
      problem: {
        matrix: [[1, -2, 0], [0, 1, 0]],
        solution: [[0]],
        start: [[12, 5, 0]],
        losses: SQUARED,
      },
      potential: { kind: "separable", profile: { kind: "adam", epsilon: 1 } },
      relativeStepSize: 0.9,
    },
    printed: [1 / 4, 1 / (1 + 1.0353199198205107) ** 2],
  },
  {
    // ∇L = (1, 1): the entries of the step are 1/(ε + √2).
    claim: adamRegimes(),
    instance: {
      problem: { matrix: [[1, 1]], solution: [[0]], start: [[1, 0]], losses: SQUARED },
      potential: { kind: "separable", profile: { kind: "adam", epsilon: 0.01 } },
      relativeStepSize: 0.5,
    },
    printed: [1 - 1 / (0.01 + Math.SQRT2), 0.01],
  },
];

for (const { claim, instance, printed: [lhs, rhs] } of byHand) {
  Deno.test(`${claim.id}: the counterexample by hand`, () => {
    assertEquals(brokenHypothesis(claim, instance), undefined);
    const observation = claim.observe(instance, float64, 0);
    assertEquals(brokenHypothesisAlong(claim, observation, instance), undefined);
    const [relation] = claim.variants.printed.relations(observation, instance);
    assertAlmostEquals(relation!.lhs, lhs, 1e-9);
    assertAlmostEquals(relation!.rhs, rhs, 1e-9);
    const judged = (name: VariantName) =>
      judge(claim.kind, claim.variants[name]!, observation, instance, float64.unitRoundoff);
    assertEquals(judged("printed").get(relation!.label)!.status, "violated");
    assert(supports(judged("corrected")));
  });
}

Deno.test("dual/eq-9: the counterexample by hand", () => {
  const claim = equation9();
  const instance = { ...LINE, isMoved: false, point: [0] };
  assertEquals(brokenHypothesis(claim, instance), undefined);
  const observation = claim.observe(instance, float64, 0) as { terms: unknown[] };
  // t = 1, as in the docstring.
  const first = { ...observation, terms: observation.terms.slice(0, 1) };
  const numbers = (name: VariantName) =>
    claim.variants[name]!.relations(first, instance).map(({ lhs, rhs }) => [lhs, rhs]);
  const [after, potential] = [[1 / 8, 0], [1 / 16, 0]];
  assertEquals(numbers("printed"), [[1 / 2, 1 / 8], after, potential, [3 / 16, 0], [-1 / 4, 0]]);
  assertEquals(numbers("corrected"), [[1 / 2, 1 / 2], after, potential, [1 / 16, 0], [1 / 4, 0]]);
});
