/**
 * Figures: what a claim has to show of an instance, as data. The report draws them.
 *
 * @module
 */

import { checkFigures } from "./door/figure_shape.ts";

/** An axis. */
export interface Axis {
  /** What is on it, with its unit where it has one; mathematics as plain text. */
  readonly label: string;
  /** Default: linear. A logarithmic axis leaves out what is not positive. */
  readonly scale?: "linear" | "log";
}

/** What a series or point stands for; the report gives each role its own line, mark and colour. */
export type FigureRole = "observed" | "predicted" | "floor" | "reference";

/** Points that belong together. */
export interface Series {
  /** The name in the legend. */
  readonly name: string;
  /** What it stands for. */
  readonly role: FigureRole;
  /** Its points, in order. */
  readonly points: readonly (readonly [x: number, y: number])[];
  /** The band in which what the points are the middle of spreads, in order. Default: none is drawn. */
  readonly spread?: readonly (readonly [x: number, lower: number, upper: number])[];
}

/** Quantities over a common axis: trajectories against predicted rates, floors, spectra. */
export interface LinesFigure {
  /** The kind of figure. */
  readonly kind: "lines";
  /** What is shown. */
  readonly title: string;
  /** The horizontal axis. */
  readonly x: Axis;
  /** The vertical axis. */
  readonly y: Axis;
  /** `dots` for what is discrete, as spectra. Default: line. */
  readonly mark?: "line" | "dots";
  /** What is drawn. */
  readonly series: readonly Series[];
}

/** A power law: measured points, the fitted slope with its interval, the predicted slope. */
export interface ScalingFigure {
  /** The kind of figure. */
  readonly kind: "scaling";
  /** What is shown. */
  readonly title: string;
  /** The horizontal axis; logarithmic. */
  readonly x: Axis;
  /** The vertical axis; logarithmic. */
  readonly y: Axis;
  /** What was measured. */
  readonly points: readonly (readonly [x: number, y: number])[];
  /** The slope of the fit in log-log coordinates, with its confidence interval. */
  readonly slope: { readonly estimate: number; readonly lower: number; readonly upper: number };
  /** The slope that the claim predicts. */
  readonly predicted: number;
}

/** Geometry in two dimensions: paths, sets and points in a plane, with equal units on both axes. */
export interface PlaneFigure {
  /** The kind of figure. */
  readonly kind: "plane";
  /** What is shown. */
  readonly title: string;
  /** The horizontal axis. */
  readonly x: Axis;
  /** The vertical axis. */
  readonly y: Axis;
  /** Curves: paths of iterates, sets. */
  readonly paths: readonly Series[];
  /** Single points with their names. */
  readonly points: readonly {
    readonly name: string;
    readonly role: FigureRole;
    readonly at: readonly [x: number, y: number];
  }[];
}

/** A figure that is drawn over axes. */
export type PlottedFigure = LinesFigure | ScalingFigure | PlaneFigure;

/** A table as a paper prints it, with the cells that decide marked. */
export interface TableFigure {
  /** The kind of figure. */
  readonly kind: "table";
  /** Its caption. */
  readonly title: string;
  /** Where it is printed, such as "Table 2". */
  readonly locus: string;
  /** The names of the columns. */
  readonly columns: readonly string[];
  /** How many of the first columns name the row. */
  readonly keys: number;
  /** The rows, each with a cell for each column, as they are printed. */
  readonly rows: readonly (readonly string[])[];
  /** The cells that decide. */
  readonly marks: readonly TableMark[];
}

/** A cell that decides what a sentence says of a table. */
export interface TableMark {
  /** Its row, from 0 on. */
  readonly row: number;
  /** Its column, from 0 on. */
  readonly column: number;
  /** Whether what it is compared with keeps the sentence, breaks it, or leaves it open. */
  readonly status: "kept" | "broken" | "open";
  /** The comparisons that it enters and that have this outcome. */
  readonly comparisons: readonly string[];
}

/** A figure of any kind. */
export type Figure = PlottedFigure | TableFigure;

type Point = readonly [x: number, y: number];

/** How many points of a series, or single points of a plane, the evidence holds at most. */
export const MOST_POINTS = 200;

/**
 * Figures as the evidence holds them: without what is not a finite number, which JSON does not have,
 * with long series and many points thinned, and without series and figures that nothing is left of.
 *
 * @throws {TypeError} If something is no figure, or has what evidence has no place for.
 */
export function storableFigures(figures: readonly Figure[]): Figure[] {
  checkFigures(figures, "figures()");
  return figures.flatMap((figure): Figure[] => {
    switch (figure.kind) {
      case "lines": {
        const series = storableSeries(figure.series);
        return series.length === 0 ? [] : [{ ...figure, series }];
      }
      case "scaling": {
        const { estimate, lower, upper } = figure.slope;
        const points = thin(figure.points.filter(isFinitePoint));
        const isFitted = [estimate, lower, upper, figure.predicted].every(Number.isFinite);
        return points.length === 0 || !isFitted ? [] : [{ ...figure, points }];
      }
      case "plane": {
        const paths = storableSeries(figure.paths);
        const finite = figure.points.filter(({ at }) => isFinitePoint(at));
        const points = thinned(finite.map(({ at }) => at)).map((index) => finite[index]!);
        return paths.length + points.length === 0 ? [] : [{ ...figure, paths, points }];
      }
      case "table":
        return [figure];
    }
  });
}

function storableSeries(series: readonly Series[]): Series[] {
  return series
    .map(({ spread = [], ...one }) => {
      const band = spread.filter((ends) => ends.every(Number.isFinite));
      const kept = thinned(band.map(([x, , upper]) => [x, upper])).map((index) => band[index]!);
      return {
        ...one,
        points: thin(one.points.filter(isFinitePoint)),
        ...(kept.length === 0 ? {} : { spread: kept }),
      };
    })
    .filter(({ points }) => points.length > 0);
}

function isFinitePoint([x, y]: Point): boolean {
  return Number.isFinite(x) && Number.isFinite(y);
}

/**
 * At most {@linkcode MOST_POINTS} of the points, in their order: the first, the last, and of each of
 * as many stretches of equal length as that leaves room for, its extremes in both coordinates. A
 * curve through them looks like the curve through all.
 */
export function thin(points: readonly Point[]): readonly Point[] {
  return points.length <= MOST_POINTS ? points : thinned(points).map((index) => points[index]!);
}

/** The indices of the points that {@linkcode thin} keeps. */
function thinned(points: readonly Point[]): readonly number[] {
  if (points.length <= MOST_POINTS) return [...points.keys()];
  const last = points.length - 1;
  const stretches = Math.floor((MOST_POINTS - 2) / 4);
  const kept = new Set([0, last]);
  for (let k = 0; k < stretches; k++) {
    const from = Math.floor(k * points.length / stretches);
    const to = Math.floor((k + 1) * points.length / stretches);
    for (const coordinate of [0, 1] as const) {
      let lowest = from;
      let highest = from;
      for (let i = from; i < to; i++) {
        const value = points[i]![coordinate];
        if (value < points[lowest]![coordinate]) lowest = i;
        if (value > points[highest]![coordinate]) highest = i;
      }
      kept.add(lowest).add(highest);
    }
  }
  return [...kept].sort((a, b) => a - b);
}
