/**
 * The experiment of §5 of the paper of the claims `gn-flow`.
 *
 * @module
 */

import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { float64 } from "../lib/arithmetic/mod.ts";
import { dormandPrince } from "../lib/flows/mod.ts";
import { standardNormal } from "../lib/linalg/mod.ts";
import type { RegressionData } from "./california_housing.ts";
import { type CompositeObjective, compositeObjective } from "./composite_objective.ts";
import { oneHiddenLayerNetwork } from "./one_hidden_layer_network.ts";
import { stronglyConvexLoss } from "./strongly_convex_losses.ts";

/** A flow and how it is followed. */
export interface GaussNewtonRun {
  /** Gauss–Newton (figures 1 and 2) or gradient flow (figure 3). Default: Gauss–Newton. */
  readonly flow?: "Gauss-Newton" | "gradient";
  /** Euler's method, as the paper has it, or the adaptive integrator. Default: Euler. */
  readonly method?: "Euler" | "adaptive";
  /** The most steps of the adaptive integrator, rejected ones included. Default: 500. */
  readonly mostSteps?: number;
}

/** The setting of {@linkcode gaussNewtonCurves}. */
export interface GaussNewtonSetting {
  /** The α. Default: 1/8, 8, 16 and 256. */
  readonly scalings?: readonly number[];
  /** m, the number of tanh neurons. Default: 18. */
  readonly neurons?: number;
  /** Decides c and w_init. Default: 1. */
  readonly seed?: number;
  /** Δt of Euler's method. Default: 0.01. */
  readonly stepSize?: number;
  /** The last time; not printed in the paper. Default: 6. */
  readonly horizon?: number;
  /** How many times after 0 are looked at. Default: 60. */
  readonly looks?: number;
  /** The tolerance of the adaptive integrator. Default: 1e-6. */
  readonly tolerance?: number;
}

/** What {@linkcode gaussNewtonExperiment} runs. */
export interface GaussNewtonExperimentOptions extends GaussNewtonRun, GaussNewtonSetting {}

/** What figures 1 to 3 show of a flow at a time. */
export interface GaussNewtonLook {
  /** t. */
  readonly time: number;
  /** g(αf(w_t)) = ‖αf(w_t) − y‖². */
  readonly loss: number;
  /** ‖w_t − w_0‖. */
  readonly distance: number;
  /** ‖grad g(αf(w_t))‖, of the gradient on M; null where J has not full rank to working accuracy. */
  readonly gradientNorm: number | null;
  /** The least eigenvalue of H_0(αf(w_t)) = J(w_t)ᵀJ(w_t). */
  readonly leastEigenvalue: number;
}

/** One curve of each figure. */
export interface GaussNewtonCurve {
  /** α. */
  readonly scaling: number;
  /** Which flow. */
  readonly flow: "Gauss-Newton" | "gradient";
  /** How it was followed. */
  readonly method: "Euler" | "adaptive";
  /** What was seen, from t = 0 on. */
  readonly looks: readonly GaussNewtonLook[];
  /** Where the flow could not be followed further, and why; null if it reached the horizon. */
  readonly brokenOff: string | null;
}

/**
 * Trains a network with one hidden layer of tanh neurons from the nullifying initialization (c
 * drawn from {−1, 1}, w_init from N(0, I)) by ẇ = −(1/α)[JᵀJ]⁻¹Jᵀ∇g(αf(w)), or by gradient flow, ẇ
 * = −(1/α)Jᵀ∇g(αf(w)), with g = ‖· − y‖², ν = μ = 2.
 *
 * At the paper's size, n = 256 and p = 144, each curve takes seconds to half a minute.
 *
 * @param data Inputs and targets, as {@linkcode standardizedSubset} gives them.
 * @throws {RangeError} If a number is out of range.
 *
 * Source: §5 of the paper of the claims `gn-flow`.
 */
export function gaussNewtonExperiment(
  data: RegressionData,
  options: GaussNewtonExperimentOptions = {},
): GaussNewtonCurve[] {
  return [...gaussNewtonCurves(data, [options], options)];
}

/**
 * The curves of {@linkcode gaussNewtonExperiment} one by one, for several flows and methods: of each
 * run those of all α. They do not depend on one another, so an experiment that was ended after some of
 * them goes on with the next.
 *
 * @param data Inputs and targets, as {@linkcode standardizedSubset} gives them.
 * @param runs The flows and methods.
 * @param setting All else; `first` is the number of curves that are left out at the beginning, for
 *   they are there (default: 0).
 * @throws {RangeError} If a number is out of range, when the first curve is asked for.
 */
export function* gaussNewtonCurves(
  data: RegressionData,
  runs: readonly GaussNewtonRun[],
  setting: GaussNewtonSetting & { readonly first?: number } = {},
): Generator<GaussNewtonCurve, void> {
  const { scalings = [1 / 8, 8, 16, 256], neurons = 18, seed = 1, stepSize = 0.01 } = setting;
  const { horizon = 6, looks = 60, tolerance = 1e-6, first = 0 } = setting;
  const curves = runs.flatMap(({ flow = "Gauss-Newton", method = "Euler", mostSteps = 500 }) =>
    scalings.map((scaling) => ({ scaling, flow, method, mostSteps }))
  );
  const counts = curves.map(({ mostSteps }) => ["mostSteps", mostSteps] as const);
  for (const [name, value] of [...Object.entries({ neurons, looks }), ...counts]) {
    if (!Number.isInteger(value) || value < 1) {
      throw new RangeError(`${name} is ${value}: give an integer of at least 1`);
    }
  }
  if (!Number.isInteger(first) || first < 0) {
    throw new RangeError(`first is ${first}: give an integer of at least 0`);
  }
  for (const [name, value] of Object.entries({ stepSize, horizon, tolerance })) {
    if (!(value > 0 && Number.isFinite(value))) {
      throw new RangeError(`${name} is ${value}: give a positive number`);
    }
  }
  const random = xoroshiro128plus(seed);
  const d = data.inputs[0]!.length;
  const network = oneHiddenLayerNetwork({
    family: "network",
    activation: "tanh",
    inputs: data.inputs,
    outerWeights: Array.from({ length: neurons }, () => standardNormal(random) < 0 ? -1 : 1),
    initialWeights: Array.from(
      { length: neurons },
      () => Array.from({ length: d }, () => standardNormal(random)),
    ),
  });
  const weights = data.targets.map(() => 2);
  const loss = stronglyConvexLoss({ kind: "weighted quadratic", weights }, data.targets);
  for (const { scaling, flow, method, mostSteps } of curves.slice(first)) {
    const objective = compositeObjective(network, loss, scaling);
    const damping = flow === "gradient" ? 1 : 0;
    const velocity = (w: readonly number[]) => objective.velocity(w, damping);
    yield {
      scaling,
      flow,
      method,
      ...(method === "Euler"
        ? byEuler(objective, velocity, stepSize, horizon, looks)
        : adaptively(objective, velocity, { tolerance, mostSteps }, horizon, looks)),
    };
  }
}

/**
 * The time at which a flow first has an empirical loss that is at most so large: between the looks
 * before and after, where a straight line between their losses has it.
 *
 * @param curve The curve, from {@linkcode gaussNewtonExperiment}.
 * @param risk The empirical loss.
 * @returns t; null if no look has so small a loss, as where the flow was broken off before.
 */
export function timeToRisk(
  { looks }: { readonly looks: readonly Pick<GaussNewtonLook, "time" | "loss">[] },
  risk: number,
): number | null {
  const index = looks.findIndex(({ loss }) => loss <= risk);
  const [before, at] = [looks[index - 1], looks[index]];
  if (at === undefined) return null;
  if (before === undefined || !Number.isFinite(before.loss)) return at.time;
  const share = (before.loss - risk) / (before.loss - at.loss);
  return before.time + share * (at.time - before.time);
}

type Velocity = (w: readonly number[]) => number[];
type Followed = Pick<GaussNewtonCurve, "looks" | "brokenOff">;

function byEuler(
  objective: CompositeObjective,
  velocity: Velocity,
  stepSize: number,
  horizon: number,
  looks: number,
): Followed {
  const steps = Math.round(horizon / stepSize);
  const every = Math.max(1, Math.round(steps / looks));
  let w: readonly number[] = objective.map.start;
  const seen = [lookAt(objective, 0, w)];
  for (let step = 1; step <= steps; step++) {
    const change = velocity(w);
    const next = w.map((entry, k) => entry + stepSize * change[k]!);
    if (!next.every(Number.isFinite)) {
      return { looks: seen, brokenOff: `at t = ${time(step - 1)} the step is not finite` };
    }
    w = next;
    if (step % every === 0 || step === steps) seen.push(lookAt(objective, time(step), w));
  }
  return { looks: seen, brokenOff: null };

  function time(step: number): number {
    return step * stepSize;
  }
}

function adaptively(
  objective: CompositeObjective,
  velocity: Velocity,
  options: { readonly tolerance: number; readonly mostSteps: number },
  horizon: number,
  looks: number,
): Followed {
  const { start } = objective.map;
  const flow = dormandPrince((_, w) => velocity(w), start, [0, horizon], options);
  const times = Array.from({ length: looks + 1 }, (_, k) => k / looks * horizon);
  return {
    looks: times.filter((t) => t <= flow.end).map((t) => lookAt(objective, t, flow.at(t))),
    brokenOff: flow.status === "complete" ? null : flow.reason,
  };
}

function lookAt(
  objective: CompositeObjective,
  time: number,
  w: readonly number[],
): GaussNewtonLook {
  const { map, scaling } = objective;
  const jacobian = map.jacobian(w);
  const { s } = float64.singularValueDecomposition(float64.matrix(jacobian));
  // grad g = P∇g = −αJẇ for the Gauss–Newton velocity ẇ.
  const velocity = objective.velocity(w, 0);
  const gradientNorm = scaling * Math.hypot(
    ...jacobian.map((row) => row.reduce((sum, entry, k) => sum + entry * velocity[k]!, 0)),
  );
  return {
    time,
    loss: objective.value(w),
    distance: Math.hypot(...w.map((entry, k) => entry - map.start[k]!)),
    gradientNorm: Number.isFinite(gradientNorm) ? gradientNorm : null,
    leastEigenvalue: s.length < map.parameters ? 0 : s.at(-1)! ** 2,
  };
}
