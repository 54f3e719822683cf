/**
 * `summary.md`: the verdicts in GitHub-flavoured Markdown, for a pull request or a job's summary.
 *
 * @module
 */

import { paperOf, type Verdict } from "../claim.ts";
import type { Evidence, VariantEvidence } from "../evidence.ts";
import { paperNamed } from "../papers.ts";
import { replayLine } from "../replay_line.ts";
import { evidencePath, isExpected } from "./files.ts";
import {
  brokenRelation,
  countVerdicts,
  describeComparisons,
  describeFailures,
  describeRelation,
  shortNumber,
} from "./findings.ts";
import { codeBlock, escapeMarkdown, htmlCode, inlineCode, shorten, table } from "./markdown.ts";
import { runName, runsOf } from "./runs.ts";

/** The most bytes of a summary that GitHub takes. */
export const SUMMARY_LIMIT: number = 2 ** 20;

/** The most characters of a title or a reason that the summary repeats. */
const LONGEST_TEXT = 300;

/** The most characters of an instance or a command that the summary repeats. */
const LONGEST_INSTANCE = 4000;

const VERDICTS: readonly Verdict[] = ["holds", "refuted", "vacuous", "inconclusive", "error"];

interface Finding {
  readonly evidence: Evidence;
  readonly name: string;
  readonly variant: VariantEvidence;
}

/** How a summary is made. */
export interface SummaryOptions {
  /** The report's folder, as commands name it. Default: `reports`. */
  readonly folder?: string;
  /** The most bytes; what comes last is left out, and a note says so. Default: what GitHub takes. */
  readonly limit?: number;
}

/**
 * A summary of evidence: the runs, the counts, what is unexpected, a table for each paper, and every
 * refutation with its instance.
 *
 * @param evidence The evidence, in the order in which claims are to be listed.
 */
export function summaryMarkdown(
  evidence: readonly Evidence[],
  { folder = "reports", limit = SUMMARY_LIMIT }: SummaryOptions = {},
): string {
  const findings = evidence.flatMap((found) =>
    Object.entries(found.variants).map(([name, variant]): Finding => ({
      evidence: found,
      name,
      variant,
    }))
  );
  const unexpected = findings.filter(({ variant }) => !isExpected(variant));
  const outcome = unexpected.length > 0
    ? `${unexpected.length} of ${findings.length} verdicts not as expected`
    : findings.some(({ variant }) => variant.expected !== null)
    ? "every verdict as expected"
    : countVerdicts(findings.map(({ variant }) => variant));
  const papers = Map.groupBy(findings, ({ evidence }) => paperOf(evidence.id));
  return fit([
    `# Assay: ${claims(evidence.length)}${evidence.length === 0 ? "" : `, ${outcome}`}`,
    ...(evidence.length === 0
      ? []
      : [runsOf(evidence).map((run) => escapeMarkdown(runName(run))).join("  \n")]),
    countsTable(findings),
    ...(unexpected.length === 0 ? [] : [
      "## Not as expected",
      ...unexpected.map((finding) => details(finding, true, folder)),
    ]),
    ...[...papers].flatMap(([paper, found]) =>
      paperBlocks(paper, found, runsOf(evidence).length, folder)
    ),
  ], limit);
}

function claims(count: number): string {
  return count === 1 ? "1 claim" : `${count} claims`;
}

/** Verdicts by variant; every row and column adds up to its last entry. */
function countsTable(findings: readonly Finding[]): string {
  const row = (head: string, of: readonly Finding[]) => [
    head,
    ...VERDICTS.map((verdict) =>
      String(of.filter(({ variant }) => variant.verdict === verdict).length)
    ),
    String(of.length),
  ];
  const variants = Map.groupBy(findings, ({ name }) => name);
  return table(["", ...VERDICTS, "all"], [
    ...[...variants].map(([name, found]) => row(name, found)),
    row("all", findings),
  ]);
}

function paperBlocks(
  paper: string,
  findings: readonly Finding[],
  runs: number,
  folder: string,
): string[] {
  const { title } = paperNamed(paper, findings.map(({ evidence }) => evidence));
  const head = ["claim", "variant", "verdict", "tightness", "instances"];
  const rows = findings.map(({ evidence, name, variant }) => [
    name === "printed"
      ? `${inlineCode(evidence.id)} ${escapeMarkdown(shorten(evidence.title, LONGEST_TEXT))}`
      : "",
    name,
    verdictText(variant),
    variant.tightness === null ? "" : escapeMarkdown(shortNumber(variant.tightness)),
    String(variant.instances),
    ...(runs === 1 ? [] : [escapeMarkdown(runName(evidence))]),
  ]);
  const refuted = findings.filter(({ variant }) =>
    variant.verdict === "refuted" && isExpected(variant)
  );
  return [
    `## ${escapeMarkdown(shorten(title === paper ? paper : `${paper}: ${title}`, LONGEST_TEXT))}`,
    table(runs === 1 ? head : [...head, "run"], rows),
    ...refuted.map((finding) => details(finding, false, folder)),
  ];
}

function verdictText(variant: VariantEvidence): string {
  const { verdict, expected } = variant;
  return isExpected(variant) ? verdict : `**${verdict}**, not ${expected ?? "expected"}`;
}

/** A verdict that needs words, to be opened by a click. */
function details({ evidence, name, variant }: Finding, isOpen: boolean, folder: string): string {
  const { verdict, expected, reason, example, furtherRefutations, failures } = variant;
  const command = replayLine(evidence.module, evidencePath(folder, evidence.id));
  const instance = (shown: unknown) =>
    codeBlock(shorten(JSON.stringify(shown), LONGEST_INSTANCE), "json");
  const comparisons = describeComparisons(variant);
  const found = isExpected(variant)
    ? verdict
    : `<b>${verdict}</b>, where ${expected ?? "no error"} is expected`;
  return [
    `<details${isOpen ? " open" : ""}><summary>${
      htmlCode(evidence.id)
    } (${name}): ${found}</summary>`,
    ...(reason === null ? [] : [escapeMarkdown(shorten(reason, LONGEST_TEXT))]),
    ...(comparisons === undefined ? [] : [escapeMarkdown(comparisons)]),
    ...broken(variant),
    ...(example === null ? [] : [instance(example.instance)]),
    ...furtherRefutations.flatMap((further) => [
      ...broken(further),
      // All comparisons are of the same tables.
      ...(comparisons === undefined ? [instance(further.example.instance)] : []),
    ]),
    ...(failures === null ? [] : [
      escapeMarkdown(shorten(describeFailures(failures), LONGEST_TEXT)),
      instance(failures.instance),
    ]),
    ...(example === null
      ? []
      : [codeBlock(shorten(command.replaceAll(/\s/g, " "), LONGEST_INSTANCE), "sh")]),
    "</details>",
  ].join("\n\n");
}

/** The relation that is broken, if one is shown to be. */
function broken(shown: Parameters<typeof brokenRelation>[0]): string[] {
  const relation = brokenRelation(shown);
  return relation === undefined ? [] : [inlineCode(describeRelation(relation))];
}

/** Joins as many blocks as fit. A block is left out whole, so that no table or element stays open. */
function fit(blocks: readonly string[], limit: number): string {
  const encoder = new TextEncoder();
  const size = (text: string) => encoder.encode(text).length;
  const note = (left: number) =>
    `_${left} more sections were left out, because GitHub takes no more than 1 MiB; the report ` +
    "folder has them._\n";
  const text = blocks.join("\n\n") + "\n";
  if (size(text) <= limit) return text;
  let kept = "";
  let bytes = size(note(blocks.length));
  let index = 0;
  for (; index < blocks.length; index++) {
    const block = blocks[index] + "\n\n";
    bytes += size(block);
    if (bytes > limit) break;
    kept += block;
  }
  return kept + note(blocks.length - index);
}
