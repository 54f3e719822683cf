/**
 * Runs of a descent method from points near the zero set: what the rate and path-length claims of
 * the local theory observe.
 *
 * @module
 */

import fc, { type Arbitrary } from "fast-check";
import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import { residualMapOver } from "../../problems/mod.ts";
import type { Hypothesis, Neighbourhood, Relation } from "../../verify/mod.ts";
import { rateTightness } from "../_rates.ts";
import {
  type Geometry,
  geometry,
  type LocalInstance,
  localInstances,
  type Method,
  type Point,
  pointsAt,
  stepFractions,
  type Trajectory,
  trajectory,
  withLongSteps,
} from "./_local.ts";

/** A local instance with the step size and the length of the runs. */
export interface RunInstance extends LocalInstance {
  /** The step size, as a fraction of the largest that the statement admits. */
  readonly stepFraction: number;
  /** The number of steps. */
  readonly steps: number;
}

/** Instances of claims about runs. */
export function runInstances(): Arbitrary<RunInstance> {
  return fc.tuple(
    localInstances(2),
    stepFractions(),
    fc.integer({ min: 1, max: 32 }),
  ).map(([local, stepFraction, steps]) => ({ ...local, stepFraction, steps }));
}

/** The step size is positive and at most what the statement admits. */
export function admissibleStep(statement: string): Hypothesis<RunInstance, unknown> {
  return {
    name: "admissible step size",
    statement,
    holds: ({ stepFraction }) => stepFraction > 0 && stepFraction <= 1,
    without: withLongSteps(runInstances()),
  };
}

/** A run, with where it started and with which step. */
export interface Run extends Trajectory {
  /** The start. */
  readonly start: Point;
  /** α. */
  readonly stepSize: number;
  /** The radius of the neighbourhood, and α again. */
  readonly neighbourhood: Required<Neighbourhood>;
}

/** All runs of an instance, with the geometry of its problem. */
export interface Runs {
  /** The geometry at θ*. */
  readonly geometry: Geometry;
  /** The runs. */
  readonly runs: readonly Run[];
}

/** All runs of an instance, with where they start by the radius of the neighbourhood. */
export interface RunsWithStarts extends Runs {
  /** The starts. */
  readonly starts: ReadonlyMap<number, readonly Point[]>;
}

/** The radii that runs start from: as {@linkcode Geometry.radii}, without the largest two. */
const FIRST_RADIUS = 2;

/** How the step sizes of an instance's runs compare; see {@linkcode runAll}. */
const STEP_FACTORS: readonly number[] = [1, 1 / 4];

/**
 * Runs the method from all points of an instance, at the step size that the instance names and at a
 * quarter of it with four times as many steps: a statement about "any sufficiently small" step fails
 * only if both fail.
 *
 * @param largestStep The largest step size that the statement admits.
 */
export function runAll<T>(
  instance: RunInstance,
  arithmetic: Arithmetic<T>,
  method: Method,
  largestStep: (geometry: Geometry) => number,
): RunsWithStarts {
  const local = geometry(instance.problem, arithmetic);
  const { problem } = local;
  const largest = largestStep(local);
  const starts = new Map(
    local.radii.slice(FIRST_RADIUS).map((radius) => [
      radius,
      pointsAt(local, instance.samples, radius),
    ]),
  );
  const map = residualMapOver(arithmetic, problem);
  const runs: Run[] = [];
  for (const factor of STEP_FACTORS) {
    const stepSize = factor * instance.stepFraction * largest;
    const optimizer = method(arithmetic, { stepSize, rank: problem.rank });
    for (const [radius, points] of starts) {
      for (const start of points) {
        runs.push({
          ...trajectory(
            arithmetic,
            problem,
            optimizer,
            start.theta,
            instance.steps / factor,
            map,
          ),
          start,
          stepSize,
          neighbourhood: { radius, step: stepSize },
        });
      }
    }
  }
  return { geometry: local, starts, runs };
}

/** ½‖F‖². */
export function objective(residualNorm: number): number {
  return residualNorm ** 2 / 2;
}

/** What holds of each iterate but the first, where a rate says nothing. */
export function alongRun(
  values: readonly number[],
  relation: (value: number, t: number) => Relation,
): Relation[] {
  return values.slice(1).map((value, index) => relation(value, index + 1));
}

/**
 * f(θ_t) ≤ factor^t f(θ_0) along every run, with the tolerance that the rounding of such a run
 * needs: F carries an absolute error u·magnitude, each step a relative one of up to u·κ, since
 * singular vectors are known to u·κ only.
 *
 * @param factor The predicted factor of a run's step.
 */
export function objectiveRate(
  label: string,
  { geometry: { sigmaMax, sigmaMin }, runs }: Runs,
  factor: (run: Run) => number,
): Relation[] {
  const conditionNumber = sigmaMax / sigmaMin;
  const relations: Relation[] = [];
  for (const run of runs) {
    const { residualNorms, magnitude, neighbourhood } = run;
    const rate = factor(run);
    const first = residualNorms[0]!;
    const start = objective(first);
    for (let t = 1; t < residualNorms.length; t++) {
      const norm = residualNorms[t]!;
      const lhs = objective(norm);
      const power = rate ** t;
      const rhs = power * start;
      const scale = (1 + t) * (conditionNumber * lhs + norm * magnitude) +
        Math.abs(power) * first * magnitude +
        t * Math.abs(rate) ** (t - 1) * start;
      const { size, ratio } = rateTightness(power, start, lhs);
      // Not `...rateTightness(…)`, with which it would take a third longer to make the relations.
      relations.push(
        ratio === undefined
          ? { label, lhs, sense: "<=", rhs, scale, size, neighbourhood }
          : { label, lhs, sense: "<=", rhs, scale, size, ratio, neighbourhood },
      );
    }
  }
  return relations;
}
