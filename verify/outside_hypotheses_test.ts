import { assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import type { Evidence } from "./evidence.ts";
import { readJson, runTask, withFolder } from "./testdata/command_line.ts";

Deno.test("a checker that hangs or dies where a hypothesis is dropped keeps its verdict", async () => {
  await withFolder(async (folder) => {
    const { status } = await runTask("verify", [
      "--claims",
      "verify/testdata/outside_hypotheses.ts",
      "--time-limit",
      "15",
      "--out",
      folder,
    ]);
    assertEquals(status, 0);
    for (const [name, why] of [["never-ends", "timed out"], ["kills", "exit code 3"]] as const) {
      const { variants, hypotheses } = readJson<Evidence>(join(folder, `outside/${name}.json`));
      assertEquals(variants.printed.verdict, "holds");
      assertEquals(variants.printed.error, null);
      const [dropped, other] = hypotheses;
      assertEquals(dropped!.role!.role, "could not be told");
      assertStringIncludes(dropped!.role!.reason!, why);
      assertEquals(other!.role!.role, "not needed in this search");
    }
  });
});
