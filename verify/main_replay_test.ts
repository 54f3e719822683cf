import { assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import type { Evidence } from "./evidence.ts";
import { writeJson } from "./report/files.ts";
import { jsonLines, runTask, withFolder } from "./testdata/command_line.ts";
import { changed, failedSample, sampleEvidence } from "./testdata/sample_evidence.ts";

const KNOWN = ["--claims", "verify/testdata/claims.ts"];
const SINE = "known/sine-wrong-constant";

Deno.test("a replay shows what was recorded, and says whether all is the same", async () => {
  const [evidence] = await sampleEvidence(SINE) as [Evidence];
  const { example } = evidence.variants.printed;
  await withFolder(async (folder) => {
    const file = join(folder, "evidence.json");
    writeJson(file, evidence);
    const replay = (...args: string[]) => runTask("verify", [...KNOWN, "--replay", file, ...args]);
    const same = await replay("--json");
    assertEquals([same.status, same.stderr], [0, ""]);
    assertEquals(jsonLines(same.stdout), [
      {
        type: "replay",
        id: SINE,
        name: "printed",
        recorded: example,
        observed: example,
        same: true,
      },
    ]);
    writeJson(
      file,
      changed(evidence, { printed: { example: { ...example!, relations: [] } } }),
    );
    const different = await replay(SINE);
    assertEquals([different.status, different.stderr], [1, ""]);
    assertStringIncludes(different.stdout, "NOT the same as recorded");
  });
});

Deno.test("of a search that failed before it had an instance there is nothing to replay", async () => {
  const failed = failedSample(SINE, "it failed");
  await withFolder(async (folder) => {
    const file = join(folder, "evidence.json");
    writeJson(
      file,
      changed(failed, {
        printed: { example: { ...failed.variants.printed.example!, instance: null } },
      }),
    );
    const { status, stdout, stderr } = await runTask("verify", [...KNOWN, "--replay", file]);
    assertEquals([status, stderr], [0, ""]);
    assertStringIncludes(stdout, "The file holds no instance.");
  });
});
