import { COUPLINGS, DENSE, GAMMA, NODES, STAGES, TIME_DERIVATIVES } from "./_rodasp_tableau.ts";
import { combine, isFinitePoint } from "./_combine.ts";
import { Field } from "./_field.ts";
import { integrate, type Method } from "./_integrate.ts";
import { leastSquares } from "./_least_squares.ts";
import type { FlowOptions } from "./flow_options.ts";
import type { Trajectory, VectorField } from "./trajectory.ts";

/** How {@linkcode rosenbrock} integrates. */
export interface RosenbrockOptions extends FlowOptions {
  /**
   * ∂f/∂y, d rows of d numbers. Default: central differences, with steps of 6e-6 max(1, |y_j|).
   */
  readonly jacobian?: (t: number, y: readonly number[]) => readonly (readonly number[])[];
  /**
   * ∂f/∂t, d numbers: zeros where f does not depend on t. Default: differences of second order
   * within the step.
   */
  readonly timeDerivative?: VectorField;
}

/** ε^{1/3}: what balances the two errors of a difference of second order. */
const DIFFERENCE = Math.cbrt(Number.EPSILON);

/** Where in a step the dense output is checked. */
const PROBE = 0.4;

/**
 * Solves a stiff ẏ = f(t, y) by the Rosenbrock method RODASP: steps of order 4, whose error is
 * estimated by the method of order 3 within, and a dense output of order 3, whose error is
 * estimated too: on a slow curve the steps may be longer than a cubic can follow. It takes seven
 * values of f a step and the Jacobian, which is differenced (2d values of f, and 2 for ∂f/∂t)
 * unless it is given. It is L-stable: components that decay fast do not keep its steps short once
 * they are gone.
 *
 * Trial steps may ask for f at points off the trajectory, as {@linkcode dormandPrince} does.
 *
 * @example A fast component on a slow one
 * ```ts
 * import { assert, assertAlmostEquals } from "@std/assert";
 * import { rosenbrock } from "./mod.ts";
 *
 * const flow = rosenbrock((t, [y]) => [-1e6 * (y! - Math.cos(t))], [1], [0, 2], { tolerance: 1e-6 });
 * assertAlmostEquals(flow.last[0]!, Math.cos(2), 1e-5);
 * assert(flow.steps < 100);
 * ```
 *
 * @param field f.
 * @param start y at the start, at least one number.
 * @param interval The times of the start and the end, in ascending order.
 * @param options Tolerance, error norm, steps, events that end the trajectory, and derivatives.
 * @returns The trajectory, which covers the whole interval if its status is `complete`.
 * @throws {RangeError} If an option is out of its range, f(t, y) or a derivative has another shape than
 * y asks for, f is not finite at the start, or an error norm or an event function is not a number.
 *
 * Source: see `_rodasp_tableau.ts` and `_integrate.ts`.
 */
export function rosenbrock(
  field: VectorField,
  start: readonly number[],
  interval: readonly [number, number],
  options: RosenbrockOptions = {},
): Trajectory {
  const counted = new Field(field);
  return integrate(rosenbrockMethod(counted, options), counted, start, interval, options);
}

function rosenbrockMethod(field: Field, options: RosenbrockOptions): Method {
  /** The Jacobian at the start of the step that is being tried. */
  let known: { y: readonly number[]; jacobian: readonly (readonly number[])[] | null } | null =
    null;
  return {
    order: 4,
    attempt(t, y, slope, h) {
      if (known?.y !== y) known = { y, jacobian: jacobianAt(field, options, t, y) };
      const { jacobian } = known;
      const timeDerivative = timeDerivativeAt(field, options, t, y, slope, h);
      if (jacobian === null || timeDerivative === null) return null;
      const solve = leastSquares(
        jacobian.map((row, i) => row.map((entry, j) => (i === j ? 1 / (GAMMA * h) : 0) - entry)),
      );
      if (solve === null) {
        field.complaint = `I/(γh) − ∂f/∂y is singular at t = ${t}`;
        return null;
      }
      const stages: number[][] = [];
      let point: readonly number[] = y;
      for (let i = 0; i < STAGES.length; i++) {
        point = combine(y, 1, STAGES[i]!, stages);
        const value = i === 0 ? slope : field.at(t + NODES[i]! * h, point);
        if (value === null) return null;
        const right = combine(value, 1 / h, COUPLINGS[i]!, stages);
        const weight = TIME_DERIVATIVES[i]! * h;
        if (weight !== 0) {
          right.forEach((entry, k) => right[k] = entry + weight * timeDerivative[k]!);
        }
        stages.push(solve(right));
      }
      const error = stages[5]!;
      const next = point.map((value, i) => value + error[i]!);
      if (!isFinitePoint(next)) {
        field.complaint = `y overflows at t = ${t + h}`;
        return null;
      }
      const nextSlope = field.at(t + h, next);
      if (nextSlope === null) return null;
      const zero = new Array<number>(y.length).fill(0);
      const difference = next.map((value, i) => value - y[i]!);
      const coefficients = [
        difference,
        ...DENSE.map((weights) => combine(zero, 1, weights, stages)),
      ];
      // What the dense output misses of ẏ = f, times (I/(γh) − J)⁻¹: its error where J dominates.
      const [within, slopeWithin] = evaluateDense(y, coefficients, PROBE);
      const fieldWithin = field.at(t + PROBE * h, within);
      if (fieldWithin === null) return null;
      const defect = fieldWithin.map((value, i) => value - slopeWithin[i]! / h);
      return {
        next,
        slope: nextSlope,
        errors: [error, solve(defect)],
        coefficients: () => coefficients,
      };
    },
  };
}

/** The dense output at θ, and its derivative by θ. */
function evaluateDense(
  y: readonly number[],
  [difference, second, third]: readonly (readonly number[])[],
  theta: number,
): [number[], number[]] {
  const point = new Array<number>(y.length);
  const derivative = new Array<number>(y.length);
  for (let i = 0; i < y.length; i++) {
    const inner = second![i]! + theta * third![i]!;
    const outer = difference![i]! + (1 - theta) * inner;
    point[i] = y[i]! + theta * outer;
    derivative[i] = outer + theta * ((1 - theta) * third![i]! - inner);
  }
  return [point, derivative];
}

/** ∂f/∂y, d×d; null where it or a difference quotient is not finite. */
function jacobianAt(
  field: Field,
  { jacobian }: RosenbrockOptions,
  t: number,
  y: readonly number[],
): readonly (readonly number[])[] | null {
  const d = y.length;
  if (jacobian !== undefined) {
    const rows = jacobian(t, y);
    if (rows.length !== d || rows.some((row) => row.length !== d)) {
      const lengths = [...new Set(rows.map((row) => row.length))].join(" or ");
      throw new RangeError(
        `∂f/∂y must be ${d}×${d}, but has ${rows.length} rows of length ${lengths}`,
      );
    }
    if (rows.every(isFinitePoint)) return rows;
    field.complaint = `∂f/∂y has an entry that is not finite at t = ${t}`;
    return null;
  }
  const rows = y.map(() => new Array<number>(d));
  for (let j = 0; j < d; j++) {
    const step = DIFFERENCE * Math.max(1, Math.abs(y[j]!));
    const above = [...y];
    const below = [...y];
    const most = y[j]! + step;
    const least = y[j]! - step;
    above[j] = most;
    below[j] = least;
    const upper = field.at(t, above);
    const lower = field.at(t, below);
    if (upper === null || lower === null) return null;
    for (let i = 0; i < d; i++) rows[i]![j] = (upper[i]! - lower[i]!) / (most - least);
  }
  return rows;
}

/** ∂f/∂t, d numbers; null where it or a difference quotient is not finite. */
function timeDerivativeAt(
  field: Field,
  { timeDerivative }: RosenbrockOptions,
  t: number,
  y: readonly number[],
  slope: readonly number[],
  h: number,
): readonly number[] | null {
  if (timeDerivative !== undefined) {
    const value = timeDerivative(t, y);
    if (value.length !== y.length) {
      throw new RangeError(`∂f/∂t must have ${y.length} entries, but has ${value.length}`);
    }
    if (isFinitePoint(value)) return value;
    field.complaint = `∂f/∂t has an entry that is not finite at t = ${t}`;
    return null;
  }
  // Second order, and within the step: f need not be defined before the start.
  const step = Math.min(h / 2, Math.max(DIFFERENCE * h, 1e-9 * Math.abs(t)));
  const first = field.at(t + step, y);
  const second = field.at(t + 2 * step, y);
  if (first === null || second === null) return null;
  const short = t + step - t;
  const long = t + 2 * step - t;
  return slope.map((value, i) => {
    const near = (long / short) * (first[i]! - value);
    const far = (short / long) * (second[i]! - value);
    return (near - far) / (long - short);
  });
}
