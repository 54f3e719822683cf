/**
 * Runs with a constant step size, which several claims of the global theory speak of.
 *
 * @module
 */

import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import { realNumber, type StochasticProblem, stochasticProblem } from "../../problems/mod.ts";
import { type Claim, defineClaim, type Hypothesis } from "../../verify/mod.ts";
import {
  admittedSteps,
  assumptions,
  gapFigure,
  type GlobalRun,
  type MadeStep,
  noiseFloor,
  observeRun,
} from "./_global.ts";
import { type ConstantStepInstance, constantStepInstances } from "./_global_instances.ts";

/** A run with α_k = α. */
export interface ConstantStepRun extends GlobalRun {
  /** α. */
  readonly stepSize: number;
  /** F. */
  readonly floor: number;
  /** ρ = 1 − αcμ̂. */
  readonly factor: number;
}

/** What a test changes of the method or of the claim. */
export interface ConstantStepSabotage {
  /** The step that is made in the place of α. */
  readonly made?: MadeStep;
  /** The floor over F. Default: 1. */
  readonly floor?: number;
  /** The rate over αcμ̂. Default: 1. */
  readonly rate?: number;
}

/** Makes the run of an instance. */
export function observeConstantStep<T>(
  instance: ConstantStepInstance,
  arithmetic: Arithmetic<T>,
  refinement: number,
  { made, floor = 1, rate = 1 }: ConstantStepSabotage = {},
  problem: StochasticProblem = stochasticProblem(instance.problem),
): ConstantStepRun {
  const stepSize = instance.share * problem.largestStep;
  const steps = admittedSteps(instance, problem, instance.steps);
  const run = observeRun(
    arithmetic,
    instance,
    problem,
    new Array<number>(steps).fill(stepSize),
    refinement,
    made,
  );
  return {
    ...run,
    stepSize,
    floor: floor * noiseFloor(run, stepSize),
    factor: 1 - rate * stepSize * run.bounds.alignment * run.strongConvexity,
  };
}

/** F + ρ^{k−1}(f(w_1) − f* − F). */
export function constantStepBound({ gaps, floor, factor }: ConstantStepRun, k: number): number {
  return floor + factor ** (k - 1) * (gaps[0]!.value - floor);
}

/** 0 < α ≤ c/(L̂K_G). */
const admissibleStep: Hypothesis<ConstantStepInstance, ConstantStepRun> = {
  name: "0 < α ≤ c/(L̂K_G)",
  statement: String.raw`0 < \alpha \le c/(\hat L K_G)`,
  holds: ({ share }) => share > 0 && share <= 1,
  without: constantStepInstances({}, realNumber({ minimum: 1.5, maximum: 8 })),
};

/** What these claims have in common; that it is the very same lets the engine observe once. */
const shared = {
  kind: "universal",
  hypotheses: [...assumptions, admissibleStep],
  instances: constantStepInstances(),
  cost: 2,
  observe: <T>(instance: ConstantStepInstance, arithmetic: Arithmetic<T>, refinement: number) =>
    observeConstantStep(instance, arithmetic, refinement),
} as const;

/** A claim on runs with a constant step size, or on what a test makes of them. */
export function constantStepClaim(
  claim: Pick<
    Claim<ConstantStepInstance, ConstantStepRun>,
    "id" | "title" | "locus" | "variants"
  >,
  sabotage?: ConstantStepSabotage,
): Claim {
  return defineClaim<ConstantStepInstance, ConstantStepRun>({
    ...shared,
    ...(sabotage === undefined ? {} : {
      observe: <T>(instance: ConstantStepInstance, arithmetic: Arithmetic<T>, refinement: number) =>
        observeConstantStep(instance, arithmetic, refinement, sabotage),
    }),
    figures: (run) => gapFigure(run, (k) => constantStepBound(run, k)),
    ...claim,
  });
}
