/**
 * The form of what a claim draws.
 *
 * @module
 */

import type { Figure, TableFigure } from "../figure.ts";
import {
  alternatives,
  describeValue,
  isPromise,
  isRecord,
  MalformedClaim,
  unknownKeys,
} from "./malformed_claim.ts";

type Check = (value: unknown, path: string) => string[];

const text: Check = (value, path) =>
  typeof value === "string" ? [] : wrong(path, value, "a string");
const number: Check = (value, path) =>
  typeof value === "number" ? [] : wrong(path, value, "a number");
const point: Check = (value, path) =>
  Array.isArray(value) && value.length === 2 && value.every((x) => typeof x === "number")
    ? []
    : wrong(path, value, "two numbers, [x, y]");
const role = word("observed", "predicted", "floor", "reference");
const axis = object({ label: text }, { scale: word("linear", "log") });
const ends: Check = (value, path) =>
  Array.isArray(value) && value.length === 3 && value.every((x) => typeof x === "number")
    ? []
    : wrong(path, value, "three numbers, [x, lower, upper]");
const series = object({ name: text, role, points: list(point) }, { spread: list(ends) });
const common = { title: text, x: axis, y: axis };

/** The most rows of a table, and the most columns: a printed page holds no more. */
const MOST_CELLS = 200;

const texts: Check = (value, path) =>
  Array.isArray(value) && value.length > MOST_CELLS
    ? [`${path} has ${value.length} entries: give at most ${MOST_CELLS}`]
    : list(text)(value, path);
const index: Check = (value, path) =>
  Number.isInteger(value) && (value as number) >= 0
    ? []
    : wrong(path, value, "an index, 0 or more");
const tableParts = object({
  kind: text,
  title: text,
  locus: text,
  columns: texts,
  keys: index,
  rows: (value, path) =>
    Array.isArray(value) && value.length > MOST_CELLS
      ? [`${path} has ${value.length} rows: give at most ${MOST_CELLS}`]
      : list(texts)(value, path),
  marks: list(object({
    row: index,
    column: index,
    status: word("kept", "broken", "open"),
    comparisons: list(text),
  })),
});

/** A table is a rectangle, and its marks lie in it. */
const table: Check = (value, path) => {
  const problems = tableParts(value, path);
  if (problems.length > 0) return problems;
  const { columns, rows, marks } = value as TableFigure;
  const uneven = rows.findIndex((row) => row.length !== columns.length);
  if (uneven >= 0) {
    return [
      `${path}.rows[${uneven}] has ${rows[uneven]!.length} cells: give one for each of the ` +
      `${columns.length} columns`,
    ];
  }
  const outside = marks.findIndex(({ row, column }) =>
    row >= rows.length || column >= columns.length
  );
  return outside < 0 ? [] : [`${path}.marks[${outside}] lies outside of the table`];
};

const KINDS: Readonly<Record<Figure["kind"], Check>> = {
  lines: object({ kind: text, ...common, series: list(series) }, { mark: word("line", "dots") }),
  scaling: object({
    kind: text,
    ...common,
    points: list(point),
    slope: object({ estimate: number, lower: number, upper: number }),
    predicted: number,
  }),
  plane: object({
    kind: text,
    ...common,
    paths: list(series),
    points: list(object({ name: text, role, at: point })),
  }),
  table,
};

/**
 * Asserts that a value is what `figures()` must return. Numbers that are not finite are no matter of
 * form.
 *
 * @param where What messages call the function that returned it, such as "figures()".
 * @throws {MalformedClaim} If it is not.
 */
export function checkFigures(value: unknown, where: string): asserts value is Figure[] {
  if (isPromise(value)) {
    throw new MalformedClaim(`${where} returns a promise: it must return the figures themselves`);
  }
  if (!Array.isArray(value)) {
    throw new MalformedClaim(
      `${where} returns ${describeValue(value)}: it must return an array of figures`,
    );
  }
  const problems = (value as unknown[]).flatMap((figure, index) => {
    const kind = isRecord(figure) ? figure["kind"] : undefined;
    return Object.hasOwn(KINDS, String(kind))
      ? KINDS[kind as Figure["kind"]](figure, `figure ${index}`)
      : word(...Object.keys(KINDS))(kind, `figure ${index}.kind`);
  });
  if (problems.length > 0) {
    throw new MalformedClaim(...problems.map((problem) => `${where}: ${problem}`));
  }
}

function object(
  required: Readonly<Record<string, Check>>,
  optional: Readonly<Record<string, Check>> = {},
): Check {
  const known = { ...required, ...optional };
  return (value, path) => {
    if (!isRecord(value)) return wrong(path, value, `{ ${Object.keys(required).join(", ")} }`);
    return [
      ...unknownKeys(value, Object.keys(known), path),
      ...Object.entries(known).flatMap(([key, check]) =>
        value[key] === undefined && key in optional ? [] : check(value[key], `${path}.${key}`)
      ),
    ];
  };
}

/** Of a list, the first entry that is wrong says enough. */
function list(check: Check): Check {
  return (value, path) => {
    if (!Array.isArray(value)) return wrong(path, value, "an array");
    for (const [index, entry] of (value as unknown[]).entries()) {
      const problems = check(entry, `${path}[${index}]`);
      if (problems.length > 0) return problems;
    }
    return [];
  };
}

function word(...words: readonly string[]): Check {
  return (value, path) =>
    words.includes(value as string) ? [] : wrong(path, value, alternatives(words));
}

function wrong(path: string, value: unknown, wanted: string): string[] {
  return [`${path} is ${describeValue(value)}: give ${wanted}`];
}
