import type { Context, GradientTransformation } from "./transformation.ts";

/**
 * Makes a transformation that keeps no state from the function that it applies to each gradient.
 *
 * @param update Turns the incoming gradient (m×1) into the outgoing step (m×1).
 * @returns The transformation; its state is always `null`.
 */
export function stateless<T>(
  update: (gradient: T, context: Context<T>) => T,
): GradientTransformation<T, null> {
  return {
    init: () => null,
    update: (gradient, _state, context) => [update(gradient, context), null],
  };
}
