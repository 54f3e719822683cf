import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import fc from "fast-check";
import { magnitude, realNumber } from "../../problems/mod.ts";
import { randomFor, sourceFor } from "../random.ts";
import { generateRecorded, SpreadOfNumbers } from "./mod.ts";

/** The spread of so many samples, by the search's own generation. */
function spreadOf(arbitrary: fc.Arbitrary<unknown>, name: string, runs = 600): SpreadOfNumbers {
  const spread = new SpreadOfNumbers();
  for (let run = 0; run < runs; run++) {
    const { value, recording } = generateRecorded(
      arbitrary,
      { draws: [], biasFactor: 2 + run % 3 },
      sourceFor("spread", name, run),
    );
    spread.add(value.value, recording);
  }
  return spread;
}

Deno.test("the spread of numbers counts each once, by value and by magnitude, at its place", () => {
  const spread = new SpreadOfNumbers();
  // Not on the edges between bins, where rounding decides.
  const xs = Array.from({ length: 100 }, (_, i) => i % 10 - 2)
    .map((n, i) => (i < 40 ? 1 : 1000) * (n === 0 ? 0 : n + 0.0137));
  for (const x of xs) spread.add({ x, list: [1, 2.5], text: "7", none: null });
  const [first, length, entries] = spread.summary();
  assertEquals([first!.path, length!.path, entries!.path], [".x", ".list.length", ".list[]"]);
  assertEquals([first!.count, first!.least, first!.largest], [100, -1986.3, 7013.7]);
  assertEquals(first!.zeros, 10);
  assertEquals(entries!.count, 200);
  assertEquals(length!.least, 2);
  const { edges, counts } = first!.byValue;
  assertEquals(edges.length, counts.length + 1);
  assert(edges[0]! <= -1986.3 && edges.at(-1)! >= 7013.7);
  for (const [i, count] of counts.entries()) {
    const inside = xs.filter((x) =>
      x >= edges[i]! && (x < edges[i + 1]! || i === counts.length - 1)
    ).length;
    assertEquals(count, inside);
  }
  assertEquals(first!.byMagnitude, [
    { exponent: -1, count: 4 },
    { exponent: 0, count: 32 },
    { exponent: 2, count: 6 },
    { exponent: 3, count: 48 },
  ]);
  assertEquals(JSON.parse(JSON.stringify(spread.summary())), spread.summary());
});

Deno.test("numbers of any size are counted, and few of them too", () => {
  const spread = new SpreadOfNumbers();
  const sizes = [0, 5e-324, -1e-300, 1, -1e300, Number.MAX_VALUE, -Number.MAX_VALUE];
  for (let round = 0; round < 10; round++) for (const x of sizes) spread.add([x]);
  const entries = spread.summary()[1]!;
  assertEquals(entries.byValue.counts.reduce((sum, count) => sum + count, 0), 70);
  const single = new SpreadOfNumbers();
  single.add(3);
  assertEquals(single.summary()[0]!.byValue.counts.reduce((sum, count) => sum + count, 0), 1);
});

Deno.test("of long lists a part is looked at, and of many places the first", () => {
  const long = new SpreadOfNumbers();
  long.add(Array.from({ length: 10_000 }, (_, i) => i));
  const [length, entries] = long.summary();
  assertEquals([length!.path, length!.largest], [".length", 10_000]);
  assert(entries!.count <= 33 && entries!.largest > 9000);
  const many = new SpreadOfNumbers();
  many.add(Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`k${i}`, i])));
  assertEquals(many.summary().length, 64);
  assertEquals(many.leftOut, 36);
});

Deno.test("a range that was hardly visited is remarked on", () => {
  const random = randomFor("spread remarks");
  const spread = new SpreadOfNumbers();
  // As fast-check draws a double by itself: evenly in the exponent.
  for (let run = 0; run < 1200; run++) {
    spread.add({ x: run < 3 ? 300 * (1 + run) : 10 ** (-300 * random.nextDouble()) });
  }
  const remarks = spread.remarks();
  assertEquals(remarks.length, 1);
  assertStringIncludes(remarks[0]!, "the numbers at .x lie between");
  assertStringIncludes(remarks[0]!, "but only 3 of 1200 above");
});

Deno.test("a bound that was never approached is remarked on", () => {
  const drawn = fc.double({ min: 0, max: 1000, noNaN: true }).filter((x) => x < 12);
  const spread = new SpreadOfNumbers();
  for (let run = 0; run < 400; run++) {
    const { value, recording } = generateRecorded(
      drawn,
      { draws: [], biasFactor: undefined },
      sourceFor("bound", run),
    );
    spread.add(value.value, { ...recording, numbers: recording.numbers.slice(-1) });
  }
  assert(
    spread.remarks().some((remark) =>
      /numbers that are drawn from 0 to 1000 .*never above 1[012]/.test(remark)
    ),
    spread.remarks().join("; "),
  );
  const lists = spreadOf(
    fc.array(fc.nat(9), { maxLength: 100, size: "max" }).filter((list) => list.length < 7),
    "lists",
  );
  // The rejected lists were drawn as well.
  assertEquals(lists.remarks(), []);
});

Deno.test("what is drawn over its whole range earns no remark", () => {
  const arbitraries = {
    double: fc.record({ x: fc.double({ min: 0, max: 1000, noNaN: true }) }),
    wide: fc.double({ min: -1e6, max: 1e6, noNaN: true }),
    any: fc.double(),
    integer: fc.integer({ min: -1000, max: 1000 }),
    list: fc.array(realNumber(), { maxLength: 100 }),
    magnitude: magnitude({ minimum: 1e-6, maximum: 1e6 }),
    constant: fc.constant({ n: 3 }),
  };
  for (const [name, arbitrary] of Object.entries(arbitraries)) {
    assertEquals(spreadOf(arbitrary, name).remarks(), [], name);
  }
});
