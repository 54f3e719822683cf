/**
 * Citations of evidence, and finding them again in a text.
 *
 * A citation names its evidence by a token, `assay:<paper>/<claim>@sha256:<digest>`, which is the same
 * in every format: whoever has the evidence can tell whether it is what was cited.
 *
 * @module
 */

import { distance } from "fastest-levenshtein";
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
  /** The claim; empty if the token is damaged so that none can be told. */
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

/** An id and a digest, well-formed or not. */
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

/**
 * Every token in a text of any of the formats, in the order of appearance, whole ones each once. What
 * only looks like a token counts as a damaged one: a digest that is cut, a letter that is wrong, a
 * line that breaks it. A damaged citation must not be taken for none.
 */
export function findCitations(text: string): CitedEvidence[] {
  const lineAt = lineCounter(text);
  const found = new Map<string, CitedEvidence & { readonly index: number }>();
  const add = (citation: Omit<CitedEvidence, "line">, index: number) => {
    const line = lineAt(index);
    const key = citation.sha256 === "" ? `${line} ${citation.token}` : citation.token;
    if (!found.has(key)) found.set(key, { ...citation, line, index });
  };
  const unread = text.replaceAll(TOKEN, (match, written: string, sha256: string, index: number) => {
    // LaTeX and Markdown write an underscore with a backslash, JSON doubles that one.
    const id = written.replaceAll("\\", "");
    const isWhole = FILE_ID.test(id) && DIGEST.test(sha256);
    add({ id, sha256: isWhole ? sha256 : "", token: citationToken(id, sha256) }, index);
    return TAKEN.repeat(match.length);
  });
  const damaged = (token: string, index: number) =>
    add({ id: ID_IN_TOKEN.exec(token)?.[0] ?? "", sha256: "", token }, index);
  let rest = "";
  for (const { token, index } of nearTokens(unread)) {
    damaged(token, index);
    rest += unread.slice(rest.length, index) + TAKEN.repeat(token.length);
  }
  rest += unread.slice(rest.length);
  const { text: joined, indexOf } = withoutBreaks(rest);
  for (const { token, index } of nearTokens(joined, true)) damaged(token, indexOf(index));
  return [...found.values()].sort((a, b) => a.index - b.index)
    .map(({ id, sha256, line, token }) => ({ id, sha256, line, token }));
}

/** Stands where a token has been found already. It is part of no other. */
const TAKEN = "\0";

/** The id in what looks like a token. */
const ID_IN_TOKEN = /[a-z0-9_-]+\/[a-z0-9._-]+/;

/** The most characters of a damaged token that are looked at and shown. */
const LONGEST_TOKEN = 400;

/** A word, and after it what may be the rest of a token in one piece: no blank, quote or bracket. */
const ONE_PIECE = new RegExp(
  String
    .raw`(?<![a-z])([a-z]{1,40})(?=([:;=,.|/@#_~-][^\s\p{Cc}"'${"`"}<>(){}\[\]]{1,${LONGEST_TOKEN}}))`,
  "giu",
);

/** A word, an id and a digest, with a blank between them where none belongs. */
const WITH_BLANKS = new RegExp(
  String.raw`(?<![a-z])([a-z]{1,40})(?=([ \t]?[:;=]?[ \t]?[\w\\.-]{1,110}\/[\w\\.-]{1,110}[ \t]?` +
    String.raw`[@#~+:;,=]{0,2}[ \t]?(?:[sha]{2,3}[-_ ]?\d{1,4}[ \t]?[:=@]?[ \t]?[0-9a-f]{8,}|` +
    String.raw`[0-9a-f]{32,})))`,
  "gi",
);

/** An id, or what may be left of one, and the name of a hash function as tokens have it, or nearly. */
const ID_AND_HASH =
  /^[^a-z0-9]{1,3}\w\S*?(?:@[sha]{2,3}[-_]?\d|\W[sha]{2,3}[-_]?\d{1,4}[:=]|\/\S*?[sha]{2,3}[-_]?\d{1,4}[:=])/i;

/** An id and a digest alone. (The address of a commit has no colon before it.) */
const ID_AND_DIGEST = /^[ \t]?[:;=]\S*\/\S*[@:#=~][0-9a-f]{32,}/i;

/** What a token begins with, where its digest is lost. */
const ID_ALONE = /^:[a-z0-9_\\-]+\/[a-z0-9]/;

interface NearToken {
  readonly token: string;
  readonly index: number;
}

/**
 * What looks like a token and is none: the name of the scheme or nearly so, and after it what looks
 * like an id and a digest; of the name itself an id is enough.
 *
 * @param isJoined Whether line breaks were taken out: then a word may have another before it, and an
 *   id alone says nothing.
 */
function nearTokens(text: string, isJoined = false): NearToken[] {
  const found = new Map<number, string>();
  const add = (index: number, token: string) => {
    if (token.length > (found.get(index)?.length ?? 0)) found.set(index, token);
  };
  for (const { 1: word, 2: rest, index } of text.matchAll(ONE_PIECE)) {
    const isToken = isNearScheme(word!, isJoined) &&
        (ID_AND_HASH.test(rest!) || ID_AND_DIGEST.test(rest!)) ||
      !isJoined && word === "assay" && ID_ALONE.test(rest!);
    // A full stop ends the sentence, not the token.
    if (isToken) add(index, (word! + rest!).replace(/[.,;:!?]+$/, ""));
  }
  for (const { 1: word, 2: rest, index } of text.matchAll(WITH_BLANKS)) {
    if (isNearScheme(word!, isJoined)) add(index, word! + rest!);
  }
  // What begins within another is a part of it.
  let end = 0;
  return [...found].map(([index, token]) => ({ index, token })).sort((a, b) => a.index - b.index)
    .filter(({ index, token }) => {
      if (index < end) return false;
      end = index + token.length;
      return true;
    });
}

/** Whether a word is the name of the scheme, whole, with other letters, or cut off at its beginning. */
function isNearScheme(word: string, isJoined: boolean): boolean {
  const lower = word.toLowerCase();
  return lower.includes("assay") || "assay".endsWith(lower) || distance(lower, "assay") <= 2 ||
    isJoined && distance(lower.slice(-5), "assay") <= 1;
}

/** A line break within a paragraph, with what begins the next line of a quotation or a comment. */
const BREAK =
  /[ \t]*\\?(?:\r\n|[\n\r\u2028\u2029])(?![ \t>%#*|]*[\n\r\u2028\u2029\0])(?:[ \t>%#*|]|\/\/)*/;

/** What is in a text and is not seen, or only allows a line break. */
const UNSEEN =
  /[\u00ad\u200b-\u200d\u2060\ufeff]|<\/?w?br\s*\/?>|&shy;|\\(?:allowbreak|linebreak|-)|\{\}/;

/** A text without its line breaks, and where its signs stood before. */
function withoutBreaks(
  text: string,
): { readonly text: string; readonly indexOf: (index: number) => number } {
  // The beginnings of the pieces that are kept: in the result, and in the text.
  const pieces: { readonly to: number; readonly from: number }[] = [];
  let joined = "";
  let from = 0;
  const keep = (until: number) => {
    pieces.push({ to: joined.length, from });
    joined += text.slice(from, until);
  };
  for (const match of text.matchAll(new RegExp(`${BREAK.source}|${UNSEEN.source}`, "g"))) {
    keep(match.index);
    from = match.index + match[0].length;
  }
  keep(text.length);
  return {
    text: joined,
    indexOf: (index) => {
      const piece = pieces.findLast(({ to }) => to <= index)!;
      return piece.from + index - piece.to;
    },
  };
}

/** The line of each place in a text, from 1. */
function lineCounter(text: string): (index: number) => number {
  const starts = [0, ...text.matchAll(/\n/g).map(({ index }) => index + 1)];
  return (index) => {
    let [low, high] = [0, starts.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (starts[middle]! <= index) low = middle;
      else high = middle;
    }
    return low + 1;
  };
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
