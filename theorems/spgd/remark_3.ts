/**
 * Remark 3: the weight matrix of the cross-entropy loss.
 *
 * Printed: C = diag(p) − ppᵀ is the Fisher information matrix of the categorical (softmax)
 * distribution, and symmetric positive semidefinite. The parameters of a softmax distribution are
 * its logits z; the score is s_y = ∇_z log p_y(z) = e_y − p, and the information
 * E[s sᵀ] = Σ_y p_y(e_y − p)(e_y − p)ᵀ = diag(p) − ppᵀ. The score is checked against central
 * differences of log p_y, whose error is bounded by h²/6·max|∂³log p_y| + u·(1 + max|z|)/h, with
 * |∂³ log p_y| ≤ 1/4 for the log-partition function.
 *
 * @module
 */

import fc from "fast-check";
import { type Arithmetic, float64 } from "../../lib/arithmetic/mod.ts";
import { realNumber } from "../../problems/mod.ts";
import { type Claim, defineClaim } from "../../verify/mod.ts";
import { spectrumFigure } from "../_figures.ts";

interface Instance {
  /** z. */
  readonly logits: readonly number[];
}

interface Observation {
  /** ‖diag(p) − ppᵀ − E[s sᵀ]‖_F. */
  readonly difference: number;
  readonly smallestEigenvalue: number;
  readonly norm: number;
  readonly classes: number;
  /** The largest difference between a score and its central difference, and a bound on its error. */
  readonly scoreError: number;
  readonly scoreUncertainty: number;
}

/** Makes C from the probabilities, k×1; what tests sabotage. */
export type WeightMatrix = <T>(arithmetic: Arithmetic<T>, probabilities: T) => T;

/** diag(p) − ppᵀ. */
function categoricalWeight<T>(arithmetic: Arithmetic<T>, probabilities: T): T {
  return arithmetic.subtract(
    arithmetic.diagonal(arithmetic.toArray(probabilities)),
    arithmetic.multiply(probabilities, arithmetic.transpose(probabilities)),
  );
}

/** log p_y(z), without overflow. */
function logProbability(logits: readonly number[], y: number): number {
  const largest = Math.max(...logits);
  const sum = logits.reduce((total, logit) => total + Math.exp(logit - largest), 0);
  return logits[y]! - largest - Math.log(sum);
}

/** p(z). */
function softmax(logits: readonly number[]): number[] {
  return logits.map((_, y) => Math.exp(logProbability(logits, y)));
}

/** The step of the central differences: near the cube root of u, where both errors balance. */
const DIFFERENCE_STEP = 1e-5;

/** The claim, for diag(p) − ppᵀ or what a test puts in its place. */
export function remark3(weight: WeightMatrix = categoricalWeight): Claim {
  return defineClaim<Instance, Observation>({
    id: "spgd/remark-3",
    title: "diag(p) − ppᵀ is the Fisher information of the softmax distribution",
    locus: "Remark 3",
    kind: "universal",
    hypotheses: [],
    instances: fc.record({
      logits: fc.array(
        fc.oneof(realNumber(), fc.double({ min: -40, max: 40, noNaN: true })),
        { minLength: 1, maxLength: 10 },
      ),
    }),
    observe<T>({ logits }: Instance, arithmetic: Arithmetic<T>): Observation {
      const classes = logits.length;
      const probabilities = arithmetic.vector(softmax(logits));
      const p = arithmetic.toArray(probabilities);
      const c = weight(arithmetic, probabilities);
      let information = arithmetic.zeros(classes, classes);
      for (const [y, probability] of p.entries()) {
        const score = arithmetic.vector(p.map((value, i) => (i === y ? 1 : 0) - value));
        const outer = arithmetic.multiply(score, arithmetic.transpose(score));
        information = arithmetic.add(information, arithmetic.scale(probability, outer));
      }
      let scoreError = 0;
      for (let y = 0; y < classes; y++) {
        for (let i = 0; i < classes; i++) {
          const at = (h: number) =>
            logProbability(logits.map((logit, j) => j === i ? logit + h : logit), y);
          const slope = (at(DIFFERENCE_STEP) - at(-DIFFERENCE_STEP)) / (2 * DIFFERENCE_STEP);
          scoreError = Math.max(scoreError, Math.abs(slope - ((i === y ? 1 : 0) - p[i]!)));
        }
      }
      const largestLogit = Math.max(...logits.map(Math.abs));
      return {
        difference: arithmetic.norm(arithmetic.subtract(c, information)),
        smallestEigenvalue: arithmetic.symmetricEigendecomposition(c).values[0]!,
        norm: arithmetic.norm(c),
        classes,
        scoreError,
        scoreUncertainty: DIFFERENCE_STEP ** 2 / 24 +
          8 * 2 ** -53 * (1 + 2 * largestLogit) / DIFFERENCE_STEP +
          4 * arithmetic.unitRoundoff,
      };
    },
    figures: (_, { logits }) => {
      const probabilities = softmax(logits);
      const c = weight(float64, float64.vector(probabilities));
      return [
        spectrumFigure("eigenvalues of C = diag(p) − ppᵀ beside the probabilities", "value", [
          { name: "λ_i(C)", values: float64.symmetricEigendecomposition(c).values },
          { name: "p_i", role: "reference", values: probabilities },
        ]),
      ];
    },
    variants: {
      printed: {
        statement: String.raw`C = \operatorname{diag}(p) - pp^\top =
          \mathbb E_{y \sim p}[\nabla_z \log p_y\, \nabla_z \log p_y^\top] \succeq 0`,
        expected: "holds",
        relations: (
          { difference, smallestEigenvalue, norm, classes, scoreError, scoreUncertainty },
        ) => [
          {
            label: "diag(p) − ppᵀ = E[s sᵀ]",
            lhs: difference,
            sense: "=",
            rhs: 0,
            scale: classes,
            size: 1,
          },
          {
            label: "λ_min(C) >= 0",
            lhs: smallestEigenvalue,
            sense: ">=",
            rhs: 0,
            scale: 1,
            size: norm,
          },
          {
            label: "∇_z log p_y = e_y − p",
            lhs: scoreError,
            sense: "=",
            rhs: 0,
            uncertainty: scoreUncertainty,
            size: 1,
          },
        ],
      },
    },
  });
}
