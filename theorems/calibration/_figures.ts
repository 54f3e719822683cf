/**
 * Pictures of the calibration theorems: what they compare over the steps of a run or over step sizes,
 * and paths where they have one in a plane or on a line.
 *
 * The runs are made again in float64, with the methods of the claim.
 *
 * @module
 */

import { float64 } from "../../lib/arithmetic/mod.ts";
import { convexFunction, type ConvexFunctionInstance } from "../../problems/mod.ts";
import {
  type Axis,
  type Claim,
  type Figure,
  type FigureRole,
  type JudgedRelation,
  judgeRelation,
  type LinesFigure,
  type PlaneFigure,
  type Series,
} from "../../verify/mod.ts";
import { evenly, level, over, type Point, spectrumOf } from "../_figures.ts";
import { type SymmetricInstance, symmetricParts } from "./_system.ts";

/** Instances that differ in one number. */
export interface Sweep<I> {
  /** What is shown. */
  readonly title: string;
  /** The number. */
  readonly x: Axis;
  /** What the claim compares. */
  readonly y: Axis;
  /** The values of the number. */
  readonly places: readonly number[];
  /** The instance with another value of it. */
  readonly at: (place: number) => I;
}

/** A relation at a place of a sweep. */
type Judged = JudgedRelation & { readonly place: number };

function series(
  name: string,
  role: FigureRole,
  judged: readonly Judged[],
  value: (one: Judged) => number,
): Series {
  return { name, role, points: judged.map((one) => [one.place, value(one)]) };
}

/**
 * Both sides of a claim's first relation over a sweep, with the right sides of all variants; and how
 * much of these bounds is used, where it is more than rounding.
 */
export function sweepFigures<I, O>(claim: Claim<I, O>, sweep: Sweep<I>): LinesFigure[] {
  const { title, x, y, places, at } = sweep;
  const observed = places.map((place) => {
    const instance = at(place);
    return { place, instance, observation: claim.observe(instance, float64, 0) };
  });
  const variants = Object.entries(claim.variants).map(([name, { relations }]) => ({
    name,
    judged: observed.flatMap(({ place, instance, observation }): Judged[] => {
      const relation = relations(observation, instance)[0]!;
      // What no step at all guarantees may be infinite.
      if (relation.rhs === Infinity) return [];
      return [{ place, ...judgeRelation(relation, float64.unitRoundoff) }];
    }),
  }));
  const [{ judged }] = variants as [typeof variants[number]];
  const isRounding = y.scale === "log" &&
    judged.some(({ relation: { lhs }, tolerance }) => lhs < tolerance);
  const comparison: LinesFigure = {
    kind: "lines",
    title,
    x,
    y,
    series: [
      series("observed", "observed", judged, ({ relation }) => relation.lhs),
      ...variants.map(({ name, judged }) =>
        series(`bound, ${name}`, "predicted", judged, ({ relation }) => relation.rhs)
      ),
      ...(isRounding
        ? [series("what rounding may explain", "floor", judged, ({ tolerance }) => tolerance)]
        : []),
    ],
  };
  const shares = variants.map(({ name, judged }) => {
    const resolved = judged.filter(({ ratio, relation }) => ratio !== null && relation.rhs > 0);
    return series(`of the ${name} bound`, "observed", resolved, ({ ratio }) => ratio!);
  });
  if (shares.some(({ points }) => points.length === 0)) return [comparison];
  return [comparison, {
    kind: "lines",
    title: `how much of the bound is used: ${title}`,
    x,
    y: { label: "observed over bound" },
    series: [...shares, level("all of it", "reference", 1, places)],
  }];
}

/** Runs are shown for so many steps, even where the claim is about fewer. */
const LEAST_STEPS = 10;

/** An instance of a claim about N steps. */
interface Run {
  /** N. */
  readonly steps: number;
}

/** 0 or 1, …, as far as a run is shown. */
function stepNumbers({ steps }: Run, from: number = 0): number[] {
  const last = Math.max(steps, LEAST_STEPS);
  return evenly(from, last, last - from + 1);
}

/**
 * Both sides of a claim after each number of steps, and how much of the bound is used.
 *
 * @param quantity What is compared.
 * @param from The least number of steps that the claim can do. Default: 0.
 */
export function stepFigures<I extends Run, O>(
  claim: Claim<I, O>,
  instance: I,
  quantity: string,
  from: number = 0,
): LinesFigure[] {
  return sweepFigures(claim, {
    title: `${quantity} after k steps (the claim is judged at k = ${instance.steps})`,
    x: { label: "steps k" },
    y: { label: quantity, scale: "log" },
    places: stepNumbers(instance, from),
    at: (steps) => ({ ...instance, steps }),
  });
}

/** An observation of a run that tells where it ended. */
interface Ended {
  /** x_N. */
  readonly last: readonly number[];
}

/** x_0, x_1, … of a run. */
export function pathOf<I extends Run, O extends Ended>(
  claim: Claim<I, O>,
  instance: I,
): (readonly number[])[] {
  return stepNumbers(instance).map((steps) =>
    claim.observe({ ...instance, steps }, float64, 0).last
  );
}

/** A path in the plane about a point, which is drawn at 0. */
export function planeFigure(
  title: string,
  target: string,
  path: readonly Point[],
  references: readonly Series[] = [],
): PlaneFigure {
  return {
    kind: "plane",
    title,
    x: { label: "first coordinate of x − " + target },
    y: { label: "second coordinate of x − " + target },
    paths: [...references, { name: "x_0, x_1, …", role: "observed", points: path }],
    points: [
      { name: "x_0", role: "observed", at: path[0]! },
      { name: target, role: "reference", at: [0, 0] },
    ],
  };
}

/** The ellipse of the given half axes. */
export function ellipse(name: string, [a, b]: Point): Series {
  const points = evenly(0, 2 * Math.PI, 49).map((angle): Point => [
    a * Math.cos(angle),
    b * Math.sin(angle),
  ]);
  return { name, role: "reference", points };
}

/** The path about a point, where the dimension is 2, with a circle through the start. */
export function circledPath<I extends Run, O extends Ended>(
  claim: Claim<I, O>,
  instance: I,
  center: readonly number[],
): Figure[] {
  if (center.length !== 2) return [];
  const path = pathOf(claim, instance).map((x): Point => [x[0]! - center[0]!, x[1]! - center[1]!]);
  const radius = Math.hypot(...path[0]!);
  return [
    planeFigure("the path of the iterates", "x*", path, [
      ellipse("distance of the start", [radius, radius]),
    ]),
  ];
}

/** Qᵀ(x − offset). */
function inEigenbasis(
  instance: SymmetricInstance,
  x: readonly number[],
  offset?: readonly number[],
): number[] {
  const { basis } = symmetricParts(instance);
  return basis.map((_, k) =>
    x.reduce((sum, value, i) => sum + basis[i]![k]! * (value - (offset?.[i] ?? 0)), 0)
  );
}

/**
 * A run for A x = b: both sides after each number of steps, the spectrum of A, and in dimension 2 the
 * path in the coordinates of the eigenvectors.
 */
export function systemFigures<
  I extends Run & SymmetricInstance & { readonly solution?: readonly number[] },
  O extends Ended,
>(
  claim: Claim<I, O>,
  instance: I,
  quantity: string,
): Figure[] {
  return [
    ...stepFigures(claim, instance, quantity),
    ...eigenvalueFigures(instance),
    ...systemPath(claim, instance),
  ];
}

/** The spectrum of A, where it has several values. */
export function eigenvalueFigures({ eigenvalues }: SymmetricInstance): LinesFigure[] {
  return spectrumOf("eigenvalues of A", "eigenvalue", "λ_i(A)", eigenvalues);
}

function systemPath<
  I extends Run & SymmetricInstance & { readonly solution?: readonly number[] },
  O extends Ended,
>(claim: Claim<I, O>, instance: I): Figure[] {
  const { eigenvalues, solution } = instance;
  if (eigenvalues.length !== 2) return [];
  const path = pathOf(claim, instance).map((x): Point => {
    const [first, second] = inEigenbasis(instance, x, solution);
    return [first!, second!];
  });
  const energy = eigenvalues.reduce((sum, value, i) => sum + value * path[0]![i]! ** 2, 0);
  const halfAxes = eigenvalues.map((value) => Math.sqrt(energy / value));
  return [
    planeFigure("the path of the iterates, in the coordinates of the eigenvectors", "x*", path, [
      ellipse("level set of f through x_0", [halfAxes[0]!, halfAxes[1]!]),
    ]),
  ];
}

/** The iterates on the graph of a function of one variable, or in the plane about its minimizer. */
export function iterateFigures(
  objective: ConvexFunctionInstance,
  path: readonly (readonly number[])[],
): Figure[] {
  const f = convexFunction(objective);
  const { minimizer } = f;
  const gap = (x: number) => f.value(float64, float64.vector([x]));
  if (minimizer.length === 2) {
    const offsets = path.map((x): Point => [x[0]! - minimizer[0]!, x[1]! - minimizer[1]!]);
    return [planeFigure("the path of the iterates", "x*", offsets)];
  }
  if (minimizer.length !== 1) return [];
  const center = minimizer[0]!;
  const reach = 1.2 * Math.max(...path.map(([x]) => Math.abs(x! - center)));
  const places = evenly(center - reach, center + reach, 81);
  return [{
    kind: "lines",
    title: "the iterates on the graph of f",
    x: { label: "x" },
    y: { label: "f(x) − f*" },
    series: [
      { name: "f", role: "reference", points: over(places, gap) },
      { name: "x_0, x_1, …", role: "observed", points: path.map(([x]) => [x!, gap(x!)]) },
    ],
  }];
}

/** A run of a method on a function: both sides after each number of steps, and the iterates. */
export function minimizationFigures<
  I extends Run & { readonly objective: ConvexFunctionInstance },
  O extends Ended,
>(claim: Claim<I, O>, instance: I): Figure[] {
  return [
    ...stepFigures(claim, instance, "f(x_k) − f*"),
    ...iterateFigures(instance.objective, pathOf(claim, instance)),
  ];
}
