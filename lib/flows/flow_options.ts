import type { ErrorNorm } from "./error_norm.ts";
import type { EventFunction } from "./trajectory.ts";

/** How a flow is integrated. */
export interface FlowOptions {
  /**
   * A step is accepted where its estimated error, in the error norm, is at most so large.
   * Default: 1e-9.
   */
  readonly tolerance?: number;
  /**
   * How errors are measured; for the first step it is asked of f too. Default:
   * {@linkcode scaledMaximumNorm}`()`.
   */
  readonly errorNorm?: ErrorNorm;
  /** The first step to try. Default: from the size of f and of its change. */
  readonly firstStep?: number;
  /** No step is longer. Default: the length of the interval. */
  readonly longestStep?: number;
  /** The largest number of steps, rejected ones included. Default: 20000. */
  readonly mostSteps?: number;
  /**
   * The trajectory ends at the first time at which one of these changes its sign; see
   * {@linkcode firstCrossing} for what is found. Default: none.
   */
  readonly events?: readonly EventFunction[];
}
