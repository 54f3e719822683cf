/**
 * What the commands say of themselves, on record: the help names every option with its default.
 *
 * After a change that is meant, write the record again and look at what differs:
 *
 *     deno run --allow-read --allow-write --allow-env --allow-run verify/cli/testdata/helps.ts
 *
 * @module
 */

import { runTask } from "../../testdata/command_line.ts";

/** The file of what the commands said when it was last written. */
export const HELPS = new URL("helps.json", import.meta.url);

const TASKS = [
  "verify",
  "report",
  "merge",
  "cite",
  "readme",
  "experiment",
  "experiment:gn-flow",
] as const;

/** The lines of each command's help, as it is now. */
export async function helps(): Promise<Record<string, readonly string[]>> {
  const found: Record<string, readonly string[]> = {};
  for (const task of TASKS) {
    const { status, stdout, stderr } = await runTask(task, ["--help"]);
    if (status !== 0 || stderr !== "") throw new Error(`${task} --help: ${stderr}`);
    found[task] = stdout.split("\n");
  }
  return found;
}

if (import.meta.main) {
  await Deno.writeTextFile(HELPS, JSON.stringify(await helps(), null, 2) + "\n");
}
