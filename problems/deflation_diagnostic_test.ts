import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
// @ts-types="../lib/statistics/jstat.d.ts"
import jstat from "jstat";
import { float64 } from "../lib/arithmetic/mod.ts";
import { withEigenvalues } from "../lib/linalg/mod.ts";
import { type GradientMap, iterate, preconditionedSgd } from "../lib/optimizers/mod.ts";
import {
  boundOnFloor,
  deflationDiagnostic,
  deflationsOf,
  diagnosticStep,
  expectedLosses,
  logUniformSpectrum,
  metricValues,
  steadyStateLoss,
} from "./deflation_diagnostic.ts";
import { orthogonalRows } from "./gaussian_linear_regression.ts";

Deno.test("by hand: the steady state and the bound of diag(1, ¼)", () => {
  // α = 1, s² = λ: 1/(2·1) + ¼/(2·7/4).
  assertAlmostEquals(steadyStateLoss(float64, [1, 1 / 4], [1, 1 / 4], 1), 1 / 2 + 1 / 14, 1e-15);
  assertEquals(steadyStateLoss(float64, [2, 1], [1, 1], 1), Infinity);
  const constants = { stepSize: 1 / 2, largest: 4, smallest: 1 / 2, noiseLevel: 3 };
  assertEquals(boundOnFloor(constants), 6);
  assertEquals(boundOnFloor({ ...constants, alignment: 1 / 2 }), 12);
});

Deno.test("the recursion tends to the steady state, from above and from below", () => {
  const eigenvalues = [1, 0.3, 0.1];
  const variances = [0.2, 0.5, 0.1];
  const floor = steadyStateLoss(float64, eigenvalues, variances, 0.9);
  for (const squares of [[0, 0, 0], [10, 10, 10]]) {
    const losses = expectedLosses({ eigenvalues, variances, stepSize: 0.9, squares }, 400);
    assertEquals(losses[0], 0.7 * squares[0]!);
    assertAlmostEquals(losses[400]!, floor, 1e-12);
  }
});

Deno.test("spectra run in equal proportions, and each part is deflated to its target", () => {
  const eigenvalues = logUniformSpectrum(4, 1, 1 / 8);
  for (const [i, value] of [1, 1 / 2, 1 / 4, 1 / 8].entries()) {
    assertAlmostEquals(eigenvalues[i]!, value, 1e-15);
  }
  const after = (deflation: Parameters<typeof metricValues>[1]) =>
    metricValues([1, 1 / 2, 1 / 4, 1 / 8], deflation)
      .map((value, i) => [1, 1 / 2, 1 / 4, 1 / 8][i]! / value);
  assertEquals(after({ part: "none" }), [1, 1 / 2, 1 / 4, 1 / 8]);
  assertEquals(after({ part: "top", count: 2 }), [1 / 4, 1 / 4, 1 / 4, 1 / 8]);
  assertEquals(after({ part: "middle", count: 2, target: 0.5 }), [1, 0.5, 0.5, 1 / 8]);
  assertEquals(after({ part: "bottom", count: 2 }), [1, 1 / 2, 1, 1]);
  assertThrows(() => after({ part: "top", count: 4 }), RangeError, "from 1 to 3");
  assertThrows(() => after({ part: "middle", count: 3, target: 1 }), RangeError, "from 1 to 2");
  assertThrows(() => after({ part: "middle", count: 1, target: 0 }), RangeError, "common value");
});

Deno.test("small spectra have all three panels too", () => {
  const parts = deflationsOf([1, 0.5, 0.2, 0.1]).map(({ part }) => part);
  assertEquals(new Set(parts), new Set(["none", "top", "middle", "bottom"]));
});

Deno.test("the plain step is that of the library's preconditioned SGD", () => {
  const basis = orthogonalRows(5, { kind: "haar", seed: 3, determinant: 1 });
  const spectrum = [1, 0.7, 0.4, 0.1, 0.05];
  const values = [2, 1, 1, 0.5, 1];
  const model = {
    hessian: withEigenvalues(spectrum, basis),
    noiseRoot: withEigenvalues(spectrum.map(Math.sqrt), basis),
    inverseMetric: withEigenvalues(values.map((value) => 1 / value), basis),
    stepSize: 0.3,
  };
  const w = [1, -2, 0.5, 3, -1];
  const normals = [0.3, -1.2, 0.4, 0.1, 2];
  const map: GradientMap = {
    gradient: (arithmetic, theta) =>
      arithmetic.add(
        arithmetic.multiply(arithmetic.matrix(model.hessian), theta),
        arithmetic.multiply(arithmetic.matrix(model.noiseRoot), arithmetic.vector(normals)),
      ),
  };
  const optimizer = preconditionedSgd(float64, {
    metric: { kind: "matrix", rows: withEigenvalues(values, basis) },
    stepSize: model.stepSize,
  });
  const expected = iterate(float64, map, optimizer, w, { steps: 1 });
  for (const [i, entry] of diagnosticStep(model, w, normals).entries()) {
    assertAlmostEquals(entry, expected[i]!, 1e-14);
  }
});

Deno.test("measured floors agree with the exact recursion on fifty random quadratics", () => {
  let covered = 0;
  let looked = 0;
  for (let k = 1; k <= 50; k++) {
    const [relative, runs] = [[] as number[], 12];
    for (let seed = 1; seed <= runs; seed++) {
      const [curve] = deflationDiagnostic({
        dimension: 4 + k % 3,
        smallest: 0.02,
        stepSize: 0.2 + 0.01 * k,
        steps: 300,
        seed: 100 * k + seed,
        deflations: [{ part: "top", count: 1 + k % 2 }],
      });
      const { measured, exact, steadyState, bound, looks } = curve!;
      relative.push(measured / exact - 1);
      assert(steadyState < bound);
      const first = looks[0]!;
      assertAlmostEquals(first.loss, first.exact, 1e-12 * first.exact);
    }
    const mean = relative.reduce((sum, value) => sum + value, 0) / runs;
    const variance = relative.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (runs - 1);
    // Student's, 99 %: a deviation of six half-widths has no excuse.
    const half = jstat.studentt.inv(0.995, runs - 1) * Math.sqrt(variance / runs);
    if (Math.abs(mean) <= half) covered++;
    assert(Math.abs(mean) <= 6 * half, `quadratic ${k}`);
    looked++;
  }
  // 50 intervals of 99 %: four or more misses have the probability 0.0016 if they are exact.
  assert(covered >= looked - 3, `${covered} of ${looked}`);
});

Deno.test("one seed gives one result, another another", () => {
  const options = { dimension: 4, steps: 10, deflations: [{ part: "none" }] } as const;
  const measured = (seed: number) => deflationDiagnostic({ ...options, seed })[0]!.measured;
  assertEquals(measured(1), measured(1));
  assert(measured(1) !== measured(2));
});

Deno.test("what cannot be run says what to do", () => {
  for (
    const [options, message] of [
      [{ dimension: 3 }, "dimension is 3: give an integer of at least 4"],
      [{ steps: 1 }, "steps is 1"],
      [{ noise: 0 }, "noise is 0: give a positive number"],
      [{ smallest: 2 }, "largest >= smallest"],
      [{ stepSize: 2.5 }, "take a smaller step"],
    ] as const
  ) assertThrows(() => deflationDiagnostic(options), RangeError, message);
});
