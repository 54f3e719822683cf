/**
 * What the figures of claims share.
 *
 * @module
 */

import type { PowerLaw } from "../lib/statistics/mod.ts";
import type { FigureRole, LinesFigure, ScalingFigure, Series } from "../verify/mod.ts";

/** A point of a figure. */
export type Point = readonly [x: number, y: number];

/** Values over 0, 1, 2, …, or from another number on. */
export function enumerated(values: readonly number[], from: number = 0): Point[] {
  return values.map((value, index) => [from + index, value]);
}

/** A function over the places where other points have their x. */
export function over(places: readonly number[], f: (x: number) => number): Point[] {
  return places.map((x) => [x, f(x)]);
}

/** So many numbers from the first to the last, equally far apart. */
export function evenly(first: number, last: number, count: number): number[] {
  return Array.from({ length: count }, (_, k) => first + k * (last - first) / (count - 1));
}

/** So many positive numbers from the first to the last, in equal proportions. */
export function geometrically(first: number, last: number, count: number): number[] {
  return evenly(Math.log(first), Math.log(last), count).map(Math.exp);
}

/** A constant, drawn over the places of other points. */
export function level(
  name: string,
  role: FigureRole,
  value: number,
  places: readonly number[],
): Series {
  return { name, role, points: over([...new Set(places)], () => value) };
}

/** Values with a name, of which a figure shows a spectrum. */
export interface Spectrum {
  /** The name in the legend. */
  readonly name: string;
  /** What the values stand for. Default: observed. */
  readonly role?: FigureRole;
  /** The values, in any order. */
  readonly values: readonly number[];
}

/** Spectra in descending order, as dots; on a logarithmic axis if all values are positive. */
export function spectrumFigure(
  title: string,
  label: string,
  spectra: readonly Spectrum[],
): LinesFigure {
  const isPositive = spectra.every(({ values }) => values.every((value) => value > 0));
  return {
    kind: "lines",
    title,
    x: { label: "index, largest first" },
    y: { label, scale: isPositive ? "log" : "linear" },
    mark: "dots",
    series: spectra.map(({ name, role = "observed", values }) => ({
      name,
      role,
      points: enumerated(values.toSorted((a, b) => b - a), 1),
    })),
  };
}

/** The spectrum of an operator, where it has several values. */
export function spectrumOf(
  title: string,
  label: string,
  name: string,
  values: readonly number[],
): LinesFigure[] {
  return values.length === 1 ? [] : [spectrumFigure(title, label, [{ name, values }])];
}

/** Measurements with the power law that was fitted to them. */
export function scalingFigure(
  title: string,
  x: string,
  y: string,
  points: readonly Point[],
  { exponent, interval }: PowerLaw,
  predicted: number,
): ScalingFigure {
  return {
    kind: "scaling",
    title,
    x: { label: x, scale: "log" },
    y: { label: y, scale: "log" },
    points,
    slope: { estimate: exponent, lower: exponent - interval, upper: exponent + interval },
    predicted,
  };
}

/** A number as titles show it. */
export function shortly(value: number): string {
  return String(Number(value.toPrecision(3)));
}
