/**
 * Footnote 3: Adam's preconditioner for batches.
 *
 * Printed: with μ_i = uᵢᵀE[g], σ_i² = E[(uᵢᵀg − μ_i)²] and gradients of batches of size B,
 * (D^A_ii)² = μ_i² + σ_i²/B, "recall the definition of D^A_ii from eq. (2)".
 *
 * Eq. (2) has D^A_ii = (E[(uᵢᵀg)²])^{-1/2}, over all batches, so that μ_i² + σ_i²/B is the inverse
 * of (D^A_ii)². By hand: a single sample with uᵢᵀg = 2 has D^A_ii = ½, (D^A_ii)² = ¼, μ_i² = 4.
 *
 * Corrected: (D^A_ii)^{-2} = μ_i² + σ_i²/B, the second moment of a mean of B independent draws.
 *
 * Instances: any finite distribution of gradients, uniform on up to four values (which may repeat),
 * and batches of up to four independent draws; the expectation runs over all batches.
 *
 * @module
 */

import fc from "fast-check";
import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import { nonzeroVector } from "../../problems/mod.ts";
import { type Claim, defineClaim } from "../../verify/mod.ts";
import { over } from "../_figures.ts";

interface Instance {
  /** uᵢᵀg of each sample; all are equally likely. */
  readonly gradients: readonly number[];
  /** B. */
  readonly batchSize: number;
}

interface Observation {
  /** D^A_ii. */
  readonly preconditioner: number;
  /** μ_i². */
  readonly squaredMean: number;
  /** σ_i². */
  readonly variance: number;
  /** E[(uᵢᵀg)²] for single samples. */
  readonly size: number;
}

/** E[(uᵢᵀg)²] over all batches; what tests sabotage. */
export type BatchMoment = (gradients: readonly number[], batchSize: number) => number;

/** The mean of the squares of the means of all batches. */
const overAllBatches: BatchMoment = (gradients, batchSize) => {
  let batches: number[] = [0];
  for (let k = 0; k < batchSize; k++) {
    batches = batches.flatMap((sum) => gradients.map((g) => sum + g));
  }
  return batches.reduce((sum, total) => sum + (total / batchSize) ** 2, 0) / batches.length;
};

/** The claim, for the mean over all batches or what a test puts in its place. */
export function footnote3(batchMoment: BatchMoment = overAllBatches): Claim {
  return defineClaim<Instance, Observation>({
    id: "adam-gn/footnote-3",
    title: "Adam's preconditioner by the mean and variance of the gradient",
    locus: "Section 3.1.1, footnote 3",
    kind: "universal",
    cost: 0.5,
    hypotheses: [{
      name: "the preconditioner exists",
      statement: String.raw`\mathbb{E}[(u_i^\top g)^2] > 0 \text{ over the batches}`,
      holdsAlong: ({ preconditioner }) => Number.isFinite(preconditioner),
    }],
    instances: fc.record({
      gradients: nonzeroVector(1, 4),
      batchSize: fc.integer({ min: 1, max: 4 }),
    }),
    observe<T>({ gradients, batchSize }: Instance, arithmetic: Arithmetic<T>): Observation {
      // The instance's numbers, as the arithmetic holds them.
      const values = arithmetic.toArray(arithmetic.vector(gradients));
      const mean = values.reduce((sum, g) => sum + g, 0) / values.length;
      return {
        preconditioner: 1 / Math.sqrt(batchMoment(values, batchSize)),
        squaredMean: mean ** 2,
        variance: values.reduce((sum, g) => sum + (g - mean) ** 2, 0) / values.length,
        size: values.reduce((sum, g) => sum + g ** 2, 0) / values.length,
      };
    },
    figures: ({ squaredMean, variance }, { gradients }) => {
      const sizes = [1, 2, 3, 4];
      return [{
        kind: "lines",
        title: "Adam's preconditioner over the batch size",
        x: { label: "B" },
        y: { label: "squared preconditioner, or its inverse", scale: "log" },
        series: [
          {
            name: "(D^A)²",
            role: "observed",
            points: over(sizes, (size) => 1 / overAllBatches(gradients, size)),
          },
          {
            name: "μ² + σ²/B",
            role: "predicted",
            points: over(sizes, (size) => squaredMean + variance / size),
          },
          {
            name: "(D^A)^{-2}",
            role: "reference",
            points: over(sizes, (size) => overAllBatches(gradients, size)),
          },
        ],
      }];
    },
    variants: {
      printed: {
        statement: String.raw`(D^{(A)}_{ii})^2 = \mu_i^2 + \frac1B \sigma_i^2`,
        expected: "refuted",
        relations: ({ preconditioner, squaredMean, variance }, { batchSize }) => [{
          label: "(D^A_ii)² = μ_i² + σ_i²/B",
          lhs: preconditioner ** 2,
          sense: "=",
          rhs: squaredMean + variance / batchSize,
        }],
      },
      corrected: {
        statement: String.raw`(D^{(A)}_{ii})^{-2} = \mu_i^2 + \frac1B \sigma_i^2`,
        expected: "holds",
        relations: ({ preconditioner, squaredMean, variance, size }, { batchSize }) => [{
          label: "(D^A_ii)^{-2} = μ_i² + σ_i²/B",
          lhs: preconditioner ** -2,
          sense: "=",
          rhs: squaredMean + variance / batchSize,
          scale: size,
        }],
      },
    },
  });
}
