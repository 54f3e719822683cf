import { assert, assertEquals, assertMatch, assertThrows } from "@std/assert";
import { join } from "node:path";
import { jsonDefect, MOST_LEVELS, parseJson, readRegularFile, reasonOf } from "./json_file.ts";
import { withFolder } from "./testdata/command_line.ts";

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

Deno.test("a place is named by its first eight keys", () => {
  const place = (keys: number) => {
    let value: unknown = Infinity;
    for (let key = keys; key > 0; key--) value = { [`k${key}`]: value };
    return jsonDefect(value)!.replace(/^.* at /, "");
  };
  assertEquals([0, 1, 2, 8, 9, 20].map(place), [
    "/",
    "/k1",
    "/k1/k2",
    "/k1/k2/k3/k4/k5/k6/k7/k8",
    "/k1/k2/k3/k4/k5/k6/k7/k8/…",
    "/k1/k2/k3/k4/k5/k6/k7/k8/…",
  ]);
  // Of several defects of one list or object it is the first.
  assertEquals(jsonDefect([1, -Infinity, NaN]), "has a number that is not finite at /1");
  assertEquals(jsonDefect({ a: 1, b: NaN, c: NaN }), "has a number that is not finite at /b");
  assertEquals(
    jsonDefect(nested(MOST_LEVELS + 1))!.slice(0, 38),
    "is nested more than 500 levels deep at",
  );
});

Deno.test("files are read, and what is none is told by its kind", async () => {
  await withFolder(async (folder) => {
    const path = join(folder, "a.json");
    await Deno.writeTextFile(path, '{"ä": [1]}');
    assertEquals(parseJson(readRegularFile(path)), { ä: [1] });
    assertThrows(() => readRegularFile(join(folder, "b")), Deno.errors.NotFound);
    assertThrows(() => readRegularFile(folder), Error, "directory");
    assertThrows(() => readRegularFile("/dev/null"), Error, "it is a device, not a file");
    assertThrows(() => parseJson(new Uint8Array([0x22, 0xff, 0x22])), TypeError);
    assertThrows(() => parseJson(new Uint8Array()), SyntaxError);
  });
  assertEquals(reasonOf(new Error("one\ntwo")), "one");
  assertEquals(reasonOf("thrown\ntext"), "thrown");
});

Deno.test("pipes, sockets and devices are told by their kind", () => {
  const { statSync } = Deno;
  const kinds = { isFifo: "a pipe (FIFO)", isSocket: "a socket", isBlockDevice: "a device" };
  try {
    for (const [kind, name] of [...Object.entries(kinds), ["none", "something else"]]) {
      Deno.statSync = () => ({ [kind!]: true }) as unknown as Deno.FileInfo;
      assertThrows(() => readRegularFile("x"), Error, `it is ${name}, not a file`);
    }
  } finally {
    Deno.statSync = statSync;
  }
});
