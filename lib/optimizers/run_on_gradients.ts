import type { Arithmetic } from "../arithmetic/mod.ts";
import { advance, startAt } from "./_advance.ts";
import { checkInteger } from "./_check_options.ts";
import type { GradientTransformation } from "./transformation.ts";

/** The options of {@linkcode runOnGradients}. */
export interface RunOnGradientsOptions<S, R> {
  /**
   * Turns a state into plain values, which are kept: the states' matrices are freed. Called with the
   * state before each update, and after the last. Default: nothing is kept.
   */
  readonly record?: (state: S) => R;
}

/** What {@linkcode runOnGradients} returns. */
export interface GradientRun<R> {
  /** θ_0, …, θ_n. */
  readonly iterates: readonly (readonly number[])[];
  /** The gradients that were answered, g_0, …, g_{n−1}. */
  readonly gradients: readonly (readonly number[])[];
  /** What `record` made of the states before each update and after the last, n + 1; else empty. */
  readonly states: readonly R[];
}

/**
 * Runs an optimizer on gradients that are prescribed, whatever the points: θ_{t+1} = θ_t + the step
 * that it makes of g_t. This is the setting of online learning, where an adversary deals the
 * gradients; one who looks at θ_t first is a function.
 *
 * The optimizer can ask for nothing but the gradient.
 *
 * @example AMSGrad's second moment never falls, Adam's does
 * ```ts
 * import { assert } from "@std/assert";
 * import { float64 } from "../arithmetic/mod.ts";
 * import { amsgrad, runOnGradients } from "./mod.ts";
 *
 * const method = amsgrad(float64, { stepSize: 0.1, beta2: 0.5 });
 * const { states } = runOnGradients(float64, method, [[4], [-1], [-1]], [0], {
 *   record: ([{ secondMoment, largestSecondMoment }]) => ({
 *     adam: float64.toArray(secondMoment)[0]!,
 *     amsgrad: float64.toArray(largestSecondMoment)[0]!,
 *   }),
 * });
 * assert(states[3]!.adam < states[1]!.adam);
 * assert(states[3]!.amsgrad === states[1]!.amsgrad);
 * ```
 *
 * @example An adversary who always answers with the sign of θ
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { float64 } from "../arithmetic/mod.ts";
 * import { gradientDescent, runOnGradients } from "./mod.ts";
 *
 * const method = gradientDescent(float64, { stepSize: 2 });
 * const adversary = { steps: 3, at: ([theta]: readonly number[]) => [Math.sign(theta!)] };
 * const { iterates } = runOnGradients(float64, method, adversary, [1]);
 * assertEquals(iterates, [[1], [-1], [1], [-1]]);
 * ```
 *
 * @typeParam S The optimizer's state.
 * @typeParam R What is kept of a state.
 * @param arithmetic The number system.
 * @param optimizer Made over the same arithmetic.
 * @param gradients g_0, …, g_{n−1}, each as long as `start`; or n and a function of θ_t and t.
 * @param start θ_0, at least one number.
 * @returns The iterates, the gradients and what was kept of the states.
 * @throws {RangeError} If a gradient is not as long as `start`, or `steps` is not an integer of at
 * least 0.
 */
export function runOnGradients<T, S, R = never>(
  arithmetic: Arithmetic<T>,
  optimizer: GradientTransformation<T, S>,
  gradients: readonly (readonly number[])[] | {
    /** n, the number of gradients. */
    readonly steps: number;
    /** g_t, from θ_t and t. */
    at(theta: readonly number[], iteration: number): readonly number[];
  },
  start: readonly number[],
  { record }: RunOnGradientsOptions<S, R> = {},
): GradientRun<R> {
  const { steps, at } = "steps" in gradients
    ? { steps: gradients.steps, at: gradients.at.bind(gradients) }
    : { steps: gradients.length, at: (_: unknown, iteration: number) => gradients[iteration]! };
  checkInteger("steps", steps, 0);
  const iterates: number[][] = [[...start]];
  const answered: number[][] = [];
  const states: R[] = [];
  let current = startAt(arithmetic, optimizer, start);
  const keep = () => {
    if (record) states.push(arithmetic.scope(() => record(current.state)));
  };
  try {
    keep();
    for (let iteration = 0; iteration < steps; iteration++) {
      const gradient = [...at(iterates.at(-1)!, iteration)];
      if (gradient.length !== start.length) {
        throw new RangeError(
          `gradient ${iteration} has ${gradient.length} entries, but the start ${start.length}: ` +
            "give each gradient the length of the start.",
        );
      }
      answered.push(gradient);
      const prescribed = { gradient: <U>(where: Arithmetic<U>) => where.vector(gradient) };
      const place = current;
      current = advance(arithmetic, prescribed, optimizer, place, iteration)!;
      arithmetic.release(place, current);
      iterates.push(arithmetic.toArray(current.theta));
      keep();
    }
    return { iterates, gradients: answered, states };
  } finally {
    arithmetic.release(current);
  }
}
