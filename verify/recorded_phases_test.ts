import { assertEquals, assertMatch } from "@std/assert";
import { groupWork } from "./phases.ts";
import { significantDigits } from "./shrink.ts";
import { textOf } from "./specimen.ts";
import { RECORD, type RecordedPhases, recordedPhases } from "./testdata/recorded_phases.ts";

Deno.test("phases try, count and shrink to the last digit what is on record", async () => {
  const then = JSON.parse(await Deno.readTextFile(RECORD)) as Record<string, RecordedPhases>;
  assertEquals(
    await recordedPhases(),
    then,
    "what the phases do has changed; if that is meant, see verify/testdata/recorded_phases.ts",
  );
});

Deno.test("the work of a group grows with its claims beyond four", () => {
  assertEquals([1, 3, 4, 5, 19].map(groupWork), [1, 1, 1, 1.25, 4.75]);
});

Deno.test("significant digits are those of a number as it is printed", () => {
  const numbers = [0, -0, 1, -1, 10, 1e300, 12, -1.5, 0.001, 0.0012, 123.456, NaN, Infinity];
  assertEquals(numbers.map(significantDigits), [0, 0, 1, 1, 1, 1, 2, 2, 1, 2, 6, 0, 0]);
});

Deno.test("an instance is told by its JSON, a long one by a digest of it", () => {
  assertEquals(textOf({ x: [1, null] }), '{"x":[1,null]}');
  const longest = "x".repeat(2 ** 16 - 2);
  assertEquals(textOf(longest), `"${longest}"`);
  assertMatch(textOf(`${longest}x`), /^[0-9a-f]{64}$/);
});
