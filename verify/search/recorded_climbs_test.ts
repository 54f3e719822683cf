import { assertEquals } from "@std/assert";
import { RECORD, recordedClimbs, type RecordedGround } from "../testdata/recorded_climbs.ts";

Deno.test("climbing, shrinking and generating again do to the last digit what is on record", async () => {
  const then = JSON.parse(await Deno.readTextFile(RECORD)) as Record<string, RecordedGround>;
  assertEquals(
    recordedClimbs(),
    then,
    "what the search does has changed; if that is meant, see verify/testdata/recorded_climbs.ts",
  );
});
