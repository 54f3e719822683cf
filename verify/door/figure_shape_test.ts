import { assertEquals, assertThrows } from "@std/assert";
import { checkFigures } from "./figure_shape.ts";
import { MalformedClaim } from "./malformed_claim.ts";

type Parts = Readonly<Record<string, unknown>>;

const common = { title: "t", x: { label: "x" }, y: { label: "y", scale: "log" } };
const series = { name: "s", role: "observed", points: [[1, 2], [NaN, Infinity]] };
const lines: Parts = { kind: "lines", ...common, series: [series] };
const scaling: Parts = {
  kind: "scaling",
  ...common,
  points: [[1, 2]],
  slope: { estimate: 1, lower: 0, upper: 2 },
  predicted: 1,
};
const plane: Parts = {
  kind: "plane",
  ...common,
  paths: [{ ...series, role: "floor" }],
  points: [{ name: "p", role: "reference", at: [0, 0] }],
};

const table: Parts = {
  kind: "table",
  title: "t",
  locus: "Table 1",
  columns: ["n", "loss"],
  keys: 1,
  rows: [["3", "1.2×10^{-6}"], ["5", "–"]],
  marks: [{ row: 0, column: 1, status: "broken", comparisons: ["n = 3"] }],
};

function problems(...figures: readonly unknown[]): readonly string[] {
  return assertThrows(() => checkFigures(figures, "f()"), MalformedClaim).problems;
}

Deno.test("well-formed figures pass, with numbers that are not finite too", () => {
  const all = [lines, { ...lines, mark: "dots", series: [] }, scaling, plane, table];
  checkFigures([], "f()");
  checkFigures(all, "f()");
  checkFigures([{ ...lines, mark: undefined }, { ...lines, mark: "line" }], "f()");
  for (const role of ["observed", "predicted", "floor", "reference"]) {
    checkFigures([{ ...lines, series: [{ ...series, role }] }], "f()");
  }
});

Deno.test("figures are an array of those kinds that there are", () => {
  const kind = 'give "lines", "scaling", "plane" or "table"';
  const wrong: readonly (readonly [unknown, string])[] = [
    [Promise.resolve([]), "f() returns a promise: it must return the figures themselves"],
    [undefined, "f() returns undefined: it must return an array of figures"],
    [lines, "f() returns an object: it must return an array of figures"],
  ];
  for (const [value, message] of wrong) {
    const error = assertThrows(() => checkFigures(value, "f()"), MalformedClaim);
    assertEquals(error.message, message);
  }
  assertEquals(problems(lines, 3, {}, { kind: "toString" }, { kind: 7 }, { kind: "line" }), [
    `f(): figure 1.kind is undefined: ${kind}`,
    `f(): figure 2.kind is undefined: ${kind}`,
    `f(): figure 3.kind is "toString": ${kind}`,
    `f(): figure 4.kind is 7: ${kind}`,
    `f(): figure 5.kind is "line": ${kind}`,
  ]);
});

Deno.test("each mistake in a figure is told with its path", () => {
  const at = "f(): figure 0";
  const roles = 'give "observed", "predicted", "floor" or "reference"';
  const slope = { estimate: 1, lower: 0, upper: 2 };
  const cases: readonly (readonly [Parts, readonly string[]])[] = [
    [{ ...lines, title: 3 }, [`${at}.title is 3: give a string`]],
    [
      { ...lines, colour: 1 },
      [
        `"colour" is no key of figure 0: remove it (the keys are kind, title, x, y, series, mark)`,
      ].map((text) => `f(): ${text}`),
    ],
    [{ ...lines, x: "x" }, [`${at}.x is "x": give { label }`]],
    [{ ...lines, y: {} }, [`${at}.y.label is undefined: give a string`]],
    [{ ...lines, y: { label: "y", scale: "ln" } }, [
      `${at}.y.scale is "ln": give "linear" or "log"`,
    ]],
    [{ ...lines, mark: "dot" }, [`${at}.mark is "dot": give "line" or "dots"`]],
    [{ ...lines, series: {} }, [`${at}.series is an object: give an array`]],
    [{ ...lines, series: [series, 3, 4] }, [`${at}.series[1] is 3: give { name, role, points }`]],
    [{ ...lines, series: [{ ...series, role: "seen" }] }, [
      `${at}.series[0].role is "seen": ${roles}`,
    ]],
    [{ ...lines, series: [{ ...series, points: [[1, 2], [1], 3] }] }, [
      `${at}.series[0].points[1] is an array: give two numbers, [x, y]`,
    ]],
    [{ ...scaling, points: [[1, "2"]] }, [`${at}.points[0] is an array: give two numbers, [x, y]`]],
    [{ ...scaling, points: ["ab"] }, [`${at}.points[0] is "ab": give two numbers, [x, y]`]],
    [{ ...scaling, slope: 1 }, [`${at}.slope is 1: give { estimate, lower, upper }`]],
    [{ ...scaling, slope: { ...slope, upper: "2" } }, [`${at}.slope.upper is "2": give a number`]],
    [{ ...scaling, slope: { estimate: 1 }, predicted: null }, [
      `${at}.slope.lower is undefined: give a number`,
      `${at}.slope.upper is undefined: give a number`,
      `${at}.predicted is null: give a number`,
    ]],
    [{ ...plane, paths: undefined }, [`${at}.paths is undefined: give an array`]],
    [{ ...plane, points: [{ name: 1, role: "floor", at: [1, 2, 3] }] }, [
      `${at}.points[0].name is 1: give a string`,
      `${at}.points[0].at is an array: give two numbers, [x, y]`,
    ]],
  ];
  for (const [figure, expected] of cases) assertEquals(problems(figure), expected);
});

Deno.test("a table is a rectangle of texts, and its marks lie in it", () => {
  const at = "f(): figure 0";
  const [mark] = table["marks"] as readonly Parts[];
  const wrong: readonly (readonly [Parts, string])[] = [
    [{ keys: -1 }, `${at}.keys is -1: give an index, 0 or more`],
    [{ keys: 0.5 }, `${at}.keys is 0.5: give an index, 0 or more`],
    [{ rows: [["3", 1]] }, `${at}.rows[0][1] is 1: give a string`],
    [
      { rows: [["3", "1"], ["5"]] },
      `${at}.rows[1] has 1 cells: give one for each of the 2 columns`,
    ],
    [{ marks: [mark, { ...mark, row: 2 }] }, `${at}.marks[1] lies outside of the table`],
    [{ marks: [{ ...mark, column: 2 }] }, `${at}.marks[0] lies outside of the table`],
    [
      { marks: [{ ...mark, status: "good" }] },
      `${at}.marks[0].status is "good": give "kept", "broken" or "open"`,
    ],
    [{ rows: Array(201).fill(["3", "1"]) }, `${at}.rows has 201 rows: give at most 200`],
    [{ columns: Array(201).fill("a") }, `${at}.columns has 201 entries: give at most 200`],
  ];
  for (const [parts, message] of wrong) {
    assertEquals(problems({ ...table, ...parts }), [message]);
  }
});
