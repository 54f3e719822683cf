import { assert, assertEquals } from "@std/assert";
import {
  addPairs,
  assemble,
  get,
  integer,
  loadPair,
  loadTwice,
  multiplyPairs,
  pairOf,
  repeatWhile,
  sequence,
  set,
  storePair,
  subtractIntegers,
  subtractPairs,
} from "./_web_assembly.ts";

Deno.test("pairs are loaded, multiplied, added, subtracted and stored at offsets and constants of any size", () => {
  // Around the borders at which integers take another byte.
  for (const offset of [0, 8, 120, 128, 504, 512, 8184, 8192, 16376, 16384, 1 << 20, 1 << 21]) {
    const assembled = assemble({
      other: { parameters: [], locals: [], body: [] },
      affine: {
        parameters: ["i32"],
        locals: ["v128"],
        body: sequence(
          set(
            1,
            multiplyPairs(
              loadPair(get(0), offset),
              pairOf(loadPair(integer(offset), 16), 0, loadPair(integer(offset), 16), 0),
            ),
          ),
          storePair(integer(offset), 32, addPairs(get(1), loadPair(get(0), offset))),
          storePair(
            integer(offset),
            48,
            pairOf(loadPair(get(0), offset), 1, loadPair(integer(offset), 16), 1),
          ),
          storePair(
            integer(offset),
            64,
            subtractPairs(loadPair(get(0), offset), loadTwice(integer(offset), 16)),
          ),
        ),
      },
    });
    assert(assembled !== undefined);
    const at = offset / 8;
    const memory = assembled.memory(at + 10);
    memory.set([2, 3, 10, -1], at);
    assembled.functions.affine!(0);
    assertEquals(
      [...memory.subarray(at, at + 10)],
      [2, 3, 10, -1, 22, 33, 3, -1, -8, -7],
      `offset ${offset}`,
    );
  }
});

Deno.test("a body is repeated while its condition holds", () => {
  const assembled = assemble({
    double: {
      parameters: ["i32"],
      locals: [],
      body: repeatWhile(
        sequence(
          storePair(integer(0), 0, addPairs(loadPair(integer(0), 0), loadPair(integer(0), 0))),
          set(0, subtractIntegers(get(0), integer(1))),
        ),
        get(0),
      ),
    },
  });
  assert(assembled !== undefined);
  const memory = assembled.memory(2);
  memory.set([1, -3]);
  assembled.functions.double!(10);
  assertEquals([...memory.subarray(0, 2)], [1024, -3072]);
});

Deno.test("memory grows and keeps what was written", () => {
  const assembled = assemble({});
  assert(assembled !== undefined);
  assembled.memory(1)[0] = 7;
  for (const length of [8192, 8193, 100_000]) {
    const memory = assembled.memory(length);
    assert(memory.length >= length);
    assertEquals(memory[0], 7);
  }
});

Deno.test("code that no processor understands is no error", () => {
  assertEquals(assemble({ wrong: { parameters: [], locals: [], body: [0xfe] } }), undefined);
});
