import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { describeError } from "./failure.ts";

Deno.test("what an error says is kept as it is", () => {
  const { message, stack, instance } = describeError(new RangeError("x is 3"), { x: 3 });
  assertEquals(message, "RangeError: x is 3");
  assert(stack.startsWith("RangeError: x is 3\n    at "), stack);
  assertEquals(instance, { x: 3 });
  assertEquals(describeError("no error", null).message, "thrown: no error");
});

Deno.test("a message of 50 MB is cut, with a word on how much was left out, and the stack remains", () => {
  const { message, stack } = describeError(new Error("x".repeat(50_000_000)), null);
  assert(message.length < 11_000, `${message.length} characters`);
  assertMatch(message, /^Error: x+… \(49990007 more characters left out\)$/);
  assert(stack.length < 21_000, `${stack.length} characters`);
  assertStringIncludes(stack, "more characters left out)\n    at ");
  const thrown = describeError("y".repeat(50_000_000), null);
  assert(thrown.message.length < 11_000, `${thrown.message.length} characters`);
});

Deno.test("a message is not cut within a character", () => {
  assert(describeError("😀".repeat(50_000), null).message.isWellFormed());
  assert(describeError(" " + "😀".repeat(50_000), null).message.isWellFormed());
});
