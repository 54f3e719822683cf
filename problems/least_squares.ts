/**
 * Nonlinear least squares: minimize f(θ) = ½‖F(θ)‖² over θ ∈ R^m, F: R^m → R^n.
 *
 * @module
 */

import type { Arithmetic } from "../lib/arithmetic/mod.ts";

/**
 * A least-squares problem with a known zero, near which the Jacobian has constant rank
 * (Assumption 1 of Chang, Hao, Liu), evaluated over any arithmetic.
 */
export interface LeastSquares {
  /** m, the number of parameters. */
  readonly parameters: number;
  /** n, the number of residuals. */
  readonly residuals: number;
  /** r, the rank of the Jacobian on a neighbourhood of `zero`. */
  readonly rank: number;
  /** θ*, with F(θ*) = 0 up to rounding. Length m. */
  readonly zero: readonly number[];
  /** F(θ), n×1, for θ of shape m×1. */
  residual<T>(arithmetic: Arithmetic<T>, theta: T): T;
  /** J_F(θ), n×m. */
  jacobian<T>(arithmetic: Arithmetic<T>, theta: T): T;
  /** Σᵢ wᵢ ∇²Fᵢ(θ), m×m, for weights w of shape n×1. */
  weightedHessian<T>(arithmetic: Arithmetic<T>, theta: T, weights: T): T;
  /**
   * A Lipschitz constant of J_F in the spectral norm on the ball of the given radius about
   * `center`: the least one where `lipschitzIsExact`, otherwise a certified upper bound.
   */
  jacobianLipschitz(center: readonly number[], radius: number): number;
  /** Whether `jacobianLipschitz` gives the least constant. */
  readonly lipschitzIsExact: boolean;
  /**
   * The magnitude of what is added up in F(θ), so that F(θ) carries an absolute rounding error of
   * the order of u·magnitude: the norm of the sums of absolute values, including the effect
   * ‖J‖‖θ‖ of θ's own rounding.
   */
  magnitude(theta: readonly number[]): number;
  /** The nearest point of the zero set, where a closed form is known. */
  project?(theta: readonly number[]): number[];
}
