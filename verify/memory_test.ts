import { assert, assertEquals } from "@std/assert";
import { heapFlag, LEAST_MEMORY, memoryFor } from "./memory.ts";

const GIB = 2 ** 30;

Deno.test("workers share half of the machine's memory, within 768 MiB and 4 GiB each", () => {
  assertEquals(memoryFor(2, 8 * GIB), 2048);
  assertEquals(memoryFor(3, 8 * GIB), 1365);
  assertEquals(memoryFor(16, 8 * GIB), LEAST_MEMORY);
  assertEquals(memoryFor(1, 64 * GIB), 4096);
});

Deno.test("the default is of this machine", () => {
  const limit = memoryFor(1);
  assert(Number.isInteger(limit) && limit >= LEAST_MEMORY && limit <= 4096, `${limit} MiB`);
});

Deno.test("V8's heap limit follows the memory limit, and is higher", () => {
  assertEquals(heapFlag(768), "--v8-flags=--max-old-space-size=1024,--max-semi-space-size=16");
  assertEquals(heapFlag(3000), "--v8-flags=--max-old-space-size=4000,--max-semi-space-size=46");
});
