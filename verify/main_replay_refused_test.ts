import { assertEquals } from "@std/assert";
import { join } from "node:path";
import type { Evidence } from "./evidence.ts";
import { writeJson } from "./report/files.ts";
import { runTask, withFolder } from "./testdata/command_line.ts";
import { changed, sampleEvidence } from "./testdata/sample_evidence.ts";

const KNOWN = ["--claims", "verify/testdata/claims.ts"];
const SINE = "known/sine-wrong-constant";

Deno.test("a file is replayed for the claim that it is of, and no other", async () => {
  const [evidence] = await sampleEvidence(SINE) as [Evidence];
  await withFolder(async (folder) => {
    const file = join(folder, "evidence.json");
    const replay = (...args: string[]) => runTask("verify", [...KNOWN, "--replay", file, ...args]);
    writeJson(file, evidence);
    const other = await replay("known/witness", "known/pythagoras");
    assertEquals(other, {
      status: 2,
      stdout: "",
      stderr: `error: the replay file ${file} is of ${SINE}, not of known/pythagoras, ` +
        "known/witness\n",
    });
    writeJson(file, changed(evidence, {}, { id: "known/nothing" }));
    assertEquals(await replay(), {
      status: 2,
      stdout: "",
      stderr: `error: the replay file ${file} is of known/nothing, which is no claim here\n`,
    });
  });
});
