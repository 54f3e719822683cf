/**
 * Drawings that are on record: what a picture looks like follows from many constants, and from ranges
 * of numbers of which only some are met in the figures of the claims.
 *
 * After a change that is meant, look at the new pictures, write the record again and look at what
 * differs:
 *
 *     deno run --allow-read --allow-write --allow-env verify/report/site/testdata/recorded_drawings.ts
 *
 * @module
 */

import { DOMParser } from "linkedom";
import { createHash } from "node:crypto";
import { type Distribution, RATIO_EDGES } from "../../../evidence.ts";
import type { Axis, FigureRole, PlottedFigure, Series } from "../../../figure.ts";
import { draw, drawDistribution, type Drawing, type LegendEntry } from "../plot.ts";
import { FIGURES } from "./evidence.ts";

/** The file of how the drawings looked when it was last written. */
export const DRAWINGS = new URL("recorded_drawings.json", import.meta.url);

/** What is on record of a drawing: enough to see what has changed, and that all is the same. */
export interface RecordedDrawing {
  /** The legend: how each name is drawn. */
  readonly legend?: readonly string[];
  /** What the picture leaves out. */
  readonly remark?: string;
  /** Width and height. */
  readonly size?: string;
  /** The label of the horizontal axis and its ticks. */
  readonly x?: string;
  /** The label of the vertical axis and its ticks. */
  readonly y?: string;
  /** How many shapes there are of each kind of mark. */
  readonly marks?: Readonly<Record<string, number>>;
  /** The digest of the whole picture. */
  readonly sha256?: string;
}

type Point = readonly [x: number, y: number];

const LONG =
  "a name that is far too long for a picture and for its legend, with x_1 and y^2 in it; ";

/** A figure of lines over two axes. */
function lines(
  series: readonly (readonly [name: string, role: FigureRole, points: readonly Point[]])[],
  x: Axis = { label: "t" },
  y: Axis = { label: "f" },
  mark: "line" | "dots" = "line",
): PlottedFigure {
  const given = series.map(([name, role, points]): Series => ({ name, role, points }));
  return { kind: "lines", title: "lines", x, y, mark, series: given };
}

/** A line through these values, at 0, 1, 2, … */
function through(...values: readonly number[]): PlottedFigure {
  return lines([["values", "observed", values.map((value, t) => [t, value])]]);
}

/** The same on a logarithmic axis. */
function onLog(...values: readonly number[]): PlottedFigure {
  const points = values.map((value, t): Point => [t, value]);
  return lines([["values", "observed", points]], undefined, { label: "f", scale: "log" });
}

/** Points with these names, and nothing else. */
function plane(...points: readonly (readonly [name: string, role: FigureRole, at: Point])[]) {
  const named = points.map(([name, role, at]) => ({ name, role, at }));
  const axes = { x: { label: "θ_1" }, y: { label: "θ_2" } };
  return {
    kind: "plane",
    title: "plane",
    ...axes,
    paths: [],
    points: named,
  } satisfies PlottedFigure;
}

function wave(count: number, phase: number): Point[] {
  return Array.from({ length: count }, (_, t): Point => [t, Math.sin(t / 50 + phase) + 2]);
}

const ROLES: readonly FigureRole[] = ["observed", "predicted", "floor", "reference"];

/** The figures, by what is special about each. */
export function figures(): Readonly<Record<string, PlottedFigure>> {
  const [, , scaling, path] = FIGURES;
  if (scaling?.kind !== "scaling" || path?.kind !== "plane") throw new Error("other figures");
  const ofRole = (role: FigureRole, count: number) =>
    Array.from({ length: count }, (_, k) => [`${role} ${k}`, role, wave(40, k)] as const);
  return {
    ...Object.fromEntries(FIGURES.map((figure) => [figure.title, figure])),
    "two of each role": lines(ROLES.flatMap((role) => ofRole(role, 2))),
    ...Object.fromEntries(ROLES.map((role) => [`eleven ${role}`, lines(ofRole(role, 11))])),
    "dots of each role": lines(
      ROLES.flatMap((role) => ofRole(role, 2)),
      undefined,
      undefined,
      "dots",
    ),
    "many points": lines([
      ["600", "observed", wave(600, 0)],
      ["601", "observed", wave(601, 1)],
      ["24", "observed", wave(24, 2)],
      ["25", "observed", wave(25, 3)],
      ["2000", "predicted", wave(2000, 4)],
    ]),
    "many dots": lines([["dots", "observed", wave(700, 0)]], undefined, undefined, "dots"),
    "a point each": lines([
      ["one", "observed", [[1, 1]]],
      ["another", "predicted", [[2, 3]]],
      ["none", "floor", []],
      ["not finite", "reference", [[NaN, 1], [1, Infinity], [1, -1e300], [1e300, 2]]],
    ]),
    "nothing": lines([]),
    "one value, 0": through(0, 0, 0),
    "one value, 2": through(2, 2),
    "one value, −70": through(-70, -70),
    "integers, 10 apart": through(3, 13, 4),
    "integers, 11 apart": through(3, 14, 4),
    "no integers": through(0.5, 3, 2),
    "a hundredth": through(0.011, 0.012, 0.02),
    "a thousandth": through(0.0011, -0.0095, 0.002),
    "ten thousands": through(20_000, -95_000),
    "a hundred thousand": through(20_000.5, 123_456),
    "powers of ten": through(0, 100_000, 40_000),
    "the least there is": through(0, 1e-300, 3e-300),
    "less than that": through(0, 1e-301, 3e-301),
    "as wide as can be": through(-4e299, 4e299),
    "just too wide": through(-5e299, 5e299),
    "wider than that": through(-6e299, 6e299),
    "of many letters": through(1234.5678, 1234.5679),
    "a decade": onLog(1, 10),
    "not quite two decades": onLog(1, 99),
    "two decades": onLog(1, 100, 0),
    "six decades": onLog(1e-3, 1e3),
    "seven decades": onLog(1e-3, 1e4),
    "thirteen decades": onLog(1e-13, 1, -1),
    "hundreds of decades": onLog(1e-290, 1e290),
    "five to one": onLog(1, 5),
    "six to one": onLog(1, 6),
    "thrice": onLog(30, 90),
    "one value on a logarithmic axis": onLog(7, 7),
    "values close together": onLog(0.0299, 0.03),
    "from 4 to 40": onLog(4, 40),
    "from 9 to 11": onLog(9, 11),
    "both logarithmic": lines(
      [["a", "observed", [[1, 1e-5], [1000, 1e5], [-1, 3]]]],
      { label: "κ", scale: "log" },
      { label: "steps", scale: "log" },
    ),
    "only the horizontal one": lines(
      [["a", "observed", [[1, -1e-5], [1000, 1e5], [0, 3], [-2, 4]]]],
      { label: "κ", scale: "log" },
      { label: "steps" },
    ),
    "long texts": {
      ...lines(
        [[LONG, "observed", [[0, 1e7], [1, 2e7]]]],
        { label: `x_{i+1} ${LONG}` },
        { label: `y^2_3 ${LONG}` },
      ),
      title: LONG.repeat(3),
    },
    "a power law": {
      ...scaling,
      points: [[3, 5], [10, 60], [0, 7], [4, -1], [80, 2200]],
      slope: { estimate: 1.853, lower: 1.2, upper: 2.51 },
      predicted: -0.5,
    },
    "a power law of one point": { ...scaling, points: [[3, 5]] },
    "a power law of none": { ...scaling, points: [[-3, 5], [3, 0]] },
    "names on both sides": plane(
      ["left", "observed", [-1, 0]],
      ["middle", "predicted", [0, 0.5]],
      ["right of it", "floor", [0.001, 0.2]],
      ["right", "reference", [1, 0.1]],
      [LONG, "observed", [0.5, -0.25]],
      ["nowhere", "observed", [NaN, 0]],
    ),
    "a single place": plane(["here", "floor", [5, -70]]),
    "the origin": plane(["here", "floor", [0, 0]]),
    "closer than rounding tells": plane(
      ["here", "observed", [3, 3]],
      ["there", "floor", [3 + 2e-12, 3]],
    ),
    "a little further apart": plane(
      ["here", "observed", [3, 3]],
      ["there", "floor", [3, 3 + 4e-12]],
    ),
    "far from the origin": plane(
      ["here", "observed", [-250_000, 20]],
      ["there", "floor", [-250_000, 20.5]],
    ),
    "an empty plane": plane(),
    "more names than there is place for": plane(
      ...Array.from({ length: 40 }, (_, k) => [`${k}`, "observed", [k, k * k]] as const),
    ),
    "paths": {
      ...path,
      paths: [
        ...path.paths,
        { name: "spiral", role: "observed", points: spiral(300) },
        { name: "circle", role: "predicted", points: spiral(24) },
        { name: "elsewhere", role: "reference", points: [] },
      ],
    },
  };
}

function spiral(count: number): Point[] {
  return Array.from({ length: count }, (_, t): Point => [
    Math.cos(t / 9) / (t + 1),
    -3 * Math.sin(t / 9) / (t + 1),
  ]);
}

/** Distributions of ratios, by what is special about each. */
export function distributions(): Readonly<Record<string, Distribution>> {
  const counts = (count: (bin: number) => number) =>
    Array.from({ length: RATIO_EDGES.length + 1 }, (_, bin) => count(bin));
  return {
    "in every bin": { edges: RATIO_EDGES, counts: counts((bin) => 3 * bin + 1) },
    "in the first and the last": { edges: RATIO_EDGES, counts: counts((bin) => bin === 0 ? 7 : 0) },
    "in none": { edges: RATIO_EDGES, counts: counts(() => 0) },
    "that is left out": { edges: [], counts: [] },
    "of one bin": { edges: [], counts: [12] },
    "of two bins, at 1": { edges: [1], counts: [1000, 1] },
    "below 1": { edges: [0.25, 0.5, 0.75, 1, 2], counts: [0, 5, 0, 0, 0, 0] },
    "above 1": { edges: [0.5, 1, 2, 4, 8], counts: [0, 0, 0, 0, 123_456, 0] },
    "of four bins": { edges: [1, 2, 3], counts: [1, 2, 3, 4] },
    "of five bins": { edges: [1, 2, 3, 4], counts: [1, 2, 0, 4, 5] },
  };
}

/** All drawings as they look now. */
export function recordedDrawings(): Record<string, RecordedDrawing> {
  const drawings: [string, Drawing][] = [
    ...Object.entries(figures()).map(([name, figure]): [string, Drawing] => [name, draw(figure)]),
    ...Object.entries(distributions()).map(([name, distribution]): [string, Drawing] => [
      `distribution ${name}`,
      drawDistribution(distribution, { title: "how tight", ratio: "lhs/rhs" }),
    ]),
  ];
  return Object.fromEntries(drawings.map(([name, drawing]) => [name, recorded(drawing)]));
}

function recorded({ svg, legend, remark }: Drawing): RecordedDrawing {
  return {
    ...(legend.length === 0 ? {} : { legend: legend.map((entry) => words(entry)) }),
    ...(remark === null ? {} : { remark }),
    ...(svg === null ? {} : partsOf(svg)),
  };
}

/** How a line or mark is drawn, as `bound: blue, dashes 8 4, circle`. */
function words({ name, style: { color, dash, symbol, filled, line } }: LegendEntry): string {
  return `${name}: ` + [
    color.replace(/^var\(--plot-(.*)\)$/, "$1"),
    ...(line ? [dash === undefined ? "line" : `dashes ${dash}`] : []),
    ...(symbol === undefined ? [] : [symbol]),
    ...(filled ? ["filled"] : []),
  ].join(", ");
}

/** What is read of a picture. */
interface Shape {
  readonly textContent: string;
  readonly childElementCount: number;
  getAttribute(name: string): string;
  querySelectorAll(selector: string): Iterable<Shape>;
}

function partsOf(svg: string): RecordedDrawing {
  const page = new DOMParser().parseFromString(svg, "image/svg+xml") as unknown as Shape;
  const [root] = page.querySelectorAll("svg");
  const texts = (part: string) =>
    [...page.querySelectorAll(`[data-part="${part}"] text`)].map(({ textContent }) => textContent);
  const axis = (name: string) => {
    const [label] = page.querySelectorAll(`[data-part="${name}-axis label"]`);
    return `${label?.textContent}: ${texts(`${name}-axis tick label`).join("  ")}`;
  };
  const marks = [...page.querySelectorAll("[data-part]")]
    .map((part) => [part.getAttribute("data-part"), part.childElementCount] as const)
    .filter(([part]) => !/^[xy]-(?:axis|grid)/.test(part));
  const counts: Record<string, number> = {};
  for (const [part, count] of marks) counts[part] = (counts[part] ?? 0) + count;
  return {
    size: `${root!.getAttribute("width")} × ${root!.getAttribute("height")}`,
    x: axis("x"),
    y: axis("y"),
    marks: counts,
    sha256: createHash("sha256").update(svg).digest("hex"),
  };
}

if (import.meta.main) {
  await Deno.writeTextFile(DRAWINGS, JSON.stringify(recordedDrawings(), null, 2) + "\n");
}
