import { assert, assertEquals } from "@std/assert";
import { join } from "node:path";
import { readEvidenceFile } from "../evidence_file.ts";
import { evidencePath, writeJson } from "./files.ts";
import { junit } from "./junit.ts";
import { outlined } from "./outline.ts";
import { renderSite } from "./site/site.ts";
import { everyVerdict } from "./site/testdata/evidence.ts";
import { summaryMarkdown } from "./summary.ts";

Deno.test("reports made from outlines are those that are made from all of the evidence", () => {
  const folder = Deno.makeTempDirSync({ prefix: "assay-" });
  try {
    const files = everyVerdict().map((evidence) => {
      const path = evidencePath(folder, evidence.id);
      writeJson(path, evidence);
      return readEvidenceFile(path);
    });
    const outlines = files.map(outlined);
    assert(JSON.stringify(outlines).length < 0.8 * JSON.stringify(files).length);
    assertEquals(new Map(renderSite(outlines)), new Map(renderSite(files)));
    const [whole, outline] = [files, outlines].map((some) => some.map(({ evidence }) => evidence));
    assertEquals(summaryMarkdown(outline!), summaryMarkdown(whole!));
    assertEquals(junit(outline!), junit(whole!));
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
});

Deno.test("a page shows what its file holds when it is made", () => {
  const folder = Deno.makeTempDirSync({ prefix: "assay-" });
  try {
    const [evidence] = everyVerdict();
    const path = join(folder, "one.json");
    writeJson(path, evidence);
    const file = outlined(readEvidenceFile(path));
    writeJson(path, { ...evidence, title: "another title" });
    assertEquals(file.whole().evidence.title, "another title");
    assert(file.whole().sha256 !== file.sha256);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
});
