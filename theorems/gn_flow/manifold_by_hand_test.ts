/** Counterexamples of the claims on the manifold αf(B), as their docstrings work them out. */

import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { float64 } from "../../lib/arithmetic/mod.ts";
import { brokenHypothesis, type Claim, judge } from "../../verify/mod.ts";
import type { Scene } from "./_manifold.ts";
import { corollary1 } from "./corollary_1.ts";
import { equation19 } from "./eq_19.ts";
import { lemma7 } from "./lemma_7.ts";
import { lemma8 } from "./lemma_8.ts";
import { remark3 } from "./remark_3.ts";
import { circle } from "./shared_test.ts";
import { theorem4 } from "./theorem_4.ts";

/** From w_0 = 0 along w, a length of ½ for r = 0.8. */
function fromZero(target: readonly number[]): Scene {
  return {
    manifold: circle(target, 0.8),
    places: [{ direction: [0], share: 0 }, { direction: [1], share: 0.625 }],
    directions: [[1]],
    vectors: [[1, 1]],
  };
}

/** A sine neuron on the inputs 1 and 2 from w_0 = π/2, along z = 1. */
function sineNeuron(target: readonly number[]): Scene {
  const circular = fromZero(target);
  return {
    ...circular,
    places: [{ direction: [0], share: 0 }, { direction: [1], share: 0.01 }],
    manifold: {
      ...circular.manifold,
      map: {
        family: "network",
        activation: "sine",
        inputs: [[1], [2]],
        outerWeights: [1],
        initialWeights: [[Math.PI / 2]],
      },
    },
  };
}

/** sin a = 7/25. */
const A = Math.asin(7 / 25);

/** Between w_1 and w_2, for y opposite of f(−a). */
function between(first: number, second: number): Scene {
  return {
    manifold: circle([7 / 25, 49 / 25], 0.9),
    places: [first, second].map((w) => ({ direction: [Math.sign(w)], share: Math.abs(w) / 0.9 })),
    directions: [],
    vectors: [],
  };
}

/** The k-th relation of the printed form with a label that starts so, with its sides. */
const byHand: readonly {
  readonly claim: Claim;
  readonly name: string;
  readonly instance: unknown;
  readonly label: string;
  readonly index?: number;
  readonly sides: readonly [lhs: number, rhs: number];
}[] = [
  {
    claim: theorem4(),
    name: "d(αf)/dt = (1, 0), grad g = (−1, 0)",
    instance: fromZero([1, 0]),
    label: "−P∇g = grad g",
    sides: [2, 0],
  },
  {
    claim: equation19(),
    name: "½ against 1",
    instance: fromZero([0, 0.5]),
    label: "(g ∘ c)'' by finite",
    sides: [0.5, 1],
  },
  {
    claim: equation19(),
    name: "½ against 1, from the geodesic equation",
    instance: fromZero([0, 0.5]),
    label: "(g ∘ c)'' from",
    sides: [0.5, 1],
  },
  {
    claim: equation19(),
    name: "¾ against 1, a sine neuron",
    instance: sineNeuron([-1, 0]),
    label: "(g ∘ c)'' by finite",
    sides: [0.75, 1],
  },
  {
    claim: equation19(),
    name: "5/4 against 1, a sine neuron",
    instance: sineNeuron([1, 0]),
    label: "(g ∘ c)'' by finite",
    sides: [1.25, 1],
  },
  {
    claim: lemma7(),
    name: "y in the circle, v = ½, t = 1",
    instance: fromZero([0, 0.5]),
    label: "½νt²",
    index: 3,
    sides: [0.125, 0.0612],
  },
  {
    claim: corollary1(),
    name: "y beyond the circle, v = ½, t = 1",
    instance: fromZero([0, -1]),
    label: "½μt²",
    index: 3,
    sides: [0.125, 0.2448],
  },
  {
    claim: lemma8(),
    name: "w_1 = w_2 = −a",
    instance: between(-A, -A),
    label: "ends in B",
    sides: [2, 1.96],
  },
  {
    claim: lemma8(),
    name: "from w_1 = 0 to w_2 = −0.6",
    instance: between(0, -0.6),
    label: "ends in S: g(γ(t)) <= g(0)",
    sides: [1.9999, 1.96],
  },
  {
    claim: remark3(),
    name: "a circle",
    instance: { map: circle([0, 0], 0.5).map, from: [0], to: [2 * Math.PI] },
    label: "f(w_1)",
    sides: [0, 1e-6 * 2 * Math.PI],
  },
  {
    claim: remark3(),
    name: "a figure of eight",
    instance: {
      map: {
        family: "network",
        activation: "sine",
        inputs: [[1], [2]],
        outerWeights: [1],
        initialWeights: [[0]],
      },
      from: [0],
      to: [Math.PI],
    },
    label: "f(w_1)",
    sides: [0, 0],
  },
];

for (const { claim, name, instance, label, index = 0, sides: [lhs, rhs] } of byHand) {
  Deno.test(`${claim.id}: the counterexample by hand, ${name}`, () => {
    assertEquals(brokenHypothesis(claim, instance), undefined);
    const observation = claim.observe(instance, float64, 0);
    const relation = claim.variants.printed.relations(observation, instance)
      .filter((one) => one.label.startsWith(label))[index]!;
    assertAlmostEquals(relation.lhs, lhs, 1e-4);
    assertAlmostEquals(relation.rhs, rhs, 1e-4);
    const judged = (variant: "printed" | "corrected") =>
      judge(claim.kind, claim.variants[variant]!, observation, instance, float64.unitRoundoff);
    const key = `${relation.label} [${relation.family}]`;
    assertEquals(judged("printed").get(key)!.status, "violated");
    // Between two equal points it says that 0 ≤ 0.
    assert([...judged("corrected").values()].every(({ status }) => status !== "violated"));
  });
}

Deno.test("lemma 7 and corollary 1: the sine neuron by hand", () => {
  for (
    const { claim, target, share } of [
      { claim: lemma7(), target: [-1, 0], share: 3 / 4 },
      { claim: corollary1(), target: [1, 0], share: 5 / 4 },
    ]
  ) {
    const instance = sineNeuron(target);
    const observation = claim.observe(instance, float64, 0);
    for (const { lhs, rhs } of claim.variants.printed.relations(observation, instance)) {
      assertAlmostEquals(rhs / lhs, share, 1e-2);
    }
    const judged = (variant: "printed" | "corrected") =>
      judge(claim.kind, claim.variants[variant]!, observation, instance, float64.unitRoundoff);
    assertEquals([...judged("printed").values()].map(({ status }) => status), ["violated"]);
    assertEquals([...judged("corrected").values()].map(({ status }) => status), ["supported"]);
  }
});

Deno.test("remark 3: a pursuit does not follow a step that J's smallness makes", () => {
  // One parameter, f = (erf(0.398w + c) − …, 0): J falls to 1e-100 and less where the steps lead.
  const instance = {
    map: {
      family: "network",
      activation: "erf",
      inputs: [[-0.3982899873055161], [0]],
      outerWeights: [-1],
      initialWeights: [[-0.042]],
    },
    from: [2.9538214767627107],
    to: [-3.0378214767627103],
  };
  const claim = remark3();
  const observation = claim.observe(instance, float64, 0) as { pairs: { apart: number }[] };
  for (const { apart } of observation.pairs) assert(apart < 1e5, `${apart} apart`);
  for (const { rhs } of claim.variants.corrected!.relations(observation, instance)) {
    assert(Number.isFinite(rhs));
  }
});
