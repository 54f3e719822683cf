/**
 * One step from a point that need not be near the zero set.
 *
 * @module
 */

import fc, { type Arbitrary } from "fast-check";
import { type Arithmetic, float64 } from "../../lib/arithmetic/mod.ts";
import { evaluate, type GradientTransformation } from "../../lib/optimizers/mod.ts";
import {
  cycle,
  type LeastSquares,
  leastSquares,
  type LeastSquaresInstance,
  leastSquaresInstances,
  magnitude,
  vectorOf,
} from "../../problems/mod.ts";
import type { Hypothesis } from "../../verify/mod.ts";
import { geometrically } from "../_figures.ts";
import { stepFractions, withLongSteps } from "./_local.ts";

/** A problem, a point and a step size. */
export interface StepInstance {
  /** F. */
  readonly problem: LeastSquaresInstance;
  /** θ − θ*, its entries repeated to the length m and multiplied by `radius`. */
  readonly offset: readonly number[];
  /** The scale of the offset. */
  readonly radius: number;
  /** The step size, as a fraction of the largest that the statement admits. */
  readonly stepFraction: number;
}

/** Steps of all families of problems, from 1e-6 to 10 away from θ*. */
export function stepInstances(): Arbitrary<StepInstance> {
  return fc.record({
    problem: leastSquaresInstances(),
    offset: fc.oneof(vectorOf(1), vectorOf(3), vectorOf(7)),
    radius: magnitude({ minimum: 1e-6, maximum: 10 }),
    stepFraction: stepFractions(),
  });
}

/** The problem and the point θ of an instance. */
export function stepStart(
  { problem: description, offset, radius }: StepInstance,
): { readonly problem: LeastSquares; readonly theta: readonly number[] } {
  const problem = leastSquares(description);
  const direction = cycle(offset, problem.parameters);
  return { problem, theta: problem.zero.map((value, i) => value + radius * direction[i]!) };
}

/** Larger residuals and derivatives have squares, and products of them, that overflow. */
const LARGEST = 1e75;

/**
 * Far from θ* an exponential overflows and a logistic underflows, and the constants of a ball with
 * them: then no step can be taken, and a checker observes null.
 */
export const representable: Hypothesis<StepInstance, StepObservation | null> = {
  name: "within the range of numbers",
  statement: String.raw`\text{the constants of the statement are floating-point numbers}`,
  holds: (instance) => {
    const { problem, theta } = stepStart(instance);
    const point = float64.vector(theta);
    return [problem.residual(float64, point), problem.jacobian(float64, point)]
      .every((value) => float64.maximumNorm(value) < LARGEST);
  },
  holdsAlong: (observation) => observation !== null,
};

/** The step size is positive and at most what the statement admits. */
export function admissibleFraction(statement: string): Hypothesis<StepInstance, unknown> {
  return {
    name: "admissible step size",
    statement,
    holds: ({ stepFraction }) => stepFraction > 0 && stepFraction <= 1,
    without: withLongSteps(stepInstances()),
  };
}

/** What one step does. */
export interface StepObservation {
  /** ‖F(θ)‖. */
  readonly residualNorm: number;
  /** ‖∇f(θ)‖. */
  readonly gradientNorm: number;
  /** ‖F(θ⁺)‖. */
  readonly nextResidualNorm: number;
  /** θ⁺ − θ. */
  readonly step: readonly number[];
  /** ‖θ⁺ − θ‖. */
  readonly stepNorm: number;
  /** ‖θ‖. */
  readonly thetaNorm: number;
  /** ‖F(θ⁺) − F(θ) − J(θ)(θ⁺ − θ)‖. */
  readonly remainder: number;
  /** What is added up in F at θ and θ⁺, for tolerances. */
  readonly magnitude: number;
  /** ‖J(θ)‖_F. */
  readonly jacobianNorm: number;
}

/** Takes one step of an optimizer. */
export function takeStep<T>(
  arithmetic: Arithmetic<T>,
  problem: LeastSquares,
  optimizer: GradientTransformation<T>,
  start: readonly number[],
): StepObservation {
  const theta = arithmetic.vector(start);
  const context = evaluate(arithmetic, problem, theta, 0);
  const [update] = optimizer.update(context.gradient(), optimizer.init(theta), context);
  const next = arithmetic.add(theta, update);
  // The difference of the rounded points, so that the remainder speaks of the step that was taken.
  const step = arithmetic.subtract(next, theta);
  const nextResidual = problem.residual(arithmetic, next);
  const predicted = arithmetic.add(context.residual(), context.jacobianVectorProduct(step));
  return {
    residualNorm: arithmetic.norm(context.residual()),
    gradientNorm: arithmetic.norm(context.gradient()),
    nextResidualNorm: arithmetic.norm(nextResidual),
    step: arithmetic.toArray(step),
    stepNorm: arithmetic.norm(step),
    thetaNorm: arithmetic.norm(theta),
    remainder: arithmetic.norm(arithmetic.subtract(nextResidual, predicted)),
    magnitude: Math.max(problem.magnitude(start), problem.magnitude(arithmetic.toArray(next))),
    jacobianNorm: float64.norm(problem.jacobian(float64, float64.vector(start))),
  };
}

/** How far along its segment a step is looked at, in parts of it. */
const PARTS: readonly number[] = geometrically(1e-2, 1, 33);

/** What is seen at a part of a step. */
export interface PartOfStep {
  /** s. */
  readonly part: number;
  /** ‖F(θ + sΔ)‖. */
  readonly residualNorm: number;
  /** ‖F(θ + sΔ) − F(θ) − sJ(θ)Δ‖. */
  readonly remainder: number;
}

/** F along the segment from θ to θ⁺ = θ + Δ, in float64. */
export function alongStep(
  instance: StepInstance,
  { step }: Pick<StepObservation, "step">,
): PartOfStep[] {
  const { problem, theta } = stepStart(instance);
  const start = float64.vector(theta);
  const delta = float64.vector(step);
  const residual = problem.residual(float64, start);
  const slope = float64.multiply(problem.jacobian(float64, start), delta);
  return PARTS.map((part) => {
    const there = problem.residual(float64, float64.add(start, float64.scale(part, delta)));
    const predicted = float64.add(residual, float64.scale(part, slope));
    return {
      part,
      residualNorm: float64.norm(there),
      remainder: float64.norm(float64.subtract(there, predicted)),
    };
  });
}
