/**
 * Tables and wrapped text on a terminal.
 *
 * @module
 */

import Table from "cli-table3";
import colors from "picocolors";
import wrapAnsi from "wrap-ansi";

/** A cell: text, which may be coloured. */
export type Cell = string | { readonly content: string; readonly hAlign: "right" };

/** The columns between two columns of a table. */
const GAP = 2;

/**
 * A table without lines, no wider than it may be: one of its columns is wrapped where it must.
 *
 * @param head The names of the columns.
 * @param rows The cells.
 * @param options `columns`: the most columns of the whole; `wrapped`: the index of the column that
 *   gives way; `anywhere`: whether its text may be broken within a word. Default: between words.
 */
export function formatTable(
  head: readonly string[],
  rows: readonly (readonly Cell[])[],
  { columns, wrapped, anywhere = false }: {
    readonly columns: number;
    readonly wrapped: number;
    readonly anywhere?: boolean;
  },
): string {
  const textOf = (cell: Cell) => typeof cell === "string" ? cell : cell.content;
  const widths = head.map((name, column) =>
    rows.reduce((most, row) => Math.max(most, widthOf(textOf(row[column]!))), name.length)
  );
  const others = widths.reduce((sum, width) => sum + width + GAP, -GAP) - widths[wrapped]!;
  // However narrow the terminal is, a column of a few signs must remain.
  const width = Math.max(12, Math.min(widths[wrapped]!, columns - others));
  const table = new Table({
    head: head.map((name) => colors.dim(name)),
    chars: {
      ...{ "top": "", "top-mid": "", "top-left": "", "top-right": "" },
      ...{ "bottom": "", "bottom-mid": "", "bottom-left": "", "bottom-right": "" },
      ...{ "left": "", "left-mid": "", "mid": "", "mid-mid": "" },
      ...{ "right": "", "right-mid": "", "middle": " ".repeat(GAP) },
    },
    style: { "padding-left": 0, "padding-right": 0, head: [], border: [] },
  });
  for (const row of rows) {
    table.push(
      row.map((cell, column) =>
        column === wrapped
          ? wrapAnsi(textOf(cell), width, { hard: anywhere, trim: !anywhere })
          : cell
      ),
    );
  }
  return table.toString().split("\n").map((line) => line.trimEnd()).join("\n");
}

/** Text in lines of at most so many columns, each of them indented. */
export function indented(text: string, columns: number, indentation = "  "): string {
  return wrapAnsi(text, columns - indentation.length, { hard: true, trim: false })
    .split("\n").map((line) => `${indentation}${line.trimEnd()}\n`).join("");
}

/** The columns that a text takes, without its colours. */
function widthOf(text: string): number {
  // deno-lint-ignore no-control-regex -- colours are control sequences
  return Math.max(...text.replaceAll(/\x1b\[\d+m/g, "").split("\n").map((line) => line.length));
}
