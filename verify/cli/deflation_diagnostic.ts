/**
 * `deno task experiment:psgd`: the diagnostic of §4.1 of the paper of the claims `psgd`.
 *
 * @module
 */

import * as Plot from "@observablehq/plot";
import { DOMParser } from "linkedom";
import { join } from "node:path";
import { type ComponentChild, h } from "preact";
import { type Deflation, type DeflationCurve, deflationDiagnostic } from "../../problems/mod.ts";
import { writeWhole } from "../report/files.ts";
import { formatNumber, powerOfTen } from "../report/site/numbers.ts";
import { renderPage } from "../report/site/page.tsx";
import { writeSite } from "../report/site/site.ts";
import { UsageError } from "../usage_error.ts";
import { commandLine, integer, positive, runCommand, SUCCESS, write } from "./terminal.ts";

interface Options {
  readonly out: string;
  readonly dimension: number;
  readonly largest: number;
  readonly smallest: number;
  readonly noise: number;
  readonly batch: number;
  readonly step: number;
  readonly runs: number;
  readonly steps: number;
  readonly seed: number;
}

/** The intervals of the means. */
const CONFIDENCE = 0.99;

function main(args: readonly string[]): number {
  const command = commandLine(
    "deno task experiment:psgd",
    "Run the diagnostic quadratic of §4.1 and draw predicted floors over measured ones.",
  )
    .option("--out <folder>", "where the page and the numbers go", "experiment")
    .option("--dimension <d>", "the dimension", integer(4), 50)
    .option("--largest <x>", "the largest eigenvalue of A", positive, 1)
    .option("--smallest <x>", "the smallest eigenvalue of A", positive, 1e-3)
    .option("--noise <s>", "the noise of one sample", positive, 1)
    .option("--batch <b>", "the samples of a gradient", integer(1), 32)
    .option("--step <alpha>", "the step size", positive, 0.5)
    .option("--runs <n>", "how many independent runs", integer(2), 30)
    .option(
      "--steps <n>",
      "the steps of a run; its second half is the late stage",
      integer(2),
      6000,
    )
    .option("--seed <n>", "decides the rotation, the start and the noise", integer(0), 1);
  command.parse([...args], { from: "user" });
  const options = command.opts<Options>();
  const { out, step, ...others } = options;
  let curves: DeflationCurve[];
  try {
    curves = deflationDiagnostic(
      { ...others, stepSize: step, confidence: CONFIDENCE },
      (deflation) => write(`${nameOf(deflation)} …\n`),
    );
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(error.message);
    throw error;
  }
  const table = textTable(curves);
  writeSite(out, []);
  writeWhole(
    join(out, "experiment.json"),
    JSON.stringify({ options: { ...others, stepSize: step }, curves }, null, 1) + "\n",
  );
  writeWhole(join(out, "experiment.txt"), table);
  writeWhole(join(out, "index.html"), diagnosticPage(curves, settingsOf(options)));
  write(`\n${table}\n${join(out, "index.html")}\n`);
  return SUCCESS;
}

function settingsOf(
  { dimension, largest, smallest, noise, batch, step, runs, steps, seed }: Options,
) {
  return `f(w) = ½wᵀAw in ${dimension} dimensions, the eigenvalues of A from ${largest} to ${smallest} ` +
    `in equal proportions, the eigenvectors drawn from the Haar measure; gradients Aw + ζ with ` +
    `Cov ζ = (s²/b)A, s = ${noise}, b = ${batch}; α = ${step}; ${runs} runs of ${steps} steps from one ` +
    `drawn start, seed ${seed}. The paper's own numbers are lost, but for the 30 runs.`;
}

/** A deflation in words. */
export function nameOf(deflation: Deflation): string {
  switch (deflation.part) {
    case "none":
      return "plain SGD";
    case "top":
      return `top, k = ${deflation.count}`;
    case "middle":
      return `middle, k = ${deflation.count}, t = ${formatNumber(deflation.target, 2)}`;
    case "bottom":
      return `bottom, k = ${deflation.count}`;
  }
}

/** What tells a deflation from the others of its panel. */
function shortNameOf(deflation: Deflation): string {
  switch (deflation.part) {
    case "none":
      return "SGD";
    case "middle":
      return `t = ${formatNumber(deflation.target, 2)}`;
    default:
      return `k = ${deflation.count}`;
  }
}

const HEAD = [
  "deflation",
  "L̂",
  "μ̂",
  "K",
  "αL̂K/(2μ̂)",
  "steady state",
  "exact",
  "measured",
  "99 % interval",
];

function cellsOf(curve: DeflationCurve): string[] {
  const { deflation, largest, smallest, noiseLevel, bound, steadyState, exact, measured } = curve;
  return [
    nameOf(deflation),
    ...[largest, smallest, noiseLevel, bound].map((value) => formatNumber(value, 3)),
    ...[steadyState, exact, measured.mean].map((value) => formatNumber(value, 4)),
    `${formatNumber(measured.lower, 4)} to ${formatNumber(measured.upper, 4)}`,
  ];
}

/** All curves as lines of text. */
export function textTable(curves: readonly DeflationCurve[]): string {
  const rows = [HEAD, ...curves.map(cellsOf)];
  // L̂ and μ̂ are two code units and one column each.
  const widthOf = (cell: string) => [...cell.replaceAll(/\p{M}/gu, "")].length;
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => widthOf(row[column]!))));
  return rows
    .map((row) =>
      row.map((cell, column) => cell + " ".repeat(widths[column]! - widthOf(cell))).join("  ")
        .trimEnd()
    )
    .join("\n") + "\n";
}

const PANELS = [
  {
    part: "top",
    title: "Top: the k largest eigenvalues become the next one",
    text: "L̂ and K fall, μ̂ stays. The floor falls, measured, exact and bound alike.",
  },
  {
    part: "middle",
    title: "Middle: the eigenvalues 2 to k + 1 become t",
    text:
      "L̂ and μ̂ stay, so that the bound moves with K alone. The floor tracks K up to a factor of " +
      "2/(2 − αL̂). Had the very largest eigenvalue been moved too, L̂ would have fallen.",
  },
  {
    part: "bottom",
    title: "Bottom: the k smallest eigenvalues become 1",
    text: "μ̂ and K rise. The bound falls, as if this were a gain; the floor rises with K.",
  },
] as const;

/** The page, as the text of its file. */
export function diagnosticPage(curves: readonly DeflationCurve[], settings: string): string {
  const title = "Section 4.1 of psgd: the diagnostic quadratic";
  const plain = curves.filter(({ deflation }) => deflation.part === "none");
  const panels = PANELS.map((panel) => ({
    ...panel,
    curves: [...plain, ...curves.filter(({ deflation }) => deflation.part === panel.part)],
  })).filter(({ curves }) => curves.length > plain.length);
  return renderPage({
    title: `${title} · Assay`,
    root: ".",
    crumbs: [{ name: title }],
    foot: h("p", null, title),
    children: [
      h(
        "header",
        { class: "title" },
        h("p", { class: "eyebrow" }, "Experiment"),
        h("h1", null, title),
      ),
      h("p", { style: "margin-top: 1rem" }, settings),
      h(
        "p",
        { style: "margin-top: 1rem" },
        "The late stage is the second half of each run. Its loss is averaged over time in each run, and " +
          "the intervals, 99 % each, are Student's over the independent runs. “Exact” is the expectation " +
          "of that average by the recursion of second moments, “steady state” its limit, and " +
          "αL̂K/(2μ̂) the floor of the bound of Theorem 3.2.",
      ),
      ...panels.map(({ part, title, text, curves }) =>
        h(
          "section",
          { id: part },
          h("h2", null, title),
          h("p", null, text),
          h(
            "div",
            { class: "plots" },
            framed("Predicted floors over measured ones", FLOOR_LEGEND, floorPlot(curves)),
            framed(
              "The same beside the exact expectation",
              DEVIATION_LEGEND,
              deviationPlot(curves),
            ),
            framed("Loss along the runs", runLegend(curves), runPlot(curves)),
            h(
              "figure",
              { class: "plot-frame" },
              h("figcaption", null, "What theory speaks of"),
              tableOf(`Constants, ${part}`, CONSTANTS, curves.map(constantsOf)),
            ),
          ),
        )
      ),
      h(
        "section",
        { id: "numbers" },
        h("h2", null, "Numbers"),
        tableOf("All curves", HEAD, curves.map(cellsOf)),
      ),
    ],
  });
}

const CONSTANTS = ["deflation", "L̂", "μ̂", "K", "αL̂K/(2μ̂)", "steady state"];

function constantsOf(
  { deflation, largest, smallest, noiseLevel, bound, steadyState }: DeflationCurve,
): string[] {
  const numbers = [largest, smallest, noiseLevel, bound, steadyState];
  return [shortNameOf(deflation), ...numbers.map((value) => formatNumber(value, 3))];
}

function tableOf(
  label: string,
  head: readonly string[],
  rows: readonly (readonly string[])[],
): ComponentChild {
  return h(
    "div",
    { class: "scroll", tabIndex: 0, role: "group", "aria-label": label },
    h(
      "table",
      { class: "numbers" },
      h("thead", null, h("tr", null, head.map((name) => h("th", { scope: "col" }, name)))),
      h("tbody", null, rows.map((row) => h("tr", null, row.map((cell) => h("td", null, cell))))),
    ),
  );
}

/** An entry of a legend: a name, and the SVG inside a box of 32×12. */
type Entry = readonly [name: string, sample: string];

function framed(title: string, legend: readonly Entry[], svg: string): ComponentChild {
  return h(
    "figure",
    { class: "plot-frame" },
    h("figcaption", null, title),
    h(
      "ul",
      { class: "legend" },
      legend.map(([name, sample]) =>
        h(
          "li",
          null,
          h("svg", {
            class: "sample",
            viewBox: "0 0 32 12",
            width: 32,
            height: 12,
            "aria-hidden": "true",
            dangerouslySetInnerHTML: { __html: sample },
          }),
          " ",
          name,
        )
      ),
    ),
    h("div", { class: "picture", dangerouslySetInnerHTML: { __html: svg } }),
  );
}

/** Plain SGD first. */
const COLORS = ["muted", "blue", "orange", "green", "purple", "sky"]
  .map((name) => `var(--plot-${name})`);
const MEASURED = "var(--plot-blue)";
const EXACT = "var(--plot-vermilion)";
const INK = "var(--plot-ink)";
const DASHES = "2 3";

function colorOf(index: number): string {
  return COLORS[index % COLORS.length]!;
}

function runLegend(curves: readonly DeflationCurve[]): Entry[] {
  return [
    ...curves.map(({ deflation }, index): Entry => [
      shortNameOf(deflation),
      `<path d="M1 6H31" stroke="${colorOf(index)}" stroke-width="3"/>`,
    ]),
    [
      "exact recursion",
      `<path d="M1 6H31" stroke="${INK}" stroke-width="1.5" stroke-dasharray="${DASHES}"/>`,
    ],
  ];
}

const INTERVAL = `<path d="M16 0V12" stroke="${MEASURED}" stroke-width="2.5"/>` +
  `<circle cx="16" cy="6" r="3.5" fill="${MEASURED}"/>`;

const FLOOR_LEGEND: readonly Entry[] = [
  ["measured, 99 % interval", INTERVAL],
  ["steady state", `<path d="M4 6H28" stroke="${EXACT}" stroke-width="2.5"/>`],
  [
    "bound αL̂K/(2μ̂)",
    `<path d="M4 6H28" stroke="${INK}" stroke-width="2.5" stroke-dasharray="${DASHES}"/>`,
  ],
];

const DEVIATION_LEGEND: readonly Entry[] = [
  ["measured, 99 % interval", INTERVAL],
  ["steady state", `<path d="M4 6H28" stroke="${EXACT}" stroke-width="2.5"/>`],
];

function runPlot(curves: readonly DeflationCurve[]): string {
  const seen = curves.map(({ looks }) => looks.filter(({ step }) => step > 0));
  const values = seen.flat().flatMap(({ mean, exact }) => [mean, exact]);
  const least = Math.min(...values) / 1.2;
  return drawn("loss against steps", {
    x: { type: "log", label: "steps", ...decades(seen.flat().map(({ step }) => step)) },
    y: {
      type: "log",
      label: "mean loss",
      grid: true,
      ...decades(values),
      domain: [least, 1.2 * Math.max(...values)],
    },
    marks: [
      ...seen.flatMap((looks, index) => [
        Plot.areaY(looks, {
          x: "step",
          y1: ({ lower }) => Math.max(least, lower),
          y2: "upper",
          fill: colorOf(index),
          fillOpacity: 0.25,
        }),
        Plot.line(looks, { x: "step", y: "mean", stroke: colorOf(index), strokeWidth: 2.5 }),
      ]),
      ...seen.map((looks) =>
        Plot.line(looks, { x: "step", y: "exact", stroke: INK, strokeDasharray: DASHES })
      ),
    ],
  });
}

function floorPlot(curves: readonly DeflationCurve[]): string {
  const x = ({ deflation }: DeflationCurve) => shortNameOf(deflation);
  const values = curves.flatMap(({ bound, steadyState }) => [bound, steadyState]);
  const ends = [Math.min(...values) / 2, 2 * Math.max(...values)];
  return drawn("floors", {
    x: { type: "band", padding: 0.4, label: "deflation", domain: curves.map(x) },
    y: { type: "log", label: "loss in the late stage", grid: true, ...decades(ends), domain: ends },
    marks: [
      Plot.ruleX(curves, {
        x,
        y1: ({ measured }) => Math.max(ends[0]!, measured.lower),
        y2: ({ measured }) => measured.upper,
        stroke: MEASURED,
        strokeWidth: 2.5,
      }),
      Plot.dot(curves, { x, y: ({ measured }) => measured.mean, fill: MEASURED, r: 5 }),
      bars(curves, x, ({ steadyState }) => steadyState, { stroke: EXACT }),
      bars(curves, x, ({ bound }) => bound, { stroke: INK, strokeDasharray: DASHES }),
    ],
  });
}

function deviationPlot(curves: readonly DeflationCurve[]): string {
  const x = ({ deflation }: DeflationCurve) => shortNameOf(deflation);
  const relative = (curve: DeflationCurve, value: number) => 100 * (value / curve.exact - 1);
  return drawn("measured floors beside the exact ones", {
    x: { type: "band", padding: 0.4, label: "deflation", domain: curves.map(x) },
    y: { label: "deviation from the exact expectation, %", grid: true, nice: true, ticks: 6 },
    marks: [
      Plot.ruleY([0], { stroke: INK }),
      Plot.ruleX(curves, {
        x,
        y1: (curve) => relative(curve, curve.measured.lower),
        y2: (curve) => relative(curve, curve.measured.upper),
        stroke: MEASURED,
        strokeWidth: 2.5,
      }),
      Plot.dot(curves, {
        x,
        y: (curve) => relative(curve, curve.measured.mean),
        fill: MEASURED,
        r: 5,
      }),
      bars(curves, x, (curve) => relative(curve, curve.steadyState), { stroke: EXACT }),
    ],
  });
}

/** A level line at each place. */
function bars(
  curves: readonly DeflationCurve[],
  x: (curve: DeflationCurve) => string,
  y: (curve: DeflationCurve) => number,
  style: { readonly stroke: string; readonly strokeDasharray?: string },
): Plot.Markish {
  return Plot.tickY(curves, { x, y, strokeWidth: 2.5, ...style });
}

/** Powers of ten as ticks. */
function decades(values: readonly number[]): Plot.ScaleOptions {
  const first = Math.ceil(Math.log10(Math.min(...values)) - 1e-9);
  const last = Math.floor(Math.log10(Math.max(...values)) + 1e-9);
  return {
    ticks: Array.from({ length: last - first + 1 }, (_, k) => 10 ** (first + k)),
    tickFormat: (value: number) => powerOfTen(Math.round(Math.log10(value))),
  };
}

function drawn(title: string, options: Plot.PlotOptions): string {
  const document = new DOMParser().parseFromString(
    '<svg xmlns="http://www.w3.org/2000/svg"/>',
    "image/svg+xml",
  ) as unknown as Document;
  const axis = (given: Plot.ScaleOptions = {}): Plot.ScaleOptions => ({
    ...given,
    labelAnchor: "center",
    labelArrow: "none",
  });
  const svg = Plot.plot({
    document,
    className: "plot",
    width: 480,
    height: 340,
    marginLeft: 70,
    marginRight: 16,
    marginBottom: 50,
    inset: 6,
    style: { fontSize: "13px", overflow: "visible" },
    ...options,
    x: { ...axis(options.x), labelOffset: 44 },
    y: { ...axis(options.y), labelOffset: 64 },
  });
  svg.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  svg.setAttribute("role", "img");
  for (const part of svg.querySelectorAll("[aria-label]")) part.removeAttribute("aria-label");
  svg.setAttribute("aria-label", title);
  // The page styles all plots alike.
  svg.querySelector("style")?.remove();
  return svg.outerHTML;
}

if (import.meta.main) Deno.exit(await runCommand(main, Deno.args));
