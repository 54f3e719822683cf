/**
 * What both panels of Fig. 1 of the paper of the claims `adam-gn` share: methods on full batches, with a
 * constant step or one that is halved, tuned for the fewest steps to a target.
 *
 * @module
 */

import { type Arithmetic, float64 } from "../../lib/arithmetic/mod.ts";
import {
  chain,
  type GradientMap,
  type GradientTransformation,
  iterates,
  stateless,
  stepSizeSchedule,
} from "../../lib/optimizers/mod.ts";
import { tuneStepSize } from "./_sweep.ts";

type Float64 = ReturnType<typeof float64.vector>;

/** Steps that are all alike, or whichever is best: these, or steps that are halved again and again. */
export type Schedule = "constant" | "swept";

/** After how many steps each the step is halved. */
export const PERIODS: readonly number[] = [1, 2, 3, 5, 10, 20, 50];

/** A method without its step: the direction, of one setting of its own. */
export interface Candidate {
  /** What it is a setting of, for people, such as "β₂ = 0.9". */
  readonly setting: string;
  /** The direction. */
  readonly direction: <T>(arithmetic: Arithmetic<T>) => GradientTransformation<T>;
}

/** A method at its best. */
export type Best = {
  /** The fewest steps to the target; null if none of the settings reaches it. */
  readonly steps: number | null;
  readonly stepSize: number | null;
  /** After how many steps the step is halved; null if it is constant. */
  readonly every: number | null;
  readonly setting: string;
  /** The loss over the first one, after 0, 1, … steps. */
  readonly losses: readonly number[];
};

/** A problem to run on. */
export interface FullBatchProblem {
  readonly map: GradientMap;
  /** The loss above its least value. */
  readonly excess: (theta: readonly number[]) => number;
  readonly start: readonly number[];
}

/** The loss relative to the first, to be reached. */
export const TARGET = 1e-8;

/** No more steps are made with a setting. */
export const MOST_STEPS = 1000;

/**
 * The losses, relative to the first, until they are at the target for good; null if that takes more than
 * `limit` steps. A loss that only passes through has not arrived: it must stay below for as many steps
 * again, and fifty more.
 */
function run(
  { map, excess, start }: FullBatchProblem,
  { direction }: Candidate,
  schedule: (iteration: number) => number,
  limit: number,
): number[] | null {
  const optimizer = chain(
    direction(float64),
    stateless<Float64>((step, { iteration }) => float64.scale(-schedule(iteration), step)),
  );
  const first = excess(start);
  const losses: number[] = [];
  let arrived: number | null = null;
  for (const theta of iterates(float64, map, optimizer, start)) {
    const loss = excess(theta) / first;
    // What has grown so far does not come back in time, or is no number.
    if (!(loss < 1e12)) return null;
    losses.push(loss);
    const steps = losses.length - 1;
    if (loss > TARGET) arrived = null;
    else arrived ??= steps;
    if (arrived === null) {
      if (steps >= limit) return null;
    } else if (steps >= 2 * arrived + 50) return losses.slice(0, arrived + 1);
  }
  return null;
}

/** The methods of both panels, with the schedules that they are run with. */
export function methodArms(
  methods: Readonly<Record<string, readonly Schedule[]>>,
): { readonly name: string; readonly parameters: MethodParameters }[] {
  return Object.entries(methods).flatMap(([method, schedules]) =>
    schedules.map((schedule) => ({
      name: armName(method, schedule),
      parameters: { method, schedule },
    }))
  );
}

/** A method and how its steps may go. */
export type MethodParameters = { readonly method: string; readonly schedule: Schedule };

/** The name of an arm. */
export function armName(method: string, schedule: Schedule): string {
  return `${method}, ${schedule === "constant" ? "constant" : "constant or decay"}`;
}

/** The best that candidates do, over the printed grid of step sizes. */
export function tune(
  problem: FullBatchProblem,
  candidates: readonly Candidate[],
  schedule: Schedule,
): Best {
  let best: Best = { steps: null, stepSize: null, every: null, setting: "none", losses: [] };
  for (const candidate of candidates) {
    for (const every of schedule === "constant" ? [null] : [null, ...PERIODS]) {
      const scheduleOf = (size: number) => {
        const { at } = stepSizeSchedule(
          every === null ? { kind: "constant", size } : { kind: "halving", size, every },
        );
        return at;
      };
      const stepsWith = (stepSize: number, limit: number) => {
        const losses = run(problem, candidate, scheduleOf(stepSize), limit);
        return losses === null ? null : losses.length - 1;
      };
      const most = best.steps === null ? MOST_STEPS : best.steps - 1;
      const { steps, stepSize } = tuneStepSize(stepsWith, most);
      if (steps === null || stepSize === null) continue;
      const losses = run(problem, candidate, scheduleOf(stepSize), steps)!;
      best = { steps, stepSize, every, setting: candidate.setting, losses };
    }
  }
  return best;
}
