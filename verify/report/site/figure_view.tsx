/** @jsxRuntime automatic */
/** @jsxImportSource preact */
/**
 * Figures on a page: the picture, its legend, and the numbers behind it.
 *
 * @module
 */

import type { VNode } from "preact";
import type { Verdict } from "../../claim.ts";
import type { Distribution } from "../../evidence.ts";
import type { Figure, PlottedFigure, Series, TableFigure, TableMark } from "../../figure.ts";
import { formatCount, formatNumber } from "./numbers.ts";
import {
  binsOf,
  draw,
  drawDistribution,
  type Drawing,
  type LegendEntry,
  type Style,
  thin,
} from "./plot.ts";
import { clip, Clipped, Label } from "./text.tsx";
import { VerdictIcon } from "./verdict.tsx";

/** The longest table that a page carries; the evidence file has all of it. */
const MOST_ROWS = 60;
/** The widest one. */
const MOST_COLUMNS = 9;

/** The most columns of a printed table that a page carries. */
const MOST_PRINTED_COLUMNS = 24;

/** The numbers of a figure as a table. */
interface Data {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** A figure of a claim. */
export function FigureView({ figure }: { figure: Figure }): VNode {
  if (figure.kind === "table") return <PrintedTableView table={figure} />;
  return <Frame title={figure.title} drawing={draw(figure)} data={dataOf(figure)} />;
}

/** The distribution of a label's ratios. */
export function DistributionView(
  { label, ratio, distribution }: { label: string; ratio: string; distribution: Distribution },
): VNode {
  const total = distribution.counts.reduce((sum, count) => sum + count, 0);
  return (
    <Frame
      title={label}
      drawing={drawDistribution(distribution, {
        title: `Distribution of ${ratio}: ${label}`,
        ratio,
      })}
      data={{
        head: [ratio, "instances"],
        rows: [
          ...binsOf(distribution).map(({ range, count }) => [range, formatCount(count)]),
          ["all", formatCount(total)],
        ],
      }}
    />
  );
}

function Frame(
  { title, drawing, data }: { title: string; drawing: Drawing; data: Data },
): VNode {
  const { svg, legend, remark } = drawing;
  return (
    <figure class="plot-frame">
      <figcaption>
        <Label text={title} most={200} />
      </figcaption>
      {legend.length > 0 && (
        <ul class="legend">
          {legend.map((entry) => (
            <li>
              <Sample {...entry} /> <Label text={entry.name} most={80} />
            </li>
          ))}
        </ul>
      )}
      {svg === null
        ? <p class="note">There is nothing that these axes can show.</p>
        : <div class="picture" dangerouslySetInnerHTML={{ __html: svg }} />}
      {remark !== null && <p class="note">{remark}</p>}
      <details class="data">
        <summary>Data</summary>
        <DataTable {...data} />
      </details>
    </figure>
  );
}

/** What a mark says, to eyes by its icon and its cell's frame, to all by its words. */
const MARKS: Readonly<
  Record<TableMark["status"], { readonly verdict: Verdict; readonly words: string }>
> = {
  kept: { verdict: "holds", words: "keeps the sentence" },
  broken: { verdict: "refuted", words: "breaks the sentence" },
  open: { verdict: "inconclusive", words: "leaves it open" },
};

/** A table as it is printed, with the cells that decide marked. */
function PrintedTableView({ table }: { table: TableFigure }): VNode {
  const { title, locus, keys, marks } = table;
  const columns = table.columns.slice(0, MOST_PRINTED_COLUMNS);
  const rows = table.rows.slice(0, MOST_ROWS);
  const met = (["kept", "broken", "open"] as const).filter((status) =>
    marks.some((mark) => mark.status === status)
  );
  return (
    <figure class="plot-frame printed-table">
      <figcaption>
        <b>
          <Clipped text={locus} most={80} />.
        </b>{" "}
        <Label text={title} most={400} />
      </figcaption>
      <ul class="legend">
        {met.map((status) => (
          <li>
            <span class={`sample-cell ${status}`}>
              <VerdictIcon verdict={MARKS[status].verdict} />
            </span>{" "}
            {MARKS[status].words}
          </li>
        ))}
      </ul>
      <div class="scroll" tabIndex={0} role="group" aria-label={clip(locus, 80)}>
        <table class="numbers">
          <thead>
            <tr>
              {columns.map((name, j) => (
                <th scope="col" class={j < keys ? "key" : undefined}>
                  <Label text={name} most={80} />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, i) => (
              <tr>
                {row.slice(0, MOST_PRINTED_COLUMNS).map((cell, j) =>
                  j < keys
                    ? (
                      <th scope="row">
                        <Label text={cell} most={80} />
                      </th>
                    )
                    : (
                      <PrintedCell
                        text={cell}
                        mark={marks.find((mark) => mark.row === i && mark.column === j)}
                      />
                    )
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {(columns.length < table.columns.length || rows.length < table.rows.length) && (
        <p class="note">A part of the table; all of it is in the evidence file.</p>
      )}
    </figure>
  );
}

function PrintedCell({ text, mark }: { text: string; mark: TableMark | undefined }): VNode {
  if (mark === undefined) {
    return (
      <td>
        <Label text={text} most={80} />
      </td>
    );
  }
  const { verdict, words } = MARKS[mark.status];
  return (
    <td class={mark.status} title={clip(mark.comparisons.join("; "), 200)}>
      <Label text={text} most={80} /> <VerdictIcon verdict={verdict} />
      <span class="visually-hidden">{words}</span>
    </td>
  );
}

function DataTable({ head, rows }: Data): VNode {
  const shown = thin(rows, MOST_ROWS);
  return (
    <>
      {shown.length < rows.length && (
        <p class="note">
          {shown.length} of {rows.length} rows; all are in the evidence file.
        </p>
      )}
      <div class="scroll" tabIndex={0} role="group" aria-label="Data of the figure">
        <table class="numbers">
          <thead>
            <tr>
              {head.map((name) => (
                <th scope="col">
                  <Clipped text={name} most={80} />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <tr>
                {row.map((cell) => (
                  <td>
                    <Label text={cell} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

/** A stretch of line with its mark, as the legend shows them. */
function Sample({ style: { color, dash, symbol, filled, line } }: LegendEntry): VNode {
  return (
    <svg class="sample" viewBox="0 0 32 12" width="32" height="12" aria-hidden="true">
      {line && (
        <path d="M1 6H31" stroke={color} stroke-width="2" stroke-dasharray={dash ?? "none"} />
      )}
      {symbol !== undefined && (
        <path
          d={SYMBOL_PATHS[symbol]}
          fill={filled ? color : "var(--plot-ground)"}
          stroke={color}
          stroke-width="1.5"
        />
      )}
    </svg>
  );
}

const SYMBOL_PATHS: Readonly<Record<NonNullable<Style["symbol"]>, string>> = {
  circle: "M12.5 6a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0 -7 0Z",
  square: "M12.9 2.9h6.2v6.2h-6.2Z",
  triangle: "M16 1.8l4 7.4h-8Z",
  diamond: "M16 1l3.2 5l-3.2 5l-3.2 -5Z",
};

function dataOf(figure: PlottedFigure): Data {
  switch (figure.kind) {
    case "lines":
      return {
        head: [figure.x.label, ...named(figure.series)],
        rows: byAbscissa(figure.series.slice(0, MOST_COLUMNS)),
      };
    case "scaling":
      return { head: [figure.x.label, figure.y.label], rows: figure.points.map(formatRow) };
    case "plane":
      return {
        head: ["of", figure.x.label, figure.y.label],
        rows: [
          ...figure.paths.flatMap(({ name, points }) =>
            points.map((point) => [clip(name, 80), ...formatRow(point)])
          ),
          ...figure.points.map(({ name, at }) => [clip(name, 80), ...formatRow(at)]),
        ],
      };
  }
}

function named(series: readonly Series[]): string[] {
  return series.slice(0, MOST_COLUMNS).map(({ name }) => name);
}

/** A row for each abscissa, a column for each series; later points of one abscissa add rows. */
function byAbscissa(series: readonly Series[]): string[][] {
  const rows = new Map<string, { readonly x: number; readonly cells: string[] }>();
  series.forEach(({ points }, column) => {
    const repeats = new Map<number, number>();
    for (const [x, y] of points) {
      const repeat = repeats.get(x) ?? 0;
      repeats.set(x, repeat + 1);
      const key = `${x} ${repeat}`;
      const row = rows.get(key) ?? { x, cells: series.map(() => "") };
      row.cells[column] = formatNumber(y);
      rows.set(key, row);
    }
  });
  return [...rows.values()].sort((a, b) => a.x - b.x)
    .map(({ x, cells }) => [formatNumber(x), ...cells]);
}

function formatRow(values: readonly number[]): string[] {
  return values.map((value) => formatNumber(value));
}
