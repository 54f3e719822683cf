import { assert, assertEquals, assertThrows } from "@std/assert";
import { join } from "node:path";
import { contents, withFolder } from "../testdata/command_line.ts";
import { UsageError } from "../usage_error.ts";
import { VERSION } from "../version.ts";
import { checkWritable, isExpected, summarize, writeJson, writeWhole } from "./files.ts";
import { evidence, refuted, variant } from "./site/testdata/evidence.ts";

Deno.test("verdicts are summed up with what other programs read", () => {
  const { arithmetics } = evidence();
  const found = evidence({
    variants: {
      printed: { ...refuted(), reason: "because" },
      corrected: variant({ expected: null, tightness: null, undecided: 0, discarded: 7 }),
    },
  });
  assertEquals(summarize({ seed: 3, profile: "quick", arithmetics }, [found]), {
    schema: "assay.verdicts/1",
    version: VERSION,
    seed: 3,
    profile: "quick",
    arithmetics,
    claims: [{
      id: "spgd/theorem-1",
      paper: "spgd",
      title: found.title,
      variants: {
        printed: {
          verdict: "refuted",
          expected: "refuted",
          tightness: 57.4,
          instances: 400,
          discarded: 12,
          undecided: 3,
          reason: "because",
        },
        corrected: {
          verdict: "holds",
          expected: null,
          tightness: null,
          instances: 400,
          discarded: 7,
          undecided: 0,
          reason: null,
        },
      },
    }],
  });
});

Deno.test("a verdict is expected if it is the one, or if none is and it is no error", () => {
  const verdicts = ["holds", "refuted", "vacuous", "inconclusive", "error"] as const;
  for (const verdict of verdicts) {
    assertEquals(isExpected({ verdict, expected: null }), verdict !== "error");
    for (const expected of verdicts) {
      assertEquals(isExpected({ verdict, expected }), verdict === expected);
    }
  }
});

Deno.test("files are written whole, in folders that are made, or not at all", async () => {
  await withFolder((folder) => {
    writeJson(join(folder, "a/b/c.json"), { x: [1] });
    writeWhole(join(folder, "a/bytes"), new Uint8Array([65, 66]));
    writeWhole(join(folder, "a/bytes"), "new");
    const files = { "a/b/c.json": '{\n  "x": [\n    1\n  ]\n}\n', "a/bytes": "new" };
    assertEquals(contents(folder), files);
    for (const path of ["a/b", "a/bytes/below"]) {
      const place = join(folder, path);
      assertThrows(() => writeWhole(place, "x"), UsageError, `cannot write ${place}: `);
      assertEquals(contents(folder), files, "nothing half written is left");
    }
    return Promise.resolve();
  });
});

Deno.test("where nothing can be written is told beforehand", async () => {
  await withFolder((folder) => {
    const at = (...paths: readonly string[]) => paths.map((path) => join(folder, path));
    checkWritable(at("a/b.json", "a/c/d.json", "e.json"));
    assert(Deno.statSync(join(folder, "a/c")).isDirectory);
    assertEquals(contents(folder), {});
    Deno.writeTextFileSync(join(folder, "file"), "");
    assertThrows(
      () => checkWritable(at("a/b.json", "file/x.json")),
      UsageError,
      `cannot write to the report folder ${join(folder, "file")}: `,
    );
    assertThrows(
      () => checkWritable(at("e.json", "a/c", "file")),
      UsageError,
      `cannot write ${join(folder, "a/c")}: a folder has that name`,
    );
    checkWritable(at("file"));
    return Promise.resolve();
  });
});
