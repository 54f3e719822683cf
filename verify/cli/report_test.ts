import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { evidencePath, writeJson } from "../report/files.ts";
import { NOTE } from "../report/lock.ts";
import { everyVerdict } from "../report/site/testdata/evidence.ts";
import { contents, runTask, withFolder } from "../testdata/command_line.ts";

Deno.test("report makes its files of what lies in a folder, or names what is wrong there", async () => {
  await withFolder(async (folder) => {
    const ids = everyVerdict().map(({ id }) => id);
    for (const evidence of everyVerdict()) writeJson(evidencePath(folder, evidence.id), evidence);
    const note = "Process 12345 began to write here at 2026-01-02T03:04:05.678Z.\n";
    await Deno.writeTextFile(join(folder, NOTE), note);
    const made = await runTask("report", [folder]);
    assertEquals([made.status, made.stdout], [0, `${folder}/index.html: 6 claims\n`]);
    assertMatch(
      made.stderr,
      /^warning: process 12345 \(since [^\n]*did not come to its end[^\n]*\n$/,
    );
    const files = contents(folder);
    for (const path of ["index.html", "summary.md", "junit.xml", "spgd/lemma-1.html"]) {
      assert(files[path] !== undefined, path);
    }
    assertEquals(files[NOTE], undefined);
    for (const id of ids) assertStringIncludes(files["junit.xml"]!, id);

    for (const [index, name] of ["a", "b"].entries()) {
      await Deno.writeTextFile(join(folder, `spgd/${name}.json`), "{".repeat(index));
    }
    await Deno.writeTextFile(join(folder, NOTE), note);
    const before = contents(folder);
    const refused = await runTask("report", [folder]);
    assertEquals([refused.status, refused.stdout], [2, ""]);
    const lines = refused.stderr.trimEnd().split("\n");
    assertEquals(lines.map((line) => /spgd\/\w+\.json/.exec(line)?.[0]), [
      "spgd/a.json",
      "spgd/b.json",
      undefined,
    ]);
    assertEquals(
      lines[2],
      `error: the reports in ${folder} were left as they are: mend or remove what is named above`,
    );
    assertEquals(contents(folder), before);

    const empty = await runTask("report", [join(folder, "spgd")]);
    assertEquals([empty.status, empty.stderr], [
      2,
      `error: ${folder}/spgd holds no evidence: \`deno task verify --out ${folder}/spgd\` makes ` +
      "some\n",
    ]);
  });
});
