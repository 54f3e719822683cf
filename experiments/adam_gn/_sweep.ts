/**
 * The paper's search for a step size: by factors of 3, then by finer ones around the best.
 *
 * @module
 */

/** The best step size, and what it does. */
export type Tuned = {
  /** The fewest steps to the target; null if no step size reaches it. */
  readonly steps: number | null;
  /** η; null if none reaches it. */
  readonly stepSize: number | null;
};

/** What {@linkcode tuneStepSize} looks through. */
export interface StepSizeGrid {
  /** The largest step size. */
  readonly largest: number;
  /** How many, each a third of the one before. */
  readonly count: number;
  /** Factors: the best step size times and over each of them is tried too, one after the other. */
  readonly finer: readonly number[];
}

/** Factors of 3, then of 2 "or finer". */
export const PRINTED_GRID: StepSizeGrid = {
  largest: 10,
  count: 12,
  finer: [2, 2 ** (1 / 2), 2 ** (1 / 4)],
};

/**
 * The step size with which the fewest steps reach a target; of several the first one found, from large
 * to small.
 *
 * @param stepsWith How many steps a step size takes; null if it is more than the given limit.
 * @param most A number of steps that is of interest no more.
 */
export function tuneStepSize(
  stepsWith: (stepSize: number, limit: number) => number | null,
  most: number,
  { largest, count, finer }: StepSizeGrid = PRINTED_GRID,
): Tuned {
  let best: Tuned = { steps: null, stepSize: null };
  const look = (stepSize: number) => {
    const steps = stepsWith(stepSize, best.steps === null ? most : best.steps - 1);
    if (steps !== null) best = { steps, stepSize };
  };
  for (let k = 0; k < count; k++) look(largest / 3 ** k);
  for (const factor of finer) {
    const { stepSize } = best;
    if (stepSize === null) break;
    look(stepSize * factor);
    look(stepSize / factor);
  }
  return best;
}
