/**
 * The command that replays what an evidence file records.
 *
 * @module
 */

import { commandName } from "./program.ts";

/**
 * The line to type into a shell to replay an evidence file.
 *
 * @param module The module that its claim comes from, as `--claims` named it; null for the catalogue.
 * @param file The path of the evidence file.
 */
export function replayLine(module: string | null, file: string): string {
  const source = module === null ? "" : ` --claims ${shellWord(module)}`;
  return `${commandName("verify")}${source} --replay ${shellWord(file)}`;
}

/** A text as one word of a POSIX shell (and of Deno's own, which knows no backslash in quotes). */
export function shellWord(text: string): string {
  if (/^[\w@%+=:,./-]+$/.test(text)) return text;
  return `'${text.replaceAll("'", `'"'"'`)}'`;
}
