import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import fc from "fast-check";
import { DOMParser } from "linkedom";
import type { Axis, LinesFigure, PlaneFigure } from "../../figure.ts";
import { binsOf, draw, thin } from "./plot.ts";
import { DRAWINGS, type RecordedDrawing, recordedDrawings } from "./testdata/recorded_drawings.ts";

type Point = readonly [x: number, y: number];

/** What is read of a picture. */
interface Shape {
  readonly textContent: string;
  getAttribute(name: string): string | null;
  querySelector(selector: string): Shape | null;
  querySelectorAll(selector: string): Iterable<Shape>;
}

function parse(svg: string): Shape {
  return new DOMParser().parseFromString(svg, "image/svg+xml") as unknown as Shape;
}

function lines(points: readonly Point[], y: Axis = { label: "f" }): LinesFigure {
  const series = [{ name: "a line", role: "observed" as const, points }];
  return { kind: "lines", title: "lines", x: { label: "t" }, y, series };
}

/** The places of the ends of a line, in pixels. */
function pathOf(svg: string): Point[] {
  const path = parse(svg).querySelector('[data-part="line"] path')!.getAttribute("d")!;
  return [...path.matchAll(/[ML]([-\d.]+),([-\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)]);
}

/** A tick's place, in pixels, and its number. */
function ticksOf(svg: string, axis: "x" | "y"): { readonly at: number; readonly text: string }[] {
  return [...parse(svg).querySelectorAll(`[data-part="${axis}-axis tick label"] text`)].map(
    (text) => {
      const [, x, y] = /translate\(([-\d.]+),([-\d.]+)\)/.exec(text.getAttribute("transform")!)!;
      return { at: Number(axis === "x" ? x : y), text: text.textContent };
    },
  );
}

Deno.test("drawings are to the last sign what is on record", async () => {
  const then = JSON.parse(await Deno.readTextFile(DRAWINGS)) as Record<string, RecordedDrawing>;
  assertEquals(
    recordedDrawings(),
    then,
    "pictures have changed; if that is meant, see verify/report/site/testdata/recorded_drawings.ts",
  );
});

Deno.test("values of any size are drawn within the frame, where the ticks say", () => {
  const value = fc.tuple(fc.double({ min: 1, max: 10 }), fc.integer({ min: -200, max: 200 }))
    .map(([factor, exponent]) => factor * 10 ** exponent);
  const values = fc.array(fc.oneof(value, value.map((x) => -x)), { minLength: 2, maxLength: 6 });
  fc.assert(
    fc.property(values, fc.boolean(), (values, isLogarithmic) => {
      const y: Axis = isLogarithmic ? { label: "f", scale: "log" } : { label: "f" };
      const shown = isLogarithmic ? values.map(Math.abs) : values;
      const { svg, remark } = draw(lines(shown.map((value, t) => [t, value]), y));
      assertEquals(remark, null);
      const places = pathOf(svg!).map(([, at]) => at);
      assertEquals(places.length, values.length);
      assert(places.every((at) => at >= 14 && at <= 320 - 52), `${places}`);
      // The larger, the higher.
      for (const [i, a] of shown.entries()) {
        for (const [j, b] of shown.entries()) {
          assert(!(a < b) || places[i]! >= places[j]!, `${a} and ${b} at ${places}`);
        }
      }
      const ticks = ticksOf(svg!, "y");
      const least = new Set(shown).size === 1 ? 1 : 2;
      assert(ticks.length >= least && ticks.length <= 12, JSON.stringify(ticks));
      assertEquals(new Set(ticks.map(({ text }) => text)).size, ticks.length);
      assert(ticks.every(({ at }) => at >= 14 && at <= 320 - 52), JSON.stringify(ticks));
    }),
    { seed: 1, numRuns: 60 },
  );
});

Deno.test("in a plane one unit is as long on either axis", () => {
  const number = fc.double({ min: -1000, max: 1000, noNaN: true });
  fc.assert(
    fc.property(
      fc.tuple(fc.tuple(number, number), fc.tuple(number, number), fc.tuple(number, number)),
      ([[a, b], [c, d], [e, f]]) => {
        const extent = Math.max(
          Math.max(a, c, e) - Math.min(a, c, e),
          Math.max(b, d, f) - Math.min(b, d, f),
        );
        fc.pre(extent > 1e-3);
        const figure: PlaneFigure = {
          kind: "plane",
          title: "plane",
          x: { label: "θ_1" },
          y: { label: "θ_2" },
          paths: [{ name: "path", role: "predicted", points: [[a, b], [c, d], [e, f]] }],
          points: [],
        };
        const path = pathOf(draw(figure).svg!);
        const [from, to, last] = path as [Point, Point, Point];
        // The frame is 354 pixels wide and high, and has twelve per cent of the extent as room.
        const unit = 354 / (1.12 * extent);
        for (const [pixels, units] of [[to, [c - a, d - b]], [last, [e - a, f - b]]] as const) {
          assert(Math.abs(pixels[0] - from[0] - units[0]! * unit) < 0.01, `${path}`);
          assert(Math.abs(from[1] - pixels[1] - units[1]! * unit) < 0.01, `${path}`);
        }
      },
    ),
    { seed: 1, numRuns: 60 },
  );
});

Deno.test("a logarithmic axis has decades where it has two, otherwise round numbers", () => {
  const ticks = (...values: readonly number[]) =>
    ticksOf(
      draw(lines(values.map((value, t) => [t, value]), { label: "f", scale: "log" })).svg!,
      "y",
    ).map(({ text }) => text);
  assertEquals(ticks(1, 99), ["1", "2", "5", "10", "20", "50"]);
  assertEquals(ticks(1, 100), ["100", "101", "102"]);
  assertEquals(ticks(1e-12, 1), ["10−12", "10−10", "10−8", "10−6", "10−4", "10−2", "100"]);
  assertEquals(ticks(9, 11), ["6", "8", "10", "15", "20"]);
  assertEquals(ticks(7), ["4", "6", "8", "10", "15"]);
});

Deno.test("marks are few on long lines, and not the same on each", () => {
  const points = (count: number) => Array.from({ length: count }, (_, t): Point => [t, t % 7]);
  const marks = (count: number, mark: "line" | "dots" = "line") => {
    const { svg } = draw({ ...lines(points(count)), mark });
    return [...parse(svg!).querySelectorAll('[data-part="dot"] > *')].length;
  };
  assertEquals([1, 24, 25, 240, 600, 5000].map((count) => marks(count)), [1, 24, 9, 12, 12, 12]);
  assertEquals([24, 25, 600, 5000].map((count) => marks(count, "dots")), [24, 25, 600, 600]);
});

Deno.test("what axes have no place for is left out, and said", () => {
  const remark = (points: readonly Point[], y?: Axis) => draw(lines(points, y)).remark;
  const log: Axis = { label: "f", scale: "log" };
  const positive = "A logarithmic axis leaves out what is not positive.";
  assertEquals(remark([[0, 1], [1, 0]], log), positive);
  assertEquals(remark([[0, 1], [1, -1]], log), positive);
  assertEquals(remark([[0, 1], [1, 0]]), null);
  assertEquals(remark([[0, 1], [1, NaN]], log), null);
  const nothing = "1 of 1 series hold nothing that these axes can show.";
  assertEquals(remark([[0, 0]], log), nothing);
  assertEquals(remark([[0, 1e300], [1, NaN]]), nothing);
  assertEquals(draw(lines([[0, 0]], log)).svg, null);
});

Deno.test("thinned entries are evenly spaced", () => {
  assertEquals(thin([0, 1, 2, 3, 4, 5, 6, 7, 8], 5), [0, 2, 4, 6, 8]);
  assertEquals(thin([0, 1, 2, 3], 4), [0, 1, 2, 3]);
  assertEquals(thin([0, 1, 2, 3], 3), [0, 2, 3]);
});

Deno.test("bins are shown from the first to the last that holds anything, and at 1", () => {
  const bins = (edges: readonly number[], counts: readonly number[]) =>
    binsOf({ edges, counts }).map(({ range, count }) => `${range}: ${count}`);
  assertEquals(bins([0.5, 1, 2, 4], [0, 3, 0, 0, 0]), ["0.5 to 1: 3", "1 to 2: 0"]);
  assertEquals(bins([0.5, 1, 2, 4], [0, 0, 0, 0, 2]), [
    "1 to 2: 0",
    "2 to 4: 0",
    "4 and above: 2",
  ]);
  assertEquals(bins([0.5, 0.75], [1, 0, 0]), [
    "below 0.5: 1",
    "0.5 to 0.75: 0",
    "0.75 and above: 0",
  ]);
  assertEquals(bins([2, 3], [0, 0, 0]), ["below 2: 0"]);
  assertEquals(bins([], [3]), ["all: 3"]);
});

Deno.test("a picture says in words what its axes are", () => {
  const { svg } = draw({
    ...lines([[1, 1], [2, 20]], { label: "loss", scale: "log" }),
    title: "How it falls",
  });
  const image = parse(svg!).querySelector("svg")!;
  assertEquals(image.getAttribute("role"), "img");
  assertEquals(image.querySelector("title")!.textContent, "How it falls");
  assertEquals(
    image.querySelector("desc")!.textContent,
    "Horizontal: t. Vertical: loss, logarithmic. The data stand in a table below.",
  );
  assertStringIncludes(svg!, 'xmlns="http://www.w3.org/2000/svg"');
});
