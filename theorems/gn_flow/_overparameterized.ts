/**
 * What the claims on overparameterized networks (§3 of the paper) share: the constants of the
 * section, the Levenberg–Marquardt flow with its exit time, and instances.
 *
 * **The ball.** J changes by less than λ_0 on {‖w − w_0‖ < r_0}, r_0 = λ_0/L, and its least
 * singular value at w_0 is at least 2λ_0, so K = JJᵀ ⪰ λ_0²I there. Nothing bounds the eigenvalues
 * of K from below by more than that, and the small ones count wherever (10) is used.
 *
 * **The bound that (10) should be.** [H_ρ]⁻¹Jᵀ has the singular values √γ/((1 − ρ)γ + ρ), γ the
 * eigenvalues of K. As a function of √γ this increases up to √ρ_0 and falls from there, so for γ ≥
 * λ_0² it is at most Λ/((1 − ρ)Λ² + ρ) with Λ = max(λ_0, √ρ_0), and always at most 1/(2√(ρ(1 −
 * ρ))).
 *
 * **The α that follows.** With d_0 = (1 − ρ)λ_0² + ρ and Λ in the place of λ_n the paper's proof of
 * Lemma 2 is right: for t < T
 *
 *   ‖w_t − w_0‖ ≤ (1/α) Λ/((1 − ρ)Λ² + ρ) ∫ μ√(2Δ_0/ν) e^{−νλ_0²s/d_0} ds
 *              < (1/α) (μ√(2Δ_0)/ν^{3/2}) (Λ/λ_0²) d_0/((1 − ρ)Λ² + ρ),
 *
 * which is at most r_0 for α ≥ (Lμ√(2Δ_0)/ν^{3/2}) (Λ/λ_0³) ((1 − ρ)λ_0² + ρ)/((1 − ρ)Λ² + ρ).
 *
 * @module
 */

import fc from "fast-check";
import { type Arithmetic, float64 } from "../../lib/arithmetic/mod.ts";
import type { Arbitrary } from "../../lib/fast_check/mod.ts";
import {
  dormandPrince,
  type ErrorNorm,
  movement,
  rosenbrock,
  type Trajectory,
} from "../../lib/flows/mod.ts";
import {
  activationKinds,
  compositeObjective,
  estimateJacobianLipschitz,
  gaussNewtonMap,
  type GaussNewtonMapInstance,
  magnitude,
  nonzeroNumber,
  type OverparameterizedInstance,
  overparameterizedInstances,
  type OverparameterizedOptions,
  type OverparameterizedProblem,
  overparameterizedProblem,
  realNumber,
  vectorOf,
} from "../../problems/mod.ts";
import type { Figure, Hypothesis, Relation } from "../../verify/mod.ts";
import type { Point } from "../_figures.ts";
import { distanceIn, gapIn } from "./_observed.ts";
import { distance, dot } from "./_vectors.ts";

/** Of a problem, what the constants below are made of. */
export type Constants = Pick<OverparameterizedProblem, "lambda0" | "lambdaN" | "damping">;

/** (1 − ρ)s + ρ. */
export function blend(damping: number, s: number): number {
  return (1 - damping) * s + damping;
}

/** λ_0²/((1 − ρ)λ_0² + ρ), the factor of (EDI). */
export function dissipation({ lambda0, damping }: Constants): number {
  return lambda0 ** 2 / blend(damping, lambda0 ** 2);
}

/** 2νλ_0²/(ρ + (1 − ρ)λ_0²), the rate of (2), (3) and (11). */
export function printedRate(problem: OverparameterizedProblem): number {
  return 2 * problem.loss.strongConvexity * dissipation(problem);
}

/** s/((1 − ρ)s² + ρ), the singular value of [H_ρ]⁻¹Jᵀ that belongs to the one s of J. */
export function gain(damping: number, s: number): number {
  return s / blend(damping, s ** 2);
}

/** Λ = max(λ_0, √ρ_0), for ρ < 1. */
export function leadingSlope({ lambda0, damping }: Constants): number {
  return Math.max(lambda0, Math.sqrt(damping / (1 - damping)));
}

/** The α that is derived above; ρ < 1. */
export function correctedScaling(
  problem:
    & Constants
    & Pick<OverparameterizedProblem, "jacobianLipschitz" | "initialValue" | "loss">,
): number {
  const { lambda0, damping, jacobianLipschitz, initialValue, loss } = problem;
  return jacobianLipschitz * loss.smoothness * Math.sqrt(2 * initialValue) /
    loss.strongConvexity ** 1.5 * gain(damping, leadingSlope(problem)) / lambda0 ** 3 *
    blend(damping, lambda0 ** 2);
}

/** The same problem with another α. */
export function withScaling(
  problem: OverparameterizedProblem,
  scaling: number,
): OverparameterizedProblem {
  return { ...problem, ...compositeObjective(problem.map, problem.loss, scaling) };
}

/**
 * λ_0/L' with a lower bound L' of the least Lipschitz constant of J: whoever is further than that
 * from w_0 has left {‖w − w_0‖ < λ_0/L}, whichever Lipschitz constant L is.
 */
export function exitRadius(problem: OverparameterizedProblem): number {
  const { map, lambda0, jacobianLipschitz } = problem;
  if (map.lipschitzIsExact) return lambda0 / jacobianLipschitz;
  const least = estimateJacobianLipschitz(map, map.start, lambda0 / jacobianLipschitz, {
    points: 4,
    ascents: 1,
  });
  return lambda0 / Math.min(jacobianLipschitz, least);
}

/** ρ ≤ λ_n²/(1 + λ_n²), as (10) and what rests on it ask. */
export const admittedDamping: Hypothesis<OverparameterizedInstance, unknown> = {
  name: "ρ is admitted",
  statement: String.raw`0 < \rho \le \lambda_n^2/(1 + \lambda_n^2)`,
  holds(instance) {
    const { damping, largestDamping } = overparameterizedProblem(instance);
    return damping <= largestDamping * (1 + 1e-12);
  },
};

/** The start, and points of the flow that lie in the ball. */
export function pointsOfFlow(
  problem: OverparameterizedProblem,
  arithmetic: Arithmetic<unknown>,
  refinement: number,
): { readonly time: number; readonly point: readonly number[] }[] {
  const { times, points, distances } = runFlow(problem, {
    arithmetic,
    untilExit: true,
    refinement,
    // Whether a point is on the flow to more digits matters little.
    tolerance: 1e-3,
    isNear: () => false,
    isSettled: () => true,
  });
  const later = points.map((point, i) => ({ time: times[i]!, point }))
    .filter((_, i) => i % 3 === 2 && distances[i]! < problem.radius);
  return [{ time: 0, point: problem.map.start }, ...later];
}

/** How a flow is observed. */
export interface RunOptions {
  /** What is observed is computed in it. */
  readonly arithmetic: Arithmetic<unknown>;
  /** Where it starts. Default: w_0. */
  readonly from?: readonly number[];
  /** Whether it is observed only as long as it is in the ball. Default: false. */
  readonly untilExit?: boolean;
  /** Tightens the integrator from 1 on. */
  readonly refinement: number;
  /** Of the integrator, before it is tightened. Default: 1e-4. */
  readonly tolerance?: number;
  /** The flow is followed no further than this from w_0, where that is all that is asked. */
  readonly confinement?: number;
  /** Whether what is asserted is so near that integration errors may matter. */
  isNear(run: Run): boolean;
  /** Whether what moved is small enough beside the margins of what is asserted. */
  isSettled(run: Run): boolean;
  /** The flow is followed until the predicted exponent is this. Default: 30. */
  readonly exponent?: number;
}

/** A flow at some times; what it moved by when tolerances were tightened, where that was looked at. */
export interface Run {
  /** Ascending, positive. */
  readonly times: readonly number[];
  /** w there. */
  readonly points: readonly (readonly number[])[];
  /** Δ there. */
  readonly gaps: readonly number[];
  /** ‖αf − f*‖ there. */
  readonly outputDistances: readonly number[];
  /** ‖w − w_0‖ there. */
  readonly distances: readonly number[];
  /** The largest ‖w − w_0‖ up to the last of the times. */
  readonly farthest: number;
  /** Integration errors move log Δ, and distances over r_0, by less. */
  readonly accuracy: number;
  /** T, where it was met and looked for. */
  readonly exit: number | null;
  /** What Δ, ‖αf − f*‖ and the largest distance moved by, or null where nothing was near. */
  readonly moved: {
    readonly gaps: readonly number[];
    readonly outputDistances: readonly number[];
    readonly farthest: number;
  } | null;
}

/** No flow is followed longer. */
const LONGEST = 200;

/** … nor, by default, beyond the time when the predicted exponent is this … */
const EXPONENT = 30;

/** … nor once Δ is below this share of Δ_0, where the rounding of αf − y begins to show. */
const SETTLED = 1e-12;

/** Of the integrator, by default … */
const TOLERANCE = 1e-4;

/** … and by how much confirmation tightens it. */
const TIGHTENING = 1000;

/** Shares of the length of a run at which it is looked at. */
const SHARES = [
  ...[0.01, 0.02, 0.04, 0.08],
  ...Array.from({ length: 12 }, (_, k) => 0.12 + 0.08 * k),
];

/** Follows the flow, and again at tightened tolerances where what is asserted is near. */
export function runFlow(problem: OverparameterizedProblem, options: RunOptions): Run {
  const { arithmetic, untilExit = false, refinement, isNear, isSettled } = options;
  const tolerance = (options.tolerance ?? TOLERANCE) / TIGHTENING ** Math.min(refinement, 1);
  const trajectory = integrate(problem, options, tolerance);
  const exit = untilExit ? exitTime(problem, trajectory) : null;
  // An exit is known but for the integrator's error: what is observed lies before it.
  const length = exit === null ? settlingTime(problem, trajectory) : exit * (1 - 1e-3);
  const times = SHARES.map((share) => share * length);
  const run = look(problem, trajectory, times, { arithmetic, exit, tolerance });
  if (!isNear(run)) return run;
  const follow = (other: number) =>
    other === tolerance ? trajectory : integrate(problem, options, other);
  const observe = (other: number) =>
    look(problem, follow(other), times, { arithmetic, exit, tolerance: other });
  const coarse = withMovement(run, observe, tolerance);
  return isSettled(coarse) ? coarse : withMovement(run, observe, tolerance / 100);
}

/** The run at the tightest of some tolerances, and what moves between them. */
function withMovement(
  run: Run,
  observe: (tolerance: number) => Run,
  tolerance: number,
): Run {
  const count = run.times.length;
  let tightest = run;
  const { moved } = movement(
    (tightened) => {
      tightest = observe(tightened);
      return [...tightest.gaps, ...tightest.outputDistances, tightest.farthest];
    },
    tolerance,
  );
  return {
    ...tightest,
    moved: {
      gaps: moved.slice(0, count),
      outputDistances: moved.slice(count, 2 * count),
      farthest: moved.at(-1)!,
    },
  };
}

function look(
  problem: OverparameterizedProblem,
  trajectory: Trajectory,
  times: readonly number[],
  { arithmetic, exit, tolerance }: {
    readonly arithmetic: Arithmetic<unknown>;
    readonly exit: number | null;
    readonly tolerance: number;
  },
): Run {
  const { map, loss } = problem;
  // Where a trajectory ends before, its end stands for what is not known: it will have moved.
  const points = times.map((time) => trajectory.at(Math.min(time, trajectory.end)));
  const distances = points.map((w) => distance(w, map.start));
  const last = times.at(-1)!;
  const between = trajectory.times.filter((time) => time <= last).map(trajectory.at);
  const farthest = [...points, ...between].reduce((far, w) =>
    distance(w, map.start) > distance(far, map.start) ? w : far
  );
  const outputs = points.map(problem.output);
  return {
    times,
    points,
    gaps: outputs.map((output) => gapIn(arithmetic, loss, output)),
    outputDistances: outputs.map((output) => distanceIn(arithmetic, output, loss.minimizer)),
    distances,
    farthest: distanceIn(arithmetic, farthest, map.start),
    // Each step may add an error of the tolerance, and Δ is a square.
    accuracy: Math.min(0.1, 4 * tolerance * trajectory.times.length),
    exit,
    moved: null,
  };
}

/** The end, or the first end of a step at which Δ is so small that rounding begins to show. */
function settlingTime({ value }: OverparameterizedProblem, trajectory: Trajectory): number {
  const level = SETTLED * value(trajectory.at(0));
  return trajectory.times.slice(1).find((time) => value(trajectory.at(time)) < level) ??
    trajectory.end;
}

/** T, if it is not later than the end. */
function exitTime({ map, radius }: OverparameterizedProblem, trajectory: Trajectory) {
  const { times } = trajectory;
  const isOut = (time: number) => distance(trajectory.at(time), map.start) >= radius;
  const index = times.findIndex(isOut);
  if (index < 0) return null;
  let [inside, outside] = [times[index - 1]!, times[index]!];
  for (let halving = 0; halving < 30; halving++) {
    const middle = (inside + outside) / 2;
    if (isOut(middle)) outside = middle;
    else inside = middle;
  }
  return outside;
}

/** Steps of the explicit method before the flow counts as stiff, and then of the implicit one. */
const MOST_STEPS = [80, 40] as const;

/**
 * Errors are relative to r_0 in w, and to the distance from f*, down to this share of it at the
 * start, in αf: so Δ, which decays by many decades, is resolved as long as it is looked at.
 */
const FLOOR = 1e-4;

function integrate(
  problem: OverparameterizedProblem,
  { from, exponent = EXPONENT, untilExit = false, confinement }: RunOptions,
  tolerance: number,
): Trajectory {
  const { map, loss, scaling, radius } = problem;
  const start = from ?? map.start;
  const scale = 2 / loss.smoothness;
  const floor = FLOOR * Math.sqrt(scale * problem.value(start)) + Number.MIN_VALUE;
  const errorNorm: ErrorNorm = (error, _, after) => {
    const moved = map.jacobian(after).map((row) => scaling * dot(row, error));
    return Math.max(
      Math.hypot(...error) / radius,
      Math.hypot(...moved) / (floor + Math.sqrt(scale * problem.value(after))),
    );
  };
  const field = (_: number, w: readonly number[]) => velocity(problem, w);
  const interval = [0, Math.min(LONGEST, exponent / printedRate(problem))] as const;
  const tightening = TOLERANCE / tolerance;
  // Not before the exit, which is looked for.
  const end = untilExit ? 1.01 * radius : confinement;
  const settings = {
    tolerance,
    errorNorm,
    events: end === undefined
      ? []
      : [(_: number, w: readonly number[]) => end - distance(w, map.start)],
  };
  const explicit = dormandPrince(field, start, interval, {
    ...settings,
    mostSteps: Math.ceil(MOST_STEPS[0] * tightening ** 0.2),
  });
  if (explicit.status !== "exhausted") return explicit;
  const implicit = rosenbrock(field, start, interval, {
    ...settings,
    mostSteps: Math.ceil(MOST_STEPS[1] * tightening ** 0.25),
    timeDerivative: (_, w) => w.map(() => 0),
  });
  return implicit.end > explicit.end ? implicit : explicit;
}

/**
 * −(1/α)Jᵀ[(1 − ρ)K + ρI]⁻¹∇g, which is −(1/α)[H_ρ]⁻¹Jᵀ∇g: n equations instead of p, by Cholesky's
 * decomposition. The matrix may be as ill-conditioned as ‖K‖/ρ.
 */
export function velocity(problem: OverparameterizedProblem, w: readonly number[]): number[] {
  const { map, loss, scaling, damping } = problem;
  const jacobian = map.jacobian(w);
  const x = loss.gradient(map.value(w).map((entry) => scaling * entry));
  const n = x.length;
  const factor: number[][] = [];
  for (let i = 0; i < n; i++) {
    const row: number[] = [];
    for (let j = 0; j <= i; j++) {
      let sum = (1 - damping) * dot(jacobian[i]!, jacobian[j]!) + (i === j ? damping : 0);
      for (let k = 0; k < j; k++) sum -= row[k]! * (i === j ? row[k]! : factor[j]![k]!);
      row.push(i === j ? Math.sqrt(sum) : sum / factor[j]![j]!);
    }
    factor.push(row);
    for (let k = 0; k < i; k++) x[i]! -= row[k]! * x[k]!;
    x[i]! /= row[i]!;
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) x[i]! -= factor[k]![i]! * x[k]!;
    x[i]! /= factor[i]![i]!;
  }
  return w.map((_, k) => {
    let sum = 0;
    for (let j = 0; j < n; j++) sum += jacobian[j]![k]! * x[j]!;
    return -sum / scaling;
  });
}

/**
 * With what the sides moved by as its uncertainty; undecided where that is more than a tenth of the
 * margin.
 */
export function settled(relation: Relation, moved: number): Relation {
  const { lhs, rhs } = relation;
  const isKnown = moved * 10 <= Math.abs(lhs - rhs);
  return { ...relation, uncertainty: isKnown ? moved : Math.max(Math.abs(lhs), Math.abs(rhs)) };
}

/** Whether no relation is undecided for what moved. */
export function areSettled(relations: readonly Relation[]): boolean {
  return relations.every(({ lhs, rhs, uncertainty = 0 }) =>
    uncertainty * 10 <= Math.abs(lhs - rhs)
  );
}

/** Quantities that should decay as a(t) = prefactor · e^{−rate·t}. */
export interface Decay {
  /** The label of the relation. */
  readonly label: string;
  /** The factor of the bound. */
  readonly prefactor: number;
  /** The rate of the bound. */
  readonly rate: number;
  /** What is bounded, at the times of the run. */
  readonly values: readonly number[];
  /** What they moved by, if that was looked at. */
  readonly moved: readonly number[] | undefined;
}

/** Rounding moves a logarithm by far less than so many unit roundoffs, times what cancels. */
const ROUNDINGS = 2560;

/**
 * The predicted exponent over the observed one: 1 at equality, above 1 beyond. Exponents that
 * rounding may make of nothing count as equal.
 *
 * @param cancellation What enters the value of which the observed one is the logarithm, relative to it.
 */
export function exponentRatio(predicted: number, observed: number, cancellation: number): number {
  const unknown = ROUNDINGS * float64.unitRoundoff * (1 + cancellation);
  return Math.min(1e6, (predicted + unknown) / (Math.max(0, observed) + unknown));
}

/** Whether a decay comes so near that integration errors may matter. */
export function isCloseDecay(decay: Decay, { times, accuracy }: Run): boolean {
  return times.some((time, i) => Math.log(bound(decay, time) / decay.values[i]!) < accuracy);
}

function bound({ prefactor, rate }: Decay, time: number): number {
  return prefactor * Math.exp(-rate * time);
}

/** The relation at the time where it comes closest to breaking. */
export function decays(decay: Decay, run: Run, problem: OverparameterizedProblem): Relation {
  const { label, prefactor, rate, values, moved } = decay;
  // Δ and ‖αf − f*‖² are made of αf − y, a difference, and αf sees the rounding of w.
  const magnitude = 2 * Math.hypot(...problem.loss.minimizer) +
    2 * problem.scaling * problem.lambdaN * Math.hypot(...problem.map.start);
  const cancellations = run.outputDistances.map((residual) =>
    Math.min(1e15, 2 * (1 + magnitude / residual))
  );
  const ratios = run.times.map((time, k) =>
    exponentRatio(rate * time, Math.log(prefactor / values[k]!), cancellations[k]!)
  );
  // Where it comes closest to breaking.
  const i = ratios.indexOf(Math.max(...ratios));
  const lhs = values[i]!;
  const rhs = bound(decay, run.times[i]!);
  const relation: Relation = {
    label,
    lhs,
    sense: "<=",
    rhs,
    scale: lhs * (1 + cancellations[i]!) + rhs,
    size: Math.max(lhs, rhs),
    ratio: ratios[i]!,
    family: problem.map.family,
  };
  return moved === undefined ? relation : settled(relation, moved[i]!);
}

/** The decay of Δ. */
export function gapDecay(
  label: string,
  run: Run,
  { initialValue }: OverparameterizedProblem,
  rate: number,
): Decay {
  return {
    label,
    prefactor: initialValue,
    rate,
    values: run.gaps,
    moved: run.moved?.gaps,
  };
}

/** That a flow stays within a radius. */
export function stays(
  label: string,
  run: Run,
  radius: number,
  { map }: OverparameterizedProblem,
): Relation {
  const relation: Relation = {
    label,
    lhs: run.farthest,
    sense: "<=",
    rhs: radius,
    scale: radius + run.farthest + Math.hypot(...map.start),
    family: map.family,
  };
  return run.moved === null ? relation : settled(relation, run.moved.farthest);
}

/** Whether the largest distance is so near a radius that integration errors may matter. */
export function isCloseTo(radius: number, { farthest, accuracy }: Run): boolean {
  return farthest > (1 - accuracy) * radius;
}

/** Δ over time, with bounds. */
export function decayFigure(
  runs: readonly { readonly name: string; readonly run: Run }[],
  bounds: readonly {
    readonly name: string;
    readonly prefactor: number;
    readonly rate: number;
  }[],
): Figure {
  const times = runs[0]!.run.times;
  return {
    kind: "lines",
    title: "the optimality gap along the flow",
    x: { label: "t" },
    y: { label: "Δ", scale: "log" },
    series: [
      ...runs.map(({ name, run }) => ({
        name,
        role: "observed" as const,
        points: run.times.map((time, i): Point => [time, run.gaps[i]!]),
      })),
      ...bounds.map(({ name, prefactor, rate }) => ({
        name,
        role: "predicted" as const,
        points: times.map((time): Point => [time, prefactor * Math.exp(-rate * time)]),
      })),
    ],
  };
}

/** ‖w − w_0‖ over time, with radii. */
export function distanceFigure(
  runs: readonly { readonly name: string; readonly run: Run }[],
  radii: readonly { readonly name: string; readonly radius: number }[],
): Figure {
  const { times } = runs[0]!.run;
  return {
    kind: "lines",
    title: "the distance from the start along the flow",
    x: { label: "t" },
    y: { label: "‖w − w_0‖" },
    series: [
      ...runs.map(({ name, run }) => ({
        name,
        role: "observed" as const,
        points: run.times.map((time, i): Point => [time, run.distances[i]!]),
      })),
      ...radii.map(({ name, radius }) => ({
        name,
        role: "predicted" as const,
        points: [times[0]!, times.at(-1)!].map((time): Point => [time, radius]),
      })),
    ],
  };
}

/**
 * Instances as `overparameterizedInstances` draws them; of these, and of networks with orthogonal
 * inputs, some with the target moved onto the direction of the least eigenvalue of K_0: what the
 * network can only just follow, or cannot.
 */
export function flowInstances(
  options: OverparameterizedOptions & {
    readonly damping: NonNullable<OverparameterizedOptions["damping"]>;
    readonly scaling: NonNullable<OverparameterizedOptions["scaling"]>;
  },
): Arbitrary<OverparameterizedInstance> {
  const drawn = overparameterizedInstances({ maximumDimension: 6, ...options });
  return fc.oneof(
    { withCrossShrink: true },
    drawn,
    aimed(drawn),
    aimed(orthogonalNetworks(options)),
  );
}

/**
 * With the target along the left singular vector of the least singular value of J(w_0), and with
 * the least α that is printed, where one is.
 */
function aimed(instances: Arbitrary<OverparameterizedInstance>): Arbitrary<
  OverparameterizedInstance
> {
  return fc.tuple(instances, nonzeroNumber({ minimum: 0.1, maximum: 10 }))
    .map(([instance, size]) => ({
      ...instance,
      scaling: instance.scaling.kind === "printed"
        ? { ...instance.scaling, factor: 1 }
        : instance.scaling,
      target: leastDirection(instance.map).map((entry) =>
        Math.abs(entry) < 1e-9 ? 0 : size * entry
      ),
    }));
}

function leastDirection(instance: GaussNewtonMapInstance): number[] {
  const map = gaussNewtonMap(instance);
  const { u } = float64.singularValueDecomposition(float64.matrix(map.jacobian(map.start)));
  return float64.toRows(u).map((row) => row[map.outputs - 1]!);
}

/**
 * One or two neurons on orthogonal inputs of one length, in a space of one dimension more than
 * there are inputs: at w_init their slopes along the axes may differ by much.
 */
function orthogonalNetworks(
  { damping, scaling, maximumConditionNumber = 1e6 }: Parameters<typeof flowInstances>[0],
): Arbitrary<OverparameterizedInstance> {
  return fc.record({
    activation: fc.constantFrom(...activationKinds),
    outputs: fc.integer({ min: 1, max: 3 }),
    size: magnitude({ minimum: 0.25, maximum: 2 }),
    neurons: fc.array(
      fc.record({
        outer: fc.constantFrom(1, -1),
        // x_1·w_init.
        first: realNumber({ minimum: -3, maximum: 3 }),
        others: vectorOf(
          3,
          fc.oneof(fc.constant(0), realNumber({ minimum: -3, maximum: 3 })),
        ),
      }),
      { minLength: 1, maxLength: 2 },
    ),
    damping: magnitude({ minimum: 1e-4, maximum: 1 }),
  }).map(({
    activation,
    outputs,
    size,
    neurons,
    damping: share,
  }): OverparameterizedInstance => ({
    map: {
      family: "network",
      activation,
      inputs: Array.from(
        { length: outputs },
        (_, j) => Array.from({ length: outputs + 1 }, (_, k) => k === j ? size : 0),
      ),
      outerWeights: neurons.map(({ outer }) => outer),
      initialWeights: neurons.map(({ first, others }) =>
        [first / size, ...others].slice(0, outputs + 1)
      ),
    },
    loss: { kind: "quadratic" },
    target: Array.from({ length: outputs }, () => 1),
    damping: damping === "least eigenvalue"
      ? { kind: damping }
      : { kind: damping === "unit" ? "number" : "share", value: share },
    scaling: scaling === "free"
      ? { kind: "number", value: 1 }
      : { kind: "printed", claim: scaling, factor: 1 },
  })).filter((instance) => {
    const problem = ifPossible(instance);
    return problem !== undefined &&
      (problem.lambdaN / problem.lambda0) ** 2 <= maximumConditionNumber &&
      problem.scaling <= 1e9 && problem.scaling >= 1e-6 &&
      (damping !== "least eigenvalue" || problem.damping <= problem.largestDamping);
  });
}

function ifPossible(instance: OverparameterizedInstance): OverparameterizedProblem | undefined {
  try {
    return overparameterizedProblem(instance);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
