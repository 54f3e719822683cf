import { assertEquals, assertStringIncludes } from "@std/assert";
import { fileURLToPath } from "node:url";
import { MESSAGE_START } from "./protocol.ts";
import { taskArguments } from "./testdata/command_line.ts";

function watched(): Deno.ChildProcess {
  const path = fileURLToPath(new URL("testdata/watched.ts", import.meta.url));
  return new Deno.Command(Deno.execPath(), {
    args: [...taskArguments("verify").slice(0, -1), path],
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).spawn();
}

Deno.test("a process whose parent is gone tells its instance and ends", async () => {
  const { signal, stderr } = await watched().output();
  assertEquals(signal, "SIGKILL");
  assertStringIncludes(new TextDecoder().decode(stderr), `${MESSAGE_START}secret{"x":1}`);
});

Deno.test("it ends also where nobody reads what it tells", async () => {
  const child = watched();
  await child.stderr.cancel();
  const { signal } = await child.status;
  assertEquals(signal, "SIGKILL");
});
