/**
 * Commands under torture: how they are run, and what their end must look like.
 *
 * @module
 */

import { join } from "node:path";
import { ROOT, taskArguments } from "../../verify/testdata/command_line.ts";
import type { Failure } from "./kind.ts";

/** Seconds after which a command is taken to hang: none of those that are tried takes a fifth of it. */
const PATIENCE = 60;

/** Seconds after which a process without its parent counts as an orphan. */
const ORPHANS_PATIENCE = 20;

/** The most memory of a command, so that one which reads without end does not take the machine's. */
const MOST_KILOBYTES = 3 * 2 ** 20;

/** The small claims that are searched. */
export const CLAIMS: string = join(ROOT, "verify/testdata/claims.ts");

/** The end of a command. */
export interface Ending {
  /** Its exit status. */
  readonly code: number;
  /** The signal that ended it. */
  readonly signal: Deno.Signal | null;
  /** What it wrote to standard output. */
  readonly stdout: string;
  /** What it wrote to standard error. */
  readonly stderr: string;
  /** Whether it had to be killed because it did not end. */
  readonly hung: boolean;
}

/** How a command is run. */
export interface RunOptions {
  /** The folder that it is run in. */
  readonly cwd: string;
  /** The signal that it gets, after so many seconds. */
  readonly signal?: { readonly name: Deno.Signal; readonly after: number };
  /** The folder for what it makes for a time; its workers have that in their arguments. Default: the system's. */
  readonly temporary?: string;
}

/** A task's command line, to be run in any folder, with the permissions of the task. */
export async function run(
  task: "verify" | "report" | "cite",
  args: readonly string[],
  { cwd, signal, temporary }: RunOptions,
): Promise<Ending> {
  const [command, ...rest] = taskArguments(task);
  const script = rest.pop()!;
  const child = new Deno.Command("sh", {
    args: ["-c", `ulimit -d ${MOST_KILOBYTES}; exec "$@"`, "sh", Deno.execPath(), command!]
      .concat("--frozen", "--config", join(ROOT, "deno.json"), rest, join(ROOT, script), args),
    cwd,
    env: {
      NO_COLOR: "1",
      ASSAY_BACKEND: "",
      GITHUB_STEP_SUMMARY: "",
      ...(temporary === undefined ? {} : { TMPDIR: temporary }),
    },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  let hung = false;
  const kill = (name: Deno.Signal) => {
    try {
      child.kill(name);
    } catch {
      // It has just ended.
    }
  };
  const timers = [
    setTimeout(() => {
      hung = true;
      kill("SIGKILL");
    }, PATIENCE * 1000),
  ];
  if (signal !== undefined) {
    timers.push(setTimeout(() => kill(signal.name), signal.after * 1000));
  }
  const { code, signal: endedBy, stdout, stderr } = await child.output();
  timers.forEach(clearTimeout);
  const decoder = new TextDecoder();
  return {
    code,
    signal: endedBy,
    stdout: decoder.decode(stdout),
    stderr: decoder.decode(stderr),
    hung,
  };
}

/** The numbers of the signals that commands are sent. */
const SIGNAL_NUMBERS: Readonly<Record<string, number>> = {
  SIGHUP: 1,
  SIGINT: 2,
  SIGQUIT: 3,
  SIGKILL: 9,
  SIGTERM: 15,
};

/** A line of a stack, or what Deno and V8 say where they give up. */
const STACK = /^\s+at .*:\d+:\d+\)?$|^error: Uncaught|panicked at|Fatal (?:JavaScript )?error/m;

/**
 * What is wrong with the end of a command: it hung, showed a stack trace, or has another exit status
 * than 0, 1, 2 and those of the signal that it was sent.
 */
export function judgeEnding(
  what: string,
  { code, signal, stdout, stderr, hung }: Ending,
  sent?: Deno.Signal,
): Failure | undefined {
  if (hung) return { harm: "hang", detail: `${what}: no end after ${PATIENCE} s` };
  const trace = STACK.exec(stderr) ?? STACK.exec(stdout);
  if (trace !== null) {
    const from = stderr.trim() === "" ? stdout : stderr;
    return { harm: "stack trace", detail: `${what}: ${shorten(from)}` };
  }
  const isOrdinary = signal === null && [0, 1, 2].includes(code);
  const isOfSignal = sent !== undefined &&
    (signal === sent || (signal === null && code === 128 + SIGNAL_NUMBERS[sent]!));
  if (isOrdinary || isOfSignal) return undefined;
  const end = signal === null ? `exit status ${code}` : `ended by ${signal}`;
  return { harm: "exit status", detail: `${what}: ${end}: ${shorten(stderr)}` };
}

/** Runs a command of the system; returns what it says where it fails. */
export async function system(command: string, ...args: string[]): Promise<string | undefined> {
  try {
    const { success, stderr } = await new Deno.Command(command, {
      args,
      stdin: "null",
      stdout: "null",
      stderr: "piped",
    }).output();
    return success ? undefined : shorten(new TextDecoder().decode(stderr)) || "it failed";
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/**
 * Whether processes remain that have a path in their arguments, after as long as workers may take to
 * see that their parent is gone. Where there is no /proc, none are found.
 *
 * @param patience Seconds. Default: 20.
 */
export async function hasOrphans(path: string, patience = ORPHANS_PATIENCE): Promise<boolean> {
  // The search has the pattern in its own arguments, which it does not match.
  const pattern = `[${path[0]}]${path.slice(1)}`;
  const looks = ["-c", 'grep -qa -e "$1" /proc/[0-9]*/cmdline 2>/dev/null', "sh", pattern];
  for (let looked = 0; looked < patience; looked++) {
    if (await system("sh", ...looks) !== undefined) return false;
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
  return true;
}

/** The beginning of a text, on one line. */
export function shorten(text: string): string {
  const line = text.trim().replaceAll(/\s*\n\s*/g, " | ");
  return line.length > 400 ? `${line.slice(0, 400)}…` : line;
}
