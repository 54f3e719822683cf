/**
 * What the claims of the global theory of preconditioned SGD (§3.1 and C.2 of the paper) share: E f(w_k)
 * along a run, exact or with an interval, with the constants and with what rounds it.
 *
 * Rounding. A step multiplies second moments by factors φ ≤ ρ = 1 − αcμ̂ that are known to u, as is ρ
 * itself. Over k steps the decaying part ρ^{k−1}f(w_1) is therefore known to kuρ^{k−2}f(w_1), the rest,
 * at most F, to kuF. On quadratics this is all: the moments live in coordinates along the eigenvectors
 * of M^{-1/2}AM^{-1/2}, where the problem is its eigenvalues. (For finite sums, the samples' second
 * moment is those eigenvalues only to κ̂u.) Paths and simulated runs are of the method itself, w⁺ = w −
 * αM⁻¹g: each step is rounded to uκ(M) of w, which moves f by that multiple of ‖A‖‖w‖², and L̂ and μ̂ are
 * known to κ̂u.
 *
 * @module
 */

import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import { meanConfidence, randomStream, relationOfEstimate } from "../../lib/statistics/mod.ts";
import {
  allPaths,
  expectedValues,
  type MomentBounds,
  simulatedValues,
  stepsWithin,
  type StochasticProblem,
} from "../../problems/mod.ts";
import type { Figure, Hypothesis, Relation } from "../../verify/mod.ts";
import { enumerated } from "../_figures.ts";
import type { GlobalSetting } from "./_global_instances.ts";

/** E f(w_k) for one k. */
export interface ExpectedGap {
  /** k, from 1 on. */
  readonly k: number;
  /** E f(w_k) − f*, or the mean of the runs. */
  readonly value: number;
  /** By how much it may be above the expectation by chance. */
  readonly uncertainty: number;
}

/** What was seen of a run. */
export interface GlobalRun {
  /** Of how many dimensions. */
  readonly dimension: number;
  /** For reports: the family of problems. */
  readonly family: string;
  /** L̂. */
  readonly smoothness: number;
  /** μ̂. */
  readonly strongConvexity: number;
  /** c, c_G, K, K_V. */
  readonly bounds: MomentBounds;
  /** α_1, α_2, … as the claim has them. */
  readonly stepSizes: readonly number[];
  /** E f(w_k) for k = 1, 2, …, of which simulated runs have some. */
  readonly gaps: readonly ExpectedGap[];
  /** What multiplies the magnitudes to which a gap is rounded; see above. */
  readonly amplification: number;
  /** The magnitudes that enter f(w_k) beside f(w_1) and F, a number for each of `gaps`. */
  readonly sizes: readonly number[];
  /** u. */
  readonly unitRoundoff: number;
}

/** What a test does to the method: the step that is made in the place of α. */
export type MadeStep = (stepSize: number) => number;

const asItIs: MadeStep = (stepSize) => stepSize;

/** The most paths. */
const PATHS = 256;

/** Simulated runs of an instance, and the probability with which its interval misses. */
const RUNS = 400;
const ERROR_PROBABILITY = 1e-9;

/** 1, 2, 3, 4, 6, 8, 12, … up to the last and the last itself. */
export function geometricPicks(last: number): number[] {
  const picks = new Set<number>();
  for (let k = 1; k <= last; k *= 2) {
    picks.add(k);
    if (k % 2 === 0 && 3 * k / 2 <= last) picks.add(3 * k / 2);
  }
  return [...picks.add(last)].sort((a, b) => a - b);
}

/** How many steps of the wanted ones a setting can make. */
export function admittedSteps(
  { method }: GlobalSetting,
  problem: StochasticProblem,
  steps: number,
): number {
  switch (method) {
    case "moments":
      return steps;
    case "paths":
      return Math.min(steps, 8, stepsWithin(problem, PATHS));
    case "simulation":
      return Math.min(steps, 12);
  }
}

/** Follows a run with the given steps. */
export function observeRun<T>(
  arithmetic: Arithmetic<T>,
  setting: GlobalSetting,
  problem: StochasticProblem,
  stepSizes: readonly number[],
  refinement: number,
  made: MadeStep = asItIs,
): GlobalRun {
  const { method, start, seed } = setting;
  const { smoothness, strongConvexity, bounds, metric, dimension } = problem;
  const conditionNumber = smoothness / strongConvexity;
  const steps = stepSizes.map(made);
  const isFiniteSum = setting.problem.kind === "finiteSum";
  const family = isFiniteSum
    ? "finite sum"
    : problem.moments === undefined
    ? "quadratic plus log-cosh"
    : "quadratic";
  const { unitRoundoff } = arithmetic;
  const common = {
    dimension,
    family,
    smoothness,
    strongConvexity,
    bounds,
    stepSizes,
    unitRoundoff,
  };
  const ofSteps = metric.conditionNumber * conditionNumber;
  switch (method) {
    case "moments": {
      const { moments } = problem;
      if (moments === undefined) throw new RangeError("the moments of a function with terms");
      const values = expectedValues(arithmetic, moments, problem.toEigenbasis(start), steps);
      return {
        ...common,
        gaps: values.map((value, i) => ({ k: i + 1, value, uncertainty: 0 })),
        sizes: values.map(() => 0),
        amplification: isFiniteSum ? conditionNumber : 1,
      };
    }
    case "paths": {
      const { values, sizes } = allPaths(arithmetic, problem, start, steps);
      return {
        ...common,
        gaps: values.map((value, i) => ({ k: i + 1, value, uncertainty: 0 })),
        sizes,
        amplification: ofSteps,
      };
    }
    case "simulation": {
      const stream = randomStream(seed, "gradients", refinement);
      const values = simulatedValues(arithmetic, problem, start, steps, stream, RUNS);
      const picks = geometricPicks(values.length);
      return {
        ...common,
        gaps: picks.map((k) => {
          const row = values[k - 1]!;
          // All runs are at w_1.
          if (k === 1) return { k, value: row[0]!, uncertainty: 0 };
          let next = 0;
          const estimate = meanConfidence(() => Math.max(0, row[next++]!), {
            lower: 0,
            upper: Infinity,
            errorProbability: ERROR_PROBABILITY,
            maximumSamples: RUNS,
          });
          const { lhs, uncertainty } = relationOfEstimate(estimate, "<=");
          return { k, value: lhs, uncertainty };
        }),
        sizes: picks.map((k) => values[k - 1]!.reduce((sum, x) => sum + Math.abs(x) / RUNS, 0)),
        amplification: ofSteps,
      };
    }
  }
}

/** F = αL̂K/(2cμ̂). */
export function noiseFloor(
  { smoothness, strongConvexity, bounds }: Pick<
    GlobalRun,
    "smoothness" | "strongConvexity" | "bounds"
  >,
  stepSize: number,
): number {
  return stepSize * smoothness * bounds.noise / (2 * bounds.alignment * strongConvexity);
}

/**
 * How near a gap with an interval comes to its bound: by the lower end, as the mean of the runs may lie
 * above the expectation by chance.
 */
export function gapRatio(
  { value, uncertainty }: ExpectedGap,
  bound: number,
): Pick<Relation, "ratio"> {
  return uncertainty > 0 && bound > 0 ? { ratio: Math.max(0, value - uncertainty) / bound } : {};
}

/** How many roundings a step makes of its factor. */
const STEP_ROUNDINGS = 8;

/** The magnitude to which f(w_k) and its bound are rounded, ρ the factor of a step. */
export function gapScale(run: GlobalRun, index: number, floor: number, factor: number): number {
  const { k } = run.gaps[index]!;
  const first = run.gaps[0]!.value + run.sizes[0]!;
  // ρ^{k−2} with the largest ρ that rounding may make of it; above what it leaves of a ρ of 0.
  const largest = Math.min(1, Math.max(factor + STEP_ROUNDINGS * run.unitRoundoff, 2 ** -40));
  const decayed = largest ** Math.max(0, k - 2);
  return run.amplification * k * (floor + decayed * (first + floor) + run.sizes[index]!);
}

/** E f(w_k) − f* against a bound. */
export function gapFigure(
  run: GlobalRun,
  bound: (k: number) => number,
  title: string = "expected optimality gap along the run",
): Figure[] {
  return [{
    kind: "lines",
    title: `${title}, ${run.family}, d = ${run.dimension}`,
    x: { label: "k" },
    y: {
      label: "E f(w_k) − f*",
      scale: run.gaps.some(({ value }) => value > 0) ? "log" : "linear",
    },
    series: [
      {
        name: "E f(w_k) − f*",
        role: "observed",
        points: run.gaps.map(({ k, value }) => [k, value]),
      },
      {
        name: "the bound",
        role: "predicted",
        points: enumerated(Array.from({ length: run.gaps.at(-1)!.k }, (_, i) => bound(i + 1)), 1),
      },
    ],
  }];
}

/** The assumptions on f and on the moments of g; the instances come with constants that satisfy them. */
export const assumptions: readonly Hypothesis<unknown, GlobalRun>[] = [
  {
    name: "f is L̂-smooth and μ̂-strongly convex in the metric of M",
    statement: String.raw`\hat\mu M \preceq \nabla^2 f \preceq \hat LM`,
    holdsAlong: ({ smoothness, strongConvexity }) =>
      strongConvexity > 0 && smoothness >= strongConvexity && smoothness < Infinity,
  },
  {
    name: "the moments of g are bounded",
    statement: String.raw`\nabla f^\top M^{-1}\mathbb{E}g \ge c\|\nabla f\|_{M^{-1}}^2,\
      \|\mathbb{E}g\|_{M^{-1}} \le c_G\|\nabla f\|_{M^{-1}},\
      \mathrm{Var}_{M^{-1}}[g] \le K + K_V\|\nabla f\|_{M^{-1}}^2`,
    holdsAlong: ({ bounds: { alignment, growth, noise, noiseGrowth } }) =>
      alignment > 0 && growth >= alignment && noise >= 0 && noiseGrowth >= 0,
  },
];
