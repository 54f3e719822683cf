/**
 * Citations of evidence, and finding them again in a text.
 *
 * A citation names its evidence by a token, `assay:<paper>/<claim>@sha256:<digest>`, which is the same
 * in every format: whoever has the evidence can tell whether it is what was cited.
 *
 * @module
 */

import type { Evidence } from "../evidence.ts";
import { FILE_ID } from "./files.ts";
import { escapeMarkdown, inlineCode, oneLine, shorten } from "./markdown.ts";

/** The formats of a citation. */
export const CITATION_FORMATS = ["bibtex", "csl", "markdown", "text"] as const;

/** A citation in each format. */
export interface Citations {
  /** An entry for BibTeX or BibLaTeX. */
  readonly bibtex: string;
  /** CSL-JSON: a list of one item. */
  readonly csl: string;
  /** A line of Markdown. */
  readonly markdown: string;
  /** A line of plain text. */
  readonly text: string;
}

/** A token that was found in a text. */
export interface CitedEvidence {
  /** The claim. */
  readonly id: string;
  /** The digest of its evidence; empty if the token is damaged. */
  readonly sha256: string;
  /** The line of its first appearance, from 1. */
  readonly line: number;
  /** The token. */
  readonly token: string;
}

/** The most characters of a title or locus that a citation repeats. */
const LONGEST_TEXT = 300;

/** An id and a digest, well-formed or not: a damaged citation must not be taken for none. */
const TOKEN =
  /assay:((?:[A-Za-z0-9_.-]|\\[_.-])+\/(?:[A-Za-z0-9_.-]|\\[_.-])+)@sha256:([A-Za-z0-9]*)/g;

const DIGEST = /^[0-9a-f]{64}$/;

/** The token that names the evidence of a claim. */
export function citationToken(id: string, sha256: string): string {
  return `assay:${id}@sha256:${sha256}`;
}

/**
 * The citation of an evidence file, in each format.
 *
 * @param evidence What the file holds.
 * @param sha256 The SHA-256 of its bytes, in hexadecimal.
 */
export function citations(evidence: Evidence, sha256: string): Citations {
  const { id, seed, profile, variants } = evidence;
  const token = citationToken(id, sha256);
  const key = `assay-${id.replace("/", "-")}-${sha256.slice(0, 8)}`;
  const [version, title, locus] = [evidence.version, evidence.title, evidence.locus]
    .map((text) => shorten(oneLine(text), LONGEST_TEXT)) as [string, string, string];
  const verdicts = Object.entries(variants).map(([name, { verdict }]) => `${name} ${verdict}`)
    .join(", ");
  const run = `seed ${seed}, profile ${profile}`;
  return {
    bibtex: [
      `@misc{${key},`,
      "  author       = {{Assay}},",
      `  title        = {{Evidence on ${latex(id)}: ${latex(title)} (${latex(locus)})}},`,
      `  version      = {${latex(version)}},`,
      `  howpublished = {Assay ${latex(version)}, ${latex(run)}},`,
      `  note         = {Verdicts: ${latex(verdicts)}. \\texttt{${latex(token)}}},`,
      "}",
      "",
    ].join("\n"),
    csl: JSON.stringify(
      [{
        id: key,
        type: "dataset",
        author: [{ literal: "Assay" }],
        title: `Evidence on ${id}: ${title} (${locus})`,
        version,
        note: `Verdicts: ${verdicts}. Assay ${version}, ${run}. ${token}`,
      }],
      null,
      2,
    ) + "\n",
    markdown: `Assay ${escapeMarkdown(version)}. Evidence on ${inlineCode(id)}: ` +
      `“${escapeMarkdown(title)}” (${escapeMarkdown(locus)}). Verdicts: ${verdicts}; ${run}. ` +
      `${inlineCode(token)}\n`,
    text: `Assay ${version}. Evidence on ${id}: “${title}” (${locus}). Verdicts: ${verdicts}; ` +
      `${run}. ${token}\n`,
  };
}

/** Every token in a text of any of the formats, each once, in the order of appearance. */
export function findCitations(text: string): CitedEvidence[] {
  const found = new Map<string, CitedEvidence>();
  let line = 1;
  let counted = 0;
  for (const match of text.matchAll(TOKEN)) {
    for (; counted < match.index; counted++) if (text[counted] === "\n") line++;
    // LaTeX and Markdown write an underscore with a backslash, JSON doubles that one.
    const id = match[1]!.replaceAll("\\", "");
    const token = citationToken(id, match[2]!);
    if (found.has(token)) continue;
    const isWhole = FILE_ID.test(id) && DIGEST.test(match[2]!);
    found.set(token, { id, sha256: isWhole ? match[2]! : "", line, token });
  }
  return [...found.values()];
}

const LATEX_NAMES: Readonly<Record<string, string>> = {
  "\\": "\\textbackslash{}",
  // BibTeX counts braces whether or not a backslash stands before them.
  "{": "\\textbraceleft{}",
  "}": "\\textbraceright{}",
  "^": "\\textasciicircum{}",
  "~": "\\textasciitilde{}",
  "<": "\\textless{}",
  ">": "\\textgreater{}",
  "|": "\\textbar{}",
};

/** Text as LaTeX that prints just this text, within a braced BibTeX field. */
function latex(text: string): string {
  return text.replaceAll(/[\\{}^~<>|#$%&_]/g, (sign) => LATEX_NAMES[sign] ?? `\\${sign}`);
}
