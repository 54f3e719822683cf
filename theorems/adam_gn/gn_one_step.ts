/**
 * Eq. (6): full-batch GN^{-1} multiplies the error by 1 − η.
 *
 * Printed: θ⁺ − θ* = (θ − θ*) − ηH^{-1}g = (1 − η)(θ − θ*), with H = E[xxᵀ] = Σ and g = Σ(θ − θ*);
 * "hence GN^{-1} can reach the optimum in 1 step with η = 1".
 *
 * By hand: H^{-1}g = Σ^{-1}Σ(θ − θ*). It needs Σ to be invertible and the basis in which GN^{-1} is
 * diagonal to be the eigenbasis, where diag(uᵢᵀΣuᵢ)^{-1} is Σ^{-1}.
 *
 * Rounding: θ and the inverse are known to u, so that Δ⁺ is to uκ(‖Δ‖ + ‖θ*‖).
 *
 * @module
 */

import fc from "fast-check";
import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import {
  type GradientMap,
  type GradientTransformation,
  iterate,
  preconditionedDescent,
  type StepSizeOptions,
} from "../../lib/optimizers/mod.ts";
import {
  gaussianLinearRegression,
  type GaussianLinearRegressionInstance,
  gaussianLinearRegressionInstances,
  vectorOf,
} from "../../problems/mod.ts";
import { type Claim, defineClaim } from "../../verify/mod.ts";
import { enumerated } from "../_figures.ts";
import { stepSizes } from "./_gaussian.ts";

interface Instance {
  readonly problem: GaussianLinearRegressionInstance;
  /** θ*. */
  readonly solution: readonly number[];
  /** η. */
  readonly stepSize: number;
}

interface Observation {
  readonly before: readonly number[];
  readonly after: readonly number[];
  /** η. */
  readonly stepSize: number;
  /** ‖Δ‖. */
  readonly size: number;
  /** κ(‖Δ‖ + ‖θ*‖). */
  readonly scale: number;
}

/** Makes the method from a step size; what tests sabotage. */
export type GaussNewton = <T>(
  arithmetic: Arithmetic<T>,
  options: StepSizeOptions,
) => GradientTransformation<T>;

const gaussNewton: GaussNewton = (arithmetic, { stepSize }) =>
  preconditionedDescent(arithmetic, {
    preconditioner: "gaussNewton",
    basis: "eigenbasis",
    stepSize,
  });

/** The claim, for GN^{-1} or what a test puts in its place. */
export function gaussNewtonOneStep(method: GaussNewton = gaussNewton): Claim {
  return defineClaim<Instance, Observation>({
    id: "adam-gn/gn-one-step",
    title: "Full-batch GN^{-1} multiplies the error by 1 − η",
    locus: "Appendix A.1, eq. (6)",
    kind: "universal",
    cost: 4,
    hypotheses: [],
    instances: fc.record({
      problem: gaussianLinearRegressionInstances({ rank: "one", minimum: 0.1, maximum: 10 }),
      solution: vectorOf(32),
      stepSize: stepSizes(),
    }).map(({ problem, solution, stepSize }) => ({
      problem,
      solution: solution.slice(0, problem.covariance.eigenvalues.length),
      stepSize,
    })),
    observe<T>(instance: Instance, arithmetic: Arithmetic<T>): Observation {
      const { solution, stepSize } = instance;
      const problem = gaussianLinearRegression(instance.problem);
      const rows = problem.covariancePower(1);
      const map: GradientMap = {
        gradient: (where, theta) =>
          where.multiply(
            where.matrix(rows),
            where.subtract(theta, where.vector(solution)),
          ),
        hessian: (where) => where.matrix(rows),
      };
      const start = problem.errors[0]!.map((x, i) => x + solution[i]!);
      const end = iterate(arithmetic, map, method(arithmetic, { stepSize }), start, { steps: 1 });
      const before = start.map((x, i) => x - solution[i]!);
      const size = Math.hypot(...before);
      return {
        before,
        after: end.map((x, i) => x - solution[i]!),
        stepSize,
        size,
        scale: problem.conditionNumber * (size + Math.hypot(...solution)),
      };
    },
    figures({ before, after, stepSize }) {
      return [{
        kind: "lines",
        title: "the error before and after one step, coordinate by coordinate",
        x: { label: "coordinate" },
        y: { label: "error" },
        mark: "dots",
        series: [
          { name: "Δ", role: "reference", points: enumerated(before, 1) },
          { name: "Δ⁺", role: "observed", points: enumerated(after, 1) },
          {
            name: "(1 − η)Δ",
            role: "predicted",
            points: enumerated(before.map((x) => (1 - stepSize) * x), 1),
          },
        ],
      }];
    },
    variants: {
      printed: {
        statement: String.raw`\theta^{(1)} - \theta^* = (1 - \eta)(\theta^{(0)} - \theta^*)`,
        expected: "holds",
        relations: ({ before, after, stepSize, size, scale }) =>
          before.map((x, i) => ({
            label: "Δ⁺_i = (1 − η)Δ_i",
            lhs: after[i]!,
            sense: "=",
            rhs: (1 - stepSize) * x,
            scale,
            size,
          })),
      },
    },
  });
}
