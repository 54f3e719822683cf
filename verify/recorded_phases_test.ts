import { assertEquals } from "@std/assert";
import { RECORD, type RecordedPhases, recordedPhases } from "./testdata/recorded_phases.ts";

Deno.test("phases try, count and shrink to the last digit what is on record", async () => {
  const then = JSON.parse(await Deno.readTextFile(RECORD)) as Record<string, RecordedPhases>;
  assertEquals(
    await recordedPhases(),
    then,
    "what the phases do has changed; if that is meant, see verify/testdata/recorded_phases.ts",
  );
});
