/**
 * Eq. (8): the expected loss of single-sample GN^{-1}, an equality.
 *
 * Printed: E[ℓ^{(t+1)}] = (1 − 2η + 2η²(d + 1)) E[ℓ^{(t)}].
 *
 * It does not follow from eq. (7): multiplied by Σ, with the trace taken, η²Tr(MΣ)Σ^{-1} gives
 * η²d·Tr(MΣ) and 2η²M gives 2η²·Tr(MΣ), together η²(d + 2), and the printed 2η²(d + 1) is larger by
 * η²d. By hand, d = 1, Σ = 1, Δ = 1, η = ½: Δ⁺ = 1 − x²/2, E[(Δ⁺)²] = 1 − 1 + ¾ = ¾, and the
 * printed factor is 1 − 1 + ½·2 = 1.
 *
 * Corrected: E[ℓ^{(t+1)}] = (1 − 2η + η²(d + 2)) E[ℓ^{(t)}]. As an upper bound the printed factor
 * holds.
 *
 * @module
 */

import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import { gaussianLinearRegression, sampleMoments } from "../../problems/mod.ts";
import { type Claim, defineClaim } from "../../verify/mod.ts";
import { evenly, over } from "../_figures.ts";
import { type Moments, simulationFigure } from "./_gaussian.ts";
import { type GaussNewtonInstance, gaussNewtonInstances, gaussNewtonStep } from "./eq_7.ts";

interface Observation {
  readonly dimension: number;
  /** E[ℓ]. */
  readonly before: number;
  /** E[ℓ⁺]. */
  readonly after: number;
  /** κ. */
  readonly conditionNumber: number;
}

/** The factor of the expected loss, as printed. */
export function printedFactor(dimension: number, stepSize: number): number {
  return 1 - 2 * stepSize + 2 * stepSize ** 2 * (dimension + 1);
}

/** The factor of the expected loss. */
export function exactFactor(dimension: number, stepSize: number): number {
  return 1 - 2 * stepSize + stepSize ** 2 * (dimension + 2);
}

/** The claim, for the moments of a sample or what a test puts in their place. */
export function equation8(moments: Moments = sampleMoments): Claim {
  const equality = (
    factor: typeof exactFactor,
    name: string,
    { dimension, before, after, conditionNumber }: Observation,
    { stepSize }: GaussNewtonInstance,
  ) => ({
    label: `E[ℓ⁺] = (${name}) E[ℓ]`,
    lhs: after,
    sense: "=" as const,
    rhs: factor(dimension, stepSize) * before,
    scale: conditionNumber * dimension * (1 + 2 * stepSize + printedFactor(dimension, stepSize)) *
      before,
  });
  return defineClaim<GaussNewtonInstance, Observation>({
    id: "adam-gn/eq-8",
    title: "The expected loss after a single-sample step of GN^{-1}",
    locus: "Appendix A.1, eq. (8)",
    kind: "universal",
    cost: 4,
    hypotheses: [],
    instances: gaussNewtonInstances(),
    observe<T>(instance: GaussNewtonInstance, arithmetic: Arithmetic<T>): Observation {
      const { built, covariance, m, after } = gaussNewtonStep(arithmetic, instance, moments);
      return {
        dimension: built.dimension,
        before: arithmetic.dot(covariance, m) / 2,
        after: arithmetic.dot(covariance, after) / 2,
        conditionNumber: built.conditionNumber,
      };
    },
    figures({ dimension, before, after }, { problem, stepSize }) {
      const built = gaussianLinearRegression(problem);
      const places = evenly(0, 2, 41);
      return [
        {
          kind: "lines",
          title: "the factor of the expected loss over the step size",
          x: { label: "η" },
          y: { label: "E[ℓ⁺]/E[ℓ]" },
          series: [
            {
              name: "1 − 2η + 2η²(d + 1), printed",
              role: "predicted",
              points: over(places, (eta) => printedFactor(dimension, eta)),
            },
            {
              name: "1 − 2η + η²(d + 2)",
              role: "reference",
              points: over(places, (eta) => exactFactor(dimension, eta)),
            },
            { name: "this instance", role: "observed", points: [[stepSize, after / before]] },
          ],
        },
        simulationFigure(built, { preconditioner: built.covariancePower(-1), stepSize }),
      ];
    },
    variants: {
      printed: {
        statement: String.raw`\mathbb{E}[\ell^{(t+1)}] =
          (1 - 2\eta + 2\eta^2(d+1)) \mathbb{E}[\ell^{(t)}]`,
        expected: "refuted",
        relations: (observation, instance) => [
          equality(printedFactor, "1 − 2η + 2η²(d + 1)", observation, instance),
        ],
      },
      corrected: {
        statement: String.raw`\mathbb{E}[\ell^{(t+1)}] =
          (1 - 2\eta + \eta^2(d+2)) \mathbb{E}[\ell^{(t)}]`,
        expected: "holds",
        relations: (observation, instance) => [
          equality(exactFactor, "1 − 2η + η²(d + 2)", observation, instance),
        ],
      },
    },
  });
}
