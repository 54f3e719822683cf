/**
 * Proof of Theorem 2: the least eigenvalue of H_* and what the last display makes of it.
 *
 * Printed: λ_min(H_*) ≥ ν_min/c_1 with a universal c_1; and "using our lower bound", √d λ_min/ν_max
 * in 1 − c√log d (1/√d + √d λ_min/ν_max) becomes √d ν_min/ν_max, constants absorbed into c'.
 *
 * λ_i = ν_ih(P_i), h(P) = 4 logit(P) P(1 − P), between h(0.6) = 0.3892 and h(0.8) = 0.8872: the
 * inequality holds with c_1 = 1/h(0.6) = 2.5691. The step after it does not follow from it: a lower
 * bound on γ needs λ_min from above. By hand: λ_min = 10, ν_min = 1 satisfy λ_min ≥ ν_min/c_1, and
 * λ_min ≤ c_1ν_min = 2.57 is false; so it is for any other constant in the place of the factor. The
 * step is tested as an implication: whatever λ obeys the bound, c_1ν_min is no less.
 *
 * Corrected: ν_min/c_1 ≤ λ_min ≤ h(0.8)ν_min (the eigenvalue of a coordinate where ν_i = ν_min is
 * at most this), from whose second half the display follows, even with c' = c.
 *
 * @module
 */

import fc from "fast-check";
import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import {
  magnitude,
  powerLawProbabilities,
  realNumber,
  reparameterizedLogistic,
  type ReparameterizedLogisticInstance,
  vectorOf,
} from "../../problems/mod.ts";
import { type Claim, defineClaim } from "../../verify/mod.ts";
import { evenly, level, over, spectrumOf } from "../_figures.ts";
import { curvatureAtMinimizer, labelProbabilities, labelsInRange } from "./_logistic.ts";

/** The c_1 of the proof: the least one. */
export const LOWER_CONSTANT: number = 1 / curvatureAtMinimizer(0.6);

/** The least c_2 in λ_min ≤ c_2ν_min. */
export const UPPER_CONSTANT: number = curvatureAtMinimizer(0.8);

interface Instance extends ReparameterizedLogisticInstance {
  /** A number that obeys the printed bound, as a multiple of ν_min/c_1. */
  readonly multiple: number;
}

interface Observation {
  readonly least: number;
  readonly leastInput: number;
}

/** The claim, with the two constants or what a test puts in their place. */
export function lambdaMin(
  { lower = LOWER_CONSTANT, upper = UPPER_CONSTANT }: {
    readonly lower?: number;
    readonly upper?: number;
  } = {},
): Claim {
  return defineClaim<Instance, Observation>({
    id: "adam-gn/lambda-min",
    title: "λ_min(H_*) ≥ ν_min/c_1 is true, but the last display needs the converse",
    locus: "Appendix B, proof of Theorem 2",
    kind: "universal",
    cost: 2,
    hypotheses: [labelsInRange, {
      name: "λ obeys the bound",
      statement: String.raw`\lambda \ge \nu_{\min}/c_1`,
      holds: ({ multiple }) => multiple >= 1,
    }],
    instances: fc.integer({ min: 1, max: 32 }).chain((dimension) =>
      fc.record({
        inputs: fc.oneof(
          { withCrossShrink: true },
          realNumber({ minimum: 0, maximum: 4 }).map((exponent) =>
            powerLawProbabilities(dimension, exponent)
          ),
          vectorOf(dimension, magnitude({ minimum: 1e-6, maximum: 1 })),
        ),
        labels: vectorOf(dimension, labelProbabilities()),
        multiple: magnitude({ minimum: 1, maximum: 1e3 }),
      })
    ),
    observe<T>({ inputs, labels }: Instance, arithmetic: Arithmetic<T>): Observation {
      const { gaussNewtonDiagonal, minimizer } = reparameterizedLogistic({ inputs, labels });
      const diagonal = gaussNewtonDiagonal(arithmetic, arithmetic.vector(minimizer));
      return {
        least: Math.min(...arithmetic.toArray(diagonal)),
        leastInput: Math.min(...inputs),
      };
    },
    figures: (_, { inputs, labels }) => {
      const places = evenly(0.6, 0.8, 41);
      const eigenvalues = inputs.map((nu, i) => nu * curvatureAtMinimizer(labels[i]!));
      return [{
        kind: "lines",
        title: "an eigenvalue of H_* over its ν, for each P",
        x: { label: "P" },
        y: { label: "λ/ν" },
        series: [
          { name: "h(P)", role: "observed", points: over(places, curvatureAtMinimizer) },
          level("1/c_1", "predicted", 1 / lower, places),
          level("c_2", "reference", upper, places),
        ],
      }, ...spectrumOf("the eigenvalues of H_*", "λ", "λ_i", eigenvalues)];
    },
    variants: {
      printed: {
        statement: String.raw`\lambda_{\min}(H_*) \ge \nu_{\min}/c_1, \quad
          \lambda \ge \nu_{\min}/c_1 \Rightarrow \frac{\sqrt d\lambda}{\nu_{\max}} \le
          c_1\frac{\sqrt d\nu_{\min}}{\nu_{\max}}`,
        expected: "refuted",
        relations: ({ least, leastInput }, { multiple }) => [
          { label: "λ_min(H_*) >= ν_min/c_1", lhs: least, sense: ">=", rhs: leastInput / lower },
          {
            label: "λ <= c_1ν_min for every λ >= ν_min/c_1",
            lhs: multiple * leastInput / lower,
            sense: "<=",
            rhs: lower * leastInput,
          },
        ],
      },
      corrected: {
        statement: String.raw`\nu_{\min}/c_1 \le \lambda_{\min}(H_*) \le c_2\nu_{\min}`,
        expected: "holds",
        relations: ({ least, leastInput }) => [
          { label: "λ_min(H_*) >= ν_min/c_1", lhs: least, sense: ">=", rhs: leastInput / lower },
          { label: "λ_min(H_*) <= c_2ν_min", lhs: least, sense: "<=", rhs: upper * leastInput },
        ],
      },
    },
  });
}
