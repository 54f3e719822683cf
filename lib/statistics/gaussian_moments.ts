/**
 * Moments of Gaussian vectors: in closed form, by an exact cubature, and the second moment of the
 * error of preconditioned stochastic gradient descent on linear regression.
 *
 * @module
 */

import type { Arithmetic } from "../arithmetic/mod.ts";
import { congruence } from "../linalg/mod.ts";

/**
 * E[xᵀMx · xxᵀ] = 2ΣMΣ + Tr(ΣM)Σ for x ~ N(0, Σ) and a symmetric M, by Isserlis' theorem.
 *
 * @param arithmetic The number system.
 * @param covariance Σ, d×d.
 * @param m M, d×d and symmetric.
 * @returns d×d.
 *
 * Source: L. Isserlis, Biometrika 12 (1918) 134–139.
 */
export function gaussianFourthMoment<T>(arithmetic: Arithmetic<T>, covariance: T, m: T): T {
  return arithmetic.scope(() =>
    arithmetic.add(
      arithmetic.scale(
        2,
        arithmetic.multiply(arithmetic.multiply(covariance, m), covariance),
      ),
      arithmetic.scale(arithmetic.dot(covariance, m), covariance),
    )
  );
}

/** What {@linkcode secondMomentStep} steps with. */
export interface SecondMomentStepOptions<T> {
  /** Σ, d×d. */
  readonly covariance: T;
  /** P, d×d, symmetric and positive definite. */
  readonly preconditioner: T;
  /** η. */
  readonly stepSize: number;
  /** B, a whole number from 1 on, or ∞ for the expected gradient. Default: 1. */
  readonly batchSize?: number;
}

/**
 * M⁺ = E[Δ⁺Δ⁺ᵀ] after a step Δ⁺ = Δ − ηP·(1/B)Σ_b x_b x_bᵀΔ, where M = E[ΔΔᵀ] and the x_b ~ N(0, Σ)
 * are independent of each other and of Δ:
 *
 * M⁺ = (I − ηPΣ) M (I − ηPΣ)ᵀ + (η²/B) P (ΣMΣ + Tr(ΣM)Σ) P.
 *
 * (E[ggᵀ] of the batch's gradient is ΣMΣ plus 1/B of the covariance of one sample's, which is the
 * fourth moment less ΣMΣ.)
 *
 * @param arithmetic The number system.
 * @param options Σ, P, η and B.
 * @param m M, d×d and symmetric.
 * @returns M⁺.
 */
export function secondMomentStep<T>(
  arithmetic: Arithmetic<T>,
  { covariance, preconditioner, stepSize, batchSize = 1 }: SecondMomentStepOptions<T>,
  m: T,
): T {
  return arithmetic.scope(() => {
    const [dimension] = arithmetic.shape(m);
    const factor = arithmetic.subtract(
      arithmetic.identity(dimension),
      arithmetic.scale(stepSize, arithmetic.multiply(preconditioner, covariance)),
    );
    const mean = congruence(arithmetic, factor, m);
    const noise = arithmetic.add(
      congruence(arithmetic, covariance, m),
      arithmetic.scale(arithmetic.dot(covariance, m), covariance),
    );
    return arithmetic.add(
      mean,
      arithmetic.scale(stepSize ** 2 / batchSize, congruence(arithmetic, preconditioner, noise)),
    );
  });
}

/** Points and weights: Σ w_i f(z_i) is E f(z) for the functions that the rule is exact for. */
export interface GaussianCubature {
  /** z_i, each of d entries. */
  readonly points: readonly (readonly number[])[];
  /** w_i; some are negative for d > 4. */
  readonly weights: readonly number[];
}

/**
 * A rule for E f(z), z ~ N(0, I_d), exact for even polynomials f of degree at most 5: of each pair
 * ±z of points it has one. Its d² + 1 points are 0, √(d + 2) e_i and √(d/2 + 1) (e_i ± e_j), with
 * the weights 2/(d + 2), (4 − d)/(d + 2)² and 2/(d + 2)².
 *
 * The gradient xxᵀΔ of linear regression is even in x and its outer product of degree 4, so that
 * running a method on these few samples gives its expectation without any moment formula.
 *
 * @param dimension d, at least 1.
 *
 * Source: A. H. Stroud, Approximate Calculation of Multiple Integrals (1971), formula E_n^{r²}:
 * 5-2.
 */
export function gaussianCubature(dimension: number): GaussianCubature {
  const d = dimension;
  const points: number[][] = [new Array<number>(d).fill(0)];
  const weights: number[] = [2 / (d + 2)];
  const unit = (entries: readonly (readonly [index: number, value: number])[]) => {
    const point = new Array<number>(d).fill(0);
    for (const [index, value] of entries) point[index] = value;
    return point;
  };
  for (let i = 0; i < d; i++) {
    points.push(unit([[i, Math.sqrt(d + 2)]]));
    weights.push((4 - d) / (d + 2) ** 2);
    for (let j = 0; j < i; j++) {
      const value = Math.sqrt(d / 2 + 1);
      points.push(unit([[i, value], [j, value]]), unit([[i, value], [j, -value]]));
      weights.push(2 / (d + 2) ** 2, 2 / (d + 2) ** 2);
    }
  }
  return { points, weights };
}
