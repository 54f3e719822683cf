/**
 * Kills worker processes of a `verify` command, as a machine that is short of memory does.
 *
 * Its arguments are the process of the command, and how many workers to kill, each as soon as it is
 * there. It knows processes by what Linux tells of them below `/proc`.
 *
 * @module
 */

const [command, count] = Deno.args.map(Number) as [number, number];
const killed = new Set<number>();

function children(process: number): number[] {
  try {
    const text = Deno.readTextFileSync(`/proc/${process}/task/${process}/children`);
    return text.split(" ").filter((id) => id !== "").map(Number);
  } catch {
    return [];
  }
}

function isWorker(process: number): boolean {
  try {
    return Deno.readTextFileSync(`/proc/${process}/cmdline`).includes("verify/worker.ts");
  } catch {
    return false;
  }
}

function isThere(process: number): boolean {
  try {
    Deno.statSync(`/proc/${process}`);
    return true;
  } catch {
    return false;
  }
}

while (killed.size < count && isThere(command)) {
  for (const child of children(command)) {
    if (killed.size === count || killed.has(child) || !isWorker(child)) continue;
    killed.add(child);
    Deno.kill(child, "SIGKILL");
  }
  await new Promise((resolve) => setTimeout(resolve, 5));
}
