import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { join } from "node:path";
import { readEvidenceFile } from "./evidence_file.ts";
import { readReportFolder } from "./report/folder.ts";
import { withFolder } from "./testdata/command_line.ts";
import { sampleEvidence } from "./testdata/sample_evidence.ts";
import { UsageError } from "./usage_error.ts";

/** Where a file may hold any JSON, the schema says nothing of its numbers. */
const PLACES = ["1e999", "-1e999", '{"a":[0,{"b":1e400}]}', "[[[[-2e308]]]]"];

Deno.test("evidence with a number that reads as infinity is refused, wherever it stands", async () => {
  const [evidence] = await sampleEvidence("known/cauchy-schwarz");
  const { printed } = evidence!.variants;
  const marked = {
    ...evidence!,
    variants: { printed: { ...printed, example: { ...printed.example!, instance: "HERE" } } },
  };
  const text = JSON.stringify(marked);
  await withFolder(async (folder) => {
    const path = join(folder, "known", "cauchy-schwarz.json");
    await Deno.mkdir(join(folder, "known"));
    for (const place of PLACES) {
      await Deno.writeTextFile(path, text.replace('"HERE"', place));
      assertThrows(
        () => readEvidenceFile(path),
        UsageError,
        "has a number that is not finite at /variants/printed/example/instance",
      );
      const { files, problems } = readReportFolder(folder);
      assertEquals([files.length, problems.length], [0, 1], place);
      assertStringIncludes(problems[0]!, "not finite");
    }
    // The largest numbers are numbers.
    await Deno.writeTextFile(path, text.replace('"HERE"', "[1.7976931348623157e308, -5e-324]"));
    assertEquals(readReportFolder(folder).problems, []);
  });
});
