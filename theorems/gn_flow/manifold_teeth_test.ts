/** What breaks the claims on the manifold αf(B) is seen. */

import { assert, assertEquals } from "@std/assert";
import { type ManifoldInstance, projector, type Rows, type Scene } from "./_manifold.ts";
import { corollary1 } from "./corollary_1.ts";
import { equation19 } from "./eq_19.ts";
import { lemma3 } from "./lemma_3.ts";
import { lemma4 } from "./lemma_4.ts";
import { lemma5 } from "./lemma_5.ts";
import { lemma6 } from "./lemma_6.ts";
import { lemma7 } from "./lemma_7.ts";
import { lemma8 } from "./lemma_8.ts";
import { circle, violatedLabels } from "./shared_test.ts";
import { theorem3 } from "./theorem_3.ts";
import { theorem4 } from "./theorem_4.ts";

/** A fold beside a line in R³: the image of B under a fold turns back at the distance 1/r of its radius. */
const FOLD: ManifoldInstance = {
  map: {
    family: "smooth map",
    blocks: [{ kind: "fold", slope: 1, curvature: 1 }, { kind: "arc", radius: 4, speed: 2 }],
    left: [],
    right: [],
  },
  loss: { kind: "weighted quadratic", weights: [1, 2, 3] },
  target: [1, -1, 2],
  scaling: 1.5,
  r: 0.9,
};

const SINE: ManifoldInstance = {
  map: {
    family: "network",
    activation: "sine",
    inputs: [[1], [2], [0.5]],
    outerWeights: [1],
    initialWeights: [[0.25]],
  },
  loss: { kind: "quadratic plus log-cosh", weight: 1, amplitude: 0.5, scale: 2 },
  target: [1, -0.5, 0.25],
  scaling: 2,
  r: 0.5,
};

function scene(
  manifold: ManifoldInstance,
  places: readonly (readonly [direction: readonly number[], share: number])[],
): Scene {
  const { length } = places[0]![0];
  return {
    manifold,
    places: places.map(([direction, share]) => ({ direction, share })),
    directions: [
      Array.from({ length }, (_, k) => 1 - k / 2),
      Array.from({ length }, (_, k) => k - 0.5),
    ],
    vectors: [manifold.target.map((_, k) => 1 + k)],
  };
}

const ON_FOLD = scene(FOLD, [[[1, 0.5], 0.9], [[-1, 1], 0.5], [[0.2, 1], 0.8]]);
const ON_SINE = scene(SINE, [[[1], 0.5], [[-1], 0.9], [[1], 0.99]]);

const withTime = (one: Scene) => ({ ...one, time: 2 });

Deno.test("claims that hold are supported on a fold, an arc and a network", () => {
  for (const one of [ON_FOLD, ON_SINE]) {
    for (const claim of [lemma3(), lemma5(), lemma6(), theorem3()]) {
      assertEquals(violatedLabels(claim, "printed", one), [], claim.id);
    }
    assertEquals(violatedLabels(lemma4(), "printed", withTime(one)), []);
    for (const claim of [lemma3(), lemma5()]) {
      assertEquals(violatedLabels(claim, "sharpened", one), [], claim.id);
    }
    for (const claim of [theorem4(), equation19(), lemma7(), corollary1(), lemma8()]) {
      assertEquals(violatedLabels(claim, "corrected", one), [], claim.id);
    }
  }
});

Deno.test("lemma 3 and lemma 5 fail on a ball that is 10 % or twice larger", () => {
  const along = scene(FOLD, [[[1, 0], 0.999], [[1, 0], 0.5], [[-1, 0], 0.5]]);
  assertEquals(violatedLabels(lemma3({ reach: 1.1 }), "printed", along), [
    "λ_min(H_0(αf(w))) >= (1 − r)²λ_0²",
  ]);
  // The fold alone turns: 0.2 and 1.8 have the same image.
  const flat: ManifoldInstance = {
    ...FOLD,
    map: {
      family: "smooth map",
      blocks: [{ kind: "fold", slope: 1, curvature: 1 }, {
        kind: "quadratic",
        slopes: [[2], [0]],
        curvatures: [[0], [0]],
      }],
      left: [],
      right: [],
    },
  };
  const turned = scene(flat, [[[1, 0], 0.2 / 1.8], [[1, 0], 0.99]]);
  assertEquals(violatedLabels(lemma5(), "printed", turned), []);
  const labels = violatedLabels(lemma5({ reach: 2 }), "printed", turned);
  assert(labels.some((label) => label.startsWith("f(w_1) ≠ f(w_2)")), labels.join());
});

Deno.test("theorem 3 fails where there is another sheet", () => {
  const eight: ManifoldInstance = {
    ...SINE,
    map: {
      family: "network",
      activation: "sine",
      inputs: [[1], [2]],
      outerWeights: [1],
      initialWeights: [[0]],
    },
    target: [1, 1],
  };
  const around = scene(eight, [[[-1], 0.2], [[1], 0.9]]);
  assertEquals(violatedLabels(theorem3(), "printed", around), []);
  const labels = violatedLabels(theorem3({ reach: 20 }), "printed", around);
  assert(labels.includes("‖(I − P)(y' − y)‖ <= ½κ‖y' − y‖², y and y' in M"), labels.join());
});

Deno.test("lemma 4 and theorem 4 need this P and this flow", () => {
  const short = (jacobian: Rows, z: readonly number[]) =>
    projector(jacobian, z).map((entry) => 0.999 * entry);
  const cut = (jacobian: Rows, z: readonly number[]) =>
    projector(jacobian.map((row) => row.map((entry, k) => k === 0 ? entry : 1e-3)), z);
  assertEquals(violatedLabels(lemma4({ project: short }), "printed", withTime(ON_FOLD)), [
    "αf(w_t) = −∫P∇g",
    "g(αf(w_t)) − g(0) = −∫‖P∇g‖²",
    "P² = P",
    "rank P = tr P = p",
  ]);
  assert(violatedLabels(lemma4({ project: cut }), "printed", withTime(ON_FOLD)).length > 0);
  assertEquals(violatedLabels(lemma4({ speed: 0.999 }), "printed", withTime(ON_SINE)), [
    "αf(w_t) = −∫P∇g",
    "g(αf(w_t)) − g(0) = −∫‖P∇g‖²",
  ]);
  const labels = violatedLabels(theorem4({ project: short }), "corrected", ON_FOLD);
  for (
    const label of [
      "z − Pz is normal",
      "⟨P∇g, u⟩ = Dg[u] for tangent u",
      "d(αf)/dt = −P∇g",
      "−P∇g = −grad g",
    ]
  ) {
    assert(labels.includes(label), label);
  }
  const aslant = violatedLabels(theorem4({ project: cut }), "corrected", ON_FOLD);
  assert(aslant.includes("Pz is tangent"), aslant.join());
  assertEquals(violatedLabels(theorem4({ speed: 0.999 }), "corrected", ON_SINE), [
    "d(αf)/dt = −P∇g",
  ]);
  assertEquals(violatedLabels(theorem4(), "printed", ON_SINE), ["−P∇g = grad g"]);
});

Deno.test("lemma 6 needs the Jacobian", () => {
  const bent = (jacobian: Rows) =>
    jacobian.map((row, j) => j === 2 ? row.map((entry, k) => entry + 0.1 * jacobian[0]![k]!) : row);
  for (const one of [ON_FOLD, ON_SINE]) {
    const labels = violatedLabels(lemma6(bent), "printed", one);
    assert(labels.includes("‖(I − P)(c(h) − c(0))‖ <= ½αL‖γ(h) − w‖²"), labels.join());
  }
});

Deno.test("the corrected forms need the second fundamental form", () => {
  const inside = scene(circle([0, 0.5], 0.1), [[[0], 0], [[1], 0.9]]);
  const beyond = scene(circle([0, -1], 0.1), [[[0], 0], [[1], 0.9]]);
  assert(violatedLabels(equation19(0.99), "corrected", inside).length > 0);
  assertEquals(violatedLabels(lemma7(), "corrected", inside), []);
  assertEquals(violatedLabels(lemma7(0.7), "corrected", inside).length, 1);
  assertEquals(violatedLabels(corollary1(), "corrected", beyond), []);
  assertEquals(violatedLabels(corollary1(0.7), "corrected", beyond).length, 1);
  assertEquals(violatedLabels(lemma8(), "corrected", inside), []);
  assertEquals(violatedLabels(lemma8(0.7), "corrected", inside).length, 1);
});
