/**
 * Remark 1: the rate of gradient descent is governed by the square of the condition number.
 *
 * Printed: with α = 1/L the local factor of gradient descent is
 * 1 − μ/L ≈ 1 − σ_min²/σ_max², "the rate is governed by the square of the condition number of J".
 * That is a statement about growth: the number of steps that reduce f by a given factor grows like
 * κ². It is tested as a scaling exponent, 2, over κ from 4 to 20.
 *
 * By hand, for linear F: the slowest component of F shrinks by 1 − 1/κ² a step, f by (1 − 1/κ²)²,
 * and f falls by 1e-10 in about ½ln(1e10)κ² steps. Runs start with a component of F along every left
 * singular vector, so that the slow one matters from the beginning.
 *
 * @module
 */

import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import { gradientDescent } from "../../lib/optimizers/mod.ts";
import { fitPowerLaw, type PowerLaw } from "../../lib/statistics/mod.ts";
import { type Claim, defineClaim } from "../../verify/mod.ts";
import {
  countIterations,
  exponentRounding,
  MODERATE,
  stepCountFigure,
  type SweepInstance,
  sweepInstances,
} from "./_condition_sweep.ts";
import type { Method } from "./_local.ts";

interface Observation {
  readonly family: string;
  /** The steps at each of the condition numbers. */
  readonly iterations: readonly number[];
  /** The steps against the condition number. */
  readonly steps: PowerLaw;
  /** How far rounding may have moved its exponent. */
  readonly rounding: number;
}

/** The claim, for gradient descent or what a test puts in its place. */
export function remark1(method: Method = gradientDescent): Claim {
  return defineClaim<SweepInstance, Observation>({
    id: "spgd/remark-1",
    title: "Gradient descent's rate is governed by the square of the condition number",
    locus: "Remark 1",
    kind: "scaling",
    cost: 20,
    hypotheses: [],
    instances: sweepInstances(),
    observe<T>(instance: SweepInstance, arithmetic: Arithmetic<T>): Observation {
      const counts = MODERATE.map((conditionNumber) =>
        countIterations(arithmetic, instance, conditionNumber, method, (sigma) => 1 / sigma ** 2)
      );
      const iterations = counts.map((count) => count.iterations);
      return {
        family: instance.family,
        iterations,
        steps: fitPowerLaw(MODERATE, iterations),
        rounding: exponentRounding(MODERATE, counts),
      };
    },
    figures: ({ iterations, steps }) => [
      stepCountFigure("gradient descent", MODERATE, iterations, steps, 2),
    ],
    variants: {
      printed: {
        statement: String.raw`\alpha = 1/L:\quad 1 - \frac{\mu}{L} \approx
          1 - \frac{\sigma_{\min}^2}{\sigma_{\max}^2}, \text{ so that the number of steps grows like }
          \kappa^2`,
        expected: "holds",
        relations: ({ family, steps, rounding }) => [{
          label: "exponent of the step count in κ = 2",
          lhs: steps.exponent,
          sense: "=",
          rhs: 2,
          uncertainty: steps.interval + rounding,
          family,
        }],
      },
    },
  });
}
