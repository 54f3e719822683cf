import { assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { MESSAGE_START, newSecret } from "./protocol.ts";
import { Sandbox } from "./sandbox.ts";
import { withFolder } from "./testdata/command_line.ts";
import type { WorkerSetup } from "./worker.ts";

/** A claims module that looks for a string of two halves in all of its process's memory. */
function snooping(secret: string): string {
  return `import { getHeapSnapshot } from "node:v8";
    const planted = { value: JSON.parse(JSON.stringify(["planted", "here"].join("-"))) };
    let snapshot = "";
    for await (const part of getHeapSnapshot()) snapshot += part;
    const found = (halves) => snapshot.includes(halves.join(""));
    console.log("finds what is planted:", found(["plant", "ed-here"]), planted.value.length);
    console.log("finds the secret:", found(${
    JSON.stringify([secret.slice(0, 16), secret.slice(16)])
  }));
    export const claims = [];`;
}

Deno.test("claims do not find the secret in the memory of their process", async () => {
  await withFolder(async (folder) => {
    const secret = newSecret();
    const path = join(folder, "claims.mjs");
    await Deno.writeTextFile(path, snooping(secret));
    const setup: WorkerSetup = {
      claims: [pathToFileURL(path).href],
      arithmetics: ["float64"],
      watch: { memoryLimit: 2 ** 30, parent: Deno.pid },
    };
    const sandbox = await Sandbox.of(setup.claims);
    const worker = new Deno.Command(Deno.execPath(), {
      args: [
        "run",
        "--quiet",
        ...sandbox.flags,
        fileURLToPath(new URL("worker.ts", import.meta.url)),
      ],
      stdin: "piped",
      stdout: "piped",
      stderr: "inherit",
    }).spawn();
    const input = worker.stdin.getWriter();
    await input.write(new TextEncoder().encode(`${secret}${JSON.stringify(setup)}\n`));
    await input.close();
    const { code, stdout } = await worker.output();
    await sandbox.dispose();
    const text = new TextDecoder().decode(stdout);
    assertStringIncludes(text, "finds what is planted: true 12\n");
    assertStringIncludes(text, "finds the secret: false\n");
    assertStringIncludes(text, `${MESSAGE_START}${secret}{"type":"ready"`);
    assertEquals(code, 0);
  });
});
