import { assert, assertEquals, assertMatch } from "@std/assert";
import { jsonDefect, MOST_LEVELS } from "./json_file.ts";

/** So many lists in each other. */
function nested(levels: number): unknown {
  return JSON.parse("[".repeat(levels) + "]".repeat(levels));
}

Deno.test("JSON is fit up to the last level that is allowed, and not beyond it", () => {
  assertEquals(jsonDefect(nested(MOST_LEVELS)), undefined);
  assertEquals(jsonDefect({ a: nested(MOST_LEVELS - 1), b: [1, "x", null, true] }), undefined);
  assertMatch(
    jsonDefect({ a: { b: nested(MOST_LEVELS - 1) } })!,
    /^is nested more than 500 levels deep at \/a\/b\/0\/0\/0\/0\/0\/0\/…$/,
  );
  // Far beyond what a function that calls itself comes to.
  for (const levels of [6000, 1_000_000]) assert(jsonDefect(nested(levels)) !== undefined);
});

Deno.test("a number that is not finite is found with its place", () => {
  const place = (text: string) => jsonDefect(JSON.parse(text))?.replace(/^has .* at /, "");
  assertEquals(place("1e999"), "/");
  assertEquals(place('{"a": [1, {"b": [[2, -1e999]]}], "c": 3}'), "/a/1/b/0/1");
  assertEquals(place('{"a": [1, {"b": [[2, -1e99]]}], "c": null}'), undefined);
});
