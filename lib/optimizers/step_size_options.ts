import type { StepSize } from "./step_size_schedule.ts";

/** The option that every alias has. */
export interface StepSizeOptions {
  /** α > 0, the step size: a number, or one for each iteration. */
  readonly stepSize: StepSize;
}
