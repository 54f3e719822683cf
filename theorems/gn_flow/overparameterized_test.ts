import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { float64 } from "../../lib/arithmetic/mod.ts";
import { type OverparameterizedInstance, overparameterizedProblem } from "../../problems/mod.ts";
import { velocity } from "./_overparameterized.ts";
import { energyDissipation } from "./edi.ts";
import { equation10 } from "./eq_10.ts";
import { outputFlow } from "./gf_o.ts";
import { lemma1Decay } from "./lemma_1_decay.ts";
import { lemma1Spectrum } from "./lemma_1_spectrum.ts";
import { lemma2 } from "./lemma_2.ts";
import { holds, violated } from "./shared_test.ts";
import { theorem1 } from "./theorem_1.ts";
import { theorem1Rho } from "./theorem_1_rho.ts";
import { correctedConstants, isBoundedBy, theorem2 } from "./theorem_2.ts";

type Scaling = OverparameterizedInstance["scaling"];
type Damping = OverparameterizedInstance["damping"];

const printed = (claim: "lemma-2" | "theorem-1" | "theorem-2", factor = 1): Scaling => ({
  kind: "printed",
  claim,
  factor,
});

const rho = (value: number): Damping => ({ kind: "number", value });

const quadratic = { loss: { kind: "quadratic" }, damping: rho(0.1) } as const;

/** One sine neuron on e_1, e_2 ∈ R³, with cos s as the slope along the first. */
function sineNeuron(sine: number, damping: Damping): OverparameterizedInstance {
  return {
    map: {
      family: "network",
      activation: "sine",
      inputs: [[1, 0, 0], [0, 1, 0]],
      outerWeights: [1],
      initialWeights: [[Math.asin(sine), 0, 0]],
    },
    loss: { kind: "quadratic" },
    target: [1, 0],
    damping,
    scaling: printed("theorem-1"),
  };
}

/** f = (2w_1 − ½w_1², 8w_2 + ½w_3²). */
const fold: OverparameterizedInstance = {
  map: {
    family: "smooth map",
    blocks: [{ kind: "fold", slope: 2, curvature: 1 }, {
      kind: "quadratic",
      slopes: [[8, 0]],
      curvatures: [[0, 1]],
    }],
    left: [],
    right: [],
  },
  loss: { kind: "quadratic" },
  target: [1, 0],
  damping: rho(0.25),
  scaling: printed("theorem-1"),
};

/** f = 2w_1 + ½Lw_2². */
const bowl = (curvature: number, scaling: Scaling): OverparameterizedInstance => ({
  ...quadratic,
  map: {
    family: "smooth map",
    blocks: [{ kind: "quadratic", slopes: [[2, 0]], curvatures: [[0, curvature]] }],
    left: [],
    right: [],
  },
  target: [1],
  scaling,
});

const tanhNeuron = (inputs: number[][], target: number[], scaling: Scaling, damping: Damping) => ({
  map: {
    family: "network" as const,
    activation: "tanh" as const,
    inputs,
    outerWeights: [1],
    initialWeights: [inputs[0]!.map(() => 0)],
  },
  loss: { kind: "quadratic" as const },
  target,
  damping,
  scaling,
});

Deno.test("the velocity by n equations is the one by p", () => {
  for (const instance of [fold, sineNeuron(0.96, rho(0.01)), bowl(1, printed("lemma-2"))]) {
    const problem = overparameterizedProblem(instance);
    const w = problem.map.start.map((entry, k) => entry + 0.1 * (k + 1));
    const expected = problem.velocity(w, problem.damping);
    velocity(problem, w).forEach((entry, k) => assertAlmostEquals(entry, expected[k]!, 1e-12));
  }
});

Deno.test("gn-flow/theorem-1: the sine neuron and the fold by hand", () => {
  const sine = sineNeuron(24 / 25, rho(0.01));
  assertAlmostEquals(overparameterizedProblem(sine).scaling, 20.81, 0.01);
  assertAlmostEquals(overparameterizedProblem(fold).scaling, 4 / 12.25, 1e-12);
  for (const [instance, stalled] of [[sine, 0.0139], [fold, 0.059]] as const) {
    for (const refinement of [0, 1]) {
      const broken = violated(theorem1(), "printed", instance, refinement);
      assertEquals(broken.length, 2);
      assert(broken[0]!.lhs > stalled);
    }
    assert(holds(theorem1(), "corrected", instance));
  }
});

Deno.test("gn-flow/theorem-1: a rate twice as fast, and a tenth of α, are refuted", () => {
  const slow = tanhNeuron([[1, 0]], [1], printed("theorem-1"), rho(0.1));
  assert(violated(theorem1({ rate: () => 4 }), "corrected", slow).length > 0);
  assert(violated(theorem1({ scaling: () => 0.1 }), "corrected", slow).length > 0);
  assert(holds(theorem1(), "corrected", slow));
});

Deno.test("gn-flow/theorem-1-rho: the sine neuron by hand, and a rate that is too fast", () => {
  const sine = sineNeuron(40 / 41, { kind: "least eigenvalue" });
  assertAlmostEquals(overparameterizedProblem(sine).scaling, 34.96, 0.01);
  const [broken] = violated(theorem1Rho(), "printed", sine);
  assert(broken!.lhs > 0.01);
  assert(holds(theorem1Rho(), "corrected", sine));
  assert(violated(theorem1Rho({ rate: () => 3 }), "corrected", sine).length > 0);
});

Deno.test("gn-flow/lemma-2: L = 4, the tanh neuron, and flows that start elsewhere, by hand", () => {
  const from = (problem: unknown, direction: number[] = [0, 0], share = 0) => ({
    problem,
    direction,
    share,
  });
  const tanh = tanhNeuron([[2, 0]], [1], printed("lemma-2"), rho(0.5));
  const steep = bowl(4, printed("lemma-2"));
  for (const problem of [tanh, steep]) {
    assertAlmostEquals(overparameterizedProblem(problem as OverparameterizedInstance).scaling, 1);
    assertEquals(violated(lemma2(), "printed", from(problem)).length, 2);
    assert(holds(lemma2(), "corrected", from(problem)));
  }
  // w = (−3b²/8, b) with ‖w‖ nearly 1, for any α.
  const b = 0.9428;
  for (const factor of [1, 100]) {
    const problem = bowl(1, printed("lemma-2", factor));
    const elsewhere = from(problem, [-3 * b * b / 8, b], 0.9999);
    const broken = violated(lemma2(), "printed", elsewhere);
    assert(broken.some(({ label }) => label.startsWith("positive invariance")));
  }
  // Half of the way would already be too far: α a fifth of what is derived.
  assert(violated(lemma2(() => 0.2), "corrected", from(bowl(1, printed("lemma-2")))).length > 0);
});

Deno.test("gn-flow/eq-10: K_0 = diag(1, 16) by hand, and λ_n in the place of Λ", () => {
  const instance = tanhNeuron(
    [[1, 0, 0], [0, 4, 0]],
    [1, 0],
    { kind: "number", value: 1 },
    rho(0.5),
  );
  const [start] = violated(equation10(), "printed", instance);
  assertAlmostEquals(start!.lhs, 1, 1e-12);
  assertAlmostEquals(start!.rhs, 16 / 25, 1e-12);
  assert(holds(equation10(), "corrected", instance));
  assert(violated(equation10(({ lambdaN }) => lambdaN), "corrected", instance).length > 0);
});

const place = {
  problem: { ...fold, scaling: { kind: "number", value: 1 } },
  direction: [1, -1, 2],
  share: 0.5,
};

Deno.test("gn-flow/gf-o: the sign of the proof's first line, by hand, and wrong factors", () => {
  const simple = {
    problem: { ...bowl(1, { kind: "number", value: 1 }), damping: rho(0.25) },
    direction: [0, 0],
    share: 0,
  };
  for (const instance of [simple, place]) {
    const broken = violated(outputFlow(), "printed", instance);
    assertEquals(broken.map(({ label }) => label), [
      "the proof's first line: dαf/dt = −αDf dw/dt",
    ]);
    assert(holds(outputFlow(), "corrected", instance));
  }
  // Twice the rate 4/(4 − 3ρ).
  assertAlmostEquals(
    violated(outputFlow(), "printed", simple)[0]!.lhs,
    8 / (4 - 0.75),
    1e-6,
  );
  const gradientFlow = { ...simple, problem: { ...simple.problem, damping: rho(1) } };
  assertEquals(violated(outputFlow(), "corrected", gradientFlow), []);
  for (const wrong of [{ secondFactor: -1.99 }, { woodburyFactor: -1.01 }]) {
    assert(violated(outputFlow(wrong), "corrected", place).length > 0);
  }
  const reversed = outputFlow({
    velocity: (problem, w) => problem.velocity(w, problem.damping).map((entry) => -entry),
  });
  assert(violated(reversed, "corrected", place).length > 0);
});

Deno.test("gn-flow/lemma-1-spectrum: a wrong eigenvalue is refuted", () => {
  assert(holds(lemma1Spectrum(), "printed", place));
  const wrong = lemma1Spectrum((gamma, damping) => gamma / (gamma + damping));
  assert(violated(wrong, "printed", place).length > 0);
});

Deno.test("gn-flow/edi and lemma-1-decay: 4λ_0² in the place of λ_0² is refuted", () => {
  const instance = { ...fold, scaling: { kind: "number", value: 1 } };
  assert(holds(energyDissipation(), "printed", instance));
  assert(holds(lemma1Decay(), "printed", instance));
  const steep = ({ lambda0, damping }: { lambda0: number; damping: number }) =>
    4 * lambda0 ** 2 / ((1 - damping) * 4 * lambda0 ** 2 + damping);
  assert(violated(energyDissipation(steep), "printed", instance).length > 0);
  const broken = violated(lemma1Decay((problem) => 2 * steep(problem)), "printed", instance);
  assertEquals(broken.length, 2);
  const other = energyDissipation(
    undefined,
    (problem, w) => problem.velocity(w, problem.damping).map((entry) => 0.1 * entry),
  );
  assert(violated(other, "printed", instance).length > 0);
});

Deno.test("gn-flow/theorem-2: no strongly convex loss has a bounded gradient", () => {
  const losses = [
    { kind: "quadratic" },
    { kind: "weighted quadratic", weights: [0.1, 10] },
    { kind: "quadratic plus log-cosh", weight: 0.1, amplitude: 10, scale: 1 },
  ] as const;
  for (const loss of losses) {
    for (const lipschitz of [1e-6, 1, 1e6]) {
      assertEquals(isBoundedBy({ loss, target: [1, -2] }, lipschitz), false);
    }
  }
  const instance = tanhNeuron([[1, 0]], [1], printed("theorem-2"), rho(0.1));
  const discarding = theorem2().hypotheses.filter(({ holds }) => holds!(instance) !== true);
  assertEquals(discarding.map(({ name }) => name), ["∇g is bounded"]);
});

Deno.test("gn-flow/theorem-2 on the sublevel set: μ = 20 and the lonely neuron by hand", () => {
  // A step multiplies ψ − 1 by 1 − 20 · 0.325 = −5.5, and Δ by 30.25.
  const steep = {
    ...tanhNeuron([[1, 0]], [1], printed("theorem-2", 1e6), rho(0.1)),
    loss: { kind: "weighted quadratic" as const, weights: [20] },
  };
  const observation = theorem2().observe(steep, float64, 0) as {
    printed(): { gaps: number[] };
  };
  const [first, second] = observation.printed().gaps;
  assertAlmostEquals(second! / first!, 30.25, 0.01);
  assert(violated(theorem2(), "printed", steep)[0]!.label.startsWith("(14)"));
  assert(holds(theorem2(), "corrected", steep));

  const lonely: OverparameterizedInstance = {
    ...quadratic,
    map: {
      family: "network",
      activation: "tanh",
      inputs: [[1]],
      outerWeights: [1, 1, 1, 1],
      initialWeights: [[Math.atanh(1 / Math.sqrt(3))], [10], [10], [10]],
    },
    target: [0.1],
    scaling: printed("theorem-2"),
  };
  const remainder = violated(theorem2(), "printed", lonely)
    .find(({ label }) => label.startsWith("‖ε_k‖"));
  assertAlmostEquals(remainder!.lhs / remainder!.rhs, 2, 0.1);
  assert(holds(theorem2(), "corrected", lonely));
  // A step forty times as long, or a contraction that is too fast, is refuted.
  for (
    const wrong of [
      { scaledStepSize: 20 },
      { contraction: 0.1 },
      { linearization: 1e-3 },
    ]
  ) {
    const claim = theorem2({
      constants: (problem, network) => ({ ...correctedConstants(problem, network), ...wrong }),
    });
    assert(violated(claim, "corrected", lonely).length > 0, JSON.stringify(wrong));
  }
});
