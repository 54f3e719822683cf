import { assertEquals } from "@std/assert";
import { RECORD, type Recorded, recordedSearches } from "./testdata/recorded_searches.ts";

Deno.test("searches find to the last digit what is on record", async () => {
  const then = JSON.parse(await Deno.readTextFile(RECORD)) as Record<string, Recorded>;
  assertEquals(
    await recordedSearches(),
    then,
    "what a search finds has changed; if that is meant, see verify/testdata/recorded_searches.ts",
  );
});
