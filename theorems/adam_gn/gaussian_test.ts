/**
 * The expectations of one step: the closed form, the cubature and a simulation by samples agree, in
 * every dimension and to condition numbers of 10⁶.
 */

import { assert, assertAlmostEquals } from "@std/assert";
import { sample } from "fast-check";
import { float64 } from "../../lib/arithmetic/mod.ts";
import { momentConfidence, secondMomentStep } from "../../lib/statistics/mod.ts";
import {
  gaussianLinearRegression,
  sampledLoss,
  sampleMoments,
  spectralFormRows,
} from "../../problems/mod.ts";
import { diagonalized, diagonalStep, traceOf } from "./_diagonal.ts";
import { distance, expectedStep } from "./_gaussian.ts";
import { preconditionedInstances } from "./eq_13.ts";

/** Σ with the condition number, in a Haar basis; Δ and P in others. */
function instanceOf(dimension: number, conditionNumber: number) {
  const spectrum = Array.from(
    { length: dimension },
    (_, i) => dimension === 1 ? 1 : conditionNumber ** (-i / (dimension - 1)),
  );
  const haar = (seed: number, determinant: 1 | -1) => ({
    kind: "haar" as const,
    seed,
    determinant,
  });
  const problem = gaussianLinearRegression({
    covariance: { eigenvalues: spectrum, basis: haar(1, 1) },
    error: { eigenvalues: [4], basis: haar(2, -1) },
  });
  const preconditioner = spectralFormRows(dimension, {
    eigenvalues: spectrum.toReversed().map(Math.sqrt),
    basis: haar(3, 1),
  });
  return { problem, preconditioner };
}

for (const dimension of [1, 2, 3, 5, 8, 16, 32]) {
  for (const [conditionNumber, batchSize] of [[1, 1], [1e3, 4], [1e6, 1]] as const) {
    Deno.test(`d = ${dimension}, κ = ${conditionNumber}, batches of ${batchSize}`, () => {
      const { problem, preconditioner } = instanceOf(dimension, conditionNumber);
      const covariance = float64.matrix(problem.covariancePower(1));
      const m = float64.matrix(problem.secondMoment);
      const p = float64.matrix(preconditioner);
      const stepSize = 1 / float64.dot(covariance, p);
      const step = { preconditioner: p, stepSize, batchSize };
      const closed = secondMomentStep(float64, { covariance, ...step }, m);
      const root = float64.matrix(problem.covariancePower(0.5));
      const cubature = expectedStep(float64, sampleMoments(float64, root, m), step, m);
      assert(distance(float64, closed, cubature) <= 1e-11 * float64.norm(closed));

      const loss = sampledLoss(
        problem,
        { preconditioner, stepSize, error: problem.errors[0]!, batchSize },
        7,
      );
      const exact = float64.dot(covariance, closed) / 2;
      assertAlmostEquals(loss.mean / exact, 1, 1e-9);
      // An observation is the mean of a few losses, which has that much less variance.
      const size = (dimension <= 8 ? 32 : 8) / batchSize;
      const draw = () => {
        let sum = 0;
        for (let k = 0; k < size; k++) sum += loss.draw();
        return sum / size;
      };
      const estimate = momentConfidence(draw, {
        variance: loss.variance / size,
        errorProbability: 1e-6,
        maximumSamples: 10_000,
        decide: { threshold: exact, sense: "=" },
      });
      assert(estimate.decided === "supported", JSON.stringify({ exact, ...estimate }));
      // The same interval excludes a mean that is a quarter larger or smaller.
      assert(estimate.lower > 0.75 * exact && estimate.upper < 1.25 * exact);
    });
  }
}

Deno.test("eq. (16) is the exact recursion in the eigenbasis of A, for any Σ, P and M", () => {
  const drawn = sample(preconditionedInstances(), { seed: 3, numRuns: 40 });
  for (const instance of drawn) {
    const built = gaussianLinearRegression(instance.problem);
    const covariance = float64.matrix(built.covariancePower(1));
    const preconditioner = float64.matrix(
      spectralFormRows(built.dimension, instance.preconditioner),
    );
    const { eigenvalues, start } = diagonalized(float64, instance);
    const stepSize = 1 / (2 * eigenvalues[0]! + traceOf(eigenvalues));
    const step = float64.matrix(diagonalStep(eigenvalues, stepSize));
    let m = float64.matrix(built.secondMoment);
    let v = float64.vector(start);
    for (let t = 0; t < 20; t++) {
      m = secondMomentStep(float64, { covariance, preconditioner, stepSize }, m);
      v = float64.multiply(step, v);
      const sum = traceOf(float64.toArray(v));
      assertAlmostEquals(float64.dot(covariance, m) / sum, 1, 1e-9 * (1 + t));
    }
  }
});
