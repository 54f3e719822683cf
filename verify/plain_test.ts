import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { plain } from "./plain.ts";

/** Where the two ways differ by more than the sign of a zero or the order of keys. */
function bits(value: unknown): string {
  const visit = (part: unknown): unknown => {
    if (typeof part === "number") return Object.is(part, -0) ? "-0" : part;
    if (typeof part !== "object" || part === null) return part;
    if (Array.isArray(part)) return part.map(visit);
    assertEquals(Object.getPrototypeOf(part), Object.prototype);
    return Object.entries(part).map(([key, entry]) => [key, visit(entry)]);
  };
  return JSON.stringify(visit(value));
}

const viaText = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

Deno.test("what is plain is what JSON makes of a value", () => {
  const anything = fc.anything({
    withDate: true,
    withNullPrototype: true,
    withObjectString: true,
    withTypedArray: true,
    withMap: true,
    withSet: true,
    withSparseArray: true,
    withUnicodeString: true,
    withBoxedValues: true,
  } as fc.ObjectConstraints);
  fc.assert(
    fc.property(
      fc.record({ part: anything }),
      (value) => bits(plain(value)) === bits(viaText(value)),
    ),
    { seed: 1, numRuns: 2000 },
  );
});

Deno.test("what JSON treats in a way of its own is treated so", () => {
  class Point {
    x = 1;
    #y = 2;
    get y() {
      return this.#y;
    }
  }
  const listWithOwnText = Object.assign([1, 2], { toJSON: () => "ours" });
  const values: unknown[] = [
    [-0, NaN, Infinity, 5e-324],
    { a: undefined, b: () => 1, c: Symbol("c"), d: [undefined, () => 1, Symbol("d")] },
    { toJSON: () => ({ a: -0 }) },
    new Point(),
    new Date(0),
    new Float64Array([1, -0]),
    [new Number(3), new String("s"), new Boolean(false)],
    JSON.parse('{"__proto__": {"a": 1}}'),
    Object.assign(Object.create(null), { b: 1, a: [2] }),
    [, 1, , 2],
    listWithOwnText,
  ];
  for (const value of values) assertEquals(bits(plain(value)), bits(viaText(value)));
  assertThrows(() => plain({ a: 1n }), TypeError);
});
