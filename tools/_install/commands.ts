/**
 * The commands that an installing tool runs, and what is told where one of them is missing or fails.
 *
 * @module
 */

import {
  type commandLine,
  FAILURE,
  SUCCESS,
  write,
  writeProblem,
} from "../../verify/cli/terminal.ts";

/** What a command came to. */
export interface Ending {
  /** Whether it ended with status 0. */
  readonly success: boolean;
  /** What it wrote, both streams one after the other; empty where it was shown. */
  readonly output: string;
}

/** Runs commands. */
export interface Runner {
  /**
   * @param command The command's name or path.
   * @param args Its arguments.
   * @param options Where it runs, what is added to its environment, and whether what it writes is shown
   *   to the user: the progress of a download.
   * @returns How it ended; undefined if there is no such command.
   */
  (command: string, args: readonly string[], options?: {
    readonly cwd?: string;
    readonly env?: Readonly<Record<string, string>>;
    readonly isShown?: boolean;
  }): Promise<Ending | undefined>;
}

/** Something is missing or has failed, and nothing was changed; the message says what to do. */
export class InstallError extends Error {
  /** @param message What it is, for a person. */
  constructor(message: string) {
    super(message);
    this.name = "InstallError";
  }
}

/** Runs commands of this machine. */
export const runHere: Runner = async (command, args, { cwd, env = {}, isShown = false } = {}) => {
  const stream = isShown ? "inherit" : "piped";
  try {
    const started = new Deno.Command(command, {
      args: [...args],
      env: { ...env },
      ...(cwd === undefined ? {} : { cwd }),
      stdin: "null",
      stdout: stream,
      stderr: stream,
    }).spawn();
    if (isShown) return { success: (await started.status).success, output: "" };
    const { success, stdout, stderr } = await started.output();
    const decoder = new TextDecoder();
    return { success, output: decoder.decode(stdout) + decoder.decode(stderr) };
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
};

/** A command that an installation needs: its name, how it is tried, and what it is, for a person. */
export type Needed = readonly [command: string, args: readonly string[], description: string];

/**
 * Says all that is missing at once, before anything is downloaded.
 *
 * @throws {InstallError} If something is.
 */
export async function checkTools(run: Runner, needed: readonly Needed[]): Promise<void> {
  const missing: string[] = [];
  for (const [command, args, description] of needed) {
    if ((await run(command, args))?.success !== true) missing.push(description);
  }
  if (missing.length > 0) {
    throw new InstallError(`missing: ${missing.join("; and ")}. Nothing was changed.`);
  }
}

/** The last lines of a failed command that are told. */
const MOST_LINES = 12;

/**
 * Runs a step that must succeed.
 *
 * @returns What it wrote.
 * @throws {InstallError} If it does not.
 */
export async function step(
  what: string,
  run: Runner,
  command: string,
  args: readonly string[],
  options?: Parameters<Runner>[2],
): Promise<string> {
  const ending = await run(command, args, options);
  if (ending?.success === true) return ending.output;
  const lines = ending?.output.trim().split("\n").slice(-MOST_LINES).join("\n") ?? "";
  throw new InstallError(
    `${what} failed (${ending === undefined ? `there is no ${command}` : command}); ` +
      `nothing was changed.${lines === "" ? "" : `\n${lines}`}`,
  );
}

/**
 * Runs an installation and says what came of it.
 *
 * @param command The command line of the tool, for its name.
 * @param install Installs; it is given what tells the user the next step, and says whether it did anything.
 * @param done What is told where it did.
 * @param there What is told where there was nothing to do.
 * @returns The exit status.
 */
export async function reportInstallation(
  command: ReturnType<typeof commandLine>,
  install: (say: (line: string) => void) => Promise<boolean>,
  done: string,
  there: string,
): Promise<number> {
  const say = (line: string) => write(`${command.name().split(" ").at(-1)}: ${line}\n`);
  try {
    say(await install(say) ? done : there);
    return SUCCESS;
  } catch (error) {
    if (!(error instanceof InstallError)) throw error;
    writeProblem("error", error.message);
    return FAILURE;
  }
}
