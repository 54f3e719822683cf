import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import fc from "fast-check";
import { magnitude, realNumber } from "../../problems/mod.ts";
import { randomFor, sourceFor } from "../random.ts";
import { generateRecorded } from "./recording.ts";
import { SpreadOfNumbers } from "./spread.ts";

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

/** The remarks on numbers, each at its place, and on what was drawn between bounds. */
function remarksOn(
  numbers: readonly number[],
  drawn?: { readonly minimum: number; readonly maximum: number },
): string[] {
  const spread = new SpreadOfNumbers();
  const draws = { minimum: 0, maximum: 0, ...drawn, encode: () => undefined };
  for (const value of numbers) {
    const recorded = drawn === undefined ? [] : [{ at: 0, count: 1, value, draws }];
    spread.add(drawn === undefined ? value : "", { numbers: recorded, lists: [] });
  }
  return spread.remarks();
}

/** So many numbers spread over a range, and as many beside as are given. */
const crowd = (count: number, from: number, to: number, ...others: readonly number[]) => [
  ...Array.from({ length: count - others.length }, (_, i) => from + (to - from) * i / count),
  ...others,
];

Deno.test("it is told on which side of a crowd few numbers lie, and how many", () => {
  for (
    const [numbers, ...expected] of [
      [crowd(400, 0, 1, 100), "0 and 100, but only 1 of 400 above 13.6"],
      [crowd(400, 99, 100, 0), "0 and 100, but only 1 of 400 below 86.6"],
      [crowd(401, 50, 51, 0, 100), "0 and 100, but only 2 of 401 outside of 37.7 to 51.3"],
      // One of two hundred is not few enough, and of fewer numbers nothing is said.
      [crowd(200, 0, 1, 100)],
      [crowd(201, 0, 1, 100), "0 and 100, but only 1 of 201 above 13.6"],
      [crowd(200, 0, 1, 0.95)],
      [crowd(199, 0, 1e-9).with(0, -1e-9)],
      // Nor of numbers that are all the same, or of a range that is one of any number.
      [new Array<number>(400).fill(7)],
      [crowd(400, 0, 1, 2e9)],
      [crowd(400, 0, 1, 1e9), "0 and 1000000000, but only 1 of 400 above 114000000"],
    ] as [number[], ...string[]][]
  ) {
    assertEquals(
      remarksOn(numbers),
      expected.map((text) => `the numbers at the top lie between ${text}`),
    );
  }
});

Deno.test("it is told which bound of what was drawn was never approached by half of the range", () => {
  const bounds = { minimum: -10, maximum: 30 };
  const start = "the numbers that are drawn from -10 to 30 (200 of them) were never";
  for (
    const [from, to, expected] of [
      [-10, 9.9, [`${start} above 9.8`]],
      [10.2, 30, [`${start} below 10.2`]],
      [-10, 10.2, []],
      [10, 30, []],
    ] as [number, number, string[]][]
  ) assertEquals(remarksOn(crowd(200, from, to), bounds), expected);
  assertEquals(remarksOn(crowd(199, -10, 0), bounds), []);
  assertEquals(remarksOn(crowd(200, 0, 1), { minimum: 0, maximum: 1e9 }).length, 1);
  assertEquals(remarksOn(crowd(200, 0, 1), { minimum: 0, maximum: 1.1e9 }), []);
  // Those of one range are counted together, whatever draws them; lists by themselves.
  const spread = new SpreadOfNumbers();
  for (let run = 0; run < 100; run++) {
    const numbers = [1, 2].map((value) => ({
      at: 0,
      count: 1,
      value,
      draws: { ...bounds, encode: () => undefined },
    }));
    const lists = [0, 1].map((length) => ({ length, minimum: 0, maximum: 8 }));
    spread.add(null, { numbers, lists });
  }
  assertEquals(spread.remarks(), [
    `${start} above 2`,
    "the lengths of lists that are drawn from 0 to 8 (200 of them) were never above 1",
  ]);
});

Deno.test("the first numbers settle a range, which doubles where it is left", () => {
  const total = (counts: readonly number[]) => counts.reduce((sum, count) => sum + count, 0);
  const byValue = (numbers: readonly number[]) => {
    const spread = new SpreadOfNumbers();
    for (const x of numbers) spread.add(x);
    const [summary] = spread.summary();
    return summary!.byValue;
  };
  const first = Array.from({ length: 32 }, (_, i) => i);
  const settled = byValue(first);
  assertEquals(settled.edges.length, 25);
  assertEquals([settled.edges[0], settled.edges.at(-1)], [0, 31 * (1 + 1 / 32)]);
  assertEquals(total(settled.counts), 32);
  const width = settled.edges.at(-1)!;
  const up = byValue([...first, 40]);
  assertEquals([up.edges[0], up.edges.at(-1)], [0, 2 * width]);
  assertEquals(up.counts[15], 1);
  const down = byValue([...first, -1]);
  assertEquals([down.edges[0], down.edges.at(-1)], [-width, width]);
  assertEquals([down.counts[11], total(down.counts.slice(12))], [1, 32]);
  const far = byValue([...first, 1e6, -1e6]);
  assertEquals(total(far.counts), 34);
  // Of one number alone the range is as wide as the number, or 1.
  for (const [x, wide] of [[5, 5], [-3, 3], [0, 1]] as const) {
    const { edges, counts } = byValue([x]);
    assertEquals([edges[0], edges.at(-1), counts[0]], [x, x + wide, 1]);
  }
});

Deno.test("what is not a finite number is passed over, and every entry of short lists counts", () => {
  const spread = new SpreadOfNumbers();
  spread.add({ a: [NaN, Infinity, 3], b: Array.from({ length: 32 }, (_, i) => i), c: true });
  spread.add({ b: Array.from({ length: 64 }, (_, i) => i) });
  const at = (path: string) => spread.summary().find((summary) => summary.path === path)!;
  assertEquals([at(".a[]").count, at(".a[]").least, at(".a.length").largest], [1, 3, 3]);
  assertEquals([at(".b[]").count, at(".b[]").largest, at(".b.length").count], [64, 62, 2]);
  assertEquals(spread.summary().map(({ path }) => path), [
    ".a.length",
    ".a[]",
    ".b.length",
    ".b[]",
  ]);
});
