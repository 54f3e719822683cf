/** @jsxRuntime automatic */
/** @jsxImportSource preact */
/**
 * Text that comes from evidence: of any length, holding anything. Escaping is the renderer's; here
 * it is kept short, and read as the mathematics that it is.
 *
 * @module
 */

import katex from "katex";
import type { VNode } from "preact";
import { formatNumber } from "./numbers.ts";

/** The longest TeX that is typeset; a statement of a theorem is a tenth of it. */
const LONGEST_TEX = 5000;

/** Text cut to a length that a page can show, with a note of what was left out. */
export function Clipped({ text, most = 400 }: { text: string; most?: number }): VNode {
  if (text.length <= most) return <>{clip(text, most)}</>;
  return (
    <>
      {clip(text, most)}{" "}
      <span class="note">[cut: {text.length} characters, all in the evidence file]</span>
    </>
  );
}

/**
 * Text cut to a length, without a note: for titles of windows and names in pictures. What no page may
 * hold (control characters, halves of characters) is replaced.
 */
export function clip(text: string, most: number): string {
  const short = text.length <= most ? text : `${text.slice(0, most).toWellFormed()}…`;
  return short.toWellFormed().replaceAll(/(?![\t\n\r])\p{Cc}/gu, "\ufffd");
}

/**
 * TeX, typeset for eyes (HTML) and for screen readers (MathML). What KaTeX cannot read is shown as
 * it is written.
 */
export function Formula({ tex }: { tex: string }): VNode {
  const clauses = tex.length > LONGEST_TEX ? null : typesetAll(clausesOf(tex)) ?? typesetAll([tex]);
  if (clauses === null) {
    return (
      <span class="untypeset">
        <span class="note">This formula cannot be typeset; its source is</span>{" "}
        <code>
          <Clipped text={tex} />
        </code>
      </span>
    );
  }
  return (
    <span class="formula">
      {clauses.map((html) => (
        <>
          <span class="clause" dangerouslySetInnerHTML={{ __html: html }} />
          {" "}
        </>
      ))}
    </span>
  );
}

/** The parts between wide spaces outside of all braces: there a line breaks best. */
function clausesOf(tex: string): string[] {
  const clauses: string[] = [];
  let depth = 0;
  let start = 0;
  for (const { 0: token, index } of tex.matchAll(/\\q?quad(?![a-zA-Z])|\\.|[{}]/gs)) {
    if (token === "{") depth++;
    else if (token === "}") depth--;
    else if (depth === 0 && token.endsWith("quad")) {
      clauses.push(tex.slice(start, index));
      start = index + token.length;
    }
  }
  return [...clauses, tex.slice(start)].filter((clause) => clause.trim() !== "").map(groupNorms)
    .map(allowBreaks);
}

/** Lets a line break between the words of a text, and at spaces after a comma, outside of braces. */
function allowBreaks(tex: string): string {
  let depth = 0;
  const tokens = /\\text\{([^{}$\\]*)\}|([,;:])\\ |\\[a-zA-Z]+|\\.|[()[\]{}]/gs;
  return tex.replaceAll(tokens, (token, words?: string, mark?: string) => {
    if (/^(?:[([{]|\\(?:left|\{))$/.test(token)) depth++;
    else if (/^(?:[)\]}]|\\(?:right|\}))$/.test(token)) depth--;
    else if (depth !== 0) return token;
    else if (mark !== undefined) return `${mark}\\allowbreak\\ `;
    else if (words !== undefined) {
      return words.split(/(?<=\S\s+)(?=\S)/).map((word) => `\\text{${word}}`)
        .join("\\allowbreak ");
    }
    return token;
  });
}

/** Braces every norm outside of all braces: a line breaks at its minus signs otherwise. */
function groupNorms(tex: string): string {
  const bars: number[] = [];
  let depth = 0;
  for (const { 0: token, index } of tex.matchAll(/\\(?:left|right)(?![a-zA-Z])|\\.|[{}]/gs)) {
    if (token === "{" || token === "\\left") depth++;
    else if (token === "}" || token === "\\right") depth--;
    // After \left and \right a bar is theirs.
    else if (token === "\\|" && depth === 0 && !/\\(?:left|right)$/.test(tex.slice(0, index))) {
      bars.push(index);
    }
  }
  if (bars.length % 2 === 1) return tex;
  let grouped = "";
  let end = 0;
  for (let k = 0; k < bars.length; k += 2) {
    const [open, close] = [bars[k]!, bars[k + 1]! + 2];
    grouped += `${tex.slice(end, open)}{${tex.slice(open, close)}}`;
    end = close;
  }
  return grouped + tex.slice(end);
}

/** Typesets all of them; null if one is not a formula by itself. */
function typesetAll(clauses: readonly string[]): string[] | null {
  try {
    return clauses.map((tex) =>
      // Inline style, unlike display style, lets long formulas break at their relations.
      katex.renderToString(`\\displaystyle ${clip(tex, LONGEST_TEX)}`, {
        output: "htmlAndMathml",
        trust: false,
        strict: "ignore",
        throwOnError: true,
        errorColor: "currentcolor",
        maxSize: 10,
        maxExpand: 200,
      })
    );
  } catch {
    return null;
  }
}

/**
 * A subscript or superscript in plain text: braces, a lower-case word, or one character. A word of
 * several letters before it, as in `step_size`, is a name and no mathematics.
 */
const SCRIPT = /(?<![a-z]{2})([_^])(?:\{([^{}]*)\}|([a-z]{2,}|[\p{L}\p{N}*⋆†∞⊥]))|([⁻⁰¹²³⁴-⁹]+)/gu;

/** The characters that stand for raised ones. */
const RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹⁻";

/** A stretch of a label that stands on one line. */
export interface Stretch {
  /** What it says. */
  readonly text: string;
  /** Where it stands. */
  readonly level: "line" | "sub" | "sup";
}

/** Splits text such as `‖x_{k+1}‖² <= q^k` into what is on the line, below and above it. */
export function stretchesOf(text: string): Stretch[] {
  const signs = text.replaceAll("<=", "≤").replaceAll(">=", "≥");
  const stretches: Stretch[] = [];
  let end = 0;
  for (const match of signs.matchAll(SCRIPT)) {
    const [whole, mark, braced, bare, raised] = match;
    stretches.push({ text: signs.slice(end, match.index), level: "line" });
    stretches.push(
      raised === undefined
        ? { text: (braced ?? bare)!.replaceAll("-", "−"), level: mark === "_" ? "sub" : "sup" }
        : {
          text: [...raised].map((sign) => "0123456789−"[RAISED.indexOf(sign)]).join(""),
          level: "sup",
        },
    );
    end = match.index + whole.length;
  }
  stretches.push({ text: signs.slice(end), level: "line" });
  return stretches.filter(({ text }) => text !== "");
}

/** A label, with its scripts and relation signs set as mathematics. */
export function Label({ text, most = 300 }: { text: string; most?: number }): VNode {
  return (
    <span class="label">
      {stretchesOf(clip(text, most)).map(({ text, level }) =>
        level === "line" ? text : level === "sub" ? <sub>{text}</sub> : <sup>{text}</sup>
      )}
    </span>
  );
}

/** A number for reading; see {@linkcode formatNumber}. */
export function Quantity({ value, digits }: { value: number; digits?: number }): VNode {
  return <span class="number">{<Label text={formatNumber(value, digits)} />}</span>;
}
