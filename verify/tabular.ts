/**
 * Tabular claims: a sentence of a paper against the paper's own tables.
 *
 * Nothing is computed but what the sentence says of the printed numbers. The tables are the only
 * instance, a comparison of cells is a relation, and what half a unit of the last printed digit moves it
 * by is its uncertainty.
 *
 * @module
 */

import { constant } from "../lib/fast_check/mod.ts";
import { type Claim, defineClaim, type Variant, type VariantName, type Verdict } from "./claim.ts";
import { MalformedClaim } from "./door/malformed_claim.ts";
import type { TableFigure, TableMark } from "./figure.ts";
import { judge, type LabelJudgement } from "./judgement.ts";
import type { Relation } from "./relation.ts";

/** A table as it is printed: plain JSON. */
export interface PrintedTable {
  /** Where it is printed, such as "Table 2". Tables of one claim have different ones. */
  readonly locus: string;
  /** Its caption. */
  readonly caption: string;
  /** The names of the columns; what heads several of them stands before the name of each. */
  readonly columns: readonly string[];
  /** How many of the first columns name the row; their cells are text, all others numbers. */
  readonly keys: number;
  /**
   * The rows, each with a cell for each column: numbers such as "838", "0.4", "90%", "10^{-5}" or
   * "1.28×10^{-6}", and "–" where there is none.
   */
  readonly rows: readonly (readonly string[])[];
}

/** A cell that holds a number. */
export interface Cell {
  /** The locus of its table. */
  readonly table: string;
  /** Its row, from 0 on. */
  readonly row: number;
  /** Its column, from 0 on. */
  readonly column: number;
  /** What is printed; of a percentage the number before the sign. */
  readonly value: number;
  /** Half a unit of the last printed digit. */
  readonly precision: number;
}

/** A number that follows from cells. */
export interface Reading {
  /** The number. */
  readonly value: number;
  /** By how much the precision of the cells may move it. */
  readonly uncertainty: number;
  /** The cells. */
  readonly cells: readonly Cell[];
}

/** One comparison that a sentence makes: a label of the evidence. */
export interface Comparison {
  /** What is compared, for people, such as "n = 9, median". */
  readonly label: string;
  /** The cells that decide it. */
  readonly cells: readonly Cell[];
  /** What the sentence says of them. */
  readonly relations: readonly Omit<Relation, "label">[];
}

/** What a tabular claim's instance is. */
export interface TabularInstance {
  /** The tables. */
  readonly tables: readonly PrintedTable[];
}

/** One form of a sentence about tables. */
export interface TabularVariant {
  /** The statement in TeX, with what vague words are taken to mean. */
  readonly statement: string;
  /** The verdict that it is known to have. */
  readonly expected?: Verdict;
  /** What it says of the tables, at least one comparison. */
  comparisons(tables: Tables): readonly Comparison[];
}

/** A sentence about tables, as {@linkcode tabularClaim} takes it. */
export interface TabularStatement {
  /** The claim's id, `<paper>/<name>`. */
  readonly id: string;
  /** The statement's name and content in a few words. */
  readonly title: string;
  /** Where the sentence and the tables are printed. */
  readonly locus: string;
  /** The tables that it speaks of. */
  readonly tables: readonly PrintedTable[];
  /** The forms of the statement. */
  readonly variants:
    & { readonly printed: TabularVariant }
    & { readonly [name in Exclude<VariantName, "printed">]?: TabularVariant };
}

/** A whole number or a decimal fraction, perhaps times a power of ten, or that power; or a share. */
const NUMBER = /^(?:(-?\d+(?:\.\d+)?)(?:×10\^\{(-?\d+)\})?%?|10\^\{(-?\d+)\})$/;

/** What stands where there is no number. */
const NONE = /^[–—-]%?$/;

/** Printed tables, read: every cell outside of the columns that name the row is a number or none. */
export class Tables {
  readonly #tables: ReadonlyMap<string, ReadTable>;

  /**
   * Reads all cells.
   *
   * @throws {MalformedClaim} If a cell is neither a number nor a dash, a row has too few cells or too
   *   many, or two rows, columns or tables have one name.
   */
  constructor(tables: readonly PrintedTable[]) {
    const loci = tables.map(({ locus }) => locus);
    requireDistinct(loci, "the claim", "tables");
    this.#tables = new Map(tables.map((table) => [table.locus, read(table)]));
  }

  /** The names of a table's rows: what the columns that name them hold, with a space between. */
  rows(table: string): readonly string[] {
    return this.#table(table).rowNames;
  }

  /**
   * The number of a cell.
   *
   * @param row The row's name, as {@linkcode rows} gives it.
   * @throws {MalformedClaim} If there is no such cell, or a dash stands there.
   */
  number(table: string, row: string, column: string): Cell {
    const cell = this.numberIfAny(table, row, column);
    if (cell === undefined) throw new MalformedClaim(`${place(table, row, column)}: there is none`);
    return cell;
  }

  /**
   * The number of a cell; undefined where a dash stands.
   *
   * @throws {MalformedClaim} If there is no such cell.
   */
  numberIfAny(table: string, row: string, column: string): Cell | undefined {
    const { columns, rowNames, cells } = this.#table(table);
    const [i, j] = [rowNames.indexOf(row), columns.indexOf(column)];
    if (i < 0 || j < 0) {
      const [what, known] = i < 0 ? ["row", rowNames] : ["column", columns];
      throw new MalformedClaim(
        `${place(table, row, column)}: there is no such ${what} (there are ${known.join(", ")})`,
      );
    }
    return cells[i]![j];
  }

  #table(locus: string): ReadTable {
    const table = this.#tables.get(locus);
    if (table === undefined) throw new MalformedClaim(`the claim has no ${JSON.stringify(locus)}`);
    return table;
  }
}

interface ReadTable {
  readonly columns: readonly string[];
  readonly rowNames: readonly string[];
  readonly cells: readonly (readonly (Cell | undefined)[])[];
}

function read({ locus, columns, keys, rows }: PrintedTable): ReadTable {
  const rowNames = rows.map((row) => row.slice(0, keys).join(" "));
  requireDistinct(columns, locus, "columns");
  requireDistinct(rowNames, locus, "rows");
  const cells = rows.map((row, i) => {
    if (row.length !== columns.length) {
      throw new MalformedClaim(
        `${locus}, row ${JSON.stringify(rowNames[i])}: it has ${row.length} cells, ` +
          `but there are ${columns.length} columns`,
      );
    }
    return row.map((text, j) => {
      if (j < keys || NONE.test(text)) return undefined;
      const number = readNumber(text);
      if (number === undefined) {
        throw new MalformedClaim(
          `${place(locus, rowNames[i]!, columns[j]!)}: the cell ${JSON.stringify(text)} is no ` +
            'number: write it as 838, 0.4, 90%, 10^{-5} or 1.28×10^{-6}, or "–" if there is none',
        );
      }
      return { table: locus, row: i, column: j, ...number };
    });
  });
  return { columns, rowNames, cells };
}

/** The number of a cell, and half a unit of its last digit; undefined if it is none. */
export function readNumber(text: string): Pick<Cell, "value" | "precision"> | undefined {
  const match = NUMBER.exec(text.replaceAll("−", "-"));
  if (match === null) return undefined;
  const [, digits = "1", factor, power] = match;
  const exponent = Number(factor ?? power ?? 0);
  const decimals = digits.split(".")[1]?.length ?? 0;
  return {
    value: Number(`${digits}e${exponent}`),
    precision: Number(`0.5e${exponent - decimals}`),
  };
}

function place(table: string, row: string, column: string): string {
  return `${table}, row ${JSON.stringify(row)}, column ${JSON.stringify(column)}`;
}

function requireDistinct(names: readonly string[], where: string, what: string): void {
  const twice = names.find((name, index) => names.indexOf(name) < index);
  if (twice === undefined) return;
  throw new MalformedClaim(`${where} has two ${what} of the name ${JSON.stringify(twice)}`);
}

/** The number of a cell, with its precision. */
export function readingOf(cell: Cell): Reading {
  return { value: cell.value, uncertainty: cell.precision, cells: [cell] };
}

/** How many times one cell is another; both must be positive. */
export function quotient(over: Cell, under: Cell): Reading {
  const value = over.value / under.value;
  const largest = (over.value + over.precision) / (under.value - under.precision);
  return { value, uncertainty: largest - value, cells: [over, under] };
}

/** The median of readings, as uncertain as the most uncertain of them. */
export function medianOf(readings: readonly Reading[]): Reading {
  const values = readings.map(({ value }) => value).sort((a, b) => a - b);
  const middle = values.length / 2;
  return {
    value: (values[Math.ceil(middle) - 1]! + values[Math.floor(middle)]!) / 2,
    uncertainty: Math.max(...readings.map(({ uncertainty }) => uncertainty)),
    cells: readings.flatMap(({ cells }) => cells),
  };
}

/** A comparison of a reading with the numbers that it must not be below or above. */
export function compare(
  label: string,
  { value, uncertainty, cells }: Reading,
  { atLeast, atMost }: { readonly atLeast?: number; readonly atMost?: number },
): Comparison {
  const side = (sense: "<=" | ">=", rhs: number | undefined) =>
    rhs === undefined ? [] : [{ lhs: value, sense, rhs, uncertainty }];
  return { label, cells, relations: [...side(">=", atLeast), ...side("<=", atMost)] };
}

/** A comparison of two readings: the first is below the second. */
export function below(label: string, less: Reading, more: Reading): Comparison {
  return {
    label,
    cells: [...less.cells, ...more.cells],
    relations: [{
      lhs: less.value,
      sense: "<=",
      rhs: more.value,
      uncertainty: less.uncertainty + more.uncertainty,
    }],
  };
}

/**
 * A claim of kind `tabular`. Its pages show the tables with the cells that decide marked.
 *
 * @throws {TypeError} As `defineClaim` does.
 */
export function tabularClaim(
  { id, title, locus, tables, variants }: TabularStatement,
): Claim {
  const entries = Object.entries(variants).map(([name, { statement, expected, comparisons }]) => {
    const relations: Variant<TabularInstance, Tables>["relations"] = (read) => {
      const found = comparisons(read);
      requireDistinct(found.map(({ label }) => label), `${id} (${name})`, "comparisons");
      return found.flatMap(({ label, relations }) => relations.map((one) => ({ label, ...one })));
    };
    return [name, { statement, ...(expected === undefined ? {} : { expected }), relations }];
  });
  const claim = defineClaim<TabularInstance, Tables>({
    id,
    title,
    locus,
    kind: "tabular",
    hypotheses: [],
    instances: constant<TabularInstance>({ tables }),
    observe: (instance) => new Tables(instance.tables),
    figures(read, instance, name) {
      const judgement = judge("tabular", claim.variants[name]!, read, instance, 2 ** -53);
      const outcomes = variants[name]!.comparisons(read).map(({ label, cells }) => ({
        label,
        cells,
        status: OUTCOMES[judgement.get(label)!.status],
      }));
      return instance.tables.flatMap((table) => figureOf(table, outcomes));
    },
    variants: Object.fromEntries(entries),
  });
  return claim;
}

const OUTCOMES: Readonly<Record<LabelJudgement["status"], TableMark["status"]>> = {
  supported: "kept",
  violated: "broken",
  undecided: "open",
};

/** A cell of several comparisons shows the worst outcome. */
const SEVERITY: Readonly<Record<TableMark["status"], number>> = { kept: 0, open: 1, broken: 2 };

type Outcome = Pick<Comparison, "label" | "cells"> & Pick<TableMark, "status">;

/** A table with the cells marked that comparisons look at; none where they look at none. */
function figureOf(
  { locus, caption, columns, keys, rows }: PrintedTable,
  outcomes: readonly Outcome[],
): TableFigure[] {
  const marks = marksOf(locus, outcomes);
  if (marks.length === 0) return [];
  return [{ kind: "table", title: caption, locus, columns, keys, rows, marks }];
}

function marksOf(locus: string, outcomes: readonly Outcome[]): TableMark[] {
  const marks = new Map<string, TableMark>();
  for (const { label, cells, status } of outcomes) {
    for (const { table, row, column } of cells) {
      if (table !== locus) continue;
      const key = `${row} ${column}`;
      const known = marks.get(key);
      if (known === undefined || SEVERITY[status] > SEVERITY[known.status]) {
        marks.set(key, { row, column, status, comparisons: [label] });
      } else if (known.status === status && !known.comparisons.includes(label)) {
        marks.set(key, { ...known, comparisons: [...known.comparisons, label] });
      }
    }
  }
  return [...marks.values()].sort((a, b) => a.row - b.row || a.column - b.column);
}
