/**
 * f of ẏ = f(t, y): the derivative at a time and a point, as many numbers as the point has. It must
 * leave the point as it is.
 */
export type VectorField = (t: number, y: readonly number[]) => readonly number[];

/** A scalar function of time and point; what counts is where it changes its sign. */
export type EventFunction = (t: number, y: readonly number[]) => number;

/** Where a trajectory met an event. */
export interface TrajectoryEvent {
  /** Which of the event functions it was, counted from 0. */
  readonly index: number;
  /** The first time known to lie behind the change of sign. */
  readonly time: number;
  /** The point at this time. */
  readonly point: readonly number[];
}

/**
 * Why a trajectory ends where it ends. `complete`: at the end of the interval; `event`: an event
 * function changed its sign; `exhausted`: the number of steps is used up; `stuck`: no step leads
 * on, down to lengths that time does not resolve, as where the solution blows up or f has no finite
 * value ahead.
 */
export type TrajectoryStatus = "complete" | "event" | "exhausted" | "stuck";

/** An approximate solution of ẏ = f(t, y), y(start) given, as a function of t. */
export interface Trajectory {
  /** Why it ends. Only a trajectory that is `complete` covers the whole interval. */
  readonly status: TrajectoryStatus;
  /** Why it ends, for people. */
  readonly reason: string;
  /** The time at which it starts. */
  readonly start: number;
  /** The time at which it ends. */
  readonly end: number;
  /** The point at the end. */
  readonly last: readonly number[];
  /** The event that ended it, if one did. */
  readonly event: TrajectoryEvent | null;
  /** The ends of its steps, ascending from `start` to `end`. */
  readonly times: readonly number[];
  /** How many steps were accepted. */
  readonly steps: number;
  /** How many steps were tried and rejected. */
  readonly rejections: number;
  /** How often f was called, for difference quotients too. */
  readonly evaluations: number;
  /**
   * The point at a time, by the dense output of the method.
   *
   * @throws {RangeError} If t is not between `start` and `end`.
   */
  at(t: number): number[];
}
