/** The counterexamples by hand, and the teeth of the checkers of the underparameterized claims. */

import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertGreaterOrEqual,
  assertLessOrEqual,
} from "@std/assert";
import { float64 } from "../../lib/arithmetic/mod.ts";
import {
  confirmMinimizer,
  type UnderparameterizedInstance,
  underparameterizedProblem,
} from "../../problems/mod.ts";
import {
  correctedScaling,
  gradientParts,
  NETWORK_VALLEY,
  runFlow,
  SMOOTH_VALLEY,
  type Theorem5Observation,
} from "./_underparameterized.ts";
import { distance } from "./_vectors.ts";
import { lemma9, type Lemma9Observation } from "./lemma_9.ts";
import { remark4 } from "./remark_4.ts";
import { remark5 } from "./remark_5.ts";
import { remark6 } from "./remark_6.ts";
import { violatedLabels } from "./shared_test.ts";
import { theorem5Ball } from "./theorem_5_ball.ts";
import { theorem5Rate } from "./theorem_5_rate.ts";

/** The arc of the unit circle, w_* = 0.4, y inside the circle. */
const ARC: UnderparameterizedInstance = {
  map: {
    family: "smooth map",
    blocks: [{ kind: "arc", radius: 1, speed: 1 }],
    left: [],
    right: [],
  },
  loss: { kind: "quadratic" },
  r: 0.5,
  direction: [1],
  normal: [-1, 1],
  placement: { kind: "printed, scaling solved", share: 0.8, residual: 1 },
};

/** One neuron with the inputs 1 and 2. */
const NEURON: UnderparameterizedInstance = {
  ...ARC,
  map: {
    family: "network",
    activation: "sine",
    inputs: [[1], [2]],
    outerWeights: [1],
    initialWeights: [[0.5]],
  },
};

Deno.test("gn-flow/theorem-5-rate by hand: the arc", () => {
  const problem = underparameterizedProblem(ARC);
  const { scaling: alpha, minimizer, initialGap, initialValue, radius } = problem;
  const theta = 0.4;
  const q = 0.5 ** 2 * 0.5 ** 2 / 2 / (1 - Math.cos(theta));
  assertAlmostEquals(q, 0.3959, 1e-4);
  assertAlmostEquals(radius, 0.5, 1e-12);
  assertAlmostEquals(minimizer[0]!, theta, 1e-12);
  assertAlmostEquals(initialGap, 0.03125 * alpha ** 2, 1e-9 * initialGap);
  assertAlmostEquals(initialValue, (0.03125 + (1 - q) ** 2 / 2) * alpha ** 2, 1e-9 * initialValue);
  const flow = runFlow(problem, {
    horizon: 5,
    tolerance: 1e-10,
    center: minimizer,
    stops: [],
    confinement: 1,
  });
  const angle = 2 * Math.atan(Math.tan(theta / 2) * Math.exp(-5 * q));
  assertAlmostEquals(flow.at(5)[0]!, theta - angle, 1e-8);
  const gap = problem.gap(flow.at(5));
  assertAlmostEquals(gap / alpha ** 2, 6.21e-4, 1e-6);
  assertGreaterOrEqual(gap, 60 * initialValue * Math.exp(-10));
  assertEquals(violatedLabels(theorem5Rate(), "printed", ARC), ["Δ_t <= g(0)exp(−2νt)"]);
  assertEquals(violatedLabels(theorem5Rate(), "corrected", ARC), []);
});

Deno.test("gn-flow/theorem-5-rate by hand: one neuron", () => {
  const { map, scaling, minimizer, normal, radius, lambda0 } = underparameterizedProblem(NEURON);
  assertAlmostEquals(lambda0, 0.69603, 1e-5);
  assertAlmostEquals(radius, 0.16881, 1e-5);
  assertAlmostEquals(minimizer[0]!, 0.63505, 1e-5);
  const jacobian = map.jacobian(minimizer).map(([entry]) => entry!);
  const second = map.secondDerivative(minimizer, [1], [1]);
  assertAlmostEquals(Math.hypot(...normal) / scaling, 0.2505, 1e-3);
  const q = 1 + (normal[0]! * second[0]! + normal[1]! * second[1]!) /
      (scaling * (jacobian[0]! ** 2 + jacobian[1]! ** 2));
  assertAlmostEquals(q, 0.317, 1e-3);
  assertEquals(violatedLabels(theorem5Rate(), "printed", NEURON), ["Δ_t <= g(0)exp(−2νt)"]);
  assertEquals(violatedLabels(theorem5Rate(), "corrected", NEURON), []);
});

Deno.test("gn-flow/theorem-5-ball by hand: a valley askew to the weak direction", () => {
  const problem = underparameterizedProblem(SMOOTH_VALLEY);
  const { map, lambda0, radius, scaling, normal, minimizer } = problem;
  assertAlmostEquals(2 * lambda0, 0.99992, 1e-5);
  assertAlmostEquals(radius, 0.099992, 1e-6);
  assert(confirmMinimizer(problem).confirmed);
  // C = −Σ (N/α)ⱼ ∇²fⱼ.
  const curvature = map.weightedHessian(minimizer, normal.map((entry) => -entry / scaling));
  assertAlmostEquals(curvature[1]![1]!, 57.09, 0.01);
  assertAlmostEquals(curvature[0]![0]!, 57.09 * 0.016, 1e-3);
  const network = underparameterizedProblem(NETWORK_VALLEY);
  assert(confirmMinimizer(network).confirmed);
  const hessian = network.hessian(network.minimizer).map((row) =>
    row.map((entry) => entry / network.scaling ** 2)
  );
  [[0.1577, -0.0192], [-0.0192, 0.0043]].forEach((row, k) =>
    row.forEach((entry, l) => assertAlmostEquals(hessian[k]![l]!, entry, 6e-5))
  );
  // ‖w_15 − w_0‖ of the two flows.
  for (const [built, expected] of [[problem, 1.231], [network, 1.350]] as const) {
    const flow = runFlow(built, {
      horizon: 15,
      tolerance: 1e-8,
      center: built.minimizer,
      stops: [],
      confinement: 2 * built.radius,
    });
    assertAlmostEquals(distance(flow.at(15), built.map.start) / built.radius, expected, 2e-3);
  }
  for (const instance of [SMOOTH_VALLEY, NETWORK_VALLEY]) {
    const observation = theorem5Ball().observe(instance, float64, 0) as Theorem5Observation;
    assertLessOrEqual(observation.printed.minimizerDistance, observation.radius);
    assertGreaterOrEqual(observation.printed.farthest.value, 1.15 * observation.radius);
    assert(violatedLabels(theorem5Ball(), "printed", instance).includes("‖w_t − w_0‖ < 2rλ_0/L"));
    assertEquals(violatedLabels(theorem5Ball(), "corrected", instance), []);
  }
});

Deno.test("the corrected form of Theorem 5 has teeth: a small α breaks it", () => {
  const small = { correctedScaling: () => underparameterizedProblem(ARC).scaling };
  // q = 0.396 < ½: slower than exp(−νt).
  assertEquals(violatedLabels(theorem5Rate(small), "corrected", ARC), ["Δ_t <= g(0)exp(−νt)"]);
  const weak = {
    correctedScaling: (problem: Parameters<typeof correctedScaling>[0]) => problem.scaling,
  };
  assert(violatedLabels(theorem5Ball(weak), "corrected", SMOOTH_VALLEY).length > 0);
});

Deno.test("gn-flow/lemma-9 by hand: the arc, with y inside, on and outside the circle", () => {
  for (const [normal, residual] of [[[-1, 1], 0.5], [[0, 0], 0], [[1, -1], 0.5]] as const) {
    const problem = {
      ...ARC,
      normal,
      placement: { kind: "free", scaling: 2, share: 0.8, residual } as const,
    };
    const built = underparameterizedProblem(problem);
    // N = (1 − q)α outwards.
    const outwards = [Math.sin(0.4), -Math.cos(0.4)];
    const q = 1 - (built.normal[0]! * outwards[0]! + built.normal[1]! * outwards[1]!) / 2;
    const instance = { problem, time: 0.2 };
    const seen = lemma9().observe(instance, float64, 0) as Lemma9Observation;
    const theta = 2 * Math.atan(Math.tan(0.2) * Math.exp(-0.2 * q));
    assertAlmostEquals(seen.gap[0], 4 * q * (1 - Math.cos(theta)), 1e-4 * seen.gap[0]);
    assertAlmostEquals(seen.gradient[0], 2 * q * Math.sin(theta), 1e-4);
    assertAlmostEquals(seen.geodesic![0], 2 * theta, 1e-4);
    assertEquals(violatedLabels(lemma9(), "printed", instance), [
      "some v_t satisfies (20) and (21)",
      "v_t with Exp(v_t) = αf(w_t) satisfies (20) and (21)",
    ]);
    assertEquals(violatedLabels(lemma9(), "corrected", instance), []);
    // Without δ the corrected form says no more than the printed one, and is as wrong.
    if (q !== 1) assert(violatedLabels(lemma9(() => 0), "corrected", instance).length > 0);
  }
});

Deno.test("grad g and N are the parts of ∇g", () => {
  const problem = underparameterizedProblem(NEURON);
  const parts = gradientParts(problem, [0.55], float64);
  const gradient = problem.loss.gradient(problem.output([0.55]));
  assertAlmostEquals(Math.hypot(parts.tangential, parts.normal), Math.hypot(...gradient), 1e-12);
  assertAlmostEquals(gradientParts(problem, problem.minimizer, float64).tangential, 0, 1e-12);
});

Deno.test("gn-flow/remark-4 has teeth: a symmetric initialization is no antisymmetric one", () => {
  const half = {
    family: "network",
    activation: "tanh",
    inputs: [[1, 0], [0, 1], [1, 1], [1, -1], [2, 1]],
    outerWeights: [1],
    initialWeights: [[0.5, -1]],
  } as const;
  assertEquals(violatedLabels(remark4(), "printed", half), []);
  const symmetric = remark4((half) => ({
    ...half,
    outerWeights: [...half.outerWeights, ...half.outerWeights],
    initialWeights: [...half.initialWeights, ...half.initialWeights],
  }));
  assertEquals(violatedLabels(symmetric, "printed", half), ["f(w_init) = 0"]);
  const opposite = remark4((half) => ({
    ...half,
    outerWeights: [...half.outerWeights, ...half.outerWeights.map((entry) => -entry)],
    initialWeights: [
      ...half.initialWeights,
      ...half.initialWeights.map((weights) => weights.map((entry) => 2 * entry)),
    ],
  }));
  assertEquals(violatedLabels(opposite, "printed", half).length, 3);
});

Deno.test("gn-flow/remark-5 by hand: a larger α comes nearer to the target", () => {
  // y = (1, 0) and w_* = π/4 for α = 1.
  const instance = {
    problem: {
      ...ARC,
      r: 0.9,
      placement: {
        kind: "free",
        scaling: 1,
        share: Math.PI / 4 / 0.9,
        residual: (Math.SQRT2 - 1) / Math.hypot(Math.SQRT1_2, 1 - Math.SQRT1_2),
      } as const,
    },
    factor: 2,
  };
  const { loss } = underparameterizedProblem(instance.problem);
  [1, 0].forEach((entry, j) => assertAlmostEquals(loss.minimizer[j]!, entry, 1e-12));
  const observation = remark5().observe(instance, float64, 0) as {
    readonly pair: readonly { readonly best: number }[];
  };
  [(Math.SQRT2 - 1) ** 2 / 2, (Math.sqrt(5) - 2) ** 2 / 2].forEach((best, k) =>
    assertAlmostEquals(observation.pair[k]!.best, best, 1e-9)
  );
  assertEquals(violatedLabels(remark5(), "printed", instance), [
    "the best loss in M with the larger α >= with the smaller",
  ]);
  assertEquals(violatedLabels(remark5(), "corrected", instance), []);
  // α far too small for the corrected form.
  const eager = remark5((problem) => correctedScaling(problem) / 1e4);
  const neuron = {
    problem: {
      ...NEURON,
      r: 0.1,
      placement: { kind: "free", scaling: 1, share: 0.5, residual: 1 } as const,
    },
    factor: 2,
  };
  assertEquals(violatedLabels(remark5(), "corrected", neuron), []);
  assertEquals(violatedLabels(eager, "corrected", neuron), [
    "λ_min(J(w_t)ᵀJ(w_t)) >= 4(1 − r)²λ_0²",
  ]);
});

Deno.test("gn-flow/remark-6: the gradient flow is exponential, and depends on κ", () => {
  const sphere: UnderparameterizedInstance = {
    ...ARC,
    map: {
      family: "smooth map",
      blocks: [{ kind: "sphere", radius: 1, speed: 1 }],
      left: [],
      right: [],
    },
    direction: [3, 1],
    normal: [0, 0, 0],
    placement: { kind: "free", scaling: 1, share: 0.5, residual: 0 },
  };
  assertEquals(violatedLabels(remark6(), "printed", sphere), [
    "lim −d ln Δ_t/dt = 0 for the gradient flow",
  ]);
  assertEquals(violatedLabels(remark6(), "corrected", sphere), []);
  // Seed 801: the time of the gradient flow is not O(κ), but at each point its rate is as stated.
  const saddle: UnderparameterizedInstance = {
    map: {
      family: "smooth map",
      blocks: [
        { kind: "quadratic", slopes: [[0], [1]], curvatures: [[0], [0]] },
        { kind: "complex square", slope: -1, curvature: 1 },
      ],
      left: [],
      right: [],
    },
    loss: { kind: "quadratic" },
    direction: [0, 1, 2],
    normal: [0, 0, 0, 0],
    r: 0.9,
    placement: { kind: "free", scaling: 1, share: 0.95, residual: 0 },
  };
  const observation = remark6().observe(saddle, float64, 0) as {
    gradientFlow(): { conditionNumbers: readonly number[]; times: readonly number[] };
  };
  const { conditionNumbers, times } = observation.gradientFlow();
  const shares = times.map((time, k) => time / conditionNumbers[k]!);
  assert(shares.every((share, k) => k === 0 || share > shares[k - 1]! + 0.5), `${shares}`);
  assertEquals(violatedLabels(remark6(), "corrected", saddle), []);
  // H is diag(4, 9), nearly: no rate is four times itself.
  const block = (slope: number) =>
    ({ kind: "quadratic", slopes: [[slope], [0]], curvatures: [[0], [0.01]] }) as const;
  const linear: UnderparameterizedInstance = {
    ...saddle,
    map: { family: "smooth map", blocks: [block(2), block(3)], left: [], right: [] },
    direction: [1, 2],
  };
  assertEquals(violatedLabels(remark6(), "corrected", linear), []);
  assert(
    violatedLabels(remark6(1), "corrected", linear).includes(
      "rate of the gradient flow >= λ_min(H) times that of the Gauss–Newton flow",
    ),
  );
  // The gradient flow in the place of the Gauss–Newton flow is not independent of κ.
  assert(
    violatedLabels(remark6(1), "printed", sphere).includes(
      "exponent of the Gauss–Newton flow's time in κ(H_0) = 0",
    ),
  );
});
