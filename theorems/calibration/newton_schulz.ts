/**
 * The Newton–Schulz iteration for the polar factor.
 *
 * Problem: the polar factor U Vᵀ of X_0 = U diag(σ) Vᵀ (n×m), where ‖I − X_0ᵀX_0‖₂ ≤ 1, that is,
 * every σ ≤ √2 (and any rank).
 *
 * Algorithm: X_{k+1} = ½X_k(3I − X_kᵀX_k).
 *
 * Guarantee, with R_k = I − X_kᵀX_k: ‖R_{k+1}‖₂ ≤ φ(‖R_k‖₂), φ(r) = ¾r² + ¼r³, so quadratic
 * convergence with the error constant ¾, and ‖R_N‖₂ ≤ φ(φ(⋯φ(‖R_0‖₂))), N times.
 *
 * Proof: a singular value σ becomes ½σ(3 − σ²), so r = 1 − σ² becomes
 * 1 − ¼(1 − r)(2 + r)² = ¾r² + ¼r³, and φ grows.
 *
 * Worst case, in dimension 1: X_0 = σ < 1, for every N; in general wherever the r that is largest in
 * modulus is positive.
 *
 * False on purpose: ‖R_N‖₂ ≤ 0.98·φ(φ(⋯φ(‖R_0‖₂))). By hand, X_0 = ½, N = 1: R_0 = ¾, X_1 = 11/16,
 * R_1 = 135/256, and ¾·9/16 + ¼·27/64 = 135/256.
 *
 * Reference: N. J. Higham, Functions of Matrices (SIAM 2008), §8.3.
 *
 * Rounding: X_k is known to u√m at the start, R_k to twice as much, and a step makes at most
 * φ'(1) = 9/4 times as much of it.
 *
 * @module
 */

import fc from "fast-check";
import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import { newtonSchulz, spectralNorm } from "../../lib/linalg/mod.ts";
import {
  realNumber,
  type SpectralMatrix,
  spectralMatrix,
  spectralMatrixRows,
  vectorOf,
} from "../../problems/mod.ts";
import { type Claim, defineClaim, type Relation } from "../../verify/mod.ts";
import { spectrumOf } from "../_figures.ts";
import { stepFigures } from "./_figures.ts";
import { stepCounts } from "./_system.ts";

interface Instance {
  /** X_0. */
  readonly matrix: SpectralMatrix;
  /** N. */
  readonly steps: number;
}

interface Observation {
  /** ‖R_N‖₂. */
  readonly after: number;
  /** φ(φ(⋯φ(‖R_0‖₂))). */
  readonly bound: number;
  readonly scale: number;
}

/** ‖I − XᵀX‖₂. */
function residualNorm({ columns, singularValues }: SpectralMatrix): number {
  const missing = columns > singularValues.length ? [1] : [];
  return Math.max(...missing, ...singularValues.map((value) => Math.abs(1 - value ** 2)));
}

function contraction(
  { after, bound, scale }: Observation,
  label: string,
  factor: number,
): Relation {
  return { label, lhs: after, sense: "<=", rhs: factor * bound, scale };
}

/** The claim, for Newton–Schulz or what a test puts in its place. */
export function newtonSchulzConverges(method: typeof newtonSchulz = newtonSchulz): Claim {
  return defineClaim<Instance, Observation>({
    id: "calibration/newton-schulz",
    title: "The error constant of Newton–Schulz for the polar factor",
    locus: "Higham 2008, §8.3",
    kind: "universal",
    cost: 0.5,
    hypotheses: [{
      name: "near a partial isometry",
      statement: String.raw`\|I - X_0^T X_0\|_2 \le 1`,
      // √2 is no double, and neither is its square 2: what rounding makes of the bound counts.
      holds: ({ matrix }) => residualNorm(matrix) <= 1 + 1e-9,
    }],
    instances: fc.record({
      matrix: spectralMatrix({ maximumRows: 6, maximumColumns: 6 }),
      values: vectorOf(6, realNumber({ minimum: 0, maximum: Math.SQRT2, nonzero: true })),
      steps: stepCounts(6),
    }).map(({ matrix, values, steps }) => ({
      matrix: { ...matrix, singularValues: matrix.singularValues.map((_, i) => values[i]!) },
      steps,
    })),
    observe<T>({ matrix, steps }: Instance, arithmetic: Arithmetic<T>): Observation {
      const x = method(arithmetic, arithmetic.matrix(spectralMatrixRows(matrix)), steps);
      const gram = arithmetic.multiply(arithmetic.transpose(x), x);
      const residual = arithmetic.subtract(arithmetic.identity(matrix.columns), gram);
      let bound = residualNorm(matrix);
      for (let k = 0; k < steps; k++) bound = 0.75 * bound ** 2 + 0.25 * bound ** 3;
      return {
        after: spectralNorm(arithmetic, residual),
        bound,
        scale: matrix.columns * 2.25 ** steps,
      };
    },
    figures(_, instance) {
      return [
        ...stepFigures(this, instance, "residual ‖I − X_kᵀX_k‖₂"),
        ...spectrumOf(
          "nonzero singular values of X_0",
          "singular value",
          "σ_i(X_0)",
          instance.matrix.singularValues,
        ),
      ];
    },
    variants: {
      printed: {
        statement: String.raw`\|I - X_N^T X_N\|_2 \le \varphi^N(\|I - X_0^T X_0\|_2), \qquad
          \varphi(r) = \tfrac34 r^2 + \tfrac14 r^3`,
        expected: "holds",
        relations: (observation) => [contraction(observation, "‖R_N‖ <= φ^N(‖R_0‖)", 1)],
      },
      sharpened: {
        statement: String.raw`\|I - X_N^T X_N\|_2 \le 0.98\, \varphi^N(\|I - X_0^T X_0\|_2)`,
        expected: "refuted",
        relations: (observation) => [contraction(observation, "‖R_N‖ <= 0.98 φ^N(‖R_0‖)", 0.98)],
      },
    },
  });
}
