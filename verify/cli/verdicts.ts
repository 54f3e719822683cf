/**
 * What a run says at its end.
 *
 * @module
 */

import colors from "picocolors";
import { paperOf, type Verdict } from "../claim.ts";
import { comparePapers } from "../papers.ts";
import type { Evidence, VariantEvidence } from "../evidence.ts";
import { contradicts, type ExperimentEvidence } from "../experiment/evidence.ts";
import { replayLine } from "../replay_line.ts";
import { evidencePath, isExpected, type VariantSummary, type Verdicts } from "../report/files.ts";
import {
  brokenRelation,
  describeComparisons,
  describeFamilies,
  describeOutcome,
  describeRelation,
  remarksOn,
  shortNumber,
} from "../report/findings.ts";
import { oneLine, shorten } from "../report/markdown.ts";
import { type Cell, formatTable, indented } from "./tables.ts";
import { columnsOf, write } from "./terminal.ts";

/** A run of at most so many claims shows the expected refutations and all remarks too. */
const FEW_CLAIMS = 10;

/** The most verdicts that are named again after the table because they are not expected. */
const MOST_NAMED = 20;

/** The most characters of an instance or a reason on the terminal. */
const LONGEST_TEXT = 300;

/** What is known of a run beyond its verdicts. */
export interface RunDescription {
  /** The report folder. */
  readonly out: string;
  /** How long it took. */
  readonly seconds: number;
}

/** A verdict that is not the expected one. */
export interface Difference {
  /** The claim. */
  readonly id: string;
  /** The variant. */
  readonly variant: string;
  /** Its verdict. */
  readonly verdict: Verdict;
  /** The verdict that it should have; null where it only should not be `error`. */
  readonly expected: Verdict | null;
}

/** The verdicts of a run that are not the expected ones. */
export function unexpectedIn(evidence: readonly Evidence[]): Difference[] {
  return evidence.flatMap(({ id, variants }) =>
    Object.entries(variants).filter(([, variant]) => !isExpected(variant))
      .map(([variant, { verdict, expected }]) => ({ id, variant, verdict, expected }))
  );
}

/**
 * Prints the table of verdicts by paper, what needs a closer look, and the outcome. Of few claims,
 * and of a user's own, it says all that their pages remark on; of many, what goes with unexpected
 * verdicts, and how much else there is.
 */
export function printVerdicts(
  verdicts: Verdicts,
  evidence: readonly Evidence[],
  run: RunDescription,
): void {
  const columns = columnsOf(Deno.stdout);
  write(`\n${verdictTable(verdicts, columns)}\n`);
  const isFew = evidence.length <= FEW_CLAIMS;
  let untold = 0;
  for (const found of evidence) {
    for (const [name, variant] of Object.entries(found.variants)) {
      const needsLook = variant.verdict !== "holds" &&
        (isFew || variant.expected === null || !isExpected(variant));
      if (needsLook) write(finding(found, name, variant, run.out, columns));
    }
    const remarks = remarksOn(found);
    const isTold = isFew || found.module !== null || unexpectedIn([found]).length > 0;
    if (isTold) write(remarkBlock(found.id, remarks, columns));
    else untold += remarks.length;
  }
  const { claims, arithmetics, seed, profile } = verdicts;
  const papers = new Set(claims.map(({ id }) => paperOf(id))).size;
  const used = arithmetics.map(({ name, backend }) => `${name} (${backend})`).join(", ");
  const unexpected = unexpectedIn(evidence);
  write("\n");
  write(indented(
    `${claims.length} claims of ${papers} paper(s), profile ${profile}, seed ${seed}, ${used}, ` +
      `${run.seconds.toFixed(1)} s`,
    columns,
    "",
  ));
  if (untold > 0) {
    write(indented(
      `${untold} remark(s) on these claims stand on their pages; a run of at most ${FEW_CLAIMS} ` +
        "claims shows them here.",
      columns,
      "",
    ));
  }
  for (const { id, variant, verdict, expected } of unexpected.slice(0, MOST_NAMED)) {
    const wanted = expected ?? "no error";
    write(indented(`not expected: ${id} (${variant}) ${verdict}, where ${wanted} is`, columns));
  }
  if (unexpected.length > MOST_NAMED) {
    write(`  and ${unexpected.length - MOST_NAMED} more; the table has all\n`);
  }
  const outcome = describeOutcome(evidence.flatMap(({ variants }) => Object.values(variants)));
  write(indented(unexpected.length === 0 ? outcome : colors.red(outcome), columns, ""));
  write(`Report: ${run.out}/index.html\n`);
}

/** What there is to remark on a claim. */
function remarkBlock(id: string, remarks: readonly string[], columns: number): string {
  if (remarks.length === 0) return "";
  return `\n${indented(`${colors.yellow("remarks")}  ${colors.bold(id)}`, columns, "")}` +
    remarks.map((remark) => {
      // The mark stands in the place of the first line's indentation.
      const text = indented(shorten(oneLine(remark), LONGEST_TEXT), columns, "    ");
      return `  - ${text.slice(4)}`;
    }).join("");
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
  { id, module }: Evidence,
  name: string,
  variant: VariantEvidence,
  out: string,
  columns: number,
): string {
  const { verdict, reason, example, furtherRefutations } = variant;
  const families = describeFamilies(variant);
  const comparisons = describeComparisons(variant);
  const wrapped = (text: string) => indented(shorten(oneLine(text), LONGEST_TEXT), columns);
  return [
    `\n${indented(`${colored(verdict)}  ${colors.bold(id)} (${name})`, columns, "")}`,
    ...(reason === null ? [] : [wrapped(reason)]),
    ...(families === undefined ? [] : [wrapped(`by family: ${families}`)]),
    ...(comparisons === undefined ? [] : [wrapped(comparisons)]),
    ...[variant, ...furtherRefutations].flatMap((shown) => {
      const broken = brokenRelation(shown);
      return [
        ...(broken === undefined ? [] : [indented(oneLine(describeRelation(broken)), columns)]),
        // Of a table the label names the cells.
        ...(shown.example === null || comparisons !== undefined
          ? []
          : [wrapped(`on ${JSON.stringify(shown.example.instance)}`)]),
      ];
    }),
    // On one line, however long it is: it is there to be copied.
    ...(example === null ? [] : [`  ${replayLine(module, evidencePath(out, id))}\n`]),
  ].join("");
}

/** Prints how many sentences of experiments have each verdict, and which contradict what is known. */
export function printExperiments(experiments: readonly ExperimentEvidence[]): void {
  const all = experiments.flatMap(({ id, sentences }) =>
    sentences.map((sentence) => ({ id, sentence }))
  );
  const counts = (["holds", "refuted", "inconclusive", "error"] as const)
    .map((verdict) => [verdict, all.filter(({ sentence }) => sentence.verdict === verdict).length])
    .filter(([, count]) => count !== 0)
    .map(([verdict, count]) => `${count} ${verdict}`);
  const verdicts = counts.length === 0 ? "" : `: ${counts.join(", ")}`;
  write(
    `Experiments: ${all.length} sentence(s) of ${experiments.length} experiment(s)${verdicts}.\n`,
  );
  for (const { id, sentence } of all) {
    if (!contradicts(sentence)) continue;
    const { name, verdict, expected } = sentence;
    write(`${id}, ${name}: ${verdict} instead of ${expected ?? "a verdict"}\n`);
  }
}
