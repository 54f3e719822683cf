/**
 * Figures as SVG, by Observable Plot on a document that needs no browser. Colours are the page's
 * custom properties, so that one picture serves on light and dark ground and in print.
 *
 * @module
 */

import * as Plot from "@observablehq/plot";
import { DOMParser } from "linkedom";
import type { Distribution } from "../../evidence.ts";
import type {
  Axis,
  FigureRole,
  LinesFigure,
  PlaneFigure,
  PlottedFigure,
  ScalingFigure,
  Series,
} from "../../figure.ts";
import { exponentOf, formatNumber, powerOfTen } from "./numbers.ts";
import { clip, stretchesOf } from "./text.tsx";

/** A point of a figure. */
type Point = readonly [x: number, y: number];

/** How something is drawn: what its legend shows too. */
export interface Style {
  /** The colour, a custom property of the page. */
  readonly color: string;
  /** The dashes of a line; none for a solid one. */
  readonly dash?: string;
  /** The mark at points; none where the line has none. */
  readonly symbol?: "circle" | "square" | "triangle" | "diamond";
  /** Whether the mark is filled. */
  readonly filled: boolean;
  /** Whether a line is drawn. */
  readonly line: boolean;
}

/** An entry of a legend. */
export interface LegendEntry {
  /** What it names. */
  readonly name: string;
  /** How that is drawn. */
  readonly style: Style;
}

/** A drawn figure. */
export interface Drawing {
  /** The SVG element; none where the figure holds nothing that can be drawn. */
  readonly svg: string | null;
  /** What its lines and marks mean. */
  readonly legend: readonly LegendEntry[];
  /** What the picture leaves out. */
  readonly remark: string | null;
}

const SVG = "http://www.w3.org/2000/svg";

const WIDTH = 480;
const HEIGHT = 320;
const FONT_SIZE = 13;

/** More lines than this are told apart by nobody. */
const MOST_SERIES = 8;
/** More points than this are finer than the picture. */
const MOST_POINTS = 600;
/** The longest text in a picture. */
const LONGEST_TEXT = 58;

const SYMBOLS = ["circle", "square", "triangle", "diamond"] as const;

/** Hues that people with any colour vision tell apart, after Okabe and Ito; by role, then order. */
const COLORS: Readonly<Record<FigureRole, readonly string[]>> = {
  observed: ["var(--plot-blue)", "var(--plot-green)", "var(--plot-purple)", "var(--plot-sky)"],
  predicted: ["var(--plot-vermilion)", "var(--plot-orange)", "var(--plot-ink)"],
  floor: ["var(--plot-ink)"],
  reference: ["var(--plot-muted)"],
};

/** The dashes of a role's lines, the first, the second, …; an observed line is solid. */
const DASHES: Readonly<Record<FigureRole, readonly (string | undefined)[]>> = {
  observed: [undefined],
  predicted: ["8 4", "3 3", "12 3 3 3"],
  floor: ["2 3"],
  reference: ["9 3 2 3"],
};

/** Draws a figure. */
export function draw(figure: PlottedFigure): Drawing {
  switch (figure.kind) {
    case "lines":
      return drawLines(figure);
    case "scaling":
      return drawScaling(figure);
    case "plane":
      return drawPlane(figure);
  }
}

function drawLines(figure: LinesFigure): Drawing {
  const { x, y } = figure;
  const dots = figure.mark === "dots";
  const drawn = styled(figure.series, dots)
    .map(({ series, style }) => {
      const points = drawable(series.points, x, y);
      // A line through one point is not to be seen.
      return points.length === 1
        ? { series, style: { symbol: "diamond" as const, ...style }, points }
        : { series, style, points };
    })
    .filter(({ points }) => points.length > 0)
    .map((one) => ({ ...one, spread: drawableSpread(one.series.spread ?? [], x, y) }));
  const all = drawn.flatMap(({ points, spread }) => [
    ...points,
    ...spread.flatMap(([at, low, high]): Point[] => [[at, low], [at, high]]),
  ]);
  const xScale = scaleOf(x, all.map(([value]) => value));
  const yScale = scaleOf(y, all.map(([, value]) => value));
  return {
    svg: xScale === null || yScale === null ? null : render(figure, {
      inset: 8,
      x: xScale,
      y: { ...yScale, grid: true },
      marks: drawn.flatMap(({ points, spread, style }, index) => [
        ...(spread.length > 1 ? [band(spread, style)] : []),
        ...(style.line ? [line(points, style)] : []),
        ...(style.symbol === undefined ? [] : [dot(sparse(points, index, dots), style)]),
      ]),
    }),
    legend: drawn.map(({ series, style }) => ({ name: series.name, style })),
    remark: remarkOn(figure.series, drawn, figure),
  };
}

function drawScaling(figure: ScalingFigure): Drawing {
  const x: Axis = { ...figure.x, scale: "log" };
  const y: Axis = { ...figure.y, scale: "log" };
  const points = drawable(figure.points, x, y);
  const xScale = scaleOf(x, points.map(([value]) => value));
  if (xScale === null) return { svg: null, legend: [], remark: null };
  const { slope, predicted } = figure;
  const logs = points.map(([a, b]) => [Math.log(a), Math.log(b)] as const);
  // A least-squares line of any slope runs through the centroid.
  const centreX = mean(logs.map(([a]) => a));
  const centreY = mean(logs.map(([, b]) => b));
  const along = (log: number, rate: number) => Math.exp(centreY + rate * (log - centreX));
  const abscissas = [Math.min(...logs.map(([a]) => a)), centreX, Math.max(...logs.map(([a]) => a))];
  const straight = (rate: number): Point[] =>
    abscissas.map((log) => [Math.exp(log), along(log, rate)]);
  const band = abscissas.map((log) => ({
    x: Math.exp(log),
    low: along(log, slope.lower),
    high: along(log, slope.upper),
  }));
  const fit: Style = { color: "var(--plot-blue)", filled: true, line: true };
  const prediction: Style = {
    color: "var(--plot-vermilion)",
    dash: DASHES.predicted[0]!,
    filled: false,
    line: true,
  };
  const measured: Style = {
    color: "var(--plot-blue)",
    symbol: "circle",
    filled: true,
    line: false,
  };
  const yScale = scaleOf(y, [
    ...points.map(([, value]) => value),
    ...straight(predicted).map(([, value]) => value),
    ...band.flatMap(({ low, high }) => [low, high]),
  ]);
  return {
    svg: yScale === null ? null : render(figure, {
      inset: 8,
      x: xScale,
      y: { ...yScale, grid: true },
      marks: [
        Plot.areaY(band, { x: "x", y1: "low", y2: "high", fill: fit.color, fillOpacity: 0.15 }),
        line(straight(predicted), prediction),
        line(straight(slope.estimate), fit),
        dot(points, measured),
      ],
    }),
    legend: [
      { name: "measured", style: measured },
      {
        name: `fit: slope ${formatNumber(slope.estimate, 3)}, interval ` +
          `${formatNumber(slope.lower, 3)} to ${formatNumber(slope.upper, 3)} (shaded)`,
        style: fit,
      },
      { name: `predicted slope ${formatNumber(predicted, 3)}`, style: prediction },
    ],
    remark: null,
  };
}

function drawPlane(figure: PlaneFigure): Drawing {
  const { x, y } = figure;
  const paths = styled(figure.paths, false)
    .map(({ series, style }) => ({ series, style, points: drawable(series.points, x, y) }))
    .filter(({ points }) => points.length > 0);
  const points = figure.points.slice(0, 4 * MOST_SERIES)
    .filter(({ at }) => drawable([at], x, y).length > 0);
  const all = [...paths.flatMap(({ points }) => points), ...points.map(({ at }) => at)];
  const domains = equalDomains(all);
  return {
    svg: domains === null ? null : render(figure, {
      // A square frame over equal ranges: one unit is as long on either axis.
      width: 440,
      height: 430,
      marginLeft: 66,
      marginRight: 20,
      marginTop: 16,
      marginBottom: 60,
      x: { ...linear(x.label, domains.x), grid: true },
      y: { ...linear(y.label, domains.y), grid: true },
      marks: [
        ...paths.flatMap(({ points, style }, index) => [
          line(points, style),
          ...(style.symbol === undefined ? [] : [dot(sparse(points, index, false), style)]),
        ]),
        ...points.flatMap(({ name, role, at }) => [
          dot([at], {
            color: COLORS[role][0]!,
            symbol: role === "observed" ? "circle" : "diamond",
            filled: role === "observed",
          }, 5),
          Plot.text([at], {
            text: [clip(name, LONGEST_TEXT)],
            // Towards the middle, so that no name leaves the frame.
            ...(at[0] > (domains.x[0]! + domains.x[1]!) / 2
              ? { textAnchor: "end" as const, dx: -8 }
              : { textAnchor: "start" as const, dx: 8 }),
            dy: -10,
            fill: "var(--plot-ink)",
            stroke: "var(--plot-ground)",
            strokeWidth: 4,
          }),
        ]),
      ],
    }),
    legend: paths.map(({ series, style }) => ({ name: series.name, style })),
    remark: remarkOn(figure.paths, paths, figure),
  };
}

/** What a distribution of ratios is of: it names the axis. */
export interface DistributionOptions {
  /** What is shown. */
  readonly title: string;
  /** What the ratio is. */
  readonly ratio: string;
}

/** The bins of a distribution between the first and the last that holds anything, and near 1. */
export function binsOf({ edges, counts }: Distribution): { range: string; count: number }[] {
  const bins = counts.map((count, index) => {
    const [from, to] = [edges[index - 1], edges[index]];
    const range = from === undefined
      ? to === undefined ? "all" : `below ${formatNumber(to)}`
      : to === undefined
      ? `${formatNumber(from)} and above`
      : `${formatNumber(from)} to ${formatNumber(to)}`;
    return { range, count, equality: (from ?? -Infinity) <= 1 && 1 < (to ?? Infinity) };
  });
  const shown = (bin: typeof bins[number]) => bin.count > 0 || bin.equality;
  return bins.slice(bins.findIndex(shown), bins.findLastIndex(shown) + 1)
    .map(({ range, count }) => ({ range, count }));
}

/** Draws how often each ratio was met: a bar a bin, the bins being of unequal width. */
export function drawDistribution(
  distribution: Distribution,
  { title, ratio }: DistributionOptions,
): Drawing {
  const bins = binsOf(distribution);
  const counts = bins.map(({ count }) => count);
  if (!counts.some((count) => count > 0)) return { svg: null, legend: [], remark: null };
  const most = Math.max(...counts);
  const x = { label: "instances" };
  const y = { label: ratio };
  return {
    svg: render({ title, x, y }, {
      height: 66 + Math.max(140, 22 * bins.length),
      marginLeft: 140,
      marginRight: 44,
      x: { ...scaleOf(x, [0, most])!, domain: [0, most], grid: true },
      y: {
        type: "band",
        domain: bins.map(({ range }) => range).reverse(),
        // A few bars should not be as fat as they can.
        padding: bins.length < 5 ? 0.5 : 0.18,
        label: ratio,
      },
      marks: [
        Plot.barX(bins, { x: "count", y: "range", fill: "var(--plot-blue)" }),
        Plot.text(bins.filter(({ count }) => count > 0), {
          x: "count",
          y: "range",
          text: ({ count }: { count: number }) => String(count),
          textAnchor: "start",
          dx: 5,
          fill: "var(--plot-ink)",
          stroke: "var(--plot-ground)",
          strokeWidth: 3,
        }),
        Plot.ruleX([0], { stroke: "var(--plot-ink)" }),
      ],
    }),
    legend: [],
    remark: null,
  };
}

/** Gives each series its role's line, and what tells it from the others of its role. */
function styled(
  series: readonly Series[],
  dots: boolean,
): { readonly series: Series; readonly style: Style }[] {
  const met: Record<FigureRole, number> = { observed: 0, predicted: 0, floor: 0, reference: 0 };
  return series.slice(0, MOST_SERIES).map((one) => {
    const order = met[one.role]++;
    const colors = COLORS[one.role];
    const dash = DASHES[one.role][order % DASHES[one.role].length];
    const isObserved = one.role === "observed";
    const symbol = isObserved
      ? SYMBOLS[order % SYMBOLS.length]!
      : SYMBOLS[(order + 3) % SYMBOLS.length]!;
    const style: Style = {
      color: colors[order % colors.length]!,
      ...(dots || dash === undefined ? {} : { dash }),
      ...(isObserved || dots ? { symbol } : {}),
      filled: isObserved,
      line: !dots,
    };
    return { series: one, style };
  });
}

/** Where both ends of a spread have a place on the axes. */
function drawableSpread(
  spread: NonNullable<Series["spread"]>,
  x: Axis,
  y: Axis,
): NonNullable<Series["spread"]> {
  return spread.filter(([at, low, high]) => drawable([[at, low], [at, high]], x, y).length === 2);
}

function band(spread: NonNullable<Series["spread"]>, { color }: Style): Plot.Markish {
  return Plot.areaY(spread, {
    x: ([at]) => at,
    y1: ([, low]) => low,
    y2: ([, , high]) => high,
    fill: color,
    fillOpacity: 0.15,
  });
}

/** The points that have a place on the axes, thinned to what a picture can show. */
function drawable(points: readonly Point[], x: Axis, y: Axis): readonly Point[] {
  const shows = (value: number, { scale }: Axis) =>
    Number.isFinite(value) && Math.abs(value) < 1e300 && (scale !== "log" || value > 0);
  return thin(points.filter(([a, b]) => shows(a, x) && shows(b, y)), MOST_POINTS);
}

/** At most so many entries, evenly spaced, the first and the last among them. */
export function thin<T>(entries: readonly T[], most: number): readonly T[] {
  if (entries.length <= most) return entries;
  const step = (entries.length - 1) / (most - 1);
  return Array.from({ length: most }, (_, index) => entries[Math.round(index * step)]!);
}

/** The points that carry a mark: all of a few, a dozen of many, not the same for every line. */
function sparse(points: readonly Point[], index: number, all: boolean): readonly Point[] {
  if (all || points.length <= 24) return points;
  const every = Math.ceil(points.length / 12);
  return points.filter((_, position) => position % every === (3 * index) % every);
}

function line(points: readonly Point[], { color, dash }: Style): Plot.Line {
  return Plot.line(points, {
    stroke: color,
    strokeWidth: 2,
    ...(dash === undefined ? {} : { strokeDasharray: dash, strokeLinecap: "butt" as const }),
  });
}

function dot(
  points: readonly Point[],
  { color, symbol, filled }: Omit<Style, "line">,
  r: number = 3.5,
) {
  return Plot.dot(points, {
    r,
    symbol: symbol ?? "circle",
    fill: filled ? color : "var(--plot-ground)",
    stroke: color,
    strokeWidth: 1.5,
  });
}

function tick(value: number): string {
  return formatNumber(value, 4);
}

/** The scale of an axis over the values on it; null where there is none. */
function scaleOf({ label, scale }: Axis, values: readonly number[]): Plot.ScaleOptions | null {
  if (values.length === 0) return null;
  const [low, high] = values.reduce(
    ([least, most], value) => [Math.min(least, value), Math.max(most, value)],
    [Infinity, -Infinity],
  );
  if (scale === "log") return { label, type: "log", ...logarithmic(low!, high!) };
  if (!(high! - low! < 1e300)) return null;
  const pad = high! > low! ? 0 : Math.max(Math.abs(low!) / 10, 0.5);
  const isDiscrete = values.every(Number.isInteger) && high! - low! <= 10;
  return {
    ...linear(label, [low! - pad, high! + pad]),
    ...(isDiscrete
      ? { ticks: Array.from({ length: high! - low! + 1 }, (_, index) => low! + index) }
      : {}),
  };
}

/** A linear axis; a power of ten that all its numbers have in common goes to its label. */
function linear(label: string, domain: [number, number]): Plot.ScaleOptions {
  const exponent = exponentOf(Math.max(...domain.map(Math.abs)));
  const isOrdinary = (exponent >= -2 && exponent < 5) || exponent < -300;
  const unit = isOrdinary ? 1 : Number(`1e${exponent}`);
  return {
    label: isOrdinary ? label : `${clip(label, LONGEST_TEXT - 10)} (in ${powerOfTen(exponent)})`,
    domain,
    ticks: 6,
    tickFormat: (value: number) => tick(value / unit),
  };
}

/** Decades where there are some, otherwise round numbers in each; never fewer than two ticks. */
function logarithmic(
  low: number,
  high: number,
): { domain: [number, number]; ticks: number[]; tickFormat: (value: number) => string } {
  // Five to one always holds several round numbers.
  const widen = Math.max(1, Math.sqrt(5 / (high / low)));
  const [from, to] = [low / widen, high * widen];
  const first = Math.ceil(Math.log10(from) - 1e-9);
  const last = Math.floor(Math.log10(to) + 1e-9);
  if (last - first >= 2) {
    const step = Math.ceil((last - first) / 6);
    const exponents = Array.from(
      { length: Math.floor((last - first) / step) + 1 },
      (_, index) => first + index * step,
    );
    return {
      domain: [from, to],
      ticks: exponents.map((exponent) => Number(`1e${exponent}`)),
      tickFormat: (value) => powerOfTen(Math.round(Math.log10(value))),
    };
  }
  const among = (digits: readonly number[]) =>
    [first - 1, first, first + 1, first + 2]
      .flatMap((exponent) => digits.map((digit) => Number(`${digit}e${exponent}`)))
      .filter((value) => value >= from && value <= to);
  const coarse = among([1, 2, 5]);
  const ticks = coarse.length > 3 ? coarse : among([1, 1.5, 2, 3, 4, 6, 8]);
  return { domain: [from, to], ticks, tickFormat: tick };
}

/** Ranges of one length that hold all points, with some room. */
function equalDomains(
  points: readonly Point[],
): { x: [number, number]; y: [number, number] } | null {
  if (points.length === 0) return null;
  const ranges = [0, 1].map((axis) => {
    const values = points.map((point) => point[axis]!);
    return [Math.min(...values), Math.max(...values)] as const;
  });
  const [lowX, highX] = ranges[0]!;
  const [lowY, highY] = ranges[1]!;
  const extent = Math.max(highX - lowX, highY - lowY);
  const size = Math.max(Math.abs(highX), Math.abs(highY), Math.abs(lowX), Math.abs(lowY));
  // Closer together than rounding tells, they are one point.
  const half = 0.56 * (extent > 1e-12 * size ? extent : Math.max(size, 1));
  const around = (low: number, high: number): [number, number] => {
    const centre = low + (high - low) / 2;
    return [centre - half, centre + half];
  };
  return { x: around(lowX, highX), y: around(lowY, highY) };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function remarkOn(
  series: readonly Series[],
  drawn: readonly { readonly series: Series; readonly points: readonly Point[] }[],
  { x, y }: { readonly x: Axis; readonly y: Axis },
): string | null {
  const remarks: string[] = [];
  if (series.length > MOST_SERIES) {
    remarks.push(`The first ${MOST_SERIES} of ${series.length} series are drawn.`);
  }
  const empty = Math.min(series.length, MOST_SERIES) - drawn.length;
  if (empty > 0) {
    remarks.push(`${empty} of ${series.length} series hold nothing that these axes can show.`);
  }
  const isLeftOut = ([a, b]: Point) =>
    (x.scale === "log" && a <= 0) || (y.scale === "log" && b <= 0);
  if (drawn.some(({ series }) => series.points.some(isLeftOut))) {
    remarks.push("A logarithmic axis leaves out what is not positive.");
  }
  return remarks.length === 0 ? null : remarks.join(" ");
}

/** Draws with the axes, texts and names that all figures have in common. */
function render(
  { title, x, y }: { readonly title: string; readonly x: Axis; readonly y: Axis },
  options: Plot.PlotOptions,
): string {
  // Parsed as XML, or what comes out is not well-formed.
  const document = new DOMParser().parseFromString(
    "<svg xmlns=SVG/>",
    "image/svg+xml",
  ) as unknown as Document;
  const scale = (given: Plot.ScaleOptions | undefined): Plot.ScaleOptions => ({
    ...given,
    label: clip(given?.label ?? "", LONGEST_TEXT),
    labelAnchor: "center",
    labelArrow: "none",
  });
  const marginLeft = options.marginLeft ?? Math.max(66, 32 + 7 * longestTick(options.y));
  const svg = Plot.plot({
    document,
    className: "plot",
    width: WIDTH,
    height: HEIGHT,
    marginRight: 20,
    marginTop: 14,
    marginBottom: 52,
    style: { fontSize: `${FONT_SIZE}px`, overflow: "visible" },
    ...options,
    marginLeft,
    x: { ...scale(options.x), labelOffset: 44 },
    y: { ...scale(options.y), labelOffset: marginLeft - 4 },
  });
  svg.setAttribute("xmlns", SVG);
  svg.setAttribute("role", "img");
  // An image has no named parts; the names stay for those who style or test it.
  for (const part of svg.querySelectorAll("[aria-label]")) {
    part.setAttribute("data-part", part.getAttribute("aria-label")!);
    part.removeAttribute("aria-label");
  }
  // The page styles all plots alike.
  svg.querySelector("style")?.remove();
  for (const text of svg.querySelectorAll("text")) setScripts(document, text);
  const name = document.createElementNS(SVG, "title");
  name.textContent = clip(title, 200);
  const description = document.createElementNS(SVG, "desc");
  description.textContent = `Horizontal: ${clip(x.label, 100)}${onLog(x)}. ` +
    `Vertical: ${clip(y.label, 100)}${onLog(y)}. The data stand in a table below.`;
  svg.prepend(name, description);
  return svg.outerHTML;
}

/** The letters of the longest number at an axis: its ends tell, where the ticks are not named. */
function longestTick({ ticks, domain, tickFormat }: Plot.ScaleOptions = {}): number {
  const at = Array.isArray(ticks) ? ticks : [...domain ?? []];
  const format = typeof tickFormat === "function" ? tickFormat : String;
  return Math.max(0, ...at.map((value, index) => String(format(value, index)).length));
}

function onLog({ scale }: Axis): string {
  return scale === "log" ? ", logarithmic" : "";
}

/** Sets the scripts of a text, as `f(θ_t)`, below and above its line. */
function setScripts(document: Document, text: SVGTextElement): void {
  const stretches = stretchesOf(text.textContent ?? "");
  if (stretches.every(({ level }) => level === "line")) return;
  let height = 0;
  text.replaceChildren(...stretches.map(({ text, level }) => {
    const wanted = level === "sub" ? 0.25 : level === "sup" ? -0.35 : 0;
    const span = document.createElementNS(SVG, "tspan");
    if (wanted !== height) span.setAttribute("dy", String(FONT_SIZE * (wanted - height)));
    if (level !== "line") span.setAttribute("font-size", "75%");
    span.textContent = text;
    height = wanted;
    return span;
  }));
}
