/**
 * Starts a worker process on a claim that never ends, with this program's own standard output, for
 * the test that kills the parent.
 *
 * @module
 */

import { fileURLToPath } from "node:url";
import { newSecret } from "../protocol.ts";
import { Sandbox } from "../sandbox.ts";
import type { Job, WorkerSetup } from "../worker.ts";

const claims = [new URL("bad_checkers.ts", import.meta.url).href];
const setup: WorkerSetup = {
  claims,
  arithmetics: ["float64"],
  watch: { memoryLimit: 2 ** 30, parent: Deno.pid },
};
const worker = new Deno.Command(Deno.execPath(), {
  args: [
    "run",
    "--quiet",
    ...(await Sandbox.of(claims)).flags,
    fileURLToPath(new URL("../worker.ts", import.meta.url)),
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
await input.write(
  new TextEncoder().encode(`${newSecret()}${JSON.stringify(setup)}\n${JSON.stringify(job)}\n`),
);
await worker.status;
