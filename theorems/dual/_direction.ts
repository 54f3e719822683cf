/**
 * The directions ∇K(Z) of the named optimizers, which have one parameter ε.
 *
 * @module
 */

import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import {
  evaluate,
  type GradientTransformation,
  type StepSizeOptions,
} from "../../lib/optimizers/mod.ts";
import { type MatrixShape, repeated } from "./_points.ts";

/** An optimizer with the parameter ε; what tests sabotage. */
export type EpsilonMethod = <T>(
  arithmetic: Arithmetic<T>,
  options: StepSizeOptions & { readonly epsilon: number },
) => GradientTransformation<T>;

/** A matrix Z and ε. */
export interface MatrixInstance {
  /** The shape of Z. */
  readonly shape: MatrixShape;
  /** The entries of Z, repeated. */
  readonly entries: readonly number[];
  /** ε. */
  readonly epsilon: number;
}

/** The entries of Z, row by row. */
export function matrixOf({ shape, entries }: Omit<MatrixInstance, "epsilon">): number[] {
  return repeated(entries, shape.rows * shape.columns);
}

/** −(the step of size 1) that an optimizer makes from a gradient: its ∇K(g). */
export function directionAt<T>(
  arithmetic: Arithmetic<T>,
  method: EpsilonMethod,
  epsilon: number,
  gradient: readonly number[],
): number[] {
  return arithmetic.scope(() => {
    const optimizer = method(arithmetic, { epsilon, stepSize: 1 });
    const g = arithmetic.vector(gradient);
    const context = evaluate(
      arithmetic,
      { gradient: <U>(_: Arithmetic<U>, theta: U) => theta },
      g,
      0,
    );
    const [step] = optimizer.update(context.gradient(), optimizer.init(g), context);
    return arithmetic.toArray(step).map((entry) => -entry);
  });
}
