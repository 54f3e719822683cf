import { assertEquals, assertMatch, assertNotEquals } from "@std/assert";
import { jsonLine, MESSAGE_START, newSecret } from "./protocol.ts";

Deno.test("a secret has 128 bits, and is another each time", () => {
  assertMatch(newSecret(), /^[0-9a-f]{32}$/);
  assertNotEquals(newSecret(), newSecret());
});

Deno.test("JSON is one line for every reader", () => {
  const value = { text: "a\u2028b\u2029c\nd\u2028" };
  const line = jsonLine(JSON.stringify(value));
  assertEquals(line, '{"text":"a\\u2028b\\u2029c\\nd\\u2028"}\n');
  assertEquals(JSON.parse(line), value);
});

Deno.test("a message begins with the sign of JSON text sequences", () => {
  assertEquals(MESSAGE_START.charCodeAt(0), 0x1e);
  assertEquals(MESSAGE_START.length, 1);
});
