/**
 * The section of README.md that lists papers, claims and the verdicts that are expected of them.
 *
 * @module
 */

import { type Claim, paperOf, variantNames, type Verdict } from "../claim.ts";
import { comparePapers, type Paper, paperNamed } from "../papers.ts";
import { escapeMarkdown, inlineCode, table } from "./markdown.ts";

/** The lines between which the section lies; with them, `deno fmt` leaves it as it is. */
const BEGIN = "<!-- deno-fmt-ignore-start -->";
const END = "<!-- deno-fmt-ignore-end -->";

/** What tells those who edit the file. */
const NOTE = "<!-- Made by `deno task readme`, not by hand. -->";

/** The verdicts that have a column of their own. */
const COUNTED: readonly Verdict[] = ["holds", "refuted", "vacuous"];

/** Text to be changed has no place for the section, or more than one; the message says which. */
export class MarkerError extends Error {
  /** @param message What is wrong with the markers. */
  constructor(message: string) {
    super(message);
    this.name = "MarkerError";
  }
}

/**
 * The text with the section made anew: what lies between the two markers is replaced.
 *
 * @param text That of README.md.
 * @param claims Those of the catalogue, in its order.
 * @throws {MarkerError} If the text has not each marker once, in their order.
 */
export function withCatalogue(text: string, claims: readonly Claim[]): string {
  for (const marker of [BEGIN, END]) {
    const count = text.split(marker).length - 1;
    if (count !== 1) {
      throw new MarkerError(`the line ${marker} must stand there once; it does ${count} times`);
    }
  }
  const begin = text.indexOf(BEGIN) + BEGIN.length;
  const end = text.indexOf(END);
  if (end < begin) throw new MarkerError(`the line ${END} must come after ${BEGIN}`);
  return [text.slice(0, begin), NOTE, catalogueMarkdown(claims), text.slice(end)].join("\n\n");
}

/**
 * The papers with how many of their claims are expected to hold, to be refuted and to be vacuous as
 * they are printed; then, folded, the claims of each with the expected verdicts of their variants.
 *
 * @param claims Those of the catalogue, in its order.
 */
export function catalogueMarkdown(claims: readonly Claim[]): string {
  const papers = [...Map.groupBy(claims, ({ id }) => paperOf(id))]
    .sort(([a], [b]) => comparePapers(a, b));
  const expected = (claim: Claim) => claim.variants.printed.expected;
  const others = claims.some((claim) => !COUNTED.some((verdict) => verdict === expected(claim)));
  const counts = (name: string, ofPaper: readonly Claim[]) => {
    const found = COUNTED.map((verdict) =>
      ofPaper.filter((claim) => expected(claim) === verdict).length
    );
    const rest = ofPaper.length - found.reduce((sum, count) => sum + count, 0);
    return [name, ...[ofPaper.length, ...found, ...(others ? [rest] : [])].map(String)];
  };
  return [
    table(
      ["paper", "claims", "hold as printed", "refuted", "vacuous", ...(others ? ["other"] : [])],
      [
        ...papers.map(([key, ofPaper]) => counts(describePaper(key), ofPaper)),
        counts("**all**", claims),
      ],
    ),
    ...papers.map(([key, ofPaper]) => folded(key, ofPaper)),
  ].join("\n\n");
}

/** The key of a paper, its title, authors and year, with where it lies on arXiv. */
function describePaper(key: string): string {
  const paper = paperNamed(key, []);
  const origin = [
    ...(paper.authors.length === 0 ? [] : [paper.authors.join(", ")]),
    ...(paper.year === undefined ? [] : [String(paper.year)]),
  ].map(escapeMarkdown);
  return [`${inlineCode(key)}: ${escapeMarkdown(paper.title)}`, ...origin, ...onArxiv(paper)]
    .join(", ");
}

function onArxiv({ arxiv }: Paper): string[] {
  return arxiv === undefined ? [] : [`[arXiv:${arxiv}](https://arxiv.org/abs/${arxiv})`];
}

function folded(key: string, claims: readonly Claim[]): string {
  const columns = (["printed", "corrected", "sharpened"] as const).filter((name) =>
    claims.some((claim) => variantNames(claim).includes(name))
  );
  const rows = claims.map((claim) => [
    inlineCode(claim.id),
    escapeMarkdown(claim.title),
    ...columns.map((name) => {
      const variant = claim.variants[name];
      return variant === undefined ? "" : variant.expected ?? "none expected";
    }),
  ]);
  return [
    `<details>\n<summary>The claims of ${escapeMarkdown(key)} (${claims.length})</summary>`,
    table(["claim", "what it says", ...columns], rows),
    "</details>",
  ].join("\n\n");
}
