/**
 * Iteration counts against the condition number: what Remarks 1 and 2 observe.
 *
 * @module
 */

import fc, { type Arbitrary } from "fast-check";
import { type Arithmetic, float64 } from "../../lib/arithmetic/mod.ts";
import { leadingSingularTriplets } from "../../lib/linalg/mod.ts";
import { iterate } from "../../lib/optimizers/mod.ts";
import {
  cycle,
  leastSquares,
  type LeastSquaresInstance,
  magnitude,
  nonzeroNumber,
  residualMapOver,
  vectorOf,
} from "../../problems/mod.ts";
import type { PowerLaw } from "../../lib/statistics/mod.ts";
import type { ScalingFigure } from "../../verify/mod.ts";
import { scalingFigure } from "../_figures.ts";
import type { Method } from "./_local.ts";

/** A family of problems of growing condition number, and where runs start in it. */
export interface SweepInstance {
  /** Whether F is linear or a product of spheres. */
  readonly family: "linear" | "spheres";
  /** σ_max. */
  readonly scale: number;
  /** Where the other singular values lie between σ_min (0) and σ_max (1), on a log scale. */
  readonly interior: readonly number[];
  /** The components of F(θ_0) along the left singular vectors, but for σ_min, where it is 1. */
  readonly weights: readonly number[];
  /** A Householder vector that rotates the right singular vectors of linear problems. */
  readonly reflection: readonly number[];
  /** θ* of linear problems, and the directions of the spheres' zeros. */
  readonly zero: readonly number[];
}

/** Instances of sweeps. */
export function sweepInstances(): Arbitrary<SweepInstance> {
  return fc.record({
    family: fc.constantFrom("linear" as const, "spheres" as const),
    scale: magnitude({ minimum: 0.1, maximum: 10 }),
    interior: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 3 }),
    weights: fc.array(nonzeroNumber({ minimum: 0.1, maximum: 1 }), { minLength: 1, maxLength: 4 }),
    reflection: vectorOf(3),
    zero: fc.oneof(fc.constant([0]), vectorOf(2)),
  });
}

/** The condition numbers of sweeps whose step counts grow like κ², ascending. */
export const MODERATE: readonly number[] = [4, 6, 9, 13, 20];

/** The condition numbers of sweeps whose step counts grow like κ: the same counts, more or less. */
export const LARGE: readonly number[] = [20, 28, 40, 57, 80];

/** The factor by which f is to fall. */
const REDUCTION = 1e-10;

/** How far from the zero set the runs start on curved problems, so that curvature plays no part. */
const CURVED_RADIUS = 1e-6;

/** The problem of a sweep that has the given condition number. */
export function sweepProblem(
  { family, scale, interior, reflection, zero }: SweepInstance,
  conditionNumber: number,
): LeastSquaresInstance {
  const singularValues = [
    scale,
    ...interior.map((position) => scale * conditionNumber ** (position - 1)),
    scale / conditionNumber,
  ];
  const count = singularValues.length;
  if (family === "linear") {
    return {
      family,
      matrix: {
        rows: count,
        columns: count,
        singularValues,
        left: [],
        right: [cycle(reflection, count)],
      },
      zero: cycle(zero, count),
    };
  }
  // The residual w(‖θ‖² − R²) has the gradient 2wθ, of norm 2w at R = 1: its singular value.
  const direction = zero.every((value) => value === 0) ? [1] : zero;
  return {
    family,
    blocks: singularValues.map((sigma) => ({ weight: sigma / 2, radius: 1, direction })),
  };
}

/** One method at one condition number. */
export interface Count {
  /** Steps until f has fallen to {@linkcode REDUCTION} of its start. */
  readonly iterations: number;
  /** The largest f(θ_{t+1})/f(θ_t) met, and how far rounding and curvature may have moved it. */
  readonly worstFactor: { readonly value: number; readonly uncertainty: number };
  /** By which part of it rounding may have changed the number of steps. */
  readonly uncertainty: number;
}

/**
 * Runs a method on a problem until f has fallen by {@linkcode REDUCTION}.
 *
 * @throws {RangeError} If f stops to fall before, as it does where the arithmetic cannot resolve it.
 */
export function countIterations<T>(
  arithmetic: Arithmetic<T>,
  instance: SweepInstance,
  conditionNumber: number,
  makeMethod: Method,
  stepSize: (sigmaMax: number) => number,
): Count {
  const description = sweepProblem(instance, conditionNumber);
  const problem = leastSquares(description);
  const jacobian = problem.jacobian(float64, float64.vector(problem.zero));
  const { s, v } = leadingSingularTriplets(float64, jacobian, { rank: problem.rank })!;
  const weights = [...cycle(instance.weights, s.length - 1), 1];
  const size = instance.family === "linear" ? 1 : CURVED_RADIUS * s.at(-1)!;
  const offset = float64.multiply(
    v,
    float64.vector(weights.map((weight, i) => size * weight / s[i]!)),
  );
  const start = float64.toArray(float64.add(float64.vector(problem.zero), offset));
  const method = makeMethod(arithmetic, { stepSize: stepSize(s[0]!), rank: problem.rank });
  const target = Math.sqrt(REDUCTION);
  const rounding = 16 * arithmetic.unitRoundoff * problem.magnitude(start);
  // At a distance d from a sphere of radius 1 its singular value is off by a fraction d, and with it
  // the factor (1 − ασ)², ασ ≤ 1, by 2d; the remainder of the linearization adds as much again, in
  // the norm before it is squared.
  const curvature = instance.family === "linear" ? 0 : 8 * float64.norm(offset);
  // Gradient descent needs about ½ln(1/REDUCTION)κ² ≈ 11.5κ² steps.
  const mostSteps = Math.ceil(40 * conditionNumber ** 2);
  let first = 0;
  let previous = Infinity;
  let iterations = 0;
  let worstFactor = { value: 0, uncertainty: 0 };
  let reached = false;
  iterate(arithmetic, residualMapOver(arithmetic, problem), method, start, {
    steps: mostSteps,
    visit: (context) => {
      const norm = arithmetic.norm(context.residual());
      iterations = context.iteration;
      if (iterations === 0) first = norm;
      else {
        const value = (norm / previous) ** 2;
        const uncertainty = 2 * value * (rounding / norm + rounding / previous) + curvature;
        if (value - uncertainty > worstFactor.value - worstFactor.uncertainty) {
          worstFactor = { value, uncertainty };
        }
      }
      previous = norm;
      reached = norm <= target * first;
      return !reached && norm <= 1e3 * first;
    },
  });
  if (!reached) {
    throw new RangeError(
      `f did not fall by ${REDUCTION} within ${iterations} steps at the condition number ` +
        `${conditionNumber} in ${arithmetic.name}`,
    );
  }
  // Rounding θ moves F along the slowest direction by u·magnitude/κ at each step, and up to κ² steps
  // add up there. The number of steps follows the logarithm of ‖F‖.
  const roundedAway = conditionNumber * arithmetic.unitRoundoff * problem.magnitude(start) /
    (target * first);
  return { iterations, worstFactor, uncertainty: roundedAway / Math.log(1 / target) };
}

/**
 * How far rounding may have moved the exponent that is fitted to step counts: a least squares slope is
 * a weighted sum of the logarithms.
 */
export function exponentRounding(
  conditionNumbers: readonly number[],
  counts: readonly Count[],
): number {
  const places = conditionNumbers.map(Math.log);
  const mean = places.reduce((sum, place) => sum + place, 0) / places.length;
  const spread = places.reduce((sum, place) => sum + (place - mean) ** 2, 0);
  return counts.reduce(
    (sum, { uncertainty }, i) => sum + uncertainty * Math.abs(places[i]! - mean) / spread,
    0,
  );
}

/** The steps of a method over condition numbers, with the power law that they should follow. */
export function stepCountFigure(
  method: string,
  conditionNumbers: readonly number[],
  iterations: readonly number[],
  fit: PowerLaw,
  predicted: number,
): ScalingFigure {
  return scalingFigure(
    `steps of ${method} until f has fallen by ${REDUCTION}`,
    "condition number κ",
    "steps",
    conditionNumbers.map((kappa, i) => [kappa, iterations[i]!]),
    fit,
    predicted,
  );
}
