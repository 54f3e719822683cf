import {
  assert,
  assertEquals,
  assertGreaterOrEqual,
  assertLessOrEqual,
  assertThrows,
} from "@std/assert";
import fc from "fast-check";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { memory } from "@tensorflow/tfjs-core";
import { type Arithmetic, float64, loadFloat32 } from "../arithmetic/mod.ts";
import { haarOrthogonal, withEigenvalues } from "../linalg/mod.ts";
import {
  evaluate,
  type GradientMap,
  iterate,
  type MetricOption,
  preconditionByMetric,
  preconditionedSgd,
  type ResidualMap,
} from "./mod.ts";
import { assertClose, linearMap } from "./shared_test.ts";

const float32 = await loadFloat32();

/** The first step that the transformation makes of g, at θ = 0 of the map. */
function firstStep<T>(
  arithmetic: Arithmetic<T>,
  metric: MetricOption,
  g: readonly number[],
  map: GradientMap | ResidualMap = { gradient: (_arithmetic, theta) => theta },
): number[] {
  return arithmetic.scope(() => {
    const theta = arithmetic.vector(g.map(() => 0));
    const transformation = preconditionByMetric(arithmetic, metric);
    const state = transformation.init(theta);
    const context = evaluate(arithmetic, map, theta, 0);
    return arithmetic.toArray(transformation.update(arithmetic.vector(g), state, context)[0]);
  });
}

/** M by its eigenvalues and the columns that belong to them, and a gradient. */
interface Instance {
  readonly eigenvalues: readonly number[];
  readonly basis: readonly (readonly number[])[];
  readonly gradient: readonly number[];
}

const instances: fc.Arbitrary<Instance> = fc.integer({ min: 1, max: 6 }).chain((dimension) => {
  const list = (entry: fc.Arbitrary<number>) =>
    fc.array(entry, { minLength: dimension, maxLength: dimension });
  return fc.record({
    eigenvalues: list(fc.double({ min: -2, max: 2, noNaN: true }).map((power) => 10 ** power)),
    gradient: list(fc.integer({ min: -64, max: 64 }).map((entry) => entry / 8)),
    basis: fc.integer({ min: 0, max: 999 }).map((seed) =>
      haarOrthogonal(xoroshiro128plus(seed), dimension)
    ),
  });
});

const column = (rows: readonly (readonly number[])[], j: number) => rows.map((row) => row[j]!);
const ROWS = [[2, 1, 0], [1, 4, -1], [0, -1, 3]];
const JACOBIAN = [[1, 0, 2], [0, -1, 1]];
const quadratic: GradientMap = {
  gradient: (arithmetic, theta) => arithmetic.multiply(arithmetic.matrix(ROWS), theta),
  hessian: (arithmetic) => arithmetic.matrix(ROWS),
};

const kinds: readonly (readonly [MetricOption, GradientMap | ResidualMap])[] = [
  ["identity", quadratic],
  [{ kind: "diagonal", entries: [2, 4, 3] }, quadratic],
  [{ kind: "matrix", rows: ROWS }, quadratic],
  [
    {
      kind: "spectral",
      eigenvalues: [2, 4, 3],
      eigenvectors: [[0.6, -0.8, 0], [0.8, 0.6, 0], [0, 0, 1]],
    },
    quadratic,
  ],
  [{ kind: "lowRank", values: [5, 0.5], columns: [[0.6, 0.8, 0], [0, 0, 1]] }, quadratic],
  [{ kind: "dampedHessian", damping: 0.5 }, quadratic],
  [{ kind: "gaussNewton", damping: 0.5, steps: 2 }, linearMap(JACOBIAN, [1, -2])],
  [{ kind: "gaussNewton", damping: 0.5, steps: 6 }, linearMap(JACOBIAN, [1, -2])],
];

Deno.test("preconditionByMetric() by hand", () => {
  assertEquals(firstStep(float64, "identity", [3, -4]), [3, -4]);
  assertEquals(firstStep(float64, { kind: "diagonal", entries: [2, 8] }, [3, -4]), [1.5, -0.5]);
  // [[2, 1], [1, 2]] (1, 2) = (4, 5).
  const rows = [[2, 1], [1, 2]];
  assertClose(firstStep(float64, { kind: "matrix", rows }, [4, 5]), [1, 2], 1e-14, "matrix");
  // u = (0.6, 0.8), T = 4: g = 5u + (0.8, −0.6) goes to (5/4)u + (0.8, −0.6).
  const lowRank = { kind: "lowRank", values: [4], columns: [[0.6, 0.8]] } as const;
  assertClose(firstStep(float64, lowRank, [3.8, 3.4]), [1.55, 0.4], 1e-14, "low rank");
  // H + 2I = [[4, 1], [1, 4]] takes (1, 2) to (6, 9).
  const hessian: GradientMap = {
    gradient: (_arithmetic, theta) => theta,
    hessian: (a) => a.matrix(rows),
  };
  const damped = { kind: "dampedHessian", damping: 2 } as const;
  assertClose(firstStep(float64, damped, [6, 9], hessian), [1, 2], 1e-14, "damped Hessian");
  // J = (1 2), JᵀJ + I = [[2, 2], [2, 5]] takes (1, 2) to (6, 12).
  const model = linearMap([[1, 2]], [0]);
  const full = { kind: "gaussNewton", damping: 1, steps: 2 } as const;
  assertClose(firstStep(float64, full, [6, 12], model), [1, 2], 1e-14, "Gauss–Newton");
});

Deno.test("every metric is M⁻¹, against the explicit inverse", () => {
  fc.assert(fc.property(instances, ({ eigenvalues, basis, gradient }) => {
    const d = gradient.length;
    const tolerance = 1e-12 * Math.max(...eigenvalues) / Math.min(...eigenvalues) +
      1e-12 * Math.max(...eigenvalues, 1);
    const check = (
      metric: MetricOption,
      inverse: readonly (readonly number[])[],
      map?: GradientMap | ResidualMap,
    ) => {
      const expected = float64.multiply(float64.matrix(inverse), float64.vector(gradient));
      const actual = firstStep(float64, metric, gradient, map);
      assertClose(actual, float64.toArray(expected), tolerance, JSON.stringify(metric));
    };
    const reciprocal = (value: number) => 1 / value;
    check("identity", withEigenvalues(eigenvalues.map(() => 1)));
    const inverses = eigenvalues.map(reciprocal);
    check({ kind: "diagonal", entries: eigenvalues }, withEigenvalues(inverses));
    const rows = withEigenvalues(eigenvalues, basis);
    check({ kind: "matrix", rows }, withEigenvalues(inverses, basis));
    const spectral = { kind: "spectral", eigenvalues, eigenvectors: basis } as const;
    check(spectral, withEigenvalues(inverses, basis));
    for (const rank of [0, 1, d]) {
      const values = eigenvalues.slice(0, rank);
      const columns = values.map((_, j) => column(basis, j));
      const all = inverses.map((inverse, j) => j < rank ? inverse : 1);
      check({ kind: "lowRank", values, columns }, withEigenvalues(all, basis));
    }
    const map: GradientMap = {
      gradient: (_arithmetic, theta) => theta,
      hessian: (arithmetic) => arithmetic.matrix(rows),
    };
    const damped = withEigenvalues(eigenvalues.map((value) => 1 / (value + 0.5)), basis);
    check({ kind: "dampedHessian", damping: 0.5 }, damped, map);
    // J = diag(√λ) Qᵀ has JᵀJ = QΛQᵀ.
    const jacobian = eigenvalues.map((value, i) =>
      column(basis, i).map((entry) => Math.sqrt(value) * entry)
    );
    // A few steps more than d: they win back what rounding loses.
    const budget = { kind: "gaussNewton", damping: 0.5, steps: 8 * d } as const;
    check(budget, damped, linearMap(jacobian, gradient.map(() => 0)));
  }));
});

Deno.test("several gradients at once are preconditioned each as it is alone", () => {
  const gradients = [[3, -4, 1], [0, 2, -5]];
  for (const [metric, map] of kinds) {
    const together = () =>
      float64.scope(() => {
        const columns = float64.transpose(float64.matrix(gradients));
        const { init, update } = preconditionByMetric(float64, metric);
        const context = evaluate(float64, map, float64.vector([0, 0, 0]), 0);
        return float64.toRows(float64.transpose(update(columns, init(columns), context)[0]));
      });
    if (metric !== "identity" && metric.kind === "gaussNewton") {
      assertThrows(together, RangeError, "take one gradient at a time, but there are 2");
      continue;
    }
    for (const [i, steps] of together().entries()) {
      assertClose(steps, firstStep(float64, metric, gradients[i]!, map), 1e-15, `gradient ${i}`);
    }
  }
});

Deno.test("conjugate gradients with a budget of one step give (gᵀg/gᵀMg) g, which is not linear", () => {
  const model = linearMap(JACOBIAN, [0, 0]);
  const one = { kind: "gaussNewton", damping: 0.5, steps: 1 } as const;
  // g = (1, 0, 0): gᵀMg = 1.5; g = (0, 1, 0): 1.5; g = (1, 1, 0): gᵀg = 2, gᵀMg = 3.
  // g = (1, 0, 1): gᵀg = 2, gᵀMg = 1.5 + 4 + 5.5 = 11.
  const first = firstStep(float64, one, [1, 0, 0], model);
  const third = firstStep(float64, one, [0, 0, 1], model);
  const both = firstStep(float64, one, [1, 0, 1], model);
  assertClose(first, [2 / 3, 0, 0], 1e-15, "g = (1, 0, 0)");
  assertClose(third, [0, 0, 2 / 11], 1e-15, "g = (0, 0, 1)");
  assertClose(both, [2 / 11, 0, 2 / 11], 1e-15, "g = (1, 0, 1)");
  assertGreaterOrEqual(Math.abs(first[0]! + third[0]! - both[0]!), 0.4);
  // M = [[1.5, 0, 2], [0, 1.5, −1], [2, −1, 5.5]] takes (1, 1, −1) to g. It has three distinct
  // eigenvalues, 6 and 1 of JJᵀ, and 0, plus ½: two steps do not reach what three do.
  const g = [-0.5, 2.5, -4.5];
  const exact = [1, 1, -1];
  const distance = (steps: number) =>
    Math.hypot(
      ...firstStep(float64, { ...one, steps }, g, model).map((entry, i) => entry - exact[i]!),
    );
  assertGreaterOrEqual(distance(2), 1e-3);
  assertLessOrEqual(distance(3), 1e-13);
  // A residual that is allowed to stay ends them.
  const early = firstStep(float64, { ...one, steps: 3, tolerance: 10 }, g, model);
  assertEquals(early, [0, 0, 0]);
  assertEquals(firstStep(float64, { ...one, steps: 3 }, [0, 0, 0], model), [0, 0, 0]);
});

Deno.test("what is made at the first point stays", () => {
  // f = w⁴/4 has H = 3w² and, as ½F² with F = w²/√2, J = √2 w. From w = 1: M = 3 + 1 = 4, so that
  // w⁺ = w − w³/4: 1, 3/4, 3/4 − 27/256 = 165/256.
  const map: GradientMap = {
    gradient: (arithmetic, w) => arithmetic.vector([arithmetic.toArray(w)[0]! ** 3]),
    hessian: (arithmetic, w) => arithmetic.matrix([[3 * arithmetic.toArray(w)[0]! ** 2]]),
    gaussNewtonFactor: (arithmetic, w) =>
      arithmetic.matrix([[Math.SQRT2 * arithmetic.toArray(w)[0]!]]),
  };
  const expected = [1, 3 / 4, 165 / 256];
  for (
    const metric of [
      { kind: "dampedHessian", damping: 1 },
      { kind: "gaussNewton", damping: 2, steps: 1 },
    ] as const
  ) {
    const seen: number[] = [];
    iterate(float64, map, preconditionedSgd(float64, { metric, stepSize: 1 }), [1], {
      steps: 2,
      visit: ({ theta }) => void seen.push(...float64.toArray(theta)),
    });
    assertClose(seen, expected, 1e-15, metric.kind);
  }
});

for (const [metric, map] of kinds) {
  const name = JSON.stringify(metric);
  Deno.test(`${name}: float32 (${float32.backend}) follows float64, and leaves no tensor`, () => {
    const runOn = <T>(arithmetic: Arithmetic<T>) =>
      iterate(
        arithmetic,
        map,
        preconditionedSgd(arithmetic, { metric, stepSize: 0.125 }),
        [1, -0.5, 0.75],
        { steps: 8 },
      );
    const before = memory().numTensors;
    assertClose(runOn(float32), runOn(float64), 1e-5, "w_9");
    assertEquals(memory().numTensors, before);
    const live = new Set<number>();
    const transformation = preconditionedSgd(float32, { metric, stepSize: 0.125 });
    iterate(float32, map, transformation, [1, -0.5, 0.75], {
      steps: 6,
      // What the first point tells is known from the second on.
      visit: ({ iteration }) => void (iteration > 0 && live.add(memory().numTensors)),
    });
    assertEquals(live.size, 1, `tensors at each visit: ${[...live]}`);
    assertEquals(memory().numTensors, before);
  });
}

Deno.test("what is no metric is refused, with the reason", () => {
  const cases: readonly (readonly [unknown, string])[] = [
    ["unity", 'there is no metric "unity": give "identity", or an object of the kind "diagonal",'],
    [null, "there is no metric null"],
    [{ kind: "newton" }, 'there is no metric {"kind":"newton"}'],
    [
      { kind: "spectral", eigenvalues: [1, -2], eigenvectors: [[1, 0], [0, 1]] },
      "eigenvalues[1] must be a positive finite number; got -2.",
    ],
    [
      { kind: "spectral", eigenvalues: [1, 2], eigenvectors: [[1, 0]] },
      "a metric of 2 eigenvalues needs 2×2 eigenvectors, but they have 1 rows.",
    ],
    [
      { kind: "spectral", eigenvalues: [1, 2], eigenvectors: [[1], [0, 1]] },
      "needs 2×2 eigenvectors, but they have 1 entries in row 0.",
    ],
    [
      { kind: "spectral", eigenvalues: [1, 2], eigenvectors: [[1, 0], [1, 0]] },
      "the rows of a metric's eigenvectors are not orthonormal: the product of the vectors 0 and 1",
    ],
    [
      { kind: "spectral", eigenvalues: [1], eigenvectors: [[1]] },
      "the metric is one on R^1, but θ has 2 entries",
    ],
    [{ kind: "diagonal", entries: [1, 0] }, "entries[1] must be a positive finite number; got 0."],
    [{ kind: "diagonal", entries: [1] }, "the metric is one on R^1, but θ has 2 entries: give a"],
    [{ kind: "matrix", rows: [[1, 0]] }, "is not square: it has 1 rows, and row 0 has 2 entries."],
    [{ kind: "matrix", rows: [[1, NaN], [0, 1]] }, "rows[0][1] must be a finite number; got NaN."],
    [
      { kind: "matrix", rows: [[1, 0.5], [0.25, 1]] },
      "is not symmetric: its entry (1, 0) is 0.25, but (0, 1) is 0.5.",
    ],
    [{ kind: "matrix", rows: [[1]] }, "the metric is one on R^1, but θ has 2 entries"],
    [
      { kind: "matrix", rows: [[1, 2], [2, 1]] },
      "the matrix of the metric is not positive definite to rounding (its eigenvalues reach from -",
    ],
    [{ kind: "matrix", rows: [[1, 1], [1, 1]] }, "is not positive definite to rounding"],
    [
      { kind: "lowRank", values: [2], columns: [] },
      "a metric of low rank has 0 columns but 1 values: give one value for each column.",
    ],
    [
      { kind: "lowRank", values: [-1], columns: [[1, 0]] },
      "values[0] must be a positive finite number; got -1.",
    ],
    [
      { kind: "lowRank", values: [2, 2], columns: [[1, 0], [1]] },
      "differ in length: columns[0] has 2 entries, columns[1] has 1.",
    ],
    [
      { kind: "lowRank", values: [2], columns: [[1, 1]] },
      "are not orthonormal: the product of the vectors 0 and 0 is 2, not 1.",
    ],
    [
      { kind: "lowRank", values: [2, 2], columns: [[1, 0], [0.6, 0.8]] },
      "are not orthonormal: the product of the vectors 0 and 1 is 0.6, not 0.",
    ],
    [{ kind: "lowRank", values: [2], columns: [[NaN, 1]] }, "the vectors 0 and 0 is NaN"],
    [{ kind: "lowRank", values: [2], columns: [[1]] }, "the metric is one on R^1, but θ has 2"],
    [{ kind: "dampedHessian", damping: -1 }, "damping must be a finite number, at least 0; got -1"],
    [
      { kind: "dampedHessian", damping: 0.5 },
      "the Hessian at iteration 0, damped by 0.5, is not positive definite to rounding (its " +
      "eigenvalues reach from -0.5 to 1.5), as a metric must be: give a larger damping.",
    ],
    [{ kind: "gaussNewton", damping: NaN, steps: 1 }, "damping must be a finite number, at least"],
    [{ kind: "gaussNewton", damping: 1, steps: 0 }, "steps must be an integer, at least 1; got 0."],
    [{ kind: "gaussNewton", damping: 1, steps: 1, tolerance: -1 }, "tolerance must be a finite"],
    [{ kind: "gaussNewton", damping: 0, steps: 2 }, "the matrix is not positive definite"],
  ];
  const indefinite: GradientMap = {
    gradient: (_arithmetic, theta) => theta,
    hessian: (arithmetic) => arithmetic.diagonal([-1, 1]),
    gaussNewtonFactor: (arithmetic) => arithmetic.matrix([[1, 0]]),
  };
  for (const [metric, message] of cases) {
    assertThrows(
      () => firstStep(float64, metric as MetricOption, [0, 1], indefinite),
      RangeError,
      message,
    );
  }
  // The errors of M itself come before any run.
  assertThrows(
    () => preconditionByMetric(float64, { kind: "diagonal", entries: [-1] }),
    RangeError,
    "entries[0]",
  );
  const bare: GradientMap = { gradient: (_arithmetic, theta) => theta };
  for (
    const metric of [
      { kind: "dampedHessian", damping: 1 },
      { kind: "gaussNewton", damping: 1, steps: 1 },
    ] as const
  ) {
    const error = assertThrows(() => firstStep(float64, metric, [1], bare), TypeError);
    assert(error.message.startsWith("this problem"), error.message);
  }
});
