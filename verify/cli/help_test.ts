import { assertEquals } from "@std/assert";
import { HELPS, helps } from "./testdata/helps.ts";

Deno.test("the commands say of themselves what is on record", async () => {
  assertEquals(
    await helps(),
    JSON.parse(await Deno.readTextFile(HELPS)),
    "the help of a command has changed; if that is meant, see verify/cli/testdata/helps.ts",
  );
});
