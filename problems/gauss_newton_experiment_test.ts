import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import {
  californiaHousing,
  HOUSING_FEATURES,
  HOUSING_ROWS,
  HOUSING_TARGET,
  standardizedSubset,
  syntheticHousing,
} from "./california_housing.ts";
import {
  gaussNewtonCurves,
  gaussNewtonExperiment,
  type GaussNewtonLook,
  timeToRisk,
} from "./gauss_newton_experiment.ts";

const HEADER = ["", HOUSING_TARGET, ...HOUSING_FEATURES].join(",");

Deno.test("columns of the housing table are found by name, others are ignored", () => {
  const data = californiaHousing(
    `${HEADER}\r\n0,4.5,1,2,3,4,5,6,7,8\r\n1,"3.5",8,7,6,5,4,3,2,-1\r\n`,
  );
  assertEquals(data.targets, [4.5, 3.5]);
  assertEquals(data.inputs, [[1, 2, 3, 4, 5, 6, 7, 8], [8, 7, 6, 5, 4, 3, 2, -1]]);
});

Deno.test("a wrong file says what is wrong with it", () => {
  for (
    const [csv, message] of [
      ["a,b\n1,2\n", "lacks MedInc, HouseAge"],
      [HEADER, "no line"],
      [`${HEADER}\n1,2\n`, "line 2 has 2 cells"],
      [`${HEADER}\n0,4.5,1,2,3,x,5,6,7,8`, 'line 2, column AveBedrms: "x"'],
      [`${HEADER}\n0,4.5,1,2,3,,5,6,7,8`, 'line 2, column AveBedrms: ""'],
      [
        `${HEADER}\n0,4.5,1,2,3,4,5,6,7,8\n0,452600,1,2,3,4,5,6,7,8`,
        "line 3, column MedHouseVal: 4526",
      ],
      [`${HEADER}\n0,0.0452,1,2,3,4,5,6,7,8`, "hundreds of thousands of dollars"],
    ] as const
  ) assertThrows(() => californiaHousing(csv), RangeError, message);
});

Deno.test("the whole table has as many rows as there are block groups", () => {
  const table = (rows: number) => `${HEADER}\n${"0,4.5,1,2,3,4,5,6,7,8\n".repeat(rows)}`;
  const { targets } = californiaHousing(table(HOUSING_ROWS), { isWhole: true });
  assertEquals(targets.length, 20640);
  for (const rows of [HOUSING_ROWS - 1, HOUSING_ROWS + 1]) {
    const read = () => californiaHousing(table(rows), { isWhole: true });
    assertThrows(read, RangeError, `has ${rows} rows`);
  }
});

Deno.test("subsets are standardized, without replacement, and decided by the seed", () => {
  const data = syntheticHousing(300, 1);
  const subset = standardizedSubset(data, 300, 2, true);
  for (const column of [...HOUSING_FEATURES.keys()].map((k) => subset.inputs.map((x) => x[k]!))) {
    assertAlmostEquals(column.reduce((sum, x) => sum + x, 0), 0, 1e-9);
    assertAlmostEquals(column.reduce((sum, x) => sum + x * x, 0), 300, 1e-9);
  }
  const raw = standardizedSubset(data, 300, 2);
  assertEquals(raw.targets.toSorted(), data.targets.toSorted());
  assertEquals(standardizedSubset(data, 20, 3), standardizedSubset(data, 20, 3));
  assertThrows(() => standardizedSubset(data, 301, 3), RangeError, "300 that there are");
  const constant = { inputs: [[1], [1]], targets: [0, 1] };
  assertThrows(() => standardizedSubset(constant, 2, 1), RangeError, "constant");
  assertThrows(() => syntheticHousing(1, 1), RangeError, "at least 2");
});

Deno.test("the Gauss–Newton flow descends, Euler's method and the adaptive one agree", () => {
  const data = standardizedSubset(syntheticHousing(200, 1), 60, 1);
  const options = { neurons: 2, horizon: 1, looks: 10, scalings: [8] };
  const [euler] = gaussNewtonExperiment(data, { ...options, stepSize: 0.001 });
  const [adaptive] = gaussNewtonExperiment(data, { ...options, method: "adaptive" });
  assertEquals([euler!.brokenOff, adaptive!.brokenOff], [null, null]);
  assertEquals(euler!.looks.length, 11);
  const target = data.targets.reduce((sum, y) => sum + y * y, 0);
  assertAlmostEquals(euler!.looks[0]!.loss, target, 1e-9 * target);
  euler!.looks.forEach((look, k) => {
    const other = adaptive!.looks[k]!;
    assertAlmostEquals(look.time, other.time, 1e-9);
    assertAlmostEquals(look.loss, other.loss, 2e-3 * target);
    assertAlmostEquals(look.distance, other.distance, 1e-2);
    assert(look.leastEigenvalue > 0);
    if (k === 0) return;
    assert(look.loss < euler!.looks[k - 1]!.loss);
  });
  // dΔ/dt = −‖grad g‖².
  const [first, second] = adaptive!.looks.slice(0, 2) as [GaussNewtonLook, GaussNewtonLook];
  const slope = (first.loss - second.loss) / (second.time - first.time);
  const [least, most] = [second.gradientNorm! ** 2, first.gradientNorm! ** 2];
  assert(least < slope && slope < most, `${least} < ${slope} < ${most}`);
});

Deno.test("the gradient flow descends too, and a step that is too long breaks off", () => {
  const data = standardizedSubset(syntheticHousing(200, 1), 60, 1);
  const options = { neurons: 2, horizon: 0.2, looks: 5, scalings: [8], flow: "gradient" } as const;
  const [curve] = gaussNewtonExperiment(data, { ...options, method: "adaptive" });
  const losses = curve!.looks.map(({ loss }) => loss);
  assertEquals(losses, losses.toSorted((a, b) => b - a));
  assertThrows(() => gaussNewtonExperiment(data, { stepSize: 0 }), RangeError, "stepSize");
  assertThrows(() => gaussNewtonExperiment(data, { neurons: 1.5 }), RangeError, "neurons");
  // Weights so large that all neurons are saturated: J is 0 to working accuracy.
  const saturated = {
    inputs: data.inputs.map((x) => x.map((entry) => 1e4 * entry)),
    targets: data.targets,
  };
  const [broken] = gaussNewtonExperiment(saturated, { ...options, flow: "Gauss-Newton" });
  assert(broken!.brokenOff!.includes("not finite"));
});

Deno.test("curves come one by one, and those that are there can be left out", () => {
  const data = standardizedSubset(syntheticHousing(200, 1), 20, 1);
  const setting = { neurons: 1, horizon: 0.2, looks: 2, scalings: [8, 16] };
  const runs = [
    { flow: "Gauss-Newton", method: "Euler" },
    { flow: "gradient", method: "adaptive", mostSteps: 1000 },
  ] as const;
  const curves = [...gaussNewtonCurves(data, runs, setting)];
  assertEquals(
    curves.map(({ flow, method, scaling }) => [flow, method, scaling]),
    [
      ["Gauss-Newton", "Euler", 8],
      ["Gauss-Newton", "Euler", 16],
      ["gradient", "adaptive", 8],
      ["gradient", "adaptive", 16],
    ],
  );
  assertEquals(
    curves,
    runs.flatMap((run) => gaussNewtonExperiment(data, { ...setting, ...run })),
  );
  for (let first = 1; first <= 4; first++) {
    assertEquals([...gaussNewtonCurves(data, runs, { ...setting, first })], curves.slice(first));
  }
  const wrong = { ...setting, first: -1 };
  assertThrows(() => gaussNewtonCurves(data, runs, wrong).next(), RangeError, "first");
  const none = [{ mostSteps: 0 }];
  assertThrows(() => gaussNewtonCurves(data, none, setting).next(), RangeError, "mostSteps");
});

Deno.test("the time to a risk is where the curve first has it", () => {
  const curve = (...losses: number[]) => ({
    looks: losses.map((loss, k) => ({
      time: k / 2,
      loss,
      distance: 0,
      gradientNorm: null,
      leastEigenvalue: 1,
    })),
  });
  assertEquals(timeToRisk(curve(8, 4, 1), 8), 0);
  assertEquals(timeToRisk(curve(8, 4, 1), 9), 0);
  assertEquals(timeToRisk(curve(8, 4, 1), 4), 0.5);
  assertEquals(timeToRisk(curve(8, 4, 1), 5), 0.375);
  assertEquals(timeToRisk(curve(8, 4, 1), 2.5), 0.75);
  assertEquals(timeToRisk(curve(8, 4, 1), 0.5), null);
  // A curve that comes back up counts by the first time.
  assertEquals(timeToRisk(curve(8, 2, 6, 0), 5), 0.25);
  assertEquals(timeToRisk(curve(8, 9, 3), 6), 0.75);
  assertEquals(timeToRisk(curve(8, Infinity, 3), 6), 1);
  assertEquals(timeToRisk(curve(8, NaN, 3), 6), 1);
  assertEquals(timeToRisk(curve(), 6), null);
});
