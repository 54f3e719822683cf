import { CrossingSearch } from "./_crossing_search.ts";
import type { Field } from "./_field.ts";
import { Path } from "./_path.ts";
import { requireCount, requireInterval, requirePositive, requireVector, show } from "./_require.ts";
import { type ErrorNorm, scaledMaximumNorm } from "./error_norm.ts";
import type { FlowOptions } from "./flow_options.ts";
import type { Trajectory, TrajectoryEvent, TrajectoryStatus } from "./trajectory.ts";

/** A step that was tried. */
export interface Attempt {
  /** The point after the step. */
  readonly next: number[];
  /** f there. */
  readonly slope: readonly number[];
  /** The estimated error of the step, entry by entry, and others that must be as small. */
  readonly errors: readonly (readonly number[])[];
  /** The coefficients of the dense output, as `Path` has them. */
  coefficients(): number[][];
}

/** A one-step method with an estimate of its error. */
export interface Method {
  /** The estimate is O(h^order). */
  readonly order: number;
  /** The step of length h from y with f(t, y) = slope; null where it meets no finite numbers. */
  attempt(t: number, y: readonly number[], slope: readonly number[], h: number): Attempt | null;
}

/** By which factors a step may change, and by how much it stays below what the error allows. */
const SHORTEST_FACTOR = 0.2;
const LONGEST_FACTOR = 5;
const SAFETY = 0.9;

/** The exponent of the error of the step before, times the order. */
const PROPORTIONAL = 0.2;

/** Errors are not told apart below this share of the tolerance. */
const LEAST_ERROR = 1e-4;

/** A step that would leave less than this share of itself goes to the end of the interval. */
const REMAINDER = 1e-6;

/** Why steps are too short, where f is finite. */
const ERROR_TOO_LARGE = "the error allows only steps that are shorter than time resolves";

/** Steps are longer than so many spacings of the numbers about t. */
const SPACINGS = 4;

/**
 * Runs a method over an interval with steps that a proportional-integral controller chooses.
 *
 * Source: E. Hairer, G. Wanner, Solving Ordinary Differential Equations II, 2nd ed., Springer 1996,
 * section IV.2 (the controller).
 */
export function integrate(
  method: Method,
  field: Field,
  start: readonly number[],
  interval: readonly [number, number],
  options: FlowOptions,
): Trajectory {
  requireInterval(interval);
  requireVector("the starting point", start);
  const [from, to] = interval;
  const { tolerance = 1e-9, longestStep = to - from, mostSteps = 20_000, events = [] } = options;
  requirePositive("tolerance", tolerance);
  requirePositive("longestStep", longestStep);
  requireCount("mostSteps", mostSteps);
  if (options.firstStep !== undefined) requirePositive("firstStep", options.firstStep);
  const { errorNorm = scaledMaximumNorm() } = options;

  let y: readonly number[] = [...start];
  const first = field.at(from, y);
  if (first === null) throw new RangeError(`the flow cannot start: ${field.complaint}`);
  let slope: readonly number[] = first;
  let t = from;
  const path = new Path(from, y);
  const searches = events.map((event) =>
    new CrossingSearch((time) => event(time, path.at(time)), from)
  );
  let h = options.firstStep ??
    firstStep(method.order, field, errorNorm, tolerance, from, y, slope, to - from);
  h = Math.min(h, longestStep);
  let lastError = LEAST_ERROR;
  let rejections = 0;
  let afterRejection = false;
  let obstacle = ERROR_TOO_LARGE;

  const end = (
    status: TrajectoryStatus,
    reason: string,
    event: TrajectoryEvent | null = null,
  ): Trajectory => ({
    status,
    reason,
    start: from,
    end: path.end,
    last: path.last,
    event,
    times: path.times,
    steps: path.steps,
    rejections,
    evaluations: field.evaluations,
    at(time) {
      if (time >= from && time <= path.end) return path.at(time);
      throw new RangeError(
        `the trajectory goes from t = ${from} to t = ${path.end} (${reason}); it has no point at ` +
          `t = ${time}`,
      );
    },
  });

  for (let tried = 0; tried < mostSteps; tried++) {
    const rest = to - t;
    const last = h >= rest * (1 - REMAINDER);
    if (last) h = rest;
    else if (h <= Math.max(SPACINGS * Number.EPSILON * Math.abs(t), Number.MIN_VALUE)) {
      return end("stuck", `no step leads on from t = ${t}: ${obstacle}`);
    }
    const attempt = method.attempt(t, y, slope, h);
    const error = attempt === null ? Infinity : measure(errorNorm, attempt, y) / tolerance;
    if (attempt === null || !(error <= 1)) {
      rejections++;
      afterRejection = true;
      h *= Math.max(SHORTEST_FACTOR, SAFETY * error ** (-1 / method.order));
      obstacle = attempt === null ? field.complaint : ERROR_TOO_LARGE;
      continue;
    }
    const time = last ? to : t + h;
    path.push(time, h, attempt.next, attempt.coefficients());
    const event = firstEvent(searches, time);
    if (event !== null) {
      path.cutAt(event.time);
      const reason = `event function ${event.index} changes its sign at t = ${event.time}`;
      return end("event", reason, { ...event, point: path.last });
    }
    if (last) return end("complete", "it covers the interval");
    t = time;
    y = attempt.next;
    slope = attempt.slope;
    const clipped = Math.max(error, LEAST_ERROR);
    const factor = SAFETY * clipped ** ((0.75 * PROPORTIONAL - 1) / method.order) *
      lastError ** (PROPORTIONAL / method.order);
    const longest = afterRejection ? 1 : LONGEST_FACTOR;
    h = Math.min(longestStep, h * Math.min(longest, Math.max(SHORTEST_FACTOR, factor)));
    lastError = clipped;
    afterRejection = false;
    obstacle = ERROR_TOO_LARGE;
  }
  return end("exhausted", `${mostSteps} steps lead to t = ${t} only`);
}

/**
 * A step whose local error is about a hundredth of the tolerance, if y changes at the rate ω: the
 * larger of |y'| and √|y''|, in the error norm, the latter from a short step of Euler's method.
 */
function firstStep(
  order: number,
  field: Field,
  errorNorm: ErrorNorm,
  tolerance: number,
  t: number,
  y: readonly number[],
  slope: readonly number[],
  length: number,
): number {
  const change = errorNorm(slope, y, y);
  const probe = Math.min(0.01 / change, 0.01 * length);
  if (!(probe > 0)) return 0.01 * length;
  const there = field.at(t + probe, y.map((value, i) => value + probe * slope[i]!));
  const bend = there === null ? 0 : errorNorm(there.map((value, i) => value - slope[i]!), y, y);
  const rate = Math.max(change, Math.sqrt(bend / probe));
  const step = (0.01 * tolerance) ** (1 / order) / rate;
  return step > 0 && step < Infinity ? step : 0.01 * length;
}

/** The largest error of an attempt, in the error norm. */
function measure(errorNorm: ErrorNorm, attempt: Attempt, before: readonly number[]): number {
  let largest = 0;
  for (const error of attempt.errors) {
    const size = errorNorm(error, before, attempt.next);
    if (!(size >= 0)) {
      throw new RangeError(
        `the error norm must be a number of at least 0, but is ${size} for the error ` +
          `${show(error)} between ${show(before)} and ${show(attempt.next)}`,
      );
    }
    largest = Math.max(largest, size);
  }
  return largest;
}

/** The earliest event up to a time. */
function firstEvent(
  searches: readonly CrossingSearch[],
  end: number,
): { index: number; time: number } | null {
  let earliest: { index: number; time: number } | null = null;
  searches.forEach((search, index) => {
    const time = search.advance(end);
    if (time !== null && (earliest === null || time < earliest.time)) earliest = { index, time };
  });
  return earliest;
}
