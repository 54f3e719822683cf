/**
 * What is said of a claim that is not what the engine can work with.
 *
 * @module
 */

import { distance } from "fastest-levenshtein";

/**
 * A claims module exports, or a claim returns, something that the engine cannot work with. The
 * message says what is wrong, where, and what to write instead.
 */
export class MalformedClaim extends TypeError {
  /** What is wrong, a line for each mistake. */
  readonly problems: readonly string[];

  /** @param problems What is wrong, at least one line; the message is all of them. */
  constructor(...problems: readonly string[]) {
    super(problems.join("\n"));
    this.name = "MalformedClaim";
    this.problems = problems;
  }
}

/** The most characters of a value that a message repeats. */
const LONGEST_VALUE = 60;

/** A value as a message names it: itself where it is short, otherwise what kind of thing it is. */
export function describeValue(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (isPromise(value)) return "a promise";
  if (Array.isArray(value)) return value.length === 0 ? "an empty array" : "an array";
  switch (typeof value) {
    case "string": {
      const text = JSON.stringify(value);
      return text.length <= LONGEST_VALUE ? text : `${text.slice(0, LONGEST_VALUE)}…"`;
    }
    case "number":
    case "boolean":
      return Object.is(value, -0) ? "-0" : String(value);
    case "bigint":
      return `the bigint ${value}n`;
    default:
      return typeof value === "object" ? "an object" : `a ${typeof value}`;
  }
}

/** Whether a value is a promise, or can be waited for like one. */
export function isPromise(value: unknown): boolean {
  return typeof value === "object" && value !== null &&
    typeof (value as { then?: unknown }).then === "function";
}

/** Whether a value is an object with keys: no array, no function, no promise, not null. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value) &&
    !isPromise(value);
}

/** A list of words as a sentence has it: `"a", "b" or "c"`. */
export function alternatives(words: readonly string[]): string {
  const quoted = words.map((word) => JSON.stringify(word));
  return quoted.length === 1 ? quoted[0]! : `${quoted.slice(0, -1).join(", ")} or ${quoted.at(-1)}`;
}

/** A question that names the word that was probably meant; empty where none is near. */
export function hint(word: string, known: readonly string[]): string {
  const [nearest] = known
    .map((candidate) => ({ candidate, edits: distance(word.toLowerCase(), candidate) }))
    .sort((a, b) => a.edits - b.edits);
  return nearest === undefined || nearest.edits > Math.max(2, nearest.candidate.length / 2)
    ? ""
    : `: did you mean ${JSON.stringify(nearest.candidate)}?`;
}

/** What is wrong with the keys of an object: a line for each one that nothing reads. */
export function unknownKeys(
  value: Readonly<Record<string, unknown>>,
  known: readonly string[],
  what: string,
): string[] {
  return Object.keys(value).filter((key) => !known.includes(key)).map((key) =>
    `${JSON.stringify(key)} is no key of ${what}${
      hint(key, known) || `: remove it (the keys are ${known.join(", ")})`
    }`
  );
}

/** The most characters of a text that stands on a line of its own. */
export const LONGEST_LINE = 500;

const BLANK = /^\s*$/;
const CONTROL = /[\p{Cc}\u2028\u2029]/u;
/** TeX may take several lines. */
const CONTROL_BUT_LINES = /[^\P{Cc}\n\r\t]/u;

/**
 * What is wrong with a text that reports show; undefined if nothing is.
 *
 * @param lines Whether it may have several lines, and any length.
 */
export function textProblem(value: unknown, lines = false): string | undefined {
  if (value === undefined) return "is missing";
  if (typeof value !== "string") return `is ${describeValue(value)}, not a string`;
  if (BLANK.test(value)) return "is empty";
  if (!value.isWellFormed()) return "has half of a surrogate pair, which no file can hold";
  if ((lines ? CONTROL_BUT_LINES : CONTROL).test(value)) {
    return `has a control character${lines ? "" : " or a line break"}`;
  }
  if (!lines && value.length > LONGEST_LINE) {
    return `has ${value.length} characters, more than ${LONGEST_LINE}`;
  }
  return undefined;
}
