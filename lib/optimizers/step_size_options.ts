/** The option that every alias has. */
export interface StepSizeOptions {
  /** α > 0, the step size. */
  readonly stepSize: number;
}
