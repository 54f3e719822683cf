import { assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import type { Evidence } from "./evidence.ts";
import { readJson, runTask, withFolder } from "./testdata/command_line.ts";
import { areCutShort, patiently } from "./testdata/patience.ts";

Deno.test("a checker that hangs or dies where a hypothesis is dropped keeps its verdict", async () => {
  await withFolder(async (folder) => {
    const CLAIMS = "verify/testdata/outside_hypotheses.ts";
    const evidence = (name: string) => readJson<Evidence>(join(folder, `outside/${name}.json`));
    const { result: { status } } = await patiently(
      10,
      (limit) =>
        runTask("verify", ["--claims", CLAIMS, "--time-limit", `${limit}`, "--out", folder]),
      () => {
        const [first, second] = [evidence("never-ends"), evidence("kills")];
        // Only the first hypothesis of the first claim cannot be looked at in any time.
        const roles = [first.hypotheses[1]!, ...second.hypotheses].map(({ role }) => role?.reason);
        return areCutShort([first, second], []) ||
          roles.some((reason) => /timed out/.test(reason ?? ""));
      },
    );
    assertEquals(status, 0);
    for (const [name, why] of [["never-ends", "timed out"], ["kills", "exit code 3"]] as const) {
      const { variants, hypotheses } = evidence(name);
      assertEquals(variants.printed.verdict, "holds");
      assertEquals(variants.printed.error, null);
      const [dropped, other] = hypotheses;
      assertEquals(dropped!.role!.role, "could not be told");
      assertStringIncludes(dropped!.role!.reason!, why);
      assertEquals(other!.role!.role, "not needed in this search");
    }
  });
});
