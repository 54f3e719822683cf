/**
 * What local convergence claims ask of a problem: constants on balls, the Hessian of the objective,
 * points of the zero set.
 *
 * @module
 */

import type { Arithmetic } from "../lib/arithmetic/mod.ts";
import { float64 } from "../lib/arithmetic/mod.ts";
import { leadingSingularTriplets, spectralNorm } from "../lib/linalg/mod.ts";
import type { LeastSquares } from "./least_squares.ts";

/**
 * A Lipschitz constant of ∇f, f = ½‖F‖², on the ball of the given radius ρ about `center` c: a
 * certified upper bound, and the least one for linear F.
 *
 * From ∇²f = JᵀJ + Σ Fᵢ∇²Fᵢ, and with L_J a Lipschitz constant of J on the ball,
 * ‖∇²f‖ ≤ sup‖J‖² + sup‖F‖ L_J, where sup‖J‖ ≤ ‖J(c)‖ + L_J ρ and
 * sup‖F‖ ≤ ‖F(c)‖ + ‖J(c)‖ρ + ½ L_J ρ². For the second term, the bilinear form Σ wᵢ∇²Fᵢ[v, v'] is
 * w · (DJ[v] v'), and ‖DJ[v]‖ ≤ L_J ‖v‖.
 *
 * @param problem The problem.
 * @param center c.
 * @param radius ρ, at least 0.
 * @param jacobianNorm ‖J(c)‖, for who knows it already.
 */
export function smoothnessConstant(
  problem: LeastSquares,
  center: readonly number[],
  radius: number,
  jacobianNorm: number = spectralNorm(float64, problem.jacobian(float64, float64.vector(center))),
): number {
  const theta = float64.vector(center);
  const residualNorm = float64.norm(problem.residual(float64, theta));
  const lipschitz = problem.jacobianLipschitz(center, radius);
  if (lipschitz === 0) return jacobianNorm ** 2;
  const largestJacobian = jacobianNorm + lipschitz * radius;
  const largestResidual = residualNorm + jacobianNorm * radius + lipschitz * radius ** 2 / 2;
  return largestJacobian ** 2 + largestResidual * lipschitz;
}

/**
 * ∇²f(θ) = J(θ)ᵀJ(θ) + Σᵢ Fᵢ(θ)∇²Fᵢ(θ), the Hessian of f = ½‖F‖².
 *
 * @param arithmetic The number system.
 * @param problem The problem.
 * @param theta θ, m×1.
 */
export function objectiveHessian<T>(
  arithmetic: Arithmetic<T>,
  problem: LeastSquares,
  theta: T,
): T {
  return arithmetic.scope(() => {
    const jacobian = problem.jacobian(arithmetic, theta);
    const residual = problem.residual(arithmetic, theta);
    return arithmetic.add(
      arithmetic.multiply(arithmetic.transpose(jacobian), jacobian),
      problem.weightedHessian(arithmetic, theta, residual),
    );
  });
}

/** σ_1/σ_r of J(θ*). */
export function conditionNumberAtZero(problem: LeastSquares): number {
  const jacobian = problem.jacobian(float64, float64.vector(problem.zero));
  const { s } = float64.singularValueDecomposition(jacobian);
  return s[0]! / s[problem.rank - 1]!;
}

/** Gauss–Newton converges quadratically near the zero set, so more steps would not help. */
const MAXIMUM_STEPS = 60;

/** Corrections below this fraction of the first one change nothing that its rounding does not. */
const NEGLIGIBLE_CORRECTION = 2 ** -60;

/**
 * A point of the zero set near θ, to rounding: the limit of the Gauss–Newton iteration
 * θ ← θ − J†F with the pseudo-inverse of rank r. It is not the nearest point, but differs from it by
 * no more than the order of the squared distance.
 *
 * @param problem The problem.
 * @param theta θ, in the neighbourhood of the zero set where J has rank r.
 * @throws {RangeError} If the iteration does not converge.
 */
export function nearestZero(problem: LeastSquares, theta: readonly number[]): number[] {
  const { rank } = problem;
  const map = problem.over(float64);
  let point = float64.vector(theta);
  let first = 0;
  let previous = Infinity;
  for (let step = 0; step < MAXIMUM_STEPS; step++) {
    const residual = map.residual(point);
    const jacobian = map.jacobian(point);
    if (![residual, jacobian].every((a) => Number.isFinite(float64.maximumNorm(a)))) break;
    const { u, s, v } = leadingSingularTriplets(float64, jacobian, { rank })!;
    if (!(s[rank - 1]! > 0)) break;
    const coordinates = float64.multiply(float64.transpose(u), residual);
    const correction = float64.multiply(v, float64.quotient(coordinates, float64.vector(s)));
    const length = float64.norm(correction);
    // Once rounding is all that is left, steps stop to shrink.
    if (length >= previous / 2) {
      const reached = float64.toArray(point);
      const rounding = 16 * float64.unitRoundoff * problem.magnitude(reached);
      if (float64.norm(residual) <= rounding) return reached;
    }
    point = float64.subtract(point, correction);
    if (step === 0) first = length;
    // Where θ* = 0 there is no rounding that would stop the steps from shrinking on and on.
    if (length <= NEGLIGIBLE_CORRECTION * first) return float64.toArray(point);
    previous = length;
  }
  throw new RangeError(
    `Gauss–Newton steps from [${theta.join(", ")}] do not reach the zero set: start nearer to it`,
  );
}
