/** Overparameterized linear models, their arbitraries, and the paper's experiment. */

import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { decideConvexity, lossMinusPotential, potential } from "../lib/convex/mod.ts";
import {
  dualSpaceExperiment,
  loadMinimumNormSolver,
  lossDescriptions,
  overparameterizedLinear,
  overparameterizedLinearInstances,
  potentialDescriptions,
  relativeStepSizes,
  stepSizeFrom,
} from "./mod.ts";

Deno.test("instances are what their arbitrary promises, and JSON", () => {
  let [readable, most, outputs, scales] = [0, 0, new Set<number>(), [Infinity, 0]];
  for (const instance of fc.sample(overparameterizedLinearInstances(), { numRuns: 400, seed: 1 })) {
    const { loss, solution, start } = overparameterizedLinear(instance);
    const replayed = overparameterizedLinear(JSON.parse(JSON.stringify(instance)));
    assertEquals(
      [replayed.loss.x, replayed.loss.y, replayed.start],
      [loss.x, loss.y, start],
    );
    assert(loss.samples < loss.features && loss.features <= 20 && loss.outputs <= 4);
    assertEquals([solution.length, start.length], [loss.parameters, loss.parameters]);
    const [largest, least] = [loss.eigenvalues[0]!, loss.eigenvalues.at(-1)!];
    assert(Math.sqrt(largest / least) <= 1.001e4);
    // A scale of 1e-4, at which no singular value need lie, over a condition number of 1e4.
    assert(largest >= 0.99e-16 && largest <= 1.01e6);
    scales = [Math.min(scales[0]!, largest), Math.max(scales[1]!, largest)];
    outputs.add(loss.outputs);
    most = Math.max(most, loss.features);
    if (Array.isArray(instance.matrix)) readable++;
    // Y is what the solution gives.
    const size = Math.sqrt(largest) * Math.hypot(...solution);
    assertAlmostEquals(Math.hypot(...loss.residualAt(solution)), 0, 1e-14 * size);
  }
  assert(readable > 40 && most > 12, `${readable} readable, up to ${most} features`);
  assertEquals([...outputs].sort(), [1, 2, 3, 4]);
  assert(scales[0]! < 1e-5 && scales[1]! > 1e4);
});

Deno.test("counterexamples shrink to 1×2 matrices of one digit, mostly with one output", () => {
  let single = 0;
  for (let seed = 1; seed <= 10; seed++) {
    const { counterexample } = fc.check(
      fc.property(overparameterizedLinearInstances(), (instance) => {
        const { loss, start } = overparameterizedLinear(instance);
        return Math.hypot(...loss.residualAt(start)) < 1;
      }),
      { numRuns: 200, seed },
    );
    const { loss } = overparameterizedLinear(counterexample![0]);
    assertEquals([loss.samples, loss.features], [1, 2]);
    assert(JSON.stringify(counterexample).length < 250, JSON.stringify(counterexample));
    if (loss.outputs === 1) single++;
  }
  assert(single >= 7, `${single} of 10 have one output`);
});

Deno.test("losses and potentials of every kind occur, and both sides of the edge", () => {
  const draws = fc.sample(
    fc.record({
      instance: overparameterizedLinearInstances({ maximumFeatures: 4 }),
      description: potentialDescriptions({ raised: true }),
      relative: relativeStepSizes(),
    }),
    { numRuns: 600, seed: 2 },
  );
  const text = JSON.stringify(draws);
  for (
    const word of [
      "quadratic",
      "adam",
      "logCosh",
      "huber",
      "softThreshold",
      "power",
      "pseudoHuber",
      "separable",
      "isotropic",
      "sum",
      "scaled",
      "translated",
      "composed",
      "raised",
      "minimizer",
      "normalized",
    ]
  ) {
    assert(text.includes(`"${word}"`), word);
  }
  const verdicts = { convex: 0, "not convex": 0, undecided: 0 };
  let onEdge = 0;
  for (const { instance, description, relative } of draws) {
    const { loss } = overparameterizedLinear(instance);
    const threshold = lossMinusPotential(loss, potential(description, loss.parameters));
    const stepSize = stepSizeFrom(relative, threshold, loss);
    assert(stepSize > 0 && stepSize < Infinity);
    const { verdict } = decideConvexity(stepSize, threshold);
    verdicts[verdict]++;
    if (relative === 1 && threshold.exact && threshold.convexUpTo > 0) {
      onEdge++;
      assertEquals(verdict, "convex");
    }
  }
  assert(verdicts.convex > 200 && verdicts["not convex"] > 100, JSON.stringify(verdicts));
  assert(onEdge > 40, `${onEdge} on the edge`);
});

Deno.test("options restrict what is drawn", () => {
  const strong = fc.sample(lossDescriptions({ family: "stronglyConvex" }), 100);
  assert(!/minimizer|huber/.test(JSON.stringify(strong)));
  assert(/logCosh/.test(JSON.stringify(strong)));
  const plain = fc.sample(
    potentialDescriptions({
      shapes: ["isotropic"],
      profiles: ["adam", "huber"],
      shifted: false,
      composed: false,
      sums: false,
    }),
    100,
  );
  assert(!/separable|translated|composed|"sum"|power/.test(JSON.stringify(plain)));
  for (const description of plain) assert(potential(description, 3).isIsotropic);
});

Deno.test("what is no instance", () => {
  const losses = [{ terms: [{ weight: 1, profile: { kind: "quadratic" } }] }] as const;
  const solution = [[1]];
  assertThrows(
    () => overparameterizedLinear({ matrix: [[1], [2]], solution, start: solution, losses }),
    RangeError,
    "more columns than rows",
  );
  assertThrows(
    () => overparameterizedLinear({ matrix: [[1, 2], [3]], solution, start: solution, losses }),
    RangeError,
    "instance.matrix[1]",
  );
  assertThrows(
    () => overparameterizedLinear({ matrix: [[1, 2]], solution: [[]], start: solution, losses }),
    RangeError,
    "instance.solution[0]",
  );
});

Deno.test("minimum-norm solutions by hand", async () => {
  const solve = await loadMinimumNormSolver();
  // 3a + 4b = 25 + (3, 4)·origin.
  const origin = [1, -1];
  const near = (actual: number[], expected: number[]) => {
    for (const [i, entry] of expected.entries()) {
      assertAlmostEquals(actual[i]! - origin[i]!, entry, 1e-9);
    }
  };
  near(solve([[3, 4]], [24], origin, 1), [0, 6.25]);
  near(solve([[3, 4]], [24], origin, 2), [3, 4]);
  near(solve([[3, 4]], [24], origin, "infinity"), [25 / 7, 25 / 7]);
});

Deno.test("both figures: Adam's limits depend on the step, isotropic ones do not", async () => {
  const solve = await loadMinimumNormSolver();
  const experiment = dualSpaceExperiment(solve, {
    samples: 4,
    features: 10,
    seed: 3,
    epsilons: [0.05, 0.5, 5],
    stepSizes: [0.01, 0.04],
  });
  const { overEpsilon, overStepSize, isotropic, solutionDistances } = experiment;
  for (const { status, residual, uncertainty } of [...overEpsilon, ...overStepSize, ...isotropic]) {
    assertEquals(status, "converged");
    assert(residual < 1e-12 && uncertainty < 1e-11);
  }
  assert(experiment.solutionResidual < 1e-8);
  assert(solutionDistances.every((distance) => distance > 0.1));
  // The larger ε, the nearer to gradient descent.
  const [small, , large] = overEpsilon;
  assert(large!.toTwoNorm < small!.toTwoNorm);
  assert(overStepSize[1]!.toReference > 1e-5);
  for (const { toReference, toGradientDescent } of isotropic) {
    assert(toReference < 1e-12 && toGradientDescent < 1e-12);
  }
  assertThrows(() => dualSpaceExperiment(solve, { samples: 0 }), RangeError, "integers");
});
