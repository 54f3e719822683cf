import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import type { Evidence } from "./evidence.ts";
import { readJson, runTask, withFolder } from "./testdata/command_line.ts";
import { MEMORY_EXCEEDED } from "./watchdog.ts";

Deno.test("what a claim prints of memory is not taken for the reason of its end", async () => {
  await withFolder(async (folder) => {
    const module = join(folder, "claims.ts");
    await Deno.writeTextFile(
      module,
      `import fc from ${JSON.stringify(import.meta.resolve("fast-check"))};
      import process from "node:process";
      const claim = (id, observe) => ({
        id, title: "t", locus: "l", kind: "universal", hypotheses: [], cost: 1000,
        instances: fc.record({ x: fc.integer() }), observe,
        variants: { printed: { statement: "x", relations: (x) =>
          [{ label: "x", lhs: x, sense: "<=", rhs: 1 }] } },
      });
      const ends = (text) => () => { process.stderr.write(text); Deno.exit(7); };
      export const claims = [
        claim("mine/v8", ends("Fatal JavaScript out of memory: heap\\n")),
        claim("mine/watchdog", ends(${JSON.stringify(MEMORY_EXCEEDED + "\n")})),
      ];`,
    );
    const out = join(folder, "reports");
    const { status, stderr } = await runTask("verify", ["--claims", module, "--out", out]);
    assertEquals(status, 1, stderr);
    for (const name of ["v8", "watchdog"]) {
      const { verdict, reason } =
        readJson<Evidence>(join(out, `mine/${name}.json`)).variants.printed;
      assertEquals(verdict, "error");
      assertStringIncludes(reason!, "exit code 7");
      assert(!reason!.includes("used more"), reason!);
    }
  });
});
