/** What the tests of the families share. */

import { assert } from "@std/assert";
import { type Arbitrary, check, property, type Random, sample } from "fast-check";
import { float64 } from "../lib/arithmetic/mod.ts";
import { spectralNorm } from "../lib/linalg/mod.ts";
import { randomFor } from "../verify/random.ts";
import {
  type LeastSquares,
  leastSquares,
  type LeastSquaresFamily,
  type LeastSquaresInstance,
  leastSquaresInstances,
} from "./mod.ts";

/** A problem with what it was built from. */
export interface Sample {
  readonly instance: LeastSquaresInstance;
  readonly problem: LeastSquares;
  readonly random: Random;
}

/** Problems of a family, always the same ones. */
export function samplesOf(family: LeastSquaresFamily, count: number, seed = 7): Sample[] {
  const arbitrary = leastSquaresInstances({ families: [family] });
  return sample(arbitrary, { numRuns: count, seed }).map((instance, i) => ({
    instance,
    problem: leastSquares(instance),
    random: randomFor(family, seed, i),
  }));
}

/** Uniform in [−1, 1]. */
export function symmetricUniform(random: Random): number {
  return random.nextInt(-(2 ** 30), 2 ** 30) / 2 ** 30;
}

/** A random vector of length 1. */
export function direction(random: Random, length: number): number[] {
  for (;;) {
    const entries = Array.from({ length }, () => symmetricUniform(random));
    const size = Math.hypot(...entries);
    if (size > 0.1) return entries.map((x) => x / size);
  }
}

/** x + c y. */
export function plus(x: readonly number[], c: number, y: readonly number[]): number[] {
  return x.map((entry, i) => entry + c * y[i]!);
}

/** ‖x − y‖. */
export function distance(x: readonly number[], y: readonly number[]): number {
  return Math.hypot(...x.map((entry, i) => entry - y[i]!));
}

/** A matrix in double precision. */
export type Double = ReturnType<typeof float64.vector>;

/** F(θ) in double precision. */
export function residualAt(problem: LeastSquares, theta: readonly number[]): number[] {
  return float64.toArray(problem.residual(float64, float64.vector(theta)));
}

/** J(θ) in double precision. */
export function jacobianAt(problem: LeastSquares, theta: readonly number[]): Double {
  return problem.jacobian(float64, float64.vector(theta));
}

/** A length on which F is far from linear, at most 1: what σ_max and L_J set against each other. */
export function naturalRadius(problem: LeastSquares): number {
  const lipschitz = problem.jacobianLipschitz(problem.zero, 1e-3);
  return Math.min(1, spectralNorm(float64, jacobianAt(problem, problem.zero)) / lipschitz);
}

/** Shrinks the first instance for which `fails` is true, and says how it went. */
export function shrunk<T>(
  arbitrary: Arbitrary<T>,
  fails: (value: T) => boolean,
): { readonly value: T; readonly json: string; readonly shrinks: number } {
  const result = check(property(arbitrary, (value) => !fails(value)), { seed: 3, numRuns: 3000 });
  assert(result.counterexample !== null, "nothing fails");
  const value = result.counterexample[0];
  return { value, json: JSON.stringify(value), shrinks: result.numShrinks };
}
