import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { readEvidenceFile } from "../evidence_file.ts";
import { contents, runTask, taskCommand, withFolder } from "../testdata/command_line.ts";

const BAD = "verify/testdata/bad_checkers.ts";

for (const [signal, status] of [["SIGINT", 130], ["SIGTERM", 143]] as const) {
  Deno.test(`a run that ${signal} ends says what was kept, and where`, async () => {
    await withFolder(async (folder) => {
      const out = join(folder, "reports");
      // The second one never ends.
      const args = ["bad/good-first", "bad/loops", "--claims", BAD, "--jobs", "1", "--out", out];
      const scratch = join(folder, "scratch");
      await Deno.mkdir(scratch);
      const child = taskCommand("verify", [...args, "--time-limit", "3000"], { TMPDIR: scratch })
        .spawn();
      const output = new Response(child.stdout).text();
      const reader = child.stderr.pipeThrough(new TextDecoderStream()).getReader();
      let told = "";
      while (!told.includes("good-first: printed")) {
        const { value, done } = await reader.read();
        assert(!done, told);
        told += value;
      }
      child.kill(signal);
      let last = "";
      for (let next = await reader.read(); !next.done; next = await reader.read()) {
        last += next.value;
      }
      const { code } = await child.status;
      assertEquals(code, status);
      assertEquals(await output, "");
      assertEquals([...Deno.readDirSync(scratch)], []);
      assertMatch(last, /^error: ended by SIG(INT|TERM): 1 of 2 claim\(s\) [^\n]*\n$/);
      for (const part of [signal, `in ${out}`, `deno task report ${out}`]) {
        assertStringIncludes(last, part);
      }
      const { evidence } = readEvidenceFile(join(out, "bad/good-first.json"));
      assertEquals(evidence.variants.printed.verdict, "holds");
      const report = await runTask("report", [out]);
      assertEquals(report.status, 0);
      assertStringIncludes(report.stderr, "did not come to its end");
      assertStringIncludes(await Deno.readTextFile(join(out, "index.html")), "bad/good-first");
    });
  });
}

Deno.test("two runs into one folder: the second is refused, and goes on after the first is killed", async () => {
  await withFolder(async (folder) => {
    const out = join(folder, "reports");
    const args = ["bad/good-first", "--claims", BAD, "--jobs", "1", "--out", out];
    assertEquals((await runTask("verify", args)).status, 0);
    const page = join(out, "bad/good-first.html");
    const index = join(out, "index.html");
    const before = [await Deno.readTextFile(page), await Deno.readTextFile(index)];

    const longer = ["bad/loops", "--seed", "2", "--time-limit", "3000", ...args];
    const child = taskCommand("verify", longer).spawn();
    const output = child.stdout.cancel();
    const reader = child.stderr.pipeThrough(new TextDecoderStream()).getReader();
    let told = "";
    while (!told.includes("good-first: printed")) {
      const { value, done } = await reader.read();
      assert(!done, told);
      told += value;
    }
    const other = await runTask("verify", args);
    const report = await runTask("report", [out]);
    for (const { status, stdout, stderr } of [other, report]) {
      assertEquals([status, stdout], [2, ""]);
      assertMatch(stderr, /^error: [^\n]+\n$/);
      assertStringIncludes(stderr, `process ${child.pid} (since `);
      assertStringIncludes(stderr, `is writing to ${out}`);
    }
    // The evidence is of the run that goes on, the pages are not yet.
    const file = readEvidenceFile(join(out, "bad/good-first.json"));
    assertEquals(file.evidence.seed, 2);
    child.kill("SIGKILL");
    await reader.cancel();
    await output;
    await child.status;
    assertEquals([await Deno.readTextFile(page), await Deno.readTextFile(index)], before);
    const note = await Deno.readTextFile(join(out, "unfinished.txt"));
    assertMatch(note, new RegExp(`^Process ${child.pid} began to write here at \\S+\\.\n`));
    await Deno.writeTextFile(join(out, `bad/.loops.json.${child.pid}.tmp`), "{");

    const { status, stderr } = await runTask("report", [out]);
    assertEquals(status, 0);
    assertMatch(
      stderr,
      new RegExp(`^warning: process ${child.pid} [^\n]*did not come to its end in ${out}[^\n]*\n$`),
    );
    assertStringIncludes(await Deno.readTextFile(page), file.sha256);
    assertEquals(
      Object.keys(contents(out)).filter((path) => /unfinished|\.tmp/.test(path)),
      [],
    );
    const again = await runTask("report", [out]);
    assertEquals([again.status, again.stderr], [0, ""]);
  });
});
