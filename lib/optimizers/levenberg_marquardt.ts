import type { Arithmetic } from "../arithmetic/mod.ts";
import { descend } from "./_descend.ts";
import { chain } from "./chain.ts";
import {
  preconditionByConjugateGradients,
  type PreconditionByConjugateGradientsOptions,
} from "./precondition_by_conjugate_gradients.ts";
import {
  checkDamping,
  preconditionByLevenbergMarquardt,
  type PreconditionByLevenbergMarquardtOptions,
} from "./precondition_by_levenberg_marquardt.ts";
import type { StepSize } from "./step_size_schedule.ts";
import type { GradientTransformation } from "./transformation.ts";

/** The options of {@linkcode levenbergMarquardt}. */
export interface LevenbergMarquardtOptions extends PreconditionByLevenbergMarquardtOptions {
  /** η > 0: a number, or one for each iteration. Default 1. */
  readonly stepSize?: StepSize;
}

/**
 * The Levenberg–Marquardt method with a constant damping: θ⁺ = θ − η [(1 − ρ)JᵀJ + ρI]⁻¹JᵀF. As ρ →
 * 0 it becomes Gauss–Newton's, and with ρ = 1 it is gradient descent with the step size η.
 *
 * For g(αf(w)) instead of ½‖F‖², `CompositeObjective.residualMap` of `problems` puts ∇g(αf(w)) in
 * the residual's place; with the step size of {@linkcode discreteGaussNewtonConstants} this is then
 * the discrete method (GN-CT) of Theorem 2 of the paper of the claims `gn-flow`.
 *
 * @param arithmetic The number system.
 * @returns The optimizer. It needs a problem with a Jacobian.
 * @throws {RangeError} If ρ is not above 0 and at most 1, or η is not positive and finite. On an
 * update: if the Jacobian has an entry that is not finite.
 */
export function levenbergMarquardt<T>(
  arithmetic: Arithmetic<T>,
  { damping, stepSize = 1 }: LevenbergMarquardtOptions,
): GradientTransformation<T, readonly [null, null]> {
  return chain(
    preconditionByLevenbergMarquardt(arithmetic, { damping }),
    descend(arithmetic, stepSize),
  );
}

/** The options of {@linkcode levenbergMarquardtConjugateGradients}. */
export interface LevenbergMarquardtConjugateGradientsOptions
  extends LevenbergMarquardtOptions, Omit<PreconditionByConjugateGradientsOptions, "damping"> {}

/**
 * The Levenberg–Marquardt method without a decomposition: its linear systems are solved by
 * conjugate gradients on products with J and Jᵀ.
 *
 * @param arithmetic The number system.
 * @returns The optimizer. It needs a problem with a Jacobian.
 * @throws {RangeError} As {@linkcode preconditionByConjugateGradients}, and if ρ is 0 or η is not
 * positive and finite.
 */
export function levenbergMarquardtConjugateGradients<T>(
  arithmetic: Arithmetic<T>,
  { stepSize = 1, ...solver }: LevenbergMarquardtConjugateGradientsOptions,
): GradientTransformation<T, readonly [null, null]> {
  checkDamping(solver.damping);
  return chain(
    preconditionByConjugateGradients(arithmetic, solver),
    descend(arithmetic, stepSize),
  );
}
