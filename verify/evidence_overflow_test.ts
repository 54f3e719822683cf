import { assert, assertEquals, assertMatch } from "@std/assert";
import { join } from "node:path";
import { readEvidenceFile } from "./evidence_file.ts";
import { readJson, runTask, withFolder } from "./testdata/command_line.ts";

Deno.test("a run never writes what a report must leave out", async () => {
  await withFolder(async (folder) => {
    const module = join(folder, "claims.ts");
    await Deno.writeTextFile(
      module,
      `import fc from ${JSON.stringify(import.meta.resolve("fast-check"))};
      export const claims = [{
        id: "mine/overflow", title: "t", locus: "l", kind: "universal", hypotheses: [],
        instances: fc.record({ x: fc.integer() }), observe: ({ x }) => x, cost: 1000,
        variants: { printed: { statement: "x", relations: () =>
          [{ label: "far apart", lhs: -1.7e308, sense: "<=", rhs: 1.7e308 }] } },
      }];`,
    );
    const out = join(folder, "reports");
    const { stderr, stdout } = await runTask("verify", ["--claims", module, "--out", out]);
    assert(!stderr.includes("left out of the report"), stderr);
    const { evidence } = readEvidenceFile(join(out, "mine/overflow.json"));
    const { verdict, reason } = evidence.variants.printed;
    assertEquals(verdict, "error");
    assertMatch(reason!, /margin: must be number, not null/);
    assert(stdout.includes("cannot be written"), stdout);
    const { claims: [summary] } = readJson<{ claims: { variants: { printed: unknown } }[] }>(
      join(out, "verdicts.json"),
    );
    assertEquals((summary!.variants.printed as { verdict: string }).verdict, "error");
  });
});
