import { assert, assertEquals } from "@std/assert";
import { join } from "node:path";
import type { Evidence } from "./evidence.ts";
import { writeJson } from "./report/files.ts";
import { runTask, withFolder } from "./testdata/command_line.ts";
import { changed, sampleEvidence } from "./testdata/sample_evidence.ts";

const KNOWN = ["--claims", "verify/testdata/claims.ts"];
const SINE = "known/sine-wrong-constant";

Deno.test("claims are listed in their order, those of prefixes or all", async () => {
  const lines = async (...args: string[]) => {
    const { status, stdout, stderr } = await runTask("verify", ["--list", ...KNOWN, ...args]);
    assertEquals([status, stderr], [0, ""]);
    return stdout.trimEnd().split("\n");
  };
  const [head, ...some] = await lines("known/wi", "known/pythagoras");
  assertEquals(head!.split(/ {2,}/), ["claim", "kind", "expected", "title"]);
  assertEquals(some.map((line) => line.split(/ {2,}/)), [
    ["known/pythagoras", "universal", "printed holds", "known/pythagoras"],
    ["known/witness", "existence", "printed holds", "known/witness"],
  ]);
  const all = (await lines("--json")).map((line) => JSON.parse(line));
  const prefixed = all.filter(({ id }) => id.startsWith("known/p"));
  assert(all.length > prefixed.length && prefixed.length > 1);
  assertEquals(all.find(({ id }) => id === "known/witness"), {
    type: "claim",
    id: "known/witness",
    title: "known/witness",
    locus: all[0].locus,
    kind: "existence",
    expected: ["printed holds"],
  });
});

Deno.test("a claim that there is not is told with the nearest", async () => {
  assertEquals(await runTask("verify", [...KNOWN, "known/witnes", "known/wotness"]), {
    status: 2,
    stdout: "",
    stderr: 'error: no claim is called "known/wotness"; the nearest are known/witness, ' +
      "known/no-witness, known/pythagoras (--list shows all)\n",
  });
});

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
