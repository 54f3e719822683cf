import type { Arithmetic } from "../arithmetic/mod.ts";
import { evaluate, type GradientMap, type ResidualMap } from "./evaluate.ts";
import type { Context, GradientTransformation } from "./transformation.ts";

/** Where an iteration stands. */
export interface Place<T, S> {
  readonly theta: T;
  readonly state: S;
}

/** Where an iteration starts. */
export function startAt<T, S>(
  arithmetic: Arithmetic<T>,
  optimizer: GradientTransformation<T, S>,
  start: readonly number[],
): Place<T, S> {
  return arithmetic.scope(() => {
    const theta = arithmetic.vector(start);
    return { theta, state: optimizer.init(theta) };
  });
}

/**
 * One step: θ + the step that the optimizer makes. All matrices made on the way are freed; those of
 * the place itself are left, for the caller to release.
 *
 * @param isLast Called before the step; if it says so, there is none.
 * @returns The next place, or null after the last one.
 */
export function advance<T, S>(
  arithmetic: Arithmetic<T>,
  map: ResidualMap | GradientMap,
  optimizer: GradientTransformation<T, S>,
  { theta, state }: Place<T, S>,
  iteration: number,
  isLast?: (context: Context<T>, state: S) => boolean,
): Place<T, S> | null {
  return arithmetic.scope(() => {
    const context = evaluate(arithmetic, map, theta, iteration);
    if (isLast?.(context, state)) return null;
    const [step, nextState] = optimizer.update(context.gradient(), state, context);
    return { theta: arithmetic.add(theta, step), state: nextState };
  });
}
