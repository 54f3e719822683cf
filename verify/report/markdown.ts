/**
 * Text in GitHub-flavoured Markdown, whatever it holds.
 *
 * @module
 */

/** What Markdown, HTML and GitHub's mathematics could take for more than text, and of addresses. */
const SPECIAL = /[\\`*_{}[\]<>#|~$&^@]|:(?=\/\/)|(?<=www)\./gi;

const UNPRINTABLE =
  // deno-lint-ignore no-control-regex -- these are what is looked for
  /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** Text as Markdown that shows just this text, on one line; safe in a table's cell too. */
export function escapeMarkdown(text: string): string {
  return oneLine(text).replaceAll(SPECIAL, "\\$&");
}

/** Text as code, on one line; safe in a table's cell too. */
export function inlineCode(text: string): string {
  const line = oneLine(text);
  // Within backticks nothing can be escaped, neither a backtick nor the bar that ends a cell.
  if (line !== "" && !/[`|\\]/.test(line)) return `\`${line}\``;
  return htmlCode(line);
}

/** Text as code in HTML, on one line. */
export function htmlCode(text: string): string {
  const escaped = oneLine(text).replaceAll(SPECIAL, (sign) => `&#${sign.codePointAt(0)};`);
  return `<code>${escaped}</code>`;
}

/** Text as a fenced block. */
export function codeBlock(text: string, language: string): string {
  let length = 3;
  for (const [run] of text.matchAll(/`+/g)) length = Math.max(length, run.length + 1);
  const fence = "`".repeat(length);
  return `${fence}${language}\n${printable(text)}\n${fence}`;
}

/** A table; the cells are Markdown. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

/** Text without line breaks and runs of spaces. */
export function oneLine(text: string): string {
  return printable(text).replaceAll(/\s+/g, " ").trim();
}

/** At most so many characters of a text; it says how many there were if it has more. */
export function shorten(text: string, most: number): string {
  if (text.length <= most) return text;
  return `${text.slice(0, most).toWellFormed()}… (${text.length} characters)`;
}

/** Text with a sign in the place of what cannot be printed, or turns the direction of writing. */
function printable(text: string): string {
  return text.toWellFormed().replaceAll(UNPRINTABLE, "\ufffd");
}
