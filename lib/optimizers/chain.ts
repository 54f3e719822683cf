import type { GradientTransformation } from "./transformation.ts";

/**
 * Applies the transformations one after the other: each receives the step that the one before it
 * made. An empty chain changes nothing.
 *
 * @example Gradient descent with heavy-ball momentum and step size 0.1
 * ```ts
 * import { float64 } from "../arithmetic/mod.ts";
 * import { accumulateMomentum, chain, scale } from "./mod.ts";
 *
 * const optimizer = chain(accumulateMomentum(float64, { beta: 0.9 }), scale(float64, -0.1));
 * ```
 *
 * @typeParam S The states of the transformations, in order.
 * @param transformations What to apply, first to last.
 * @returns The composition; its state is the list of their states.
 */
export function chain<T, S extends readonly unknown[]>(
  ...transformations: { readonly [K in keyof S]: GradientTransformation<T, S[K]> }
): GradientTransformation<T, S> {
  const links: readonly GradientTransformation<T>[] = transformations;
  return {
    init: (theta) => links.map((link) => link.init(theta)) as unknown as S,
    update(gradient, state, context) {
      let step = gradient;
      const states = links.map((link, i) => {
        const [next, nextState] = link.update(step, state[i], context);
        step = next;
        return nextState;
      });
      return [step, states as unknown as S];
    },
  };
}
