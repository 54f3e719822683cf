import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { readEvidenceFile } from "../evidence_file.ts";
import { runTask, taskCommand, withFolder } from "../testdata/command_line.ts";

const BAD = "verify/testdata/bad_checkers.ts";

for (const [signal, status] of [["SIGINT", 130], ["SIGTERM", 143]] as const) {
  Deno.test(`a run that ${signal} ends says what was kept, and where`, async () => {
    await withFolder(async (folder) => {
      const out = join(folder, "reports");
      // The second one never ends.
      const args = ["bad/good-first", "bad/loops", "--claims", BAD, "--jobs", "1", "--out", out];
      const child = taskCommand("verify", [...args, "--time-limit", "3000"]).spawn();
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
      assertMatch(last, /^error: ended by SIG(INT|TERM): 1 of 2 claim\(s\) [^\n]*\n$/);
      for (const part of [signal, `in ${out}`, `deno task report ${out}`]) {
        assertStringIncludes(last, part);
      }
      const { evidence } = readEvidenceFile(join(out, "bad/good-first.json"));
      assertEquals(evidence.variants.printed.verdict, "holds");
      assertEquals((await runTask("report", [out])).status, 0);
      assertStringIncludes(await Deno.readTextFile(join(out, "index.html")), "bad/good-first");
    });
  });
}
