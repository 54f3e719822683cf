/**
 * The command lines as tests run them: in a child process, with exactly the permissions of the task.
 *
 * @module
 */

import { assert } from "@std/assert";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import configuration from "../../deno.json" with { type: "json" };

/** The folder of the checkout. */
export const ROOT: string = fileURLToPath(new URL("../..", import.meta.url));

/** What a command left behind. */
export interface Outcome {
  /** Its exit status. */
  readonly status: number;
  /** What it wrote to standard output. */
  readonly stdout: string;
  /** What it wrote to standard error. */
  readonly stderr: string;
}

/** What a task runs, as the arguments of Deno. */
export function taskArguments(task: keyof typeof configuration.tasks): string[] {
  return configuration.tasks[task].command
    .replace("$(deno eval -p 'Deno.execPath()')", "EXEC_PATH")
    .split(" ").slice(1).map((argument) => argument.replace("EXEC_PATH", Deno.execPath()));
}

/** A task with more arguments, to be run in the checkout. */
export function taskCommand(
  task: keyof typeof configuration.tasks,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Deno.Command {
  return new Deno.Command(Deno.execPath(), {
    args: [...taskArguments(task), ...args],
    cwd: ROOT,
    env: { NO_COLOR: "1", ASSAY_BACKEND: "", GITHUB_STEP_SUMMARY: "", ...env },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  });
}

/** Runs a task to its end. */
export async function runTask(
  task: keyof typeof configuration.tasks,
  args: readonly string[],
  env?: Readonly<Record<string, string>>,
): Promise<Outcome> {
  const { code, stdout, stderr } = await taskCommand(task, args, env).output();
  const decoder = new TextDecoder();
  return { status: code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}

/** Runs a test in a folder of its own. */
export async function withFolder(body: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "assay_test_" });
  try {
    await body(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Every file below a folder, hidden ones too, with its text. */
export function contents(folder: string, below = ""): Record<string, string> {
  const found: Record<string, string> = {};
  for (const { name, isDirectory } of Deno.readDirSync(join(folder, below))) {
    const path = join(below, name);
    if (isDirectory) Object.assign(found, contents(folder, path));
    else found[path] = Deno.readTextFileSync(join(folder, path));
  }
  return found;
}

/**
 * The files of a run that must not depend on when and where it ran: in pages and summaries, commands
 * name the folder, which is taken out.
 */
export function reports(folder: string): Record<string, string> {
  const { "timings.json": timings = "", "index.html": index = "", ...rest } = contents(folder);
  const { date } = JSON.parse(timings) as { date: string };
  assert(!Number.isNaN(Date.parse(date)), timings);
  assert(/<time .*?<\/time>/.test(index), "the index has no date");
  const all = { ...rest, "index.html": index.replaceAll(/<time .*?<\/time>/g, "") };
  return Object.fromEntries(
    Object.entries(all).sort(([a], [b]) => a < b ? -1 : 1)
      .map(([path, text]) => [path, withoutFolder(path, text, folder)]),
  );
}

/** A page or a summary with another word for the folder that its commands name. */
export function withoutFolder(path: string, text: string, folder: string): string {
  return /\.(?:html|md)$/.test(path) ? text.replaceAll(folder, "REPORTS") : text;
}

/** Reads a JSON file. */
export function readJson<T>(path: string): T {
  return JSON.parse(Deno.readTextFileSync(path)) as T;
}

/** The objects of an output that has one a line. */
export function jsonLines(text: string): Record<string, unknown>[] {
  assert(text.endsWith("\n"));
  return text.trimEnd().split("\n").map((line) => JSON.parse(line) as Record<string, unknown>);
}
