/**
 * The remark after Corollary 3: near θ* Gauss–Newton without a ridge converges fast.
 *
 * Printed: with α = 0 any constant η in (0, 2) gives linear convergence near θ* with a rate that
 * does not depend on the condition number, and η = 1 gives γ = 0.
 *
 * With α = 0 ν_i cancels from the step, θ⁺ = θ − η(σ(θ²) − P)/(2θσ(θ²)(1 − σ(θ²))), whose
 * derivative at θ* = ±√logit(P) is 1 − η: γ = |1 − η|. Tested: the derivative of the step there, by
 * automatic differentiation; and that from small distances a step leaves at most the fraction (1 +
 * |1 − η|)/2.
 *
 * @module
 */

import fc from "fast-check";
import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import {
  powerLawProbabilities,
  realNumber,
  reparameterizedLogistic,
  vectorOf,
} from "../../problems/mod.ts";
import { type Claim, defineClaim, type Relation } from "../../verify/mod.ts";
import { level } from "../_figures.ts";
import { constant, logisticJet, plus, reciprocal, times, variable } from "./_jet.ts";
import { labelProbabilities, labelsInRange } from "./_logistic.ts";

interface Instance {
  /** P. */
  readonly labels: readonly number[];
  /** ν_i ∝ i^{−exponent}. */
  readonly exponent: number;
  /** The signs of θ*. */
  readonly signs: readonly number[];
  /** η. */
  readonly stepSize: number;
}

interface Step {
  readonly radius: number;
  readonly before: number;
  readonly after: number;
}

interface Observation {
  /** max_i |dθ_i⁺/dθ_i| at θ*. */
  readonly factor: number;
  readonly steps: readonly Step[];
}

const RADII: readonly number[] = [1e-1, 3e-2, 1e-2, 3e-3, 1e-3, 3e-4];

/** The derivative of one coordinate's step at a point. */
function slopeOfStep(point: number, p: number, stepSize: number): number {
  const theta = variable(point);
  const square = times(theta, theta);
  const sigma = logisticJet(square);
  const spread = times(sigma, plus(constant(1), times(constant(-1), sigma)));
  const denominator = times(constant(2), times(theta, spread));
  const error = plus(sigma, constant(-p));
  return 1 - stepSize * times(error, reciprocal(denominator)).slope;
}

/** The claim; a test may stretch its steps. */
export function remarkLocal(stretch: number = 1): Claim {
  return defineClaim<Instance, Observation>({
    id: "adam-gn/remark-local",
    title: "Near θ*, Gauss–Newton without ridge converges for every step in (0, 2)",
    locus: "§4, remark",
    kind: "local",
    hypotheses: [labelsInRange, {
      name: "step size",
      statement: String.raw`0 < \eta < 2`,
      holds: ({ stepSize }) => stepSize > 0 && stepSize < 2,
    }],
    instances: fc.integer({ min: 1, max: 16 }).chain((dimension) =>
      fc.record({
        labels: vectorOf(dimension, labelProbabilities()),
        exponent: realNumber({ minimum: 0, maximum: 3 }),
        signs: vectorOf(dimension, fc.constantFrom(1, -1)),
        stepSize: realNumber({ minimum: 0.05, maximum: 1.95 }),
      })
    ),
    observe<T>(instance: Instance, arithmetic: Arithmetic<T>): Observation {
      const { labels, exponent, signs } = instance;
      const stepSize = stretch * instance.stepSize;
      const inputs = powerLawProbabilities(labels.length, exponent);
      const problem = reparameterizedLogistic({ inputs, labels });
      const minimizer = problem.minimizer.map((x, i) => signs[i]! * x);
      const zero = arithmetic.vector(minimizer);
      const offset = arithmetic.vector(signs.map((_, i) => i % 2 === 0 ? 1 : -0.5));
      return {
        factor: Math.max(
          ...minimizer.map((x, i) => Math.abs(slopeOfStep(x, labels[i]!, stepSize))),
        ),
        steps: RADII.map((radius) => {
          const theta = arithmetic.add(zero, arithmetic.scale(radius, offset));
          const direction = arithmetic.quotient(
            problem.gradient(arithmetic, theta),
            problem.gaussNewtonDiagonal(arithmetic, theta),
          );
          const next = arithmetic.subtract(theta, arithmetic.scale(stepSize, direction));
          return {
            radius,
            before: arithmetic.norm(arithmetic.subtract(theta, zero)),
            after: arithmetic.norm(arithmetic.subtract(next, zero)),
          };
        }),
      };
    },
    figures: ({ steps }, { stepSize }) => {
      const radii = steps.map(({ radius }) => radius);
      const rate = Math.abs(1 - stepSize);
      return [{
        kind: "lines",
        title: "what a step leaves of the distance to θ*",
        x: { label: "radius", scale: "log" },
        y: { label: "‖θ⁺ − θ*‖/‖θ − θ*‖" },
        series: [
          {
            name: "observed",
            role: "observed",
            points: steps.map(({ radius, before, after }) => [radius, after / before]),
          },
          level("|1 − η|, in the limit", "predicted", rate, radii),
          level("(1 + |1 − η|)/2", "reference", (1 + rate) / 2, radii),
        ],
      }];
    },
    variants: {
      printed: {
        statement: String.raw`\alpha = 0, \ \eta \in (0, 2): \quad \gamma = |1 - \eta|, \quad
          \|\theta^+ - \theta^*\| \le \tfrac{1 + |1 - \eta|}2\|\theta - \theta^*\|
          \text{ near } \theta^*`,
        expected: "holds",
        relations: ({ factor, steps }, { stepSize, labels }) => {
          const rate = Math.abs(1 - stepSize);
          return steps.flatMap(({ radius, before, after }): Relation[] => [
            {
              label: "γ(η, 0) = |1 − η|",
              lhs: factor,
              sense: "=",
              rhs: rate,
              scale: 4,
              size: 1,
              neighbourhood: { radius },
            },
            {
              label: "‖θ⁺ − θ*‖ <= (1 + |1 − η|)/2 ‖θ − θ*‖",
              lhs: after,
              sense: "<=",
              rhs: (1 + rate) / 2 * before,
              // θ and θ* are rounded, and so is σ − P over 2θσ(1 − σ).
              scale: 4 * Math.sqrt(labels.length),
              size: before,
              neighbourhood: { radius },
            },
          ]);
        },
      },
    },
  });
}
