/**
 * Commands that are killed while a file is half written. Nothing here waits for a moment: the command
 * itself stops in the middle of the write, says so, and only then is killed.
 */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { contents, ROOT, runTask, taskArguments, withFolder } from "./testdata/command_line.ts";
import { HALTED } from "./testdata/halt_mid_write.ts";

const KNOWN = "verify/testdata/claims.ts";
const CLAIM = "known/cauchy-schwarz";

/** A task that is killed in the middle of the first write of a file of this name. */
async function killInWriteOf(
  name: string,
  task: "verify" | "report",
  args: readonly string[],
  folder: string,
): Promise<void> {
  const preload = join(folder, "preload.ts");
  const hook = pathToFileURL(join(ROOT, "verify/testdata/halt_mid_write.ts")).href;
  await Deno.writeTextFile(
    preload,
    `import { haltInWriteOf } from ${JSON.stringify(hook)};\nhaltInWriteOf(${
      JSON.stringify(name)
    });\n`,
  );
  const [command, ...rest] = taskArguments(task);
  const child = new Deno.Command(Deno.execPath(), {
    args: [command!, "--no-check", `--preload=${preload}`, ...rest, ...args],
    cwd: ROOT,
    env: { NO_COLOR: "1", ASSAY_BACKEND: "", GITHUB_STEP_SUMMARY: "" },
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).spawn();
  let said = "";
  for await (const text of child.stderr.pipeThrough(new TextDecoderStream())) {
    said += text;
    if (said.includes(HALTED)) child.kill("SIGKILL");
  }
  assertStringIncludes(said, HALTED, `nothing of the name ${name} was written`);
  assertEquals((await child.status).signal, "SIGKILL");
}

/** The files of a folder that have a name of their own: not what is still being written. */
function finished(folder: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(contents(folder)).filter(([path]) => !/(?:^|\/)\.[^/]*$/.test(path)),
  );
}

for (
  const [task, names] of [
    ["verify", ["cauchy-schwarz.json", "verdicts.json", "timings.json"]],
    ["report", ["cauchy-schwarz.html", "summary.md", "junit.xml", "site.css"]],
  ] as const
) {
  Deno.test(`${task} that is killed with half a file written leaves the old one`, async (t) => {
    await withFolder(async (folder) => {
      const out = join(folder, "reports");
      const search = (seed: number) =>
        [CLAIM, "--claims", KNOWN, "--jobs", "1", "--arithmetic", "float64"]
          .concat("--seed", `${seed}`, "--out", out);
      assertEquals((await runTask("verify", search(1))).status, 0);
      let seed = 1;
      for (const name of names) {
        seed++;
        const args = task === "verify" ? search(seed) : [out];
        await t.step(name, async () => {
          const path = Object.keys(finished(out)).find((path) => path.endsWith(name))!;
          if (task === "report") {
            // Some other page stands there: what is written again is never the same.
            const text = await Deno.readTextFile(join(out, path));
            await Deno.writeTextFile(join(out, path), `${text}<!-- of an earlier version -->\n`);
          }
          const before = finished(out);
          await killInWriteOf(name, task, args, folder);
          const after = finished(out);
          assert(after[path] === before[path], `${path} is neither the old nor the new file`);
          for (const other of Object.keys(before)) {
            assert(after[other] !== undefined, `${other} is gone`);
            if (other.endsWith(".json")) assert(typeof JSON.parse(after[other]) === "object");
          }
          // The next command finds nothing that stops it.
          assertEquals((await runTask(task, args)).status, 0);
          assert(finished(out)[path] !== before[path], `${path} was not written again`);
        });
      }
    });
  });
}
