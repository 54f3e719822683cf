import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertLessOrEqual,
  assertThrows,
} from "@std/assert";
import { sample } from "fast-check";
import { float64 } from "../lib/arithmetic/mod.ts";
import {
  conditionNumberAtZero,
  leastSquares,
  leastSquaresFamilies,
  type LeastSquaresFamily,
  type LeastSquaresInstance,
  leastSquaresInstances,
} from "./mod.ts";
import { jacobianAt, residualAt, shrunk } from "./shared_test.ts";

Deno.test("the smallest instance of every family can be read at a glance", () => {
  const smallest: Record<LeastSquaresFamily, string> = {
    linear: '{"family":"linear","matrix":{"rows":1,"columns":1,"singularValues":[1],' +
      '"left":[],"right":[]},"zero":[0]}',
    spheres: '{"family":"spheres","blocks":[{"weight":1,"radius":1,"direction":[1]}]}',
    quadric: '{"family":"quadric","weight":1,"curvatures":[1],"zero":[1]}',
    graph: '{"family":"graph","weights":[1],"slopes":[[0]],"curvatures":[0],"zero":[0]}',
    composition: '{"family":"composition",' +
      '"outer":{"rows":1,"columns":1,"singularValues":[1],"left":[],"right":[]},' +
      '"functions":[{"kind":"identity"}],' +
      '"inner":{"rows":1,"columns":1,"singularValues":[1],"left":[],"right":[]},"zero":[0]}',
    network: '{"family":"network","inputs":[[0]],' +
      '"units":[{"weights":[0],"bias":0,"amplitude":1}]}',
  };
  for (const family of leastSquaresFamilies) {
    const { json, shrinks } = shrunk(leastSquaresInstances({ families: [family] }), () => true);
    assertEquals(json, smallest[family]);
    assertLessOrEqual(shrinks, 300, family);
  }
});

Deno.test("instances that fail for a reason shrink to that reason", () => {
  const failing = (
    family: LeastSquaresFamily,
    fails: (instance: LeastSquaresInstance) => boolean,
  ) => shrunk(leastSquaresInstances({ families: [family] }), fails).json;
  assertEquals(
    failing("linear", (instance) => conditionNumberAtZero(leastSquares(instance)) > 50),
    '{"family":"linear","matrix":{"rows":2,"columns":2,"singularValues":[1,0.01],' +
      '"left":[],"right":[]},"zero":[0,0]}',
  );
  assertEquals(
    failing("spheres", (instance) => {
      const { parameters, residuals, zero } = leastSquares(instance);
      return parameters > residuals && zero.some((x) => Math.abs(x) > 3);
    }),
    '{"family":"spheres","blocks":[{"weight":1,"radius":4,"direction":[1,0]}]}',
  );
  // A range that turns: the shortest story has two residuals, one parameter, one curved function;
  // shrinking may stop one short of it, where a dimension cannot fall without the reflections.
  const turning = failing("composition", (instance) => {
    const problem = leastSquares(instance);
    if (problem.rank >= problem.residuals) return false;
    const { zero, rank } = problem;
    const range = (theta: readonly number[]) => {
      const { u } = float64.singularValueDecomposition(jacobianAt(problem, theta));
      return float64.slice(u, { columns: [0, rank] });
    };
    const overlap = float64.multiply(
      float64.transpose(range(zero)),
      range(zero.map((x) => x + 0.1)),
    );
    return float64.singularValueDecomposition(overlap).s.at(-1)! < 1 - 1e-6;
  });
  const { outer, inner, functions } = JSON.parse(turning);
  assert(outer.rows <= 3 && outer.columns <= 3 && inner.columns === 1, turning);
  assert(functions.some(({ kind }: { kind: string }) => kind === "identity"), turning);
  assertLessOrEqual(turning.length, 330, turning);
});

Deno.test("the bound on the condition number holds, down to the least that a family takes", () => {
  for (const family of leastSquaresFamilies) {
    const least = ["graph", "composition", "network"].includes(family) ? 100 : 1;
    for (const maximumConditionNumber of [least, 1e4]) {
      const arbitrary = leastSquaresInstances({ families: [family], maximumConditionNumber });
      for (const instance of sample(arbitrary, { numRuns: 60, seed: 4 })) {
        assertLessOrEqual(
          conditionNumberAtZero(leastSquares(instance)),
          maximumConditionNumber * (1 + 1e-9),
          JSON.stringify(instance),
        );
      }
    }
    if (least === 100) {
      assertThrows(
        () => leastSquaresInstances({ families: [family], maximumConditionNumber: 10 }),
        RangeError,
        "allow 100",
      );
    }
  }
});

Deno.test("the bound on the dimension holds, and all families are drawn", () => {
  const drawn = new Set<string>();
  for (
    const instance of sample(leastSquaresInstances({ maximumDimension: 3 }), {
      numRuns: 600,
      seed: 6,
    })
  ) {
    const { parameters, residuals } = leastSquares(instance);
    assertLessOrEqual(Math.max(parameters, residuals), 3, JSON.stringify(instance));
    drawn.add(instance.family);
  }
  assertEquals(drawn.size, leastSquaresFamilies.length);
  const sizes = sample(leastSquaresInstances(), { numRuns: 500, seed: 1 })
    .map((instance) => leastSquares(instance).parameters);
  assertLessOrEqual(Math.max(...sizes), 12);
  assert(sizes.filter((m) => m > 8).length > 5 && sizes.filter((m) => m <= 4).length > 200);
});

Deno.test("the families are the functions that they are documented to be", () => {
  const linear = leastSquares({
    family: "linear",
    matrix: { rows: 2, columns: 2, singularValues: [2, 3], left: [], right: [] },
    zero: [1, -1],
  });
  assertEquals(residualAt(linear, [2, 1]), [2, 6]);
  const spheres = leastSquares({
    family: "spheres",
    blocks: [
      { weight: 2, radius: 5, direction: [6, 8] },
      { weight: -1, radius: 1, direction: [-3] },
    ],
  });
  assertEquals(spheres.zero, [3, 4, -1]);
  assertEquals(residualAt(spheres, [1, 2, 3]), [2 * (5 - 25), -(9 - 1)]);
  assertEquals(spheres.project!([6, 8, 2]), [3, 4, 1]);
  assertEquals(spheres.project!([0, 0, 2]), [3, 4, 1]);
  const quadric = leastSquares({
    family: "quadric",
    weight: 3,
    curvatures: [2, -4, 0],
    zero: [1, 2, 5],
  });
  assertEquals(residualAt(quadric, [3, 1, 7]), [3 * ((9 - 2) - (1 - 8))]);
  assertEquals(quadric.jacobianLipschitz([0, 0, 0], 1), 12);
  const graph = leastSquares({
    family: "graph",
    weights: [1, 10],
    slopes: [[1, 2, 3], [4, 5, 6]],
    curvatures: [2, 4, 6],
    zero: [1, 1, 1],
  });
  // q₁ = x₁ + 2x₂ + 3x₃ + x₁² + 3x₃², q₂ = 4x₁ + 5x₂ + 6x₃ + 2x₂².
  assertEquals(graph.zero, [1, 1, 1, 10, 17]);
  assertEquals(residualAt(graph, [1, 2, 0, 0, 0]), [-(1 + 4 + 1), -10 * (4 + 10 + 8)]);
  const identity = { rows: 5, columns: 5, singularValues: [1, 1, 1, 1, 1], left: [], right: [] };
  const composition = leastSquares({
    family: "composition",
    outer: identity,
    functions: [
      { kind: "tanh", at: 0.5 },
      { kind: "sine", at: 0.5 },
      { kind: "exponential", at: 0.5 },
      { kind: "logistic", at: 0.5 },
      { kind: "quadratic", curvature: 3 },
    ],
    inner: identity,
    zero: [1, 2, 3, 4, 5],
  });
  const logistic = (x: number) => 1 / (1 + Math.exp(-x));
  const expected = [
    Math.tanh(0.7) - Math.tanh(0.5),
    Math.sin(0.7) - Math.sin(0.5),
    Math.exp(0.7) - Math.exp(0.5),
    logistic(0.7) - logistic(0.5),
    0.2 + 1.5 * 0.04,
  ];
  for (const [i, value] of residualAt(composition, [1.2, 2.2, 3.2, 4.2, 5.2]).entries()) {
    assertAlmostEquals(value, expected[i]!, 1e-15);
  }
  const network = leastSquares({
    family: "network",
    inputs: [[1, 2], [3, -1]],
    units: [
      { weights: [0.1, 0.2], bias: 0.3, amplitude: 2 },
      { weights: [-0.4, 0.5], bias: 0.6, amplitude: -3 },
    ],
  });
  assertEquals(network.zero, [0.1, 0.2, -0.4, 0.5, 0.3, 0.6, 2, -3]);
  const output = (theta: readonly number[], [x, y]: readonly [number, number]) =>
    theta[6]! * Math.tanh(theta[0]! * x + theta[1]! * y + theta[4]!) +
    theta[7]! * Math.tanh(theta[2]! * x + theta[3]! * y + theta[5]!);
  const theta = [0.2, 0.1, 0.3, -0.2, 0, 0.5, 1, 4];
  for (const [i, input] of ([[1, 2], [3, -1]] as const).entries()) {
    assertAlmostEquals(
      residualAt(network, theta)[i]!,
      output(theta, input) - output(network.zero, input),
      1e-14,
    );
  }
});

Deno.test("residuals keep their relative accuracy near the zero", () => {
  const one = { rows: 1, columns: 1, singularValues: [1], left: [], right: [] };
  for (const kind of ["tanh", "sine", "exponential", "logistic"] as const) {
    const problem = leastSquares({
      family: "composition",
      outer: one,
      functions: [{ kind, at: 1 }],
      inner: one,
      zero: [0],
    });
    const [slope] = float64.toArray(jacobianAt(problem, [0])) as [number];
    assertAlmostEquals(residualAt(problem, [1e-12])[0]!, slope * 1e-12, 1e-11 * slope * 1e-12);
  }
});

Deno.test("a quadric's projection is refused where the nearest point is not unique", () => {
  const ellipse = leastSquares({
    family: "quadric",
    weight: 1,
    curvatures: [1, 4],
    zero: [2, 0],
  });
  assertEquals(ellipse.project!([0, 3]).map((x) => Math.round(x * 1e12) / 1e12), [0, 1]);
  assertThrows(() => ellipse.project!([0.5, 0]), RangeError, "too far from the quadric");
  assertEquals(ellipse.project!([2, 0]), [2, 0]);
});

Deno.test("malformed instances are rejected with the place and the remedy", () => {
  const rejects = (
    instance: unknown,
    error: typeof TypeError | typeof RangeError,
    ...texts: string[]
  ) => {
    const { message } = assertThrows(() => leastSquares(instance as LeastSquaresInstance), error);
    for (const text of texts) assert(message.includes(text), message);
  };
  const one = { rows: 1, columns: 1, singularValues: [1], left: [], right: [] };
  rejects(null, TypeError, "instance must be an object, but is null");
  rejects([], TypeError, "but is an array");
  rejects({}, TypeError, "instance.family is undefined: give linear, spheres");
  rejects({ family: "sphere" }, TypeError, '"sphere"', "spheres");
  rejects(
    { family: "linear", zero: [0] },
    TypeError,
    "instance.matrix must be an object",
    "missing",
  );
  rejects(
    { family: "linear", matrix: one },
    TypeError,
    "instance.zero must be an array",
    "missing",
  );
  rejects(
    { family: "linear", matrix: one, zero: [0, 0] },
    RangeError,
    "instance.zero has 2 entries, but must have 1, one per column of the matrix",
  );
  rejects({ family: "spheres", blocks: [] }, RangeError, "instance.blocks must have at least 1");
  const block = { weight: 1, radius: 1, direction: [1] };
  rejects(
    { family: "spheres", blocks: [block, { ...block, direction: [0, 0] }] },
    RangeError,
    "instance.blocks[1].direction is the zero vector",
  );
  rejects(
    { family: "spheres", blocks: [{ ...block, radius: -1 }] },
    RangeError,
    "instance.blocks[0].radius is -1: give a positive number",
  );
  rejects(
    { family: "spheres", blocks: [{ ...block, weight: 0 }] },
    RangeError,
    "instance.blocks[0].weight is 0",
  );
  rejects(
    { family: "quadric", weight: 1, curvatures: [1, 0], zero: [0, 1] },
    RangeError,
    "the gradient vanishes at instance.zero",
  );
  rejects(
    { family: "graph", weights: [1, 1], slopes: [[1]], curvatures: [1], zero: [1] },
    RangeError,
    "instance.slopes has 1 rows, but must have 2, one per weight",
  );
  const composition = {
    family: "composition",
    outer: one,
    functions: [{ kind: "identity" }],
    inner: one,
    zero: [0],
  };
  leastSquares(composition as LeastSquaresInstance);
  rejects(
    { ...composition, functions: [{ kind: "cosine" }] },
    TypeError,
    'instance.functions[0].kind is "cosine": give identity',
  );
  rejects(
    { ...composition, functions: [{ kind: "tanh" }] },
    TypeError,
    "instance.functions[0].at must be a number, but is missing",
  );
  rejects(
    { ...composition, functions: [{ kind: "sine", at: Math.PI / 2 }] },
    RangeError,
    "instance.functions[0] has the slope",
  );
  const two = { rows: 2, columns: 2, singularValues: [1], left: [], right: [] };
  rejects(
    {
      ...composition,
      outer: two,
      inner: two,
      functions: [{ kind: "identity" }, { kind: "identity" }],
      zero: [0, 0],
    },
    RangeError,
    "give instance.outer or instance.inner 2 singular values",
  );
  rejects({ ...composition, outer: two }, RangeError, "instance.outer has 2 columns");
  rejects({ ...composition, functions: [] }, RangeError, "instance.functions");
  const unit = { weights: [1], bias: 0, amplitude: 1 };
  rejects(
    { family: "network", inputs: [[1], [1, 2]], units: [unit] },
    RangeError,
    "instance.inputs[1] has 2 entries, but must have 1",
  );
  rejects(
    { family: "network", inputs: [[1]], units: [{ ...unit, bias: null }] },
    TypeError,
    "instance.units[0].bias must be a number, but is null",
  );
});

Deno.test("unusable options are rejected", () => {
  assertThrows(() => leastSquaresInstances({ families: [] }), RangeError, "name some of linear");
  assertThrows(
    () => leastSquaresInstances({ families: ["cubes" as LeastSquaresFamily] }),
    RangeError,
    'no family "cubes"',
  );
  assertThrows(() => leastSquaresInstances({ maximumDimension: 2 }), RangeError, "at least 3");
  assertThrows(() => leastSquaresInstances({ maximumConditionNumber: 0 }), RangeError, "1 or more");
});
