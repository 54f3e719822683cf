/**
 * Pictures of the runs and points of the local theory.
 *
 * @module
 */

import { float64 } from "../../lib/arithmetic/mod.ts";
import { nearestZero } from "../../problems/mod.ts";
import type { Figure, LinesFigure, Series } from "../../verify/mod.ts";
import { enumerated, evenly, level, over, type Point, shortly, spectrumOf } from "../_figures.ts";
import { type Method, trajectory } from "./_local.ts";
import { objective, type Run, type RunInstance, type Runs } from "./_runs.ts";

/** Runs are shown for so many steps, even where the claim is about fewer. */
const LEAST_STEPS = 16;

/** The runs that figures show. */
export interface ShownRuns extends Runs {
  /** Up to which t the claim is judged on them. */
  readonly judged: number;
}

/**
 * The runs with the smallest step, which decides what holds for any sufficiently small one, from the
 * largest radius, which rounding disturbs least. Short ones are made again in float64, with more
 * steps.
 */
export function shownRuns(
  { geometry, runs }: Runs,
  instance: RunInstance,
  method: Method,
): ShownRuns {
  const { problem } = geometry;
  const radius = Math.max(...runs.map(({ neighbourhood }) => neighbourhood.radius));
  const stepSize = Math.min(...runs.map((run) => run.stepSize));
  const chosen = runs.filter((run) =>
    run.neighbourhood.radius === radius && run.stepSize === stepSize
  );
  const judged = instance.steps * runs[0]!.stepSize / stepSize;
  if (judged >= LEAST_STEPS) return { geometry, runs: chosen, judged };
  const optimizer = method(float64, { stepSize, rank: problem.rank });
  const longer = chosen.map((run) => ({
    ...run,
    ...trajectory(float64, problem, optimizer, run.start.theta, LEAST_STEPS),
  }));
  return { geometry, runs: longer, judged };
}

/** The run whose residual falls most slowly: where a rate has to show itself. */
function slowestRun({ runs }: Runs): Run {
  const speed = ({ residualNorms }: Run) =>
    Math.log(residualNorms[0]! / residualNorms.at(-1)!) / (residualNorms.length - 1);
  return runs.reduce((slowest, run) => speed(run) < speed(slowest) ? run : slowest);
}

/** A quantity along a run. */
export interface Along {
  /** The name in the legend. */
  readonly name: string;
  /** Its values at θ_0, θ_1, … */
  readonly of: (run: Run) => readonly number[];
}

/** A bound along a run. */
export interface Bound {
  /** The name in the legend. */
  readonly name: string;
  /** Its value at θ_t. */
  readonly at: (run: Run, t: number) => number;
}

/** A floor is drawn under values that come as close to it as this. */
const NEAR_FLOOR = 1e4;

/**
 * Quantities along the slowest run against what the claim says of them, the spectrum of J(θ*), and
 * the paths in a plane.
 *
 * @param what The quantities in a few words.
 * @param floor Where they are only rounding. Default: not shown.
 */
export function runFigures(
  shown: ShownRuns,
  what: string,
  observed: readonly Along[],
  bounds: readonly Bound[],
  floor?: (run: Run) => number,
): Figure[] {
  const run = slowestRun(shown);
  const distance = shortly(run.neighbourhood.radius);
  const times = run.residualNorms.map((_, t) => t);
  const seen = observed.map(({ name, of }): Series => ({
    name,
    role: "observed",
    points: enumerated(of(run)),
  }));
  const predicted = bounds.map(({ name, at }): Series => ({
    name,
    role: "predicted",
    points: over(times, (t) => at(run, t)),
  }));
  const lowest = floor?.(run) ?? 0;
  const isNear = seen.some(({ points }) => points.some(([, y]) => y < NEAR_FLOOR * lowest));
  return [
    {
      kind: "lines",
      title: `${what}, on the slowest run from the distance ${distance} ` +
        `(judged up to t = ${shown.judged})`,
      x: { label: "iteration t" },
      y: { label: what, scale: "log" },
      series: [
        ...seen,
        ...predicted,
        ...(isNear ? [level("rounding of F", "floor", lowest, times)] : []),
      ],
    },
    ...jacobianSpectrum(shown.geometry.singularValues),
    ...pathFigures(shown),
  ];
}

/** f along the slowest run against rates. */
export function objectiveFigures(
  shown: ShownRuns,
  rates: readonly { readonly name: string; readonly factor: (run: Run) => number }[],
): Figure[] {
  return runFigures(
    shown,
    "objective f(θ_t)",
    [{ name: "f(θ_t)", of: ({ residualNorms }) => residualNorms.map(objective) }],
    rates.map(({ name, factor }) => ({
      name,
      at: (run, t) => factor(run) ** t * objective(run.residualNorms[0]!),
    })),
    ({ floor }) => objective(floor),
  );
}

/** The nonzero singular values of a Jacobian, where there are several. */
export function jacobianSpectrum(singularValues: readonly number[]): LinesFigure[] {
  const conditionNumber = Math.max(...singularValues) / Math.min(...singularValues);
  const title = `nonzero singular values of J, condition number ${shortly(conditionNumber)}`;
  return spectrumOf(title, "singular value of J", "σ_i(J)", singularValues);
}

/** How many points of a zero set are drawn. */
const ZEROS = 41;

/**
 * The paths in the plane of the right singular vectors of σ_max and σ_min; where m = 2 and r = 1, in
 * the whole plane with the zero set. Where neither spans a plane, none.
 */
function pathFigures({ geometry: { problem, extremeDirections }, runs }: Runs): Figure[] {
  const { zero, parameters } = problem;
  const first = extremeDirections[0]!;
  const second = extremeDirections[1] ??
    (parameters === 2 ? [-first[1]!, first[0]!] : undefined);
  if (second === undefined) return [];
  const coordinate = (theta: readonly number[], direction: readonly number[]) =>
    theta.reduce((sum, value, i) => sum + (value - zero[i]!) * direction[i]!, 0);
  const inPlane = (theta: readonly number[]): Point => [
    coordinate(theta, first),
    coordinate(theta, second),
  ];
  const isCurve = extremeDirections.length === 1;
  const reach = 1.5 * runs[0]!.neighbourhood.radius;
  const zeros = evenly(-reach, reach, isCurve ? ZEROS : 0).map((length) =>
    inPlane(nearestZero(problem, zero.map((value, i) => value + length * second[i]!)))
  );
  const plane = isCurve
    ? "v along the singular vector of J(θ*), w along the zero set"
    : "v and w along the right singular vectors of σ_max and σ_min";
  return [{
    kind: "plane",
    title: `paths of the iterates about θ*, ${plane}`,
    x: { label: "⟨θ − θ*, v⟩" },
    y: { label: "⟨θ − θ*, w⟩" },
    paths: [
      ...runs.map(({ iterates }, k): Series => ({
        name: `run ${k + 1}`,
        role: "observed",
        points: iterates.map(inPlane),
      })),
      ...(isCurve ? [{ name: "zero set of F", role: "reference" as const, points: zeros }] : []),
    ],
    points: [{ name: "θ*", role: "reference", at: [0, 0] }],
  }];
}

/** A constant with its name. */
export interface Level {
  /** The name in the legend. */
  readonly name: string;
  /** The constant. */
  readonly value: number;
}

/** A quantity at all points near θ*, over the radius, against its bound and its limit. */
export function radiusFigure(
  title: string,
  y: LinesFigure["y"],
  points: readonly { readonly radius: number; readonly value: number }[],
  bound: Level,
  limit: Level,
): LinesFigure {
  const radii = points.map(({ radius }) => radius);
  return {
    kind: "lines",
    title,
    x: { label: "radius of the neighbourhood of θ*", scale: "log" },
    y,
    mark: "dots",
    series: [
      {
        name: "at the points that were probed",
        role: "observed",
        points: points.map(({ radius, value }) => [radius, value]),
      },
      level(bound.name, "predicted", bound.value, radii),
      level(limit.name, "reference", limit.value, radii),
    ],
  };
}
