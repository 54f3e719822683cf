import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { join } from "node:path";
import { withFolder } from "../testdata/command_line.ts";
import { UsageError } from "../usage_error.ts";
import { evidencePath, summarize, writeJson } from "./files.ts";
import { readReportFolder, REPORT_FILES, writeReports } from "./folder.ts";
import { evidence } from "./site/testdata/evidence.ts";

const IDS = ["mine/b", "mine/a", "spgd/z", "mine/c", "spgd/y", "calibration/x"];

/** A folder with evidence of these ids. */
async function withEvidence(body: (folder: string) => void): Promise<void> {
  await withFolder((folder) => {
    for (const id of IDS) writeJson(evidencePath(folder, id), evidence({ id }));
    return Promise.resolve(body(folder));
  });
}

function idsIn(folder: string): string[] {
  return readReportFolder(folder).files.map(({ evidence: { id } }) => id);
}

Deno.test("evidence is in the order of papers, of the last run, and of ids", async () => {
  await withEvidence((folder) => {
    assertEquals(idsIn(folder), [
      ...["spgd/y", "spgd/z", "calibration/x", "mine/a", "mine/b", "mine/c"],
    ]);
    const run = { seed: 1, profile: "quick", arithmetics: [] };
    const last = ["mine/c", "spgd/z", "gone/a", "mine/b"].map((id) => evidence({ id }));
    writeJson(join(folder, "verdicts.json"), summarize(run, last));
    // What the last run did not look at comes after what it did.
    assertEquals(idsIn(folder), [
      ...["spgd/z", "spgd/y", "calibration/x", "mine/c", "mine/b", "mine/a"],
    ]);
  });
});

Deno.test("what a run left beside its evidence is read, and what is damaged is named", async () => {
  await withEvidence((folder) => {
    const read = () => readReportFolder(folder);
    assertEquals([read().problems, read().proofs, "date" in read()], [[], [], false]);
    const timings = join(folder, "timings.json");
    const date = "2026-01-02T03:04:05.678Z";
    writeJson(timings, { date });
    assertEquals(read().date, date);
    writeJson(timings, { date: 7 });
    assertEquals(["date" in read(), read().problems], [false, []]);
    const damaged = (path: string, text: string) => {
      Deno.writeTextFileSync(path, text);
      const { problems, files } = read();
      assertEquals([problems.length, files.length], [1, IDS.length]);
      return problems[0]!.replace(folder, "");
    };
    const mend = "): remove it, or write it again with `deno task verify`";
    assertStringIncludes(damaged(timings, "null"), "/timings.json is damaged (");
    assertEquals(
      damaged(timings, '{"date": 1e999}'),
      `/timings.json is damaged (it has a number that is not finite at /date${mend}`,
    );
    Deno.removeSync(timings);
    const verdicts = join(folder, "verdicts.json");
    assertStringIncludes(damaged(verdicts, "{"), "/verdicts.json is damaged (");
    Deno.removeSync(verdicts);
    Deno.mkdirSync(verdicts);
    assertStringIncludes(read().problems[0]!, `cannot read ${verdicts}: `);
    Deno.removeSync(verdicts);
    Deno.renameSync(evidencePath(folder, "mine/b"), evidencePath(folder, "mine/moved"));
    assertEquals(read().problems, [
      `the evidence file ${folder}/mine/moved.json is of mine/b, not of mine/moved: move it to ` +
      `${folder}/mine/b.json`,
    ]);
    assertEquals(read().files.length, IDS.length - 1);
  });
  assertThrows(() => readReportFolder("no/such/folder"), UsageError, "cannot read the report");
});

Deno.test("the reports are made of all of it, with the date where there is one", async () => {
  await withEvidence((folder) => {
    const report = readReportFolder(folder);
    const textOf = (name: string) => Deno.readTextFileSync(join(folder, name));
    writeReports(folder, report);
    for (const name of REPORT_FILES) assertStringIncludes(textOf(name), "calibration/x");
    assertStringIncludes(textOf("index.html"), "not recorded");
    assertStringIncludes(textOf("mine/a.html"), `--replay ${folder}/mine/a.json`);
    writeReports(folder, { ...report, date: "2026-01-02T03:04:05.678Z" });
    assertStringIncludes(textOf("index.html"), "2026-01-02 03:04 UTC");
    // Figures are no part of the outline, but of the page.
    assertEquals(report.files[0]!.evidence.variants.printed.example!.figures, []);
    assertStringIncludes(textOf("mine/a.html"), "plot-frame");
    assertEquals(REPORT_FILES, ["index.html", "summary.md", "junit.xml"]);
  });
});
