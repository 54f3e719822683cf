/**
 * Starts a worker process on a claim that never ends, with this program's own standard output, for
 * the test that kills the parent.
 *
 * @module
 */

import { fileURLToPath } from "node:url";
import type { Job, WorkerSetup } from "../worker.ts";

const setup: WorkerSetup = {
  claims: [new URL("bad_checkers.ts", import.meta.url).href],
  arithmetics: ["float64"],
  watch: { memoryLimit: 2 ** 30, parent: Deno.pid },
};
const worker = new Deno.Command(Deno.execPath(), {
  args: [
    "run",
    "--quiet",
    "--no-prompt",
    `--config=${fileURLToPath(new URL("../../deno.json", import.meta.url))}`,
    "--allow-read",
    "--allow-env",
    "--allow-sys",
    fileURLToPath(new URL("../worker.ts", import.meta.url)),
    JSON.stringify(setup),
  ],
  stdin: "piped",
  stdout: "inherit",
  stderr: "null",
}).spawn();
const ids = ["bad/loops"];
const job: Job = {
  type: "search",
  group: ids,
  asked: ids,
  seed: 1,
  profile: "quick",
  tellsAll: true,
};
const input = worker.stdin.getWriter();
await input.write(new TextEncoder().encode(JSON.stringify(job) + "\n"));
await worker.status;
