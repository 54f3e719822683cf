/**
 * Quadratic residuals in which every coordinate is curved for at most one residual: what spheres,
 * quadrics and graphs have in common.
 *
 * @module
 */

import type { Arithmetic } from "../lib/arithmetic/mod.ts";
import { atOnePoint, type LeastSquares, type LeastSquaresOver } from "./least_squares.ts";
import { matrixNorm, multiplyAbsolute, norm, subtract } from "./vectors.ts";

/** The data of F(θ) = K (θ − θ*) + ½ S (θ² − θ*²), squares taken entry by entry. */
export interface SeparableQuadratic {
  /** θ*. */
  readonly zero: readonly number[];
  /** S, n×m, with at most one nonzero entry in each column. */
  readonly curvatures: readonly (readonly number[])[];
  /** K, n×m. Default: 0. */
  readonly slopes?: readonly (readonly number[])[];
  /** The nearest point of the zero set. */
  project?(theta: readonly number[]): number[];
}

/**
 * F(θ) = K δ + ½ S (δ ∘ (2θ* + δ)) with δ = θ − θ*, which is K δ + ½ S (θ² − θ*²) without its
 * cancellation. J(θ) = K + S diag(θ) and ∇²Fᵢ = diag(Sᵢ).
 *
 * L_J is exact on every ball: J(θ) − J(θ') = S diag(θ − θ'), whose rows have disjoint supports since
 * S has one nonzero entry at most in a column, so that its spectral norm is its longest row,
 * max_i (Σ_j s_ij² (θ_j − θ'_j)²)^{1/2} ≤ max|s_ij| ‖θ − θ'‖, with equality along the coordinate of
 * the largest |s_ij|.
 *
 * The rank is declared full, n: the families see to it that J has full row rank at θ*, and then it
 * has so on a neighbourhood.
 */
export function separableQuadratic(data: SeparableQuadratic): LeastSquares {
  const { zero, curvatures, project } = data;
  const n = curvatures.length;
  const m = zero.length;
  const slopes = data.slopes ?? curvatures.map((row) => row.map(() => 0));
  const jacobianRows = (theta: readonly number[]) =>
    curvatures.map((row, i) => row.map((s, j) => slopes[i]![j]! + s * theta[j]!));
  const lipschitz = Math.max(...curvatures.flat().map(Math.abs));
  const over = <T>(arithmetic: Arithmetic<T>): LeastSquaresOver<T> => {
    const star = arithmetic.vector(zero);
    const twiceStar = arithmetic.vector(zero.map((entry) => 2 * entry));
    const s = arithmetic.matrix(curvatures);
    const halfS = arithmetic.matrix(curvatures.map((row) => row.map((entry) => entry / 2)));
    const k = data.slopes === undefined ? undefined : arithmetic.matrix(data.slopes);
    const ones = n === 1 ? undefined : arithmetic.vector(new Array<number>(n).fill(1));
    return {
      residual(theta) {
        const delta = arithmetic.subtract(theta, star);
        // θ² − θ*² = δ ∘ (2θ* + δ)
        const squares = arithmetic.hadamard(delta, arithmetic.add(twiceStar, delta));
        const curved = arithmetic.multiply(halfS, squares);
        return k === undefined ? curved : arithmetic.add(arithmetic.multiply(k, delta), curved);
      },
      jacobian(theta) {
        const row = arithmetic.transpose(theta);
        const inEveryRow = ones === undefined ? row : arithmetic.multiply(ones, row);
        const curved = arithmetic.hadamard(s, inEveryRow);
        return k === undefined ? curved : arithmetic.add(k, curved);
      },
    };
  };
  return {
    parameters: m,
    residuals: n,
    rank: n,
    zero,
    ...atOnePoint(over),
    over,
    weightedHessian: (arithmetic, _theta, weights) =>
      arithmetic.scope(() => {
        const diagonal = arithmetic.multiply(
          arithmetic.transpose(arithmetic.matrix(curvatures)),
          weights,
        );
        const inEveryColumn = arithmetic.multiply(
          diagonal,
          arithmetic.matrix([new Array<number>(m).fill(1)]),
        );
        return arithmetic.hadamard(arithmetic.identity(m), inEveryColumn);
      }),
    jacobianLipschitz: () => lipschitz,
    lipschitzIsExact: true,
    magnitude(theta) {
      const delta = subtract(theta, zero);
      const squares = delta.map((d, j) => d * (Math.abs(zero[j]!) + Math.abs(d) / 2));
      const linearTerms = multiplyAbsolute(slopes, delta);
      const quadraticTerms = multiplyAbsolute(curvatures, squares);
      return norm(linearTerms.map((term, i) => term + quadraticTerms[i]!)) +
        matrixNorm(jacobianRows(theta)) * (norm(theta) + norm(zero));
    },
    ...(project && { project }),
  };
}
