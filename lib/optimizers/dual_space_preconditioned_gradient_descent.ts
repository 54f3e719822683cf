import type { Arithmetic } from "../arithmetic/mod.ts";
import { descend } from "./_descend.ts";
import { chain } from "./chain.ts";
import { stateless } from "./stateless.ts";
import type { StepSizeOptions } from "./step_size_options.ts";
import type { GradientTransformation } from "./transformation.ts";

/** What {@linkcode preconditionInDualSpace} needs of K. */
export interface DualPreconditioner {
  /** ∇K(g), as plain numbers. */
  gradient(g: readonly number[]): readonly number[];
}

/** The options of {@linkcode dualSpacePreconditionedGradientDescent}. */
export interface DualSpaceOptions extends StepSizeOptions {
  /** K, for instance a `Potential` of `lib/convex`. */
  readonly potential: DualPreconditioner;
}

/**
 * Turns the gradient g into ∇K(g). ∇K is computed in double precision and rounded to the
 * arithmetic.
 *
 * @param arithmetic The number system.
 * @param potential K.
 * @returns The transformation.
 */
export function preconditionInDualSpace<T>(
  arithmetic: Arithmetic<T>,
  potential: DualPreconditioner,
): GradientTransformation<T, null> {
  return stateless((gradient) =>
    arithmetic.vector(potential.gradient(arithmetic.toArray(gradient)))
  );
}

/**
 * Dual space preconditioned gradient descent, W⁺ = W − η∇K(∇L(W)), for any differentiable convex K
 * (Maddison, Paulin, Teh and Doucet, Dual space preconditioning for gradient descent, SIAM J.
 * Optim. 31 (2021) 991–1016).
 *
 * @example K = ½‖·‖² gives gradient descent
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { float64 } from "../arithmetic/mod.ts";
 * import { dualSpacePreconditionedGradientDescent, iterate } from "./mod.ts";
 *
 * const optimizer = dualSpacePreconditionedGradientDescent(float64, {
 *   stepSize: 0.5,
 *   potential: { gradient: (g) => g },
 * });
 * const map = { gradient: <T>(_: unknown, theta: T) => theta };
 * assertEquals(iterate(float64, map, optimizer, [1], { steps: 2 }), [0.25]);
 * ```
 *
 * @param arithmetic The number system.
 * @returns The optimizer.
 * @throws {RangeError} If η is not positive and finite.
 */
export function dualSpacePreconditionedGradientDescent<T>(
  arithmetic: Arithmetic<T>,
  { potential, stepSize }: DualSpaceOptions,
): GradientTransformation<T, readonly [null, null]> {
  return chain(preconditionInDualSpace(arithmetic, potential), descend(arithmetic, stepSize));
}
