/**
 * Gradient transformations: what an optimizer is here.
 *
 * @module
 */

import type { Arithmetic } from "../arithmetic/mod.ts";

/**
 * What a problem offers an optimizer at the current point θ ∈ R^m. Each function is evaluated when
 * called; a context remembers what it has computed. A problem that gives only a gradient has no F:
 * then all functions but `gradient`, and `hessian` and `gaussNewtonFactor` where the problem has
 * them, throw a `TypeError`.
 */
export interface Context<T> {
  /** The iteration, counted from 0. */
  readonly iteration: number;
  /** θ, m×1. */
  readonly theta: T;
  /** The residual F(θ), n×1. */
  residual(): T;
  /** The Jacobian J_F(θ), n×m. */
  jacobian(): T;
  /** The gradient ∇f(θ), m×1: J_F(θ)ᵀ F(θ) of f = ½‖F‖², or what the problem gives. */
  gradient(): T;
  /** The Hessian ∇²f(θ), m×m, symmetric. Throws a `TypeError` if the problem gives none. */
  hessian(): T;
  /**
   * A, r×m, of which AᵀA is the generalized Gauss–Newton matrix JᵀCJ of f(θ) = ℓ(F(θ)), C = ∇²ℓ at
   * the outputs F(θ): J_F(θ) itself for f = ½‖F‖², or what the problem gives. Throws a `TypeError` if
   * the problem gives none.
   */
  gaussNewtonFactor(): T;
  /** J_F(θ) v for v in R^m, n×1. */
  jacobianVectorProduct(v: T): T;
  /** J_F(θ)ᵀ w for w in R^n, m×1. */
  vectorJacobianProduct(w: T): T;
  /** J_F(θ) J_F(θ)ᵀ, n×n, symmetric and positive semidefinite. */
  gram(): T;
}

/**
 * A pair of pure functions: `init` makes the state for a starting point, `update` turns the
 * incoming gradient (or the step that an earlier transformation of a chain made of it) into the
 * outgoing step. An optimizer is a transformation whose step is added to θ: θ⁺ = θ + step, so a
 * descent method ends with a negative step size.
 *
 * @typeParam T The matrices of the arithmetic.
 * @typeParam S The state: plain objects and arrays of numbers and matrices.
 */
export interface GradientTransformation<T, S = unknown> {
  /** The state at the start. `theta` is m×1. */
  init(theta: T): S;
  /** The outgoing step (m×1) and the next state. Nothing is mutated. */
  update(gradient: T, state: S, context: Context<T>): readonly [step: T, state: S];
}

/** Makes an optimizer over any arithmetic; what a claim runs. */
export type Optimizer = <T>(arithmetic: Arithmetic<T>) => GradientTransformation<T>;
