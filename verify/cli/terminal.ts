/**
 * What the command lines have in common: output, options, and mistakes of the user.
 *
 * @module
 */

import { Command, CommanderError, InvalidArgumentError } from "commander";
import colors from "picocolors";
import { UsageError } from "../usage_error.ts";
import { VERSION } from "../version.ts";

/** The exit status of a command that found what it should. */
export const SUCCESS = 0;
/** The exit status where a verdict or a citation is not what it should be. */
export const FAILURE = 1;
/** The exit status for wrong usage. */
export const WRONG_USAGE = 2;

/** The columns that text is laid out for, where a terminal has no fewer. */
const MOST_COLUMNS = 100;

/** Writes to standard output. */
export function write(text: string): void {
  writeAll(Deno.stdout, text);
}

/** Writes to standard error. */
export function writeError(text: string): void {
  writeAll(Deno.stderr, text);
}

function writeAll(to: { writeSync(bytes: Uint8Array): number }, text: string): void {
  let bytes = new TextEncoder().encode(text);
  while (bytes.length > 0) bytes = bytes.subarray(to.writeSync(bytes));
}

/** The columns of a stream: of the terminal, but at most 100; 100 where it is none. */
export function columnsOf(stream: { isTerminal(): boolean }): number {
  // A terminal that does not know its size has no columns.
  const columns = stream.isTerminal() ? Deno.consoleSize().columns : 0;
  return columns > 0 ? Math.min(columns, MOST_COLUMNS) : MOST_COLUMNS;
}

/** A command line that leaves the process's end and all output to {@linkcode runCommand}. */
export function commandLine(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .version(VERSION)
    .exitOverride()
    .configureOutput({
      writeOut: write,
      writeErr: () => {},
      getOutHasColors: () => colors.isColorSupported,
      getOutHelpWidth: () => columnsOf(Deno.stdout),
    });
}

/** A parser of integers that are at least so large. */
export function integer(least: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^[+-]?\d+$/.test(text) && Number.isSafeInteger(value) && value >= least) return value;
    throw new InvalidArgumentError(
      least === -Infinity
        ? "It must be an integer."
        : `It must be an integer that is at least ${least}.`,
    );
  };
}

/** A parser of names and paths. */
export function notEmpty(text: string): string {
  if (text !== "") return text;
  throw new InvalidArgumentError("It must not be empty.");
}

/** A parser of positive numbers. */
export function positive(text: string): number {
  const value = Number(text);
  if (text.trim() !== "" && Number.isFinite(value) && value > 0) return value;
  throw new InvalidArgumentError("It must be a positive number.");
}

/**
 * Runs a command and returns its exit status.
 *
 * @param main The command: arguments in, exit status out.
 * @param args The arguments.
 * @param isUsage Whether an error beyond {@linkcode UsageError} is a mistake of the user, which
 *   becomes one line. Default: none is.
 */
export async function runCommand(
  main: (args: readonly string[]) => number | Promise<number>,
  args: readonly string[],
  isUsage: (error: unknown) => boolean = () => false,
): Promise<number> {
  try {
    return await main(args);
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return SUCCESS;
    if (!(error instanceof CommanderError || error instanceof UsageError || isUsage(error))) {
      throw error;
    }
    writeProblem("error", (error as Error).message.replace(/^error: /, ""));
    return WRONG_USAGE;
  }
}

/** Writes one line about what is wrong to standard error. */
export function writeProblem(kind: "error" | "warning", message: string): void {
  const color = kind === "error" ? colors.red : colors.yellow;
  // Some messages list reasons on lines of their own,
  // and some repeat what stands in a file of others.
  const line = message.replaceAll(/\s*\n\s*/g, " ").trim().replaceAll(/\p{Cc}/gu, "\ufffd");
  writeError(`${color(`${kind}:`)} ${line}\n`);
}
