/**
 * Lanczos for a matrix function, the inverse.
 *
 * Problem: A⁻¹b and bᵀA⁻¹b, A symmetric with its eigenvalues in [μ, L], μ > 0; κ = L/μ,
 * q = (√κ − 1)/(√κ + 1).
 *
 * Algorithm: k steps of the Lanczos iteration from b give Q_k and T_k; y_k = ‖b‖Q_k T_k⁻¹e_1
 * approximates A⁻¹b, and bᵀy_k = ‖b‖²e_1ᵀT_k⁻¹e_1 (the Gauss quadrature of 1/λ) approximates bᵀA⁻¹b.
 *
 * Guarantee: (1) bᵀA⁻¹b − bᵀy_k ≤ q^{2k} (1/√μ + 1/√L)² ‖b‖²;
 * (2) ‖A⁻¹b − y_k‖ ≤ 2‖b‖ E_{k−1}, E_{k−1} = min over deg p < k of max over [μ, L] of |1/λ − p(λ)|
 * = q^{k−1}(κ − 1)/(2L). The first is exactly tight for every k; the second, true of every f with its
 * E, is not.
 *
 * Proof of (2): y_k is exact for p(A)b, and the spectrum of T_k lies in [μ, L]; E is Chebyshev's. Of
 * (1): bᵀA⁻¹b − bᵀy_k = ‖A⁻¹b − y_k‖²_A = min bᵀr(A)²A⁻¹b over the r of degree k with r(0) = 1, at
 * most ‖b‖² max r(λ)²/λ for any one of them. Let λ = ½(L + μ) + ½(L − μ)x and x = cos θ. As
 * ½(L + μ) = ½(L − μ)·½(q + 1/q), λ = ((L − μ)/(4q)) |1 + qe^{−iθ}|², and s(x) = T_k(x) + q T_{k−1}(x) =
 * Re(e^{ikθ}(1 + qe^{−iθ})) has |s|/√λ ≤ √(4q/(L − μ)) with k + 1 alternations in [−1, 1]. At
 * λ = 0, x = −½(q + 1/q), |s| = ½q^{−k}(1 − q²). The quotient of the two squared, with
 * q/(L − μ) = 1/(√L + √μ)² and 1 − q² = 4√(μL)/(√L + √μ)², is q^{2k}(√L + √μ)²/(μL). It is the least
 * possible because of the alternations, and by duality some b attains it.
 *
 * Worst case: in dimension k + 1, the eigenvalues at the alternations, where kθ = arg(1 + qe^{iθ}) + πj,
 * and b_i⁻² = √λ_i Π_{j≠i} |λ_i − λ_j|, which makes r orthogonal to lower degrees. So for k = 1 it lives in dimension 2:
 * A = diag(μ, L), b = (κ^{1/4}, 1), for which bᵀAb/‖b‖² = √(μL).
 *
 * False on purpose: bᵀA⁻¹b − bᵀy_k ≤ 0.97 q^{2k} (1/√μ + 1/√L)² ‖b‖². By hand, μ = 1, L = 16,
 * b = (2, 1), k = 1: bᵀA⁻¹b = 4 + 1/16, bᵀy_1 = 25/20, the difference is 45/16;
 * q = 3/5, and (9/25)·(25/16)·5 = 45/16.
 *
 * Reference: G. H. Golub and G. Meurant, Matrices, Moments and Quadrature (Princeton 2010);
 * N. J. Higham, Functions of Matrices (SIAM 2008), §13.2; N. I. Achieser, Theory of Approximation
 * (1956), ch. II, for E and for the polynomials that deviate least from 0 with the weight 1/√λ.
 *
 * Rounding: the Lanczos iteration knows eigenvalues to uL, so 1/λ to uκ/μ.
 *
 * @module
 */

import fc from "fast-check";
import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import { lanczosFunction } from "../../lib/linalg/mod.ts";
import { type Claim, defineClaim, type Relation } from "../../verify/mod.ts";
import { eigenvalueFigures, stepFigures } from "./_figures.ts";
import {
  fromEigenbasis,
  rootRate,
  stepCounts,
  type SymmetricInstance,
  symmetricInstances,
  symmetricParts,
} from "./_system.ts";

interface Instance extends SymmetricInstance {
  /** k. */
  readonly steps: number;
}

interface Observation {
  /** bᵀA⁻¹b − bᵀy_k. */
  readonly quadratureError: number;
  /** q^{2k} (1/√μ + 1/√L)² ‖b‖². */
  readonly quadratureBound: number;
  readonly quadratureScale: number;
  /** ‖A⁻¹b − y_k‖. */
  readonly error: number;
  /** 2‖b‖ E_{k−1}. */
  readonly bound: number;
  readonly scale: number;
}

function quadrature(observation: Observation, label: string, factor: number): Relation {
  const { quadratureError, quadratureBound, quadratureScale } = observation;
  return {
    label,
    lhs: quadratureError,
    sense: "<=",
    rhs: factor * quadratureBound,
    scale: quadratureScale,
  };
}

/** The claim, for the Lanczos approximation or what a test puts in its place. */
export function lanczosInverse(action: typeof lanczosFunction = lanczosFunction): Claim {
  return defineClaim<Instance, Observation>({
    id: "calibration/lanczos-inverse",
    title: "The Lanczos approximations of A⁻¹b and bᵀA⁻¹b",
    locus: "Golub, Meurant 2010; Higham 2008, §13.2",
    kind: "universal",
    cost: 0.5,
    hypotheses: [],
    instances: fc.record({ symmetric: symmetricInstances(), steps: stepCounts(8) })
      .map(({ symmetric, steps }) => ({ ...symmetric, steps })),
    observe<T>(instance: Instance, arithmetic: Arithmetic<T>): Observation {
      const { eigenvalues, coordinates, steps } = instance;
      const { rows, basis, mu, smoothness, conditionNumber } = symmetricParts(instance);
      const a = arithmetic.matrix(rows);
      const b = arithmetic.vector(fromEigenbasis(basis, coordinates));
      const y = action(arithmetic, (v) => arithmetic.multiply(a, v), b, (x) => 1 / x, steps);
      const exact = fromEigenbasis(basis, coordinates.map((value, i) => value / eigenvalues[i]!));
      const norm = Math.hypot(...coordinates);
      const q = rootRate(conditionNumber);
      const form = coordinates.reduce((sum, value, i) => sum + value ** 2 / eigenvalues[i]!, 0);
      return {
        quadratureError: form - arithmetic.dot(b, y),
        quadratureBound: (q ** steps * (1 / Math.sqrt(mu) + 1 / Math.sqrt(smoothness)) * norm) ** 2,
        quadratureScale: conditionNumber / mu * norm ** 2,
        error: arithmetic.norm(arithmetic.subtract(arithmetic.vector(exact), y)),
        bound: norm * q ** (steps - 1) * (conditionNumber - 1) / smoothness,
        scale: conditionNumber / mu * norm,
      };
    },
    figures(_, instance) {
      return [
        ...stepFigures(this, instance, "error of the quadrature bᵀA⁻¹b − bᵀy_k", 1),
        ...eigenvalueFigures(instance),
      ];
    },
    variants: {
      printed: {
        statement: String.raw`b^T A^{-1} b - \|b\|^2 e_1^T T_k^{-1} e_1 \le
          q^{2k} \left(\tfrac{1}{\sqrt\mu} + \tfrac{1}{\sqrt L}\right)^2 \|b\|^2, \qquad
          \|A^{-1} b - \|b\| Q_k T_k^{-1} e_1\| \le 2 \|b\| \min_{\deg p < k}
          \max_{\mu \le \lambda \le L} |\lambda^{-1} - p(\lambda)|`,
        expected: "holds",
        relations: (observation) => [
          quadrature(observation, "bᵀA⁻¹b − bᵀy_k <= q^{2k} (1/√μ + 1/√L)² ‖b‖²", 1),
          {
            label: "‖A⁻¹b − y_k‖ <= 2‖b‖ E_{k−1}",
            lhs: observation.error,
            sense: "<=",
            rhs: observation.bound,
            scale: observation.scale,
          },
        ],
      },
      sharpened: {
        statement: String.raw`b^T A^{-1} b - \|b\|^2 e_1^T T_k^{-1} e_1 \le
          0.97\, q^{2k} \left(\tfrac{1}{\sqrt\mu} + \tfrac{1}{\sqrt L}\right)^2 \|b\|^2`,
        expected: "refuted",
        relations: (observation) => [
          quadrature(observation, "bᵀA⁻¹b − bᵀy_k <= 0.97 q^{2k} (1/√μ + 1/√L)² ‖b‖²", 0.97),
        ],
      },
    },
  });
}
