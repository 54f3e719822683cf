import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { type Arithmetic, float64, loadFloat32 } from "../lib/arithmetic/mod.ts";
import {
  metricObjective,
  type MetricObjectiveInstance,
  metricObjectiveInstances,
  type MetricTermShape,
} from "./metric_objectives.ts";

const SHAPES: readonly MetricTermShape[] = [
  "log-cosh",
  "pseudo-Huber",
  "cosine",
  "positive part",
];

/** The functions themselves, as one would write them without a thought to rounding. */
const plain: Readonly<Record<MetricTermShape, readonly ((x: number) => number)[]>> = {
  "log-cosh": [(x) => Math.log(Math.cosh(x)), Math.tanh, (x) => 1 - Math.tanh(x) ** 2],
  "pseudo-Huber": [
    (x) => Math.sqrt(1 + x * x) - 1,
    (x) => x / Math.sqrt(1 + x * x),
    (x) => (1 + x * x) ** -1.5,
  ],
  "cosine": [(x) => 1 - Math.cos(x), Math.sin, Math.cos],
  "positive part": [
    (x) => Math.max(x, 0) ** 2 / 2,
    (x) => Math.max(x, 0),
    (x) => x >= 0 ? 1 : 0,
  ],
};

/** One term alone, in one dimension, with M = 1. */
const single = (shape: MetricTermShape, offset = 0): MetricObjectiveInstance => ({
  eigenvalues: [0],
  basis: "identity",
  frame: "metric",
  terms: [{ shape, curvature: 1, scale: 1, offset, direction: 0 }],
  metric: { kind: "identity" },
});

for (const shape of SHAPES) {
  const { over } = metricObjective(single(shape));
  const f = over(float64);
  const [value, slope, curvature] = plain[shape] as [
    (x: number) => number,
    (x: number) => number,
    (x: number) => number,
  ];
  const at = (x: number) => float64.vector([x]);

  Deno.test(`${shape}: differences are those of the function`, () => {
    for (const x of [-4, -1.5, -0.3, 0, 0.2, 1, 2.5, 5]) {
      assertAlmostEquals(f.value(at(x)), value(x), 1e-14 * (1 + Math.abs(value(x))));
      assertAlmostEquals(float64.toArray(f.slope(at(x)))[0]!, slope(x), 1e-14);
      assertAlmostEquals(float64.toArray(f.curvature(at(x)))[0]!, curvature(x), 1e-14);
      for (const t of [-9, -1.2, -0.5, -0.126, -0.124, -0.01, 0, 0.01, 0.124, 0.126, 0.5, 1.2, 9]) {
        const difference = value(x + t) - value(x) - slope(x) * t;
        assertAlmostEquals(f.divergence(at(x), at(t)), difference, 1e-13, `x = ${x}, t = ${t}`);
        assertAlmostEquals(
          float64.toArray(f.slopeChange(at(x), at(t)))[0]!,
          slope(x + t) - slope(x),
          1e-14,
        );
      }
    }
  });

  Deno.test(`${shape}: small differences keep their digits, where plain ones lose them`, () => {
    for (const x of [-1.5, 0.3, 1, 40]) {
      for (const t of [1e-9, -1e-6, 1e-3]) {
        // To third order: φ''t²/2 + φ'''t³/6, φ''' by a difference of φ''.
        const third = (curvature(x + 1e-5) - curvature(x - 1e-5)) / 2e-5;
        const expected = curvature(x) / 2 * t * t + third / 6 * t ** 3;
        const divergence = f.divergence(at(x), at(t));
        assert(
          Math.abs(divergence - expected) <= t * t * (1e-15 + t * t),
          `x = ${x}, t = ${t}: ${divergence}, not ${expected}`,
        );
        const change = float64.toArray(f.slopeChange(at(x), at(t)))[0]!;
        assert(
          Math.abs(change - curvature(x) * t - third / 2 * t * t) <=
            2e-15 * Math.abs(t) + t * t * Math.abs(t),
        );
      }
    }
  });

  Deno.test(`${shape}: far out it is finite and within its curvatures`, () => {
    const least = shape === "cosine" ? -1 : 0;
    for (const x of [-1e4, -800, -0.1, 0, 3, 800, 1e4]) {
      for (const t of [-2e4, -1600, -900, 1e-3, 900, 1600, 2e4]) {
        const curved = f.divergence(at(x), at(t)) / (t * t / 2);
        assert(curved >= least - 1e-14 && curved <= 1 + 1e-14, `x = ${x}, t = ${t}: ${curved}`);
        const steep = float64.toArray(f.slopeChange(at(x), at(t)))[0]! / t;
        assert(steep >= least - 1e-14 && steep <= 1 + 1e-14, `x = ${x}, t = ${t}: ${steep}`);
      }
    }
  });
}

Deno.test("a nonzero offset keeps the minimizer at 0", () => {
  for (const shape of SHAPES) {
    const f = metricObjective(single(shape, 0.7)).over(float64);
    const zero = float64.vector([0]);
    assertEquals(f.value(zero), 0);
    assertEquals(float64.toArray(f.slope(zero)), [0]);
  }
});

Deno.test("by hand: f = ½(4x² + y²) + log cosh x in the metric M = diag(4, 1)", () => {
  // In v = (2x, y) the quadratic is I and the term ¼·4 D(v_1/2): Hessian 1 + ¼sech²(x) along v_1.
  const objective = metricObjective({
    eigenvalues: [4, 1],
    basis: "identity",
    frame: "Euclidean",
    terms: [{ shape: "log-cosh", curvature: 1, scale: 1, offset: 0, direction: 0 }],
    metric: { kind: "diagonal", entries: [4, 1] },
    minimizer: [3, -1],
  });
  assertAlmostEquals(objective.largestCurvature, 1.25, 1e-15);
  assertAlmostEquals(objective.leastCurvature, 1, 1e-15);
  assertEquals(objective.smoothness, objective.largestCurvature);
  const f = objective.over(float64);
  const v = f.coordinates(float64.vector([4, 1]));
  assertEquals(float64.toArray(v), [2, 2]);
  assertAlmostEquals(f.value(v), 2 + 2 + Math.log(Math.cosh(1)), 1e-15);
  // ∇f = (4 + tanh 1, 2) = M^{1/2}∇F.
  const gradient = float64.toArray(float64.multiply(f.root, f.slope(v)));
  assertAlmostEquals(gradient[0]!, 4 + Math.tanh(1), 1e-14);
  assertAlmostEquals(gradient[1]!, 2, 1e-15);
  assertEquals(float64.toArray(f.point(v)), [4, 1]);
});

Deno.test("a damped Hessian is the metric M = H + ρI", () => {
  const objective = metricObjective({
    eigenvalues: [3, 1],
    basis: "identity",
    frame: "Euclidean",
    terms: [{ shape: "pseudo-Huber", curvature: 2, scale: 1, offset: 0, direction: 1 }],
    metric: { kind: "dampedHessian", damping: 1 },
  });
  // H = diag(3, 3).
  assertAlmostEquals(objective.metric.power(1)[0]![0]!, 4, 1e-15);
  assertAlmostEquals(objective.metric.power(1)[1]![1]!, 4, 1e-15);
  assertAlmostEquals(objective.largestCurvature, 0.75, 1e-15);
  assertAlmostEquals(objective.leastCurvature, 0.25, 1e-15);
});

Deno.test("the constants are those of the Hessian, which they are attained by", () => {
  const objective = metricObjective({
    eigenvalues: [1, -2],
    basis: { kind: "reflections", vectors: [[1, 2]] },
    frame: "metric",
    terms: [
      { shape: "cosine", curvature: 3, scale: 2, offset: 0, direction: 0 },
      { shape: "log-cosh", curvature: 1, scale: 1, offset: 0, direction: 1 },
    ],
    metric: { kind: "identity" },
  });
  // Along the eigenvectors: 1 + 3cos in [−2, 4] and −2 + sech² in [−2, −1].
  assertAlmostEquals(objective.largestCurvature, 4, 1e-14);
  assertAlmostEquals(objective.leastCurvature, -2, 1e-14);
  assertAlmostEquals(objective.smoothness, 4, 1e-14);
  const f = objective.over(float64);
  const at0 = float64.symmetricEigendecomposition(f.curvature(float64.vector([0, 0]))).values;
  assertAlmostEquals(at0[1]!, 4, 1e-14);
});

const float32 = await loadFloat32();

Deno.test("in any instance the divergence and the gradient agree with the values", () => {
  fc.assert(
    fc.property(
      metricObjectiveInstances({ maximumDimension: 12 }),
      fc.integer({ min: 0, max: 99 }),
      (instance, seed) => {
        const objective = metricObjective(instance);
        const d = objective.dimension;
        const entries = Array.from({ length: d }, (_, i) => Math.sin(seed + 2.3 * i));
        const steps = Array.from({ length: d }, (_, i) => Math.cos(3 * seed + 1.7 * i));
        const check = <T>(arithmetic: Arithmetic<T>, tolerance: number) => {
          const f = objective.over(arithmetic);
          const v = arithmetic.vector(entries);
          const z = arithmetic.vector(steps);
          const sum = arithmetic.add(v, z);
          const scale = tolerance * objective.magnitude * d;
          assertAlmostEquals(
            f.divergence(v, z),
            f.value(sum) - f.value(v) - arithmetic.dot(f.slope(v), z),
            scale,
          );
          const change = arithmetic.subtract(f.slope(sum), f.slope(v));
          assert(
            arithmetic.norm(arithmetic.subtract(f.slopeChange(v, z), change)) <= scale,
          );
        };
        check(float64, 1e-13);
        check(float32, 1e-4);
      },
    ),
    { numRuns: 60, seed: 1 },
  );
});

Deno.test("curvatures of any instance are within its constants", () => {
  fc.assert(
    fc.property(metricObjectiveInstances({ maximumDimension: 8 }), (instance) => {
      const objective = metricObjective(instance);
      const f = objective.over(float64);
      for (const size of [0, 1, 30]) {
        const v = float64.vector(
          Array.from({ length: objective.dimension }, (_, i) => size * Math.sin(1 + i)),
        );
        const { values } = float64.symmetricEigendecomposition(f.curvature(v));
        const slack = 1e-13 * objective.magnitude;
        assert(values[0]! >= objective.leastCurvature - slack);
        assert(values.at(-1)! <= objective.largestCurvature + slack);
      }
    }),
    { numRuns: 100, seed: 2 },
  );
});

Deno.test("strongly convex instances are", () => {
  const instances = fc.sample(
    metricObjectiveInstances({ curvature: "strongly convex", maximumDimension: 8 }),
    { numRuns: 100, seed: 3 },
  );
  for (const instance of instances) assert(metricObjective(instance).leastCurvature > 0);
  assert(instances.some(({ metric: { kind } }) => kind === "dampedHessian"));
});

Deno.test("what is no objective is refused", () => {
  const good = single("log-cosh");
  const [term] = good.terms as [MetricObjectiveInstance["terms"][number]];
  const refused = (change: Partial<MetricObjectiveInstance>, message: string) =>
    assertThrows(() => metricObjective({ ...good, ...change }), RangeError, message);
  refused({ minimizer: [1, 2] }, "is not in R^1");
  refused({ terms: [{ ...term, curvature: 0 }] }, "give positive numbers");
  refused({ terms: [{ ...term, direction: 1 }] }, "is no column");
  refused({ terms: [{ ...term, direction: [0] }] }, "not all 0");
  refused({ metric: { kind: "dampedHessian", damping: 1 } }, "needs the Hessian");
  assertThrows(
    () => metricObjective({ ...good, terms: [{ ...term, shape: "Welsch" as MetricTermShape }] }),
    TypeError,
    "Welsch",
  );
});
