import { DENSE, ERROR, NODES, STAGES } from "./_dormand_prince_tableau.ts";
import { combine, isFinitePoint } from "./_combine.ts";
import { Field } from "./_field.ts";
import { integrate, type Method } from "./_integrate.ts";
import type { FlowOptions } from "./flow_options.ts";
import type { Trajectory, VectorField } from "./trajectory.ts";

/**
 * Solves ẏ = f(t, y) by the pair of Dormand and Prince: steps of order 5, whose error is estimated
 * by the method of order 4 within, and a dense output of order 4. It takes six values of f a step.
 *
 * Trial steps may ask for f at points off the trajectory. Where f is not finite there, a shorter
 * step is tried; where none leads on, the trajectory ends and says so in its `status`.
 *
 * @example A circle
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { dormandPrince } from "./mod.ts";
 *
 * const circle = dormandPrince((_t, [x, y]) => [-y!, x!], [1, 0], [0, 10]);
 * const [x, y] = circle.at(3);
 * assertAlmostEquals(x!, Math.cos(3), 1e-7);
 * assertAlmostEquals(y!, Math.sin(3), 1e-7);
 * ```
 *
 * @param field f.
 * @param start y at the start, at least one number.
 * @param interval The times of the start and the end, in ascending order.
 * @param options Tolerance, error norm, steps, and events that end the trajectory.
 * @returns The trajectory, which covers the whole interval if its status is `complete`.
 * @throws {RangeError} If an option is out of its range, f(t, y) has another length than y, f is not
 * finite at the start, or an error norm or an event function is not a number.
 *
 * Source: see `_dormand_prince_tableau.ts` and `_integrate.ts`.
 */
export function dormandPrince(
  field: VectorField,
  start: readonly number[],
  interval: readonly [number, number],
  options: FlowOptions = {},
): Trajectory {
  const counted = new Field(field);
  return integrate(dormandPrinceMethod(counted), counted, start, interval, options);
}

function dormandPrinceMethod(field: Field): Method {
  return {
    order: 5,
    attempt(t, y, slope, h) {
      const stages: (readonly number[])[] = [slope];
      let next: number[] = [];
      for (let i = 1; i < STAGES.length; i++) {
        next = combine(y, h, STAGES[i]!, stages);
        const stage = field.at(t + NODES[i]! * h, next);
        if (stage === null) return null;
        stages.push(stage);
      }
      if (!isFinitePoint(next)) {
        field.complaint = `y overflows at t = ${t + h}`;
        return null;
      }
      const zero = new Array<number>(y.length).fill(0);
      return {
        next,
        slope: stages[6]!,
        errors: [combine(zero, h, ERROR, stages)],
        coefficients() {
          const difference = next.map((value, i) => value - y[i]!);
          const first = difference.map((value, i) => h * slope[i]! - value);
          const second = difference.map((value, i) => value - h * stages[6]![i]! - first[i]!);
          return [difference, first, second, combine(zero, h, DENSE, stages)];
        },
      };
    },
  };
}
