/**
 * What a run says at its end.
 *
 * @module
 */

import colors from "picocolors";
import { paperOf, type Verdict } from "../claim.ts";
import { comparePapers } from "../papers.ts";
import type { Evidence, VariantEvidence } from "../evidence.ts";
import { evidencePath, isExpected, type VariantSummary, type Verdicts } from "../report/files.ts";
import { brokenRelation, describeRelation, shortNumber } from "../report/findings.ts";
import { oneLine, shorten } from "../report/markdown.ts";
import { type Cell, formatTable, indented } from "./tables.ts";
import { columnsOf, write } from "./terminal.ts";

/** A run of at most so many claims shows the expected refutations too. */
const FEW_CLAIMS = 10;

/** The most characters of an instance or a reason on the terminal. */
const LONGEST_TEXT = 300;

/** What is known of a run beyond its verdicts. */
export interface RunDescription {
  /** The report folder. */
  readonly out: string;
  /** Where the claims come from, as it was given, where it is not the catalogue. */
  readonly claims?: readonly string[];
  /** How long it took. */
  readonly seconds: number;
}

/** The variants of a run whose verdicts are not the expected ones. */
export function countUnexpected({ claims }: Verdicts): number {
  return claims.flatMap(({ variants }) => Object.values(variants))
    .filter((variant) => !isExpected(variant)).length;
}

/** Prints the table of verdicts by paper, what needs a closer look, and the outcome. */
export function printVerdicts(
  verdicts: Verdicts,
  evidence: readonly Evidence[],
  run: RunDescription,
): void {
  const columns = columnsOf(Deno.stdout);
  write(`\n${verdictTable(verdicts, columns)}\n`);
  const isFew = evidence.length <= FEW_CLAIMS;
  for (const found of evidence) {
    for (const [name, variant] of Object.entries(found.variants)) {
      const needsLook = variant.verdict !== "holds" &&
        (isFew || variant.expected === null || !isExpected(variant));
      if (needsLook) write(finding(found.id, name, variant, run, columns));
    }
  }
  const { claims, arithmetics, seed, profile } = verdicts;
  const papers = new Set(claims.map(({ id }) => paperOf(id))).size;
  const used = arithmetics.map(({ name, backend }) => `${name} (${backend})`).join(", ");
  const unexpected = countUnexpected(verdicts);
  write("\n");
  write(indented(
    `${claims.length} claims of ${papers} paper(s), profile ${profile}, seed ${seed}, ${used}, ` +
      `${run.seconds.toFixed(1)} s`,
    columns,
    "",
  ));
  const outcome = unexpected === 0
    ? "Every verdict is the expected one."
    : colors.red(`${unexpected} verdict(s) are not the expected ones.`);
  write(`${outcome} Report: ${run.out}/index.html\n`);
}

/** A verdict in its colour; the word says the same without. */
export function colored(verdict: Verdict): string {
  switch (verdict) {
    case "holds":
      return colors.green(verdict);
    case "refuted":
      return colors.magenta(verdict);
    case "error":
      return colors.red(verdict);
    default:
      return colors.yellow(verdict);
  }
}

/** The verdicts by paper: its name on a line, its claims below it in the order of the catalogue. */
function verdictTable({ claims }: Verdicts, columns: number): string {
  const papers = [...Map.groupBy(claims, ({ id }) => paperOf(id))]
    .sort(([a], [b]) => comparePapers(a, b));
  const rows = papers.flatMap(([paper, ofPaper]) => [
    [colors.bold(paper), "", "", "", "", ""],
    ...ofPaper.map(({ id, variants }) => claimRow(id.slice(paper.length + 1), variants)),
  ]);
  const head = ["claim", "variant", "verdict", "expected", "tightness", "instances"];
  return formatTable(head, rows, { columns, wrapped: 0, anywhere: true });
}

function claimRow(name: string, variants: Verdicts["claims"][number]["variants"]): Cell[] {
  const entries = Object.entries(variants);
  const lines = (text: (variant: VariantSummary) => string) =>
    entries.map(([, variant]) => text(variant)).join("\n");
  return [
    `  ${name}`,
    entries.map(([variant]) => variant).join("\n"),
    lines(({ verdict }) => colored(verdict)),
    lines((variant) =>
      isExpected(variant)
        ? (variant.expected === null ? colors.dim("none") : "yes")
        : colors.red(`NO: ${variant.expected ?? "no error"}`)
    ),
    {
      content: lines(({ tightness }) => tightness === null ? "" : shortNumber(tightness)),
      hAlign: "right",
    },
    { content: lines(({ instances }) => String(instances)), hAlign: "right" },
  ];
}

function finding(
  id: string,
  name: string,
  variant: VariantEvidence,
  { out, claims }: RunDescription,
  columns: number,
): string {
  const { verdict, reason, example } = variant;
  const broken = brokenRelation(variant);
  const source = (claims ?? []).map((path) => ` --claims ${shellWord(path)}`).join("");
  return [
    `\n${colored(verdict)}  ${colors.bold(id)} (${name})\n`,
    ...(reason === null ? [] : [indented(shorten(oneLine(reason), LONGEST_TEXT), columns)]),
    ...(broken === undefined ? [] : [indented(oneLine(describeRelation(broken)), columns)]),
    ...(example === null ? [] : [
      indented(`on ${shorten(oneLine(JSON.stringify(example.instance)), LONGEST_TEXT)}`, columns),
      // On one line, however long it is: it is there to be copied.
      `  deno task verify${source} --replay ${evidencePath(out, id)}\n`,
    ]),
  ].join("");
}

/** A word as a shell takes it: a glob must reach the program as it is. */
function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
