import { assertEquals } from "@std/assert";
import { recordedReports, type RecordedText, REPORTS } from "./testdata/recorded_reports.ts";

Deno.test("reports are to the last sign what is on record", async () => {
  const then = JSON.parse(await Deno.readTextFile(REPORTS)) as Record<string, RecordedText>;
  assertEquals(
    recordedReports(),
    then,
    "reports have changed; if that is meant, see verify/report/testdata/recorded_reports.ts",
  );
});
