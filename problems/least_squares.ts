/**
 * Nonlinear least squares: minimize f(θ) = ½‖F(θ)‖² over θ ∈ R^m, F: R^m → R^n.
 *
 * @module
 */

import type { Arithmetic } from "../lib/arithmetic/mod.ts";
import type { ResidualMap } from "../lib/optimizers/mod.ts";

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
  /**
   * F and J_F over one arithmetic, for who evaluates them at many points: their constants are made
   * once, and live as long as the scope in which this is called.
   */
  over<T>(arithmetic: Arithmetic<T>): LeastSquaresOver<T>;
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

/**
 * F and J_F over one arithmetic. What both need of θ is computed when one is first asked for, and
 * lives as long as the scope around that call: ask for both in one scope.
 */
export interface LeastSquaresOver<T> {
  /** F(θ), n×1, for θ of shape m×1. */
  residual(theta: T): T;
  /** J_F(θ), n×m. */
  jacobian(theta: T): T;
}

/** F and J_F at one point, by what evaluates them at many. */
export function atOnePoint(
  over: LeastSquares["over"],
): Pick<LeastSquares, "residual" | "jacobian"> {
  return {
    residual: (arithmetic, theta) => arithmetic.scope(() => over(arithmetic).residual(theta)),
    jacobian: (arithmetic, theta) => arithmetic.scope(() => over(arithmetic).jacobian(theta)),
  };
}

/** The function, which remembers its value at the last argument. */
export function rememberingLast<A, R>(compute: (argument: A) => R): (argument: A) => R {
  let last: { readonly argument: A; readonly value: R } | undefined;
  return (argument) => {
    if (last?.argument !== argument) last = { argument, value: compute(argument) };
    return last.value;
  };
}

/**
 * The problem for runs over one arithmetic, which evaluate it at every iterate: see
 * {@linkcode LeastSquares.over}, whose constants it holds.
 *
 * @param arithmetic The only number system in which the map can be evaluated.
 * @param problem The problem.
 * @returns F with its Jacobian; it lives as long as the scope in which this is called.
 */
export function residualMapOver<T>(arithmetic: Arithmetic<T>, problem: LeastSquares): ResidualMap {
  const map = problem.over(arithmetic);
  // An optimizer hands in no other arithmetic than its own.
  const inOwn = <U>(f: (theta: T) => T) => (_arithmetic: Arithmetic<U>, theta: U) =>
    f(theta as unknown as T) as unknown as U;
  return { residual: inOwn(map.residual), jacobian: inOwn(map.jacobian) };
}
