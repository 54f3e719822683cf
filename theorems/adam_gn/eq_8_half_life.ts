/**
 * After eq. (8): single-sample GN^{-1} halves the expected loss every O(d) steps.
 *
 * Printed: "setting η = 1/(2(d + 1)) reduces the expected error by a ½ factor every O(d) steps".
 *
 * The O needs a constant. With the printed factor of eq. (8), 1 − 1/(2(d + 1)), it takes log
 * 2/−log(1 − 1/(2(d + 1))) steps, 2.41 for d = 1 and below 2 log 2·(d + 1) always: 3d steps are
 * enough for every d ≥ 1, with 3 the least whole number that serves d = 1 (for d = 2, 3 it takes 4
 * and 6 steps, for large d 1.39d). Eq. (8) is an equality only with η²(d + 2) in the place of 2η²(d
 * + 1); then the factor is 1 − (3d + 2)/(4(d + 1)²), which is smaller (by hand for d = 1: 11/16
 * against 3/4, so 2 steps), and the statement holds all the more.
 *
 * Sharpened: ⌈log 2/−log(1 − (3d + 2)/(4(d + 1)²))⌉ steps, which is at most
 * ⌈4 log 2·(d + 1)²/(3d + 2)⌉, about 0.92d.
 *
 * The run is the exact recursion of the second moment; two halvings in a row are looked at.
 *
 * @module
 */

import fc from "fast-check";
import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import { secondMomentStep } from "../../lib/statistics/mod.ts";
import {
  gaussianLinearRegression,
  type GaussianLinearRegressionInstance,
  gaussianLinearRegressionInstances,
} from "../../problems/mod.ts";
import { type Claim, defineClaim, type Relation } from "../../verify/mod.ts";
import { enumerated, evenly, over } from "../_figures.ts";

interface Instance {
  readonly problem: GaussianLinearRegressionInstance;
}

interface Observation {
  readonly dimension: number;
  /** E[ℓ^{(t)}], t = 0, 1, … */
  readonly losses: readonly number[];
  /** κ. */
  readonly conditionNumber: number;
}

/** How many halvings are looked at. */
const HALVINGS = 2;

/** The number of steps of which each set halves the expected loss. */
export function exactHalfLife(dimension: number): number {
  const d = dimension;
  return Math.ceil(Math.LN2 / -Math.log1p(-(3 * d + 2) / (4 * (d + 1) ** 2)));
}

function halvings(
  { losses, conditionNumber, dimension }: Observation,
  steps: number,
  label: string,
): Relation[] {
  return Array.from({ length: HALVINGS }, (_, k): Relation => ({
    label,
    lhs: losses[steps * (k + 1)]!,
    sense: "<=",
    rhs: 2 ** -(k + 1) * losses[0]!,
    scale: 2 ** -k * losses[0]! * conditionNumber * dimension,
  }));
}

/** The claim, for η = 1/(2(d + 1)) or what a test puts in its place. */
export function equation8HalfLife(
  stepSize: (dimension: number) => number = (d) => 1 / (2 * (d + 1)),
): Claim {
  return defineClaim<Instance, Observation>({
    id: "adam-gn/eq-8-half-life",
    title: "Single-sample GN^{-1} halves the expected loss every 3d steps",
    locus: "Appendix A.1, after eq. (8)",
    kind: "universal",
    cost: 6,
    hypotheses: [],
    instances: fc.record({ problem: gaussianLinearRegressionInstances() }),
    observe<T>({ problem }: Instance, arithmetic: Arithmetic<T>): Observation {
      const built = gaussianLinearRegression(problem);
      const { dimension, conditionNumber } = built;
      return arithmetic.scope(() => {
        const [covariance, preconditioner] = [1, -1].map((power) =>
          arithmetic.matrix(built.covariancePower(power))
        ) as [T, T];
        let m = arithmetic.matrix(built.secondMoment);
        const losses = [arithmetic.dot(covariance, m) / 2];
        for (let t = 0; t < 3 * dimension * HALVINGS; t++) {
          m = secondMomentStep(arithmetic, {
            covariance,
            preconditioner,
            stepSize: stepSize(dimension),
          }, m);
          losses.push(arithmetic.dot(covariance, m) / 2);
        }
        return { dimension, losses, conditionNumber };
      });
    },
    figures({ dimension, losses }) {
      const dimensions = evenly(1, 32, 32);
      return [
        {
          kind: "lines",
          title: "the expected loss, with the factors of eq. (8) and of its correction",
          x: { label: "step" },
          y: { label: "E[ℓ]", scale: "log" },
          series: [
            { name: "exact recursion", role: "observed", points: enumerated(losses) },
            {
              name: "printed factor",
              role: "predicted",
              points: enumerated(
                losses.map((_, t) => losses[0]! * (1 - 1 / (2 * (dimension + 1))) ** t),
              ),
            },
          ],
        },
        {
          kind: "lines",
          title: "steps to half of the expected loss",
          x: { label: "d" },
          y: { label: "steps" },
          mark: "dots",
          series: [
            { name: "exact", role: "observed", points: over(dimensions, exactHalfLife) },
            {
              name: "by the printed factor",
              role: "predicted",
              points: over(
                dimensions,
                (d) => Math.ceil(Math.LN2 / -Math.log1p(-1 / (2 * (d + 1)))),
              ),
            },
            { name: "3d", role: "reference", points: over(dimensions, (d) => 3 * d) },
          ],
        },
      ];
    },
    variants: {
      printed: {
        statement: String.raw`\eta = \tfrac{1}{2(d+1)} \implies
          \mathbb{E}[\ell^{(t + 3d)}] \le \tfrac12 \mathbb{E}[\ell^{(t)}]`,
        expected: "holds",
        relations: (observation) =>
          halvings(observation, 3 * observation.dimension, "E[ℓ] after 3d steps <= ½E[ℓ]"),
      },
      sharpened: {
        statement: String.raw`\eta = \tfrac{1}{2(d+1)} \implies
          \mathbb{E}[\ell^{(t + n)}] \le \tfrac12 \mathbb{E}[\ell^{(t)}], \qquad
          n = \left\lceil \frac{\log 2}{-\log(1 - (3d+2)/(4(d+1)^2))} \right\rceil`,
        expected: "holds",
        relations: (observation) =>
          halvings(
            observation,
            exactHalfLife(observation.dimension),
            "E[ℓ] after ⌈log 2/−log(1 − (3d + 2)/(4(d + 1)²))⌉ steps <= ½E[ℓ]",
          ),
      },
    },
  });
}
