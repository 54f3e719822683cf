import { checkInteger, checkNonNegative, checkPositive } from "./_check_options.ts";

/**
 * Step sizes α_k of the iterations k = 0, 1, …, as plain JSON:
 *
 * - `constant`: α_k = `size`;
 * - `harmonic`: α_k = `scale` / (`delay` + k), the β/(γ + k) of stochastic approximation;
 * - `squareRoot`: α_k = `scale` / √(`delay` + k);
 * - `polynomial`: α_k = `scale` / (`delay` + k)^`exponent`;
 * - `halving`: α_k = `size` · 2^(−⌊k / `every`⌋);
 * - `staircase`: α_k = `sizes[i]` from the iteration `starts[i − 1]` on (`sizes[0]` from 0 on): as many
 *   starts as sizes, less one.
 *
 * Sizes, scales and exponents are positive; `delay` is positive too, by default 1.
 */
export type StepSizeDescription =
  | { readonly kind: "constant"; readonly size: number }
  | { readonly kind: "harmonic"; readonly scale: number; readonly delay?: number }
  | { readonly kind: "squareRoot"; readonly scale: number; readonly delay?: number }
  | {
    readonly kind: "polynomial";
    readonly scale: number;
    readonly exponent: number;
    readonly delay?: number;
  }
  | { readonly kind: "halving"; readonly size: number; readonly every: number }
  | {
    readonly kind: "staircase";
    readonly sizes: readonly number[];
    readonly starts: readonly number[];
  };

/** The names of the schedules. */
export type StepSizeKind = StepSizeDescription["kind"];

/** A step size for each iteration. */
export interface StepSizeSchedule {
  /** α_k, positive unless it underflows, for the iteration k ≥ 0. */
  at(iteration: number): number;
}

/**
 * A step size as the optimizers take it: one number for all iterations, a schedule, or a function of
 * the iteration. Iterations are counted from 0.
 */
export type StepSize = number | StepSizeSchedule | ((iteration: number) => number);

/**
 * The schedule that a description says.
 *
 * @example Gradient descent with β/(γ + k)
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { float64 } from "../arithmetic/mod.ts";
 * import { gradientDescent, iterate, stepSizeSchedule } from "./mod.ts";
 *
 * const stepSize = stepSizeSchedule({ kind: "harmonic", scale: 1, delay: 2 });
 * assertEquals([0, 1, 2].map((k) => stepSize.at(k)), [1 / 2, 1 / 3, 1 / 4]);
 *
 * // On f(θ) = ½θ² from θ = 1: (1 − ½)(1 − ⅓).
 * const map = { gradient: <T>(_: unknown, theta: T) => theta };
 * const [theta] = iterate(float64, map, gradientDescent(float64, { stepSize }), [1], { steps: 2 });
 * assertEquals(theta, 1 / 2 - 1 / 2 / 3);
 * ```
 *
 * @param description The kind and its parameters.
 * @returns The schedule. Its `at` throws a `RangeError` for what is no iteration.
 * @throws {RangeError} If a parameter is not positive and finite, `every` or a start is not an
 * integer of at least 1, or the starts do not increase or are not one fewer than the sizes.
 */
export function stepSizeSchedule(description: StepSizeDescription): StepSizeSchedule {
  const at = formulaOf(description);
  return {
    at(iteration) {
      checkInteger("iteration", iteration, 0);
      return at(iteration);
    },
  };
}

function formulaOf(description: StepSizeDescription): (k: number) => number {
  switch (description.kind) {
    case "constant": {
      const { size } = description;
      checkPositive("size", size);
      return () => size;
    }
    case "harmonic":
    case "squareRoot":
    case "polynomial": {
      const { scale, delay = 1 } = description;
      checkPositive("scale", scale);
      checkPositive("delay", delay);
      if (description.kind === "harmonic") return (k) => scale / (delay + k);
      if (description.kind === "squareRoot") return (k) => scale / Math.sqrt(delay + k);
      const { exponent } = description;
      checkPositive("exponent", exponent);
      return (k) => scale / (delay + k) ** exponent;
    }
    case "halving": {
      const { size, every } = description;
      checkPositive("size", size);
      checkInteger("every", every, 1);
      return (k) => size * 2 ** -Math.floor(k / every);
    }
    case "staircase": {
      const { sizes, starts } = description;
      if (sizes.length === 0 || starts.length !== sizes.length - 1) {
        throw new RangeError(
          `a staircase of ${sizes.length} sizes cannot have ${starts.length} starts: give at least ` +
            "one size, and a start for each but the first.",
        );
      }
      sizes.forEach((size, i) => checkPositive(`sizes[${i}]`, size));
      starts.forEach((start, i) => checkInteger(`starts[${i}]`, start, (starts[i - 1] ?? 0) + 1));
      return (k) => sizes[starts.findLastIndex((start) => start <= k) + 1]!;
    }
    default: {
      const { kind } = description as { kind: unknown };
      throw new RangeError(`there is no step size schedule of the kind ${JSON.stringify(kind)}.`);
    }
  }
}

/**
 * α_k of a step size in any of its forms.
 *
 * @throws {RangeError} If it is not positive and finite; one that varies may reach 0, by underflow.
 */
export function stepSizeAt(stepSize: StepSize, iteration: number): number {
  if (typeof stepSize === "number") {
    checkPositive("stepSize", stepSize);
    return stepSize;
  }
  const size = typeof stepSize === "function" ? stepSize(iteration) : stepSize.at(iteration);
  checkNonNegative("stepSize", size);
  return size;
}
