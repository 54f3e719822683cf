import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { contents, runTask, withFolder } from "./testdata/command_line.ts";

/** A module of claims, each written as these parts of it say. */
function moduleOf(...claims: readonly Readonly<Record<string, string>>[]): string {
  const written = claims.map(({ id, relations = "[]", ...others }) => {
    const parts = Object.entries(others).map(([name, value]) => `${name}: ${value},`);
    return `{
      id: ${JSON.stringify(id)}, title: "A title", locus: "§ 1", kind: "universal",
      hypotheses: [], instances: fc.record({ x: fc.integer() }), observe: ({ x }) => x,
      ${parts.join(" ")}
      variants: { printed: { statement: "x", relations: () => (${relations}) } },
    }`;
  });
  return `import fc from ${JSON.stringify(import.meta.resolve("fast-check"))};
    export const claims = [${written.join(", ")}];`;
}

Deno.test("twenty mistakes in claims are told, and how many more there are", async () => {
  await withFolder(async (folder) => {
    const module = join(folder, "claims.ts");
    const told = async () => {
      const out = join(folder, "reports");
      const args = ["--claims", module, "--out", out];
      const { status, stdout, stderr } = await runTask("verify", args);
      assertEquals([status, stdout], [2, ""], stderr);
      return stderr.trimEnd().split("\n");
    };
    const broken = (count: number) =>
      Array.from({ length: count }, (_, k) => ({ id: `p/${k}`, cost: "NaN" }));
    await Deno.writeTextFile(module, moduleOf(...broken(20)));
    const twenty = await told();
    assertEquals(twenty.length, 20);
    assertStringIncludes(twenty.at(-1)!, "claims[19] (p/19): cost is NaN");
    await Deno.writeTextFile(module, moduleOf(...broken(23)));
    const more = await told();
    assertEquals([more.length, more.at(-1)], [21, "error: 3 more of this kind"]);
    assertEquals(more.slice(0, 20), twenty);

    // What only a first observation shows.
    const relation = (sense: string) => `[{ label: "a", lhs: 3, sense: "${sense}", rhs: 5 }]`;
    await Deno.writeTextFile(
      module,
      moduleOf({ id: "p/good", relations: relation("<=") }, {
        id: "p/strict",
        relations: relation("<"),
      }),
    );
    const [line, ...others] = await told();
    assertEquals(others, []);
    assert(line!.startsWith(`error: ${module}: p/strict: relations() of variants.printed`), line);
  });
});

Deno.test("a file that cannot be replaced is told before anything is searched", async () => {
  await withFolder(async (folder) => {
    const out = join(folder, "reports");
    for (const name of ["verdicts.json", "known/witness.json", "index.html"]) {
      const path = join(out, name);
      await Deno.mkdir(path, { recursive: true });
      const args = ["known/witness", "--claims", "verify/testdata/claims.ts", "--out", out];
      const { status, stdout, stderr } = await runTask("verify", args);
      assertEquals([status, stdout], [2, ""], stderr);
      assertStringIncludes(stderr, path);
      await Deno.remove(path);
      assertEquals(Object.keys(contents(out)), []);
    }
  });
});
