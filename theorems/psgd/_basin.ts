/**
 * What theorem 3.5, theorem 3.6 and what is said of condition (v) share: hypotheses, observations, the
 * bound on survival, figures.
 *
 * @module
 */

import type { Arithmetic } from "../../lib/arithmetic/mod.ts";
import { relationOfEstimate } from "../../lib/statistics/mod.ts";
import { localBasin } from "../../problems/mod.ts";
import type { Figure, Hypothesis, Relation } from "../../verify/mod.ts";
import { enumerated, level } from "../_figures.ts";
import { type BasinInstance, basinInstances } from "./_basin_instances.ts";
import { type BasinRun, basinRun, type BasinStep } from "./_basin_run.ts";

/** w_1 ∈ N_r. */
const startInside: Hypothesis<BasinInstance, BasinRun> = {
  name: "w_1 ∈ N_r",
  statement: String.raw`w_1 \in \mathcal N_r`,
  holds({ basin, starts }) {
    const { distance } = localBasin(basin);
    return starts.every(({ point }) => distance(point) < basin.radius);
  },
};

/** α_1 ≤ c/(L̂K_G) for constants that Assumption 6 holds with. */
const admissible: Hypothesis<BasinInstance, BasinRun> = {
  name: "α_1 ≤ c/(L̂K_G)",
  statement: String.raw`\alpha_1 \le \frac{c}{\hat L K_G}`,
  holdsAlong: ({ constants }) => constants !== null,
};

const observe = <T>(instance: BasinInstance, arithmetic: Arithmetic<T>, refinement: number) =>
  basinRun(arithmetic, instance, refinement);

const common = {
  kind: "universal",
  hypotheses: [startInside, admissible],
} as const;

const shared = {
  constant: { ...common, cost: 1.5, instances: basinInstances("constant"), observe },
  harmonic: { ...common, cost: 1.5, instances: basinInstances("harmonic"), observe },
  // What refutes is rare.
  rim: { ...common, cost: 1, instances: basinInstances("rim"), observe },
};

/** What a claim on these instances is made of, with another step where a test says so. */
export function basinClaim(steps: keyof typeof shared, step?: BasinStep) {
  if (step === undefined) return shared[steps];
  return {
    ...shared[steps],
    observe: <T>(instance: BasinInstance, arithmetic: Arithmetic<T>, refinement: number) =>
      basinRun(arithmetic, instance, refinement, step),
  };
}

/**
 * P(w_1, …, w_T ∈ N_r) ≥ [1 − (E F(x_1) + ½L̂KΣα_k²)/Δ_r − Σ_{k<T} q_k]_+, with the first so many α_k.
 *
 * @param factor Δ_r is this times ½μ_QG r²; other than 1 where a test is to see that it is noticed.
 */
export function survivalRelation(
  run: BasinRun,
  { basin: { radius } }: BasinInstance,
  count: number,
  factor: number = 1,
): Relation {
  const { basin, stepSizes, startValue, survival, estimate, overshoots } = run;
  const { noise } = run.constants!;
  const barrier = factor * basin.quadraticGrowth * radius ** 2 / 2;
  const squares = stepSizes.slice(0, count).reduce((sum, alpha) => sum + alpha * alpha, 0);
  const drift = (startValue + basin.smoothness / 2 * noise * squares) / barrier;
  const overshoot = overshoots.reduce((sum, q) => sum + q, 0);
  const bound = 1 - drift - overshoot;
  const side = estimate === null ? { lhs: survival } : relationOfEstimate(estimate, ">=");
  return {
    label: "P(w_1, …, w_T ∈ N_r) >= 1 − (E f(w_1) − f* + ½L̂KΣα_k²)/Δ_r − Σq_k",
    ...side,
    sense: ">=",
    rhs: Math.max(0, bound),
    trivial: bound <= 0,
    family: estimate === null ? "all paths" : "simulated",
    scale: 1 + drift + overshoot + run.valueRounding / barrier,
  };
}

/** Beside what rounds in units of u, so much of it is small. */
const NEGLIGIBLE = 1e-10;

/**
 * The relation E_k ≤ bound(k) at the k = 2, …, T where it comes closest to breaking; none where T = 1
 * or there is no survivor. (At k = 1 the bounds are identities or larger.)
 *
 * @param rounding By how much rounding moves the values, in units of u.
 */
export function closestBound(
  label: string,
  values: readonly number[],
  bound: (k: number) => number,
  rounding: number,
): Relation[] {
  const all = values.slice(1).map((lhs, index) => ({ lhs, rhs: bound(index + 2) }));
  if (all.length === 0) return [];
  // Beside what rounding may have made of it, lest two roundings at a minimizer count as closest.
  const excess = ({ lhs, rhs }: { readonly lhs: number; readonly rhs: number }) =>
    (lhs - rhs) /
    (Math.max(Math.abs(lhs), Math.abs(rhs)) + NEGLIGIBLE * rounding + Number.MIN_VALUE);
  const { lhs, rhs } = all.reduce((a, b) => excess(b) > excess(a) ? b : a);
  return [{ label, lhs, sense: "<=", rhs, scale: Math.abs(lhs) + Math.abs(rhs) + rounding }];
}

/** Survival, and the loss of the survivors with what bounds it. */
export function basinFigures(
  run: BasinRun,
  bound: ((k: number) => number) | null,
): Figure[] {
  const { survivalCurve, conditionalValues, startValue } = run;
  const places = survivalCurve.map((_, k) => k + 1);
  const survival: Figure = {
    kind: "lines",
    title: "the probability of having stayed in N_r",
    x: { label: "k" },
    y: { label: "probability" },
    series: [
      { name: "P(w_1, …, w_k ∈ N_r)", role: "observed", points: enumerated(survivalCurve, 1) },
    ],
  };
  if (conditionalValues.length === 0) return [survival];
  return [survival, {
    kind: "lines",
    title: "the loss of those that stay in N_r up to T",
    x: { label: "k" },
    y: { label: "f − f*" },
    series: [
      {
        name: "E[f(w_k) − f* | survival]",
        role: "observed",
        points: enumerated(conditionalValues, 1),
      },
      ...(bound === null ? [level("E f(w_1) − f*", "reference", startValue, places)] : [{
        name: "the bound",
        role: "predicted" as const,
        points: places.map((k) => [k, bound(k)] as const),
      }]),
    ],
  }];
}
